"""Addresses of a worker's calendar link, its file, and the reminder of an appointment."""

from django.urls import path

from desistance.web.views import calendar

urlpatterns = [
    path("account/calendar/", calendar.calendar_page, name="calendar"),
    path("calendar/<str:secret>.ics", calendar.calendar_file, name="calendar-file"),
    path(
        "people/<reference:reference>/contacts/<int:contact_id>/reminder/", calendar.reminder, name="contact-reminder"
    ),
]
