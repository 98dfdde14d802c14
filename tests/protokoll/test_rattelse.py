"""A rättelse of what was adjusted: a new version that shows it, while the §§ and the old version stand."""

from dataclasses import replace
from datetime import date, time
from io import BytesIO

import pdfplumber
import pytest

from kommun.fel import DomanFel
from kommun.varden import fran_json
from protokoll import rattelse
from protokoll.arkiv.handelser import _versionens
from protokoll.dokumentvarden import (
    DIARIENUMRET,
    Ajournering,
    Deltagare,
    Dokument,
    Narvarogrupp,
    Narvarorad,
    Signatur,
)
from protokoll.framsidesrattelse import FelText, falten, med_texter
from protokoll.frysning import frys
from protokoll.models import Beslut, Protokoll, Protokollsversion, Rattelse
from protokoll.rattelse import Andring, ratta, rattat
from protokoll.tillagg import EFTER_RATTELSE
from protokoll.versionskedja import kedjan
from tests.factories import BeslutFactory, ParagrafFactory, frysbart, justera
from tests.pdfprov import granska_pdf
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
    return ratta(
        protokoll,
        **{"andringar": andringar or (Andring(0, 0, RATT),), "skal": "Skrivfel", "fran": 1, "by": by, "today": DAG}
        | annat,
    )


# Pure


def test_the_document_shows_what_it_read_and_what_it_reads():
    om = {"dag": DAG, "av": "Siv Provsson", "skal": "Skrivfel"}
    nytt, gjorda = rattat(dokument(), [Andring(1, 0, RATT), Andring(1, 1, "<p>Den är låg.</p>")], **om)

    p = nytt.paragrafer[1]
    assert p.delar[0].html == RATT
    [r] = p.rattelser
    assert (r.rubrik, r.fore, r.efter) == ("”Beslut”", "Taxan höjs till 500 kronor.", "Taxan är 600 kronor.")
    assert (r.dag, r.av, r.skal) == (DAG, "Siv Provsson", "Skrivfel")
    assert [(g.paragraf, g.plats) for g in gjorda] == [(1, 0)]
    assert nytt.rattade == (p,)
    igen, _ = rattat(nytt, [Andring(1, None, "Ny taxa"), Andring(1, DIARIENUMRET, "2026/21")], **om)
    assert [x.rubrik for x in igen.paragrafer[1].rattelser] == ["”Beslut”", "Rubriken", "Diarienumret"]
    assert (igen.paragrafer[1].rubrik, igen.paragrafer[1].dnr) == ("Ny taxa", "2026/21")


JUST = "Protokolljusterare"
FRAMSIDA = {
    "ajourneringar": (Ajournering(time(14), time(14, 10), "§ 20"), Ajournering(time(14, 30))),
    "ledamoter": (Deltagare("Ada Alm", "P", "ordförande"), Deltagare("Bo Björk", "Q")),
    "ersattare": (Deltagare("Cia Ceder", "P", "", "tjänstgör för Bo Björk (Q), § 21"),),
    "ersattare_rubrik": "Tjänstgörande ersättare",
    "ovriga": (Narvarogrupp("§ 21", (Deltagare("Siv Skrivare", titel="ekonom"),), "Tjänstepersoner"),),
    "justerare": ("Bo Björk (Q)",),
    "underskrifter": (Signatur("Ordförande", "Ada Alm (P)"), Signatur(JUST, "Bo Björk (Q)")),
    "narvarolista": (
        Narvarorad("Bo Björk (Q)", tjanstgor="§ 20", anmarkning="gick kl. 14.30"),
        Narvarorad("Cia Ceder (P)", "ersättare", "§ 21", "Bo Björk (Q)"),
    ),
}


