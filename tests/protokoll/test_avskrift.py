"""From a read-in protokoll to rows, and what must not happen twice."""

import re
from dataclasses import replace
from datetime import date, time

import pytest

from kommun.editor import html_to_text
from kommun.fel import DomanFel
from kommun.models import Avsnittstyp, Organ, Person
from protokoll import inlasning as lasare
from protokoll.avskrift import granska, slang, spara_avskrift, ta_emot
from protokoll.dokument import fran_protokoll
from protokoll.models import Inlasning, Narvaro, Paragraf, Protokoll, Sammantrade
from protokoll.numrering import skriv_paragrafer
from protokoll.organnamn import foreslaget_kortnamn
from tests.conftest import SHARED
from tests.factories import KommunFactory, OrganFactory, PersonFactory, SammantradeFactory
from tests.parallel import at_once
from tests.protokoll.provprotokoll import PROV

pytestmark = pytest.mark.django_db


@pytest.fixture
def provnamnden(db):
    return OrganFactory(namn="Provstads nämnd", kortnamn="PSN")


def las_in(text=PROV, *, by=None, **kwargs):
    inlast = lasare.tolka(text)
    inlasning = ta_emot("prov.txt", text.encode(), by=by)
    return spara_avskrift(inlast, inlasning=inlasning, by=by, **kwargs)


def test_spara_avskrift_writes_the_whole_meeting(provnamnden):
    protokoll = las_in()

    sammantrade = protokoll.sammantrade
    assert (sammantrade.organ, sammantrade.datum) == (provnamnden, date(2026, 3, 4))
    assert (sammantrade.start, sammantrade.slut, sammantrade.plats) == (time(13), time(15, 30), "Stora salen")
    assert [str(a) for a in sammantrade.ajourneringarna.all()] == ["14.00–14.10"]
    assert protokoll.lage == Protokoll.Lage.AVSKRIFT
    assert [(n.namn, n.parti, n.titel) for n in sammantrade.narvaron.filter(slag="ledamot")] == [
        ("Ada Provsson", "C", "ordförande"),
        ("Bo Testman", "S", "vice ordförande"),
    ]
    assert [(n.namn, n.paragrafer_i_text) for n in sammantrade.narvaron.filter(slag="ovrig")] == [
        ("Cia Exempel", "§§ 1–3"),
        ("Dan Demo", "§ 2"),
    ]
    assert [u.roll for u in protokoll.underskrifterna.all()] == ["sekreterare", "ordforande", "justerare"]
    anslag = protokoll.anslagen.get()
    assert (anslag.uppsatt, anslag.sista_overklagandedag) == (date(2026, 3, 13), date(2026, 4, 7))
    paragrafer = list(protokoll.paragraferna.order_by("ordning"))
    assert [(p.nummer, p.dnr, p.klassificering) for p in paragrafer] == [
        (1, "2026/000011", "004"),
        (2, "2026/000012", ""),
        (3, "2026/000013", "101"),
    ]
    assert [d.typ for d in paragrafer[1].delar()] == ["beslut", "sammanfattning", "beslutsunderlag", "mottagare"]
    assert html_to_text(paragrafer[0].besluten.get().text) == "Provstads nämnd väljer Bo Testman (S) att justera."


def test_every_row_tells_that_it_was_read_in(provnamnden, sekreterare):
    paragraf = las_in(by=sekreterare).paragraferna.first()

    for obj in (paragraf, paragraf.sammantrade, *paragraf.delar()):
        rad = obj.history.get()
        assert (rad.history_change_reason, rad.history_user) == ("Inläst ur protokoll", sekreterare)


def test_the_file_is_kept_with_the_protokoll(provnamnden):
    protokoll = las_in()

    assert bytes(protokoll.inlasningen.innehall) == PROV.encode()


def test_reading_the_same_file_twice_does_not_double_it(provnamnden):
    first, second = las_in(), las_in()

    assert first == second
    assert (Sammantrade.objects.count(), Paragraf.objects.count(), Inlasning.objects.count()) == (1, 3, 1)


def test_reading_the_same_paragrafer_from_another_file_is_refused(provnamnden):
    las_in()

    with pytest.raises(DomanFel, match="Provstads nämnd har redan §§ 1–3 för 2026"):
        las_in(PROV + "\n")

    assert Paragraf.objects.count() == 3


