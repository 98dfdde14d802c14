"""A rättelse of what was adjusted: a new version that shows it, while the §§ and the old version stand."""

from datetime import date
from io import BytesIO

import page
import pdfplumber
import pytest

from kommun.fel import DomanFel
from kommun.varden import fran_json
from protokoll import rattelse
from protokoll.dokumentvarden import Dokument
from protokoll.frysning import frys
from protokoll.models import Beslut, Protokoll, Protokollsversion, Rattelse
from protokoll.rattelse import Andring, ratta, rattat
from protokoll.tillagg import EFTER_RATTELSE
from protokoll.versionskedja import kedjan
from tests.factories import BeslutFactory, ParagrafFactory, frysbart, justera
from tests.protokoll.test_skillnad import dokument

pytestmark = pytest.mark.django_db

DAG = date(2026, 4, 2)
RATT = "<p>Taxan är 600 kronor.</p>"


@pytest.fixture
def protokoll(organ, sekreterare):
    p = ParagrafFactory(protokoll__sammantrade__organ=organ, nummer=7, rubrik="Taxa")
    BeslutFactory(paragraf=p, text="<p>Taxan är 500 kronor.</p>")
    frys(frysbart(p.protokoll), satt="godkannande", by=sekreterare)
    return justera(p.protokoll)


def _ratta(protokoll, by, *andringar, **annat):
    andringar = andringar or (Andring(0, 0, RATT),)
    return ratta(protokoll, **{"andringar": andringar, "skal": "Skrivfel", "fran": 1, "by": by, "today": DAG} | annat)


# Pure


def test_the_document_shows_what_it_read_and_what_it_reads():
    om = {"dag": DAG, "av": "Siv Provsson", "skal": "Skrivfel"}
    nytt, gjorda = rattat(dokument(), [Andring(1, 0, RATT), Andring(1, 1, "<p>Den är låg.</p>")], **om)

    p = nytt.paragrafer[1]
    assert p.delar[0].html == RATT
    [r] = p.rattelser
    assert (r.rubrik, r.fore, r.efter) == ("”Beslut”", "Taxan höjs till 500 kronor.", "Taxan är 600 kronor.")
    assert (r.dag, r.av, r.skal) == (DAG, "Siv Provsson", "Skrivfel")
    assert [a for a, _ in gjorda] == [Andring(1, 0, RATT)]
    assert nytt.rattade == (p,)
    igen, _ = rattat(nytt, [Andring(1, None, "Ny taxa")], **om)
    assert [x.rubrik for x in igen.paragrafer[1].rattelser] == ["”Beslut”", "Rubriken"]


def test_what_only_looks_different_is_no_correction():
    nytt, gjorda = rattat(
        dokument(), [Andring(1, 0, "<p><em>Taxan</em> höjs till 500 kronor.</p>")], dag=DAG, av="", skal=""
    )

    assert (nytt, gjorda) == (dokument(), [])


# The act


def test_a_new_version_and_the_old_one_stands(protokoll, sekreterare):
    forsta = protokoll.versionerna.get()
    ny = _ratta(protokoll, sekreterare)

    assert (ny.nummer, ny.slag, ny.skal, ny.av) == (2, "rattelse", "Skrivfel", sekreterare)
    ny.refresh_from_db()
    assert ny.kedja == kedjan(forsta.kedja, ny.sha256, ny.innehall)
    [rad] = Rattelse.objects.all()
    assert (rad.paragraf.nummer, rad.fore, rad.efter) == (7, "Taxan är 500 kronor.", "Taxan är 600 kronor.")
    assert fran_json(Dokument, ny.innehall).paragrafer[0].delar[0].html == RATT
    # The § reads as it was adjusted, and the version that was adjusted too.
    assert Beslut.objects.get().text == "<p>Taxan är 500 kronor.</p>"
    assert "500" in fran_json(Dokument, protokoll.versionerna.get(nummer=1).innehall).paragrafer[0].delar[0].html
    assert Protokoll.objects.get().lage == "justerat"
    # On paper too, where whoever listens and whoever archives can read it.
    for profile in ("2a", "ua1"):
        assert page.validate_pdf_bytes(bytes(ny.pdf), profile=profile).failures == []
    with pdfplumber.open(BytesIO(bytes(ny.pdf))) as pdf:
        text = " ".join(" ".join(sida.extract_text().split()) for sida in pdf.pages)
    for ord_ in ("Protokollet är rättat sedan det justerades", "löd: Taxan är 500 kronor.", "Ska lyda: Taxan är 600"):
        assert ord_ in text


def test_the_same_twice_is_one_and_another_meanwhile_is_told(protokoll, sekreterare):
    assert _ratta(protokoll, sekreterare) == _ratta(protokoll, sekreterare)
    with pytest.raises(DomanFel, match="medan du skrev"):
        _ratta(protokoll, sekreterare, Andring(0, None, "Ny taxa"))
    assert Protokollsversion.objects.count() == 2

    tredje = _ratta(protokoll, sekreterare, Andring(0, None, "Ny taxa"), fran=2)
    assert len(fran_json(Dokument, tredje.innehall).paragrafer[0].rattelser) == 2


@pytest.mark.parametrize(
    ("andring", "skal", "mening"),
    [
        (Andring(0, 0, "<p>Taxan är 500 kronor.</p>"), "Skrivfel", "Ingenting är ändrat"),
        (Andring(0, 0, RATT), " ", "varför"),
        (Andring(0, None, " "), "Skrivfel", "rubrik"),
        (Andring(1, 0, RATT), "Skrivfel", "finns inte"),
        (Andring(0, 9, RATT), "Skrivfel", "finns inte"),
    ],
)
def test_what_is_no_correction_is_refused_with_a_sentence(protokoll, sekreterare, andring, skal, mening):
    with pytest.raises(DomanFel, match=mening):
        _ratta(protokoll, sekreterare, andring, skal=skal)
    assert not Rattelse.objects.exists()


def test_only_what_is_adjusted_is_corrected(organ, sekreterare):
    p = ParagrafFactory(protokoll__sammantrade__organ=organ)
    for lage, mening in (("utkast", "går att ändra"), ("fryst", "Ta tillbaka"), ("avskrift", "avskrift")):
        p.protokoll.lage = lage
        assert mening in rattelse.hinder(p.protokoll, None)
    justera(p.protokoll)
    with pytest.raises(DomanFel, match="ingen version att rätta"):
        _ratta(p.protokoll, sekreterare)


def test_what_follows_is_in_its_transaction(protokoll, sekreterare):
    def akt(protokoll, version, *, by):
        raise DomanFel(f"Version {version.nummer} gick inte att stämpla.")

    EFTER_RATTELSE.append(akt)
    try:
        with pytest.raises(DomanFel, match="Version 2"):
            _ratta(protokoll, sekreterare)
    finally:
        EFTER_RATTELSE.remove(akt)
    assert not Rattelse.objects.exists()
    assert Protokollsversion.objects.count() == 1


def test_text_is_cleaned_whoever_sends_it(protokoll, sekreterare):
    ny = _ratta(protokoll, sekreterare, Andring(0, 0, "<p>Taxan är 600 kronor.<script>x</script></p>"))

    assert fran_json(Dokument, ny.innehall).paragrafer[0].delar[0].html == RATT
