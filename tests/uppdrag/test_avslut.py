"""How an uppdrag ends and is opened again, and every act on every state."""

from datetime import date
from uuid import uuid4

import pytest

from kommun.fel import DomanFel
from protokoll.moteshallning import oppna
from tests.factories import BeslutFactory, OrganFactory, ParagrafFactory
from tests.uppdrag.redovisningsfall import MOTE, mote_i, uppdrag_i
from uppdrag import avslut, redovisning
from uppdrag.fristandring import andra_frist
from uppdrag.models import Fristandring, Redovisning, Uppdrag
from uppdrag.rapportering import lamna_rapport

pytestmark = pytest.mark.django_db

DEN = date(2026, 5, 4)
LAGEN = ("foreslaget", "pagar", "aterrapporterat", "avslutat", "avskrivet", "overfort")


def _rapportera(slag):
    return lambda u, by: lamna_rapport(
        u, slag=slag, text="x", av=u.ansvarig, nyckel=uuid4(), onskad_frist=date(2040, 1, 1)
    )


def _besluta(utfall):
    def akt(u, by):
        rad = Redovisning.objects.get(uppdrag=u)
        return redovisning.besluta(rad, utfall=utfall, ny_frist=date(2026, 9, 1), anteckning="x", by=by)

    return akt


# Each act, and the state it makes of each; None is refused.
AKTER = {
    "delrapport": (_rapportera("delrapport"), (None, "pagar", "aterrapporterat", None, None, None)),
    "slutrapport": (_rapportera("slutrapport"), (None, "aterrapporterat", "aterrapporterat", None, None, None)),
    "förlängning": (_rapportera("forlangning"), (None, "pagar", None, None, None, None)),
    "godkänner": (_besluta("godkant"), (None, "avslutat", "avslutat", None, None, None)),
    "komplettering": (_besluta("komplettering"), (None, "pagar", "pagar", None, None, None)),
    "anstånd": (_besluta("anstand"), (None, "pagar", "pagar", None, None, None)),
    "antecknar": (_besluta("antecknat"), (None, "pagar", "aterrapporterat", None, None, None)),
    "avslutar": (
        lambda u, by: avslut.avsluta(u, den=DEN, skal="Klart", by=by),
        (None, "avslutat", "avslutat", None, None, None),
    ),
    "avskriver": (
        lambda u, by: avslut.avskriv(u, den=DEN, skal="Förfallet", by=by),
        ("avskrivet", "avskrivet", "avskrivet", None, None, None),
    ),
    "överför": (
        lambda u, by: avslut.overfor(u, den=DEN, skal="Ny nämnd", till=OrganFactory(), by=by),
        (None, "overfort", "overfort", None, None, None),
    ),
    "öppnar igen": (
        lambda u, by: avslut.ateroppna(u, skal="Fel", by=by),
        (None, None, None, "pagar", "pagar", "pagar"),
    ),
    "ändrar frist": (
        lambda u, by: andra_frist(u, ny=date(2026, 9, 1), skal="x", by=by),
        (None, "pagar", "aterrapporterat", None, None, None),
    ),
    "dagordning": (
        lambda u, by: redovisning.satt_pa_dagordning(
            [u], sammantrade=mote_i(u.givare, by=by, staende=False, datum=date(2026, 8, 19)), by=by
        ),
        (None, "pagar", "aterrapporterat", None, None, None),
    ),
}


@pytest.mark.parametrize("akt", AKTER)
@pytest.mark.parametrize("lage", LAGEN)
def test_every_act_on_every_state(organ, sekreterare, akt, lage):
    gor, blir = AKTER[akt]
    uppdrag = uppdrag_i(organ, frist=date(2026, 6, 1))
    if gor.__qualname__.startswith("_besluta"):
        mote = mote_i(organ, by=sekreterare, staende=False)
        redovisning.satt_pa_dagordning([uppdrag], sammantrade=mote, by=sekreterare)
        oppna(mote, by=sekreterare, today=MOTE)
    slut = {"avslutat_den": DEN, "avslutsskal": "Förr"} if lage in Uppdrag.SLUTLAGEN else {}
    for falt, varde in {"lage": lage, **slut}.items():
        setattr(uppdrag, falt, varde)
    uppdrag.save()
    ska_bli = blir[LAGEN.index(lage)]

    if ska_bli is None:
        with pytest.raises(DomanFel) as fel:
            gor(uppdrag, sekreterare)
        assert str(fel.value).endswith(".")
        ska_bli = lage
    else:
        gor(uppdrag, sekreterare)

    assert Uppdrag.objects.get(pk=uppdrag.pk).lage == ska_bli


@pytest.fixture
def uppdrag(organ):
    return uppdrag_i(organ)


def _beslut(organ, uppdrag):
    protokoll = uppdrag.beslut.paragraf.protokoll
    return BeslutFactory(paragraf=ParagrafFactory(protokoll=protokoll, nummer=30))


@pytest.mark.parametrize(
    ("akt", "sager"),
    [
        (lambda u: avslut.avsluta(u, den=DEN, by=None, skal=" "), "Välj den paragraf"),
        (lambda u: avslut.avsluta(u, den=date(2026, 1, 1), by=None, skal="x"), "före den dag"),
        (lambda u: avslut.avskriv(u, den=DEN, by=None, skal=" "), "varför uppdraget avskrivs"),
        (lambda u: avslut.avskriv(u, den=date(2026, 1, 1), by=None, skal="x"), "före den dag"),
        (lambda u: avslut.overfor(u, den=DEN, by=None, skal=" ", till=OrganFactory()), "varför uppdraget förs över"),
        (lambda u: avslut.overfor(u, den=DEN, by=None, skal="x", till=u.rapporteras_till), "rapporteras redan till"),
    ],
)
def test_refused_with_a_sentence(uppdrag, akt, sager):
    with pytest.raises(DomanFel, match=sager):
        akt(uppdrag)
    assert Uppdrag.objects.get().lage == "pagar"


