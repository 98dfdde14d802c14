"""A secretary plans next year for KF, KS and its AU, moves one meeting and cancels another; the public sees it."""

from datetime import date, time

import pytest
import time_machine
from playwright.sync_api import expect

from protokoll.models import Sammantrade
from tests.browser import log_in, look
from tests.factories import OrganFactory, SammantradeFactory, TjanstFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def organen(municipality):
    """KSAU under KS under KF, all kept by Siv, and KSAU of the year before."""
    kf = OrganFactory(namn="Kommunfullmäktige", kortnamn="KF", slag="fullmaktige")
    ks = OrganFactory(namn="Kommunstyrelsen", kortnamn="KS", slag="styrelse", overordnat=kf)
    municipality.overordnat = ks
    municipality.save()
    siv = municipality.tjansterna.get().person
    for organ in (kf, ks):
        TjanstFactory(person=siv, roll="sekreterare", organ=organ)
    for month in range(9, 13):
        SammantradeFactory(organ=municipality, datum=date(2026, month, 1), start=time(8, 30), plats="Lilla salen")
    return kf, ks, municipality


def days(organ):
    return list(Sammantrade.objects.filter(organ=organ, ar=2027).order_by("datum").values_list("datum", flat=True))


@time_machine.travel("2026-11-22 12:00 +0100")
def test_plan_a_year_for_three_organ(browser_page, live_server, organen):
    page = browser_page
    kf, ks, au = organen
    log_in(page, live_server)
    page.get_by_role("link", name="Sammanträden", exact=True).click()
    look(page, "plan-01-sammantraden")
    page.get_by_role("link", name="Planera ett år").click()
    page.wait_for_load_state()

    # KF: the dates follow the pattern as it is changed, and say what moved
    page.get_by_label("Vilken i månaden").select_option("sista")
    page.get_by_label("Veckodag", exact=True).select_option("måndag")
    expect(page.get_by_text("Flyttat från måndag 29 mars (annandag påsk)")).to_be_visible()
    expect(page.get_by_text("11 av 11 datum är valda")).to_be_visible()
    page.locator("#id_rad-10-datum").fill("2027-12-13")
    page.locator("#id_rad-10-datum").blur()
    expect(page.get_by_text("Ändrat från måndag 27 december")).to_be_visible()
    page.get_by_role("checkbox", name="Skapa sammanträdet 25 januari 2027").uncheck()
    expect(page.get_by_text("10 av 11 datum är valda")).to_be_visible()
    page.get_by_role("group", name="För alla").get_by_label("Börjar").fill("18:00")
    expect(page.locator("#id_rad-9-start")).to_have_value("18:00")
    expect(page.locator("#id_rad-10-datum")).to_have_value("2027-12-13")
    expect(page.get_by_text("10 av 11 datum är valda")).to_be_visible()
    page.get_by_label("Plats").fill("Plenisalen")
    look(page, "plan-02-kf")
    page.locator("#id_rad-1-datum").fill("2027-02-21")
    page.get_by_role("button", name="Skapa sammanträdena").click()
    expect(page.get_by_text("Söndag 21 februari är ingen vardag. Välj en vardag.").first).to_be_visible()
    expect(page.get_by_text("Förra gången kom det inte fram")).to_have_count(0)
    look(page, "plan-03-kf-fel", axe=True)
    assert days(kf) == []
    page.locator("#id_rad-1-datum").fill("2027-02-22")
    page.get_by_role("button", name="Skapa sammanträdena").click()
    expect(page.get_by_text("KF: 10 sammanträden är planerade 2027.")).to_be_visible()
    assert days(kf)[:2] == [date(2027, 2, 22), date(2027, 3, 30)]
    assert days(kf)[-1] == date(2027, 12, 13)

    # KS three weeks before KF, and AU two weeks before KS
    page.get_by_role("link", name="planera KS", exact=True).click()
    expect(page.get_by_label("Antal dagar")).to_have_value("21")
    page.wait_for_load_state()  # what is typed before the scripts are there asks for nothing
    page.get_by_label("Antal dagar").fill("20")
    page.get_by_label("Antal dagar").blur()
    expect(page.get_by_text("tisdag 2 februari")).to_be_visible()
    look(page, "plan-04-ks")
    page.get_by_role("button", name="Skapa sammanträdena").click()
    page.get_by_role("link", name="planera KSAU").click()
    expect(page.locator("#id_rad-0-start")).to_have_value("08:30")
    page.wait_for_load_state()
    page.locator("#id_rad-2-med").uncheck()
    expect(page.get_by_text("KSAU har inget sammanträde mellan KS").first).to_be_visible()
    look(page, "plan-05-ksau", axe=True)
    page.locator("#id_rad-2-med").check()
    expect(page.get_by_text("KSAU har inget sammanträde mellan KS")).to_have_count(0)
    page.get_by_role("button", name="Skapa sammanträdena").click()
    expect(page.get_by_text("KSAU: 10 sammanträden är planerade 2027.")).to_be_visible()
    for upper, lower in ((kf, ks), (ks, au)):
        for day in days(upper):
            assert any(day > d for d in days(lower))
    look(page, "plan-06-aret", axe=True)

    # The same once more makes nothing
    page.get_by_role("link", name="planera KSAU").click()
    expect(page.get_by_text("0 av 10 datum är valda")).to_be_visible()
    page.get_by_role("link", name="Avbryt").click()

    # One is moved, one cancelled, one added
    first, second = Sammantrade.objects.filter(organ=ks, ar=2027).order_by("datum")[:2]
    page.goto(f"{live_server.url}/sammantraden/{first.pk}/andra/")
    look(page, "plan-07-andra")
    page.get_by_role("link", name="Flytta till en annan dag").click()
    page.get_by_label("Ny dag").fill("2027-02-04")
    look(page, "plan-08-flytta")
    page.get_by_role("button", name="Flytta sammanträdet").click()
    expect(page.get_by_text("Sammanträdet är flyttat till torsdag 4 februari 2027")).to_be_visible()
    page.goto(f"{live_server.url}/sammantraden/{second.pk}/stall-in/")
    page.get_by_label("Varför ställs det in?").fill("för få ärenden")
    look(page, "plan-09-stall-in")
    page.get_by_role("button", name="Ställ in sammanträdet").click()
    expect(page.get_by_text("Sammanträdet är inställt.")).to_be_visible()
    page.goto(f"{live_server.url}/sammantraden/nytt/")
    look(page, "plan-10-nytt")

    # What anybody sees
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/kalender/")
    expect(page.get_by_text("Flyttat från 2 februari 2027")).to_be_visible()
    expect(page.get_by_text("Inställt", exact=True)).to_be_visible()
    expect(page.get_by_text("för få ärenden")).to_have_count(0)
    assert page.context.cookies() == []
    look(page, "plan-11-kalender")


@time_machine.travel("2026-11-22 12:00 +0100")
def test_plan_without_javascript(browser, live_server, organen):
    page = browser.new_context(java_script_enabled=False).new_page()
    log_in(page, live_server)
    page.goto(f"{live_server.url}/sammantradesplan/planera/?organ={organen[0].pk}&ar=2027")
    page.get_by_label("Veckodag", exact=True).select_option("torsdag")
    page.get_by_role("button", name="Visa datumen").click()
    expect(page.get_by_text("torsdag 14 januari")).to_be_visible()
    page.locator("#id_rad-0-datum").fill("2027-01-15")
    page.get_by_role("button", name="Räkna om").click()
    expect(page.get_by_text("Ändrat från torsdag 14 januari")).to_be_visible()
    page.get_by_role("button", name="Skapa sammanträdena").click()
    expect(page.get_by_text("KF: 11 sammanträden är planerade 2027.")).to_be_visible()
    assert days(organen[0])[0] == date(2027, 1, 15)
    page.context.close()
