"""A job of many files: what comes in, what is read and what is saved. In these tests the work is done at once."""

from uuid import uuid4

import pytest

from kommun import bakgrund
from kommun.fel import DomanFel
from kommun.models import Kommun, Organ, Person
from protokoll import inlasningsarbete, inlasningsfiler, inlasningspackning
from protokoll.avskrift import spara_avskrift, ta_emot
from protokoll.inlasning import las_text, tolka
from protokoll.inlasning.zipfil import Post
from protokoll.inlasningsfiler import Fil
from protokoll.inlasningsjobb import fortsatt, lamna_in, las_om, sammanfatta, spara_alla, stoppa, ta_bort
from protokoll.models import (
    Inlasning,
    Inlasningsjobb,
    Inlasningszip,
    Inlasningszipdel,
    Paragraf,
    Protokoll,
)
from tests.factories import OrganFactory, TjanstFactory
from tests.protokoll.inlasning.generator import KOMMUN, ORGAN, texter
from tests.protokoll.inlasning.test_zipfil import gor_zip

pytestmark = pytest.mark.django_db


@pytest.fixture
def organen(sekreterare):
    kommun = Kommun.objects.get()
    kommun.namn = KOMMUN
    kommun.save()
    for n, namn in enumerate(ORGAN.values()):
        organ = OrganFactory(namn=namn, kortnamn=f"O{n}")
        TjanstFactory(person=sekreterare.person, roll="sekreterare", organ=organ)


@pytest.fixture
def lamna(sekreterare, organen):
    def lamna(*filer, fler=False, nyckel=None):
        return lamna_in(
            [Fil(n, i if isinstance(i, bytes) else i.encode()) for n, i in filer],
            nyckel=nyckel or uuid4(),
            by=sekreterare,
            fler=fler,
        )

    return lamna


def filer(antal):
    return [(namn, text) for namn, _, text in texter(antal)]


def lagen(jobb):
    return list(jobb.filerna.order_by("ordning").values_list("lage", flat=True))


def test_what_is_read_is_told_of_and_nothing_is_saved(lamna):
    jobb = lamna(*filer(3))
    assert (jobb.lage, lagen(jobb)) == ("last", ["last"] * 3)
    rapport = jobb.filerna.first().rapport
    assert rapport["organ"] == "Provstads nämnd"
    assert (rapport["datum"], rapport["paragrafer"], rapport["layout"]) == ("2012-01-10", "§ 1", "Vimmerby")
    assert "Bo Testman" in rapport["nya_personer"]
    assert not Protokoll.objects.exists()
    assert not Person.objects.filter(namn="Bo Testman").exists()


def test_all_without_warnings_are_saved_by_the_one_who_handed_them_in(lamna, sekreterare):
    jobb = lamna(*filer(3), ("konstig.txt", "Det här är inget protokoll."))
    spara_alla(jobb)
    jobb.refresh_from_db()
    assert (jobb.lage, lagen(jobb)) == ("last", ["sparad"] * 3 + ["obegriplig"])
    assert Protokoll.objects.count() == 3
    assert {p.history.get().history_user for p in Protokoll.objects.all()} == {sekreterare}


def test_a_zip_file_is_its_files_and_gives_the_job_its_name(lamna):
    jobb = lamna(("Protokoll 2012.zip", gor_zip(filer(3))))
    assert jobb.namn == "Protokoll 2012"
    assert jobb.filerna.first().namn == "Protokoll 2012/Provstads nämnd/2012-01-10.txt"
    assert lagen(jobb) == ["last"] * 3


def test_what_holds_no_protokoll_is_told_of_and_not_kept(lamna):
    jobb = lamna(*filer(1), ("bild.jpg", "x"), ("tom.txt", " "), (".DS_Store", "x"))
    assert lagen(jobb) == ["last", "obegriplig", "obegriplig"]
    assert "Filer av slaget .jpg läses inte in" in jobb.filerna.get(namn="bild.jpg").rapport["mening"]
    assert jobb.filerna.get(namn="tom.txt").rapport["mening"] == "Filen är tom."
    assert Inlasning.objects.count() == 1


