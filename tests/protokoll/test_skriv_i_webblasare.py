"""Writing a § in Chromium: from the keyboard alone, and with everything that can go wrong on the way."""

import os
import re
import signal
import time

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import expect

from protokoll.models import Avsnitt, Beslut, Utkast
from protokoll.paragraftext import Deltext, spara_paragraf
from tests.browser import PASSWORD, log_in, look
from tests.factories import (
    AvsnittFactory,
    BeslutFactory,
    FrasFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
    TjanstFactory,
    UserFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def vantas():
    """What the console may say in a test where something goes wrong on purpose."""
    return []


@pytest.fixture
def browser_page(page, live_server, context, vantas):
    """As the shared one, except for what is expected; and nothing is under way when the database is emptied."""
    complaints = []
    page.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda e: complaints.append(str(e)))
    dead = []
    page.on("crash", lambda p: dead.append(p))
    page.set_viewport_size({"width": 1280, "height": 800})
    yield page
    leave(context, dead)
    vantas.append("status of 422")
    assert [c for c in complaints if not any(v in c for v in vantas)] == []


def leave(context, dead=()) -> None:
    """Close all pages and wait until the server has answered what they sent on the way out."""
    for page in context.pages:
        if page not in dead:
            page.close()
    quiet = 0
    while quiet < 3:
        with connection.cursor() as cursor:
            cursor.execute(
                "select count(*) from pg_stat_activity"
                " where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()"
            )
            quiet = 0 if cursor.fetchone()[0] else quiet + 1
        time.sleep(0.1)


@pytest.fixture
def sammantrade(municipality):
    return SammantradeFactory(organ=municipality, lage="pagar")


@pytest.fixture
def paragraf(sammantrade):
    """The current § of a meeting that is under way: no decision yet, a background."""
    paragraf = ParagrafFactory(protokoll=ProtokollFactory(sammantrade=sammantrade), nummer=7, rubrik="Detaljplan")
    AvsnittFactory(paragraf=paragraf, text="<p>Frågan har väckts.</p>")
    sammantrade.aktuell = paragraf
    sammantrade.save()
    return paragraf


@pytest.fixture
def nasta(paragraf):
    return ParagrafFactory(protokoll=paragraf.protokoll, nummer=None, ordning=8, rubrik="Nästa ärende")


@pytest.fixture
def agnes(municipality):
    user = UserFactory(username="agnes", person__namn="Agnes Annansson")
    user.set_password(PASSWORD)
    user.save()
    TjanstFactory(person=user.person, roll="sekreterare", organ=municipality)
    return user


@pytest.fixture
def oppna(browser_page, live_server, paragraf):
    """Log in and open the § for writing."""

    def oppna(page=browser_page, username="siv"):
        log_in(page, live_server, username)
        return till(page, live_server, paragraf)

    return oppna


def till(page, live_server, paragraf, query=""):
    page.goto(live_server.url + reverse("protokoll:skriv", args=[paragraf.pk]) + query)
    expect(page.locator(".ProseMirror").first).to_be_visible()
    return page


def del_(page, name):
    """The text of a part, by its name or type."""
    return page.locator(f"section[data-typ='{name}'] .ProseMirror").first


def lage(page):
    return page.locator("#skrivlage")


def utkast_sparat(page):
    expect(lage(page)).to_have_text(re.compile(r"^Utkast sparat \d\d\.\d\d$"))


def titta(page, name: str) -> None:
    """At the end of the page the bar at the bottom covers nothing, which is what axe measures."""
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    look(page, name, axe=True)


def stored(page) -> str:
    return page.evaluate("JSON.stringify(localStorage)")


# The keyboard -------------------------------------------------------------------------------------------------------


def test_a_plain_decision_takes_one_page_and_one_keystroke_more_than_its_text(oppna, paragraf, nasta, sammantrade):
    """Acceptance: one page, no mouse, at most the text plus three keystrokes."""
    page = oppna()
    expect(del_(page, "beslut")).to_be_focused()
    page.evaluate(
        """addEventListener("keydown", () => {
            sessionStorage.setItem("tryck", Number(sessionStorage.getItem("tryck")) + 1);
        }, true)"""
    )
    text = "Utskottet antar detaljplanen."

    page.keyboard.type(text)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{reverse('protokoll:skriv', args=[nasta.pk])}")

    presses = int(page.evaluate("sessionStorage.getItem('tryck')"))
    assert 0 < presses - len(text) <= 3
    assert Beslut.objects.get(paragraf=paragraf).text == f"<p>{text}</p>"
    sammantrade.refresh_from_db()
    nasta.refresh_from_db()
    assert (sammantrade.aktuell, nasta.nummer) == (nasta, 8)
    expect(page.locator(".blad-paragraf")).to_have_text("§ 8")
    expect(del_(page, "beslut")).to_be_focused()
    assert "fullgjort-skriv" not in stored(page)
    assert not Utkast.objects.exists()


