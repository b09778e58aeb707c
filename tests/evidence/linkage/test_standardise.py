"""Records in one shape: awkward names, dates, postcodes and numbers, and what is refused."""

from pathlib import Path

import pytest

from evidence.linkage import Config, read_config
from evidence.linkage.standardise import standardise
from evidence.trouble import Trouble

FIELDS = {
    "first": "forename",
    "last": "surname",
    "born": "date_of_birth",
    "home": "postcode",
    "sex": "sex",
    "pnc": "pnc",
    "cro": "cro",
    "noms": "noms",
    "nhs": "number",
    "known_as": "aliases",
}


def one(tmp_path: Path, **values: str) -> dict:
    """One record standardised."""
    path = tmp_path / "one.csv"
    path.write_text(
        ",".join(["id", *FIELDS]) + "\n" + ",".join(["1", *(values.get(name, "") for name in FIELDS)]) + "\n"
    )
    records = standardise([path], Config(fields=FIELDS))
    cursor = records.connection.execute("SELECT * FROM records")
    names = [column[0] for column in cursor.description]
    return dict(zip(names, cursor.fetchall()[0], strict=True))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"first": "Zoë-Anne", "last": "O'Neill"},
            {"forename": "zoe anne", "surname": "oneill", "name": "zoe anne oneill"},
        ),
        ({"first": " BOB ", "last": "Smith-Jones"}, {"forename": "bob", "sign": "robert", "surname": "smith jones"}),
        ({"first": "J.", "last": "Bennett"}, {"forename": "j", "sign": "j"}),
        ({"first": "", "last": "Englefield"}, {"forename": None, "surname": "englefield", "name": "englefield"}),
        ({"first": "...", "last": "--"}, {"forename": None, "surname": None, "name": None, "pieces": None}),
        ({"known_as": "Bobby Smith; R. Smyth"}, {"aliases": ["bobby smith", "r smyth"]}),
        ({"born": "1985-02-03"}, {"born": "1985-02-03", "birth_year": 1985}),
        ({"born": "03/02/1985"}, {"born": "1985-02-03"}),
        ({"born": "1985-02-03 00:00:00"}, {"born": "1985-02-03"}),
        ({"born": "31/02/1985"}, {"born": None, "birth_year": None}),
        ({"born": "not known"}, {"born": None}),
        ({"home": "dh1 1ab"}, {"postcode": "dh11ab", "district": "dh1"}),
        ({"home": "NE 12 9ZZ."}, {"postcode": "ne129zz", "district": "ne12"}),
        ({"home": "no fixed abode"}, {"postcode": None}),
        ({"sex": "female"}, {"sex": "F"}),
        ({"sex": "not stated"}, {"sex": None}),
        ({"pnc": "2019/0000123X"}, {"pnc": "190000123X"}),
        ({"pnc": "19/123x"}, {"pnc": "190000123X"}),
        ({"pnc": "2004/0000712J"}, {"pnc": "040000712J"}),
        ({"pnc": "2019/0000123A"}, {"pnc": None}),
        ({"cro": "123456/08T"}, {"cro": "12345608T"}),
        ({"cro": "7/99C"}, {"cro": "00000799C"}),
        ({"cro": "123456/08A"}, {"cro": None}),
        ({"noms": "a1234bc"}, {"noms": "A1234BC"}),
        ({"noms": "1234"}, {"noms": None}),
        ({"nhs": "943 476-5919"}, {"number": "9434765919"}),
        ({"nhs": " - "}, {"number": None}),
    ],
)
def test_a_value_is_brought_into_its_official_form_or_is_not_known(
    tmp_path: Path, values: dict, expected: dict
) -> None:
    found = one(tmp_path, **values)
    assert {name: found[name] for name in expected} == expected


def test_a_full_name_gives_its_first_and_last_word_without_the_title(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("id,name\n1,Mr Arthur James Englefield\n")
    [row] = (
        standardise([path], Config(fields={"name": "full_name"}))
        .connection.execute("SELECT forename, surname, pieces FROM records")
        .fetchall()
    )
    assert row == ("arthur", "englefield", ["arthur", "englefield", "james"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("person,surname\n1,x\n", "no column unique_id, id"),
        ("id,town\n1,x\n", "too few have usual names"),
        ("id,dob,postcode\n1,1985-02-03,DH1 1AB\n", "no field is a name or a number"),
        ("id,forename,surname\n1,a,b\n1,c,d\n", "the id 1 stands in 2 rows"),
        ("id,forename,surname\n,a,b\n", "the id is blank"),
    ],
)
def test_a_file_that_cannot_be_linked_is_refused_in_words(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "one.csv"
    path.write_text(text)
    with pytest.raises(Trouble, match=words):
        standardise([path], Config())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("threshold = 3", "threshold means nothing in the file"),
        ("[fields]\nx = 'surnam'", "the field x is 'surnam', which is no kind"),
        ("[fields]\nx = 'surname'\ny = 'surname'", "two columns are surname"),
        ("[thresholds]\njoin = 3\nreview = 9", "Review starts at 9, above join at 3"),
        ("[thresholds]\ndecided_on = '2026'", "a date without quotes"),
        ("[guards]\nmost = 3", "most means nothing in \\[guards\\]"),
        ("[fields", "is not TOML"),
    ],
)
def test_a_configuration_that_means_nothing_is_refused_with_its_file(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "c.toml"
    path.write_text(text)
    with pytest.raises(Trouble, match=words) as told:
        read_config(path)
    assert str(path) in str(told.value)


def test_a_configuration_holds_what_it_says(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(
        "id = 'nr'\nwithin = false\ndecisions = 'd.csv'\n[fields]\nn = 'full_name'\n[thresholds]\njoin = 6\ndecided_on = 2026-01-02\n"
    )
    config = read_config(path)
    assert (config.id_column, config.within, config.decisions) == ("nr", False, tmp_path / "d.csv")
    assert (config.thresholds.join, config.thresholds.review, str(config.thresholds.decided_on)) == (6, 6, "2026-01-02")
    assert [config.thresholds.band(weight) for weight in (6, 5.9)] == ["join", "no"]
