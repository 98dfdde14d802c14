"""The screen in the room, in Chromium: it follows the meeting by itself and says when the server is away."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from protokoll.models import Ajournering, Omrostning, Rost, Sammantrade
from tests.browser import PICTURES, log_in, look
from tests.factories import BeslutFactory, MotesdeltagareFactory, ParagrafFactory, ProtokollFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def motet(municipality):
    protokoll = ProtokollFactory(
        sammantrade__organ=municipality, sammantrade__datum=date(2026, 3, 4), sammantrade__lage="planerat"
    )
    for n in (1, 2):
        ParagrafFactory(
            protokoll=protokoll, nummer=n, rubrik=f"Ärende nummer {n} om skolskjuts", foredragande="Jan Chef"
        )
    for n, (namn, parti) in enumerate([("Anna Alm", "M"), ("Bo Berg", "S"), ("Cia Cronholm", "M")]):
        MotesdeltagareFactory(
            sammantrade=protokoll.sammantrade,
            namn=namn,
            parti=parti,
            ordning=n,
            roll="ledamot" if n else "ordforande",
        )
    return protokoll.sammantrade


@pytest.fixture
def rummet(browser_page, live_server, motet):
    log_in(browser_page, live_server)
    browser_page.goto(live_server.url + reverse("protokoll:rummet", args=[motet.pk]))
    return browser_page


def satt(motet, **falt):
    for namn, varde in falt.items():
        setattr(motet, namn, varde)
    motet.save()


def test_it_follows_the_meeting(rummet, motet):
    page = rummet
    expect(page.get_by_role("heading", name="Dagordning för sammanträdet kl. 13.00")).to_be_visible()
    look(page, "rummet-1-dagordning")

    paragraf = motet.paragraferna.get(nummer=2)
    satt(motet, lage=Sammantrade.Lage.PAGAR, aktuell=paragraf)
    expect(page.get_by_role("heading", name="Ärende nummer 2 om skolskjuts")).to_be_visible()
    expect(page.get_by_text("Anna Alm, ordförande")).to_be_visible()
    BeslutFactory(paragraf=paragraf, text="<p>Utskottet bifaller ansökan.</p>")
    expect(page.get_by_text("Utskottet bifaller ansökan.")).to_be_visible()
    look(page, "rummet-2-paragraf", axe=True)

    omrostning = Omrostning(paragraf=paragraf, ja_innebar="bifall till ansökan", nej_innebar="avslag på ansökan")
    omrostning.save()
    expect(page.get_by_text("Omröstning pågår: 0 av 3 har röstat")).to_be_visible()
    for d, rost in zip(motet.motesdeltagarna.all(), ("ja", "nej", "avstar"), strict=True):
        Rost(omrostning=omrostning, deltagare=d, rost=rost).save()
    omrostning.utfall = "ja"
    omrostning.save()
    expect(page.get_by_text("Lika röstetal. Ordförandens utslagsröst: ja.")).to_be_visible()
    look(page, "rummet-3-omrostning", axe=True)
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.wait_for_function("document.documentElement.scrollHeight <= innerHeight")
    page.screenshot(path=PICTURES / "rummet-3-omrostning-1920.png")

    Ajournering(sammantrade=motet, fran="14:25").save()
    expect(page.get_by_role("heading", name="Ajournering")).to_be_visible()
    look(page, "rummet-4-paus")
    satt(motet, lage=Sammantrade.Lage.AVSLUTAT)
    expect(page.get_by_role("heading", name="Sammanträdet är avslutat")).to_be_visible()
    look(page, "rummet-5-slut")


def test_everything_fits_at_both_sizes(rummet, motet):
    paragraf = motet.paragraferna.get(nummer=2)
    BeslutFactory(paragraf=paragraf, text="<p>Utskottet bifaller ansökan på villkoren i skrivelsen.</p>" * 14)
    satt(motet, lage=Sammantrade.Lage.PAGAR, aktuell=paragraf)
    for width, height in ((1920, 1080), (1280, 720)):
        rummet.set_viewport_size({"width": width, "height": height})
        rummet.reload()
        rummet.wait_for_function("document.documentElement.scrollHeight <= innerHeight")
        size = rummet.get_by_text("Utskottet bifaller").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        assert size >= width / 90


def test_focus_stays_where_it_is(rummet, motet):
    link = rummet.get_by_role("link", name="Kommunstyrelsens arbetsutskott")
    link.focus()

    satt(motet, lage=Sammantrade.Lage.AVSLUTAT)

    expect(rummet.get_by_role("heading", name="Sammanträdet är avslutat")).to_be_visible()
    expect(link).to_be_focused()
    assert rummet.locator("main").get_attribute("aria-live") == "polite"


def test_a_night_of_asking_leaves_one_question_at_a_time_and_nothing_behind(browser_page, live_server, motet):
    page, asked = browser_page, []
    log_in(page, live_server)
    page.clock.install()
    page.on("request", lambda r: asked.append(r.url) if "rummet" in r.url else None)
    page.goto(live_server.url + reverse("protokoll:rummet", args=[motet.pk]))
    nodes = "document.getElementsByTagName('*').length"
    before = page.evaluate(nodes)
    for n in range(6):
        satt(motet, plats=f"Sal {n}", lage=Sammantrade.Lage.PAGAR if n % 2 else Sammantrade.Lage.PLANERAT)
        with page.expect_response(lambda r: "sedan=" in r.url and r.status == 200):
            page.clock.run_for(3000)
    page.wait_for_load_state("networkidle")
    asked.clear()
    for _ in range(20):
        with page.expect_response(lambda r: "sedan=" in r.url) as answer:
            page.clock.run_for(3000)
        assert answer.value.status == 204

    assert len(asked) == 20
    assert page.evaluate(nodes) == before


def test_the_last_picture_stays_while_the_server_is_away(page, live_server, motet):
    log_in(page, live_server)
    page.goto(live_server.url + reverse("protokoll:rummet", args=[motet.pk]))
    kontakt = page.get_by_role("status")
    expect(kontakt).to_have_text("")

    page.context.set_offline(True)
    expect(kontakt).to_contain_text("Ingen kontakt – bilden är från")
    expect(page.get_by_text("Ärende nummer 1 om skolskjuts")).to_be_visible()
    page.screenshot(path=PICTURES / "rummet-6-ingen-kontakt.png")
    page.context.set_offline(False)

    expect(kontakt).to_have_text("", timeout=10_000)
    satt(motet, lage=Sammantrade.Lage.AVSLUTAT)
    expect(page.get_by_role("heading", name="Sammanträdet är avslutat")).to_be_visible()


def test_without_script_the_page_loads_itself_anew(browser, live_server, motet, municipality):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, live_server)
    page.goto(live_server.url + reverse("protokoll:rummet", args=[motet.pk]))

    assert page.locator("noscript meta[http-equiv=refresh]").or_(page.locator("meta[http-equiv=refresh]")).count() == 1
    expect(page.get_by_text("Ärende nummer 1 om skolskjuts")).to_be_visible()
    context.close()
