"""Addresses of the diary: a person's contacts, arranging them, and what came of them."""

from django.urls import path

from desistance.web.views import contacts, contacts_outcomes

CONTACTS = "people/<reference:reference>/contacts/"
ONE = f"{CONTACTS}<int:contact_id>/"

urlpatterns = [
    path("contacts/<int:contact_id>/", contacts.contact_of_mine, name="contact-of-mine"),
    path(CONTACTS, contacts.contacts_page, name="person-contacts"),
    path(f"{CONTACTS}new/", contacts.arrange, name="contact-new"),
    path(f"{CONTACTS}happened/", contacts_outcomes.happened, name="contact-happened"),
    path(f"{ONE}outcome/", contacts_outcomes.outcome, name="contact-outcome"),
    path(f"{ONE}undo/", contacts_outcomes.undo, name="contact-undo"),
    path(f"{ONE}correct/", contacts_outcomes.correct, name="contact-correct"),
    path(f"{ONE}decide/", contacts_outcomes.decide, name="contact-decide"),
    path(f"{ONE}reschedule/", contacts.move, name="contact-reschedule"),
    path(f"{ONE}cancel/", contacts.cancel, name="contact-cancel"),
]
