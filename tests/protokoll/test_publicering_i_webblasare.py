"""A secretary marks a name, hides it and publishes; somebody with the paper and the file finds out what they are."""

import pytest
from playwright.sync_api import expect

from protokoll.models import Publicering
from tests.browser import log_in, look
from tests.factories import BeslutFactory, VersionFactory, justera

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_a_marked_name_to_the_page_of_the_public(browser_page, live_server, municipality, tmp_path):
    page = browser_page
    beslut = BeslutFactory(
        paragraf__protokoll__sammantrade__organ=municipality,
        paragraf__nummer=7,
        paragraf__rubrik="Dispens",
        text="<p>Anna Andersson beviljas dispens.</p>",
    )
    protokoll = beslut.paragraf.protokoll
    version = VersionFactory(protokoll=protokoll)
    justera(protokoll)

    log_in(page, live_server)
    page.goto(f"{live_server.url}/protokoll/{protokoll.pk}/publicera/")
    expect(page.get_by_text("Anna Andersson – § 7")).to_be_visible()
    page.get_by_role("link", name="Maskera i texten").click()
    page.evaluate(
        "() => { const text = document.querySelector('[data-maskera] .avsnitt-text p').firstChild;"
        " document.getSelection().setBaseAndExtent(text, 0, text, 14); }"
    )
    expect(page.get_by_label("Orden som ska döljas")).to_have_value("Anna Andersson")
    page.get_by_role("button", name="Dölj i webbversionen").click()
    expect(page.get_by_text("[uppgiften har tagits bort] beviljas dispens.")).to_be_visible()
    look(page, "maskera", axe=True)
    page.get_by_role("link", name="Klart").click()
    page.get_by_role("button", name="Publicera på webben").click()
    expect(page.get_by_text("Protokollet är publicerat på webben.")).to_be_visible()

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/protokoll-pa-webben/?q=dispens")
    look(page, "protokoll-pa-webben")
    page.get_by_role("link", name="§ 7 Dispens").click()
    expect(page.get_by_text("[uppgiften har tagits bort] beviljas dispens.")).to_be_visible()
    look(page, "offentlig-paragraf")
    fil = tmp_path / "protokoll.pdf"
    fil.write_bytes(version.pdf)
    page.get_by_role("link", name="Kontrollera ett protokoll").click()
    page.get_by_label("PDF-fil").set_input_files(fil)
    page.get_by_role("button", name="Kontrollera filen").click()
    expect(page.get_by_role("heading", name="Det här är det justerade protokollet")).to_be_visible()
    look(page, "kontrollera", axe=True)
    page.goto(f"{live_server.url}/kontrollera/?kod={Publicering.objects.get().kontrollkod}")
    expect(page.get_by_role("heading", name="Koden hör till protokollets webbversion")).to_be_visible()
    assert page.context.cookies() == []