def test_a_failure_half_way_writes_nothing(provnamnden, monkeypatch):
    inlast = lasare.tolka(PROV)
    inlasning = ta_emot("prov.txt", PROV.encode(), by=None)
    # The last thing written: a heading longer than its column.
    last = inlast.paragrafer[-1]
    trasig = lasare.Paragraf(last.nummer, last.dnr, last.klassificering, "x" * 501, last.avsnitt)
    with pytest.raises(DomanFel):
        spara_avskrift(replace(inlast, paragrafer=(*inlast.paragrafer[:-1], trasig)), inlasning=inlasning, by=None)

    assert (Sammantrade.objects.count(), Paragraf.objects.count(), Person.objects.count()) == (0, 0, 0)
    inlasning.refresh_from_db()
    assert inlasning.protokoll is None


def test_another_protokoll_of_the_same_meeting_is_added_to_it(provnamnden):
    las_in()
    rest = PROV.replace("§ 1\n", "§ 4\n").replace("§ 2\n", "§ 5\n").replace("§ 3\n", "§ 6\n")
    rest = (
        rest.replace("§§ 1-3", "§§ 4-6").replace("§ 1\t", "§ 4\t").replace("§ 2\t", "§ 5\t").replace("§ 3\t", "§ 6\t")
    )

    las_in(rest)

    sammantrade = Sammantrade.objects.get()
    assert [p.paragrafspann for p in sammantrade.protokollen.order_by("pk")] == ["§§ 1–3", "§§ 4–6"]
    assert sammantrade.narvaron.filter(slag="ledamot").count() == 4, "each front page is kept"


def test_the_second_protokoll_goes_on_after_the_first_and_keeps_its_own_front_page(provnamnden):
    las_in()
    rest = re.sub(r"§ (\d)\b(?=[\n\t])", lambda m: f"§ {int(m[1]) + 3}", PROV).replace("§§ 1-3", "§§ 4-6")
    rest = rest.replace("§ 2 Dan Demo, handläggare", "§ 5 Eva Extra, expert").replace(
        "Ada Provsson (C), ordförande", "Ada Provsson (C), ordförande deltar ej p.g.a. jäv"
    )

    second = las_in(rest)

    sammantrade = Sammantrade.objects.get()
    assert [p.nummer for p in sammantrade.paragraferna.order_by("ordning")] == [1, 2, 3, 4, 5, 6]
    names = [n.namn for n in sammantrade.narvaron.filter(protokoll=second, slag="ovrig")]
    assert names == ["Cia Exempel", "Eva Extra"]
    printed = [d.namn for g in fran_protokoll(second, kommun="").ovriga for d in g.personer]
    assert printed == names


def test_a_person_named_twice_is_present_at_both(provnamnden):
    text = PROV.replace("§ 2 Dan Demo, handläggare", "§ 1 Dan Demo, handläggare § 3 Dan Demo, handläggare")

    rader = las_in(text).sammantrade.narvaron.filter(namn="Dan Demo")

    assert [r.paragrafer for r in rader] == [[1, 3]]


def test_a_planned_meeting_is_filled(provnamnden):
    planned = SammantradeFactory(organ=provnamnden, datum=date(2026, 3, 4), start=None, lage="planerat")

    assert las_in().sammantrade == planned
    planned.refresh_from_db()
    assert (planned.lage, planned.start, planned.plats) == ("avslutat", time(13), "Stora salen")


def test_a_number_that_stands_twice_is_refused(provnamnden):
    inlast = lasare.tolka(PROV)
    dubbel = replace(inlast, paragrafer=(*inlast.paragrafer, inlast.paragrafer[0]))

    with pytest.raises(DomanFel, match="§ 1 står mer än en gång i filen"):
        spara_avskrift(dubbel, inlasning=ta_emot("prov.txt", PROV.encode(), by=None), by=None)


def test_slips_that_no_row_can_hold_are_left_out_and_said(provnamnden):
    inlast = replace(lasare.tolka(PROV), slut=time(12, 0))
    inlast = replace(inlast, anslag=replace(inlast.anslag, nedtaget=date(2026, 3, 1)))

    protokoll = spara_avskrift(inlast, inlasning=ta_emot("prov.txt", PROV.encode(), by=None), by=None)

    assert protokoll.sammantrade.slut is None
    assert protokoll.anslagen.get().tas_ned == date(2026, 4, 7)
    assert [n.split(" ")[0] for n in granska(inlast).noteringar] == ["Sluttiden", "Anslaget"]


