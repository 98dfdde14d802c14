"""The dagordning made by keyboard, mouse and number, and the meeting opened, in Chromium."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from protokoll.standiga import lagg_upp_vanliga
from tests.browser import log_in, look
from tests.factories import MandatFactory, ParagrafFactory, ProtokollFactory, SammantradeFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mote(municipality):
    for n, (roll, namn) in enumerate([("ordforande", "Ola Ord"), ("vice_1", "Vera Vice"), ("ledamot", "Lars Led")]):
        MandatFactory(organ=municipality, roll=roll, person__namn=namn, ordning=n)
    lagg_upp_vanliga(municipality, by=None)
    return SammantradeFactory(organ=municipality, datum=timezone.localdate(), lage="planerat", plats="Tunasalen")


def order(mote) -> list[str]:
    return list(mote.paragraferna.order_by("ordning").values_list("rubrik", flat=True))


def shown(page) -> list[str]:
    return [row.get_attribute("data-rubrik") for row in page.locator("li[data-pk]").all()]


def settled(page, mote, expected: list[str]) -> None:
    """The page and the database come to say the same."""
    expect(page.locator("li[data-pk]")).to_have_count(len(expected))
    for n, rubrik in enumerate(expected):
        expect(page.locator("li[data-pk]").nth(n)).to_have_attribute("data-rubrik", rubrik)
    expect(page.locator("#dagordningslista")).not_to_have_attribute("aria-busy", "true")
    assert order(mote) == expected


def drag(page, rubrik: str, till: str) -> None:
    """Take hold of one row and hold it over another."""
    grepp, mal = (page.get_by_role("button", name=f"Flytta {r}", exact=True) for r in (rubrik, till))
    mal.scroll_into_view_if_needed()
    fran, dit = grepp.bounding_box(), mal.bounding_box()
    page.mouse.move(fran["x"] + 10, fran["y"] + 10)
    page.mouse.down()
    page.mouse.move(dit["x"] + 10, dit["y"] + 5, steps=6)


FORST = ["Val av protokolljusterare", "Fastställande av dagordning"]
SIST = ["Uppföljning av uppdrag", "Inbjudningar", "Delegationsbeslut", "Meddelanden"]


def test_a_dagordning_by_keyboard_mouse_and_number_and_the_meeting(browser_page, live_server, mote):
    page = browser_page
    log_in(page, live_server)
    page.goto(live_server.url + mote.get_absolute_url())
    page.get_by_role("link", name="Gör dagordningen").first.click()
    look(page, "dagordning-tom")

    # Ten ärenden by keyboard alone, typed without waiting for anything.
    expect(page.get_by_label("Rubrik", exact=True)).to_be_focused()
    nya = [f"Ärende nummer {n}" for n in range(1, 11)]
    for n, rubrik in enumerate(nya, start=1):
        page.keyboard.type(rubrik)
        page.keyboard.press("Tab")
        page.keyboard.type(f"2026/{n:06d}")
        page.keyboard.press("Enter")
    settled(page, mote, [*FORST, *nya, *SIST])
    assert mote.paragraferna.get(rubrik=nya[9]).dnr == "2026/000010"
    expect(page.get_by_label("Rubrik", exact=True)).to_be_focused()

    # By keyboard: several presses at once, and the focus stays.
    grepp = page.get_by_role("button", name="Flytta Meddelanden")
    grepp.focus()
    for _ in range(3):
        page.keyboard.press("Alt+ArrowUp")
    settled(page, mote, [*FORST, *nya, "Meddelanden", *SIST[:3]])
    expect(page.locator("#dagordning-status")).to_have_text("Meddelanden: plats 13 av 16")
    expect(page.get_by_role("button", name="Flytta Meddelanden")).to_be_focused()
    page.get_by_role("button", name="Flytta Val av").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#dagordning-status")).to_have_text("Ärendet står redan först.")

    # By number
    page.get_by_label("Plats för Meddelanden").fill("16")
    page.keyboard.press("Enter")
    settled(page, mote, [*FORST, *nya, *SIST])
    expect(page.get_by_label("Plats för Meddelanden")).to_be_focused()

    # By mouse; Escape gives it back.
    drag(page, nya[4], nya[1])
    page.keyboard.press("Escape")
    page.mouse.up()
    assert shown(page) == [*FORST, *nya, *SIST]
    drag(page, nya[4], nya[1])
    page.mouse.up()
    flyttade = [nya[0], nya[4], *nya[1:4], *nya[5:]]
    settled(page, mote, [*FORST, *flyttade, *SIST])
    look(page, "dagordning", axe=True)

    # A double press adds once: the second finds an empty form.
    page.get_by_label("Rubrik", exact=True).fill("Information om beredskap")
    page.get_by_label("Slag").select_option("Information utan beslut")
    page.get_by_label("Rubrik", exact=True).press("Enter")
    page.get_by_label("Rubrik", exact=True).press("Enter")
    flyttade.append("Information om beredskap")
    settled(page, mote, [*FORST, *flyttade, *SIST])

    # The meeting
    page.get_by_role("link", name="Till sammanträdet").click()
    look(page, "sammantrade-planerat")
    page.get_by_role("button", name="Öppna sammanträdet").click()
    expect(page.get_by_role("link", name="Skriv § 1")).to_be_visible()
    page.get_by_role("link", name="Justerare", exact=True).click()
    page.get_by_label("Vera Vice").check()
    page.get_by_label("Justeringens plats").fill("Stadshuset")
    look(page, "justerare")
    page.get_by_role("button", name="Spara justerare").click()
    expect(page.get_by_text("Justerare: Vera Vice.")).to_be_visible()
    expect(page.get_by_text("väljer Vera Vice")).to_be_visible()
    look(page, "sammantrade-pagar", axe=True)

    # Numbers follow the order; what is taken up stays.
    page.get_by_role("link", name="Dagordning", exact=True).click()
    expect(page.get_by_role("button", name="Flytta Val av")).to_have_count(0)
    page.get_by_role("button", name="Flytta Meddelanden").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#dagordning-status")).to_have_text("Meddelanden: plats 16 av 17, § 16")
    assert mote.paragraferna.get(rubrik="Meddelanden").nummer == 16
    look(page, "dagordning-pagar", axe=True)

    page.goto(live_server.url + reverse("protokoll:sammantrade-avsluta", args=[mote.pk]))
    look(page, "avsluta")
    page.goto(live_server.url + reverse("protokoll:paragrafserie", args=[mote.organ_id]))
    look(page, "paragrafserie")
    page.goto(live_server.url + reverse("protokoll:standiga-arenden", args=[mote.organ_id]))
    look(page, "standiga-arenden")


def test_without_javascript_everything_is_there(browser, live_server, mote):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, live_server)
    page.goto(live_server.url + reverse("protokoll:dagordning", args=[mote.pk]))
    for rubrik in ("Vägen", "Bron"):
        page.get_by_label("Rubrik", exact=True).fill(rubrik)
        page.keyboard.press("Enter")
        expect(page.get_by_label(f"Plats för {rubrik}")).to_be_visible()
    expect(page.get_by_role("button", name="Flytta Bron")).to_have_count(0)
    page.get_by_label("Plats för Bron").fill("1")
    page.locator("li", has_text="Bron").get_by_role("button", name="Flytta").click()
    expect(page.get_by_text("Bron står nu på plats 1.")).to_be_visible()

    assert order(mote) == ["Bron", *FORST, "Vägen", *SIST]
    context.close()


def test_lost_contact_keeps_what_was_typed(page, live_server, mote):
    log_in(page, live_server)
    page.goto(live_server.url + reverse("protokoll:dagordning", args=[mote.pk]))
    page.route("**/dagordning/nytt/", lambda route: route.abort())
    page.get_by_label("Rubrik", exact=True).fill("Vägen")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Ingen kontakt med servern").first).to_be_visible()
    expect(page.get_by_label("Rubrik", exact=True)).to_have_value("Vägen")

    page.unroute("**/dagordning/nytt/")
    page.get_by_label("Rubrik", exact=True).press("Enter")
    expect(page.get_by_label("Plats för Vägen")).to_be_visible()


def test_a_meeting_closed_meanwhile_says_why(page, live_server, mote):
    log_in(page, live_server)
    page.goto(live_server.url + reverse("protokoll:dagordning", args=[mote.pk]))
    mote.lage = "installt"
    mote.installt_skal = "för få anmälda"
    mote.save()
    page.get_by_label("Rubrik", exact=True).fill("Vägen")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Sammanträdet är inställt").first).to_be_visible()
    expect(page.get_by_label("Rubrik", exact=True)).to_have_value("Vägen")


def test_a_heading_of_one_very_long_word_stays_within_the_page(browser_page, live_server, mote):
    ParagrafFactory(protokoll=ProtokollFactory(sammantrade=mote), nummer=1, rubrik="Långtordutanmellanslag" * 12)
    log_in(browser_page, live_server)

    serien = f"{reverse('protokoll:paragrafserie', args=[mote.organ_id])}?ar={mote.datum.year}"
    for n, path in enumerate((mote.get_absolute_url(), serien)):
        browser_page.goto(live_server.url + path)
        expect(browser_page.get_by_text("Långtordutanmellanslag").first).to_be_visible()
        look(browser_page, f"43-langt-ord-{n}")
