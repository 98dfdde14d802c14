"""The whole path once, in Chromium against the real server and database, with axe and the policy watched."""

from datetime import date

import pdfplumber
import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from protokoll.models import Beslut, Protokoll
from protokoll.skrivning import andra_text
from tests.browser import PASSWORD, log_in, look
from tests.factories import (
    BeslutFactory,
    ParagrafFactory,
    ProtokollFactory,
    UppdragFactory,
)
from uppdrag.models import Uppdrag

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROTOKOLL = settings.BASE_DIR / "kommun" / "demo" / "ksau-2020-02-25.txt"


def test_the_whole_path(browser_page, live_server, municipality, tmp_path):
    page = browser_page
    page.goto(live_server.url)
    look(page, "01-logga-in")
    log_in(page, live_server)
    look(page, "02-min-dag-tom")

    # Read in
    page.get_by_role("link", name="Sammanträden", exact=True).click()
    look(page, "03-sammantraden-tom")
    page.get_by_role("link", name="Läs in ett protokoll").click()
    look(page, "04-las-in")
    page.get_by_label("Protokoll", exact=False).first.set_input_files(PROTOKOLL)
    page.get_by_role("button", name="Läs filen").click()
    expect(page.get_by_role("heading", name="Granska innan du sparar")).to_be_visible()
    for text in ("Vetle Skaate", "§§ 14–35, utom § 21", "kyrilliska", "Redan givet av", "21 januari 2020, § 11"):
        expect(page.get_by_text(text).first).to_be_visible()
    look(page, "05-granska", axe=True)
    assert Protokoll.objects.count() == 0
    page.get_by_label("Rätta ”utarb\u0435\u0442\u0430” till ”utarbeta”").check()
    page.get_by_role("button", name="Spara protokollet").click()

    # Look at it
    expect(page.get_by_text("4 paragrafer är sparade")).to_be_visible()
    look(page, "06-sammantrade")
    page.get_by_role("link", name="Uppföljning av uppdrag från KS och dess utskott").click()
    expect(page.get_by_text("”utarbeta en plan/rutin").first).to_be_visible()
    look(page, "07-paragraf")

    # Correct the decision
    page.get_by_role("link", name="Ändra Kommunstyrelsens arbetsutskotts beslut").click()
    editor = page.locator(".ProseMirror")
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Planen gäller från och med 2021.")
    look(page, "08-andra-beslut", axe=True)
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Skriv varför avskriften rättas").first).to_be_visible()
    typed = page.locator(".ProseMirror").get_by_text("Planen gäller från och med 2021.")
    expect(typed).to_be_visible()
    look(page, "09-andra-beslut-fel", axe=True)
    page.get_by_label("Varför rättas avskriften?").fill("en mening saknades i avskriften")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("article").get_by_text("Planen gäller från och med 2021.")).to_be_visible()
    expect(page.get_by_text("en mening saknades i avskriften")).to_be_visible()

    # Log an uppdrag from it
    page.get_by_role("link", name="Logga uppdrag").click()
    page.get_by_label("Mening i beslutet").select_option("Planen gäller från och med 2021.")
    page.get_by_label("Förvaltning").select_option("Administrativa avdelningen")
    look(page, "10-logga")
    page.get_by_role("button", name="Logga uppdraget").click()
    expect(page.get_by_text("Välj vid vilket sammanträde").first).to_be_visible()
    expect(page.get_by_label("Mening i beslutet")).to_have_value("Planen gäller från och med 2021.")
    look(page, "11-logga-fel")
    page.get_by_label("Senast en viss dag").check()
    page.get_by_label("Senast", exact=True).fill("2020-08-31")
    page.get_by_role("button", name="Logga uppdraget").click()
    expect(page.get_by_text("Uppdraget KSAU 2020:1 är loggat")).to_be_visible()
    look(page, "12-paragraf-med-uppdrag")

    # See it among the overdue
    page.get_by_role("link", name="Uppdrag", exact=True).click()
    page.get_by_role("link", name="Försenade 1").click()
    expect(page.get_by_role("link", name="Planen gäller från och med 2021.")).to_be_visible()
    expect(page.get_by_text("Försenat").first).to_be_visible()
    look(page, "13-forsenade")
    page.get_by_role("link", name="Planen gäller från och med 2021.").click()
    look(page, "14-uppdrag")
    page.get_by_role("link", name="Min dag").click()
    expect(page.get_by_role("link", name="Planen gäller från och med 2021.")).to_be_visible()
    look(page, "15-min-dag")
    page.get_by_role("link", name="Inbjudningar").click()
    expect(page.get_by_text("SKR: Budgetdagen 2020")).to_be_visible()
    look(page, "16-inbjudningar")

    # Print it
    page.goto(live_server.url + Protokoll.objects.get().sammantrade.get_absolute_url())
    link = page.get_by_role("link", name="Protokollet som PDF").get_attribute("href")
    response = page.request.get(live_server.url + link)
    assert response.headers["content-type"] == "application/pdf"
    file = tmp_path / "ut.pdf"
    file.write_bytes(response.body())
    with pdfplumber.open(file) as pdf:
        text = " ".join(" ".join(p.extract_text().split()) for p in pdf.pages)
    for words in ("Planen gäller från och med 2021.", "§§ 14–35, utom § 21", "Inkomna inbjudningar"):
        assert words in text

    assert Uppdrag.objects.get().beslut.paragraf.nummer == 34
    assert "Planen gäller" in Beslut.objects.get(paragraf__nummer=34).text