def test_a_day_down_that_the_document_lacks_follows_the_municipality(provnamnden):
    KommunFactory(anslag_dagen_efter=True)
    inlast = lasare.tolka(PROV)
    inlast = replace(inlast, anslag=replace(inlast.anslag, nedtaget=None))

    anslag = spara_avskrift(inlast, inlasning=ta_emot("prov.txt", PROV.encode(), by=None), by=None).anslagen.get()

    assert (anslag.sista_overklagandedag, anslag.tas_ned) == (date(2026, 4, 7), date(2026, 4, 8))


def test_the_readers_kinds_of_section_are_the_models():
    assert tuple(Avsnittstyp.values) == lasare.AVSNITTSTYPER


def test_an_upload_belongs_to_the_one_who_made_it(provnamnden, sekreterare, annan_sekreterare):
    mine = ta_emot("prov.txt", PROV.encode(), by=sekreterare)

    theirs = ta_emot("prov.txt", PROV.encode(), by=annan_sekreterare)
    slang(theirs)

    assert Inlasning.objects.get() == mine


def test_a_saved_file_is_never_thrown_away(provnamnden):
    inlasning = las_in().inlasningen

    with pytest.raises(DomanFel, match="filen hör till handlingen"):
        slang(inlasning)


def test_unknown_organ_is_refused_unless_it_may_be_made(db):
    with pytest.raises(DomanFel, match="Organet ”Provstads nämnd” finns inte i registret"):
        las_in()

    protokoll = las_in(skapa_organ=True)

    assert protokoll.sammantrade.organ.kortnamn == "PN"


def test_a_known_person_is_used_and_a_new_one_made(provnamnden):
    ada = PersonFactory(namn="Ada Provsson")

    protokoll = las_in()

    assert protokoll.sammantrade.narvaron.get(namn="Ada Provsson").person == ada
    assert Person.objects.filter(namn="Bo Testman").count() == 1


def test_granska_tells_what_saving_would_do(provnamnden):
    PersonFactory(namn="Ada Provsson")

    granskning = granska(lasare.tolka(PROV))

    assert granskning.organ == provnamnden
    assert granskning.finns == ()
    assert granskning.nya_personer == ("Bo Testman", "Cia Exempel", "Dan Demo")


def test_a_chosen_mend_is_made_and_both_texts_are_in_the_history(provnamnden):
    text = PROV.replace("Frågan har väckts", "Frågan har v\u0430ckts")  # a Cyrillic а
    inlast = lasare.tolka(text)
    [varning] = [v for v in inlast.varningar if v.forslag and "v\u0430ckts" in (v.citat or "")]

    protokoll = las_in(text, rattelser=[varning])

    avsnitt = protokoll.paragraferna.get(nummer=2).avsnitten.get(typ="sammanfattning")
    assert "vackts" in avsnitt.text
    assert "v\u0430ckts" in avsnitt.history.last().text
    assert avsnitt.history.first().history_change_reason.startswith("Rättade läsfel")


def test_an_unchosen_mend_leaves_the_text_as_it_stands(provnamnden):
    text = PROV.replace("Frågan har väckts", "Frågan har v\u0430ckts")

    avsnitt = las_in(text).paragraferna.get(nummer=2).avsnitten.get(typ="sammanfattning")

    assert "v\u0430ckts" in avsnitt.text


@pytest.mark.django_db(transaction=True)
def test_two_people_reading_in_the_same_file_at_once_make_one_protokoll(provnamnden):
    inlast = lasare.tolka(PROV)
    inlasning = ta_emot("prov.txt", PROV.encode(), by=None)

    def read():
        return spara_avskrift(inlast, inlasning=inlasning, by=None)

    first, second = at_once(read, read)

    assert first == second
    assert Paragraf.objects.count() == 3


@pytest.mark.parametrize(
    ("namn", "kort"),
    [
        ("Kommunstyrelsens arbetsutskott", "KSAU"),
        ("Kommunstyrelsen", "KS"),
        ("Kommunfullmäktige", "KF"),
        ("Socialnämnden", "SN"),
        ("Barn- och utbildningsnämnden", "BUN"),
        ("Miljö- och byggnadsnämnden", "MBN"),
        ("Nämnden för Vård & Omsorg", "VO"),
    ],
)
def test_foreslaget_kortnamn(namn, kort):
    assert foreslaget_kortnamn(namn) == kort


