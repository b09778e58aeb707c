"""The pages of one person, as Priya (supervises), Rob (may know) and Uma (nothing) get them."""

from tests.cast import Cast


def test_priya_reads_who_the_person_is(cast: Cast, visiting) -> None:
    page = visiting("priya").get(f"/people/{cast.kyle.reference}/")
    assert page.status_code == 200
    assert "Kyle Ashcroft" in page.content.decode()
