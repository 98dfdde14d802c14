import csv
import re
from datetime import date
from io import BytesIO, StringIO

import pdfplumber
import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import (
    BeslutFactory,
    ForvaltningFactory,
    MandatFactory,
    OrganFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
    UppdragFactory,
)
from tests.pdfprov import granska_pdf

pytestmark = pytest.mark.django_db

LAGET, LAGET_PDF = reverse("uppdrag:ordforande"), reverse("uppdrag:ordforande-pdf")
REVISION, REVISION_PDF = reverse("uppdrag:revision"), reverse("uppdrag:revision-pdf")
FIL = reverse("uppdrag:revision-export")
SIDORNA = [LAGET, LAGET_PDF, REVISION, REVISION_PDF, FIL]
LANGT = "Kommunstyrelsens och fullmäktiges gemensamma administrativa förvaltning nummer"


def ge(organ, dag, **uppdrag):
    mote = SammantradeFactory(organ=organ, datum=dag)
    return UppdragFactory(
        beslut=BeslutFactory(paragraf=ParagrafFactory(protokoll=ProtokollFactory(sammantrade=mote))), **uppdrag
    )


@pytest.fixture
def uppdragen(organ):
    """Two late, one open, one closed in time; one late of another organ."""
    teknik, skola = ForvaltningFactory(namn="Teknik & miljö"), ForvaltningFactory(namn="Skolkontoret")
    ge(organ, date(2026, 3, 4), frist=date(2026, 6, 1), forvaltning=teknik, text="Bygga en <bro>.")
    ge(organ, date(2026, 3, 5), frist=date(2026, 11, 1), forvaltning=teknik)
    ge(organ, date(2026, 5, 6), frist=date(2026, 12, 1), forvaltning=skola)
    ge(
        organ,
        date(2026, 5, 7),
        frist=date(2026, 9, 1),
        forvaltning=skola,
        lage="avslutat",
        avslutat_den=date(2026, 6, 6),
        avslutsskal="Klart.",
    )
    annat = OrganFactory(namn="Grannämnden", kortnamn="GRN")
    ge(annat, date(2026, 3, 6), frist=date(2026, 6, 1), forvaltning=teknik)
    return annat


@time_machine.travel("2026-11-22 12:00 +0100")
def test_laget_says_what_is_late_and_whose(inloggad, lasare, organ, uppdragen):
    html = inloggad(lasare).get(LAGET, {"organ": organ.pk}).content.decode()

    assert "2 av 3 öppna uppdrag är försenade." in html
    assert "Försenat 174 dagar" in html
    assert "Bygga en &lt;bro&gt;." in html
    assert "Flest försenade har Teknik &amp; miljö: 2 av 2 öppna uppdrag." in html
    assert html.count('<img class="diagram" src="data:image/svg+xml;base64,') == 4


@pytest.mark.parametrize(
    "etikett",
    [
        "2 försenade, Teknik &amp; miljö",
        "1 öppna, Skolkontoret",
        "1 frister i december 2026",
        "4 öppna, 6–12 månader",
    ],
)
@time_machine.travel("2026-11-10 12:00 +0100")
def test_a_number_leads_to_a_list_of_as_many(inloggad, lasare, organ, uppdragen, etikett):
    ge(organ, date(2026, 4, 1), frist=date(2026, 7, 1))
    client = inloggad(lasare)
    html = client.get(LAGET, {"organ": organ.pk}).content.decode()

    [lank] = re.findall(f'href="([^"]*)" aria-label="{etikett}"', html)
    assert client.get(lank.replace("&amp;", "&")).context["sida"].paginator.count == int(etikett[0])


@time_machine.travel("2026-11-22 12:00 +0100")
def test_all_organ_and_the_utskott(inloggad, lasare, organ, uppdragen):
    client = inloggad(lasare)
    utskott = OrganFactory(namn="Provutskottet", slag="utskott", overordnat=organ)
    ge(utskott, date(2026, 10, 1), frist=date(2026, 10, 15))

    assert "4 av 5 öppna" in client.get(LAGET, {"organ": ""}).content.decode()
    med = client.get(LAGET, {"organ": organ.pk}).content.decode()
    assert "3 av 4 öppna" in med
    assert "Provnämnden med utskott" in med
    # The list behind the headline counts the utskott too.
    svar = client.get(reverse("uppdrag:uppdragen"), {"organ": organ.pk, "utskott": "med", "lage": "forsenade"})
    assert svar.context["sida"].paginator.count == 3
    assert "2 av 3 öppna" in client.get(LAGET, {"organ": organ.pk, "utskott": "utan"}).content.decode()


@time_machine.travel("2026-11-22 12:00 +0100")
def test_the_chair_of_one_organ_meets_it_and_the_remembered_organ_goes_before(inloggad, ordforande, organ, uppdragen):
    client = inloggad(ordforande)
    assert "2 av 3 öppna" in client.get(LAGET).content.decode()

    client.post(reverse("kommun:byt-organ"), {"organ": uppdragen.pk})
    assert "Det enda öppna uppdraget är försenat." in client.get(LAGET).content.decode()
    client.post(reverse("kommun:byt-organ"), {"organ": ""})
    MandatFactory(person=ordforande.person, organ=uppdragen, roll="ordforande")
    assert "3 av 4 öppna" in client.get(LAGET).content.decode()


def test_empty_and_nonsense(inloggad, lasare, organ):
    client = inloggad(lasare)
    assert "Inga uppdrag här" in client.get(LAGET).content.decode()
    assert "Inga uppdrag i perioden" in client.get(REVISION).content.decode()
    for url in SIDORNA:
        svar = client.get(url, {"organ": "x", "fran": "1", "till": "2026-9", "utskott": "å", "format": "csv"})
        assert svar.status_code == (422 if url == FIL else 200)


