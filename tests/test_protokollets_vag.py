"""What was decided, in Chromium: two protokoll of one meeting, from the last word to the day the anslag is gone."""

import io
import re
from datetime import date, datetime, time
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pdfplumber
import pytest
import time_machine
from django.urls import reverse
from lxml import etree
from playwright.sync_api import expect

from kommun.kalender import dag_i_ord
from protokoll.dagordning import lagg_till
from protokoll.models import Paragraf, Protokoll
from protokoll.moteshallning import avsluta, oppna, valj_justerare
from protokoll.paragraftext import Deltext, spara_paragraf
from protokoll.signering import kontrollera
from tests.browser import log_in, look
from tests.factories import ForvaltningFactory, MandatFactory, SammantradeFactory, UserFactory
from tests.postserver import postserver
from tests.protokoll.utdragsprov import mottagare

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Three weeks from each end on nationaldagen and on midsommarafton, and both are Fridays (domain.md 1.3).
MOTE, OMEDELBART_SISTA = date(2025, 5, 16), date(2025, 6, 9)
JUSTERAS, ORDINARIE_SISTA = date(2025, 5, 30), date(2025, 6, 23)
ARENDEN = (
    ("Taxa för vatten", "2025/000101", "Utskottet antar taxan."),
    ("Ny lekplats", "2025/000102", "Utskottet bygger en lekplats i Södra Vi."),
    ("Reservpump", "2025/000103", "Utskottet anvisar 90 000 kronor till en reservpump."),
)
ANDRAT = "Utskottet bygger en lekplats i Storebro."
ATOM = {"a": "http://www.w3.org/2005/Atom"}


class Berattelse:
    """Days go by; one after the other sits down at the same browser. The public has one of its own."""

    def __init__(self, page, live_server, klocka, post):
        self.page, self.live_server, self.klocka, self.post = page, live_server, klocka, post

    def dag(self, dag: date, *, kl=(9, 0)):
        """The page is left before the day is: a login does not last from one day to the next."""
        self.page.goto("about:blank")
        self.klocka.move_to(datetime.combine(dag, time(*kl), ZoneInfo("Europe/Stockholm")))

    def ar(self, vem: str):
        log_in(self.page, self.live_server, vem)

    def adress(self, namn: str, *args) -> str:
        return self.live_server.url + reverse(f"protokoll:{namn}", args=args)

    def till(self, namn: str, *args):
        self.page.goto(self.adress(namn, *args))

    def foljer_lanken(self, vem: str):
        """The link in the latest mail, logged in as who got it."""
        brev = self.post.till(f"{vem}@example.invalid")[-1].get_body().get_content()
        self.ar(vem)
        self.page.goto(re.search(r"http://\S+/justera/", brev)[0])

    def fryser(self, protokoll: Protokoll, nummer: int):
        self.ar("siv")
        self.till("protokollet", protokoll.pk)
        self.page.get_by_role("link", name="Frys protokollet").click()
        self.page.wait_for_url("**/frys/")
        self.page.get_by_role("button", name="Frys protokollet").click()
        expect(self.page.get_by_text(f"Justerarna läser version {nummer}.")).to_be_visible()

    def godkanner(self, vem: str, svar: str):
        self.foljer_lanken(vem)
        self.page.get_by_role("button", name="Jag har läst protokollet och godkänner det").click()
        expect(self.page.get_by_text(svar)).to_be_visible()

    def publicerar(self, protokoll: Protokoll):
        self.till("publicera", protokoll.pk)
        self.page.get_by_role("button", name="Publicera på webben").click()
        expect(self.page.get_by_text("Protokollet är publicerat på webben.")).to_be_visible()


@pytest.fixture
def berattelse(browser_page, live_server, municipality, settings):
    """KSAU with a chair and two more, and a mail server."""
    for namn, roll in (("Orvar Ordberg", "ordforande"), ("Sixten Svarsson", "ledamot"), ("Linnea Ledin", "ledamot")):
        user = UserFactory(username=namn.split()[0].lower(), person__namn=namn)
        MandatFactory(person=user.person, organ=municipality, roll=roll)
    with postserver() as post:
        settings.WEBBADRESS = live_server.url
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
        with time_machine.travel(datetime.combine(MOTE, time(13), ZoneInfo("Europe/Stockholm")), tick=True) as klocka:
            yield Berattelse(browser_page, live_server, klocka, post)


