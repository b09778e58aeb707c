"""What is done with an IOM case: one form for each deed, the same page for all."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from desistance.access.queries.staffing import agency_of, member_of_staff, workers_of
from desistance.coordination.actions.meetings import list_case
from desistance.desk.queries.frame import Person
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.schemes.actions.iom.deciding import (
    act_on_panel,
    leave_case,
    propose_deselection,
    settle_iom_consequence,
)
from desistance.schemes.actions.iom.managing import (
    ActionSaid,
    answer_ask,
    ask_about_case,
    change_spell,
    look_at_arrest,
    name_manager,
    rate_iom_case,
)
from desistance.schemes.actions.iom.nominating import take_nomination_back
from desistance.schemes.queries.iom.cases import (
    IomOpened,
    asked_of,
    decisions_to_act_on,
    managers_elsewhere,
    meetings_ahead,
    new_arrest_of,
    open_iom_case,
    other_areas,
    seen_iom_case,
    seen_iom_consequence,
)
from desistance.schemes.rules.iom.panel import Proposing
from desistance.schemes.terms.iom import OUTCOMES, PURPOSE_OF, AskKind
from desistance.web.templatetags.desistance import full_date, short_moment
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import about_person, acting, at_of
from desistance.web.views.iom_cases import here_of
from desistance.web.views.iom_forms import (
    AgendaForm,
    AnswerAskForm,
    AskForm,
    IomRatingForm,
    LeaveForm,
    ManagerForm,
    PanelForm,
    SayForm,
    SpellForm,
)
from desistance.web.views.scheme_cases import GET_OR_POST, case_form, settle_page


class Deed(ABC):
    """One deed: its title and button, the permission, the form for a case, and what saving it does."""

    title = button = permission = lead = ""
    done = "Saved."

    def __init__(self, opened: IomOpened, person: Person, by: Pass, request: HttpRequest) -> None:
        self.opened, self.person, self.by, self.request = opened, person, by, request
        self.at = at_of(request)
        self.given: dict[str, Any] = {"by": by, "at": self.at}

    @abstractmethod
    def form(self, initial: dict[str, Any]) -> SentOnce:
        """The form."""

    @abstractmethod
    def save(self, said: dict[str, Any]) -> None:
        """The deed."""

    def case(self, said: dict[str, Any]) -> dict[str, Any]:
        """The case at the version that was read."""
        return {"case": self.opened.case, "version": said.get("version"), **self.given}

    def workers(self) -> list[tuple[int, str]]:
        """The agency's workers to choose from."""
        return [(one.staff, one.words) for one in workers_of(agency=self.by.agency, at=self.at)]


class Panel(Deed):
    """Act on what a meeting decided."""

    title, button, permission = "Act on the panel's decision", "Save", "iom.decide"
    done = "Saved, with everything that follows from it."

    def form(self, initial: dict[str, Any]) -> SentOnce:
        """Its form, for the case as it stands."""
        rows = decisions_to_act_on(case=self.opened.case, by=self.by)
        told = [
            (
                one.id,
                f"{OUTCOMES[one.purpose].get(one.outcome, one.words)}. {one.forum}, {short_moment(one.decided_at)}",
            )
            for one in rows
        ]
        if not told:
            self.lead = "No panel has decided on this case yet. Put it on the agenda of one."
        return PanelForm(typed(self.request), decisions=told, initial=initial)

    def save(self, said: dict[str, Any]) -> None:
        """What sending it does."""
        act_on_panel(decision=int(said["decision"]), tell_by=said["tell_by"], **self.case(said))


class Agenda(Deed):
    """Put the case on the agenda of a meeting."""

    title, button, permission = "Put the case on an agenda", "Put it on the agenda", "panel.list"
    done = "On the agenda. Each agency there is asked for a line."

    def form(self, initial: dict[str, Any]) -> SentOnce:
        """Its form, for the case as it stands."""
        self.meetings = {one.pk: one for one in meetings_ahead(by=self.by)}
        told = [(pk, f"{one.forum.name}, {short_moment(one.starts_at)}") for pk, one in self.meetings.items()]
        if not told:
            self.lead = "No panel or conference to which your agency was asked is planned."
        return AgendaForm(typed(self.request), meetings=told, initial=initial)

    def save(self, said: dict[str, Any]) -> None:
        """What sending it does."""
        purpose, meeting = PURPOSE_OF.get(self.opened.case.state, ""), self.meetings[int(said["meeting"])]
        list_case(meeting=meeting, person=self.person, purpose=purpose, why=said["why"], **self.given)


