"""The lists of choices: their values fit the columns, and each has words."""

import pytest

from desistance.people import terms

LISTS = [member for member in vars(terms).values() if isinstance(member, type) and issubclass(member, terms.Worded)]


@pytest.mark.parametrize("choice_list", [one for one in LISTS if one is not terms.Worded])
def test_every_choice_has_a_short_value_and_its_own_wording(choice_list):
    pairs = choice_list.choices()
    assert pairs
    assert all(0 < len(value) <= 20 and wording[0].isupper() for value, wording in pairs)
    assert len({wording for _, wording in pairs}) == len(pairs) == len({value for value, _ in pairs})


def test_ethnicity_has_the_19_categories_of_the_census_in_5_groups():
    assert sorted(one.census_code for one in terms.Ethnicity) == list(range(1, 20))
    assert len({one.group for one in terms.Ethnicity}) == 5
    assert terms.Ethnicity("W2").wording == "Irish"


def test_a_stored_value_reads_back_as_its_choice():
    assert terms.AddressKind("no_fixed") is terms.AddressKind.NO_FIXED
    assert terms.IdentifierKind.CRN == "crn"


def test_kinds_that_identify_one_person_do_not_include_arrests():
    assert not terms.STRONG_IDENTIFIER_KINDS & {
        terms.IdentifierKind.ASN,
        terms.IdentifierKind.CUSTODY,
        terms.IdentifierKind.LOCAL,
    }