@pytest.mark.parametrize(
    ("filer", "mening"),
    [
        ([], "Välj filer"),
        ([("bild.jpg", "x"), ("b.exe", "x")], "bild.jpg: Filer av slaget .jpg läses inte in.*Detsamma gäller 1 till"),
        ([("a.zip", "x")], "a.zip: Zip-filen är skadad"),
        ([("a.zip", gor_zip([("bild.jpg", "x"), ("inre.zip", "x")]))], "a.zip: I zip-filen finns inget som läses in"),
        ([("a.RAR", "x")], "Packa upp den och gör en zip-fil av innehållet"),
        ([("a.doc", "x")], "Words äldre format"),
    ],
)
def test_a_sending_with_nothing_to_read_makes_no_job(lamna, filer, mening):
    with pytest.raises(DomanFel, match=mening):
        lamna(*filer)
    assert not Inlasningsjobb.objects.exists()


def test_files_come_in_some_at_a_time_and_the_same_ones_once(lamna):
    nyckel, alla = uuid4(), filer(4)
    lamna(*alla[:2], nyckel=nyckel, fler=True)
    jobb = lamna(*alla[:2], nyckel=nyckel, fler=True)
    assert (jobb.lage, lagen(jobb)) == ("tas_emot", ["vantar"] * 2)
    lamna(*alla[2:], nyckel=nyckel, fler=True)
    jobb = lamna(nyckel=nyckel)
    assert (jobb.lage, lagen(jobb)) == ("last", ["last"] * 4)
    assert jobb.namn == "Provstads nämnd/2012-01-10 och 3 till"


def test_two_files_of_one_name_are_two_and_one_content_is_read_once(lamna):
    ett, tva = filer(2)
    jobb = lamna(("a.txt", ett[1]), ("a.txt", tva[1]), ("b.txt", ett[1]))
    assert list(jobb.filerna.values_list("namn", flat=True)) == ["a.txt", "a (2).txt", "b.txt"]
    assert lagen(jobb) == ["last", "last", "redan"]
    assert jobb.filerna.last().rapport["mening"] == "Filen är likadan som a.txt, som redan är med här."


def test_the_same_meeting_in_two_files_is_for_a_person_to_choose(lamna):
    ((namn, text),) = filer(1)
    jobb = lamna((namn, text), ("kopia.txt", text + "\n"))
    assert lagen(jobb) == ["last", "varningar"]
    assert jobb.filerna.last().rapport["att_se"][0] == f"§ 1 står också i {namn}. Spara en av filerna."


def test_what_is_here_already_is_not_read_in_again(lamna):
    jobb = lamna(*filer(2))
    spara_alla(jobb)
    igen = lamna(*filer(2), ("annan.txt", filer(1)[0][1] + "\n"))
    assert lagen(igen) == ["redan"] * 3
    rapporter = [f.rapport["mening"] for f in igen.filerna.all()]
    assert "redan inläst och sparad, som protokollet från den 10 januari 2012" in rapporter[0]
    assert "har redan § 1 för 2012" in rapporter[2]
    assert Paragraf.objects.count() == 2


def test_a_file_that_the_reader_chokes_on_stops_nobody(lamna, monkeypatch, caplog):
    def kvavs(namn, innehall):
        if namn == "2012-02-07.txt":
            raise ZeroDivisionError
        return las_text(namn, innehall)

    monkeypatch.setattr("protokoll.inlasning.las_text", kvavs)
    jobb = lamna(*filer(5))
    assert lagen(jobb) == ["last"] * 4 + ["obegriplig"]
    assert "Något gick fel på servern" in jobb.filerna.last().rapport["mening"]
    assert "ZeroDivisionError" in caplog.text


