"""Addresses of data quality."""

from django.urls import path

from desistance.web.views import quality

urlpatterns = [
    path("data/quality/", quality.feeds, name="quality"),
    path("data/quality/<slug:feed>/", quality.one_feed, name="quality-feed"),
    path("data/quality/<slug:feed>/quality.csv", quality.as_csv, name="quality-csv"),
]
