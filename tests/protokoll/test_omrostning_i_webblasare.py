"""A decision that is contested, from the first yrkande to the reservation, by keyboard in Chromium."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from protokoll.forlopp import forlopp
from protokoll.models import Anmalan, Omrostning, Rost, Yrkande
from protokoll.omrostning import starta_omrostning
from tests.browser import log_in, look
from tests.factories import BeslutFactory
from tests.protokoll.roll import motet

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mote(municipality):
    """Seven seats, one of them jävig at the §: six vote."""
    mote = motet(municipality)
    BeslutFactory(paragraf=mote.paragraf, text="<p>Arbetsutskottet avslår motionen.</p>")
    mote.javig(mote.gast)
    return mote


def url(live_server, name, rad):
    return live_server.url + reverse(f"protokoll:{name}", args=[rad.pk])


def test_a_tie_by_keyboard_and_a_reservation(browser_page, live_server, mote):
    page = browser_page
    log_in(page, live_server)

    # Two yrkanden, people by first letters
    page.goto(url(live_server, "yrkande-nytt", mote.paragraf))
    page.keyboard.type("ada")
    page.keyboard.press("Enter")
    page.get_by_label("Avslag", exact=True).check()
    expect(page.get_by_label("… yrkar")).to_have_value("avslag på motionen")
    page.get_by_role("button", name="Spara, och ett till").click()
    expect(page.get_by_text("Yrkandet är antecknat.")).to_be_visible()
    expect(page.get_by_label("Ada Alm (M), ordförande").first).not_to_be_checked()
    page.keyboard.type("cia")
    page.keyboard.press("Enter")
    page.keyboard.type("bb")
    page.keyboard.press("Enter")
    page.get_by_label("Bifall till förslaget").check()
    look(page, "40-yrkande")
    page.get_by_role("button", name="Spara yrkandet").click()
    page.wait_for_url("**#beslutsgang")
    assert [r.deltagare.namn for r in Yrkande.objects.last().yrkarna.all()] == ["Cia Ceder", "Bo Björk"]

    # The chair's question, as proposed
    page.goto(url(live_server, "beslutsgang", mote.paragraf))
    page.get_by_label("Ordföranden finner").first.select_option("Enligt det första")
    look(page, "41-beslutsgang")
    page.get_by_role("button", name="Spara beslutsgången").click()
    page.wait_for_url("**#beslutsgang")
    look(page, "42-beslutsgangspanel", axe=True)

    # The vote: six keys and Enter
    page.get_by_role("link", name="Omröstning begärs").click()
    expect(page.get_by_label("Ja-röst innebär")).to_have_value("avslag på motionen")
    look(page, "43-omrostningens-fraga")
    page.get_by_role("button", name="Till rösterna").click()
    expect(page.get_by_role("radio", name="Ja, Bo Björk (SD)")).to_be_focused()
    expect(page.get_by_text("6 har inte röstat än.")).to_be_visible()
    page.keyboard.type("nnnjj")
    expect(page.get_by_text("1 har inte röstat än.")).to_be_visible()
    page.keyboard.type("a")
    expect(page.get_by_text("med 3 nej-röster mot 2 ja-röster och 1 som avstår")).to_be_visible()
    page.keyboard.type("j")
    tie = page.locator("#rostresultat")
    expect(tie).to_contain_text("Vid lika röstetal avgör ordförandens röst, som är ja.")
    look(page, "44-omrostning-lika", axe=True)
    live = tie.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**#beslutsgang")
    vote = Omrostning.objects.get()
    assert (vote.ja, vote.nej, vote.utfall, Rost.objects.count()) == (3, 3, "ja", 6)
    text = forlopp(mote.paragraf, mote.lista)["omrostningsresultat"]
    assert text.startswith(f"<p>{live}</p><table>")

    # The reservation
    page.get_by_role("link", name="Reservation", exact=True).click()
    expect(page.get_by_label("Vem: skriv de första bokstäverna i namnet")).to_be_focused()
    page.keyboard.type("ida")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("En protokollsanteckning går bra i stället.").first).to_be_visible()
    look(page, "45-reservation-fel", axe=True)
    page.get_by_label("Ida Idh (V), tjänstgör inte").uncheck()
    page.get_by_label("Cia Ceder (SD)").check()
    page.get_by_label("Till förmån för").fill("eget förslag")
    page.locator(".ProseMirror").click()
    page.keyboard.type("Motionen borde ha bifallits.")
    page.get_by_role("button", name="Spara", exact=True).click()
    page.wait_for_url("**#beslutsgang")
    assert forlopp(mote.paragraf, mote.lista)["reservation"] == (
        "<p>Cia Ceder (SD) reserverar sig mot beslutet till förmån för eget förslag med följande motivering:</p>"
        "<p>Motionen borde ha bifallits.</p>"
    )
    assert Anmalan.objects.count() == 1
    look(page, "46-beslutsgang-klar", axe=True)


def test_grid_moves_takes_back_and_asks_for_the_casting_vote(browser_page, live_server, mote, municipality):
    page = browser_page
    vote = starta_omrostning(paragraf=mote.paragraf, ja_innebar="bifall", nej_innebar="avslag", by=None)
    log_in(page, live_server)
    page.goto(url(live_server, "omrostning", vote))

    page.keyboard.type("jjn")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Backspace")
    expect(page.locator("[data-summa=nej]")).to_have_text("0")
    page.keyboard.type("nnna")
    casting = page.get_by_role("group", name="Utslagsröst")
    expect(casting).to_be_hidden()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#rostresultat")).to_contain_text("3 ja-röster mot 2 nej-röster och 1 som avstår")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("a")
    expect(casting).to_be_visible()
    expect(page.locator("#rostresultat")).to_contain_text("Ange vad utslagsrösten blev.")
    casting.get_by_label("Nej").check()
    expect(page.locator("#rostresultat")).to_contain_text("har ordföranden utslagsröst, och ordföranden röstar nej")
    page.get_by_role("button", name="Spara så länge").click()
    expect(page.get_by_text("Rösterna är sparade. Omröstningen pågår.")).to_be_visible()
    expect(page.get_by_text("Förra gången kom det inte fram")).to_have_count(0)
    page.get_by_role("group", name="Utslagsröst").get_by_label("Nej").check()
    page.get_by_role("button", name="Avsluta omröstningen").click()
    page.wait_for_url("**#beslutsgang")
    vote.refresh_from_db()
    assert (vote.ja, vote.nej, vote.avstar, vote.utfall) == (2, 2, 2, "nej")


def test_closed_vote_tells_its_result_live(browser_page, live_server, mote):
    page = browser_page
    vote = starta_omrostning(
        paragraf=mote.paragraf, ja_innebar="val av Bo Björk (SD)", nej_innebar="val av Eva Ek (S)", sluten=True, by=None
    )
    log_in(page, live_server)
    page.goto(url(live_server, "omrostning", vote))

    page.keyboard.type("3")
    page.get_by_label("Nej-röster").fill("3")
    page.get_by_role("group", name="Lotten föll på").get_by_label("Ja").check()
    expect(page.locator("#rostresultat")).to_contain_text("arbetsutskottet väljer Bo Björk")
    look(page, "47-sluten-omrostning", axe=True)
    page.get_by_role("button", name="Avsluta omröstningen").click()
    page.wait_for_url("**#beslutsgang")
    vote.refresh_from_db()
    assert (vote.ja, vote.nej, vote.utfall) == (3, 3, "ja")


def test_vote_without_javascript(browser, live_server, mote):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    vote = starta_omrostning(paragraf=mote.paragraf, ja_innebar="bifall", nej_innebar="avslag", by=None)
    log_in(page, live_server)

    page.goto(url(live_server, "omrostning", vote))
    for namn in ("Bo Björk (SD)", "Cia Ceder (SD)", "Dan Dal (S)", "Eva Ek (S)", "Frej Fors (M)", "Ada Alm (M)"):
        page.get_by_role("radio", name=f"Ja, {namn}").check(force=True)
    page.get_by_role("button", name="Avsluta omröstningen").click()

    expect(page.get_by_text("Omröstningen är avslutad.")).to_be_visible()
    vote.refresh_from_db()
    assert (vote.ja, vote.utfall) == (6, "ja")
    page.goto(url(live_server, "yrkande-nytt", mote.paragraf))
    page.get_by_role("group", name="Vem yrkar").get_by_label("Bo Björk (SD)").check()
    page.get_by_label("Avslag", exact=True).check()
    page.get_by_role("button", name="Spara yrkandet").click()
    expect(page.get_by_text("Yrkandet är antecknat.")).to_be_visible()
    assert Yrkande.objects.get().text == "avslag på motionen"
    context.close()
