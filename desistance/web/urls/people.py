"""Addresses of people as a room: search, case list, adding, details, possible matches."""

from django.urls import path

from desistance.web.views import details, matches, people, people_list, search

PERSON = "people/<reference:reference>/"

urlpatterns = [
    path("search/", search.ask, name="search"),
    path("search/results/<str:result>/", search.results, name="search-results"),
    path("people/", people_list.case_list_page, name="people"),
    path("people/export/", people_list.export, name="people-export"),
    path("people/filters/", people_list.keep_filter, name="filter-save"),
    path("people/filters/<int:saved>/", people_list.use_filter, name="filter"),
    path("people/filters/<int:saved>/remove/", people_list.drop_filter, name="filter-remove"),
    path(f"{PERSON}follow/", people_list.follow_person, name="person-follow"),
    path("people/new/", people.look_first, name="person-new"),
    path("people/new/<str:result>/", people.outcome, name="person-new-outcome"),
    path("people/new/<str:result>/form/", people.add, name="person-new-form"),
    path(f"{PERSON}details/", details.details_page, name="person-details"),
    path(f"{PERSON}details/<str:kind>/new/", details.state, name="fact-new"),
    path(f"{PERSON}details/<str:kind>/<int:fact_id>/withdraw/", details.withdraw, name="fact-withdraw"),
    path(f"{PERSON}details/<str:kind>/<int:fact_id>/choose/", details.choose, name="fact-choose"),
    path(f"{PERSON}joined/", matches.joined, name="person-joined"),
    path(f"{PERSON}joined/<int:merge_id>/part/", matches.part, name="person-part"),
    path("data/matches/", matches.queue, name="matches"),
    path("data/matches/keys/", matches.switch_keys, name="match-keys"),
    path("data/matches/number/<int:identifier_id>/", matches.of_number, name="match-of-number"),
    path("data/matches/<reference:one>/<reference:other>/", matches.compare_page, name="match"),
]
