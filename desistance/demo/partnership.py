"""The demonstration partnership as data: agencies, teams, staff of every role, agreements, and the people of the story.

Everyone here is made up. The people and their stories are those that the project's browser checks use.
"""

from dataclasses import dataclass, field

PASSWORD = "River-Wear-bridges-26"  # noqa: S105 - the demonstration's only password, printed when it starts


@dataclass(frozen=True, slots=True)
class AgencyData:
    """An agency, its teams, its areas by code, and its telephone."""

    slug: str
    name: str
    short_name: str
    kind: str
    teams: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    telephone: str = ""
    out_of_hours: str = ""


@dataclass(frozen=True, slots=True)
class StaffData:
    """A member of staff and their one post."""

    name: str
    agency: str
    role: str
    team: str = ""

    @property
    def email(self) -> str:
        """The address they sign in with."""
        return f"{self.name.lower().replace(' ', '.')}@{self.agency}.example"


@dataclass(frozen=True, slots=True)
class PersonData:
    """A person of the story, as the first agency that worked with them recorded them.

    ``address_said``: when they last said where they live, where that was before the agency's work began.
    """

    reference: str
    given: str
    family: str
    born: str
    agency: str
    numbers: tuple[tuple[str, str], ...] = ()
    address: tuple[str, str, str] = ("", "", "")
    address_said: str = ""
    phone: str = ""
    liked: str = ""
    aliases: tuple[tuple[str, str, str], ...] = ()
    work: tuple[tuple[str, str, str, str, str], ...] = field(default=())


AGENCIES = (
    AgencyData("probation", "Durham Probation", "Durham Probation", "probation", ("Bishop Auckland", "Durham City", "Public protection", "Community Payback", "Programmes"), ("E06000047", "E06000005"), "0191 496 0210", "the duty manager, same number"),
    AgencyData("police", "Durham Police", "Durham Police", "police", ("Offender management", "Checkpoint", "Custody", "Victim contact"), ("E06000047", "E06000005"), "0191 496 0101"),
    AgencyData("cleveland-police", "Cleveland Police", "Cleveland Police", "police", ("Offender management",), ("E06000001", "E06000002", "E06000003", "E06000004"), "01632 960 101"),
    AgencyData("council", "Durham County Council", "Durham Council", "council", ("Housing solutions",), ("E06000047",), "0191 496 0300"),
    AgencyData("stockton-council", "Stockton Council", "Stockton Council", "council", ("Community safety",), ("E06000004",), "01632 960 300"),
    AgencyData("treatment", "Wear Recovery Service", "Wear Recovery", "health", ("Treatment",), (), "0191 496 0400"),
    AgencyData("housing", "Bede Homes", "Bede Homes", "housing", ("Tenancy support",), (), "0191 496 0500"),
    AgencyData("womens-centre", "Hild Women's Centre", "Hild Women's Centre", "charity", ("Keywork",), (), "0191 496 0600"),
    AgencyData("restorative", "Restore North East", "Restore North East", "restorative", (), (), "0191 496 0700"),
    AgencyData("commissioner", "Office of the Police and Crime Commissioner", "Commissioner's office", "commissioner"),
    AgencyData("jobcentre", "Bishop Auckland Jobcentre Plus", "Jobcentre", "jobcentre", ("Work coaches",), (), "0191 496 0800"),
    AgencyData("prison", "HMP Aycliffe Moor", "HMP Aycliffe Moor", "prison", ("Resettlement",), (), "0191 496 0900"),
    AgencyData("youth-justice", "Durham Youth Justice", "Durham Youth Justice", "youth", ("Durham City",), ("E06000047", "E06000005"), "0191 496 0310"),
    AgencyData("food-bank", "Wearside Food Partnership", "Wearside Food", "charity", ("Outreach",), (), "0191 496 0650"),
)  # fmt: skip

