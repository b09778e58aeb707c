"""Addresses of scores: on record, one score, working one out, recording one from outside, taking one back."""

from django.urls import path

from desistance.web.views import algorithms, scores

SCORES = "people/<reference:reference>/risk/scores/"

urlpatterns = [
    path("scores/", algorithms.algorithms, name="algorithms"),
    path("scores/<slug:key>/", algorithms.algorithm, name="algorithm"),
    path(SCORES, scores.scores_page, name="person-scores"),
    path(f"{SCORES}new/", scores.new_score, name="score-new"),
    path(f"{SCORES}outside/", scores.outside_score, name="score-outside"),
    path(f"{SCORES}<int:score_id>/", scores.score_page, name="score"),
    path(f"{SCORES}<int:score_id>/withdraw/", scores.take_back, name="score-withdraw"),
]
