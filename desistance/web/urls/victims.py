"""The victims' side: who is to be told what, and one person who was harmed. No address names the person who caused harm."""

from django.urls import path

from desistance.web.views import victims

urlpatterns = [
    path("victims/to-tell/", victims.to_tell, name="victims"),
    path("victims/asked/<int:view>/", victims.new, name="victim-new"),
    path("victims/tell/<int:telling>/", victims.tell, name="victim-tell"),
    path("victims/<int:victim>/", victims.one, name="victim"),
    path("victims/<int:victim>/change/", victims.change, name="victim-change"),
]
