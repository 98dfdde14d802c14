"""One meeting with seven members, by keyboard alone in Chromium: from its dagordning to the day it is justerat."""

import re
from datetime import time

import pdfplumber
import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from kommun.models import Mandat
from protokoll.models import Omrostning, Paragraf, Protokoll, Rost, Sammantrade, StandigtArende
from tests.browser import log_in
from tests.factories import FrasFactory, MandatFactory, PartiFactory, SammantradeFactory, UserFactory
from tests.tillganglighet.tangentbord import Tangentbord

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LEDAMOTER = (
    ("Orvar Ordberg", "C", "ordforande"),
    ("Vega Vicedotter", "M", "vice_1"),
    ("Sixten Svarsson", "S", "vice_2"),
    ("Linnea Ledin", "S", "ledamot"),
    ("Knut Kanslaby", "KD", "ledamot"),
    ("Majken Mårdh", "M", "ledamot"),
    ("Valter Vikström", "V", "ledamot"),
    ("Ebba Ersmark", "M", "ersattare"),
    ("Elof Ersund", "S", "ersattare"),
    ("Elna Ek", "C", "ersattare"),
)
ARENDEN = (
    ("Information om vindkraft", "information"),
    ("Budgetuppföljning", "arende"),
    ("Detaljplan för Källängen", "arende"),
    ("Motion om blocktider", "arende"),
    ("Cykelplan", "arende"),
)


JUSTERAR = {"Orvar Ordberg": "orvar", "Vega Vicedotter": "vega", "Sixten Svarsson": "sixten"}
PARTI = {namn: parti for namn, parti, _ in LEDAMOTER}
I_OMROSTNINGSLISTAN = (
    "Vega Vicedotter (M), 1:e vice ordförande X",
    "Sixten Svarsson (S), 2:e vice ordförande X",
    "Linnea Ledin (S) frånvarande",
    "Knut Kanslaby (KD) X",
    "Ebba Ersmark (M) Majken Mårdh (M) X",
    "Elof Ersund (S) Valter Vikström (V) X",
    "Orvar Ordberg (C), ordförande X",
    "Summa 3 3 0",
)
FRAMSIDAN = (
    "Orvar Ordberg (C), ordförande, deltar ej § 5 p.g.a. jäv, utan ersättare",
    "Vega Vicedotter (M), 1:e vice ordförande, ordförande § 5",
    "Linnea Ledin (S), §§ 1–3",
    "Ebba Ersmark (M) tjänstgör för Majken Mårdh (M)",
    "Elof Ersund (S) tjänstgör för Valter Vikström (V)",
    "Ajournering: 14.25–14.35",
    "Paragrafer §§ 1–8",
)
I_PARAGRAFERNA = (
    "väljer Sixten Svarsson (S) att jämte ordförande justera dagens protokoll",
    "noterar informationen",
    "Orvar Ordberg (C) deltar inte i handläggningen av ärendet på grund av jäv.",
    "Sixten Svarsson (S) yrkar bifall till motionen.",
    "Orvar Ordberg (C) yrkar avslag på motionen.",
    "3 ja-röster mot 3 nej-röster",
    "Vid lika röstetal avgör ordförandens röst, som är ja.",
    "Sixten Svarsson (S) och Elof Ersund (S) reserverar sig mot beslutet",
    "återremitterar ärendet för att kostnaden ska utredas.",
    "följande ändringar: – Brådskande vattenläcka läggs till",
    "Brådskande vattenläcka",
    "Utskottet anvisar medel till lagning.",
)


def namn_med_parti(namn):
    return f"{namn} ({PARTI[namn]})"


@pytest.fixture
def mote(municipality):
    """Today's meeting of seven members and three ersättare, with two standing ärenden."""
    partier = {p: PartiFactory(beteckning=p, namn=p) for p in ("C", "M", "S", "KD", "V")}
    for n, (namn, parti, roll) in enumerate(LEDAMOTER, start=1):
        mandat = {"organ": municipality, "roll": Mandat.Roll(roll), "parti": partier[parti], "ordning": n}
        person = MandatFactory(person__namn=namn, **mandat).person
        if namn in JUSTERAR:
            UserFactory(username=JUSTERAR[namn], person=person)
    for n, (kod, rubrik, beslut) in enumerate(
        (
            (
                "justerare",
                "Val av protokolljusterare",
                "{organet} väljer {justerare} att jämte ordförande justera dagens protokoll.",
            ),
            ("dagordning", "Fastställande av dagordning", "{organet} fastställer dagordningen."),
        ),
        start=1,
    ):
        StandigtArende(organ=municipality, kod=kod, rubrik=rubrik, beslut=beslut, ordning=n).save()
    FrasFactory(namn="Noterar", text="{organet} noterar informationen till protokollet.")
    return SammantradeFactory(
        organ=municipality,
        datum=timezone.localdate(),
        start=time(0, 1),
        plats="Tunasalen",
        lage=Sammantrade.Lage.PLANERAT,
    )