@pytest.mark.parametrize("url", SIDORNA)
def test_only_get(inloggad, lasare, url):
    assert inloggad(lasare).post(url).status_code == 405


@pytest.mark.parametrize("url", SIDORNA)
def test_without_a_role_nothing_is_shown(inloggad, utomstaende, url):
    assert inloggad(utomstaende).get(url).status_code == 403


@time_machine.travel("2026-11-22 12:00 +0100")
def test_the_filter_swaps_its_part_only(inloggad, lasare, organ, uppdragen):
    for url in (LAGET, REVISION):
        html = inloggad(lasare).get(url, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in html
        assert "öppna" in html.lower()


@pytest.mark.parametrize("rows", [1, 3])
@time_machine.travel("2026-11-22 12:00 +0100")
def test_queries_do_not_grow(inloggad, lasare, organ, rows, count_queries):
    for n in range(rows):
        ge(organ, date(2026, 3, 4 + n), frist=date(2026, 6, 1))
        ge(OrganFactory(), date(2026, 3, 4 + n), frist=date(2026, 6, 1))

    assert (count_queries(inloggad(lasare), LAGET), count_queries(inloggad(lasare), REVISION)) == (16, 16)


@time_machine.travel("2026-11-22 12:00 +0100")
def test_revision_in_the_file_as_on_the_page(inloggad, lasare, organ, uppdragen):
    client = inloggad(lasare)
    fraga = {"organ": organ.pk, "fran": "2026-1", "till": "2026-2"}
    html = client.get(REVISION, fraga).content.decode()

    assert "100 % " in html
    assert "(1 av 1)" in html
    assert "Maj–augusti 2026" in html
    assert "September–december 2026</th>" not in html
    svar = client.get(FIL, fraga | {"format": "csv"})
    rader = list(csv.DictReader(StringIO(svar.content.decode("utf-8-sig")), delimiter=";"))
    assert [(r["Organ"], r["Tertial"], r["Givna"], r["Avslutade"]) for r in rader] == [
        ("Provnämnden", "januari–april 2026", "2", "0"),
        ("Provnämnden", "maj–augusti 2026", "2", "1"),
    ]
    assert (rader[1]["Dagar till avslut, median"], rader[1]["Andel i tid, gällande frist"]) == ("30", "1")
    assert (rader[0]["Dagar till avslut, median"], rader[0]["Äldst, dagar"]) == ("", "57")
    blad = load_workbook(BytesIO(client.get(FIL, fraga).content)).active
    excel = [[c.value for c in rad] for rad in blad.iter_rows()]
    assert excel[0][4:6] == ["Givna", "Avslutade"]
    assert [rad[4:6] for rad in excel[1:]] == [[2, 0], [2, 1]]
    assert excel[2][2].date() == date(2026, 5, 1)


@time_machine.travel("2026-11-22 12:00 +0100")
def test_a_name_is_no_formula_in_a_file(inloggad, lasare, organ):
    ge(OrganFactory(namn="=1+1"), date(2026, 3, 4))
    client = inloggad(lasare)

    assert "'=1+1" in client.get(FIL, {"format": "csv"}).content.decode("utf-8-sig")
    cell = load_workbook(BytesIO(client.get(FIL).content)).active["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_period_that_ends_before_it_begins_is_told(inloggad, lasare, organ, uppdragen):
    with time_machine.travel("2026-11-22 12:00 +0100"):
        svar = inloggad(lasare).get(REVISION, {"fran": "2026-2", "till": "2026-1"})

    assert "Perioden slutar före den börjar" in svar.content.decode()


@time_machine.travel("2026-11-22 12:00 +0100")
def test_laget_is_one_a4_whatever_the_names(inloggad, lasare, organ):
    for n in range(14):
        forv = ForvaltningFactory(namn=f"{LANGT} {n}")
        text = "Utreda hur " + "förutsättningarna för samverkan " * 5
        ge(organ, date(2026, 1, 2 + n), frist=date(2026, 6, 1), forvaltning=forv, text=text)
    data = inloggad(lasare).get(LAGET_PDF).content

    granska_pdf(data)
    with pdfplumber.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) == 1, pdf.pages[1].extract_text()
        assert (round(pdf.pages[0].width), round(pdf.pages[0].height)) == (595, 842)
        text = pdf.pages[0].extract_text()
    assert text.splitlines()[1] == "14 av 14 öppna uppdrag är försenade."
    assert "Övriga 7 mottagare" in text
    # The pictures are in it: their legend is drawn text.
    assert "Övrigaöppna" in text.replace(" ", "")
    assert inloggad(lasare).get(LAGET_PDF).content == data


@time_machine.travel("2026-11-22 12:00 +0100")
def test_revision_pdf_is_for_archive_and_screen_reader(inloggad, lasare, organ, uppdragen):
    data = inloggad(lasare).get(REVISION_PDF).content

    granska_pdf(data)
    with pdfplumber.open(BytesIO(data)) as pdf:
        text = "\n".join(sida.extract_text() for sida in pdf.pages)
    assert "Mediantiden från beslut till avslut var 30 dagar" not in text  # the alt is not printed
    assert "Så räknas det" in text
    assert "100 % (1/1)" in text


def test_flikar_are_those_one_may_open(inloggad, lasare, organ):
    html = inloggad(lasare).get(LAGET).content.decode()

    assert re.search(r'href="/uppdrag/laget/" aria-current="page">Läget<', html)
    assert 'href="/uppdrag/revision/">Revision<' in html
    assert "Läs in lista" not in html