def avskrivet_beslut(organ) -> Beslut:
    """Of a transcript, which is edited one section at a time in a form of the ordinary kind."""
    protokoll = ProtokollFactory(sammantrade__organ=organ, lage="avskrift")
    return BeslutFactory(paragraf=ParagrafFactory(protokoll=protokoll))


def test_two_tabs_on_the_same_decision_lose_no_text(browser_page, live_server, municipality, context):
    beslut = avskrivet_beslut(municipality)
    log_in(browser_page, live_server)
    url = live_server.url + reverse("protokoll:beslut-andra", args=[beslut.pk])
    first, second = browser_page, context.new_page()
    for page, words in ((first, " Ett."), (second, " Två.")):
        page.goto(url)
        page.locator(".ProseMirror").click()
        page.keyboard.press("Control+End")
        page.keyboard.type(words)
        page.get_by_label("Varför rättas avskriften?").fill("fel läst")

    second.get_by_role("button", name="Spara").click()
    second.get_by_text("Sparat: ").wait_for()
    with first.expect_response(lambda r: r.request.method == "POST") as answer:
        first.get_by_role("button", name="Spara").click()

    assert answer.value.status == 422
    expect(first.locator("#konflikt")).to_be_focused()
    expect(first.get_by_text("Förra gången kom det inte fram")).to_have_count(0)
    expect(first.get_by_text("har sparat en nyare text").first).to_be_visible()
    expect(first.locator(".citat").get_by_text("Två.")).to_be_visible()
    expect(first.locator(".ProseMirror").get_by_text("Ett.")).to_be_visible()


def test_what_was_typed_survives_a_login_that_ran_out(browser_page, live_server, municipality, context):
    beslut = avskrivet_beslut(municipality)
    page = browser_page
    log_in(page, live_server)
    page.goto(live_server.url + beslut.andra_url)
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Skrivet innan.")
    page.get_by_label("Varför rättas avskriften?").fill("fel läst")
    context.clear_cookies(name="sessionid")

    page.get_by_role("button", name="Spara").click()
    page.get_by_label("Användarnamn").fill("siv")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_text("Det du skrev är tillbaka i formuläret")).to_be_visible()
    expect(page.locator(".ProseMirror").get_by_text("Skrivet innan.")).to_be_visible()
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Sparat: ")).to_be_visible()
    assert "Skrivet innan." in Beslut.objects.get().text


def test_what_was_put_back_never_overwrites_a_colleague(browser_page, live_server, municipality, context):
    beslut = avskrivet_beslut(municipality)
    page = browser_page
    log_in(page, live_server)
    page.goto(live_server.url + beslut.andra_url)
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Mitt.")
    page.get_by_label("Varför rättas avskriften?").fill("fel läst")
    context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Spara").click()
    andra_text(beslut, text="<p>Kollegans.</p>", version=beslut.version, by=None, skal="fel läst")
    page.get_by_label("Användarnamn").fill("siv")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.locator(".ProseMirror").get_by_text("Mitt.")).to_be_visible()
    page.get_by_role("button", name="Spara").click()

    expect(page.locator("#konflikt").get_by_text("Kollegans.")).to_be_visible()
    expect(page.locator(".ProseMirror").get_by_text("Mitt.")).to_be_visible()
    assert Beslut.objects.get().text == "<p>Kollegans.</p>"