@pytest.fixture
def mote(berattelse, municipality):
    """Under way: three decisions are written, with their receivers, and Sixten is chosen to adjust."""
    siv = municipality.tjansterna.get().person.user
    mote = SammantradeFactory(organ=municipality, datum=MOTE, start=time(13), plats="Tunasalen", lage="planerat")
    for rubrik, dnr, _ in ARENDEN:
        lagg_till(mote, rubrik=rubrik, dnr=dnr, by=siv)
    oppna(mote, by=siv, today=MOTE)
    sixten = mote.motesdeltagarna.get(namn="Sixten Svarsson")
    valj_justerare(mote, deltagare=[sixten], plats="Stadshuset", dag=JUSTERAS, by=siv)
    for p, (_, _, text) in zip(paragraferna(mote), ARENDEN, strict=True):
        spara_paragraf(p, delar=[Deltext("beslut", f"<p>{text}</p>")], by=siv)
    kontoret = ForvaltningFactory(namn="Tekniska kontoret", epost="teknik@example.invalid")
    for p in paragraferna(mote):
        mottagare(p, kontoret.namn, slag="forvaltning", forvaltning=kontoret)
    mottagare(paragraferna(mote)[1], "Byalaget", "byalaget@example.invalid")
    return mote


@pytest.fixture
def allmanheten(browser):
    """Somebody without an account, who never gets a cookie."""
    with browser.new_context() as context:
        yield context.new_page()
        assert context.cookies() == []


def paragraferna(mote) -> list[Paragraf]:
    return list(Paragraf.objects.filter(sammantrade=mote).order_by("ordning"))


