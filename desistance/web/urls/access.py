"""Addresses of access: asking, emergency, who is involved, sharing, the log, requests and reviews."""

from django.urls import path

from desistance.web.views import access, access_involved, access_requests, access_reviews, access_sharing

PERSON = "people/<reference:reference>/"

urlpatterns = [
    path(f"{PERSON}request-access/", access.request_page, name="request-access"),
    path(f"{PERSON}emergency-access/", access.emergency_page, name="emergency-access"),
    path(f"{PERSON}emergency-access/renew/", access.renew_page, name="emergency-renew"),
    path(f"{PERSON}emergency-access/end/", access.end_now, name="emergency-end"),
    path(f"{PERSON}involved/", access_involved.involved, name="person-involved"),
    path(f"{PERSON}involved/new/", access_involved.start_work, name="involvement-new"),
    path(f"{PERSON}involved/<int:involvement_id>/end/", access_involved.end_work, name="involvement-end"),
    path(f"{PERSON}involved/<int:involvement_id>/lead/", access_involved.give_work, name="involvement-lead"),
    path(f"{PERSON}involved/<int:involvement_id>/workers/new/", access_involved.add_worker, name="involvement-worker"),
    path(f"{PERSON}sharing/", access_sharing.sharing, name="person-sharing"),
    path(f"{PERSON}sharing/consents/new/", access_sharing.new_consent, name="consent-new"),
    path(f"{PERSON}sharing/consents/<int:consent_id>/withdraw/", access_sharing.end_consent, name="consent-withdraw"),
    path(f"{PERSON}sharing/restrict/", access_sharing.restrict_record, name="restrict"),
    path(f"{PERSON}sharing/exclusions/new/", access_sharing.new_exclusion, name="exclusion-new"),
    path(f"{PERSON}sharing/exclusions/<int:exclusion_id>/end/", access_sharing.close_exclusion, name="exclusion-end"),
    path(f"{PERSON}sharing/hide/<str:holding>/<int:record_id>/", access_sharing.hide, name="entry-hide"),
    path(f"{PERSON}sharing/hidden/<int:hidden_id>/show/", access_sharing.show, name="entry-show"),
    path(f"{PERSON}access-log/", access_sharing.access_log, name="access-log"),
    path("requests/", access_requests.requests, name="access-requests"),
    path("requests/<int:request_id>/", access_requests.one_request, name="access-request"),
    path("requests/<int:request_id>/withdraw/", access_requests.take_back, name="access-request-withdraw"),
    path("requests/<int:request_id>/end/", access_requests.end_access, name="access-request-end"),
    path("restrictions/<int:restriction_id>/", access_requests.restriction, name="restriction"),
    path(
        "restrictions/<int:restriction_id>/<str:change>/", access_requests.change_restriction, name="restriction-change"
    ),
    path("emergency-access/<int:emergency_id>/", access_reviews.alert, name="emergency-alert"),
    path("emergency-access/<int:emergency_id>/explain/", access_reviews.explain, name="emergency-explain"),
    path("governance/emergency-access/", access_reviews.reviews, name="emergency-reviews"),
    path("governance/emergency-access/<int:emergency_id>/", access_reviews.review, name="emergency-review"),
]
