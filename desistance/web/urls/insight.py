"""Addresses of insight: measures, evaluations, schemes, snapshots and publications."""

from django.urls import path

from desistance.web.views import (
    insight,
    insight_board,
    insight_check,
    insight_evaluations,
    insight_person,
    insight_publications,
    insight_schemes,
    insight_scores,
    insight_selection,
)

PUBLICATION = "insight/publications/<int:number>/"

urlpatterns = [
    path("insight/", insight.home, name="insight"),
    path("insight/snapshots/new/", insight.ask, name="snapshot-new"),
    path("insight/snapshots/<int:number>/", insight.snapshot, name="snapshot"),
    path("insight/snapshots/<int:number>/prepare/", insight_publications.prepare, name="snapshot-prepare"),
    path("insight/scores/", insight_scores.listed, name="validations"),
    path("insight/scores/<int:number>/", insight_scores.shown, name="validation"),
    path("insight/evaluations/", insight_evaluations.listed, name="evaluations"),
    path("insight/evaluations/new/", insight_evaluations.new, name="evaluation-new"),
    path("insight/evaluations/<int:number>/", insight_evaluations.shown, name="evaluation"),
    path("insight/evaluations/<int:number>/plan/", insight_evaluations.plan, name="evaluation-plan"),
    path("insight/schemes/", insight_schemes.schemes, name="tracking"),
    path("insight/board/", insight_board.board, name="board"),
    path("insight/board/<slug:name>/", insight_board.one, name="board-measure"),
    path("insight/selection/", insight_selection.selection, name="selection"),
    path("insight/disclosure/", insight_check.check_a_table, name="disclosure-check"),
    path("insight/measures/proven-reoffending/", insight.measure, name="measure"),
    path(PUBLICATION, insight_publications.shown, name="publication"),
    path(f"{PUBLICATION}disclosure/", insight_publications.disclosure, name="publication-disclosure"),
    path(f"{PUBLICATION}text/", insight_publications.text, name="publication-text"),
    path(f"{PUBLICATION}check/", insight_publications.check, name="publication-check"),
    path(f"{PUBLICATION}ask/", insight_publications.ask, name="publication-ask"),
    path(f"{PUBLICATION}approve/", insight_publications.approve_it, name="publication-approve"),
    path(f"{PUBLICATION}send-back/", insight_publications.back, name="publication-back"),
    path(f"{PUBLICATION}withdraw/", insight_publications.take_back, name="publication-withdraw"),
    path(f"{PUBLICATION}correct/", insight_publications.mend, name="publication-correct"),
    path(f"{PUBLICATION}<slug:table>.csv", insight_publications.table_csv, name="publication-csv"),
    path("people/<reference:reference>/history/counted/", insight_person.counted, name="person-counted"),
]
