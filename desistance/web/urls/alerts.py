"""Addresses of alerts, under the tab Risk."""

from django.urls import path

from desistance.web.views import alerts

ALERTS = "people/<reference:reference>/risk/alerts/"

urlpatterns = [
    path(f"{ALERTS}new/", alerts.new_alert, name="alert-new"),
    path(f"{ALERTS}<int:alert_id>/", alerts.change_alert, name="alert-change"),
]
