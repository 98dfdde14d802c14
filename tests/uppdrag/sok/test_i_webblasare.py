"""The box in the page head by the keyboard alone, and its page as axe sees it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import log_in, look
from tests.factories import BeslutFactory, ParagrafFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_slash_to_the_paragraf(browser_page, live_server, municipality):
    page = browser_page
    for nummer, rubrik in ((7, "Lekplats i Västerby"), (8, "Lekhall i centrum")):
        p = ParagrafFactory(protokoll__sammantrade__organ=municipality, nummer=nummer, rubrik=rubrik)
        BeslutFactory(paragraf=p, text="<p>Nämnden bygger en lekplats.</p>")

    log_in(page, live_server)
    page.keyboard.press("/")
    page.keyboard.type("lek")
    forslag = page.locator("#sokforslag")
    expect(forslag.get_by_role("link")).to_have_count(3)
    look(page, "sokforslag", within=".sok")
    page.keyboard.press("Escape")
    expect(forslag).to_be_empty()
    page.keyboard.type("plats")
    expect(forslag.get_by_role("link")).to_have_count(2)
    page.keyboard.press("Enter")
    expect(page.get_by_role("listitem").filter(has_text="bygger en lekplats")).to_have_count(2)
    look(page, "sok", axe=True)
    page.locator("select[name=organ]").select_option(label="Kommunstyrelsens arbetsutskott")
    expect(page).to_have_url(re.compile(rf"organ={municipality.pk}"))
    page.locator("input[type=search]").fill("§ 7")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Lekhall i centrum")).to_have_count(0)
    page.get_by_role("link", name="Lekplats i Västerby").click()
    expect(page.get_by_role("heading", name="Lekplats i Västerby")).to_be_visible()