STAFF = (
    StaffData("Alison Nixon", "probation", "practitioner", "Bishop Auckland"),
    StaffData("Sam Okafor", "probation", "practitioner", "Durham City"),
    StaffData("Helen Marsh", "probation", "team_manager", "Public protection"),
    StaffData("Tom Fairley", "probation", "team_manager", "Bishop Auckland"),
    StaffData("Joe Brannigan", "probation", "payback_supervisor", "Community Payback"),
    StaffData("Farida Haq", "probation", "facilitator", "Programmes"),
    StaffData("Grace Amadi", "probation", "governance_officer"),
    StaffData("Adam Sykes", "probation", "administrator"),
    StaffData("Nadia Rahman", "police", "navigator", "Checkpoint"),
    StaffData("Carl Weatherill", "police", "custody_officer", "Custody"),
    StaffData("Moira Stead", "police", "team_manager", "Checkpoint"),
    StaffData("Rob Teasdale", "police", "iom_officer", "Offender management"),
    StaffData("Vera Lowes", "police", "victim_contact", "Victim contact"),
    StaffData("Dev Lall", "police", "governance_officer"),
    StaffData("Lorna Beck", "cleveland-police", "iom_officer", "Offender management"),
    StaffData("Priya Raman", "council", "release_coordinator", "Housing solutions"),
    StaffData("Nia Bowen", "treatment", "partner_worker", "Treatment"),
    StaffData("Hannah Miah", "housing", "partner_worker", "Tenancy support"),
    StaffData("Elaine Foster", "jobcentre", "partner_worker", "Work coaches"),
    StaffData("Ruth Dobson", "womens-centre", "partner_worker", "Keywork"),
    StaffData("Ian Garth", "prison", "release_coordinator", "Resettlement"),
    StaffData("Colin Reay", "restorative", "rj_coordinator"),
    StaffData("Ana Petrova", "commissioner", "analyst"),
    StaffData("Bea Charlton", "commissioner", "board_member"),
    StaffData("Chris Moody", "commissioner", "commissioner"),
    StaffData("Keeley Hunter", "youth-justice", "partner_worker", "Durham City"),
    StaffData("Uma Pillai", "food-bank", "partner_worker", "Outreach"),
)

SHARED_CLASSES = (
    "contact_details",
    "equality",
    "casework",
    "offending",
    "risk",
    "plan",
    "accommodation",
    "sharing",
    "health",
)
PARTIES = ("probation", "police", "cleveland-police", "council", "stockton-council", "treatment", "housing", "womens-centre", "jobcentre", "prison")  # fmt: skip
YOUTH_AGREEMENT = {
    "name": "Young people who move to adult services in County Durham and Darlington",
    "reference": "ISA-2025-02",
    "purpose": "Carrying young people over from youth justice to probation without losing what is known of them.",
    "legal_basis": "Crime and Disorder Act 1998 ss.38, 39 and 115; UK GDPR Article 6(1)(e)",
}
YOUTH_PARTIES = ("youth-justice", "probation")
YOUTH_CLASSES = ("childhood", "contact_details", "casework", "offending", "risk", "plan")
AGREEMENT = {
    "name": "Reducing reoffending in County Durham and Darlington: information sharing",
    "reference": "ISA-2025-01",
    "purpose": "Working together with people to reduce reoffending and keep people safe.",
    "legal_basis": "Crime and Disorder Act 1998 s.115; Offender Management Act 2007 s.14; UK GDPR Article 6(1)(e)",
    "from_on": "2025-04-01",
    "review_on": "2026-04-01",
}