def test_a_file_that_takes_the_worker_with_it_is_left_alone_the_third_time(lamna, monkeypatch):
    class Dod(BaseException):
        pass

    def dor(namn, innehall):
        raise Dod

    jobb = lamna(*filer(1), fler=True)
    with monkeypatch.context() as m:
        m.setattr("protokoll.inlasning.las_text", dor)
        for _ in range(2):
            fortsatt(jobb)
    assert lagen(jobb) == ["vantar"]
    fortsatt(jobb)
    fil = jobb.filerna.get()
    assert (fil.lage, "hoppades över" in fil.rapport["mening"]) == ("obegriplig", True)
    las_om(jobb)
    assert lagen(jobb) == ["last"]


def test_one_who_keeps_no_minutes_of_the_organ_saves_nothing(annan_sekreterare):
    OrganFactory(namn="Provstads nämnd", kortnamn="PSN")
    jobb = lamna_in([Fil(n, t.encode()) for n, t in filer(1)], nyckel=uuid4(), by=annan_sekreterare)
    assert lagen(jobb) == ["varningar"]
    assert "Du är inte sekreterare i" in jobb.filerna.get().rapport["att_se"][0]
    with pytest.raises(DomanFel, match="inga filer utan varningar"):
        spara_alla(jobb)


def test_an_organ_that_is_registered_later_is_read_again(sekreterare):
    jobb = lamna_in([Fil(n, t.encode()) for n, t in filer(1)], nyckel=uuid4(), by=sekreterare)
    assert sammanfatta(jobb).okanda_organ == (("Provstads nämnd", 1),)
    organ = OrganFactory(namn="Provstads nämnd", kortnamn="PSN")
    TjanstFactory(person=sekreterare.person, roll="sekreterare", organ=organ)
    jobb.av.__dict__.pop("behorighet", None)
    las_om(jobb)
    assert lagen(jobb) == ["last"]
    assert sammanfatta(jobb).okanda_organ == ()


def test_what_happens_between_reading_and_saving_is_seen(lamna, sekreterare):
    ((namn, text),) = filer(1)
    jobb = lamna((namn, text))
    annan = ta_emot("annan.txt", (text + "\n").encode(), by=sekreterare)
    spara_avskrift(tolka(text), inlasning=annan, by=sekreterare)
    spara_alla(jobb)
    assert lagen(jobb) == ["redan"]
    assert Protokoll.objects.count() == 1


def test_two_people_who_hand_over_the_same_folder_save_it_once(lamna, annan_sekreterare):
    for organ in Organ.objects.filter(namn__in=ORGAN.values()):
        TjanstFactory(person=annan_sekreterare.person, roll="sekreterare", organ=organ)
    mitt = lamna(*filer(2))
    deras = lamna_in([Fil(n, t.encode()) for n, t in filer(2)], nyckel=uuid4(), by=annan_sekreterare)
    assert lagen(mitt) == lagen(deras) == ["last", "last"]
    spara_alla(mitt)
    spara_alla(deras)
    assert (lagen(mitt), lagen(deras)) == (["sparad"] * 2, ["redan"] * 2)
    assert Protokoll.objects.count() == 2


def test_one_that_is_saved_on_its_own_page_is_saved_in_the_job(lamna, sekreterare):
    ((namn, text),) = filer(1)
    jobb = lamna((namn, text))
    spara_avskrift(tolka(text), inlasning=jobb.filerna.get().inlasning, by=sekreterare)
    assert lagen(jobb) == ["sparad"]


@pytest.fixture
def stannar(monkeypatch):
    """The worker has time for one file at a time, and another one goes on where this test says so."""
    monkeypatch.setattr(inlasningsarbete, "STUND", 0)
    monkeypatch.setattr(type(inlasningsarbete.arbeta), "enqueue", lambda self, pk: None)
    return lambda jobb: inlasningsarbete.arbeta.call(jobb.pk)


