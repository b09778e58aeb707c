"""The IOM cohort: its board and register, a nomination, a case with its deeds, and where duties lead."""

from django.urls import path

from desistance.web.views import iom, iom_cases, iom_deeds

PERSON = "people/<reference:reference>/iom/"
CASE = f"{PERSON}<int:case>/"

urlpatterns = [
    path("iom/", iom.board, name="iom"),
    path("iom/register/", iom.register, name="iom-register"),
    path("iom/cases/<int:case>/", iom.to_case, name="iom-case-of"),
    path("iom/arrests/<int:arrest>/", iom.to_arrest, name="iom-arrest-of"),
    path("iom/after/<int:consequence>/", iom.to_after, name="iom-after-of"),
    path("iom/asks/<int:ask>/", iom_deeds.answer, name="iom-ask"),
    path(f"{PERSON}nominate/", iom_cases.nominate, name="iom-nominate"),
    path(f"{PERSON}earlier/", iom_cases.earlier, name="iom-earlier"),
    path(CASE, iom_cases.one_case, name="iom-case"),
    path(f"{CASE}arrests/<int:arrest>/", iom_deeds.see_arrest, name="iom-arrest"),
    path(f"{CASE}after/<int:consequence>/", iom_deeds.after, name="iom-after"),
    path(f"{CASE}<slug:deed>/", iom_deeds.one_deed, name="iom-deed"),
]
