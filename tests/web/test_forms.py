"""What forms take, what they say when something is wrong, and where the summary leads."""

import datetime as dt
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from desistance.web.forms import ApproximateDate, DateParts, GovukForm, Look, PartDate, Problem
from desistance.web.forms.dates import DatePartsInput, Typed
from desistance.web.forms.words import in_sentence, missing_words
from tests.web.oracle import leaves
from tests.web.specimens.controls import WRONG, EveryField


class Birth(GovukForm):
    born_on = DateParts(label="Date of birth")


def _birth(day: str, month: str, year: str) -> Birth:
    return Birth({"born_on-day": day, "born_on-month": month, "born_on-year": year})


def _wrong_boxes(form: GovukForm, name: str) -> list[str]:
    return [box.label for box in form.bound(name).date_parts if box.is_wrong]


@pytest.mark.parametrize(
    ("day", "month", "year", "meant"),
    [
        ("29", "2", "2024", dt.date(2024, 2, 29)),
        ("24", "June", "1998", dt.date(1998, 6, 24)),
        ("24", "jun.", "1998", dt.date(1998, 6, 24)),
        ("1", "SEPT", "2026", dt.date(2026, 9, 1)),
        ("01", "09", "2026", dt.date(2026, 9, 1)),
        (" 1 ", " 9 ", " 2026 ", dt.date(2026, 9, 1)),
    ],
)
def test_a_date_is_read_as_people_type_it(day: str, month: str, year: str, meant: dt.date) -> None:
    form = _birth(day, month, year)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["born_on"] == meant


@pytest.mark.parametrize(
    ("day", "month", "year", "words", "boxes"),
    [
        ("", "", "", "Enter date of birth", ["Day", "Month", "Year"]),
        ("24", "", "1998", "Date of birth must include a month", ["Month"]),
        ("", "", "1998", "Date of birth must include a day and month", ["Day", "Month"]),
        ("24", "13", "1998", "Date of birth must be a real date", ["Month"]),
        ("32", "6", "1998", "Date of birth must be a real date", ["Day"]),
        ("31", "2", "1998", "Date of birth must be a real date", ["Day"]),
        ("29", "2", "2023", "Date of birth must be a real date", ["Day"]),
        ("0", "6", "1998", "Date of birth must be a real date", ["Day"]),
        ("x", "y", "1998", "Date of birth must be a real date", ["Day", "Month"]),
        ("ju", "6", "1998", "Date of birth must be a real date", ["Day"]),
        ("24", "ju", "1998", "Date of birth must be a real date", ["Month"]),
        ("24", "6", "98", "Date of birth must have a year of 4 numbers, like 1998", ["Year"]),
        ("24", "6", "19998", "Date of birth must have a year of 4 numbers, like 1998", ["Year"]),
        ("24", "6", "1066", "Date of birth must be a real date", ["Year"]),
        ("24", "6", "١٩٩٨", "Date of birth must be a real date", ["Year"]),
    ],
)
def test_only_the_wrong_box_is_marked_and_the_words_say_what_is_wrong(
    day: str, month: str, year: str, words: str, boxes: list[str]
) -> None:
    form = _birth(day, month, year)

    assert not form.is_valid()
    assert [problem.words for problem in form.problems] == [words]
    assert _wrong_boxes(form, "born_on") == boxes
    assert form.problems[0].href == f"#id_born_on-{boxes[0].lower()}"


def test_what_was_typed_into_a_wrong_date_is_still_there() -> None:
    html = str(_birth("31", "Febuary", "98").bound("born_on").as_field_group())

    typed = [attrs.get("value") for tag, attrs in leaves(html) if tag == "input"]
    assert typed == ["31", "Febuary", "98"]


def test_a_question_is_named_by_its_words_in_messages() -> None:
    class Moved(GovukForm):
        moved_on = DateParts(label="When did he move in?", words="Date he moved in")

    assert Moved({}).errors["moved_on"] == ["Enter date he moved in"]