def test_a_name_on_the_front_page_is_mended_wherever_it_stands_outside_the_paragrafer():
    d = dokument(**FRAMSIDA)
    ledamoter = {f.namn: f.text for f in falten(d)}["ledamoter"]
    ny, gjorda = rattat(d, framsida={"ledamoter": ledamoter.replace("Björk", "Bjork")}, dag=DAG, av="Siv", skal="Fel")

    assert ny.ledamoter[1] == Deltagare("Bo Bjork", "Q")
    assert ny.ersattare[0].rad == "Cia Ceder (P) tjänstgör för Bo Bjork (Q), § 21"
    assert (ny.justerare, ny.underskrifter[1].namn) == (("Bo Bjork (Q)",), "Bo Bjork (Q)")
    assert [r.namn + r.tjanstgor_for for r in ny.narvarolista] == ["Bo Bjork (Q)", "Cia Ceder (P)Bo Bjork (Q)"]
    assert ny.paragrafer == d.paragrafer
    rubriker = ["Ledamöter", "Tjänstgörande ersättare", "Protokolljusterare", "Underskrifter", "Närvarolista"]
    assert [r.rubrik for r in ny.rattelser] == rubriker
    assert (ny.rattelser[0].fore, ny.rattelser[0].efter) == ("Bo Björk (Q)", "Bo Bjork (Q)")
    assert [(g.rattad, g.paragraf) for g in gjorda] == [(r, None) for r in ny.rattelser]


@pytest.mark.parametrize(
    ("falt", "text", "rattat_till"),
    [
        ("plats", " Nya  salen ", {"plats": "Nya salen"}),
        ("start", "9.30", {"start": time(9, 30)}),
        ("slut", "", {"slut": None}),
        ("ajourneringar", "9.55-10:05", {"ajourneringar": (Ajournering(time(9, 55), time(10, 5)),)}),
        ("ersattare", "", {"ersattare": ()}),
        ("ledamoter", "Ada Alm (P), ordförande\n\n", {"ledamoter": FRAMSIDA["ledamoter"][:1]}),
        ("ledamoter", "Eva Ek, gäst, § 20", {"ledamoter": (Deltagare("Eva Ek", titel="gäst, § 20"),)}),
        ("vid0", "§§ 20–21", {"ovriga": (replace(FRAMSIDA["ovriga"][0], paragrafer="§§ 20–21"),)}),
        ("ovriga0", "", {"ovriga": ()}),
        ("justering", "Provhuset", {"justeringens_plats_och_tid": "Provhuset"}),
        ("underskrift1", "Bo B", {"underskrifter": (FRAMSIDA["underskrifter"][0], Signatur(JUST, "Bo B"))}),
        ("narvarolista", "Cia, gäst | § 20 | Bo |", {"narvarolista": (Narvarorad("Cia", "gäst", "§ 20", "Bo"),)}),
    ],
)
def test_each_fact_of_the_front_page(falt, text, rattat_till):
    d = dokument(**FRAMSIDA)
    stod = {f.namn: f.text for f in falten(d)}
    assert med_texter(d, stod) == d
    assert med_texter(d, stod | {falt: text}) == replace(d, **rattat_till)
    ny, _ = rattat(d, framsida=stod | {falt: text}, dag=DAG, av="Siv", skal="Fel")
    assert len(ny.rattelser) == 1


@pytest.mark.parametrize(
    ("falt", "text", "mening"),
    [
        ("start", "25.00", "timme och minut"),
        ("ajourneringar", "efter lunch", "14.25–14.35"),
        ("underskrift0", " ", "namnet"),
        ("narvarolista", "Cia Ceder", "fyra delar"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(falt, text, mening):
    with pytest.raises(FelText, match=mening) as fel:
        med_texter(dokument(**FRAMSIDA), {falt: text})
    assert fel.value.falt == falt


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
    # The front page after that.
    tredje = _ratta(protokoll, sekreterare, framsida={"plats": "Rosensalen"}, andringar=(), fran=2)
    assert (rad := tredje.rattelserna.get()).paragraf is None
    assert rad.rubrik == "Plats och tid"
    assert rad.efter.startswith("Rosensalen, ")
    assert any("Plats och tid: ”Provsalen" in h.text for h in _versionens(tredje))
    # On paper too, where whoever listens and whoever archives can read it.
    granska_pdf(bytes(tredje.pdf))
    with pdfplumber.open(BytesIO(bytes(tredje.pdf))) as pdf:
        text = " ".join(" ".join(sida.extract_text().split()) for sida in pdf.pages)
    for ord_ in (
        "Protokollet är rättat sedan det justerades",
        "löd: Taxan är 500 kronor.",
        "Ska lyda: Taxan är 600",
        "Ska lyda: Rosensalen",
    ):
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