class Moteshallare:
    """The secretary at the keyboard: Tab, arrows, Enter, and the keys that the pages have."""

    def __init__(self, page, live_server, mote):
        self.page, self.base, self.mote = page, live_server.url, mote
        self.kb = Tangentbord(page)

    def paragraf(self, nummer) -> Paragraf:
        return Paragraf.objects.get(sammantrade=self.mote, nummer=nummer)

    def adress(self, namn, objekt=None) -> str:
        return f"**{reverse(f'protokoll:{namn}', args=[(objekt or self.mote).pk])}*"

    def lank(self, text, *, exakt=True):
        """A link of the page, the breadcrumbs with it."""
        self.kb.tryck(self.page.locator("main").get_by_role("link", name=text, exact=exakt).first)

    def knapp(self, text, *, exakt=True):
        self.kb.tryck(self.page.locator("main").get_by_role("button", name=text, exact=exakt).first)

    def till_motet(self):
        self.kb.tryck(self.page.locator(f"main a[href='{self.mote.get_absolute_url()}']").first)

    def skriver(self, nummer):
        self.page.wait_for_url(self.adress("skriv", self.paragraf(nummer)))
        if self.paragraf(nummer).slag == Paragraf.Slag.ARENDE:
            expect(self.page.locator(".ProseMirror-focused")).to_have_count(1)

    def vidare(self, nummer):
        """One chord: saved, and the next § is open; after the last one nothing follows."""
        self.page.keyboard.press("Control+Enter")
        if Paragraf.objects.filter(sammantrade=self.mote, nummer=nummer + 1).exists():
            self.skriver(nummer + 1)
        else:
            expect(self.page.locator("#skrivlage")).to_contain_text("Sparat")

    def besluta(self, nummer, text):
        self.skriver(nummer)
        self.page.keyboard.type(text)
        self.vidare(nummer)

    def rutan(self, namn, nummer):
        kolumn = nummer if nummer == "upprop" else self.paragraf(nummer).pk
        return self.page.locator("#bild tr", has_text=namn).locator(f"a[data-p='{kolumn}']")

    def till_rutan(self, namn, nummer):
        """Tab to the picture, arrows within it."""
        if not self.page.evaluate("() => document.activeElement.matches('#bild a.ruta')"):
            self.kb.till(self.page.locator("#bild a.ruta[tabindex='0']"))
        ned, at_sidan = self.rutan(namn, nummer).evaluate(
            """(mal) => {
              const plats = (e) => {
                const rad = e.closest("tr"), rader = [...document.querySelectorAll("#bild tr:has(a.ruta)")];
                return [rader.indexOf(rad), [...rad.querySelectorAll("a.ruta")].indexOf(e)];
              };
              const [rad, kolumn] = plats(mal), [fran, i] = plats(document.activeElement);
              return [rad - fran, kolumn - i];
            }"""
        )
        for steg, tangenter in ((ned, ("ArrowUp", "ArrowDown")), (at_sidan, ("ArrowLeft", "ArrowRight"))):
            for _ in range(abs(steg)):
                self.page.keyboard.press(tangenter[steg > 0])
        expect(self.rutan(namn, nummer)).to_be_focused()

    def ruta(self, namn, nummer, tangent, blir):
        """A key in the picture of presence, what the square says then, and the hand is still there."""
        self.till_rutan(namn, nummer)
        self.page.keyboard.press(tangent)
        expect(self.rutan(namn, nummer)).to_have_attribute("data-lage", blir)
        expect(self.rutan(namn, nummer)).to_be_focused()

    def ersatter(self, ersattare, namn, nummer):
        """E, whose seat, Enter; and back at the square."""
        p = self.page
        self.till_rutan(ersattare, nummer)
        p.keyboard.press("e")
        expect(p.locator("[data-anteckna] [name='vad'][value='ersatter']")).to_be_checked()
        self.kb.valj_i_listan(p.locator("[data-anteckna] [name='for_deltagare']"), namn_med_parti(namn))
        self.kb.tryck(p.get_by_role("button", name="Anteckna", exact=True), ny_sida=False)
        expect(self.rutan(ersattare, nummer)).to_have_attribute("data-lage", "ersatter")
        expect(self.rutan(ersattare, nummer)).to_be_focused()

    def paus(self, fran, till, nummer):
        """P, and back with the key of the dagordning's page."""
        self.kb.genvag("p", self.adress("narvaro"))
        p = self.page
        self.kb.tryck(p.locator("summary", has_text="Anteckna en paus"), ny_sida=False)
        form = p.locator(".pausform form")
        self.kb.klockslag(form.locator("[name='fran']"), fran)
        self.kb.klockslag(form.locator("[name='till']"), till)
        self.kb.valj_i_listan(form.locator("[name='paragraf']"), f"§ {nummer}")
        self.kb.tryck(form.get_by_role("button", name="Spara pausen"))

    def yrka(self, nummer, vilka, slag, text):
        p = self.page
        self.kb.genvag("y", self.adress("yrkande-nytt", self.paragraf(nummer)))
        for namn in vilka:
            # First letters and Enter; the field is where the hand is.
            expect(p.locator(".personsok").first).to_be_focused()
            p.keyboard.type(namn.split()[0])
            p.keyboard.press("Enter")
            expect(p.get_by_label(namn).first).to_be_checked()
        self.kb.valj_en(p.locator(f"[name='slag'][value='{slag}']"))
        expect(p.locator("[name='text']")).to_have_value(text)
        self.knapp("Spara yrkandet")
        p.wait_for_url(self.adress("skriv", self.paragraf(nummer)))

    def rosta(self, nummer):
        """The question, six keys, Enter."""
        p = self.page
        self.kb.genvag("o", self.adress("omrostning-ny", self.paragraf(nummer)))
        expect(p.get_by_label("Ja-röst innebär")).to_be_focused()
        self.kb.skriv(p.get_by_label("Ja-röst innebär"), "avslag på motionen")
        self.kb.skriv(p.get_by_label("Nej-röst innebär"), "bifall till motionen")
        p.keyboard.press("Enter")
        p.wait_for_url(lambda url: re.search(r"/omrostningar/\d+/$", url))
        # Vega, Sixten, Knut, Ebba, Elof, and the chair last
        expect(p.locator("#rostlista tr:first-child input").first).to_be_focused()
        for tangent in "jnnjnj":
            p.keyboard.press(tangent)
        expect(p.locator("#rostresultat")).to_contain_text("3")
        p.keyboard.press("Enter")
        p.wait_for_url(self.adress("skriv", self.paragraf(nummer)))

    def reservera(self, nummer, vilka):
        p = self.page
        self.kb.genvag("r", self.adress("anmalan-ny", self.paragraf(nummer)))
        expect(p.get_by_label("Reservation", exact=True)).to_be_checked()
        for namn in vilka:
            self.kb.skriv(p.locator(".personsok").first, namn.split()[0])
            p.keyboard.press("Enter")
            expect(p.get_by_label(namn).first).to_be_checked()
        self.knapp("Spara")
        p.wait_for_url(self.adress("skriv", self.paragraf(nummer)))

    def lagg_till(self, rubrik, slag=""):
        """A row of the dagordning; the field is ready for the next at once."""
        p = self.page
        if slag:
            self.kb.valj_i_listan(p.get_by_label("Slag"), slag)
        self.kb.skriv(p.get_by_label("Rubrik", exact=True), rubrik)
        p.keyboard.press("Enter")
        expect(p.get_by_role("link", name=rubrik, exact=True)).to_be_visible()
        expect(p.get_by_label("Rubrik", exact=True)).to_have_value("")
        expect(p.get_by_label("Rubrik", exact=True)).to_be_focused()

    def godkanner(self, vem, live_server):
        """Another sits down at the keyboard, and reads what waits for him or her."""
        log_in(self.page, live_server, vem)
        self.kb.tryck(self.page.locator("main a[href$='/justera/']").first)
        self.knapp("Jag har läst protokollet och godkänner det")

    def kontrollera_pdf(self, fil):
        """Front page, §§ and voting list say what happened."""
        lank = reverse("protokoll:pdf", args=[Protokoll.objects.get(sammantrade=self.mote).pk])
        fil.write_bytes(self.page.request.get(self.base + lank).body())
        with pdfplumber.open(fil) as pdf:
            sidor = [" ".join(p.extract_text().split()) for p in pdf.pages]
        framsida, allt = sidor[0], " ".join(sidor)
        for text in FRAMSIDAN:
            assert text in framsida, framsida
        for text in I_PARAGRAFERNA:
            assert text in allt, text
        bilaga = allt[allt.index("Omröstningslista, § 6") :]
        for rad in I_OMROSTNINGSLISTAN:
            assert rad in bilaga, bilaga


