"""Words that more than one room needs: data classes, effects of the policy, purposes and legal regimes."""

from enum import StrEnum


class Effect(StrEnum):
    """What the policy answers. *Know*: that it is there, whose it is and how to ask. *Nothing*: the same as missing."""

    SEE = "see"
    KNOW = "know"
    NOTHING = "nothing"


class Act(StrEnum):
    """What the reader wants to do with a class of data."""

    READ = "read"
    WRITE = "write"


class DataClass(StrEnum):
    """The kind of information a row about a person holds; the policy speaks of these and never of tables."""

    IDENTITY = "identity"
    CONTACT_DETAILS = "contact_details"
    CONFIDENTIAL_ADDRESS = "confidential_address"
    EQUALITY = "equality"
    INVOLVEMENT = "involvement"
    SAFETY = "safety"
    CASEWORK = "casework"
    OFFENDING = "offending"
    RISK = "risk"
    PLAN = "plan"
    HEALTH = "health"
    ACCOMMODATION = "accommodation"
    SHARING = "sharing"
    VICTIM = "victim"
    INTELLIGENCE = "intelligence"
    CHILDHOOD = "childhood"
    TRIAL = "trial"

    @property
    def words(self) -> str:
        """The class as a worker reads it on a page."""
        return DATA_CLASS_WORDS[self]


DATA_CLASS_WORDS: dict[DataClass, str] = {
    DataClass.IDENTITY: "identity",
    DataClass.CONTACT_DETAILS: "address and contact details",
    DataClass.CONFIDENTIAL_ADDRESS: "confidential address",
    DataClass.EQUALITY: "equality information",
    DataClass.INVOLVEMENT: "who is involved",
    DataClass.SAFETY: "safety alerts",
    DataClass.CASEWORK: "contacts and notes",
    DataClass.OFFENDING: "offending",
    DataClass.RISK: "risk",
    DataClass.PLAN: "needs and plan",
    DataClass.HEALTH: "health",
    DataClass.ACCOMMODATION: "accommodation",
    DataClass.SHARING: "sharing and consent",
    DataClass.VICTIM: "victim information",
    DataClass.INTELLIGENCE: "intelligence",
    DataClass.CHILDHOOD: "childhood record",
    DataClass.TRIAL: "allocation in a trial",
}


class Purpose(StrEnum):
    """Why a record is opened; stored with every look (Data Protection Act 2018 s.62, logging)."""

    SUPERVISION = "supervision"
    PREVENTION = "prevention"
    TREATMENT = "treatment"
    SERVICE = "service"
    CUSTODY_CHECK = "custody_check"
    RELEASE = "release"
    VICTIM_CONTACT = "victim_contact"
    QUALITY = "quality"
    ASSURANCE = "assurance"
    EVALUATION = "evaluation"
    ADMINISTRATION = "administration"
    EMERGENCY = "emergency"


class Regime(StrEnum):
    """Which data protection law the acting agency works under (Data Protection Act 2018, Parts 2 and 3)."""

    LAW_ENFORCEMENT = "dpa_part_3"
    GENERAL = "uk_gdpr"


class Queue(StrEnum):
    """Where a job waits: everyday work, for which somebody may sit and wait, or an analysis, which may take minutes."""

    EVERYDAY = "everyday"
    ANALYSIS = "analysis"
