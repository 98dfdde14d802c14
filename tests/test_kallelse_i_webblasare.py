"""A kallelse in Chromium: sent by the secretary, answered by the link in the mail, and an ersättare called in."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from kommun.models import User
from protokoll.kallelse import kalla
from protokoll.models import Kallad
from tests.browser import log_in, look
from tests.protokoll.kallelseprov import arende, planerat, valj

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mote(municipality, live_server, settings):
    settings.WEBBADRESS = live_server.url
    valj(municipality)
    mote = planerat(municipality)
    arende(mote, 3, "Läget i skolan", slag="information", foredragande="Skolchefen")
    return mote


def link(to: str) -> str:
    """The personal link in the latest mail to somebody."""
    body = next(b.body for b in reversed(mail.outbox) if b.to == [f"{to}@example.invalid"])
    return re.search(r"http://\S+/kallelse/\S+", body)[0]


def test_from_kallelse_to_ersattare(browser_page, live_server, mote, browser):
    page = browser_page
    log_in(page, live_server)
    page.goto(f"{live_server.url}/sammantraden/{mote.pk}/kallelse/")
    expect(page.get_by_text("Knut Kanslaby (KD)")).to_be_visible()
    look(page, "kallelse-01-fore")
    page.get_by_label("Meddelande").fill("Vi börjar med ett studiebesök.")
    page.get_by_role("button", name="Skicka kallelsen").dblclick()
    expect(page.get_by_text("Kallelse 1 är skickad.")).to_be_visible()
    assert len(mail.outbox) == 6
    look(page, "kallelse-02-skickad", axe=True)

    # The ledamot, on a phone, without login
    phone = browser.new_context(viewport={"width": 390, "height": 844})
    hers = phone.new_page()
    hers.goto(link("linnea"))
    expect(hers.get_by_role("heading", name="Kommer du?")).to_be_visible()
    look(hers, "kallelse-03-svar")
    hers.set_viewport_size({"width": 390, "height": 844})
    hers.get_by_role("button", name="Jag kommer inte").click()
    expect(hers.get_by_role("heading", name="Du har svarat att du inte kommer")).to_be_visible()
    hers.get_by_label("Skäl").fill("bortrest")
    hers.get_by_role("button", name="Spara skälet").click()
    expect(hers.get_by_text("Skäl: bortrest")).to_be_visible()
    look(hers, "kallelse-04-svarat", axe=True)
    assert {c["name"] for c in phone.cookies()} == {"csrftoken"}

    # The secretary calls in the next one
    page.reload()
    expect(page.get_by_text("Näst på tur i S: Elof Ersund (S).")).to_be_visible()
    look(page, "kallelse-05-franvarande")
    page.get_by_role("button", name="Kalla in Elof Ersund").click()
    expect(page.get_by_text("Elof Ersund är inkallad för Linnea Ledin")).to_be_visible()

    # Who says yes by his own link
    hers.goto(link("elof"))
    expect(hers.get_by_text("Du ersätter Linnea Ledin.")).to_be_visible()
    hers.get_by_role("button", name="Jag kommer", exact=True).click()
    expect(hers.get_by_role("heading", name="Du har svarat att du kommer")).to_be_visible()
    page.reload()
    expect(page.locator("#franvarande").get_by_text("Kommer", exact=True)).to_be_visible()
    assert Kallad.objects.get(person__namn="Elof Ersund").inkallad_for.person.namn == "Linnea Ledin"

    # The ledamot changes her mind: the secretary is told, and settles it
    hers.goto(link("linnea"))
    hers.get_by_role("button", name="Jag kommer ändå").click()
    expect(hers.get_by_role("heading", name="Du har svarat att du kommer")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Linnea Ledin kommer ändå")).to_be_visible()
    look(page, "kallelse-06-kommer-anda", axe=True)
    page.get_by_role("button", name="Återkalla Elof Ersund").click()
    expect(page.get_by_text("Inkallelsen av Elof Ersund är återkallad.")).to_be_visible()

    # And an extra ärende is sent as a changed kallelse
    arende(mote, 4, "Akut inköp", extra=True)
    page.reload()
    expect(page.get_by_text("Extra ärende: 4. Akut inköp.")).to_be_visible()
    look(page, "kallelse-07-andrad")
    page.get_by_role("button", name="Skicka ändrad kallelse").click()
    expect(page.get_by_text("Kallelse 2 är skickad.")).to_be_visible()
    page.get_by_role("link", name="Anteckna svar från Vega Vicedotter").click()
    look(page, "kallelse-08-anteckna")
    page.get_by_role("button", name="Kommer", exact=True).click()
    expect(page.get_by_text("Svaret från Vega Vicedotter är antecknat.")).to_be_visible()
    phone.close()


def test_answer_without_javascript(browser, live_server, mote):
    kalla(sammantrade=mote, by=User.objects.get(username="siv"))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(link("vega"))

    page.get_by_role("button", name="Jag kommer inte").click()

    expect(page.get_by_role("heading", name="Du har svarat att du inte kommer")).to_be_visible()
    assert Kallad.objects.get(person__namn="Vega Vicedotter").svar == "franvaro"
    context.close()
