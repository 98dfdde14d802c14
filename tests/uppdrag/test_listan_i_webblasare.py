"""The choice of rows in a browser: counted aloud, by keyboard, and taken along to the act."""

import pytest
from playwright.sync_api import expect

from tests.browser import log_in, look
from tests.factories import BeslutFactory, ParagrafFactory, ProtokollFactory, UppdragFactory

pytestmark = pytest.mark.browser


def test_chosen_rows_are_counted_and_taken_along(browser_page, live_server, municipality):
    paragraf = ParagrafFactory(protokoll=ProtokollFactory(sammantrade__organ=municipality))
    beslut = BeslutFactory(paragraf=paragraf)
    rows = [UppdragFactory(beslut=beslut, text=text) for text in ("Utreda taxan.", "Se över lokalerna.")]
    page = browser_page
    log_in(page, live_server)
    page.goto(f"{live_server.url}/uppdrag/")
    said = page.locator(".valda")
    expect(said).to_have_text("Inga valda")

    page.get_by_role("button", name="Lämna över").click()
    expect(said).to_have_text("Välj minst ett uppdrag först.")
    expect(page.locator("[name=uppdrag]").first).to_be_focused()
    page.keyboard.press("Space")
    expect(said).to_have_text("1 vald")
    page.get_by_role("link", name="Välj alla på sidan").click()
    expect(said).to_have_text("2 valda")
    look(page, "uppdragslistan-med-val", axe=True)
    page.get_by_role("button", name="Lämna över").click()

    page.wait_for_url("**/uppdrag/lamna-over/?*")
    for row in rows:
        assert f"uppdrag={row.pk}" in page.url