def test_a_page_can_find_more_wrong_with_a_date_and_mark_one_box() -> None:
    form = _birth("24", "6", "2098")
    form.full_clean()
    form.add_error("born_on", DateParts.wrong("Date of birth must be in the past", ("year",)))

    assert form.problems == [Problem("Date of birth must be in the past", "#id_born_on-year")]
    assert _wrong_boxes(form, "born_on") == ["Year"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (Typed("", "", "2019"), PartDate(2019)),
        (Typed("", "March", "2019"), PartDate(2019, 3)),
        (Typed("29", "2", "2024"), PartDate(2024, 2, 29)),
    ],
)
def test_an_approximate_date_keeps_only_what_is_known(typed: Typed, meant: PartDate) -> None:
    assert ApproximateDate(label="Moved in").clean(typed) == meant


@pytest.mark.parametrize(
    ("typed", "words", "parts"),
    [
        (Typed("", "3", ""), "Moved in must include a year", ("year",)),
        (Typed("4", "", "2019"), "Moved in must include a month when it has a day", ("month",)),
        (Typed("", "13", "2019"), "Moved in must be a real date", ("month",)),
        (Typed("30", "2", "2019"), "Moved in must be a real date", ("day",)),
    ],
)
def test_an_approximate_date_says_which_box_is_missing(typed: Typed, words: str, parts: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        ApproximateDate(label="Moved in").clean(typed)

    assert (refused.value.message, refused.value.params) == (words, {"parts": parts})


@pytest.mark.parametrize(
    ("part", "words", "earliest", "latest"),
    [
        (PartDate(2024, 2), "February 2024", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        (PartDate(2024, 12), "December 2024", dt.date(2024, 12, 1), dt.date(2024, 12, 31)),
        (PartDate(2024), "2024", dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
        (PartDate(1998, 6, 24), "24 June 1998", dt.date(1998, 6, 24), dt.date(1998, 6, 24)),
    ],
)
def test_an_approximate_date_knows_the_days_it_can_be(
    part: PartDate, words: str, earliest: dt.date, latest: dt.date
) -> None:
    assert (part.words, part.earliest, part.latest) == (words, earliest, latest)


def test_an_initial_date_fills_the_boxes_and_unchanged_boxes_are_no_change() -> None:
    form = Birth(initial={"born_on": dt.date(1998, 6, 4)})
    assert [box.value for box in form.bound("born_on").date_parts] == ["4", "6", "1998"]
    assert not DateParts().has_changed(dt.date(1998, 6, 4), Typed("4", "6", "1998"))
    assert DateParts().has_changed(dt.date(1998, 6, 4), Typed("5", "6", "1998"))


def test_a_month_and_year_widget_draws_two_boxes() -> None:
    class Moved(GovukForm):
        moved = ApproximateDate(label="Moved in", widget=DatePartsInput(parts=("month", "year")))

    assert [box.name for box in Moved().bound("moved").date_parts] == ["moved-month", "moved-year"]
    assert Moved({"moved-month": "3", "moved-year": "2019"}).is_valid()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("email", "Work email address must be like name@example.org"),
        ("password", "Enter password"),
        ("reason", "Enter why you need it"),
        ("hours", "Hours worked must be a whole number, like 12"),
        ("agency", "Select agency"),
        ("needs", "Select needs"),
        ("knows", "Confirm that you know a person reviews what you open"),
        ("born_on", "Date of birth must be a real date"),
    ],
)
def test_each_problem_says_what_to_do_in_the_labels_own_words(name: str, words: str) -> None:
    assert EveryField(WRONG).bound(name).problem == words


def test_words_that_we_never_use_are_in_no_problem() -> None:
    class Awkward(EveryField):
        times = forms.TimeField(label="Time")
        money = forms.DecimalField(label="Amount")
        code = forms.CharField(label="Code", min_length=4)

    data: dict[str, Any] = WRONG | {
        "times": "x",
        "money": "x",
        "code": "a",
        "agency": "nobody",
        "needs": ["nothing"],
        "reason": "x" * 501,
    }
    said = " ".join(problem.words for problem in Awkward(data).problems).lower()
    for word in ("please", "sorry", "oops", "invalid", "valid ", "forbidden", "illegal", "required"):
        assert word not in said
    assert "why do you need it? must be 500 characters or fewer" in said
    assert "code must be 4 characters or more" in said
    assert "amount must be a number, like 12.5" in said


@pytest.mark.parametrize(
    ("label", "inside"),
    [
        ("Date of birth", "date of birth"),
        ("PNC number", "PNC number"),
        ("NHS number", "NHS number"),
        ("A. Nixon's team", "A. Nixon's team"),
        ("", ""),
    ],
)
def test_a_label_inside_a_sentence_keeps_only_the_capitals_of_names(label: str, inside: str) -> None:
    assert in_sentence(label) == inside


def test_a_question_without_words_of_its_own_is_quoted() -> None:
    assert missing_words("How long for?", is_choice=True) == "Select an answer to “How long for?”"


def test_the_summary_lists_the_whole_form_first_then_fields_in_order_with_links_to_the_first_control() -> None:
    form = EveryField(WRONG)
    form.full_clean()
    form.add_error(None, "Sam Okafor saved this while you were working")

    assert form.problems[0] == Problem("Sam Okafor saved this while you were working", "")
    hrefs = [problem.href for problem in form.problems[1:]]
    assert hrefs == [
        "#id_email",
        "#id_password",
        "#id_reason",
        "#id_hours",
        "#id_agency",
        "#id_needs",
        "#id_knows",
        "#id_born_on-month",
    ]


def test_every_link_of_the_summary_leads_to_a_control_on_the_page() -> None:
    form = EveryField(WRONG)
    ids = {attrs.get("id") for tag, attrs in leaves(str(form)) if tag in ("input", "select", "textarea")}

    assert {problem.href.removeprefix("#") for problem in form.problems} <= ids


def test_a_problem_with_a_hidden_field_is_said_without_a_link() -> None:
    class Versioned(GovukForm):
        version = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": "Open this page again"})

    assert Versioned({}).problems == [Problem("Open this page again", "")]


def test_select_all_that_apply_is_drawn_as_checkboxes_though_django_calls_it_radios() -> None:
    assert EveryField().bound("needs").kind == "checkboxes"
    types = {
        attrs["type"] for tag, attrs in leaves(str(EveryField().bound("needs").as_field_group())) if tag == "input"
    }
    assert types == {"checkbox"}


def test_no_control_cuts_or_refuses_what_is_typed() -> None:
    for tag, attrs in leaves(str(EveryField())):
        if tag in ("input", "select", "textarea"):
            assert (
                not {"required", "maxlength", "minlength", "min", "max", "step", "pattern", "aria-invalid"}
                & attrs.keys()
            )
            assert attrs.get("type") != "number"


def test_fields_that_an_option_reveals_stand_inside_it_once() -> None:
    html = str(EveryField())
    assert html.count('name="why"') == 1
    tags = [attrs for _, attrs in leaves(html)]
    opened = next(place for place, attrs in enumerate(tags) if attrs.get("id") == "conditional-id_outcome-2")
    assert next(attrs.get("id") for attrs in tags[opened:] if attrs.get("name")) == "id_why"


def test_cards_are_native_radios_with_their_effect_as_description() -> None:
    drawn = leaves(str(EveryField().bound("decision").as_field_group()))
    radios = [attrs for tag, attrs in drawn if tag == "input"]

    assert [radio["aria-describedby"] for radio in radios] == [
        "id_decision-item-hint",
        "id_decision-2-item-hint",
        "id_decision-3-item-hint",
    ]
    assert [("checked" in radio) for radio in radios] == [True, False, False]
    assert {attrs["id"] for _, attrs in drawn if attrs.get("class") == "app-choice__hint"} == {
        radio["aria-describedby"] for radio in radios
    }


def test_disabled_choices_and_two_forms_on_one_page_keep_their_ids_apart() -> None:
    class Length(GovukForm):
        length = forms.ChoiceField(
            label="How long?", choices=[("1", "1 day"), ("7", "7 days")], widget=forms.RadioSelect
        )
        looks = {"length": Look(disabled=("7",))}

    first, second = str(Length(auto_id="a-%s")), str(Length(auto_id="b-%s"))
    ids = [attrs["id"] for tag, attrs in leaves(first + second) if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert ["disabled" in attrs for tag, attrs in leaves(first) if tag == "input"] == [False, True]


def test_a_form_with_a_field_of_its_own_words_keeps_them() -> None:
    class Own(GovukForm):
        age = forms.IntegerField(
            label="Age",
            min_value=10,
            error_messages={"min_value": "He must be 10 or over: below that nobody is arrested"},
        )

    assert Own({"age": "9"}).errors["age"] == ["He must be 10 or over: below that nobody is arrested"]
