"""Every address of the service, door by door."""

from django.urls import include, path

urlpatterns = [
    path("api/", include("desistance.api.urls")),
    path("", include("desistance.public.urls")),
    path("", include("desistance.web.urls")),
]
handler400 = "desistance.web.views.errors.bad_request"
handler403 = "desistance.web.views.errors.forbidden"
handler404 = "desistance.web.views.errors.missing"
handler500 = "desistance.web.views.errors.broken"
