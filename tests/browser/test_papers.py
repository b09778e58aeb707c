"""Papers of one person with two agencies: a document the police may not see, a brief for them without it, frozen, as PDF, as it stood."""

import io
import re
from typing import Any

import pypdf
from playwright.sync_api import Page, expect

from tests.browser.visiting import Visitors
from tests.casework import files

KYLE = "/people/P-7K3M-Q2/"


def added(alison: Page) -> str:
    """Alison adds a health document, refused first for what it is; the address of its file."""
    alison.goto(f"{KYLE}documents/new/")
    alison.get_by_label("What is it?").select_option(label="Health or treatment document")
    alison.get_by_label("Title").fill("Letter from the surgery")
    for part, value in (("Day", "2"), ("Month", "3"), ("Year", "2026")):
        alison.get_by_role("group", name="Date of the document").get_by_label(part).fill(value)
    file: Any = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"<html>not a letter</html>"}
    alison.get_by_label("File", exact=True).set_input_files(file)
    alison.get_by_role("button", name="Add document").click()
    expect(alison.locator(".govuk-error-summary")).to_contain_text("The file must be a PDF, Word, image or text file")
    alison.get_by_label("File", exact=True).set_input_files({**file, "buffer": files.pdf()})
    alison.get_by_role("button", name="Add document").click()
    expect(alison.get_by_role("main")).to_contain_text("Document added.")
    link = alison.get_by_role("link", name=re.compile("Get the file Letter from the surgery"))
    return link.get_attribute("href") or ""


def test_a_brief_for_the_police_leaves_out_what_they_may_not_see_and_is_kept(at_work: Visitors) -> None:
    alison, rob = at_work.page("Alison Nixon"), at_work.page("Rob Teasdale")
    file = added(alison)
    assert alison.request.get(file).headers["content-disposition"].startswith("attachment")
    assert rob.request.get(file).status == 404

    main = alison.get_by_role("main")
    alison.goto(f"{KYLE}summary/")
    main.get_by_role("link", name="Conference brief").click()
    alison.get_by_role("checkbox", name="Documents on record").check()
    alison.get_by_role("button", name="Preview").click()
    expect(alison.locator(".govuk-error-summary")).to_contain_text("Choose who will receive this report")
    recipient = alison.get_by_label("Who will receive it?")
    recipient.select_option(label=recipient.locator("option", has_text="Police").first.inner_text())
    alison.get_by_label("Why they are discussed").fill("Moves on Friday")
    alison.get_by_role("button", name="Preview").click()
    expect(main).to_contain_text(re.compile("Left out, because .*Police.* may not see it"))
    expect(main).to_contain_text("1 line about health recorded by")
    expect(main.get_by_text("Letter from the surgery")).to_have_count(0)
    alison.get_by_role("button", name="Send and keep this version").click()
    expect(main).to_contain_text("Nobody can change it.")

    rob.goto(f"{KYLE}summary/")
    rob.get_by_role("rowheader").get_by_role("link", name="Conference brief").click()
    expect(rob.get_by_role("main")).to_contain_text("Moves on Friday")
    link = rob.get_by_role("link", name="Get the PDF").get_attribute("href") or ""
    words = pypdf.PdfReader(io.BytesIO(rob.request.get(link).body())).pages[0].extract_text()
    assert ("Moves on Friday" in words, "surgery" in words) == (True, False)

    alison.goto(f"{KYLE}?on=2026-01-15")
    expect(main).to_contain_text("This is not today's record.")
    expect(main).to_contain_text("at the end of Thursday 15 January 2026")
    expect(main.get_by_text("Letter from the surgery")).to_have_count(0)
