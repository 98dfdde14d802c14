"""A hundred thousand lines out of Word, with tables in tables: an answer in seconds, and nothing lost."""

import re
import time
from html import escape
from io import BytesIO

import pytest
from django.urls import reverse

from protokoll.models import Beslut, Inbjudansbrev, Inlasning, Utkast
from tests.fel.vandrare import ANTAL
from tests.protokoll.inlasning.wordfiler import dokument_xml, paket
from tests.protokoll.provprotokoll import PROV

pytestmark = pytest.mark.django_db

RADER = 100_000
# Of the processor, however much else the machine does meanwhile.
SEKUNDER = 20
STYCKE = '<p class=MsoNormal style="margin:0cm">{}</p>\n'
RUTA = "<table class=MsoTableGrid border=1><tr><td width=604 valign=top>{}</td><td><p>sist</p></td></tr></table>"


def ord_(n: int) -> str:
    return f"Rad {n} å"


def ur_word(rader: int, *, stycke: str = STYCKE) -> str:
    """As the clipboard has it: paragraphs, and each thousandth of them in a table in a table in a table."""
    ut = ["<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><style>p{color:red}</style></head><body>"]
    for n in range(rader):
        rad = stycke.format(ord_(n))
        ut.append(RUTA.format(RUTA.format(RUTA.format(rad))) if n % 1000 == 0 else rad)
    return "".join([*ut, "</body></html>"])


@pytest.fixture
def klockan():
    borjade = time.process_time()
    yield
    assert time.process_time() - borjade < SEKUNDER


def _skicka(client, paragraf, text, vy="skriv"):
    beslut = Beslut.objects.get(paragraf=paragraf)
    data = {f"{beslut.ankare}-text": text, f"{beslut.ankare}-version": beslut.version}
    return client.post(reverse(f"protokoll:{vy}", args=[paragraf.pk]), data)


def _raderna(text: str) -> list[str]:
    return re.findall(r"Rad \d+ å", text)


ALLA = [ord_(n) for n in range(RADER)]


def test_the_paragraf_keeps_every_line(klockan, paragraf, sekreterare, inloggad):
    client, text = inloggad(sekreterare), ur_word(RADER)

    svar = _skicka(client, paragraf, text)

    assert svar.status_code == 302
    sparad = Beslut.objects.get(paragraf=paragraf).text
    assert _raderna(sparad) == ALLA
    assert "Mso" not in sparad
    assert sparad.count("<table>") == 300
    sida = client.get(svar["Location"]).content.decode()
    assert ALLA[-1] in sida


@pytest.mark.parametrize("vy", ["skriv", "utkast"])
def test_what_no_printer_comes_out_of_is_said_and_given_back(klockan, paragraf, sekreterare, inloggad, vy):
    client, i_varandra = inloggad(sekreterare), "<table><tr><td>" * 5000 + "Innerst"

    svar = _skicka(client, paragraf, i_varandra, vy)

    assert svar.status_code == 422
    sagt = svar.content.decode() if vy == "skriv" else svar.json()["fel"]
    assert "inuti varandra i fler led än som går att skriva ut" in sagt
    assert vy == "utkast" or "Innerst" in sagt
    assert "Innerst" not in Beslut.objects.get(paragraf=paragraf).text


def test_the_draft_keeps_every_line(klockan, paragraf, sekreterare, inloggad):
    client = inloggad(sekreterare)

    assert _skicka(client, paragraf, ur_word(RADER), "utkast").status_code == 200

    assert _raderna(Utkast.objects.get().text) == ALLA
    assert ALLA[-1] in client.get(reverse("protokoll:skriv", args=[paragraf.pk])).content.decode()


def test_more_than_a_form_may_hold_is_said_and_changes_nothing(klockan, paragraf, sekreterare, inloggad):
    fore = Beslut.objects.get(paragraf=paragraf).text
    tung = "<p class=MsoNormal style='margin:0cm;line-height:normal;mso-fareast-language:SV;tab-stops:1cm 2cm'>{}</p>\n"

    for vy in ("skriv", "utkast"):
        svar = _skicka(inloggad(sekreterare), paragraf, ur_word(RADER, stycke=tung), vy)

        assert svar.status_code == 413
        assert "Ingenting sparades" in svar.content.decode()
    assert Beslut.objects.get(paragraf=paragraf).text == fore
    assert not Utkast.objects.exists()


def test_a_letter_that_long_is_given_back_with_a_sentence(klockan, sekreterare, inloggad):
    text = "\n".join(ALLA)

    svar = inloggad(sekreterare).post(reverse("protokoll:inbjudan-las-in"), {"text": text})

    assert svar.status_code == 422
    assert "Högst 200 000 går att klistra in" in svar.content.decode()
    assert ALLA[-1] in svar.content.decode()
    assert not Inbjudansbrev.objects.exists()


def _fil(namn: str, innehall: bytes):
    fil = BytesIO(innehall)
    fil.name = namn
    return fil


def _som_word(rader: list[str]) -> bytes:
    """Paragraphs, and tables in tables."""
    stycke, ruta = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "<w:tbl><w:tr><w:tc>{}<w:p/></w:tc></w:tr></w:tbl>"
    kropp = (stycke.format(escape(rad)) for rad in rader)
    kropp = (ruta.format(ruta.format(p)) if n % 1000 == 999 else p for n, p in enumerate(kropp))
    return paket({"word/document.xml": dokument_xml("".join(kropp))})


@pytest.mark.parametrize("namn", ["allt.txt", "allt.docx"])
def test_a_protokoll_that_long_is_read_in(klockan, namn, sekreterare, inloggad):
    """As many of them as a protokoll may have, by `make prova-fel`."""
    antal = RADER * 7 // 10 if ANTAL else RADER // 20
    rader = [*PROV.splitlines(), *ALLA[:antal]]
    innehall = "\n".join(rader).encode() if namn == "allt.txt" else _som_word(rader)
    client = inloggad(sekreterare)

    svar = client.post(reverse("protokoll:las-in"), {"fil": _fil(namn, innehall)}, follow=True)

    assert svar.status_code == 200
    inlasning = Inlasning.objects.get()
    assert bytes(inlasning.innehall) == innehall
    assert _raderna(inlasning.text) == ALLA[:antal]
    assert ALLA[antal - 1] in svar.content.decode()


def test_more_lines_than_a_protokoll_has_are_answered_with_a_sentence(klockan, sekreterare, inloggad):
    innehall = "\n".join([*PROV.splitlines(), *ALLA, *ALLA]).encode()

    svar = inloggad(sekreterare).post(reverse("protokoll:las-in"), {"fil": _fil("allt.txt", innehall)})

    assert svar.status_code == 422
    assert "Texten har för många rader för att vara ett protokoll." in svar.content.decode()
    assert not Inlasning.objects.exists()
