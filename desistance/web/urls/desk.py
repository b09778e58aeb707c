"""Addresses of what belongs to the reader: my day, notices, recently viewed, drafts."""

from django.urls import path

from desistance.web.views import data, handing, my_day, notices, team

urlpatterns = [
    path("data/", data.index, name="data"),
    path("home/", my_day.home, name="my-day"),
    path("home/later/<str:duty>/<int:record>/", handing.later, name="later"),
    path("home/handovers/<int:handover>/", handing.handover, name="handover"),
    path("team/", team.team, name="team"),
    path("team/<int:staff>/", team.worker, name="team-worker"),
    path("team/work/", team.bulk, name="bulk"),
    path("account/cover/", team.cover, name="cover"),
    path("account/cover/<int:cover>/end/", team.cover_end, name="cover-end"),
    path("account/notices/", notices.choices, name="notice-choices"),
    path("account/days/", notices.days, name="working-days"),
    path("home/seen/", my_day.seen, name="my-day-seen"),
    path("recent/", my_day.recent, name="recent"),
    path("recent/clear/", my_day.clear, name="recent-clear"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read, name="notices-read"),
    path("notices/<int:notice>/read/", notices.read, name="notice-read"),
    path("drafts/", notices.keep_draft, name="drafts"),
    path("drafts/drop/", notices.drop_draft, name="draft-drop"),
    path("drafts/<int:record>/", notices.open_draft, name="draft"),
]
