"""Addresses of risk: the tab, reviewing, countersigning and correcting, and concerns."""

from django.urls import path

from desistance.web.views import risk

RISK = "people/<reference:reference>/risk/"

urlpatterns = [
    path(RISK, risk.risk_page, name="person-risk"),
    path(f"{RISK}new/", risk.new_review, name="risk-new"),
    path(f"{RISK}reviews/<int:review_id>/correct/", risk.correct, name="risk-correct"),
    path(f"{RISK}reviews/<int:review_id>/countersign/", risk.sign, name="risk-countersign"),
    path(f"{RISK}concerns/new/", risk.new_concern, name="risk-concern-new"),
    path(f"{RISK}concerns/<int:concern_id>/answer/", risk.answer, name="risk-concern-answer"),
]
