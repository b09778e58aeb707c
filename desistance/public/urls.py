"""Addresses of the public door: no sign-in, nothing about people."""

from django.urls import path

from desistance.public import views

urlpatterns = [
    path("", views.home, name="public-home"),
    path("areas/", views.areas, name="public-areas"),
    path("areas/find/", views.find, name="public-find"),
    path("areas/<slug:slug>/", views.area, name="public-area"),
    path("areas/<slug:slug>/figures.csv", views.area_csv, name="public-area-csv"),
    path("get-help/", views.get_help, name="public-help"),
    path("statistics/", views.statistics, name="public-statistics"),
    path("statistics/published-elsewhere.csv", views.cited_csv, name="public-cited-csv"),
    path("statistics/table/", views.table, name="public-table"),
    path("statistics/<slug:slug>/", views.release, name="public-release"),
    path("statistics/<slug:slug>/editions/<int:edition>/", views.release, name="public-edition"),
    path("statistics/<slug:slug>/tables.ods", views.release_ods, name="public-release-ods"),
    path("statistics/<slug:slug>/<slug:table>.csv", views.release_csv, name="public-release-csv"),
    path("methods/proven-reoffending/", views.methods, name="public-methods"),
]
