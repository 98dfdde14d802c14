"""The picture of who is in the room, in Chromium: by keys, by mouse, on a phone, and without JavaScript."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from protokoll.models import GodtagenVarning
from protokoll.narvarolista import narvarolista
from protokoll.upprop import gor_upprop
from tests.browser import log_in, look
from tests.factories import MandatFactory, ParagrafFactory, PartiFactory, ProtokollFactory, SammantradeFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mote(municipality):
    """A meeting of KSAU with §§ 14–33, five members and two ersättare, and its upprop done."""
    a, b = PartiFactory(beteckning="A"), PartiFactory(beteckning="B")
    for n, (namn, roll, parti) in enumerate(
        (
            ("Asta Alm", "ordforande", a),
            ("Bo Bok", "vice_1", b),
            ("Cia Ceder", "ledamot", a),
            ("Didrik Dal", "ledamot", b),
            ("Eskil Eng", "ledamot", b),
            ("Frej Furu", "ersattare", b),
            ("Greta Gran", "ersattare", a),
        )
    ):
        MandatFactory(organ=municipality, person__namn=namn, roll=roll, parti=parti, ordning=n)
    mote = SammantradeFactory(organ=municipality, datum=date(2026, 3, 4), lage="pagar")
    protokoll = ProtokollFactory(sammantrade=mote)
    for n in range(14, 34):
        ParagrafFactory(protokoll=protokoll, nummer=n, rubrik=f"Ärende nummer {n}")
    gor_upprop(mote, by=None)
    return mote


@pytest.fixture
def page(browser_page, live_server, mote):
    log_in(browser_page, live_server)
    browser_page.live = live_server.url
    browser_page.goto(live_server.url + reverse("protokoll:narvaro", args=[mote.pk]))
    return browser_page


def square(page, mote, namn, nummer=None):
    p = mote.paragraferna.get(nummer=nummer).pk if nummer else "upprop"
    return page.locator(f"#r-{mote.motesdeltagarna.get(namn=namn).pk}-{p}")


def says(page, text):
    """Two requests in a row on a busy machine take their time."""
    expect(page.locator("#besked")).to_contain_text(text, timeout=30_000)


def front_page(mote):
    f = narvarolista(mote).framsida()
    return [r.text for r in (*f.ledamoter, *f.ersattare)]


def test_absent_and_an_ersattare_called_in_with_three_keys(page, mote):
    square(page, mote, "Cia Ceder").focus()
    # Typed faster than the server answers: no key is lost, none acts on an old picture.
    for key in ("g", "e", "Enter"):
        page.keyboard.press(key)

    says(page, "Greta Gran (A) tjänstgör för Cia Ceder (A) från öppnandet")
    expect(square(page, mote, "Cia Ceder")).to_be_focused()
    expect(page.locator("#framsida")).to_contain_text("Greta Gran (A) tjänstgör för Cia Ceder (A)")
    expect(square(page, mote, "Greta Gran", 14)).to_have_attribute("data-lage", "ersatter")
    assert "Greta Gran (A) tjänstgör för Cia Ceder (A)" in front_page(mote)
    page.reload()
    look(page, "60-narvaro")


def test_jav_by_key_and_its_ersattare_and_undo(page, mote):
    square(page, mote, "Asta Alm", 14).focus()
    page.keyboard.press("ArrowRight")
    expect(square(page, mote, "Asta Alm", 15)).to_be_focused()
    for key in ("j", "e", "Enter"):
        page.keyboard.press(key)

    says(page, "tjänstgör för Asta Alm (A) vid § 15")
    expect(square(page, mote, "Bo Bok", 15)).to_have_attribute("data-lage", "leder")
    expect(square(page, mote, "Asta Alm", 15)).to_have_text("J" + "Asta Alm (A), § 15: jävig")
    assert front_page(mote)[0] == "Asta Alm (A), ordförande, deltar ej § 15 p.g.a. jäv"
    look(page, "61-narvaro-jav", axe=True)

    page.reload()
    square(page, mote, "Asta Alm", 15).focus()
    page.keyboard.press("u")
    says(page, "Borttaget: Greta Gran")
    page.keyboard.press("u")
    says(page, "Borttaget: Asta Alm")
    assert not mote.narvarohandelserna.exists()


def test_arrows_stop_at_the_edge_and_one_square_is_in_the_tab_order(page, mote):
    square(page, mote, "Asta Alm").focus()
    page.keyboard.press("ArrowUp")
    expect(square(page, mote, "Asta Alm")).to_be_focused()
    page.keyboard.press("End")
    expect(square(page, mote, "Asta Alm", 33)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(square(page, mote, "Bo Bok", 33)).to_be_focused()

    assert page.locator("#bild a.ruta[tabindex='0']").count() == 1
    assert page.locator("#bild").get_attribute("role") == "grid"


def test_from_a_paragraf_one_arrives_at_its_column(page, mote):
    page.goto("about:blank")
    base = mote.paragraferna.get(nummer=20)
    page.goto(f"{page.live}{reverse('protokoll:narvaro', args=[mote.pk])}#paragraf-{base.pk}")
    expect(square(page, mote, "Asta Alm", 20)).to_be_focused()
    page.goto("about:blank")
    page.goto(f"{page.live}{reverse('protokoll:narvaro', args=[mote.pk])}#paus")
    expect(page.get_by_label("Från", exact=True)).to_be_focused()


def test_a_key_that_is_refused_says_why_and_the_hand_stays(page, mote):
    square(page, mote, "Cia Ceder", 16).focus()
    page.keyboard.press("k")

    says(page, "Cia Ceder (A) är redan där vid § 16.")
    expect(square(page, mote, "Cia Ceder", 16)).to_be_focused()


def slow(page, seconds=1):
    """Every note about somebody is answered late."""

    def wait(route):
        page.wait_for_timeout(seconds * 1000)
        route.continue_()

    page.route("**/handelser/ny/", wait)


@pytest.mark.parametrize("come", ["by mouse", "by mouse, and waiting a while", "by a screen reader"])
def test_a_key_acts_on_the_square_in_which_it_was_pressed(page, mote, come):
    slow(page)
    square(page, mote, "Cia Ceder", 20).focus()
    page.keyboard.press("g")
    if come == "by a screen reader":
        square(page, mote, "Didrik Dal", 22).focus()
    else:
        square(page, mote, "Didrik Dal", 22).click()
    if "waiting" in come:
        with page.expect_response(lambda r: r.request.method == "POST"):
            pass
    page.keyboard.press("j")

    says(page, "Didrik Dal (B) är jävig vid § 22")
    handelser = mote.narvarohandelserna.values_list("deltagare__namn", "paragraf__nummer", "slag")
    assert sorted(handelser) == [("Cia Ceder", 20, "gar"), ("Didrik Dal", 22, "jav")]


def test_fast_keys_walk_from_square_to_square_while_the_answer_is_awaited(page, mote):
    slow(page)
    square(page, mote, "Cia Ceder", 20).focus()
    for key in ("g", "ArrowDown", "ArrowRight", "g", "ArrowDown", "j"):
        page.keyboard.press(key)

    says(page, "Eskil Eng (B) är jävig vid § 21")
    handelser = mote.narvarohandelserna.values_list("deltagare__namn", "paragraf__nummer", "slag")
    assert sorted(handelser) == [("Cia Ceder", 20, "gar"), ("Didrik Dal", 21, "gar"), ("Eskil Eng", 21, "jav")]


def test_a_refusal_that_comes_late_leaves_the_hand_where_it_went(page, mote):
    slow(page)
    square(page, mote, "Cia Ceder", 16).focus()
    page.keyboard.press("k")
    square(page, mote, "Didrik Dal", 22).click()

    says(page, "Cia Ceder (A) är redan där vid § 16.")
    expect(square(page, mote, "Didrik Dal", 22)).to_be_focused()
    page.keyboard.press("j")
    says(page, "Didrik Dal (B) är jävig vid § 22")


def test_a_reason_is_asked_for_and_typed_where_one_is(page, mote):
    square(page, mote, "Cia Ceder", 16).focus()
    page.keyboard.press("g")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("k")

    expect(page.get_by_label("Skäl")).to_be_focused(timeout=30_000)
    page.get_by_label("Skäl").fill("styrkebalansen påverkades")
    page.keyboard.press("Enter")

    says(page, "Cia Ceder (A) kommer till § 19")
    look(page, "62-narvaro-skal", axe=True)
    assert GodtagenVarning.objects.get().skal == "styrkebalansen påverkades"


def test_by_mouse(page, mote):
    square(page, mote, "Didrik Dal", 20).click()
    vald = str(mote.motesdeltagarna.get(namn="Didrik Dal").pk)
    expect(page.get_by_label("Vem", exact=True)).to_have_value(vald, timeout=30_000)
    form = page.locator("[data-anteckna]")
    form.get_by_label("Jäv", exact=True).check()
    expect(form.get_by_label("Bara den paragrafen")).to_be_hidden()
    form.get_by_label("Ersättare som tjänstgör i stället").select_option("Frej Furu (B)")
    form.get_by_role("button", name="Anteckna").click()

    says(page, "Didrik Dal (B) är jävig vid § 20")
    expect(square(page, mote, "Didrik Dal", 20)).to_be_focused()
    assert "Frej Furu (B) tjänstgör § 20 för Didrik Dal (B)" in front_page(mote)


def test_on_a_phone_the_same_is_a_list(page, mote):
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator("#bild")).to_be_hidden()
    page.get_by_text("Ärende nummer 21").first.click()
    page.locator(".punktlista details[open]").get_by_role("link", name="Eskil Eng").click()
    vald = str(mote.motesdeltagarna.get(namn="Eskil Eng").pk)
    expect(page.get_by_label("Vem", exact=True)).to_have_value(vald, timeout=30_000)
    page.locator("[data-anteckna]").get_by_label("Går").check()
    page.get_by_role("button", name="Anteckna").click()

    says(page, "Eskil Eng (B) går före § 21")


def test_without_javascript(browser, live_server, mote):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, live_server)
    page.goto(live_server.url + reverse("protokoll:narvaro", args=[mote.pk]))

    square(page, mote, "Cia Ceder", 16).click()
    page.get_by_label("Ersättare som tjänstgör i stället").select_option("Greta Gran (A)")
    page.get_by_role("button", name="Anteckna").click()

    expect(page.get_by_text("Cia Ceder (A) går före § 16.")).to_be_visible()
    assert "Greta Gran (A) tjänstgör §§ 16–33 för Cia Ceder (A)" in front_page(mote)
    context.close()


def test_an_official_and_a_break(page, mote):
    page.get_by_role("link", name="Lägg till någon i rummet").click()
    look(page, "63-narvaro-nagon")
    page.get_by_label("Namn").fill("Tora Tall")
    page.get_by_label("Titel eller roll").fill("utvecklingschef")
    page.get_by_label("Paragrafer (valfritt)").fill("20; 24")
    page.get_by_role("button", name="Lägg till", exact=True).click()
    expect(page.locator("#framsida")).to_contain_text("Tora Tall, utvecklingschef, §§ 20; 24")

    page.get_by_text("Anteckna en paus").click()
    page.get_by_label("Från").fill("14:25")
    page.get_by_role("button", name="Spara pausen").click()
    page.get_by_label("Återupptogs").fill("14:35")
    page.get_by_role("button", name="Avsluta pausen").click()
    expect(page.get_by_text("Ajournering 14.25–14.35").first).to_be_visible()
    look(page, "64-narvaro-paus")
