"""Addresses of the API."""

from django.urls import path

from desistance.api.docs import docs
from desistance.api.v1 import api

urlpatterns = [
    path("v1/docs", docs, name="api-docs"),
    path("v1/", api.urls),
]