def test_a_whole_meeting(browser_page, live_server, mote, tmp_path):
    page = browser_page
    log_in(page, live_server)
    m = Moteshallare(page, live_server, mote)

    # Before: from the first page to the dagordning
    m.kb.tryck(page.get_by_role("navigation").get_by_role("link", name="Sammanträden", exact=True))
    m.till_motet()
    m.lank("Gör dagordningen")
    for rubrik, slag in ARENDEN:
        m.lagg_till(rubrik, "Info" if slag == "information" else "")
    m.till_motet()

    # Opened: everybody is there until marked absent; two ersättare step in
    m.kb.klockslag(page.get_by_label("Kl."), "13:00")
    m.knapp("Öppna sammanträdet")
    assert list(mote.paragraferna.order_by("ordning").values_list("nummer", flat=True)) == [1, 2, 3, 4, 5, 6, 7]
    m.lank("Närvaro")
    for namn, ersattare in (("Majken Mårdh", "Ebba Ersmark"), ("Valter Vikström", "Elof Ersund")):
        m.ruta(namn, "upprop", "g", "borta")
        m.ersatter(ersattare, namn, "upprop")
    m.ruta("Linnea Ledin", 4, "g", "borta")
    m.ruta("Orvar Ordberg", 5, "j", "javig")
    m.till_motet()

    # Justerare: the first § writes itself
    m.lank("Justerare")
    m.kb.kryssa(page.get_by_label("Sixten Svarsson (S)"))
    m.kb.skriv(page.get_by_label("Plats"), "Stadshuset")
    m.knapp("Spara justerare")
    m.lank("Skriv § 1")
    m.skriver(1)
    expect(page.locator(".ProseMirror").first).to_contain_text("väljer Sixten Svarsson (S)")
    m.vidare(1)
    m.vidare(2)

    # The decisions, each the text and one chord
    m.kb.tryck(page.get_by_role("button", name="noterar").first, ny_sida=False)
    m.vidare(3)
    m.besluta(4, "Utskottet godkänner budgetuppföljningen.")
    m.paus("14:25", "14:35", 5)
    m.till_motet()
    m.lank("Skriv § 5")
    m.besluta(5, "Utskottet antar detaljplanen.")

    # § 6: two yrkanden, a vote that ends 3–3, a reservation
    m.yrka(6, ["Sixten Svarsson (S)"], "bifall", "bifall till motionen")
    m.yrka(6, ["Orvar Ordberg (C)"], "avslag", "avslag på motionen")
    m.rosta(6)
    omrostning = Omrostning.objects.get()
    assert omrostning.utfall == "ja"
    assert Rost.objects.filter(omrostning=omrostning).count() == 6
    m.reservera(6, ["Sixten Svarsson (S)", "Elof Ersund (S)"])
    m.kb.till(page.locator("section[data-typ='beslut'] .ProseMirror").first)
    page.keyboard.type("Utskottet avslår motionen.")
    m.vidare(6)

    # § 7 is återremitterat, an extra ärende is added and decided
    m.kb.genvag("d", f"**{mote.get_absolute_url()}")
    m.lank("Dagordning")
    m.kb.tryck(page.locator("li", has_text="Cykelplan").get_by_role("link", name="Utgår eller bordläggs …"))
    m.kb.valj_en(page.get_by_label("återremitteras"))
    m.kb.skriv(page.get_by_label("Skäl eller anvisning"), "för att kostnaden ska utredas")
    m.knapp("Spara")
    m.lank("Dagordning")
    m.lagg_till("Brådskande vattenläcka")
    m.till_motet()
    m.knapp("Ta upp Brådskande vattenläcka")
    m.besluta(8, "Utskottet anvisar medel till lagning.")

    # Closed, frozen, and justerat by the three who sign
    m.kb.genvag("d", f"**{mote.get_absolute_url()}")
    m.lank("Avsluta sammanträdet")
    m.kb.klockslag(page.get_by_label("Avslutas klockan"), "16:00")
    m.knapp("Avsluta sammanträdet")
    assert Sammantrade.objects.get(pk=mote.pk).lage == Sammantrade.Lage.AVSLUTAT
    m.kontrollera_pdf(tmp_path / "protokoll.pdf")
    m.lank("Till protokollet")
    m.lank("Frys protokollet")
    m.knapp("Frys protokollet")
    for vem in JUSTERAR.values():
        m.godkanner(vem, live_server)
    assert Protokoll.objects.get(sammantrade=mote).lage == Protokoll.Lage.JUSTERAT
