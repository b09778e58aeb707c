"""Trials of a scheme: opened by an analyst, approved by somebody else, stopped, and unblinded."""

from django.urls import path

from desistance.web.views import trials

urlpatterns = [
    path("insight/trials/", trials.listed, name="trials"),
    path("insight/trials/<int:trial>/", trials.one, name="trial"),
]