def test_save_stays_and_says_when(oppna, paragraf):
    page = oppna()
    page.keyboard.type("Antas.")

    page.keyboard.press("Control+s")

    expect(lage(page)).to_have_text(re.compile(r"^Sparat \d\d\.\d\d$"))
    expect(del_(page, "beslut")).to_be_focused()
    page.keyboard.type(" Genast.")
    page.keyboard.press("Control+s")
    expect(lage(page)).to_have_text(re.compile(r"^Sparat"))
    page.wait_for_function("!document.querySelector('[data-del=beslut]')")
    assert Beslut.objects.get().text == "<p>Antas. Genast.</p>"
    assert Beslut.objects.get().version == 2


def test_pressing_save_twice_makes_one_decision(oppna, paragraf, nasta):
    page = oppna()
    page.keyboard.type("Antas.")

    page.get_by_role("button", name="Spara och ta upp nästa").dblclick()

    page.wait_for_url(f"**{reverse('protokoll:skriv', args=[nasta.pk])}")
    assert Beslut.objects.get(paragraf=paragraf).history.count() == 1


def slow_save(page, context, milliseconds=1500):
    """Everything is answered late, as over a bad line."""
    line = {"offline": False, "latency": milliseconds, "downloadThroughput": -1, "uploadThroughput": -1}
    context.new_cdp_session(page).send("Network.emulateNetworkConditions", line)


def test_what_is_typed_while_the_first_save_is_on_its_way_goes_on_from_it(oppna, context, live_server, paragraf):
    page = oppna()
    slow_save(page, context)
    page.keyboard.type("Antas.")
    page.keyboard.press("Control+s")
    page.keyboard.type(" Genast.")
    utkast_sparat(page)
    assert "fullgjort-skriv" not in stored(page)

    page.keyboard.press("Control+s")
    page.keyboard.type(" Utan dröjsmål.")
    page.keyboard.press("Control+s")
    expect(lage(page)).to_have_text(re.compile(r"^Sparat \d\d\.\d\d$"), timeout=15_000)
    till(page, live_server, paragraf)

    expect(del_(page, "beslut")).to_have_text("Antas. Genast. Utan dröjsmål.")
    expect(page.locator("#lokalt")).to_be_hidden()
    assert Beslut.objects.get().text == "<p>Antas. Genast. Utan dröjsmål.</p>"


def test_next_pressed_while_a_save_is_on_its_way_goes_on(oppna, context, paragraf, nasta):
    page = oppna()
    slow_save(page, context)
    page.keyboard.type("Antas.")
    page.keyboard.press("Control+s")
    page.keyboard.press("Control+Enter")

    page.wait_for_url(f"**{reverse('protokoll:skriv', args=[nasta.pk])}")


def test_whoever_types_on_after_next_stays_with_the_text(oppna, context, paragraf, nasta):
    page = oppna()
    slow_save(page, context)
    page.keyboard.type("Antas.")
    page.keyboard.press("Control+Enter")
    page.keyboard.type(" Mer.")

    expect(lage(page)).to_contain_text("Det du skrev under tiden är inte sparat än.", timeout=15_000)
    expect(del_(page, "beslut")).to_have_text("Antas. Mer.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{reverse('protokoll:skriv', args=[nasta.pk])}")
    assert Beslut.objects.get(paragraf=paragraf).text == "<p>Antas. Mer.</p>"