class Manager(Deed):
    """Name the manager of the reader's agency."""

    title, button, permission = "Name a manager", "Save manager", "iom.manage"

    def form(self, initial: dict[str, Any]) -> SentOnce:
        """Its form, for the case as it stands."""
        self.lead = f"Who manages them for {self.by.agency_name}. Other agencies name their own."
        return ManagerForm(typed(self.request), workers=self.workers(), initial={**initial, "staff": self.by.staff})

    def save(self, said: dict[str, Any]) -> None:
        """What sending it does."""
        staff = member_of_staff(staff=int(said["staff"]))
        if staff is None:
            raise NotFound()
        name_manager(staff=staff, is_lead=said["is_lead"], **self.case(said))


class Rating(Deed):
    """Rate Red, Amber or Green, with an action where one is agreed."""

    title, button, permission = "Rate how it goes", "Save rating", "iom.manage"

    def form(self, initial: dict[str, Any]) -> SentOnce:
        """Its form, for the case as it stands."""
        proposal = self.opened.proposal
        self.lead = f"The rule proposes {proposal.colour.label}: {'. '.join(proposal.reasons)}."
        return IomRatingForm(
            typed(self.request), workers=self.workers(), initial={**initial, "colour": proposal.colour}
        )

    def save(self, said: dict[str, Any]) -> None:
        """What sending it does."""
        action = None
        owner = member_of_staff(staff=int(said["owner"])) if said.get("action") and said.get("owner") else None
        if owner is not None:
            action = ActionSaid(said["action"], said["due_on"], owner)
        rate_iom_case(colour=said["colour"], words=said["words"], action=action, **self.case(said))


class Spell(Deed):
    """Another part, or more or less closely."""

    title, button, permission = "Part or intensity", "Save from today", "iom.manage"
    lead = "The days before stay as they were. Another part is for whoever acts on the panel's decisions."

    def form(self, initial: dict[str, Any]) -> SentOnce:
        """Its form, for the case as it stands."""
        spell = self.opened.spell
        now = {"part": spell.part, "intensity": spell.intensity} if spell else {}
        return SpellForm(typed(self.request), initial={**initial, **now})

    def save(self, said: dict[str, Any]) -> None:
        """What sending it does."""
        change_spell(part=said["part"], intensity=said["intensity"], reason=said["reason"], **self.case(said))


class Leaving(Deed):
    """Propose to the panel that somebody leaves the cohort."""

    title, button, permission = "Propose deselection", "Send to the panel", "iom.manage"

    def form(self, initial: dict[str, Any]) -> SentOnce:
        """Its form, for the case as it stands."""
        review = self.opened.review
        self.lead = f"{'. '.join(review.not_met) or review.counts}. The panel decides." if review else ""
        return LeaveForm(typed(self.request), initial=initial)

    def save(self, said: dict[str, Any]) -> None:
        """What sending it does."""
        propose_deselection(facts=Proposing(said["why"], said["reason"], said["exit_plan"]), **self.case(said))


class Transfer(Deed):
    """Ask another area to take the case over."""

    title, button, permission = "Ask another area to take the case over", "Ask", "iom.manage"
    lead = "Nothing changes until they accept and name a manager. Until then the person stays yours."

    def form(self, initial: dict[str, Any]) -> SentOnce:
        """Its form, for the case as it stands."""
        return AskForm(typed(self.request), choices=other_areas(case=self.opened.case, by=self.by), initial=initial)

    def save(self, said: dict[str, Any]) -> None:
        """What sending it does."""
        to = agency_of(agency=int(said["to"]))
        if to is None:
            raise NotFound()
        ask_about_case(kind=AskKind.TRANSFER, to_agency=to, words=said["words"], **self.case(said))


class Disagree(Deed):
    """Put a disagreement to somebody senior."""

    title, button, permission = "Escalate a disagreement", "Escalate", "iom.manage"
    lead = "Say what the agencies disagree on and what was tried. Whoever you choose settles it in writing."

    def form(self, initial: dict[str, Any]) -> SentOnce:
        """Its form, for the case as it stands."""
        return AskForm(typed(self.request), choices=managers_elsewhere(by=self.by), initial=initial)

    def save(self, said: dict[str, Any]) -> None:
        """What sending it does."""
        staff, agency = (int(one) for one in said["to"].split("-"))
        to, whom = agency_of(agency=agency), member_of_staff(staff=staff)
        if to is None:
            raise NotFound()
        ask_about_case(kind=AskKind.ESCALATION, to_agency=to, to_staff=whom, words=said["words"], **self.case(said))


class TakeBack(Deed):
    """Take the nomination back."""

    title, button, permission = "Take the nomination back", "Take it back", "iom.nominate"

    def form(self, initial: dict[str, Any]) -> SentOnce:
        """Its form, for the case as it stands."""
        return SayForm(typed(self.request), label="Why?", initial=initial)

    def save(self, said: dict[str, Any]) -> None:
        """What sending it does."""
        take_nomination_back(reason=said["words"], **self.case(said))


