"""The awkward cases of offence groups: each is a test, and a line of the guide for practitioners."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """A code as written, what follows from it, and why that may surprise."""

    code: str
    group: str
    flags: str = ""  # racial, alcohol, breach
    recordable: bool | None = True
    why: str = ""
    is_listed: bool = True


SECTIONS: dict[str, tuple[Case, ...]] = {
    "Acquisitive": (
        Case("TH68010", "acquisitive", why="Shoplifting, as courts and police write it."),
        Case(
            "046/00",
            "acquisitive",
            recordable=None,
            why="The same by its Home Office code; the stroke may be left out.",
        ),
        Case("04600", "acquisitive", recordable=None, why="The same again, without the stroke."),
        Case("TH68023", "acquisitive", why="Robbery counts once, as acquisitive, although force was used."),
        Case("03400", "acquisitive", recordable=None, why="Robbery by its Home Office code: the two lists agree."),
        Case("TH68141", "acquisitive", why="Taking a vehicle is acquisitive, even when it was driven dangerously."),
        Case("TH68073A", "acquisitive", why="An attempt belongs where the offence belongs."),
        Case("SS92004", "acquisitive", why="Benefit fraud."),
        Case("CO36021", "acquisitive", why="Passing false coins: forgery is fraud."),
    ),
    "Motoring": (
        Case("RT88333", "motoring", why="Driving while disqualified."),
        Case("RT88007", "motoring", "alcohol", why="Drink driving stays motoring, and is marked as about alcohol."),
        Case("RT88340", "motoring", why="Unfit through drugs: motoring, without the mark."),
        Case("RT88346", "motoring", recordable=False, why="“Through drink or drug (drug)” is about drugs."),
        Case("80302", "motoring", "alcohol", None, "Drink driving by its Home Office code."),
        Case("80313", "motoring", recordable=None, why="Over the limit for a drug by its Home Office code."),
        Case("00404", "motoring", recordable=None, why="Causing death by driving stays motoring."),
        Case(
            "RR84061",
            "motoring",
            recordable=False,
            why="Speeding is not recordable, so it is never a proven reoffence.",
        ),
    ),
    "Drugs and alcohol": (
        Case("MD71239", "substance", why="Supplying drugs."),
        Case("MD71A25", "substance", why="Obstructing a search for drugs goes with the drugs."),
        Case("LG72001", "substance", "alcohol", why="Drunk in the street."),
        Case("14101", "substance", "alcohol", None, "Drunk and disorderly by its Home Office code."),
        Case("CE79020", "other", why="Smuggling is about drugs only when its title says so."),
    ),
    "Violence": (
        Case("CJ88116", "violence", why="Assault by beating."),
        Case("CD71039", "violence", why="Criminal damage counts as violence: a choice of policy."),
        Case("PU86116", "violence", why="Public order counts as violence: a choice of policy."),
        Case("CJ88144", "violence", why="Carrying a blade."),
        Case("FI68002", "violence", why="Firearms, with no one hurt."),
        Case("TH68162", "violence", why="Taking a vehicle when somebody died."),
        Case("03701", "violence", recordable=None, why="The same by its Home Office code."),
        Case("WC81001", "other", why="Cruelty to wild birds is not violence to people."),
    ),
    "Racially or religiously aggravated": (
        Case("CD98030", "violence", "racial", why="A mark beside the group, never instead of it."),
        Case("00833", "violence", "racial", None, "By its Home Office code."),
        Case("CD98032", "violence", "racial", why="Damage that is religiously aggravated."),
        Case("PU86109", "violence", why="Stirring up hatred is not an aggravated offence."),
    ),
    "Sexual": (
        Case("SX03001", "sexual", why="Rape."),
        Case("CJ88115", "sexual", why="Indecent photographs of children stand in an Act that is mostly about assault."),
        Case("SX03139", "other", why="Not telling the police of a change of address is not itself a sexual offence."),
        Case("SE20012", "other", why="Nor is breaking a sexual harm prevention order."),
        Case("07402", "sexual", recordable=None, why="By its Home Office code."),
    ),
    "Breaches": (
        Case("SE20501", "other", "breach", False, "Breaking a community order is never a proven reoffence."),
        Case("CJ03004", "other", "breach", False, "Nor is recall to prison."),
        Case("CJ03007", "other", why="Staying away after recall is an offence of its own."),
        Case("99700", "other", "breach", None, "By its Home Office code."),
    ),
    "Codes that no list has": (
        Case(
            "ZZ99001",
            "other",
            recordable=None,
            why="An Act that no list has: kept, counted under Other, warned of.",
            is_listed=False,
        ),
        Case("08014", "other", recordable=None, why="A Home Office code that the list does not have.", is_listed=False),
        Case(
            "TH68099",
            "other",
            recordable=None,
            why="A slip in an Act that the list has. It cannot be recorded.",
            is_listed=False,
        ),
        Case("", "other", recordable=None, why="No code at all.", is_listed=False),
    ),
}
CASES = tuple(case for cases in SECTIONS.values() for case in cases)
