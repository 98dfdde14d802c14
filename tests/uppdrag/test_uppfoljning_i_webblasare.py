"""The button on the meeting, the text in the § with somebody's own words around it, and the bilaga."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import log_in, look
from tests.factories import (
    AterrapportFactory,
    BeslutFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
    StandigtArendeFactory,
    UppdragFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def paragraf(municipality):
    idag = timezone.localdate()
    gav = ProtokollFactory(sammantrade__organ=municipality, sammantrade__datum=idag - timedelta(days=200))
    beslut = BeslutFactory(paragraf=ParagrafFactory(protokoll=gav, nummer=1))
    UppdragFactory(beslut=beslut, frist=idag - timedelta(days=12), text="Utreda samlokalisering av fritidsgårdar.")
    rapporterat = UppdragFactory(beslut=beslut, lage="aterrapporterat", text="Ta fram en plan.", frist=date(2099, 1, 1))
    AterrapportFactory(uppdrag=rapporterat, slag="slutrapport", text="Planen är klar.")
    standigt = StandigtArendeFactory(organ=municipality, kod="uppfoljning", rubrik="Uppföljning av uppdrag")
    mote = SammantradeFactory(organ=municipality, datum=idag, lage="pagar")
    protokoll = ProtokollFactory(sammantrade=mote)
    return ParagrafFactory(protokoll=protokoll, nummer=2, standigt=standigt, rubrik=standigt.rubrik)


def test_the_paragraf_writes_itself_around_what_somebody_writes(browser_page, live_server, paragraf):
    page = browser_page
    log_in(page, live_server)
    page.goto(f"{live_server.url}{paragraf.sammantrade.get_absolute_url()}")
    page.get_by_role("button", name="Sammanställ uppföljningen av uppdrag").dblclick()
    expect(page.get_by_text("1 återrapporterade, 1 försenade")).to_be_visible()

    page.goto(f"{live_server.url}/paragrafer/{paragraf.pk}/skriv/")
    editor = page.get_by_role("textbox", name="Ärendet")
    editor.get_by_text("Läget den").click()
    page.keyboard.press("Home")
    page.keyboard.type("Ordföranden inleder.")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+s")
    expect(page.locator("#skrivlage")).to_contain_text("Sparat")

    tidigare = UppdragFactory.create(beslut=paragraf.organ.uppdragen.first().beslut, frist=date(2026, 1, 7))
    page.goto(f"{live_server.url}/sammantraden/{paragraf.sammantrade_id}/uppfoljning/")
    expect(page.get_by_text(f"{tidigare.beteckning} har kommit till: försenat.")).to_be_visible()
    look(page, "uppfoljning-andrat")
    page.get_by_role("button", name="Sammanställ igen").click()
    expect(page.get_by_text("står i paragrafen.")).to_be_visible()
    expect(page.get_by_text("har kommit till")).to_have_count(0)
    page.get_by_role("link", name="Paragrafen").click()
    expect(page.get_by_text("Ordföranden inleder.", exact=True)).to_be_visible()
    expect(page.get_by_text(tidigare.beteckning).first).to_be_visible()
    expect(page.get_by_text("Bilaga: Uppföljning av uppdrag, sammanställd den")).to_have_count(1)