class Leave(Deed):
    """End the agency's own part in a case that has ended."""

    title, button, permission = "End your agency's part", "End it", "iom.manage"
    lead = "The person left the cohort. Your agency's other work with them goes on."

    def form(self, initial: dict[str, Any]) -> SentOnce:
        """Its form, for the case as it stands."""
        return SentOnce(typed(self.request), initial=initial)

    def save(self, said: dict[str, Any]) -> None:
        """What sending it does."""
        leave_case(case=self.opened.case, **self.given)


DEEDS: dict[str, type[Deed]] = {
    "panel": Panel, "agenda": Agenda, "manager": Manager, "rating": Rating, "spell": Spell, "leaving": Leaving,
    "transfer": Transfer, "disagree": Disagree, "take-back": TakeBack, "leave": Leave,
}  # fmt: skip


@require_http_methods(GET_OR_POST)
@about_person
def one_deed(request: HttpRequest, person: Person, by: Pass, case: int, deed: str) -> HttpResponse:
    """The form of one deed on a case."""
    if deed not in DEEDS:
        raise NotFound()
    by.demand(DEEDS[deed].permission)
    opened = open_iom_case(case=case, by=by, at=at_of(request))
    chosen = DEEDS[deed](opened, person, by, request)
    form = chosen.form({"version": opened.case.version})
    return _drawn(request, person, form, chosen, lambda: chosen.save(form.cleaned_data), here_of(person, case))


def _drawn(  # noqa: PLR0917 - one place draws every deed
    request: HttpRequest, person: Person, form: SentOnce, deed: Any, save: Callable[[], None], there: str
) -> HttpResponse:
    def saved() -> None:
        save()
        messages.success(request, deed.done)

    if request.method == "POST" and form.send(request, saved):
        return redirect(there)
    cancel = {"label": "Cancel", "url": there}
    return case_form(request, person, form, title=deed.title, button=deed.button, cancel=cancel, lead=deed.lead)


@require_http_methods(GET_OR_POST)
@about_person
def see_arrest(request: HttpRequest, person: Person, by: Pass, case: int, arrest: int) -> HttpResponse:
    """Say what a new arrest means for the plan."""
    by.demand("iom.manage")
    row = seen_iom_case(case=case, by=by)
    found = new_arrest_of(case=row, arrest=arrest, by=by)
    form = SayForm(typed(request), label="What does it mean for the plan?")

    def save() -> None:
        look_at_arrest(case=row, arrest=found, words=form.cleaned_data["words"], by=by, at=at_of(request))
        messages.success(request, "Saved. Rate again if it changes how it goes.")

    if request.method == "POST" and form.send(request, save):
        return redirect(here_of(person, case))
    lead = f"Arrested {full_date(found.at)}: {found.offence_words}."
    cancel = {"label": "Cancel", "url": here_of(person, case)}
    return case_form(request, person, form, title="New arrest", button="Save", cancel=cancel, lead=lead)


@require_http_methods(GET_OR_POST)
@about_person
def after(request: HttpRequest, person: Person, by: Pass, case: int, consequence: int) -> HttpResponse:
    """Say how something that a panel's decision led to was done."""
    by.demand("iom.manage")
    row = seen_iom_consequence(consequence=consequence, by=by)
    if row.case_id != case:
        raise NotFound()
    return settle_page(request, person, by, row, settle_iom_consequence, here_of(person, case))


@require_http_methods(GET_OR_POST)
def answer(request: HttpRequest, ask: int) -> HttpResponse:
    """Answer what another agency asked. Whoever takes a case over opens the record by doing so."""
    by = acting(request)
    by.demand("iom.manage")
    row = asked_of(ask=ask, by=by)
    is_transfer = row.kind == AskKind.TRANSFER
    workers = [(one.staff, one.words) for one in workers_of(agency=by.agency, at=at_of(request))]
    form = AnswerAskForm(typed(request), workers=workers, is_transfer=is_transfer, initial={"version": row.version})

    def save() -> None:
        said = form.cleaned_data
        manager = member_of_staff(staff=int(said["manager"])) if said.get("manager") else None
        told: dict[str, Any] = {"accepts": said["accepts"] == "yes", "answer": said["answer"], "manager": manager}
        answer_ask(ask=row, by=by, at=at_of(request), version=said.get("version"), **told)
        messages.success(request, "Answered.")

    if request.method == "POST" and form.send(request, save):
        return redirect("iom")
    context = {
        "title": row.get_kind_display(),
        "row": row,
        "form": form,
        "reference": row.person.reference,
        "keep": "iom-ask",
    }
    return render(request, "iom/ask.html", context, status=form.status if form.errors else 200)
