"""Addresses of the pages for workers."""

from django.urls import include, path

from desistance.web.views import health

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("", include("desistance.web.urls.person")),
    path("", include("desistance.web.urls.people")),
    path("", include("desistance.web.urls.history")),
    path("", include("desistance.web.urls.orders")),
    path("", include("desistance.web.urls.risk")),
    path("", include("desistance.web.urls.scores")),
    path("", include("desistance.web.urls.plan")),
    path("", include("desistance.web.urls.contacts")),
    path("", include("desistance.web.urls.documents")),
    path("", include("desistance.web.urls.calendar")),
    path("", include("desistance.web.urls.alerts")),
    path("", include("desistance.web.urls.casework")),
    path("", include("desistance.web.urls.reports")),
    path("", include("desistance.web.urls.desk")),
    path("", include("desistance.web.urls.access")),
    path("", include("desistance.web.urls.accounts")),
    path("", include("desistance.web.urls.admin")),
    path("", include("desistance.web.urls.tokens")),
    path("", include("desistance.web.urls.imports")),
    path("", include("desistance.web.urls.checkpoint")),
    path("", include("desistance.web.urls.victims")),
    path("", include("desistance.web.urls.trials")),
    path("", include("desistance.web.urls.meetings")),
    path("", include("desistance.web.urls.iom")),
    path("", include("desistance.web.urls.schemes")),
    path("", include("desistance.web.urls.youth")),
    path("", include("desistance.web.urls.quality")),
    path("", include("desistance.web.urls.insight")),
    path("", include("desistance.web.urls.delivery")),
]
