"""Checkpoint: whom to check, the check of one arrest, and the rules."""

from django.urls import path

from desistance.web.views import checkpoint

ONE = "people/<reference:reference>/checkpoint/<int:arrest>/"

urlpatterns = [
    path("checkpoint/eligibility/", checkpoint.pick, name="checkpoint-eligibility"),
    path("checkpoint/rules/", checkpoint.rules, name="checkpoint-rules"),
    path(ONE, checkpoint.check, name="checkpoint-check"),
    path(f"{ONE}answers/", checkpoint.answer, name="checkpoint-answers"),
    path(f"{ONE}address/", checkpoint.confirm, name="checkpoint-address"),
]