def test_words_marked_in_the_decision_come_along(browser_page, live_server, municipality):
    beslut = BeslutFactory(paragraf=ParagrafFactory(protokoll=ProtokollFactory(sammantrade__organ=municipality)))
    page = browser_page
    log_in(page, live_server)
    page.goto(live_server.url + beslut.paragraf.get_absolute_url())
    page.evaluate(
        """(id) => {
            const text = document.querySelector(`#${id} p`).firstChild;
            const start = text.data.indexOf("utreda");
            document.getSelection().setBaseAndExtent(text, start, text, text.data.length - 1);
        }""",
        beslut.ankare,
    )

    page.get_by_role("link", name="Logga uppdrag").click()

    assert page.get_by_role("textbox", name="Uppdraget").input_value() == "utreda frågan"


def test_a_double_click_logs_one_uppdrag(browser_page, live_server, municipality):
    beslut = BeslutFactory(
        paragraf=ParagrafFactory(
            protokoll=ProtokollFactory(sammantrade__organ=municipality, sammantrade__datum=date(2026, 3, 4))
        )
    )
    log_in(browser_page, live_server)
    browser_page.goto(live_server.url + reverse("uppdrag:logga", args=[beslut.pk]))
    browser_page.get_by_label("Förvaltning").select_option("Administrativa avdelningen")
    browser_page.get_by_label("Ingen frist").check()
    browser_page.get_by_label("Första rapporten").fill("2027-01-15")

    browser_page.get_by_role("button", name="Logga uppdraget").dblclick()
    browser_page.get_by_text("är loggat").wait_for()

    assert Uppdrag.objects.count() == 1


def test_pages_work_without_javascript(browser, live_server, municipality):
    beslut = avskrivet_beslut(municipality)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, live_server)

    page.goto(live_server.url + beslut.paragraf.get_absolute_url())
    page.get_by_role("link", name="Ändra Provnämndens beslut").click()
    page.locator("textarea[name=text]").fill("Nämnden avslår.\n\nÄrendet är klart.")
    page.get_by_label("Varför rättas avskriften?").fill("fel läst")
    page.get_by_role("button", name="Spara").click()

    expect(page.get_by_role("article").get_by_text("Nämnden avslår.")).to_be_visible()
    assert Beslut.objects.get().text == "<p>Nämnden avslår.</p><p>Ärendet är klart.</p>"
    context.close()


def test_a_paste_from_word_comes_out_clean(browser_page, live_server, municipality):
    beslut = avskrivet_beslut(municipality)
    page = browser_page
    log_in(page, live_server)
    page.goto(live_server.url + reverse("protokoll:beslut-andra", args=[beslut.pk]))
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+A")
    page.evaluate(
        """() => {
            const html = `<html><body><!--StartFragment-->
              <p class=MsoNormal style='color:red'>Nämnden <b>antar</b> planen.</p>
              <table class=MsoTable><tr><td><p>Ja</p></td><td><p>5</p></td></tr></table><script>x</script>
              <!--EndFragment--></body></html>`;
            const data = new DataTransfer();
            data.setData("text/html", html);
            document.querySelector(".ProseMirror").dispatchEvent(
              new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    page.get_by_label("Varför rättas avskriften?").fill("fel läst")
    page.get_by_role("button", name="Spara").click()
    page.get_by_text("Sparat: ").wait_for()

    html = Beslut.objects.get().text
    assert html.startswith("<p>Nämnden <strong>antar</strong> planen.</p><table>")
    assert "Mso" not in html
    assert "style" not in html


def test_a_list_follows_its_filter_and_the_way_back(browser_page, live_server, municipality):
    beslut = BeslutFactory(paragraf=ParagrafFactory(protokoll=ProtokollFactory(sammantrade__organ=municipality)))
    for text in ("Utreda lekplatsen.", "Köpa en traktor."):
        UppdragFactory(beslut=beslut, text=text)
    page = browser_page
    log_in(page, live_server)
    page.goto(live_server.url + reverse("uppdrag:uppdragen"))

    page.get_by_label("Sök i text eller nummer").fill("traktor")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Utreda lekplatsen.")).to_have_count(0)
    expect(page.get_by_role("link", name="Köpa en traktor.")).to_be_visible()
    page.wait_for_url("**q=traktor**")
    expect(page.get_by_label("Sök i text eller nummer")).to_be_focused()
    page.get_by_role("link", name="Köpa en traktor.").click()
    page.wait_for_url("**/uppdrag/*/")
    page.go_back()

    expect(page.get_by_role("link", name="Min dag")).to_be_visible()
    expect(page.get_by_role("link", name="Köpa en traktor.")).to_be_visible()
