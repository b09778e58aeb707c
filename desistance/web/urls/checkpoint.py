"""Checkpoint: whom to check, the check of one arrest, the pipeline, and a case from the offer to its end."""

from django.urls import path

from desistance.web.views import (
    checkpoint,
    checkpoint_cases,
    checkpoint_contract,
    checkpoint_deciding,
    checkpoint_pipeline,
)

ONE = "people/<reference:reference>/checkpoint/<int:arrest>/"
CASE = "people/<reference:reference>/checkpoint/cases/<int:case>/"

urlpatterns = [
    path("checkpoint/", checkpoint_pipeline.pipeline, name="checkpoint"),
    path("checkpoint/eligibility/", checkpoint.pick, name="checkpoint-eligibility"),
    path("checkpoint/cases/<int:case>/", checkpoint_cases.to_case, name="checkpoint-case-of"),
    path("checkpoint/arrests/<int:arrest>/", checkpoint_cases.to_arrest, name="checkpoint-arrest-of"),
    path("checkpoint/after/<int:consequence>/", checkpoint_cases.to_after, name="checkpoint-after-of"),
    path(ONE, checkpoint.check, name="checkpoint-check"),
    path(f"{ONE}answers/", checkpoint.answer, name="checkpoint-answers"),
    path(f"{ONE}address/", checkpoint.confirm, name="checkpoint-address"),
    path(f"{ONE}decide/", checkpoint_deciding.decide, name="checkpoint-decide"),
    path(CASE, checkpoint_cases.one_case, name="checkpoint-case"),
    path(f"{CASE}answer/", checkpoint_deciding.answer, name="checkpoint-answer"),
    path(f"{CASE}contract/", checkpoint_contract.draft, name="checkpoint-contract"),
    path(f"{CASE}sign/", checkpoint_contract.sign, name="checkpoint-sign"),
    path(f"{CASE}copy/", checkpoint_cases.copy, name="checkpoint-copy"),
    path(f"{CASE}conditions/<int:condition>/", checkpoint_contract.condition, name="checkpoint-condition"),
    path(f"{CASE}progress/<int:progress>/undo/", checkpoint_contract.progress_undo, name="checkpoint-progress-undo"),
    path(f"{CASE}rating/", checkpoint_contract.rating, name="checkpoint-rating"),
    path(f"{CASE}decision/", checkpoint_contract.decision, name="checkpoint-decision"),
    path(f"{CASE}after/<int:consequence>/", checkpoint_cases.after, name="checkpoint-after"),
    path(f"{CASE}undo/", checkpoint_cases.undo, name="checkpoint-undo"),
]