def test_a_job_stops_after_the_file_and_goes_on_where_it_was(lamna, stannar):
    jobb = lamna(*filer(3))
    stannar(jobb)
    stoppa(jobb)
    stannar(jobb)
    jobb.refresh_from_db()
    assert (jobb.lage, lagen(jobb)) == ("avbrutet", ["last", "vantar", "vantar"])
    with pytest.raises(DomanFel, match="Inget läses"):
        stoppa(jobb)
    fortsatt(jobb)
    for _ in range(3):
        stannar(jobb)
    jobb.refresh_from_db()
    assert (jobb.lage, lagen(jobb)) == ("last", ["last"] * 3)


def test_saving_stops_too_and_what_is_saved_stays(lamna, stannar):
    jobb = lamna(*filer(3))
    for _ in range(4):
        stannar(jobb)
    spara_alla(jobb)
    spara_alla(jobb)
    stannar(jobb)
    with pytest.raises(DomanFel, match="Stoppa arbetet först"):
        ta_bort(jobb)
    with pytest.raises(DomanFel, match="sparas just nu"):
        lamna(*filer(1), nyckel=jobb.nyckel)
    stoppa(jobb)
    assert lagen(jobb) == ["sparad", "last", "last"]
    assert not ta_bort(jobb)
    assert lagen(jobb) == ["sparad"]
    assert (Protokoll.objects.count(), Inlasning.objects.count()) == (1, 1)


def test_a_job_of_which_nothing_is_saved_is_thrown_away_whole_but_not_anothers_file(lamna):
    annat = lamna(*filer(1))
    jobb = lamna(*filer(3), ("bild.jpg", "x"))
    assert ta_bort(jobb)
    assert list(Inlasningsjobb.objects.all()) == [annat]
    assert Inlasning.objects.count() == 1
    assert ta_bort(jobb)


def test_work_that_stands_still_is_put_in_the_queue_again(lamna, stannar, monkeypatch):
    kon = []
    jobb = lamna(*filer(1))
    monkeypatch.setattr(type(inlasningsarbete.arbeta), "enqueue", lambda self, pk: kon.append(pk))
    fortsatt(jobb)
    monkeypatch.setattr(bakgrund, "pa_gang", lambda task: {jobb.pk})
    fortsatt(jobb)
    assert kon == [jobb.pk]


def test_no_more_files_than_a_job_can_hold(lamna, monkeypatch):
    monkeypatch.setattr(inlasningsfiler, "FLEST_FILER", 2)
    with pytest.raises(DomanFel, match="fler än 2 filer"):
        lamna(*filer(3))
    assert not Inlasning.objects.exists()


@pytest.fixture
def packar(monkeypatch):
    """A worker that unpacks one file at a time."""
    monkeypatch.setattr(inlasningspackning, "_FLEST", 1)


def test_a_zip_waits_for_the_worker_and_is_unpacked_once(lamna, stannar, packar):
    fil, nyckel = ("Protokoll.zip", gor_zip([*filer(2), ("bild.jpg", "x"), ("konstig.txt", "Hej.")])), uuid4()
    jobb = lamna(fil, fil, nyckel=nyckel)
    assert (jobb.namn, jobb.lage, lagen(jobb)) == ("Protokoll", "lases", [])
    assert sammanfatta(jobb).packas.antal == 4
    stannar(jobb)
    # The line broke, and the same zip comes once more.
    lamna(fil, nyckel=nyckel)
    assert (sammanfatta(jobb).packas.packade, lagen(jobb)) == (1, ["vantar"])
    for _ in range(9):
        stannar(jobb)
    jobb.refresh_from_db()
    assert (jobb.lage, lagen(jobb)) == ("last", ["last", "last", "obegriplig", "obegriplig"])
    assert not Inlasningszipdel.objects.exists()
    assert not lamna(fil, nyckel=nyckel).zipfilerna.get().packade
    for _ in range(9):
        stannar(jobb)
    assert jobb.filerna.count() == 4


