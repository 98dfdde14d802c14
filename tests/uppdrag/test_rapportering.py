from datetime import date
from uuid import uuid4

import pytest
import time_machine

from kommun.fel import DomanFel
from kommun.models import Bilaga, Utskick
from tests.factories import PersonFactory
from tests.uppdrag.redovisningsfall import person_i_tjanst, rapportera, uppdrag_i
from uppdrag.frister import Mote, mote_for_rapport
from uppdrag.models import Aterrapport
from uppdrag.rapportering import FLEST_BILAGOR, Fil, lamna_rapport, spara_utkast, utkast_till

pytestmark = pytest.mark.django_db

PDF = Fil("rapport.pdf", "application/pdf", b"%PDF-1.7")


@pytest.fixture
def uppdrag(organ):
    return uppdrag_i(organ, frist=date(2026, 6, 1))


@pytest.mark.parametrize(
    ("moten", "nasta"),
    [
        pytest.param([], None, id="none"),
        pytest.param(
            [Mote(date(2026, 4, 20), date(2026, 4, 1)), Mote(date(2026, 5, 20))], date(2026, 5, 20), id="next"
        ),
        pytest.param([Mote(date(2026, 5, 20)), Mote(date(2026, 4, 20))], date(2026, 4, 20), id="first in time"),
        pytest.param([Mote(date(2026, 4, 10), date(2026, 4, 1))], date(2026, 4, 10), id="better late"),
        pytest.param([Mote(date(2026, 4, 1))], None, id="past"),
    ],
)
def test_mote_for_rapport(moten, nasta):
    funnet = mote_for_rapport(moten, today=date(2026, 4, 3), stopp_dagar=14)
    assert (funnet and funnet.datum) == nasta


def test_slutrapport_is_kept_with_its_files_and_the_uppdrag_waits_for_the_organ(uppdrag):
    rapport = lamna_rapport(
        uppdrag, slag="slutrapport", text=" Klart. ", av=uppdrag.ansvarig, nyckel=uuid4(), bilagor=[PDF]
    )

    uppdrag.refresh_from_db()
    assert (uppdrag.lage, rapport.text, rapport.inlamnad is not None) == ("aterrapporterat", "Klart.", True)
    assert [b.bilaga.namn for b in rapport.bilagorna.all()] == ["rapport.pdf"]
    # From the link nobody is logged in: the report says who it is of.
    assert rapport.history.first().history_user is None
    assert str(uppdrag.ansvarig) in uppdrag.history.first().history_change_reason


def test_sent_twice_is_handed_in_once(uppdrag, sekreterare, django_capture_on_commit_callbacks):
    sekreterare.person.epost = "sekreterare@example.invalid"
    sekreterare.person.save()
    nyckel = uuid4()
    rapporter = [
        lamna_rapport(uppdrag, slag="delrapport", text="Halvvägs.", av=uppdrag.ansvarig, nyckel=nyckel, bilagor=[PDF])
        for _ in range(2)
    ]

    assert rapporter[0] == rapporter[1]
    assert (Aterrapport.objects.count(), Bilaga.objects.count()) == (1, 1)
    brev = Utskick.objects.get()
    assert brev.till == "sekreterare@example.invalid"
    assert "Halvvägs." in brev.text
    assert f"/uppdrag/{uppdrag.pk}/" in brev.text
    assert f"?uppdrag={uppdrag.pk}" in brev.text


def test_the_secretary_who_enters_it_gets_no_mail_and_the_report_is_of_the_other(uppdrag, sekreterare):
    sekreterare.person.epost = "sekreterare@example.invalid"
    sekreterare.person.save()
    spara_utkast(uppdrag, av=sekreterare.person, nyckel=(nyckel := uuid4()), text="Ringde in.", by=sekreterare)

    rapport = rapportera(uppdrag, by=sekreterare, nyckel=nyckel)

    assert rapport.av == uppdrag.ansvarig
    assert rapport.history.first().history_change_reason == f"Lämnade slutrapport för {uppdrag.ansvarig}"
    assert Aterrapport.objects.get() == rapport, "the draft became the report"
    assert not Utskick.objects.exists()


def test_own_draft_stays_when_somebody_else_reports(uppdrag, sekreterare):
    mitt = spara_utkast(uppdrag, av=uppdrag.ansvarig, nyckel=uuid4(), text="Mitt eget.")

    rapportera(uppdrag, "delrapport", by=sekreterare)

    assert utkast_till(uppdrag, uppdrag.ansvarig) == mitt


def test_draft_is_kept_and_becomes_the_report_and_a_late_save_makes_no_new_one(uppdrag):
    nyckel = uuid4()
    av = uppdrag.ansvarig
    assert spara_utkast(uppdrag, av=av, nyckel=nyckel, text=" ") is None
    for text in ("Vi", "Vi har", "Vi har börjat."):
        utkast = spara_utkast(uppdrag, av=av, nyckel=nyckel, text=text, slag="delrapport")
    spara_utkast(uppdrag, av=av, nyckel=nyckel, text="Vi har börjat.", slag="delrapport", bilagor=[PDF])
    assert (Aterrapport.objects.get().text, utkast.history.count()) == ("Vi har börjat.", 1)

    rapport = lamna_rapport(uppdrag, slag="delrapport", text="Vi är igång.", av=av, nyckel=nyckel)

    assert (rapport.pk, rapport.bilagorna.count()) == (utkast.pk, 1)
    assert spara_utkast(uppdrag, av=av, nyckel=nyckel, text="Vi har börjat.") is None
    assert Aterrapport.objects.get().text == "Vi är igång."


