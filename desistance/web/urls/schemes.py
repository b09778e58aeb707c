"""Rules that a force may have versions of; the women's pathway; declared schemes: lists, cases, and where duties lead."""

from django.urls import path

from desistance.web.views import pathway, rules, schemes

PERSON = "people/<reference:reference>/schemes/"
CASE = f"{PERSON}cases/<int:case>/"

urlpatterns = [
    path("rules/", rules.rules, name="rules"),
    path("rules/new/", rules.propose, name="rules-new"),
    path("rules/<int:version>/", rules.one, name="rules-one"),
    path("rules/<int:version>/edit/", rules.change, name="rules-edit"),
    path("womens-pathway/", pathway.pathway, name="womens-pathway"),
    path("schemes/", schemes.stages, name="schemes"),
    path("schemes/cases/<int:case>/", schemes.to_case, name="scheme-case-of"),
    path("schemes/after/<int:consequence>/", schemes.to_after, name="scheme-after-of"),
    path(f"{PERSON}<slug:scheme>/open/", schemes.open_one, name="scheme-open"),
    path(CASE, schemes.one_case, name="scheme-case"),
    path(f"{CASE}undo/", schemes.undo, name="scheme-undo"),
    path(f"{CASE}answers/", schemes.answers, name="scheme-answers"),
    path(f"{CASE}after/<int:consequence>/", schemes.after, name="scheme-after"),
]
