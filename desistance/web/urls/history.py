"""Addresses of what has happened: a person's offences, arrests and times in custody, and recording them by hand."""

from django.urls import path

from desistance.web.views import history, history_custody

HISTORY = "people/<reference:reference>/history/"

urlpatterns = [
    path(HISTORY, history.history_page, name="person-history"),
    path(f"{HISTORY}convictions/new/", history.add_conviction, name="conviction-new"),
    path(f"{HISTORY}convictions/<int:offence_id>/correct/", history.correct, name="conviction-correct"),
    path(f"{HISTORY}convictions/<int:offence_id>/withdraw/", history.withdraw, name="conviction-withdraw"),
    path(f"{HISTORY}custody/new/", history_custody.add_custody, name="custody-new"),
    path(f"{HISTORY}custody/<int:spell_id>/release/", history_custody.release, name="custody-release"),
    path(f"{HISTORY}custody/<int:spell_id>/withdraw/", history_custody.withdraw, name="custody-withdraw"),
]
