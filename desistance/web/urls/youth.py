"""The move from youth to adult services: planning it, its page and steps, the adult service's answer, and where duties lead."""

from django.urls import path

from desistance.web.views import youth

PERSON = "people/<reference:reference>/youth/"

urlpatterns = [
    path("youth/cases/<int:case>/", youth.to_move, name="youth-case-of"),
    path("youth/asks/<int:ask>/", youth.answer, name="youth-ask"),
    path(f"{PERSON}plan/", youth.plan, name="youth-plan"),
    path(f"{PERSON}<int:case>/", youth.one_move, name="youth-case"),
    path(f"{PERSON}<int:case>/<slug:step>/", youth.one_step, name="youth-step"),
]
