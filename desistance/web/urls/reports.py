"""Addresses of a person's summary and reports."""

from django.urls import path

from desistance.web.views import reports

SUMMARY = "people/<reference:reference>/summary/"

urlpatterns = [
    path(SUMMARY, reports.summary_page, name="person-summary"),
    path(f"{SUMMARY}new/<slug:template>/", reports.new_report, name="report-new"),
    path(f"{SUMMARY}<int:number>/", reports.one_report, name="report"),
    path(f"{SUMMARY}<int:number>/pdf/", reports.report_pdf, name="report-pdf"),
]
