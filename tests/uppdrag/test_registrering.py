"""The acts on an uppdrag."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError

from kommun.fel import DomanFel
from protokoll import inlasning as lasare
from protokoll.avskrift import spara_avskrift, ta_emot
from protokoll.models import Beslut, Paragraf, Sammantrade
from tests.factories import (
    BeslutFactory,
    ForvaltningFactory,
    OrganFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
    UppdragFactory,
)
from tests.parallel import at_once
from tests.protokoll.provprotokoll import PROV
from uppdrag.avslut import avsluta
from uppdrag.fristandring import andra_frist
from uppdrag.lage import OVERGANGAR, kontrollera_overgang
from uppdrag.models import Fristandring, Uppdrag
from uppdrag.registrering import (
    RedanSparat,
    Uppdragsrad,
    logga_flera,
    logga_uppdrag,
    radnyckel,
    registrera_for_hand,
    registrera_givet,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def logga(beslut, sekreterare):
    def log(**kwargs):
        arguments = {
            "beslut": beslut,
            "text": "Utreda frågan.",
            "rapporteras_till": beslut.paragraf.organ,
            "by": sekreterare,
            "nyckel": uuid4(),
            "forvaltning": ForvaltningFactory(),
            "frist": date(2026, 9, 1),
        }
        return logga_uppdrag(**(arguments | kwargs))

    return log


def test_logga_uppdrag_is_saved_with_its_decision(logga, beslut, sekreterare):
    uppdrag = logga()

    assert (uppdrag.beslut, uppdrag.givare, uppdrag.lage) == (beslut, beslut.paragraf.organ, "pagar")
    assert uppdrag.beteckning == "PN 2026:1"
    rad = uppdrag.history.get()
    assert (rad.history_user, rad.history_change_reason) == (sekreterare, "Loggade uppdraget")


def test_logga_uppdrag_numbers_run_per_organ_and_year(logga):
    assert [logga().nummer for _ in range(3)] == [1, 2, 3]


def test_logga_uppdrag_twice_with_the_same_key_is_once(logga):
    nyckel = uuid4()

    assert logga(nyckel=nyckel) == logga(nyckel=nyckel)
    assert Uppdrag.objects.count() == 1


def test_logga_uppdrag_from_a_proposal_is_foreslaget(logga, paragraf):
    forslag = BeslutFactory(paragraf=paragraf, beslutsniva=Beslut.Beslutsniva.FORSLAG, ordning=150)

    assert logga(beslut=forslag).lage == "foreslaget"
    vantar = logga(beslut=forslag, frist=None, ingen_frist=True)
    assert (vantar.lage, vantar.nasta_rapport) == ("foreslaget", None), "when it is reported waits for the decision"


# At a meeting, and several at once


def test_logga_uppdrag_at_a_coming_meeting_is_due_that_day(logga, organ):
    mote = SammantradeFactory(organ=organ, datum=date(2026, 5, 6), lage="planerat")

    uppdrag = logga(frist=None, rapporteras_vid=mote)

    assert (uppdrag.frist, uppdrag.rapporteras_vid) == (date(2026, 5, 6), mote)


@pytest.mark.parametrize(
    ("falt", "sentence"),
    [({"lage": "installt"}, "hålls inte"), ({"organ": None}, "är inte ett sammanträde med Provnämnden")],
)
def test_logga_uppdrag_at_a_meeting_that_cannot_be_is_refused(logga, organ, falt, sentence):
    mote = {"organ": organ, "lage": "planerat"} | {k: v or OrganFactory() for k, v in falt.items()}

    with pytest.raises(DomanFel, match=sentence):
        logga(frist=None, rapporteras_vid=SammantradeFactory(datum=date(2026, 5, 6), **mote))


@pytest.fixture
def rader(organ):
    def make(*texter, nyckel=None, **change):
        nyckel = nyckel or uuid4()
        gemensamt = {"rapporteras_till": organ, "forvaltning": ForvaltningFactory(), "frist": date(2026, 9, 1)} | change
        return [Uppdragsrad(text=t, nyckel=radnyckel(nyckel, n), **gemensamt) for n, t in enumerate(texter)]

    return make


def test_logga_flera_gives_each_its_number(beslut, rader, sekreterare):
    nya = logga_flera(beslut=beslut, rader=rader("Utreda.", "Bygga.", "Rapportera."), by=sekreterare)

    assert [(u.nummer, u.text) for u in nya] == [(1, "Utreda."), (2, "Bygga."), (3, "Rapportera.")]


def test_logga_flera_saves_all_or_nothing_and_says_which_one(beslut, rader, sekreterare):
    with pytest.raises(DomanFel, match="Uppdrag 2: Skriv vad uppdraget går ut på"):
        logga_flera(beslut=beslut, rader=rader("Utreda.", " ", "Bygga."), by=sekreterare)

    assert Uppdrag.objects.count() == 0


def test_logga_flera_again_with_one_more_row_adds_only_that(beslut, rader, sekreterare):
    nyckel = uuid4()
    forsta = logga_flera(beslut=beslut, rader=rader("Utreda.", nyckel=nyckel), by=sekreterare)

    andra = logga_flera(beslut=beslut, rader=rader("Utreda.", "Bygga.", nyckel=nyckel), by=sekreterare)

    assert andra[0] == forsta[0]
    assert Uppdrag.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_several_rows_logged_at_once_by_two_never_share_a_number(beslut, rader, sekreterare):
    ena, andra = rader("a", "b", "c"), rader("d", "e", "f")

    made = at_once(*[lambda r=r: logga_flera(beslut=beslut, rader=r, by=sekreterare) for r in (ena, andra)])

    assert sorted(u.nummer for uppdragen in made for u in uppdragen) == [1, 2, 3, 4, 5, 6]
    # Nobody else's come in between.
    assert all([u.nummer for u in uppdragen] in ([1, 2, 3], [4, 5, 6]) for uppdragen in made)


@pytest.mark.django_db(transaction=True)
def test_a_double_click_with_several_rows_logs_them_once(beslut, rader, sekreterare):
    samma = rader("a", "b")

    first, second = at_once(*[lambda: logga_flera(beslut=beslut, rader=samma, by=sekreterare)] * 2)

    assert first == second
    assert Uppdrag.objects.count() == 2


# By hand


@pytest.fixture
def for_hand(organ, rader, sekreterare):
    def register(*texter, **kwargs):
        arguments = {"givare": organ, "datum": date(2025, 5, 6), "paragraf": 40, "by": sekreterare}
        arguments |= {"today": date(2026, 6, 1), "rader": rader(*texter or ("Utreda.",))} | kwargs
        return registrera_for_hand(**arguments)

    return register


def test_by_hand_in_an_unknown_paragraf_makes_one_known_by_reference(for_hand):
    ena, andra = for_hand("Utreda.", "Bygga.", rubrik="Lekplats", dnr="2025/7")

    p = ena.beslut.paragraf
    assert ena.beslut == andra.beslut
    assert (p.nummer, p.rubrik, p.dnr, p.genom_hanvisning) == (40, "Lekplats", "2025/7", True)
    assert p.sammantrade.lage == Sammantrade.Lage.HANVISNING
    assert ena.beslut.text == "<p>Utreda.</p><p>Bygga.</p>"
    assert [u.beteckning for u in (ena, andra)] == ["PN 2025:1", "PN 2025:2"]


def test_by_hand_in_a_paragraf_that_is_here_takes_its_beslut(for_hand, beslut):
    [uppdrag] = for_hand(datum=date(2026, 3, 4), paragraf=7)

    assert uppdrag.beslut == beslut


def test_by_hand_in_a_paragraf_with_several_beslut_takes_the_chosen(for_hand, beslut):
    annat = BeslutFactory(paragraf=beslut.paragraf, ordning=150)

    with pytest.raises(DomanFel, match="har 2 beslut"):
        for_hand(datum=date(2026, 3, 4), paragraf=7)
    [uppdrag] = for_hand(datum=date(2026, 3, 4), paragraf=7, beslut=annat)

    assert uppdrag.beslut == annat


def test_by_hand_of_a_day_to_come_is_refused(for_hand):
    with pytest.raises(DomanFel, match="kan inte vara givet efter dagens datum"):
        for_hand(datum=date(2026, 6, 2))

    assert Paragraf.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"text": "  "}, "Skriv vad uppdraget går ut på"),
        ({"forvaltning": None}, "Ange vem som får uppdraget"),
        ({"frist": None}, "Ange en frist, eller välj uttryckligen"),
        ({"ingen_frist": True}, "Ange en frist, eller välj uttryckligen"),
        ({"frist": date(2026, 3, 3)}, "ligger före sammanträdet"),
        ({"frist": None, "ingen_frist": True}, "Ange när uppdraget ska rapporteras första gången"),
        ({"frist": None, "ingen_frist": True, "nasta_rapport": date(2026, 3, 3)}, "kan inte komma före"),
    ],
)
def test_logga_uppdrag_says_what_is_missing(logga, change, sentence):
    with pytest.raises(DomanFel, match=sentence):
        logga(**change)

    assert Uppdrag.objects.count() == 0


def test_logga_uppdrag_from_a_meeting_not_yet_held_is_refused(logga, beslut):
    beslut.paragraf.sammantrade.lage = Sammantrade.Lage.PLANERAT

    with pytest.raises(DomanFel, match="Sammanträdet har inte hållits"):
        logga()


def test_logga_uppdrag_from_an_empty_decision_is_refused(logga, beslut):
    beslut.text = ""

    with pytest.raises(DomanFel, match="Beslutet har ingen text än"):
        logga()


def test_uppdrag_without_frist_is_an_explicit_choice(logga):
    uppdrag = logga(frist=None, ingen_frist=True, nasta_rapport=date(2026, 9, 1))

    assert (uppdrag.frist, uppdrag.ingen_frist, uppdrag.nasta_rapport) == (None, True, date(2026, 9, 1))


def test_database_refuses_neither_frist_nor_choice(beslut):
    with pytest.raises(IntegrityError, match="uppdrag_frist_or_explicitly_none"):
        UppdragFactory(beslut=beslut, frist=None, ingen_frist=False)


def test_database_refuses_a_close_without_paragraf_or_reason(beslut):
    with pytest.raises(IntegrityError, match="uppdrag_closed_by_beslut_or_reason"):
        UppdragFactory(beslut=beslut, lage="avslutat", avslutat_den=date(2026, 5, 1))


def test_andra_frist_keeps_the_old_day(logga, sekreterare):
    uppdrag = logga()

    andra_frist(uppdrag, ny=date(2026, 12, 1), skal="Underlaget dröjer.", by=sekreterare)
    andra_frist(uppdrag, ny=None, skal="Avvaktar ny lag.", by=sekreterare)

    uppdrag.refresh_from_db()
    assert (uppdrag.frist, uppdrag.ingen_frist) == (None, True)
    assert [(f.tidigare, f.ny) for f in uppdrag.fristandringarna.all()] == [
        (date(2026, 9, 1), date(2026, 12, 1)),
        (date(2026, 12, 1), None),
    ]


def test_andra_frist_needs_a_reason(logga, sekreterare):
    with pytest.raises(DomanFel, match="Skriv varför fristen ändras"):
        andra_frist(logga(), ny=date(2026, 12, 1), skal=" ", by=sekreterare)

    assert Fristandring.objects.count() == 0


def test_andra_frist_to_the_same_day_changes_nothing(logga, sekreterare):
    assert andra_frist(logga(), ny=date(2026, 9, 1), skal="x", by=sekreterare) is None


def test_avsluta_by_the_paragraf_that_closes_it(logga, paragraf, sekreterare):
    svar = BeslutFactory(paragraf=ParagrafFactory(protokoll=paragraf.protokoll, nummer=8))

    uppdrag = avsluta(logga(), den=date(2026, 5, 1), avslutat_i=svar, by=sekreterare)

    assert (uppdrag.lage, uppdrag.avslutat_i, uppdrag.avslutat_den) == ("avslutat", svar, date(2026, 5, 1))
    assert uppdrag.history.first().history_change_reason == "Avslutade genom PN 2026-03-04 § 8"


def test_avsluta_without_paragraf_needs_a_reason(logga, sekreterare):
    uppdrag = logga()

    with pytest.raises(DomanFel, match="Välj den paragraf som avslutar"):
        avsluta(uppdrag, den=date(2026, 5, 1), by=sekreterare)

    assert avsluta(uppdrag, den=date(2026, 5, 1), skal="Har fallit.", by=sekreterare).lage == "avslutat"


def test_avsluta_twice_is_once(logga, sekreterare):
    uppdrag = logga()
    for _ in range(2):
        avsluta(uppdrag, den=date(2026, 5, 1), skal="Har fallit.", by=sekreterare)

    assert uppdrag.history.count() == 2


def test_frist_of_a_closed_uppdrag_cannot_change(logga, sekreterare):
    uppdrag = avsluta(logga(), den=date(2026, 5, 1), skal="Har fallit.", by=sekreterare)

    with pytest.raises(DomanFel, match="Uppdraget är avslutat"):
        andra_frist(uppdrag, ny=date(2026, 12, 1), skal="Ändå.", by=sekreterare)


def test_every_state_has_its_transitions_and_the_ends_have_none():
    assert set(OVERGANGAR) == set(Uppdrag.Lage)
    # What has ended can only be opened again.
    assert all(OVERGANGAR[s].isdisjoint(Uppdrag.SLUTLAGEN) for s in Uppdrag.SLUTLAGEN)


@pytest.mark.parametrize(
    ("lage", "till", "sager"),
    [
        ("pagar", "pagar", "Uppdraget pågår redan."),
        ("avslutat", "avslutat", "Uppdraget är avslutat redan."),
        ("foreslaget", "overfort", "Uppdraget är föreslaget och kan inte bli överfört."),
        ("avskrivet", "avslutat", "Uppdraget är avskrivet och kan inte bli avslutat."),
    ],
)
def test_what_cannot_be_done_in_a_state_is_a_sentence(lage, till, sager):
    with pytest.raises(DomanFel, match=f"^{sager}$"):
        kontrollera_overgang(Uppdrag(lage=lage), till)


@pytest.fixture
def givet(beslut, organ, sekreterare):
    def register(**kwargs):
        arguments = {
            "svar": beslut,
            "text": "Utreda en lekplats i parken.",
            "givare": organ,
            "datum": date(2026, 1, 21),
            "paragraf": 2,
            "avslutas": True,
            "by": sekreterare,
            "nyckel": uuid4(),
            "forvaltning": ForvaltningFactory(),
            "ingen_frist": True,
        }
        return registrera_givet(**(arguments | kwargs))

    return register


def test_registrera_givet_makes_the_paragraf_that_gave_it(givet, beslut):
    uppdrag = givet()

    kalla = uppdrag.beslut.paragraf
    assert (kalla.sammantrade.datum, kalla.nummer) == (date(2026, 1, 21), 2)
    assert kalla.sammantrade.lage == Sammantrade.Lage.HANVISNING
    assert (uppdrag.lage, uppdrag.avslutat_i, uppdrag.avslutat_den) == ("avslutat", beslut, date(2026, 3, 4))


def test_registrera_givet_only_reported_stays_open(givet, beslut):
    uppdrag = givet(avslutas=False)

    assert (uppdrag.lage, uppdrag.aterrapporterat_i, uppdrag.oppet) == ("aterrapporterat", beslut, True)


def test_registrera_givet_must_lie_before_its_answer(givet):
    with pytest.raises(DomanFel, match="ska vara givet före 4 mars 2026"):
        givet(datum=date(2026, 3, 4))

    assert Uppdrag.objects.count() == 0


def test_registrera_givet_in_a_paragraf_of_another_day_is_refused(givet):
    with pytest.raises(DomanFel, match="PN § 7 är från 4 mars 2026, inte 21 januari 2026"):
        givet(paragraf=7)


def test_registrera_givet_answers_the_uppdrag_that_is_already_logged(givet, beslut, organ, sekreterare):
    earlier = ProtokollFactory(sammantrade__organ=organ, sammantrade__datum=date(2026, 1, 21))
    kalla = BeslutFactory(paragraf=ParagrafFactory(protokoll=earlier, nummer=2))
    logged = UppdragFactory(beslut=kalla)

    assert givet() == logged
    assert givet(nyckel=uuid4()) == logged, "somebody else registering the same makes no second one"
    logged.refresh_from_db()
    assert (logged.lage, logged.avslutat_i) == ("avslutat", beslut)
    assert Uppdrag.objects.count() == 1


def test_registrera_givet_never_adds_to_what_is_minuted_here(givet, organ):
    """A § that a meeting of ours does not have is a slip in the retelling, not a new §."""
    ProtokollFactory(sammantrade__organ=organ, sammantrade__datum=date(2026, 1, 21))

    with pytest.raises(DomanFel, match="PN 2026-01-21 har ingen § 2"):
        givet()

    assert Paragraf.objects.filter(nummer=2).count() == 0


def test_registrera_givet_in_a_coming_meeting_is_refused(givet, organ):
    SammantradeFactory(organ=organ, datum=date(2026, 1, 21), lage=Sammantrade.Lage.PLANERAT)

    with pytest.raises(DomanFel, match="har ingen § 2"):
        givet()


def test_registrera_givet_from_a_paragraf_with_several_beslut_asks_for_which(givet, organ):
    earlier = ProtokollFactory(sammantrade__organ=organ, sammantrade__datum=date(2026, 1, 21))
    kalla = ParagrafFactory(protokoll=earlier, nummer=2)
    for n in (100, 200):
        BeslutFactory(paragraf=kalla, ordning=n)

    with pytest.raises(DomanFel, match="har 2 beslut"):
        givet()


def test_registrera_givet_twice_with_the_same_key_is_once(givet):
    nyckel = uuid4()

    assert givet(nyckel=nyckel, avslutas=False) == givet(nyckel=nyckel, avslutas=False)


def test_same_key_with_other_words_says_so_and_saves_nothing_twice(logga):
    nyckel = uuid4()
    logga(nyckel=nyckel)

    with pytest.raises(RedanSparat, match="har redan sparats som PN 2026:1"):
        logga(nyckel=nyckel, text="Något annat.")

    assert Uppdrag.objects.count() == 1


def test_andra_frist_to_before_the_decision_is_refused(logga, sekreterare):
    with pytest.raises(DomanFel, match="ligger före sammanträdet"):
        andra_frist(logga(), ny=date(1999, 1, 1), skal="Fel.", by=sekreterare)


def test_avsluta_with_both_paragraf_and_words_keeps_both(logga, paragraf, sekreterare):
    svar = BeslutFactory(paragraf=ParagrafFactory(protokoll=paragraf.protokoll, nummer=8))

    uppdrag = avsluta(logga(), den=date(2026, 5, 1), avslutat_i=svar, skal="Se bilaga 2.", by=sekreterare)

    assert (uppdrag.avslutat_i, uppdrag.avslutsskal) == (svar, "Se bilaga 2.")


def test_avsluta_before_it_was_given_is_refused(logga, sekreterare):
    with pytest.raises(DomanFel, match="före den dag då det gavs"):
        avsluta(logga(), den=date(2026, 3, 3), skal="Fel dag.", by=sekreterare)


def test_a_paragraf_known_by_reference_is_filled_when_its_protokoll_is_read_in(organ, sekreterare):
    givare = OrganFactory(namn="Provstads nämnd", kortnamn="PSN")
    protokoll = ProtokollFactory(sammantrade__organ=organ, sammantrade__datum=date(2026, 12, 1))
    svar = BeslutFactory(paragraf=ParagrafFactory(protokoll=protokoll))
    uppdrag = registrera_givet(
        svar=svar,
        text="Utreda en lekplats.",
        givare=givare,
        datum=date(2026, 3, 4),
        paragraf=2,
        avslutas=False,
        by=sekreterare,
        nyckel=uuid4(),
        forvaltning=ForvaltningFactory(),
        ingen_frist=True,
    )

    spara_avskrift(lasare.tolka(PROV), inlasning=ta_emot("prov.txt", PROV.encode(), by=None), by=None)

    uppdrag.refresh_from_db()
    paragraf = Paragraf.objects.get(organ=givare, nummer=2)
    assert uppdrag.beslut.paragraf == paragraf
    assert paragraf.rubrik == "Lekplats i parken"
    assert paragraf.sammantrade.lage == Sammantrade.Lage.AVSLUTAT
    assert "ger kontoret i uppdrag" in paragraf.besluten.get().text


@pytest.mark.django_db(transaction=True)
def test_uppdrag_logged_at_once_never_share_a_number(logga):
    forvaltning = ForvaltningFactory()

    made = at_once(*[lambda: logga(forvaltning=forvaltning)] * 4)

    assert sorted(u.nummer for u in made) == [1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_a_double_click_on_two_connections_logs_once(logga):
    forvaltning, nyckel = ForvaltningFactory(), uuid4()

    first, second = at_once(*[lambda: logga(forvaltning=forvaltning, nyckel=nyckel)] * 2)

    assert first == second
    assert Uppdrag.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_secretaries_registering_the_same_retelling_make_one_uppdrag(givet):
    forvaltning = ForvaltningFactory()

    first, second = at_once(*[lambda: givet(forvaltning=forvaltning, avslutas=False)] * 2)

    assert first == second
    assert Uppdrag.objects.count() == 1