def test_the_seed_is_saved_whole(seed_text):
    protokoll = las_in(seed_text, skapa_organ=True)

    assert protokoll.sammantrade.organ.kortnamn == "KSAU"
    assert protokoll.sammantrade.organ.slag == Organ.Slag.UTSKOTT
    narvaron = protokoll.sammantrade.narvaron
    assert (narvaron.filter(slag="ledamot").count(), narvaron.filter(slag="ersattare").count()) == (3, 2)
    assert set(narvaron.filter(slag="ersattare").values_list("tjanstgor", flat=True)) == {None}
    assert [skriv_paragrafer(n.paragrafer) for n in narvaron.filter(slag=Narvaro.Slag.OVRIG)] == [
        "§§ 14–35",
        "§§ 14–35",
        "§§ 16; 24",
        "§ 18",
        "§§ 19–20",
        "§§ 19–25",
        "§§ 20; 24",
        "§§ 21–22",
        "§ 24",
        "§§ 24–25",
        "§§ 14–35, utom § 21",
    ]
    assert [p.nummer for p in protokoll.paragraferna.order_by("nummer")] == [14, 15, 34, 35]
    behandlingar = protokoll.paragraferna.get(nummer=35).behandlingarna.order_by("ordning")
    assert [b.svar for b in behandlingar] == ["avstar", "avstar", "avstar", "deltar", "avstar"]
    assert [b.inbjudan.svar for b in behandlingar] == ["avstar", "avstar", "avstar", "deltar", "avstar"]
    assert [str(b.inbjudan.borjar) for b in behandlingar] == [
        f"2020-{d}" for d in ["03-05", "03-26", "04-24", "03-27", "05-27"]
    ]
    assert [d.namn for d in behandlingar[3].inbjudan.deltagandena.all()] == [
        "Jacob Käll",
        "Marie Nicholson",
        "Carolina Leijonram",
    ]


@pytest.fixture
def kungsbacka():
    def read(name):
        file = SHARED / "exempel" / name
        if not file.exists():
            pytest.skip("../shared/exempel saknas här")
        return las_in(file.read_text("utf-8"), skapa_organ=True)

    return read


def test_a_digitally_signed_protokoll_was_adjusted_on_the_day_of_its_last_signature(db, kungsbacka):
    assert kungsbacka("kungsbacka-ksau-2024-12-03-p368.txt").justeringsdag == date(2024, 12, 5)


def test_one_who_is_javig_is_not_present_at_the_paragraf(db, kungsbacka):
    protokoll = kungsbacka("kungsbacka-ksau-2024-12-03-p368.txt")

    [hansson] = protokoll.narvaron.filter(namn="Fredrik Hansson", slag="ledamot")
    assert hansson.javig
    assert not hansson.vid(368)
    front = {d.namn: d.rad for d in fran_protokoll(protokoll, kommun="").ledamoter}
    assert "deltar ej p.g.a. jäv, utan ersättare" in front["Fredrik Hansson"]


def test_ersattare_who_did_not_serve_stand_among_the_others(db, kungsbacka):
    dokument = fran_protokoll(kungsbacka("kungsbacka-vo-2025-12-11-p179.txt"), kommun="")

    assert [d.namn for d in dokument.ersattare] == ["Marcus Andersson"]
    assert "Annika Carlsson" in dokument.ersattare[0].rad
    groups = {g.paragrafer: [d.namn for d in g.personer] for g in dokument.ovriga}
    assert groups["Ersättare"] == ["Ingela Hansson", "Hans Ädel", "Kristina Gellingskog"]
    assert "Emma Renström" in groups["§ 179"]


def test_a_file_of_another_municipality_is_pointed_out(db):
    file = SHARED / "exempel" / "kungsbacka-ksau-2024-12-03-p368.txt"
    if not file.exists():
        pytest.skip("../shared/exempel saknas här")
    KommunFactory(namn="Vimmerby kommun")

    [notering] = granska(lasare.tolka(file.read_text("utf-8"))).noteringar

    assert notering == "Filen är från Kungsbacka kommun, men det här är Vimmerby kommun."
