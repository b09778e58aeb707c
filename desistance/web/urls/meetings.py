"""Addresses of meetings: panels, conferences and boards."""

from django.urls import path

from desistance.web.views import conference, meetings

urlpatterns = [
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/plan/", meetings.plan, name="meeting-plan"),
    path("meetings/<int:meeting_id>/", meetings.meeting, name="meeting"),
    path("meetings/<int:meeting_id>/minutes/", meetings.minutes, name="meeting-minutes"),
    path("meetings/cases/<int:case_id>/", conference.conference, name="meeting-case"),
    path("meetings/lines/<int:line_id>/", conference.to_line, name="meeting-line"),
    path("meetings/actions/<int:action_id>/", conference.action, name="meeting-action"),
    path("people/<reference:reference>/meetings/", conference.person_meetings, name="person-meetings"),
]
