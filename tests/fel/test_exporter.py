"""What leaves the product as a list to reckon on holds no formula."""

import csv
from io import BytesIO, StringIO

import pytest
from django.db.models import QuerySet
from openpyxl import load_workbook

from kommun.models import Forvaltning, Organ, Person
from protokoll.models import Inbjudan, Paragraf
from tests.fel.vandrare import Vandrare, undone
from tests.test_permissions import ROWS, _url
from uppdrag.models import Uppdrag

pytestmark = pytest.mark.django_db

EXPORTER = [row for row in ROWS if row.name.endswith("-export")]
ANGREPP = ("=cmd|'/c calc'!A1", "+1+cmd|'/c calc'!A1", "-1+1", "@SUM(1+1)", "\t=1+1", "\r=1+1", " =1+1", "＝1+1")
# What a spreadsheet begins to reckon at.
FARLIGT = tuple("=+-@\t\r＝＋－＠")


def overallt(angrepp: str) -> None:
    """In every text that a list shows, past the forms: a read-in document and an old list bring what they bring."""
    for modell, falt in (
        (Organ, ("namn",)),
        (Person, ("namn",)),
        (Forvaltning, ("namn",)),
        (Paragraf, ("rubrik", "dnr")),
        (Uppdrag, ("text",)),
        (Inbjudan, ("inbjudan", "titel")),
    ):
        oppna = {"protokoll__lage": "utkast"} if modell is Paragraf else {}
        for rad in modell._base_manager.filter(**oppna):
            QuerySet(modell).filter(pk=rad.pk).update(**dict.fromkeys(falt, f"{angrepp}{rad.pk}"))


def test_no_export_holds_a_formula(things, people, client):
    vandrare, sedda = Vandrare(things, people, client), set()
    for angrepp in ANGREPP:
        with undone():
            overallt(angrepp)
            for row in EXPORTER:
                svar = vandrare.som("sekreterare").get(_url(row, things), {"format": "csv"})
                text = b"".join(svar).decode("utf-8-sig")
                rader = [cell for rad in csv.reader(StringIO(text, newline=""), delimiter=";") for cell in rad]
                assert not [c for c in rader if c.strip(" \n").startswith(FARLIGT)], (row.name, angrepp)
                sedda |= {(row.name, angrepp)} if any(angrepp.strip() in c for c in rader) else set()

                svar = vandrare.som("sekreterare").get(_url(row, things), {"format": "xlsx"})
                for blad in load_workbook(BytesIO(b"".join(svar))):
                    slag = {cell.data_type for rad in blad.iter_rows() for cell in rad}
                    assert "f" not in slag, (row.name, angrepp)
    # Each was really there to be read.
    listor = ("uppdrag:uppdragen", "uppdrag:revision", "uppdrag:arenden", "protokoll:inbjudningar")
    assert sedda >= {(f"{lista}-export", angrepp) for lista in listor for angrepp in ANGREPP}
