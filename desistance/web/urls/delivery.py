"""Addresses of the partnership's delivery plan."""

from django.urls import path

from desistance.web.views import delivery

urlpatterns = [
    path("partnership/plan/", delivery.plan, name="delivery-plan"),
    path("partnership/plan/<int:number>/", delivery.action, name="delivery-action"),
]
