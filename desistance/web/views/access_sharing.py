"""What is shared about a person and on what ground: consent, hidden entries, restriction, exclusions; and who has looked."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from desistance.access.actions.consents import give_consent, withdraw_consent
from desistance.access.actions.hidden import hide_entry, show_entry
from desistance.access.actions.restrictions import end_exclusion, exclude_worker, restrict
from desistance.access.queries.looks import who_has_looked
from desistance.access.queries.sharing import (
    effects_of_restricting,
    effects_of_withdrawing,
    own_consent,
    own_exclusion,
    own_hidden,
    sharing_of,
)
from desistance.access.queries.staffing import agency_of, member_of_staff, other_agencies, workers_of
from desistance.desk.queries.frame import Person
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DATA_CLASS_WORDS, DataClass
from desistance.web.views.access_forms import ConsentForm, EmptyForm, HideForm, RestrictForm, StaffForm
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import about_person, person_page

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
@about_person
def sharing(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """With whom what is shared, under which agreement or consent, and who is kept out."""
    return person_page(
        request,
        person,
        "access/sharing.html",
        tab="sharing",
        title="Sharing and consent",
        sharing=sharing_of(by=by),
        class_words=DATA_CLASS_WORDS,
        may_consent=by.holds("consent.record") and DataClass.SHARING in by.writes,
        may_hide=by.holds("entry.hide") and DataClass.SHARING in by.writes,
        may_restrict=by.holds("restriction.manage") and DataClass.SHARING in by.writes,
    )


@require_safe
@about_person
def access_log(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Who has looked at the record, newest first."""
    before = request.GET.get("before", "")
    if before and not (before.isascii() and before.isdigit() and len(before) < 19):
        raise NotFound()
    looks = who_has_looked(by=by, before=int(before) if before else None)
    shift = settings.CLOCK[0] - settings.CLOCK[1] if settings.CLOCK else None
    return person_page(
        request,
        person,
        "access/log.html",
        tab="access-log",
        title="Who has looked",
        looks=[(look, _on_the_page(look.at, shift)) for look in looks.rows],
        pages={
            "newer_url": f"/people/{person.reference}/access-log/" if before else "",
            "older_url": f"?before={looks.older}" if looks.older else "",
            "newer": "Newest",
            "about": "looks",
        },
    )


def _on_the_page(at: datetime, shift: Any) -> datetime:
    """A moment of the trail by the clock of the page: a demonstration's clock runs apart from the database's."""
    return at + shift if shift is not None else at