def test_single_keys_work_outside_the_text_only(oppna, paragraf, nasta):
    page = oppna()
    page.keyboard.type("n b ?")
    expect(del_(page, "beslut")).to_have_text("n b ?")
    page.keyboard.press("Escape")
    expect(page.locator("section[data-typ='beslut'] h2")).to_be_focused()

    page.keyboard.press("b")
    expect(del_(page, "beslut")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Kortkommandon")
    expect(dialog.get_by_text("Nästa paragraf", exact=True)).to_be_visible()
    titta(page, "skriv-kortkommandon")
    page.get_by_label("Kortkommandon med en enda tangent är på").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()
    page.reload()
    page.locator("h1").click()
    page.keyboard.press("n")
    expect(page.locator("h1")).to_have_text("Detaljplan")

    page.get_by_role("button", name="Kortkommandon").click()
    page.get_by_label("Kortkommandon med en enda tangent är på").check()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("n")
    page.wait_for_url(f"**{reverse('protokoll:skriv', args=[nasta.pk])}")


def test_the_rest_of_the_mall_opens_in_place(oppna, paragraf):
    page = oppna()
    titta(page, "skriv")

    page.get_by_role("button", name="Beslutet skickas till").click()
    expect(del_(page, "mottagare")).to_be_focused()
    page.keyboard.type("Akten")
    page.get_by_role("button", name="Jäv", exact=True).click()
    expect(del_(page, "jav")).to_be_focused()
    page.keyboard.type("Ingen.")
    order = page.locator("section[data-del]").evaluate_all("all => all.map(s => s.dataset.typ)")
    assert order == ["beslut", "jav", "bakgrund", "mottagare"]
    page.keyboard.press("Control+s")
    expect(lage(page)).to_have_text(re.compile("^Sparat"))

    assert [d.typ for d in paragraf.delar()] == ["jav", "bakgrund", "mottagare"]
    titta(page, "skriv-flera-avsnitt")


def test_a_phrase_is_put_in_from_the_keyboard(oppna, municipality, paragraf):
    FrasFactory(organ=municipality, namn="Ger i uppdrag", text="{organet} ger {mottagare} i uppdrag att ")
    FrasFactory(namn="Avslår", text="{organet} avslår.")
    page = oppna()

    page.keyboard.press("Control+Space")
    page.keyboard.type("uppdr")
    titta(page, "skriv-fraser")
    page.keyboard.press("Enter")
    page.keyboard.type("förvaltningen")  # over the variable that nothing is known for
    expect(del_(page, "beslut")).to_have_text("Kommunstyrelsens arbetsutskott ger förvaltningen i uppdrag att")

    page.keyboard.press("Control+End")
    page.wait_for_timeout(200)  # the editor hears of the browser's own move a moment later
    page.keyboard.press("Enter")
    page.keyboard.type("//avsl")
    page.keyboard.press("Enter")
    expect(del_(page, "beslut").locator("p").last).to_have_text("Kommunstyrelsens arbetsutskott avslår.")

    page.keyboard.type(" Se https://")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Control+Space")
    page.keyboard.type("mottag")
    page.keyboard.press("Escape")
    expect(del_(page, "beslut")).to_be_focused()


def test_a_section_is_added_from_the_list(oppna, paragraf):
    page = oppna()
    page.keyboard.press("Control+Space")
    page.keyboard.type("reserv")
    page.keyboard.press("Enter")

    expect(del_(page, "reservation")).to_be_focused()


def test_paragraphs_become_att_satser_and_back(oppna, paragraf):
    page = oppna()
    for line in ("Utskottet beslutar", "Anta detaljplanen.", "Anna Annansson utses."):
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    beslut = del_(page, "beslut")

    page.keyboard.press("Control+.")
    expect(beslut.locator("li")).to_have_text(["att anta detaljplanen.", "att Anna Annansson utses."])
    expect(beslut.locator("> p").first).to_have_text("Utskottet beslutar")
    titta(page, "skriv-att-satser")
    page.keyboard.press("Control+.")
    expect(beslut.locator("li")).to_have_count(0)
    expect(beslut).to_contain_text("Anta detaljplanen.")

    page.get_by_role("button", name="Att-satser").click()
    page.keyboard.press("Control+s")
    expect(lage(page)).to_have_text(re.compile("^Sparat"))
    assert Beslut.objects.get().text == (
        "<p>Utskottet beslutar</p><ul><li><p>att anta detaljplanen.</p></li>"
        "<li><p>att Anna Annansson utses.</p></li></ul>"
    )


def test_the_heading_follows_the_level(oppna, municipality, paragraf):
    from tests.factories import OrganFactory

    OrganFactory(namn="Kommunfullmäktige", slag="fullmaktige")
    page = oppna()
    page.keyboard.type("Antas.")

    page.get_by_label("Vad beslutet är").first.select_option("Förslag till kommunfullmäktige")

    rubrik = "Kommunstyrelsens arbetsutskotts förslag till beslut i kommunfullmäktige"
    expect(page.get_by_role("heading", name=rubrik)).to_be_visible()
    page.keyboard.press("Control+s")
    expect(lage(page)).to_have_text(re.compile("^Sparat"))
    assert Beslut.objects.get().rubrik == rubrik


def test_information_takes_two_keys(browser_page, live_server, paragraf, nasta):
    FrasFactory(namn="Noterar", text="{organet} noterar informationen till protokollet.")
    paragraf.slag = "information"
    paragraf.save()
    page = browser_page
    log_in(page, live_server)
    page.goto(live_server.url + reverse("protokoll:skriv", args=[paragraf.pk]))
    expect(page.get_by_text("paragrafen tar inget beslut")).to_be_visible()
    expect(page.locator("[data-fokus-forst]")).to_be_focused()
    titta(page, "skriv-information")

    page.keyboard.press("Enter")
    expect(del_(page, "beslut")).to_be_focused()
    page.keyboard.press("Control+Enter")

    page.wait_for_url(f"**{reverse('protokoll:skriv', args=[nasta.pk])}")
    assert Beslut.objects.get().text == "<p>Kommunstyrelsens arbetsutskott noterar informationen till protokollet.</p>"


def test_without_javascript_it_is_a_form(browser, live_server, paragraf, nasta):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, live_server)
    page.goto(live_server.url + reverse("protokoll:skriv", args=[paragraf.pk]))

    page.locator("textarea[name=beslut-text]").fill("Antas.")
    page.get_by_role("button", name="Jäv", exact=True).click()
    page.locator("textarea[name=jav-text]").fill("Ingen.")
    page.get_by_role("button", name="Spara och ta upp nästa").click()

    page.wait_for_url(f"**{reverse('protokoll:skriv', args=[nasta.pk])}")
    assert [(d.typ, d.text) for d in paragraf.delar()][:2] == [("beslut", "<p>Antas.</p>"), ("jav", "<p>Ingen.</p>")]
    context.close()


