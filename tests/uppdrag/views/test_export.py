import csv
from datetime import date, datetime
from io import BytesIO, StringIO

import pdfplumber
import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from kommun import tabellfil
from kommun.tabellfil import csvvarde
from tests.factories import UppdragFactory
from tests.pdfprov import granska_pdf
from uppdrag import export

pytestmark = pytest.mark.django_db

URL = reverse("uppdrag:uppdragen-export")


@pytest.fixture
def fyra(beslut):
    """Late, late with a text that a spreadsheet would run, soon, without frist."""
    return [
        UppdragFactory(beslut=beslut, frist=date(2026, 5, 20), text="Utreda lekplatsen."),
        UppdragFactory(beslut=beslut, frist=date(2026, 5, 21), text='=HYPERLINK("http://x.invalid";"Se här")'),
        UppdragFactory(beslut=beslut, frist=date(2026, 7, 1), text="Snart;\nsvara\x0b."),
        UppdragFactory(beslut=beslut, frist=None, ingen_frist=True, text="Utan dag."),
    ]


def hamta(client, fraga=""):
    response = client.get(f"{URL}?{fraga}")
    assert response.status_code == 200
    return response, b"".join(response.streaming_content) if response.streaming else response.content


@time_machine.travel("2026-06-01")
def test_excel_has_the_rows_of_the_filter_with_real_dates(inloggad, lasare, fyra):
    response, data = hamta(inloggad(lasare), "format=xlsx&lage=forsenade")

    book = load_workbook(BytesIO(data))
    sheet = book["Uppdrag"]
    rows = list(sheet.iter_rows(values_only=True))
    assert [r[0] for r in rows[1:]] == [u.beteckning for u in fyra[:2]]
    head = rows[0]
    assert rows[1][head.index("Frist")] == datetime(2026, 5, 20)  # noqa: DTZ001
    assert rows[1][head.index("Försenat, dagar")] == 12
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C2", "A1:U3")
    assert sheet.cell(3, 2).data_type == "s"
    assert rows[2][1] == fyra[1].text
    assert dict(book["Urvalet"].values)["Läge"] == "Försenade"
    assert 'filename="uppdrag-2026-06-01.xlsx"' in response["Content-Disposition"]


@time_machine.travel("2026-06-01")
def test_csv_opens_in_excel_and_runs_nothing(inloggad, lasare, fyra):
    _, data = hamta(inloggad(lasare), "format=csv&sortera=-frist")

    assert data.startswith(b"\xef\xbb\xbfNr;Uppdrag;")
    rows = list(csv.DictReader(StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert [r["Frist"] for r in rows] == ["2026-07-01", "2026-05-21", "2026-05-20", ""]
    assert rows[1]["Uppdrag"].startswith("'=HYPERLINK")
    assert rows[0]["Uppdrag"] == fyra[2].text


@pytest.mark.parametrize("text", ["=1+1", "+46", "-1", "@SUM(A1)", " =1", "\t=1", "＝1"])
def test_csv_marks_what_a_spreadsheet_would_run(text):
    assert csvvarde(text) == f"'{text}"


@time_machine.travel("2026-06-01")
def test_pdf_is_tagged_and_says_filter_and_day(inloggad, lasare, fyra):
    _, data = hamta(inloggad(lasare), "format=pdf&lage=oppna")

    granska_pdf(data)
    with pdfplumber.open(BytesIO(data)) as document:
        [sheet] = document.pages
        text = " ".join(sheet.extract_text().split())
    assert sheet.width > sheet.height
    for said in ("4 uppdrag, uttagna 1 juni 2026", "läge: Öppna", "Försenat 12 dagar", "sida 1 (1)"):
        assert said in text


def test_pdf_of_too_many_says_what_to_do(inloggad, lasare, fyra, monkeypatch):
    monkeypatch.setattr(export, "MEST_I_PDF", 3)

    response = inloggad(lasare).get(f"{URL}?format=pdf", follow=True)

    assert "Urvalet har 4 uppdrag, och en PDF får ha högst 3." in response.content.decode()


def test_nonsense_in_the_filter_is_shown_and_not_exported(inloggad, lasare, fyra):
    response = inloggad(lasare).get(f"{URL}?format=csv&frist_fran=igår", follow=True)

    assert "Skriv dagen som åååå-mm-dd" in response.content.decode()


def test_remembered_organ_is_exported_as_it_is_listed(inloggad, sekreterare, organ, fyra):
    from tests.factories import BeslutFactory

    UppdragFactory(beslut=BeslutFactory())
    client = inloggad(sekreterare)
    client.post(reverse("kommun:byt-organ"), {"organ": organ.pk})

    listed = client.get(reverse("uppdrag:uppdragen"))
    address = dict(listed.context["exporter"])["CSV"]

    assert listed.context["sida"].paginator.count == 4
    data = b"".join(client.get(address).streaming_content).decode("utf-8-sig")
    assert len(list(csv.reader(StringIO(data), delimiter=";"))) == 5


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_export_queries_do_not_grow(inloggad, lasare, fyra, format_, django_assert_max_num_queries):
    client, counts = inloggad(lasare), []
    hamta(client, "format=csv")
    for _ in range(2):
        with django_assert_max_num_queries(100) as captured:
            hamta(client, f"format={format_}&organ=")
        counts.append(len(captured))
        UppdragFactory(beslut=fyra[0].beslut)

    assert counts[0] == counts[1]


def test_excel_of_too_many_offers_csv(inloggad, lasare, fyra, monkeypatch):
    monkeypatch.setattr(tabellfil, "MEST_I_EXCEL", 3)
    client = inloggad(lasare)

    assert "Urvalet har 4 rader" in client.get(f"{URL}?format=xlsx", follow=True).content.decode()
    assert client.get(f"{URL}?format=csv")["Content-Type"].startswith("text/csv")