@require_http_methods(GET_OR_POST)
@about_person
def new_consent(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Record what the person agreed to."""
    by.demand("consent.record")
    form = ConsentForm(typed(request), agencies=other_agencies(agency=by.agency))

    def give() -> None:
        said = form.cleaned_data
        agency = agency_of(agency=int(said["to_agency"]))
        assert agency is not None  # chosen from the list that the form was given
        give_consent(
            person=person,
            to_agency=agency,
            data_class=said["data_class"],
            how_given=said["how_given"],
            proof=said["proof"],
            by=by,
            at=by.at,
        )
        messages.success(request, "Consent recorded. The agency can see these entries from now on.")

    return _sent(request, person, form, give, title="Record consent", button="Record consent")


@require_http_methods(GET_OR_POST)
@about_person
def end_consent(request: HttpRequest, person: Person, by: Pass, consent_id: int) -> HttpResponse:
    """Withdraw a consent; the page says first what that changes."""
    by.demand("consent.record")
    consent = own_consent(consent_id=consent_id, by=by)
    form = EmptyForm(typed(request), initial={"version": consent.version})

    def withdraw() -> None:
        withdraw_consent(consent=consent, by=by, at=by.at, version=form.cleaned_data.get("version"))
        messages.success(request, "Consent withdrawn. The other agency no longer sees these entries.")

    effects = effects_of_withdrawing(consent, by)
    return _sent(
        request,
        person,
        form,
        withdraw,
        title="Withdraw consent",
        button="Withdraw consent",
        effects=effects,
        is_danger=True,
    )


@require_http_methods(GET_OR_POST)
@about_person
def restrict_record(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Restrict the record to workers on a list."""
    by.demand("restriction.manage")
    workers = [(worker.staff, worker.words) for worker in workers_of(agency=by.agency, at=by.at)]
    form = RestrictForm(typed(request), workers=workers, on=local_date(by.at), initial={"listed": [str(by.staff)]})

    def close() -> None:
        said = form.cleaned_data
        listed = [member_of_staff(staff=int(one)) for one in said["listed"]]
        approver = member_of_staff(staff=int(said["approver"]))
        assert approver is not None  # chosen from the list that the form was given
        restrict(
            person=person,
            reason=said["reason"],
            review_on=said["review_on"],
            approver=approver,
            listed=[one for one in listed if one],
            by=by,
            at=by.at,
        )
        messages.success(request, "Record restricted. Only the workers on its list can open it now.")

    effects = effects_of_restricting(person.pk, by)
    return _sent(
        request,
        person,
        form,
        close,
        title="Restrict this record",
        button="Restrict this record",
        effects=effects,
        is_danger=True,
        leads_to="access-requests" if by.staff and str(by.staff) not in request.POST.getlist("listed") else "",
    )


@require_http_methods(GET_OR_POST)
@about_person
def new_exclusion(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Keep a worker from this person altogether."""
    by.demand("restriction.manage")
    workers = [
        (worker.staff, worker.words) for worker in workers_of(agency=by.agency, at=by.at) if worker.staff != by.staff
    ]
    form = StaffForm(typed(request), workers=workers)

    def exclude() -> None:
        staff = member_of_staff(staff=int(form.cleaned_data["staff"]))
        assert staff is not None  # chosen from the list that the form was given
        exclude_worker(person=person, staff=staff, reason=form.cleaned_data["reason"], by=by, at=by.at)
        messages.success(request, "Worker excluded. For them this person is not in the service any more.")

    effects = (
        "The worker will find this person nowhere: not in search, lists or counts.",
        "Emergency access and requests are closed to them.",
        "They are not told why.",
    )
    return _sent(request, person, form, exclude, title="Exclude a worker", button="Exclude worker", effects=effects)


@require_http_methods(GET_OR_POST)
@about_person
def close_exclusion(request: HttpRequest, person: Person, by: Pass, exclusion_id: int) -> HttpResponse:
    """End an exclusion."""
    by.demand("restriction.manage")
    exclusion = own_exclusion(exclusion_id=exclusion_id, by=by)
    form = EmptyForm(typed(request), initial={"version": exclusion.version})

    def end() -> None:
        end_exclusion(exclusion=exclusion, by=by, at=by.at, version=form.cleaned_data.get("version"))
        messages.success(request, "Exclusion ended. The worker can see this person again, if their work reaches them.")

    effects = (f"{exclusion.staff.name} can see this person again, if their work reaches them.",)
    return _sent(request, person, form, end, title="End an exclusion", button="End exclusion", effects=effects)


@require_http_methods(GET_OR_POST)
@about_person
def hide(request: HttpRequest, person: Person, by: Pass, holding: str, record_id: int) -> HttpResponse:
    """Hide one of one's agency's entries from another agency."""
    by.demand("entry.hide")
    form = HideForm(typed(request), agencies=other_agencies(agency=by.agency))

    def hide_it() -> None:
        agency = agency_of(agency=int(form.cleaned_data["from_agency"]))
        assert agency is not None  # chosen from the list that the form was given
        hide_entry(
            person=person,
            holding=holding,
            record_id=record_id,
            from_agency=agency,
            reason=form.cleaned_data["reason"],
            by=by,
            at=by.at,
        )
        messages.success(request, "Entry hidden. That agency no longer sees it, nor that it is there.")

    return _sent(request, person, form, hide_it, title="Hide an entry", button="Hide entry")


@require_http_methods(GET_OR_POST)
@about_person
def show(request: HttpRequest, person: Person, by: Pass, hidden_id: int) -> HttpResponse:
    """Show a hidden entry again."""
    by.demand("entry.hide")
    hidden = own_hidden(hidden_id=hidden_id, by=by)
    form = EmptyForm(typed(request))

    def show_it() -> None:
        show_entry(hidden=hidden, by=by, at=by.at)
        messages.success(request, "Entry shown again.")

    effects = (f"{hidden.from_agency.short_name} can see this entry again, where sharing allows it.",)
    return _sent(request, person, form, show_it, title="Show an entry again", button="Show entry", effects=effects)


def _sent(
    request: HttpRequest,
    person: Person,
    form: SentOnce,
    deed: Any,
    *,
    title: str,
    button: str,
    leads_to: str = "",
    **more: Any,
) -> HttpResponse:
    if request.method == "POST" and form.send(request, deed):
        return redirect(leads_to) if leads_to else redirect("person-sharing", reference=person.reference)
    return person_page(
        request,
        person,
        "access/form.html",
        tab="sharing",
        title=title,
        heading=title,
        status=form.status if form.errors else 200,
        form=form,
        button=button,
        cancel={"label": "Cancel", "url": f"/people/{person.reference}/sharing/"},
        **more,
    )