def i_klartext(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as oppnad:
        return " ".join(" ".join(sida.extract_text().split()) for sida in oppnad.pages)


def pa_tavlan(b: Berattelse, sida) -> dict[str, dict]:
    """The notices of the open data by their §§, once the feed and the page have said that they are the same."""
    data = sida.request.get(b.adress("anslagstavla-json")).json()["notices"]
    flode = etree.fromstring(sida.request.get(b.adress("anslagstavla-atom")).body())
    sida.goto(b.adress("anslagstavla"))
    uppe = [a["url"] for a in data]
    assert flode.xpath("a:entry/a:id/text()", namespaces=ATOM) == uppe
    assert [b.live_server.url + a.get_attribute("href") for a in sida.locator("article h3 a").all()] == uppe
    return {a["paragraphs"]: a for a in data}


def fragar(b: Berattelse, sida, pdf: bytes, svar: str):
    """A file dropped on the page of verification."""
    sida.goto(b.adress("kontrollera"))
    sida.get_by_label("PDF-fil").set_input_files({"name": "fil.pdf", "mimeType": "application/pdf", "buffer": pdf})
    sida.get_by_role("button", name="Kontrollera filen").click()
    expect(sida.get_by_role("heading", name=svar, exact=True)).to_be_visible()


def test_from_the_decision_to_the_day_the_anslag_is_gone(berattelse, mote, allmanheten):
    b, page, siv = berattelse, berattelse.page, mote.organ.tjansterna.get().person.user
    _, lekplatsen, pumpen = paragraferna(mote)

    # § 3 is adjusted at once, while the meeting goes on: signed and announced before it is over
    b.dag(MOTE, kl=(14, 0))
    b.ar("siv")
    b.till("paragraf", pumpen.pk)
    page.get_by_role("button", name="Justera omedelbart").click()
    expect(page.get_by_text("§ 3 justeras omedelbart.")).to_be_visible()
    omedelbart, ordinarie = Protokoll.objects.get(slag="omedelbart"), Protokoll.objects.get(slag="ordinarie")
    b.fryser(omedelbart, 1)
    b.godkanner("orvar", "Ditt godkännande är sparat")
    b.godkanner("sixten", f"Protokollet är justerat {dag_i_ord(MOTE)}.")
    avsluta(mote, slut=time(15), by=siv)

    # The rest ten days later: the chair approves, the justerare objects to § 2 on his phone
    b.dag(date(2025, 5, 26))
    b.fryser(ordinarie, 1)
    b.godkanner("orvar", "Ditt godkännande är sparat")
    page.set_viewport_size({"width": 390, "height": 844})
    b.foljer_lanken("sixten")
    page.get_by_role("button", name="Läst: § 1").click()
    expect(page.get_by_text("1 av 2 lästa")).to_be_visible()
    invandning = page.locator("#paragraf-2")
    invandning.locator("summary", has_text="Invändning").click()
    invandning.get_by_label("Vad stämmer inte?").fill("Lekplatsen ligger i Storebro.")
    invandning.get_by_role("button", name="Skicka invändningen").click()
    expect(page.get_by_text("Väntar på svar", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Jag har läst")).to_have_count(0)
    page.set_viewport_size({"width": 1280, "height": 800})

    # The secretary answers by mending the text, and freezes it again
    b.dag(date(2025, 5, 28))
    b.ar("siv")
    b.till("protokollet", ordinarie.pk)
    page.get_by_role("link", name="Svara på invändningar").click()
    page.wait_for_url("**/justera/")
    page.get_by_role("link", name="Svara på invändningen mot § 2").click()
    page.wait_for_url("**/svara/")
    page.get_by_label("Texten ändras").check()
    page.get_by_role("button", name="Svara", exact=True).click()
    page.wait_for_url(f"**{reverse('protokoll:skriv', args=[lekplatsen.pk])}")
    beslutet = page.locator("section[data-typ='beslut'] .ProseMirror").first
    expect(beslutet).to_contain_text("Södra Vi")
    beslutet.click()
    page.keyboard.press("Control+a")
    page.keyboard.type(ANDRAT)
    page.keyboard.press("Control+s")
    expect(page.locator("#skrivlage")).to_contain_text("Sparat")
    b.fryser(ordinarie, 2)
    page.get_by_role("link", name="Vad som skiljer").click()
    expect(page.locator("del", has_text="Vi").first).to_be_visible()
    expect(page.locator("ins", has_text="Storebro").first).to_be_visible()

    # The approval of the first version no longer counts; each is asked of what changed, and the last one adjusts it
    b.dag(date(2025, 5, 29))
    b.godkanner("orvar", "Ditt godkännande är sparat")
    ordinarie.refresh_from_db()
    assert ordinarie.lage == "fryst"
    b.dag(JUSTERAS, kl=(20, 30))
    b.foljer_lanken("sixten")
    expect(page.get_by_text("1 av 2 lästa")).to_be_visible()
    expect(page.get_by_role("heading", name="Det här är ändrat i § 2")).to_be_visible()
    expect(page.get_by_role("heading", name="Det här är ändrat i § 1")).to_have_count(0)
    look(page, "vag-justera", axe=True)
    b.godkanner("sixten", f"Protokollet är justerat {dag_i_ord(JUSTERAS)}.")

    # Both are signed
    b.ar("siv")
    stamplade = {}
    for protokoll in (omedelbart, ordinarie):
        b.till("protokollet", protokoll.pk)
        stamplad = page.get_by_role("link", name="Provstämplad PDF")
        expect(stamplad).to_be_visible()
        fil = page.request.get(b.live_server.url + stamplad.get_attribute("href")).body()
        kontroll = kontrollera(fil, bytes(protokoll.versionerna.latest("nummer").pdf))
        assert (kontroll.hel, kontroll.ar_det_frysta) == (True, True)
        stamplade[protokoll] = fil
    expect(page.get_by_text("Uppe på anslagstavlan")).to_be_visible()
    look(page, "vag-protokollet", axe=True)

    # The decisions are sent, each receiver once
    page.get_by_role("link", name="Expediera").first.click()
    page.wait_for_url("**/expediera/")
    b.post.breven.clear()
    page.get_by_role("button", name="Skicka till markerade").click()
    expect(page.get_by_text("Alla 2 mottagare har fått sina beslut")).to_be_visible()
    assert sorted(till for till, _ in b.post.breven) == [["byalaget@example.invalid"], ["teknik@example.invalid"]]
    for adress, nummer, texter in (("byalaget", "2", {ANDRAT}), ("teknik", "1-2", {ARENDEN[0][2], ANDRAT})):
        [utdrag] = b.post.till(f"{adress}@example.invalid")[0].iter_attachments()
        assert utdrag.get_filename() == f"utdrag-ksau-2025-05-16-{nummer}.pdf"
        text = i_klartext(utdrag.get_content())
        assert {t for t in (*(a[2] for a in ARENDEN), ANDRAT) if t in text} == texter

    # Published: the board, the feed, the open data and the public page say the same
    for protokoll in (omedelbart, ordinarie):
        b.publicerar(protokoll)
    anslagen = pa_tavlan(b, allmanheten)
    assert anslagen.keys() == {"§ 3", "§§ 1–2"}
    for protokoll, paragrafer, uppe, sista in (
        (omedelbart, "§ 3", MOTE, OMEDELBART_SISTA),
        (ordinarie, "§§ 1–2", JUSTERAS, ORDINARIE_SISTA),
    ):
        a = anslagen[paragrafer]
        assert (a["adjusted_on"], a["posted_on"], a["appeal_from"]) == (uppe.isoformat(),) * 3
        assert (a["appeal_to"], a["removed_on"]) == (sista.isoformat(),) * 2
        assert [d["url"] for d in a["documents"]] == [b.adress("offentlig-pdf", protokoll.pk)]
        artikel = allmanheten.locator("article", has=allmanheten.locator(f"a[href='{urlsplit(a['url']).path}']"))
        dagar = f"Sista dag att överklaga {dag_i_ord(sista)} Anslaget tas ned {dag_i_ord(sista)}"
        expect(artikel).to_contain_text(dagar, use_inner_text=True)
    look(allmanheten, "vag-anslagstavlan", axe=True)
    for protokoll, sagt in ((omedelbart, ARENDEN[2][2]), (ordinarie, ANDRAT)):
        allmanheten.goto(b.adress("offentligt", protokoll.pk))
        expect(allmanheten.get_by_text(sagt, exact=True)).to_be_visible()
        expect(allmanheten.get_by_text("Södra Vi")).to_have_count(0)
        pdf = allmanheten.request.get(b.adress("offentlig-pdf", protokoll.pk)).body()
        assert pdf == stamplade[protokoll]
        fragar(b, allmanheten, pdf, "Det här är en undertecknad fil av det justerade protokollet")
        lank = allmanheten.get_by_role("link", name="Läs protokollet på webben")
        expect(lank).to_have_attribute("href", reverse("protokoll:offentligt", args=[protokoll.pk]))
    forsta, fryst = (bytes(v.pdf) for v in ordinarie.versionerna.order_by("nummer"))
    mitten = len(fryst) // 2
    fragar(b, allmanheten, fryst, "Det här är det justerade protokollet")
    fragar(b, allmanheten, forsta, "Det här är en äldre version av protokollet")
    fragar(b, allmanheten, pdf[:mitten] + bytes([pdf[mitten] ^ 1]) + pdf[mitten + 1 :], "Okänd fil")

    # Each anslag is up to the end of its last day, and gone the moment after; the protokoll stays where it was
    for sista, paragrafer, kvar in ((OMEDELBART_SISTA, "§ 3", {"§§ 1–2"}), (ORDINARIE_SISTA, "§§ 1–2", set())):
        anslaget = anslagen[paragrafer]["url"]
        b.dag(sista, kl=(23, 58))
        assert pa_tavlan(b, allmanheten).keys() == kvar | {paragrafer}
        assert allmanheten.request.get(anslaget).status == 200
        b.dag(date.fromordinal(sista.toordinal() + 1), kl=(0, 0))
        assert pa_tavlan(b, allmanheten).keys() == kvar
        assert allmanheten.request.get(anslaget).status == 410
    expect(allmanheten.get_by_text("Inga anslag är uppe just nu")).to_be_visible()
    allmanheten.goto(b.adress("offentligt", ordinarie.pk))
    expect(allmanheten.get_by_text(ANDRAT, exact=True)).to_be_visible()