def test_unpacking_stops_and_goes_on(lamna, stannar, packar):
    jobb = lamna(("Protokoll.zip", gor_zip(filer(3))))
    stannar(jobb)
    stoppa(jobb)
    stannar(jobb)
    jobb.refresh_from_db()
    assert (jobb.lage, lagen(jobb)) == ("avbrutet", ["vantar"])
    fortsatt(jobb)
    for _ in range(9):
        stannar(jobb)
    assert lagen(jobb) == ["last"] * 3


def test_a_zip_that_takes_the_worker_with_it_is_left_alone_the_third_time(lamna, stannar, packar, monkeypatch):
    class Dod(BaseException):
        pass

    def dor(self, namn, innehall):
        raise Dod

    jobb = lamna(("Protokoll.zip", gor_zip(filer(3))))
    stannar(jobb)
    with monkeypatch.context() as m:
        m.setattr(inlasningsfiler.Mottagare, "en", dor)
        for _ in range(2):
            with pytest.raises(Dod):
                stannar(jobb)
    for _ in range(3):
        stannar(jobb)
    # What had come out stays, and is read.
    assert lagen(jobb) == ["last", "obegriplig"]
    assert "avbröts flera gånger" in jobb.filerna.last().rapport["mening"]


def test_two_workers_with_one_zip_leave_nothing_out(lamna, stannar, packar, monkeypatch):
    jobb = lamna(("Protokoll.zip", gor_zip(filer(3))))
    den_ena = inlasningspackning._att_packa_upp(jobb.pk)
    stannar(jobb)
    assert not inlasningspackning._ta_in(den_ena, [Post("x.txt", b"x")])
    for _ in range(9):
        stannar(jobb)
    assert lagen(jobb) == ["last"] * 3


def test_a_zip_that_comes_when_the_last_file_is_read_is_not_left(lamna, stannar, sekreterare):
    jobb = lamna(*filer(1))
    stannar(jobb)
    lamna(("Protokoll.zip", gor_zip(filer(2))), nyckel=jobb.nyckel)
    assert inlasningsarbete._nasta(jobb.pk, sekreterare)
    jobb.refresh_from_db()
    assert jobb.lage == "lases"


def test_more_in_a_zip_than_a_job_can_hold_is_told_of(lamna, monkeypatch):
    monkeypatch.setattr(inlasningsfiler, "FLEST_FILER", 2)
    monkeypatch.setattr(inlasningspackning, "_FLEST", 1)
    jobb = lamna(("Protokoll.zip", gor_zip(filer(3))))
    assert lagen(jobb) == ["last", "last", "obegriplig"]
    assert "fler än 2 filer" in jobb.filerna.last().rapport["mening"]


def test_what_is_not_unpacked_yet_is_thrown_away_with_the_rest(lamna, stannar, packar):
    jobb = lamna(("Protokoll.zip", gor_zip(filer(3))))
    stannar(jobb)
    stoppa(jobb)
    assert ta_bort(jobb)
    assert not Inlasningszip.objects.exists()
    assert not Inlasning.objects.exists()


def test_a_file_is_laid_out_once_and_read_anew_when_asked_for(lamna, monkeypatch):
    lasta = []
    monkeypatch.setattr("protokoll.inlasning.las_text", lambda namn, b: lasta.append(namn) or las_text(namn, b))
    ett, *_, tva = filer(5)
    jobb = lamna(ett, (tva[0], tva[1].replace("avslår förslaget", "av- slår fоrslaget")))
    spara_alla(jobb)
    assert len(lasta) == 2
    las_om(jobb)
    assert len(lasta) == 3


def test_saved_in_part_it_still_has_files_to_read(lamna, stannar):
    jobb = lamna(*filer(3))
    stannar(jobb)
    stoppa(jobb)
    spara_alla(jobb)
    for _ in range(2):
        stannar(jobb)
    jobb.refresh_from_db()
    assert (jobb.lage, lagen(jobb)) == ("avbrutet", ["sparad", "vantar", "vantar"])
