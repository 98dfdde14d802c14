"""Files as they come: workbooks and texts, whole and broken."""

import io
import zipfile
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.uppdrag.listbygge import bok, rad
from uppdrag.inlasning import MAX_RADER, Listfel, bladen, las_lista, valj_blad
from uppdrag.inlasning.modell import Cellfel


def las(innehall, namn="lista.xlsx", **kwargs):
    return las_lista(namn, innehall, blad=valj_blad(namn, innehall), **kwargs)


def test_headings_are_found_under_titles_and_empty_rows():
    lista = las(bok([rad(1), [None] * 9, rad(2)], over=[["Givna uppdrag"], [None], ["Nämnd", "Teknik"]]))

    assert (lista.rubrikrad, [r.nummer for r in lista.rader]) == (4, [5, 7])
    assert "2 rader ovanför rubrikerna läses inte." in lista.noteringar


def test_values_are_read_as_a_person_sees_them():
    (r,) = las(bok([[1.0, "Text\nmed rad", date(2024, 1, 16), True, 2.5, " § 11 ", None, "#REF!", 11]])).rader

    assert [c.text for c in r.celler] == ["1", "Text\nmed rad", "2024-01-16", "Ja", "2,5", "§ 11", "", "#REF!", "11"]
    assert (r.celler[2].datum, r.celler[7].fel) == (date(2024, 1, 16), Cellfel.FELVARDE)


def test_formulas_merged_cells_and_hidden_rows_are_told():
    def andra(ark):
        ark["A2"] = "=1+1"
        ark.merge_cells("D2:D3")
        ark.merge_cells("F3:G3")
        ark.row_dimensions[3].hidden = True

    ett, tva = las(bok([rad(1), rad(2)], andra=andra)).rader

    assert [n for n, c in enumerate(ett.celler) if c.fel] == [0]
    assert {n: c.fel for n, c in enumerate(tva.celler) if c.fel} == {3: Cellfel.SAMMANSLAGEN, 6: Cellfel.SAMMANSLAGEN}
    assert (ett.dold, tva.dold) == (False, True)


def test_sheet_that_looks_most_like_a_list_is_chosen_and_hidden_ones_are_told():
    def andra(ark):
        ark.parent.create_sheet("Gamla").sheet_state = "hidden"
        ark.parent.create_sheet("Diagram", 0).append(["Rubrik", "Antal"])

    innehall = bok([rad(1)], andra=andra)

    assert valj_blad("x.xlsx", innehall) == "Uppdragslista"
    assert [(b.namn, b.dolt) for b in bladen("x.xlsx", innehall)] == [
        ("Diagram", False),
        ("Uppdragslista", False),
        ("Gamla", True),
    ]


TEXT = (
    'Uppdrag;Beslut;Frist\r\n"Utreda\nlekplatsen; och parken";2024-01-16 § 1;våren\r\n\r\nÅtgärda;2024-01-16 § 2;\r\n'
)


@pytest.mark.parametrize("kodning", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("tecken", [";", "\t"])
def test_text_in_the_encodings_and_separators_of_excel(kodning, tecken):
    lista = las(TEXT.replace("; och", " och").replace(";", tecken).encode(kodning), "lista.csv")

    assert lista.rubriker == ("Uppdrag", "Beslut", "Frist")
    assert [(r.nummer, r.celler[0].text) for r in lista.rader] == [
        (2, "Utreda\nlekplatsen och parken"),
        (4, "Åtgärda"),
    ]


def test_separator_that_is_said_and_commas_within_the_text():
    lista = las(b"sep=;\r\nUppdrag;Beslut\r\nEtt, tv\xe5, tre;2024-01-16 \xa7 1\r\n", "lista.csv")

    assert [c.text for c in lista.rader[0].celler] == ["Ett, två, tre", "2024-01-16 § 1"]
    assert lista.rader[0].nummer == 2


def _zip(**delar) -> bytes:
    fil = io.BytesIO()
    with zipfile.ZipFile(fil, "w", zipfile.ZIP_DEFLATED) as z:
        for namn, innehall in delar.items():
            z.writestr(namn.replace("__", "/"), innehall)
    return fil.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("namn", "innehall", "mening"),
    [
        ("a.xls", OLE + b"\0" * 512, "gamla format"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "lösenord"),
        ("a.ods", _zip(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument"),
        ("a.xlsb", _zip(**{"xl__workbook.bin": b"x"}), ".xlsb"),
        ("a.docx", _zip(**{"word__document.xml": b"<x/>"}), "ingen Excelarbetsbok"),
        ("a.xlsx", b"PK\x03\x04" + b"\0" * 40, "gick inte att läsa"),
        ("a.xlsx", _zip(**{"xl__workbook.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}), "gick inte att läsa"),
        ("a.xlsx", _zip(**{"xl__a.xml": b" " * 90_000_000}), "för stor"),
        ("a.xlsx", b"inte en bok", "varken"),
        ("a.xlsx", b"", "tom"),
        ("a.csv", b"", "inga rader"),
        ("a.csv", bytes(range(256)) * 20, "gick inte att läsa som text"),
        ("a.csv", b"<html><table>", "webbsida"),
        ("a.csv", b"Uppdrag;Beslut\n" * (MAX_RADER * 4), "för stor"),
    ],
    ids=lambda v: v[:20] if isinstance(v, str) else "",
)
def test_file_that_is_no_list_is_refused_with_a_sentence(namn, innehall, mening):
    with pytest.raises(Listfel, match=mening):
        las(innehall, namn)


def test_more_rows_than_can_be_read_are_refused():
    with pytest.raises(Listfel, match=f"Högst {MAX_RADER}"):
        las(("Uppdrag;Beslut\n" + "Utreda;x\n" * (MAX_RADER + 1)).encode(), "a.csv")


HEL = bok([rad(1)])


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(0, len(HEL)), st.sampled_from(["a.xlsx", "a.csv"]))
def test_any_bytes_are_a_list_or_a_listfel(skrap, plats, namn):
    for innehall in (skrap, b"PK\x03\x04" + skrap, HEL[:plats] + skrap + HEL[plats + len(skrap) :]):
        with suppress(Listfel):
            las(innehall, namn)