PEOPLE = (
    PersonData(
        "P-7K3M-Q2", "Kyle", "Ashcroft", "1998-06-24", "probation",
        numbers=(("crn", "X482913"), ("pnc", "2014/0482913")), address=("14 Bede Street, Bishop Auckland", "DL14 7AA", "2026-02-02"),
        phone="07700 900321", liked="Ky", aliases=(("housing", "Kyle", "Ashcroft-Reid"), ("probation", "Kile", "Ashcroft")),
        work=(
            ("probation", "supervision", "court_order", "Alison Nixon", "2025-11-03"),
            ("police", "police_management", "prevention", "Rob Teasdale", "2026-02-16"),
            ("housing", "housing_support", "public_task", "Hannah Miah", "2026-02-02"),
            ("jobcentre", "employment_support", "public_task", "Elaine Foster", "2026-01-12"),
            ("treatment", "treatment", "health_care", "Nia Bowen", "2026-01-20"),
        ),
    ),
    PersonData(
        "P-13BP-P3", "Kyle", "Ashcroft", "1998-06-24", "cleveland-police",
        address=("3 Chapel Row, Stockton", "TS18 1AA", "2025-08-04"),
        work=(("cleveland-police", "police_management", "prevention", "Lorna Beck", "2025-08-04"),),
    ),
    PersonData(
        "P-4TRD-W8", "Leanne", "Purvis", "1997-10-09", "police",
        numbers=(("pnc", "2016/0071209"),), address=("12 Front Street, Crook", "DL15 9AB", "2025-01-08"), phone="07700 900118",
        address_said="2025-01-08",
        work=(
            ("police", "custody_check", "prevention", "Carl Weatherill", "2026-03-11"),
            ("womens-centre", "womens_support", "consent", "Ruth Dobson", "2026-03-12"),
        ),
    ),
    PersonData(
        "P-9HXC-B3", "Dean", "Hartley", "1990-02-01", "probation",
        numbers=(("crn", "X217704"),), address=("27 Newgate Terrace, Durham", "DH1 4AA", "2024-08-19"),
        work=(
            ("probation", "supervision", "court_order", "Alison Nixon", "2025-06-10"),
            ("police", "custody_check", "prevention", "Carl Weatherill", "2026-01-09"),
        ),
    ),
    PersonData(
        "P-2VNG-L6", "Shannon", "Tweddle", "1994-12-17", "prison",
        numbers=(("noms", "A4417FK"),), address=("", "", "2026-03-13"), phone="07700 900654",
        work=(
            ("prison", "resettlement", "court_order", "Ian Garth", "2025-12-01"),
            ("council", "resettlement", "public_task", "Priya Raman", "2026-03-13"),
            ("womens-centre", "womens_support", "consent", "Ruth Dobson", "2025-09-02"),
        ),
    ),
    PersonData(
        "P-6DWF-K9", "Marek", "Dudek", "1986-05-05", "probation",
        numbers=(("crn", "X330586"),), address=("8 Station Road, Bishop Auckland", "DL14 6BB", "2023-05-15"),
        aliases=(("police", "Marek", "Dudeck"),),
        work=(
            ("probation", "supervision", "court_order", "Alison Nixon", "2026-01-09"),
            ("treatment", "treatment", "health_care", "Nia Bowen", "2026-01-16"),
        ),
    ),
    PersonData(
        "P-3JQR-M7", "Imran", "Aziz", "2000-11-30", "probation",
        numbers=(("crn", "X590211"),), address=("41 Escomb Road, Bishop Auckland", "DL14 6TX", "2022-11-01"),
        work=(("probation", "supervision", "court_order", "Alison Nixon", "2025-12-01"),),
    ),
    PersonData(
        "P-8BKT-H4", "Jade", "Robson", "2001-03-03", "probation",
        numbers=(("crn", "X601448"),), address=("5 Kestrel Close, Peterlee", "SR8 2PQ", "2019-03-03"),
        work=(
            ("probation", "supervision", "court_order", "Sam Okafor", "2025-10-14"),
            ("womens-centre", "womens_support", "consent", "Ruth Dobson", "2026-03-09"),
        ),
    ),
    PersonData(
        "P-8BKT-J5", "Jodie", "Robson", "2001-03-03", "probation",
        numbers=(("crn", "X601449"),), address=("5 Kestrel Close, Peterlee", "SR8 2PQ", "2019-03-03"),
        work=(("probation", "supervision", "court_order", "Alison Nixon", "2025-10-14"),),
    ),
    PersonData(
        "P-5XLP-T2", "Paul", "Whitfield", "1979-08-21", "probation",
        numbers=(("crn", "X118820"),), address=("12 Regent Avenue, Durham", "DH1 3ZZ", "2021-01-04"),
        work=(
            ("probation", "supervision", "court_order", "Helen Marsh", "2025-03-17"),
            ("police", "checkpoint", "prevention", "", "2026-02-02"),
        ),
    ),
    PersonData(
        "P-1GZW-C6", "Tomasz", "Wiśniewski", "1988-01-27", "probation",
        numbers=(("crn", "X447103"),), address=("60 Castle Street, Durham", "DH1 4BB", "2024-02-12"), phone="07700 900402",
        work=(
            ("probation", "supervision", "court_order", "Alison Nixon", "2025-09-22"),
            ("jobcentre", "employment_support", "public_task", "Elaine Foster", "2025-10-20"),
        ),
    ),
    PersonData(
        "P-0RHN-V3", "Callum", "Bell", "2008-04-10", "council",
        address=("9 Poplar Crescent, Durham", "DH1 2YY", "2015-09-01"),
        work=(
            ("council", "community_support", "public_task", "Priya Raman", "2025-07-01"),
            ("youth-justice", "youth_justice", "court_order", "Keeley Hunter", "2025-02-10"),
            ("probation", "resettlement", "court_order", "Alison Nixon", "2026-03-06"),
        ),
    ),
)  # fmt: skip
ARRESTS = (("P-9HXC-B3", "police", "CB26-29871", "2026-03-10T21:40:00+00:00", "PU86004", "2026-03-10", "Durham City"),)
"""Arrests that no file of the demonstration holds: person, force, number, moment, offence code, day of the offence, suite."""
DIFFERENT_PEOPLE = (("P-8BKT-H4", "P-8BKT-J5", "Twins at one address: Jade and Jodie are two people"),)
RESTRICTED = (("P-5XLP-T2", "Known to staff of the service", "Helen Marsh", "2026-09-01"),)
EXCLUDED = (("P-5XLP-T2", "Sam Okafor", "They are related"),)
CONSENTS = (("P-6DWF-K9", "treatment", "probation", "health", "written", "Form 4 in the treatment file"),)
EQUALITY = (("P-1GZW-C6", "probation", "interpreter", "Polish"), ("P-4TRD-W8", "police", "sex", "female"))