def test_file_of_a_draft_is_taken_away_and_the_same_is_not_kept_twice(uppdrag):
    nyckel = uuid4()
    for _ in range(2):
        utkast = spara_utkast(uppdrag, av=uppdrag.ansvarig, nyckel=nyckel, text="x", bilagor=[PDF])
    bort = utkast.bilagorna.get()

    annan = Fil("b.pdf", "application/pdf", b"%PDF-b")
    spara_utkast(uppdrag, av=uppdrag.ansvarig, nyckel=nyckel, text="x", bilagor=[annan], ta_bort=[bort.pk])

    assert [b.bilaga.namn for b in utkast.bilagorna.all()] == ["b.pdf"]


def test_too_many_files_are_refused_and_nothing_is_half_written(uppdrag):
    filer = [Fil(f"{n}.pdf", "application/pdf", b"%PDF" + bytes([n])) for n in range(FLEST_BILAGOR + 1)]

    with pytest.raises(DomanFel, match="högst 10 bilagor"):
        lamna_rapport(uppdrag, slag="delrapport", text="x", av=uppdrag.ansvarig, nyckel=uuid4(), bilagor=filer)

    assert not Aterrapport.objects.exists()


@time_machine.travel("2026-04-03")
@pytest.mark.parametrize(
    ("nasta", "blir"),
    [(None, date(2026, 10, 3)), (date(2026, 4, 20), date(2026, 10, 20)), (date(2026, 1, 1), date(2026, 10, 3))],
)
def test_delrapport_without_frist_moves_the_next(organ, nasta, blir):
    uppdrag = uppdrag_i(organ, frist=None, ingen_frist=True, nasta_rapport=nasta)

    rapportera(uppdrag, "delrapport")

    uppdrag.refresh_from_db()
    assert (uppdrag.lage, uppdrag.nasta_rapport) == ("pagar", blir)


@time_machine.travel("2026-04-03")
@pytest.mark.parametrize(
    ("falt", "andring", "sager"),
    [
        pytest.param({"text": " "}, {}, "Skriv ett svar", id="no text"),
        pytest.param({"slag": ""}, {}, "Välj om det är", id="no kind"),
        pytest.param({"slag": "nonsens"}, {}, "Välj om det är", id="another kind"),
        pytest.param({"slag": "forlangning"}, {}, "vilken dag du önskar", id="no day"),
        pytest.param(
            {"slag": "forlangning", "onskad_frist": date(2026, 6, 1)},
            {},
            "nuvarande fristen, 1 juni 2026",
            id="same day",
        ),
        pytest.param(
            {"slag": "forlangning", "onskad_frist": date(2026, 4, 1)},
            {"frist": date(2026, 3, 20)},
            "efter i dag",
            id="past",
        ),
        pytest.param(
            {"slag": "forlangning", "onskad_frist": date(2026, 9, 1)},
            {"frist": None, "ingen_frist": True},
            "ingen frist att förlänga",
            id="no frist",
        ),
        pytest.param(
            {"slag": "forlangning", "onskad_frist": date(2026, 9, 1)},
            {"lage": "aterrapporterat"},
            "väntar på beslut",
            id="handed in",
        ),
        pytest.param({}, {"lage": "foreslaget"}, "bara föreslaget", id="proposed"),
        pytest.param(
            {}, {"lage": "avslutat", "avslutat_den": date(2026, 4, 1), "avslutsskal": "x"}, "är avslutat", id="closed"
        ),
    ],
)
def test_refused_with_a_sentence(organ, falt, andring, sager):
    uppdrag = uppdrag_i(organ, **{"frist": date(2026, 6, 1)} | andring)

    with pytest.raises(DomanFel, match=sager):
        lamna_rapport(uppdrag, **{"slag": "delrapport", "text": "x"} | falt, av=uppdrag.ansvarig, nyckel=uuid4())
    assert not Aterrapport.objects.exists()


def test_forlangning_asks_and_moves_nothing(uppdrag):
    onskad = date(2036, 1, 1)
    rapport = rapportera(uppdrag, "forlangning", onskad_frist=onskad)

    uppdrag.refresh_from_db()
    assert (uppdrag.lage, uppdrag.frist, rapport.onskad_frist) == ("pagar", date(2026, 6, 1), onskad)


def test_the_key_of_another_uppdrag_is_refused(organ, uppdrag):
    rapport = rapportera(uppdrag)
    annat = uppdrag_i(organ, nummer=8)

    with pytest.raises(DomanFel, match="annat uppdrag"):
        lamna_rapport(annat, slag="delrapport", text="x", av=annat.ansvarig, nyckel=rapport.nyckel)


def test_somebody_without_address_is_passed_over(uppdrag, organ):
    person_i_tjanst(roll="sekreterare", organ=organ)
    rapportera(uppdrag, av=PersonFactory())

    assert not Utskick.objects.exists()
