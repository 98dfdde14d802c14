"""Files as text: what is read, and the sentence for each kind of file that is not."""

from datetime import date

import pytest

from protokoll.inlasning import STORSTA_FIL, Lasfel, las_text, tolka
from protokoll.inlasning.pdf import FLEST_SIDOR

from .hjalp import avsnitt, egen, koder
from .pdffiler import Sida, gor_pdf


def test_text_with_and_without_bom():
    text = egen("vimmerbylik")
    assert las_text("a.txt", text.encode("utf-8")) == text
    assert las_text("A.MD", text.encode("utf-8-sig")) == text


_BRA = Sida([(50, 50, "Protokoll med text som går att läsa")])


@pytest.mark.parametrize(
    ("namn", "innehall", "mening"),
    [
        pytest.param("a.txt", b"", "Filen är tom", id="empty"),
        pytest.param("a.pdf", b" \n\t ", "Filen är tom", id="only white space"),
        pytest.param("a.txt", b"x" * (50 * 1024 * 1024), "för stor", id="50 MB"),
        pytest.param("a.pdf", b"%PDF-1.7" + b"x" * STORSTA_FIL, "för stor", id="large pdf"),
        pytest.param("a.txt", "Sammanträde på ån".encode("latin-1"), "inte sparad som UTF-8", id="latin-1"),
        pytest.param("a.txt", "Beslut".encode("utf-16"), "UTF-16", id="utf-16"),
        pytest.param("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "annat än text", id="picture called txt"),
        pytest.param("a.txt", b"PK\x03\x04\x14\x00", "annat än text", id="zip called txt"),
        pytest.param("a.odt", b"PK\x03\x04", "Filtypen .odt kan inte läsas in", id="odt"),
        pytest.param("protokoll", b"Beslut", "Den här filtypen kan inte läsas in", id="no ending"),
        pytest.param("a.exe", b"MZ", "Filtypen .exe", id="program"),
        pytest.param("a.pdf", b"Beslut", "ingen PDF-fil", id="text called pdf"),
        pytest.param("a.pdf", b"%PDF-1.7\nhej", "skadad", id="broken pdf"),
        pytest.param("a.pdf", gor_pdf([_BRA])[:200], "skadad", id="cut pdf"),
        pytest.param("a.pdf", gor_pdf([_BRA], last=True), "lösenord", id="locked pdf"),
        pytest.param("a.pdf", gor_pdf([Sida(linjer=[(50, 50, 300, 50)])]), "bara bilder", id="scan"),
        pytest.param("a.pdf", gor_pdf([Sida()] * (FLEST_SIDOR + 1)), f"fler än {FLEST_SIDOR} sidor", id="endless pdf"),
    ],
)
def test_faulty_file_gets_a_sentence(namn, innehall, mening):
    with pytest.raises(Lasfel, match=mening) as fel:
        las_text(namn, innehall)
    assert str(fel.value).endswith(".")


def test_pdf_is_known_by_its_content():
    assert "går att läsa" in las_text("a.txt", gor_pdf([_BRA]))


def _protokoll() -> list[Sida]:
    fram = Sida()
    fram.rad(40, (50, "Kulturnämnden"), (450, "2023-03-02"))
    rader = [
        ("Plats och tid", "Biblioteket, torsdagen den 2 mars 2023 kl 13.00–14.30"),
        ("Beslutande", "Ledamöter"),
        (None, "Ann Berg (S), ordförande"),
        (None, "Carl Dahl (M)"),
        (None, "Ersättare"),
        (None, "Eva Falk (V)"),
        ("Övriga närvarande", "Gun Holm, bibliotekschef; Ivar Jung,"),
        (None, "sekreterare"),
        ("Protokolljusterare", "Carl Dahl (M)"),
        ("Sekreterare", "Paragrafer §§ 3–4"),
        (None, "Ivar Jung"),
        ("Ordförande", "Ann Berg"),
    ]
    for i, (etikett, varde) in enumerate(rader):
        fram.rad(80 + 16 * i, *([(50, etikett)] if etikett else []), (180, varde))
    fram.rad(800, (50, "sida 1 (3)"))

    ett = Sida()
    ett.rad(40, (50, "Kulturnämnden"), (450, "2023-03-02"))
    ett.rad(80, (50, "§ 3"), (180, "Dnr KN-2023-00009"))
    ett.rad(96, (180, "Bokbussens nya turer"))
    ett.rad(124, (180, "Kulturnämndens beslut"))
    for i, text in enumerate(
        (
            "Kulturnämnden godkänner förslaget till nya turer för bokbussen och",
            "ger biblioteket i uppdrag att följa hur turerna används under det första",
            "året. Kulturnämnden anser att bokbussen är en viktig del av kommu-",
            "nens service till dem som bor långt från ett bibliotek.",
        )
    ):
        ett.rad(138 + 12 * i, (180, text))
    ett.rad(210, (180, "Beslutet skickas till"))
    ett.rad(224, (180, "Biblioteket"))
    ett.rad(236, (180, "Tekniska nämnden"))
    ett.rad(800, (50, "sida 2 (3)"))

    tva = Sida()
    tva.rad(40, (50, "Kulturnämnden"), (450, "2023-03-02"))
    tva.rad(80, (50, "§ 4"), (180, "Dnr KN-2023-00010"))
    tva.rad(96, (180, "Inbjudningar"))
    tva.rad(124, (180, "Kulturnämndens beslut"))
    tva.rad(138, (180, "Kulturnämnden beslutar följande:"))
    for i, (a, b) in enumerate(
        (
            ("Inbjudan till", "Beslut"),
            ("Biblioteksdagar, 3-5 maj,", "Ann Berg (S) och Gun Holm,"),
            ("Norrstad", "bibliotekschef deltar"),
            ("Bokmässa, 28 september", "avstår"),
        )
    ):
        tva.rad(164 + 12 * i, (184, a), (364, b))
    for y in (168, 192, 204):
        tva.linjer += [(180, y, 360, y), (360, y, 540, y)]
    tva.rad(800, (50, "sida 3 (3)"))
    return [fram, ett, tva]


@pytest.fixture(scope="module")
def pdftext():
    return las_text("protokoll.pdf", gor_pdf(_protokoll()))


def test_pdf_keeps_pages_and_parts_label_from_value(pdftext):
    assert pdftext.count("\f") == 2
    assert "Plats och tid\tBiblioteket, torsdagen den 2 mars" in pdftext
    assert "\n\tCarl Dahl (M)\n" in pdftext


def test_pdf_table_with_rules_between_rows_only(pdftext):
    assert "Inbjudan till\tBeslut\n" in pdftext
    assert "Biblioteksdagar, 3-5 maj, Norrstad\tAnn Berg (S) och Gun Holm, bibliotekschef deltar" in pdftext


def test_pdf_protokoll_is_read_like_a_text(pdftext):
    inlast = tolka(pdftext, ())
    assert (inlast.organ, inlast.datum, inlast.plats) == ("Kulturnämnden", date(2023, 3, 2), "Biblioteket")
    assert [(p.namn, p.roll) for p in inlast.ledamoter] == [("Ann Berg", "ordförande"), ("Carl Dahl", None)]
    assert [p.namn for p in inlast.ersattare] == ["Eva Falk"]
    assert [(o.namn, o.titel) for o in inlast.ovriga] == [("Gun Holm", "bibliotekschef"), ("Ivar Jung", "sekreterare")]
    assert (inlast.sekreterare, inlast.ordforande) == ("Ivar Jung", "Ann Berg")
    assert [(p.nummer, p.dnr, p.rubrik, p.sida) for p in inlast.paragrafer] == [
        (3, "KN-2023-00009", "Bokbussens nya turer", 2),
        (4, "KN-2023-00010", "Inbjudningar", 3),
    ]
    assert "del av kommunens service till dem" in avsnitt(inlast, 3, "beslut").text
    assert avsnitt(inlast, 3, "mottagare").text == "Biblioteket\nTekniska nämnden"
    assert [i.svar for i in inlast.inbjudningar] == ["deltar", "avstar"]
    assert [d.namn for d in inlast.inbjudningar[0].deltagare] == ["Ann Berg", "Gun Holm"]
    assert "oplacerat" not in koder(inlast)


def test_pdf_with_full_grid():
    sida = Sida()
    for i, (a, b) in enumerate((("Ledamot", "Ja"), ("Ann Berg (S)", "X"))):
        sida.rad(100 + 20 * i, (60, a), (210, b))
    sida.linjer += [(50, y, 300, y) for y in (85, 105, 125)] + [(x, 85, x, 125) for x in (50, 200, 300)]
    sida.rad(60, (50, "Omröstningsresultat som står ovanför tabellen"))
    assert "Ledamot\tJa\nAnn Berg (S)\tX" in las_text("a.pdf", gor_pdf([sida]))


@pytest.mark.parametrize("plats", range(0, 1400, 41))
def test_damaged_pdf_gives_lasfel_or_text(plats):
    innehall = bytearray(gor_pdf([_BRA, Sida([(50, 80, "En sida till med litet text på")])]))
    innehall[plats % len(innehall) :: 97] = b"?" * len(innehall[plats % len(innehall) :: 97])
    try:
        assert isinstance(las_text("a.pdf", bytes(innehall)), str)
    except Lasfel as fel:
        assert str(fel)  # noqa: PT017