# Nothing typed is lost ------------------------------------------------------------------------------------------------


def test_a_closed_tab_gives_the_text_back(oppna, context, live_server, paragraf):
    page = oppna()
    page.keyboard.type("Halva menin")
    utkast_sparat(page)
    page.close()

    page = till(context.new_page(), live_server, paragraf)

    expect(del_(page, "beslut")).to_have_text("Halva menin")
    expect(page.get_by_text("Ditt utkast är tillbaka")).to_be_visible()
    titta(page, "skriv-utkast")
    page.get_by_role("button", name="Kasta utkastet").click()
    expect(page.get_by_text("Utkastet är kastat")).to_be_visible()
    expect(del_(page, "beslut")).to_have_text("")
    assert not Utkast.objects.exists()


def kill_pages(browser) -> None:
    """Kill the processes that show the pages of the test's own browser."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    for process in processes:
        if process["type"] == "renderer":
            os.kill(process["id"], signal.SIGKILL)


def test_a_crash_mid_sentence_loses_nothing_that_was_typed(oppna, browser, context, live_server, paragraf):
    """The draft has not been sent yet; the browser kept it."""
    page = oppna()
    page.route("**/utkast/", lambda route: None)  # still on its way when the process dies
    page.keyboard.type("Mitt i en men")
    with page.expect_event("crash"):
        kill_pages(browser)

    page = till(context.new_page(), live_server, paragraf)

    expect(del_(page, "beslut")).to_have_text("Mitt i en men")
    expect(page.get_by_text("Text som inte hade hunnit sparas är tillbaka")).to_be_visible()


def test_leaving_by_a_link_sends_the_draft(oppna, live_server, paragraf):
    page = oppna()
    page.keyboard.type("Innan länken")
    page.get_by_role("link", name="Läsvy").click()
    page.wait_for_url(f"**{paragraf.get_absolute_url()}")

    till(page, live_server, paragraf)

    expect(del_(page, "beslut")).to_have_text("Innan länken")
    assert Utkast.objects.get().text == "<p>Innan länken</p>"


def test_a_lost_connection_keeps_the_text_and_sends_it_when_it_is_back(oppna, context, paragraf, vantas):
    vantas.append("INTERNET_DISCONNECTED")
    page = oppna()
    context.set_offline(True)
    page.keyboard.type("Skrivet utan nät")
    expect(lage(page)).to_have_text("Ingen kontakt – texten finns kvar här")
    page.wait_for_timeout(2500)
    expect(lage(page)).to_have_text("Ingen kontakt – texten finns kvar här")
    assert "Skrivet utan nät" in stored(page)

    context.set_offline(False)

    utkast_sparat(page)
    assert Utkast.objects.get().text == "<p>Skrivet utan nät</p>"
    assert "Skrivet utan nät" not in stored(page)


def test_a_save_without_contact_is_done_when_it_is_back(oppna, context, paragraf, vantas):
    vantas.append("INTERNET_DISCONNECTED")
    page = oppna()
    context.set_offline(True)
    page.keyboard.type("Sparat utan nät")
    page.keyboard.press("Control+s")
    expect(lage(page)).to_have_text("Ingen kontakt – texten finns kvar här")

    context.set_offline(False)

    expect(lage(page)).to_have_text(re.compile("^Sparat"))
    assert Beslut.objects.get().text == "<p>Sparat utan nät</p>"


def test_text_typed_without_contact_survives_the_end_of_the_page(
    oppna, browser, context, live_server, paragraf, vantas
):
    vantas.append("INTERNET_DISCONNECTED")
    page = oppna()
    contact = []
    context.route("**/utkast/", lambda route: route.continue_() if contact else route.abort("internetdisconnected"))
    page.keyboard.type("Skrivet utan nät")
    expect(lage(page)).to_have_text("Ingen kontakt – texten finns kvar här")
    with page.expect_event("crash"):
        kill_pages(browser)
    contact.append("back")
    assert not Utkast.objects.exists()

    page = till(context.new_page(), live_server, paragraf)

    expect(del_(page, "beslut")).to_have_text("Skrivet utan nät")
    utkast_sparat(page)
    titta(page, "skriv-tillbaka")
    page.get_by_role("button", name="Kasta texten").click()
    expect(page.get_by_text("Utkastet är kastat")).to_be_visible()
    expect(del_(page, "beslut")).to_have_text("")


def test_a_server_that_fails_loses_nothing(oppna, paragraf, vantas):
    """A full disk, a bug: the answer is 500."""
    vantas.append("status of 500")
    page = oppna()
    page.route("**/utkast/", lambda route: route.fulfill(status=500, body="fel"))
    page.route(
        "**/skriv/",
        lambda route: route.fulfill(status=500, body="fel") if route.request.method == "POST" else route.continue_(),
    )
    page.keyboard.type("Trots felet")
    page.keyboard.press("Control+s")
    expect(lage(page)).to_have_text("Servern kunde inte spara (500) – texten finns kvar här")
    expect(del_(page, "beslut")).to_have_text("Trots felet")
    page.reload()
    expect(del_(page, "beslut")).to_have_text("Trots felet")

    page.unroute("**/utkast/")
    page.unroute("**/skriv/")
    page.keyboard.press("Control+s")
    expect(lage(page)).to_have_text(re.compile("^Sparat"))
    assert Beslut.objects.get().text == "<p>Trots felet</p>"


def test_a_full_browser_says_that_the_page_must_stay_open(oppna, context, paragraf, vantas):
    vantas.append("INTERNET_DISCONNECTED")
    page = oppna()
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('fullt', 'QuotaExceededError'); }; }"
    )
    context.set_offline(True)
    page.keyboard.type("Inget rum")

    expect(lage(page)).to_have_text("Ingen kontakt – texten finns bara på den här sidan, stäng den inte")
    context.set_offline(False)
    utkast_sparat(page)


def test_a_login_that_ran_out_loses_nothing(oppna, context, live_server, paragraf, vantas):
    vantas.append("status of 403")
    page = oppna()
    context.clear_cookies(name="sessionid")
    page.keyboard.type("Utloggad")
    page.keyboard.press("Control+s")
    expect(lage(page)).to_contain_text("Du är utloggad – texten finns kvar här.")
    with context.expect_page() as ny:
        page.get_by_role("link", name="Logga in i en ny flik").click()
    ny.value.get_by_label("Användarnamn").fill("siv")
    ny.value.get_by_label("Lösenord").fill(PASSWORD)
    ny.value.keyboard.press("Enter")
    ny.value.wait_for_url(f"**{reverse('protokoll:skriv', args=[paragraf.pk])}")
    ny.value.close()

    # The new login changed the token too; the page goes on by itself.
    expect(lage(page)).to_have_text(re.compile("^Sparat"), timeout=15000)
    assert Beslut.objects.get().text == "<p>Utloggad</p>"
    expect(page.get_by_text("Det du skrev är tillbaka i formuläret")).to_have_count(0)


# Two at once ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def agnes_page(browser, oppna, agnes):
    context = browser.new_context()
    yield oppna(context.new_page(), "agnes")
    leave(context)
    context.close()


def test_two_on_the_same_paragraf_are_told(oppna, agnes_page, browser_page):
    browser_page.clock.install()
    page = oppna()
    expect(page.get_by_text("Agnes Annansson är också här.")).to_be_visible()

    agnes_page.keyboard.type("Nu skriver Agnes")
    utkast_sparat(agnes_page)
    page.clock.fast_forward(10_000)
    expect(page.get_by_text("Agnes Annansson skriver.")).to_be_visible(timeout=25000)
    titta(page, "skriv-tva-samtidigt")
    agnes_page.close()
    page.clock.fast_forward(10_000)
    expect(page.locator("#vilka")).to_be_hidden(timeout=15000)


def test_a_save_over_a_newer_text_asks_piece_by_piece(oppna, agnes, paragraf, live_server, vantas):
    vantas.append("status of 409")
    beslut = BeslutFactory(paragraf=paragraf, text="<p>Ett.</p><p>Två.</p><p>Tre.</p>")
    page = oppna()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Mitt.")
    spara_paragraf(
        paragraf,
        delar=[Deltext(beslut.ankare, "<p>Ett, av Agnes.</p><p>Två.</p><p>Tre, av Agnes.</p>", beslut.version)],
        by=agnes,
    )

    page.keyboard.press("Control+s")

    expect(page.get_by_role("heading", name="Två texter")).to_be_visible()
    forsta, andra = page.locator("fieldset").all()
    expect(forsta.get_by_label("Den sparade texten (Agnes Annansson)")).to_be_checked()  # only she changed it
    expect(andra.locator(":checked")).to_have_count(0)
    titta(page, "skriv-tva-texter")
    andra.get_by_label("Båda, den sparade först").check()
    page.get_by_role("button", name="Spara det valda").click()
    expect(page.get_by_text("Sparat ")).to_be_visible()

    beslut.refresh_from_db()
    assert beslut.text == "<p>Ett, av Agnes.</p><p>Två.</p><p>Tre, av Agnes.</p><p>Tre. Mitt.</p>"
    assert "fullgjort-skriv" not in stored(page)
    assert not Utkast.objects.exists()


def test_the_choice_can_wait(oppna, agnes, paragraf, vantas):
    """Back from the page of two texts, what one typed is still there."""
    vantas.append("status of 409")
    page = oppna()
    page.keyboard.type("Mitt.")
    spara_paragraf(paragraf, delar=[Deltext("beslut", "<p>Hennes.</p>")], by=agnes)
    page.keyboard.press("Control+s")

    page.get_by_role("link", name="Tillbaka till texten").click()

    expect(del_(page, "beslut")).to_have_text("Mitt.")
    expect(page.get_by_text("Ditt utkast är tillbaka")).to_be_visible()
    assert Beslut.objects.get().text == "<p>Hennes.</p>"


def test_parts_that_each_wrote_alone_are_both_saved(oppna, agnes, paragraf):
    page = oppna()
    page.keyboard.type("Antas.")
    bakgrund = paragraf.avsnitten.get()
    spara_paragraf(paragraf, delar=[Deltext(bakgrund.ankare, "<p>Av Agnes.</p>", bakgrund.version)], by=agnes)

    page.keyboard.press("Control+s")

    expect(lage(page)).to_have_text(re.compile("^Sparat"))
    expect(del_(page, "bakgrund")).to_have_text("Av Agnes.")
    page.keyboard.type(" Genast.")
    page.keyboard.press("Control+s")
    page.wait_for_timeout(500)
    assert Avsnitt.objects.get().text == "<p>Av Agnes.</p>"
    assert Beslut.objects.get().text == "<p>Antas. Genast.</p>"
