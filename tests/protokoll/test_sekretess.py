"""Who reads a § with sekretess, and the acts that close and open it."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.utils import timezone

from kommun.fel import DomanFel
from kommun.models import User
from kommun.varden import som_json
from protokoll import indelning, sekretess
from protokoll.dokument import fran_protokoll
from protokoll.models import Paragraf, Protokoll, Sekretesslasare
from protokoll.models.sekretess import far_lasa, lasarna, lasta_hemliga
from tests.factories import (
    BeslutFactory,
    MandatFactory,
    OrganFactory,
    ParagrafFactory,
    ProtokollFactory,
    SekretesslasareFactory,
    TjanstFactory,
    UnderskriftFactory,
    UppdragFactory,
    UserFactory,
    justera,
)
from tests.protokoll.inbjudansprov import konferensen
from uppdrag.models import Uppdrag

pytestmark = pytest.mark.django_db
LAGRUM = "19 kap. 3 § OSL"


def _nya(user) -> User:
    """As at the next request."""
    return User.objects.get(pk=user.pk)


# The rule


def test_the_rule_says_the_same_of_one_and_of_many(organ, sekreterare, annan_sekreterare, lasare, administrator):
    """Every kind of § × every kind of person: the predicate and the two querysets agree, and are as the table says."""
    idag = timezone.localdate()
    igar, imorgon = idag - timedelta(days=1), idag + timedelta(days=1)
    personer = {"sekreterare": sekreterare, "annan": annan_sekreterare, "lasare": lasare, "admin": administrator}
    for namn in ("ledamot", "justerare", "laser", "har_last", "ska_lasa"):
        personer[namn] = UserFactory()
        MandatFactory(person=personer[namn].person, organ=organ)
    personer["utan_roll"] = UserFactory()
    markningar, slagen = ("", LAGRUM), (None, Protokoll.Slag.ORDINARIE, Protokoll.Slag.SEKRETESS)
    rader = {}
    for markt, slag in product(markningar, slagen):
        protokoll = ProtokollFactory(sammantrade__organ=organ, slag=slag or Protokoll.Slag.ORDINARIE)
        UnderskriftFactory(protokoll=protokoll, person=personer["justerare"].person)
        p = ParagrafFactory(protokoll=protokoll, sekretess=markt)
        if slag is None:
            p.protokoll = None
            p.save()
        for namn, fran, till in (
            ("laser", idag, idag),
            ("har_last", igar, igar),
            ("ska_lasa", imorgon, None),
            ("utan_roll", igar, None),
        ):
            SekretesslasareFactory(paragraf=p, person=personer[namn].person, fran=fran, till=till)
        rader[p.pk] = (markt, slag)
    for namn, user in personer.items():
        user = _nya(user)
        synliga = set(Paragraf.objects.visible_to(user).values_list("pk", flat=True))
        for p in Paragraf.objects.filter(pk__in=rader):
            markt, slag = rader[p.pk]
            hemlig = bool(markt) or slag == Protokoll.Slag.SEKRETESS
            vantat = namn != "utan_roll" and (
                not hemlig or namn in ("sekreterare", "laser") or (namn == "justerare" and slag is not None)
            )
            assert (p.pk in synliga, far_lasa(user, p)) == (vantat, vantat), (namn, markt, slag)
            assert p.ar_hemlig == hemlig == (p in Paragraf.objects.hemliga())
            eget = p.protokoll_id and p.protokoll.slag == Protokoll.Slag.SEKRETESS
            i_protokollet = Protokoll.objects.visible_to(user).filter(pk=p.protokoll_id).exists()
            if p.protokoll_id:
                assert i_protokollet == (namn != "utan_roll" and (vantat or not eget)), (namn, markt, slag)


def test_what_hangs_on_it_is_read_by_the_same(organ, sekreterare, lasare):
    p = ParagrafFactory(protokoll__sammantrade__organ=organ, sekretess=LAGRUM)
    UppdragFactory(beslut__paragraf=p)
    vidare = UppdragFactory()
    vidare.leden.create(beslut=BeslutFactory(paragraf=p, ordning=900))
    UppdragFactory()
    inbjudan = konferensen(organ, borjar=date(2040, 5, 5), slutar=None)
    inbjudan.behandlingarna.create(paragraf=p)
    assert inbjudan.hemlig
    assert vidare.hemligt
    for user, antal in ((sekreterare, 3), (lasare, 1)):
        assert Uppdrag.objects.visible_to(_nya(user)).count() == antal
        assert type(inbjudan).objects.visible_to(_nya(user)).count() == (antal > 1)


# The acts


@pytest.fixture
def mote(organ, sekreterare):
    """A meeting that is over: two §§ in an ordinary protokoll in work."""
    protokoll = ProtokollFactory(sammantrade__organ=organ, sammantrade__lage="avslutat")
    return [ParagrafFactory(protokoll=protokoll, nummer=n, rubrik=f"Ärende {n}") for n in (36, 37)]


def test_marking_moves_it_to_a_protokoll_of_its_own_and_opening_moves_it_back(mote, sekreterare):
    p, annan = mote
    nu = sekretess.markera(p, lagrum=f" {LAGRUM} ", by=sekreterare)
    sekretess.markera(p, lagrum=LAGRUM, by=sekreterare)
    nu = Paragraf.objects.get(pk=nu.pk)
    assert (nu.sekretess, nu.protokoll.slag) == (LAGRUM, "sekretess")
    sekretess.markera(annan, lagrum=LAGRUM, by=sekreterare)
    assert Paragraf.objects.get(pk=annan.pk).protokoll == nu.protokoll
    assert nu.history.filter(history_change_reason=f"Har sekretess enligt {LAGRUM}").count() == 1

    with pytest.raises(DomanFel, match="varför"):
        sekretess.ta_bort_markeringen(nu, skal=" ", by=sekreterare)
    oppen = sekretess.ta_bort_markeringen(nu, skal="Avtalet är tecknat", by=sekreterare)
    assert (oppen.sekretess, oppen.protokoll.slag) == ("", "ordinarie")
    assert oppen.history.filter(history_change_reason="Har inte längre sekretess: Avtalet är tecknat").exists()


def test_marked_on_the_dagordning_it_is_written_in_its_own_protokoll(organ, sekreterare):
    from protokoll.moteshallning import oppna, ta_upp
    from tests.factories import SammantradeFactory

    s = SammantradeFactory(organ=organ, lage="planerat")
    rader = [ParagrafFactory(sammantrade=s, protokoll=None, nummer=None, ordning=n, rubrik=f"Ä {n}") for n in (1, 2)]
    sekretess.markera(rader[1], lagrum=LAGRUM, by=sekreterare)
    oppna(s, by=sekreterare)
    for p in rader:
        ta_upp(p, by=sekreterare)
    assert [Paragraf.objects.get(pk=p.pk).protokoll.slag for p in rader] == ["ordinarie", "sekretess"]


def test_a_marked_paragraf_is_moved_nowhere_else(mote, sekreterare):
    p, annan = mote
    sekretess.markera(p, lagrum=LAGRUM, by=sekreterare)
    for slag in ("jav", "omedelbart"):
        with pytest.raises(DomanFel, match="§ 36 har sekretess"):
            indelning.nytt_protokoll(p.sammantrade, paragrafer=[p], slag=slag, by=sekreterare)
    with pytest.raises(DomanFel, match="§ 36 har sekretess"):
        indelning.flytta_paragrafer(p.sammantrade, paragrafer=[p], till=annan.protokoll, by=sekreterare)
    with pytest.raises(DomanFel, match="§ 36 har sekretess"):
        indelning.los_upp(Paragraf.objects.get(pk=p.pk).protokoll, by=sekreterare)


def test_what_is_justerat_keeps_its_mark_and_may_get_more_readers(mote, sekreterare, lasare):
    p, _ = mote
    p = sekretess.markera(p, lagrum=LAGRUM, by=sekreterare)
    justera(Paragraf.objects.get(pk=p.pk).protokoll)
    for akt in (
        lambda: sekretess.markera(p, lagrum="21 kap. 1 § OSL", by=sekreterare),
        lambda: sekretess.ta_bort_markeringen(p, skal="Tecknat", by=sekreterare),
    ):
        with pytest.raises(DomanFel, match="justerat"):
            akt()
    TjanstFactory(person=lasare.person)
    with pytest.raises(DomanFel, match="vem som har prövat"):
        sekretess.oppna_for_alla(p, provad_av=" ", skal="Tecknat", by=sekreterare)
    idag = timezone.localdate()
    ny = [
        sekretess.ge_insyn(p, person=lasare.person, skal="Handlägger", fran=idag, till=None, by=sekreterare)
        for _ in range(2)
    ]
    assert ny[0] == ny[1]
    assert far_lasa(_nya(lasare), Paragraf.objects.get(pk=p.pk))
    sekretess.avsluta_insyn(ny[0], today=idag, by=sekreterare)
    sekretess.avsluta_insyn(ny[0], today=idag, by=sekreterare)
    assert not far_lasa(_nya(lasare), Paragraf.objects.get(pk=p.pk))
    assert Sekretesslasare.objects.get().history.count() == 2


def test_what_is_justerat_is_opened_for_all_who_have_a_role_and_stays_as_it_was(mote, sekreterare, lasare):
    p, _ = mote
    p = sekretess.markera(p, lagrum=LAGRUM, by=sekreterare)
    with pytest.raises(DomanFel, match="inte låst"):
        sekretess.oppna_for_alla(p, provad_av="Juristen", skal="Tecknat", by=sekreterare)
    protokoll = justera(Paragraf.objects.get(pk=p.pk).protokoll)
    utan_roll = UserFactory()
    vem = {"provad_av": " Juristen ", "skal": "Avtalet är tecknat"}
    rad = sekretess.oppna_for_alla(p, **vem, by=sekreterare)
    assert sekretess.oppna_for_alla(p, **vem, by=sekreterare) == rad
    assert (rad.vem, rad.skal) == ("Alla som har en roll", "Avtalet är tecknat (prövat av Juristen)")
    nu = Paragraf.objects.get(pk=p.pk)
    for user, laser in ((lasare, True), (utan_roll, False)):
        assert Paragraf.objects.visible_to(_nya(user)).filter(pk=p.pk).exists() == laser == far_lasa(_nya(user), nu)
        assert Protokoll.objects.visible_to(_nya(user)).filter(pk=protokoll.pk).exists() == laser
    assert (nu.sekretess, nu.protokoll.slag, nu.ar_hemlig) == (LAGRUM, "sekretess", True)
    assert lasare.person_id in lasarna(nu, today=timezone.localdate())
    assert nu.pk in lasta_hemliga(_nya(lasare))
    sekretess.avsluta_insyn(rad, today=timezone.localdate(), by=sekreterare)
    assert not far_lasa(_nya(lasare), Paragraf.objects.get(pk=p.pk))


@pytest.mark.parametrize(("skal", "hemlig", "mening"), [("", True, "varför"), ("Handlägger", False, "har inte")])
def test_a_reader_needs_a_reason_and_a_secret(organ, sekreterare, lasare, skal, hemlig, mening):
    p = ParagrafFactory(protokoll__sammantrade__organ=organ, sekretess=LAGRUM if hemlig else "")
    with pytest.raises(DomanFel, match=mening):
        sekretess.ge_insyn(p, person=lasare.person, skal=skal, fran=date(2026, 1, 1), till=None, by=sekreterare)


def test_the_ordinary_protokoll_says_that_it_is_adjusted_apart_and_not_why(mote, sekreterare):
    p, annan = mote
    ParagrafFactory(protokoll=annan.protokoll, nummer=38)
    sekretess.markera(annan, lagrum=LAGRUM, by=sekreterare)
    ordinarie = fran_protokoll(Protokoll.objects.get(pk=p.protokoll_id), kommun="K")
    assert ordinarie.omfattning == "§§ 36; 38. § 37 justeras för sig."
    assert "ekretess" not in str(som_json(ordinarie))
    assert "Ärende 37" not in str(som_json(ordinarie))


def test_a_heading_is_not_marked(organ, sekreterare):
    p = ParagrafFactory(protokoll__sammantrade__organ=organ, nummer=None, ordning=9, slag="rubrik")
    with pytest.raises(DomanFel, match="rubrik"):
        sekretess.markera(p, lagrum=LAGRUM, by=sekreterare)
    with pytest.raises(DomanFel, match="lagrummet"):
        sekretess.markera(p, lagrum="  ", by=sekreterare)


def test_what_stands_for_it_is_never_saved(organ, lasare):
    p = ParagrafFactory(protokoll__sammantrade__organ=organ, nummer=36, sekretess=LAGRUM, dnr="KS 2026/1")
    OrganFactory()
    rad = Paragraf.objects.get(pk=p.pk)
    assert sekretess.dolj_for(_nya(lasare), p.sammantrade, [rad]) == {p.pk}
    assert (rad.beteckning, rad.rubrik, rad.dnr_i_text, rad.get_absolute_url()) == ("§ 36", "Sekretess", "", "")
    assert list(rad.besluten.all()) == list(rad.avsnitten.all()) == []
    with pytest.raises(TypeError):
        rad.save()
