"""One meeting with seven members, from the dagordning to the printed protokoll, by keyboard and mouse in Chromium."""

from datetime import time

import pdfplumber
import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from kommun.models import Mandat
from protokoll.models import Omrostning, Paragraf, Protokoll, Rost, Sammantrade, StandigtArende
from tests.browser import log_in, look
from tests.factories import FrasFactory, MandatFactory, PartiFactory, SammantradeFactory

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
        MandatFactory(person__namn=namn, organ=municipality, roll=Mandat.Roll(roll), parti=partier[parti], ordning=n)
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
    """The secretary at the keyboard."""

    def __init__(self, page, live_server, mote):
        self.page, self.base, self.mote = page, live_server.url, mote

    def till(self, namn, objekt=None):
        self.page.goto(self.base + reverse(f"protokoll:{namn}", args=[(objekt or self.mote).pk]))

    def paragraf(self, nummer) -> Paragraf:
        return Paragraf.objects.get(sammantrade=self.mote, nummer=nummer)

    def besluta(self, nummer, text):
        """The text, then one chord: saved, and on to the next."""
        if not self.page.url.endswith(reverse("protokoll:skriv", args=[self.paragraf(nummer).pk])):
            self.till("skriv", self.paragraf(nummer))
        expect(self.page.locator(".ProseMirror-focused")).to_have_count(1)
        self.page.keyboard.type(text)
        self.page.keyboard.press("Control+Enter")
        self.nasta(nummer)

    def nasta(self, nummer):
        """Saved, and the next § is open; after the last one nothing follows."""
        nasta = Paragraf.objects.filter(sammantrade=self.mote, nummer=nummer + 1).first()
        if nasta:
            self.page.wait_for_url("**" + reverse("protokoll:skriv", args=[nasta.pk]))
        else:
            expect(self.page.locator("#skrivlage")).to_contain_text("Sparat")

    def rutan(self, namn, nummer):
        kolumn = nummer if nummer == "upprop" else self.paragraf(nummer).pk
        return self.page.locator("#bild tr", has_text=namn).locator(f"a[data-p='{kolumn}']")

    def ruta(self, namn, nummer, tangent, blir):
        """A key in the picture of presence, and what the square says then."""
        self.rutan(namn, nummer).focus()
        self.page.keyboard.press(tangent)
        expect(self.rutan(namn, nummer)).to_have_attribute("data-lage", blir)

    def ersatter(self, ersattare, namn, nummer):
        """E, whose seat, Enter."""
        p = self.page
        self.rutan(ersattare, nummer).focus()
        p.keyboard.press("e")
        expect(p.locator("[data-anteckna] [name='vad'][value='ersatter']")).to_be_checked()
        p.locator("[data-anteckna] [name='for_deltagare']").select_option(label=namn_med_parti(namn))
        p.get_by_role("button", name="Anteckna", exact=True).click()
        expect(self.rutan(ersattare, nummer)).to_have_attribute("data-lage", "ersatter")

    def paus(self, fran, till, nummer):
        self.till("narvaro")
        p = self.page
        p.get_by_text("Anteckna en paus").click()
        form = p.locator(".pausform form")
        form.locator("[name='fran']").fill(fran)
        form.locator("[name='till']").fill(till)
        form.locator("[name='paragraf']").select_option(str(self.paragraf(nummer).pk))
        form.get_by_role("button", name="Spara pausen").click()
        p.wait_for_load_state("networkidle")

    def yrka(self, nummer, vilka, slag, text):
        self.till("yrkande-nytt", self.paragraf(nummer))
        p = self.page
        for namn in vilka:
            p.locator("[name='yrkare']").locator("..").filter(has_text=namn).locator("input").check()
        p.locator(f"[name='slag'][value='{slag}']").check()
        expect(p.locator("[name='text']")).to_have_value(text)
        p.get_by_role("button", name="Spara yrkandet").click()
        p.wait_for_load_state("networkidle")

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

    # Before: the dagordning, by keyboard
    m.till("dagordning")
    for rubrik, slag in ARENDEN:
        page.get_by_label("Rubrik", exact=True).fill(rubrik)
        page.get_by_label("Slag").select_option(slag)
        page.get_by_label("Rubrik", exact=True).press("Enter")
        expect(page.get_by_role("link", name=rubrik, exact=True)).to_be_visible()
        expect(page.get_by_label("Rubrik", exact=True)).to_have_value("")
    look(page, "40-dagordning")

    # Opened: everybody is there until marked absent; two ersättare step in
    m.till("sammantrade")
    look(page, "41-sammantrade-planerat")
    page.get_by_label("Kl.").fill("13:00")
    page.get_by_role("button", name="Öppna sammanträdet").click()
    page.wait_for_load_state("networkidle")
    assert list(mote.paragraferna.order_by("ordning").values_list("nummer", flat=True)) == [1, 2, 3, 4, 5, 6, 7]
    m.till("narvaro")
    for namn, ersattare in (("Majken Mårdh", "Ebba Ersmark"), ("Valter Vikström", "Elof Ersund")):
        m.ruta(namn, "upprop", "g", "borta")
        m.ersatter(ersattare, namn, "upprop")
    m.ruta("Linnea Ledin", 4, "g", "borta")
    m.ruta("Orvar Ordberg", 5, "j", "javig")
    look(page, "42-narvaro", axe=True)

    # Justerare: the first § writes itself
    m.till("justerare")
    page.get_by_label("Sixten Svarsson (S)").check()
    page.get_by_label("Plats").fill("Stadshuset")
    page.get_by_role("button", name="Spara justerare").click()
    m.till("skriv", m.paragraf(1))
    expect(page.locator(".ProseMirror").first).to_contain_text("väljer Sixten Svarsson (S)")

    # The decisions, each the text and one chord
    m.till("skriv", m.paragraf(3))
    page.get_by_role("button", name="noterar").first.click()
    page.get_by_role("button", name="Spara och").click()
    m.nasta(3)
    m.besluta(4, "Utskottet godkänner budgetuppföljningen.")
    m.paus("14:25", "14:35", 5)
    m.besluta(5, "Utskottet antar detaljplanen.")

    # § 6: two yrkanden, a vote that ends 3–3, a reservation
    m.yrka(6, ["Sixten Svarsson (S)"], "bifall", "bifall till motionen")
    m.yrka(6, ["Orvar Ordberg (C)"], "avslag", "avslag på motionen")
    m.till("omrostning-ny", m.paragraf(6))
    page.get_by_label("Ja-röst innebär").fill("avslag på motionen")
    page.get_by_label("Nej-röst innebär").fill("bifall till motionen")
    page.get_by_role("button", name="Till rösterna").click()
    page.wait_for_url("**/omrostningar/**")
    # Vega, Sixten, Knut, Ebba, Elof, and the chair last
    for tangent in "jnnjn":
        page.keyboard.press(tangent)
    page.keyboard.press("j")
    expect(page.locator("#rostresultat")).to_contain_text("3")
    look(page, "43-omrostning", axe=True)
    page.keyboard.press("Enter")
    page.wait_for_url("**" + reverse("protokoll:skriv", args=[m.paragraf(6).pk]) + "*")
    omrostning = Omrostning.objects.get()
    assert omrostning.utfall == "ja"
    assert Rost.objects.filter(omrostning=omrostning).count() == 6
    m.besluta(6, "Utskottet avslår motionen.")
    m.till("anmalan-ny", m.paragraf(6))
    page.get_by_label("Reservation", exact=True).check()
    for namn in ("Sixten Svarsson (S)", "Elof Ersund (S)"):
        page.get_by_label(namn).check()
    page.get_by_role("button", name="Spara", exact=True).click()
    page.wait_for_load_state("networkidle")

    # § 7 is återremitterat, an extra ärende is added and decided
    m.till("paragraf-utfall", m.paragraf(7))
    page.get_by_label("återremitteras").check()
    page.get_by_label("Skäl eller anvisning").fill("för att kostnaden ska utredas")
    page.get_by_role("button", name="Spara").click()
    page.wait_for_load_state("networkidle")
    m.till("dagordning")
    page.get_by_label("Rubrik", exact=True).fill("Brådskande vattenläcka")
    page.get_by_label("Rubrik", exact=True).press("Enter")
    expect(page.get_by_role("link", name="Brådskande vattenläcka", exact=True)).to_be_visible()
    m.besluta(8, "Utskottet anvisar medel till lagning.")
    m.till("rummet")
    look(page, "44-rummet")

    # Closed
    m.till("sammantrade-avsluta")
    page.get_by_label("Avslutas klockan").fill("16:00")
    page.get_by_role("button", name="Avsluta sammanträdet").click()
    page.wait_for_load_state("networkidle")
    assert Sammantrade.objects.get(pk=mote.pk).lage == Sammantrade.Lage.AVSLUTAT
    look(page, "45-sammantrade-avslutat")
    m.till("klarkoll")
    look(page, "46-klarkoll")

    m.kontrollera_pdf(tmp_path / "protokoll.pdf")