def test_the_same_again_changes_nothing(uppdrag, sekreterare):
    annat = OrganFactory()
    for akt in (
        lambda: avslut.avsluta(uppdrag, den=DEN, skal="Klart", by=sekreterare),
        lambda: avslut.avskriv(uppdrag, den=DEN, skal="Förfallet", by=sekreterare),
        lambda: avslut.overfor(uppdrag, den=DEN, till=annat, skal="Ny nämnd", by=sekreterare),
    ):
        version = akt().version
        assert akt().version == version
        avslut.ateroppna(uppdrag, skal="Prov", by=sekreterare)


def test_the_giver_and_those_above_it_close_quietly_others_when_it_is_meant(organ, uppdrag, sekreterare):
    uppdrag.givare = OrganFactory(namn="Utskottet", overordnat=organ)
    uppdrag.save()
    beslut = _beslut(organ, uppdrag)
    avslut.avsluta(uppdrag, den=DEN, avslutat_i=beslut, by=sekreterare)
    avslut.ateroppna(uppdrag, skal="Prov", by=sekreterare)
    uppdrag.givare = OrganFactory(namn="Grannämnden")
    uppdrag.save()
    uppdrag.refresh_from_db()

    with pytest.raises(avslut.BehoverBekraftas, match="gavs av grannämnden"):
        avslut.avsluta(uppdrag, den=DEN, avslutat_i=beslut, by=sekreterare)
    nu = avslut.avsluta(uppdrag, den=DEN, avslutat_i=beslut, by=sekreterare, bekraftat=True)
    assert "Bekräftat: Uppdraget gavs av grannämnden" in nu.history.first().history_change_reason


def test_opened_again_clears_the_close_and_keeps_the_history(organ, uppdrag, sekreterare):
    annat = OrganFactory(namn="Grannämnden")
    avslut.overfor(uppdrag, den=DEN, till=annat, skal="Ny nämnd", beslut=_beslut(organ, uppdrag), by=sekreterare)

    nu = avslut.ateroppna(uppdrag, skal="Skulle stanna", by=sekreterare)

    assert (nu.lage, nu.avslutat_i, nu.avslutat_den, nu.avslutsskal, nu.overfort_till) == (
        "pagar",
        None,
        None,
        "",
        None,
    )
    hande = list(nu.history.values_list("history_change_reason", "avslutat_den")[:2])
    assert [h[0][:15] for h in hande] == ["Öppnade igen: S", "Förde över till"]
    assert hande[1][1] == DEN


def test_a_written_off_proposal_is_opened_as_a_proposal(uppdrag, sekreterare):
    uppdrag.beslut.beslutsniva = "forslag"
    uppdrag.beslut.save()
    uppdrag.lage = "foreslaget"
    uppdrag.save()
    avslut.avskriv(uppdrag, den=DEN, skal="Avslogs", by=sekreterare)

    assert avslut.ateroppna(uppdrag, skal="Togs upp igen", by=sekreterare).lage == "foreslaget"


def test_a_ring_of_organ_ends(organ):
    over = OrganFactory(overordnat=organ)
    organ.overordnat = over
    organ.save()

    assert avslut.over(organ) == [organ.pk, over.pk]


# The frist


def test_frist_set_clears_the_next_report_and_taken_away_wants_one(organ, sekreterare):
    uppdrag = uppdrag_i(organ, frist=None, ingen_frist=True, nasta_rapport=date(2026, 5, 1))

    andra_frist(uppdrag, ny=date(2026, 9, 1), skal="Bestämdes", by=sekreterare)
    uppdrag.refresh_from_db()
    assert (uppdrag.frist, uppdrag.nasta_rapport) == (date(2026, 9, 1), None)

    andra_frist(uppdrag, ny=None, skal="Ändrades", nasta_rapport=date(2026, 10, 1), by=sekreterare)
    uppdrag.refresh_from_db()
    assert (uppdrag.frist, uppdrag.ingen_frist, uppdrag.nasta_rapport) == (None, True, date(2026, 10, 1))
    assert Fristandring.objects.count() == 2


def test_the_chosen_meeting_goes_with_the_frist_and_alone_it_is_no_moved_frist(uppdrag, sekreterare):
    mote = mote_i(uppdrag.givare, by=sekreterare, staende=False)
    andra_frist(uppdrag, ny=MOTE, rapporteras_vid=mote, skal="Dit", by=sekreterare)
    assert Uppdrag.objects.get().rapporteras_vid == mote

    assert andra_frist(uppdrag, ny=MOTE, skal="Samma dag", by=sekreterare) is None
    assert Uppdrag.objects.get().rapporteras_vid == mote, "not said: stays"
    assert andra_frist(uppdrag, ny=MOTE, rapporteras_vid=None, skal="Inte där", by=sekreterare) is None
    assert Uppdrag.objects.get().rapporteras_vid is None
    assert Fristandring.objects.count() == 1


def test_next_report_before_the_decision_is_refused(uppdrag, sekreterare):
    with pytest.raises(DomanFel, match="ligger före sammanträdet 4 mars 2026"):
        andra_frist(uppdrag, ny=None, nasta_rapport=date(2026, 1, 1), skal="x", by=sekreterare)
