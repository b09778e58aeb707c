"""One of each kind of control."""

from django import forms

from desistance.web.forms import ApproximateDate, DateParts, GovukForm, Look


class ArrestFilters(GovukForm):
    """A filter form as lists have it."""

    agency = forms.ChoiceField(
        label="Agency", required=False, choices=[("", "All"), ("police", "Police"), ("probation", "Probation")]
    )
    since = DateParts(label="Date from (earliest)", required=False)


class EveryField(GovukForm):
    """One of each kind of control."""

    email = forms.EmailField(label="Work email address")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    reason = forms.CharField(
        label="Why do you need it?",
        help_text="The reviewer will read it.",
        widget=forms.Textarea,
        max_length=500,
        error_messages={"required": "Enter why you need it"},
    )
    notes = forms.CharField(label="Notes", widget=forms.Textarea, required=False)
    hours = forms.IntegerField(label="Hours worked", min_value=0)
    agency = forms.ChoiceField(
        label="Agency", choices=[("", "Choose an agency"), ("police", "Police"), ("probation", "Probation")]
    )
    changed = forms.ChoiceField(
        label="Has risk changed?",
        choices=[("no", "No"), ("yes", "Yes, start a review")],
        widget=forms.RadioSelect,
        initial="no",
    )
    outcome = forms.ChoiceField(
        label="What happened?",
        choices=[("came", "Attended and complied"), ("acceptable", "Acceptable absence")],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(label="Why was the absence acceptable?", required=False)
    decision = forms.ChoiceField(
        label="Your decision",
        choices=[("same", "Same person"), ("different", "Different people"), ("ask", "Not sure, ask the agency")],
        widget=forms.RadioSelect,
        initial="same",
    )
    needs = forms.MultipleChoiceField(
        label="Needs",
        help_text="Select all that apply.",
        choices=[("home", "Accommodation"), ("money", "Money"), ("none", "No need found")],
        widget=forms.CheckboxSelectMultiple,
    )
    knows = forms.BooleanField(
        label="I know that a person reviews what I open",
        error_messages={"required": "Confirm that you know a person reviews what you open"},
    )
    born_on = DateParts(label="Date of birth", help_text="For example, 27 3 1998.")
    moved_in = ApproximateDate(
        label="When did he move in?", words="Date he moved in", help_text="A year alone is enough.", required=False
    )
    letter = forms.FileField(label="Letter", required=False)
    words = forms.CharField(label="Name, date of birth or number", required=False, widget=forms.SearchInput)
    version = forms.CharField(widget=forms.HiddenInput, initial="3")
    looks = {
        "email": Look(width=30),
        "hours": Look(width=3, suffix="hours"),
        "changed": Look(is_inline=True),
        "outcome": Look(reveals={"acceptable": ("why",)}),
        "decision": Look(
            as_cards=True,
            size="m",
            option_hints={
                "same": "Row 61 joins P-7K3M-Q2. All sources stay readable, each with its own sharing rule.",
                "different": "We keep them apart and do not ask again unless something new arrives.",
                "ask": "The row stays held.",
            },
        ),
        "needs": Look(exclusive="none", dividers={"none": "or"}),
    }


WRONG = {
    "email": "a.nixon",
    "reason": "",
    "hours": "ten",
    "agency": "",
    "changed": "no",
    "outcome": "acceptable",
    "decision": "same",
    "born_on-day": "24",
    "born_on-month": "13",
    "born_on-year": "1998",
    "moved_in-day": "",
    "moved_in-month": "",
    "moved_in-year": "2019",
    "version": "3",
}
