"""The § that writes itself: what it reads, what it freezes, and that nothing later changes it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from kommun.editor import html_to_text
from kommun.fel import DomanFel
from kommun.models import Bilaga
from protokoll.models import Paragraf, Protokoll
from protokoll.skrivning import andra_text
from tests.factories import (
    ArendeFactory,
    AterrapportFactory,
    AvsnittFactory,
    AvsnittsmallFactory,
    BeslutFactory,
    OrganFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
    StandigtArendeFactory,
    UppdragFactory,
    UppfoljningFactory,
)
from uppdrag.avslut import avsluta
from uppdrag.fristandring import andra_frist
from uppdrag.models import Redovisning, Uppfoljning
from uppdrag.redovisning import besluta, satt_pa_dagordning
from uppdrag.uppfoljning import BEHALL, EFTER, ERSATT, EgenText, lagg_till, sammanstall, standande_paragraf, underlag
from uppdrag.uppfoljningsdokument import Grupp, Uppfoljningsdokument

pytestmark = pytest.mark.django_db

ATER, SEN, NY_TID, TYST, SLUT = Grupp
IDAG = date(2026, 6, 10)


@pytest.fixture(autouse=True)
def _idag():
    with time_machine.travel("2026-06-10 10:00+02:00"):
        yield


def kl(*dag) -> datetime:
    return datetime(*dag, 12, tzinfo=ZoneInfo("Europe/Stockholm"))


@pytest.fixture
def p(organ):
    """The standing § of a planned meeting on 2026-06-16; another meeting follows in September."""
    standigt = StandigtArendeFactory(
        organ=organ,
        kod="uppfoljning",
        rubrik="Uppföljning av uppdrag",
        beslut="{organet} lägger det till handlingarna.",
    )
    sammantrade = SammantradeFactory(organ=organ, datum=date(2026, 6, 16), lage="planerat")
    SammantradeFactory(organ=organ, datum=date(2026, 9, 15), lage="planerat")
    return ArendeFactory(sammantrade=sammantrade, standigt=standigt, rubrik=standigt.rubrik)


@pytest.fixture
def ge(beslut):
    """An uppdrag given on 2026-03-04, in time until December: to be reported in September."""

    def skapa(**falt):
        return UppdragFactory(**{"beslut": beslut, "frist": date(2026, 12, 1)} | falt)

    return skapa


def grupper(dokument: Uppfoljningsdokument) -> dict[Grupp, list[int]]:
    return {d.grupp: [r.id for r in d.rader] for d in dokument.delar}


def rapport(uppdrag, slag="delrapport", dag=(2026, 6, 1), **falt):
    if slag == "slutrapport":
        uppdrag.lage = "aterrapporterat"
        uppdrag.save()
    return AterrapportFactory(uppdrag=uppdrag, slag=slag, inlamnad=kl(*dag), **falt)


def stang(uppdrag, dag=date(2026, 6, 2)):
    return avsluta(uppdrag, den=dag, skal="Inte längre aktuellt.", by=None)


def test_each_uppdrag_stands_where_it_belongs(ge, p, organ):
    i_tid, utan_frist = ge(), ge(frist=None, ingen_frist=True)
    slut, del_ = ge(), ge(frist=date(2026, 6, 1))
    sent, ny_tid, sen_ny_tid = ge(frist=date(2026, 6, 9)), ge(), ge(frist=date(2026, 5, 1))
    tyst, stangt = ge(frist=date(2026, 6, 20)), ge()
    rapport(slut, "slutrapport", text="Planen är klar.")
    rapport(del_)
    rapport(ny_tid, "forlangning", onskad_frist=date(2027, 2, 1))
    rapport(sen_ny_tid, "forlangning", onskad_frist=date(2027, 2, 2))
    stang(stangt)
    ge(lage="foreslaget")
    ge(rapporteras_till=OrganFactory(overordnat=organ))

    dokument = underlag(p.sammantrade, today=IDAG)

    assert grupper(dokument) == {
        ATER: [del_.pk, slut.pk],
        SEN: [sen_ny_tid.pk, sent.pk],
        NY_TID: [ny_tid.pk],
        TYST: [tyst.pk],
        SLUT: [stangt.pk],
    }
    assert (dokument.inom_tiden, dokument.varav_utan_frist) == (2, 1)
    rader = {r.id: r for r in dokument.rader}
    assert rader[slut.pk].forslag == "Avslutas"
    assert rader[slut.pk].rapporterat == "Planen är klar."
    assert rader[slut.pk].rapport.startswith("Slutrapport 1 juni 2026, Person Provsson")
    assert rader[slut.pk].givet == "PN 2026-03-04 § 7"
    assert rader[del_.pk].forslag == "Delrapporten antecknas"
    assert rader[del_.pk].dagar_sent == 9
    assert rader[sent.pk].forslag == "Rapport begärs"
    assert rader[sen_ny_tid.pk].forslag == "Ny frist 2 februari 2027"
    assert rader[stangt.pk].forslag == "Avslutat 2 juni 2026: Inte längre aktuellt."
    assert {i_tid.pk, utan_frist.pk}.isdisjoint(rader)


def test_a_moved_frist_answers_the_request_and_stays_to_be_seen(ge, p):
    u = ge(frist=date(2026, 7, 1))
    rapport(u, "forlangning", onskad_frist=date(2027, 2, 1))
    andra_frist(u, ny=date(2026, 6, 5), skal="Skyndsamt.", by=None)

    [rad] = underlag(p.sammantrade, today=IDAG).rader

    assert grupper(underlag(p.sammantrade, today=IDAG)) == {SEN: [u.pk]}
    assert rad.fristrader == ("2026-06-05", "försenat 5 dagar", "tidigare 2026-07-01")


def test_a_meetings_own_uppdrag_wait_for_the_next(p, organ):
    p.sammantrade.lage = "pagar"
    p.sammantrade.save()
    UppdragFactory(beslut=BeslutFactory(paragraf=p), frist=date(2026, 6, 1))

    assert underlag(p.sammantrade, today=IDAG).rader == ()


def _forra(organ, *, datum, sammanstalld) -> None:
    tidigare = ParagrafFactory(protokoll__sammantrade__organ=organ, protokoll__sammantrade__datum=datum, nummer=90)
    UppfoljningFactory(paragraf=tidigare, sammanstalld=sammanstalld)


def test_since_last_time_is_since_the_uppfoljning_before(ge, p, organ):
    fore, efter, stangt_fore, stangt_efter = ge(), ge(), ge(), ge()
    rapport(fore, dag=(2026, 5, 4))
    rapport(efter, dag=(2026, 5, 6))
    stang(stangt_fore, date(2026, 5, 4))
    stang(stangt_efter, date(2026, 5, 12))

    assert set(grupper(underlag(p.sammantrade, today=IDAG))[ATER]) == {fore.pk, efter.pk}

    _forra(organ, datum=date(2026, 5, 12), sammanstalld=kl(2026, 5, 5))
    dokument = underlag(p.sammantrade, today=IDAG)

    assert grupper(dokument) == {ATER: [efter.pk], SLUT: [stangt_efter.pk]}
    assert (dokument.forra, dokument.sedan) == (date(2026, 5, 12), date(2026, 5, 5))


def test_a_slutrapport_waits_for_its_decision_however_old(ge, p, organ):
    u = ge()
    rapport(u, "slutrapport", dag=(2026, 4, 1))
    _forra(organ, datum=date(2026, 5, 12), sammanstalld=kl(2026, 5, 5))

    assert grupper(underlag(p.sammantrade, today=IDAG)) == {ATER: [u.pk]}


def test_put_together_after_the_meeting_it_tells_what_the_meeting_knew(ge, p):
    sent_svar, stangt_sen = ge(frist=date(2026, 6, 10)), ge(frist=date(2026, 6, 12))
    rapport(sent_svar, "slutrapport", dag=(2026, 6, 20))
    stang(stangt_sen, date(2026, 6, 22))

    dokument = underlag(p.sammantrade, today=date(2026, 6, 25))

    assert dokument.dag == date(2026, 6, 16)
    assert grupper(dokument) == {SEN: [sent_svar.pk, stangt_sen.pk]}
    assert [r.dagar_sent for r in dokument.rader] == [6, 4]


def test_constant_number_of_queries(ge, p, organ, django_assert_num_queries, django_assert_max_num_queries):
    def fler():
        rapport(ge(), "slutrapport")
        rapport(ge(), "forlangning", onskad_frist=date(2027, 2, 1))
        stang(ge())
        andra_frist(ge(frist=date(2026, 5, 1)), ny=date(2026, 6, 1), skal="x", by=None)

    fler()
    with django_assert_max_num_queries(10) as fa:
        underlag(p.sammantrade, today=IDAG)
    fler(), fler()
    with django_assert_num_queries(len(fa)):
        underlag(p.sammantrade, today=IDAG)


def test_sammanstall_writes_freezes_and_puts_before_the_organ(ge, p, sekreterare):
    slut, sent, ny_tid, del_ = ge(), ge(frist=date(2026, 6, 1)), ge(), ge()
    r = rapport(slut, "slutrapport")
    rapport(ny_tid, "forlangning", onskad_frist=date(2027, 2, 1))
    rapport(del_)

    rad = sammanstall(p, by=sekreterare)

    [avsnitt] = p.avsnitten.all()
    assert avsnitt.typ == "arendet"
    text = html_to_text(avsnitt.text)
    assert "Bilaga: Uppföljning av uppdrag, sammanställd den 10 juni 2026." in text
    assert slut.beteckning in text
    assert sent.beteckning in text
    assert bytes(rad.bilaga.innehall).startswith(b"%PDF-")
    assert Uppfoljningsdokument.fran_json(rad.innehall) == underlag(p.sammantrade, today=IDAG)
    redovisas = Redovisning.objects.filter(paragraf=p, utfall="")
    assert set(redovisas.values_list("uppdrag", flat=True)) == {slut.pk, ny_tid.pk}
    assert redovisas.get(uppdrag=slut).rapport == r


def test_what_has_an_arende_of_its_own_is_decided_there(ge, p, sekreterare):
    eget = ge()
    rapport(eget, "slutrapport")
    [dar] = satt_pa_dagordning([eget], sammantrade=p.sammantrade, eget_arende=True, by=sekreterare)

    sammanstall(p, by=sekreterare)

    assert Redovisning.objects.get() == dar
    assert [r.forslag for r in underlag(p.sammantrade, today=IDAG).rader] == ["Tas upp i ett eget ärende"]


def test_what_was_put_there_by_hand_stands_there(ge, p, sekreterare):
    u = ge()
    satt_pa_dagordning([u], sammantrade=p.sammantrade, by=sekreterare)

    sammanstall(p, by=sekreterare)

    assert Redovisning.objects.get().paragraf == p
    [rad] = underlag(p.sammantrade, today=IDAG).rader
    assert (rad.id, rad.forslag) == (u.pk, "Läget redovisas")


def test_sammanstall_twice_is_once(ge, p, sekreterare):
    rapport(ge(), "slutrapport")
    rapport(ge(), "forlangning", onskad_frist=date(2027, 2, 1))
    rapport(ge(frist=date(2026, 6, 1)), "forlangning", onskad_frist=date(2027, 2, 1))

    forst, sedan = sammanstall(p, by=sekreterare), sammanstall(p, by=sekreterare)

    assert (forst.pk, forst.version, forst.bilaga_id) == (sedan.pk, sedan.version, sedan.bilaga_id)
    assert Bilaga.objects.count() == 1
    assert p.avsnitten.get().version == 2


def test_again_replaces_its_own_text_and_keeps_the_old_bilaga(ge, p, sekreterare):
    forst = sammanstall(p, by=sekreterare)
    bytes_forst = bytes(forst.bilaga.innehall)
    u = ge(frist=date(2026, 6, 1))

    sedan = sammanstall(p, by=sekreterare)

    assert u.beteckning in p.avsnitten.get().text
    assert sedan.pk == forst.pk
    assert sedan.bilaga_id != forst.bilaga_id
    assert bytes(Bilaga.objects.get(pk=forst.bilaga_id).innehall) == bytes_forst


def _eget(p, sekreterare, text="<p>Ordföranden redogör för läget.</p>"):
    a = p.avsnitten.get()
    return andra_text(a, text=text, version=a.version, by=sekreterare)


def test_what_somebody_has_written_is_asked_about(ge, p, sekreterare):
    fore = sammanstall(p, by=sekreterare)
    _eget(p, sekreterare)
    ge(frist=date(2026, 6, 1))

    with pytest.raises(EgenText, match="har skrivit i avsnittet Ärendet"):
        sammanstall(p, by=sekreterare)
    assert Uppfoljning.objects.get().bilaga_id == fore.bilaga_id
    assert p.avsnitten.get().text == "<p>Ordföranden redogör för läget.</p>"

    rad = sammanstall(p, by=sekreterare, egen_text=BEHALL)
    assert rad.bilaga_id != fore.bilaga_id
    assert p.avsnitten.get().text == (
        "<p>Ordföranden redogör för läget.</p><p>Bilaga: Uppföljning av uppdrag, sammanställd den 10 juni 2026.</p>"
    )

    sammanstall(p, by=sekreterare, egen_text=ERSATT)
    assert "<table>" in p.avsnitten.get().text


def test_what_somebody_has_added_around_it_is_left(ge, p, sekreterare):
    sammanstall(p, by=sekreterare)
    forst = p.avsnitten.get().text
    _eget(p, sekreterare, f"<p>Ordföranden inleder.</p>{forst}<p>Frågor ställs.</p>")
    for n in (1, 2):
        u = ge(frist=date(2026, 6, n))
        sammanstall(p, by=sekreterare)

        text = p.avsnitten.get().text
        assert text.startswith("<p>Ordföranden inleder.</p><p>Läget den 10 juni 2026")
        assert text.endswith("<p>Frågor ställs.</p>")
        assert u.beteckning in text
        assert text.count("Bilaga: ") == 1


def test_a_text_that_was_there_before_is_asked_about_too(p, sekreterare):
    AvsnittFactory(paragraf=p, typ="arendet", rubrik="Ärendet", text="<p>Eget.</p>")

    with pytest.raises(EgenText) as fraga:
        sammanstall(p, by=sekreterare)
    assert fraga.value.kan_sta_efter
    assert not Uppfoljning.objects.exists()

    sammanstall(p, by=sekreterare, egen_text=EFTER)
    assert p.avsnitten.get().text.startswith("<p>Eget.</p><p>Läget den 10 juni 2026")


@pytest.mark.parametrize("text", ["", "<p>Bara mitt eget.</p>"])
def test_a_text_that_was_taken_away_is_not_taken_for_there(text, p, sekreterare):
    sammanstall(p, by=sekreterare)
    _eget(p, sekreterare, text)

    if text:
        with pytest.raises(EgenText):
            sammanstall(p, by=sekreterare)
    else:
        sammanstall(p, by=sekreterare)
        assert "Bilaga: " in p.avsnitten.get().text


@pytest.mark.parametrize(
    ("typer", "vald"),
    [
        (("beslut", "sammanfattning", "arendet"), "arendet"),
        (("beslut", "bakgrund"), "bakgrund"),
        (("beslut",), "arendet"),
    ],
)
def test_the_place_is_what_the_organs_mall_has(typer, vald, p, sekreterare):
    for n, typ in enumerate(typer, start=1):
        AvsnittsmallFactory(organ=p.organ, typ=typ, rubrik=typ.capitalize(), ordning=n)

    sammanstall(p, by=sekreterare)

    assert [a.typ for a in p.avsnitten.all()] == [vald]


def test_what_the_organ_decides_in_the_paragraf_is_told_there(ge, p, sekreterare):
    slut, tid = ge(), ge()
    rapport(slut, "slutrapport")
    rapport(tid, "forlangning", onskad_frist=date(2027, 2, 1))
    sammanstall(p, by=sekreterare)
    p.sammantrade.lage, p.nummer = "pagar", 3
    p.sammantrade.save()
    p.save()
    BeslutFactory(paragraf=p)
    for uppdrag, falt in ((slut, {"utfall": "godkant"}), (tid, {"utfall": "anstand", "ny_frist": date(2026, 11, 1)})):
        besluta(Redovisning.objects.get(uppdrag=uppdrag), by=sekreterare, **falt)

    rad = sammanstall(p, by=sekreterare)

    dokument = Uppfoljningsdokument.fran_json(rad.innehall)
    assert grupper(dokument) == {ATER: [slut.pk], NY_TID: [tid.pk]}
    assert [r.forslag for r in dokument.rader] == ["Godkänns och avslutas", "Ny frist 1 november 2026"]
    assert Redovisning.objects.exclude(utfall="").count() == 2


def test_an_undecided_row_of_what_was_closed_otherwise_goes(ge, p, sekreterare):
    u = ge()
    rapport(u, "slutrapport")
    sammanstall(p, by=sekreterare)
    stang(u, IDAG)

    sammanstall(p, by=sekreterare)

    assert not Redovisning.objects.exists()
    assert grupper(underlag(p.sammantrade, today=IDAG)) == {SLUT: [u.pk]}


@pytest.fixture
def justerat(ge, p, sekreterare):
    """The §, put together and adjusted, and an uppdrag that stands in it."""
    u = ge(frist=date(2026, 6, 1))
    p.sammantrade.lage = "avslutat"
    p.sammantrade.save()
    p.protokoll, p.nummer = ProtokollFactory(sammantrade=p.sammantrade), 3
    p.save()
    rad = sammanstall(p, by=sekreterare)
    p.protokoll.lage, p.protokoll.justeringsdag = Protokoll.Lage.JUSTERAT, date(2026, 6, 18)
    p.protokoll.save()
    return rad, u


def test_what_is_justerat_does_not_change_when_an_uppdrag_does(justerat, p, sekreterare, inloggad):
    rad, u = justerat
    fore = (p.avsnitten.get().text, rad.innehall, bytes(rad.bilaga.innehall))

    rapport(u, "slutrapport", dag=(2026, 6, 9))
    avsluta(u, den=date(2026, 6, 10), skal="Klart.", by=sekreterare)
    with pytest.raises(DomanFel, match="justerat"):
        sammanstall(p, by=sekreterare, egen_text=ERSATT)

    nu = Uppfoljning.objects.select_related("bilaga").get()
    assert (p.avsnitten.get().text, nu.innehall, bytes(nu.bilaga.innehall)) == fore
    assert inloggad(sekreterare).get(f"/uppfoljningar/{nu.pk}/bilaga.pdf").content == fore[2]
    assert rad.innehall["paragraf"] == 3


@pytest.mark.parametrize(
    ("falt", "mening"),
    [
        ({"utfall": "utgar"}, "Ärendet är utgår, så"),
        ({"genom_hanvisning": True}, "inläst protokoll"),
        ({"standigt": None}, "är inte det stående ärendet"),
    ],
)
def test_refused_with_a_sentence(falt, mening, p, sekreterare):
    for namn, varde in falt.items():
        setattr(p, namn, varde)
    p.save()

    with pytest.raises(DomanFel, match=mening):
        sammanstall(p, by=sekreterare)
    assert not Uppfoljning.objects.exists()


def test_refused_at_a_cancelled_meeting(p, sekreterare):
    p.sammantrade.lage = "installt"
    p.sammantrade.save()

    with pytest.raises(DomanFel, match="inställt"):
        sammanstall(p, by=sekreterare)


@pytest.mark.parametrize("lage", ["planerat", "pagar"])
@pytest.mark.parametrize("finns", [0, 2])
def test_the_paragraf_is_added_once_with_its_decision(lage, finns, organ, sekreterare):
    s = SammantradeFactory(organ=organ, datum=date(2026, 6, 16), lage=lage)
    for _ in range(finns):
        ArendeFactory(sammantrade=s)

    ny, igen = lagg_till(s, by=sekreterare), lagg_till(s, by=sekreterare)

    assert ny == igen == standande_paragraf(s)
    assert Paragraf.objects.filter(sammantrade=s).count() == finns + 1
    assert "lägger redovisningen av uppdrag till handlingarna" in ny.besluten.get().text
    assert sammanstall(ny, by=sekreterare).paragraf == ny
