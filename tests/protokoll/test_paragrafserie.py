"""§ numbers: one series per organ and calendar year, never given twice, also when many ask at once."""

from datetime import date
from functools import partial

import pytest

from kommun.fel import DomanFel
from protokoll.avskrift import spara_avskrift, ta_emot
from protokoll.inlasning import las_text, tolka
from protokoll.models import MakuleratNummer, Paragraf, Paragrafserie
from protokoll.moteshallning import oppna
from protokoll.paragrafserie import Serierad, borja_serien, makulera, serien, ta_nummer
from tests.factories import ArendeFactory, OrganFactory, ParagrafFactory, ProtokollFactory, SammantradeFactory
from tests.parallel import at_once
from tests.protokoll.provprotokoll import PROV

pytestmark = pytest.mark.django_db


def test_ta_nummer_begins_at_one_goes_on_and_restarts_each_year(organ):
    assert ta_nummer(organ, 2026, 3, by=None) == range(1, 4)
    assert ta_nummer(organ, 2026, 2, by=None) == range(4, 6)
    assert ta_nummer(organ, 2027, 1, by=None) == range(1, 2)
    assert ta_nummer(OrganFactory(), 2026, 1, by=None) == range(1, 2)
    assert ta_nummer(organ, 2026, 0, by=None) == range(0)


def test_ta_nummer_passes_over_what_is_read_in_and_what_is_void(organ, paragraf):
    assert ta_nummer(organ, 2026, 1, by=None) == range(8, 9)
    MakuleratNummer.objects.create(organ=organ, ar=2026, nummer=20, skal="dubbelt")
    assert ta_nummer(organ, 2026, 1, by=None) == range(21, 22)


def test_ta_nummer_leaves_a_history_of_what_was_given(organ):
    ta_nummer(organ, 2026, 3, by=None)

    assert Paragrafserie.objects.get().history.first().history_change_reason == "Gav §§ 1–3"


def test_borja_serien_lets_the_series_go_on_from_a_number(organ):
    borja_serien(organ, 2024, forsta=368, skal="§§ 1–367 finns i det gamla systemet", by=None)
    borja_serien(organ, 2024, forsta=368, skal="§§ 1–367 finns i det gamla systemet", by=None)

    assert ta_nummer(organ, 2024, 2, by=None) == range(368, 370)
    assert [(r.beteckning, r.skal) for r in serien(organ, 2024).av(Serierad.SAKNAS)] == [
        ("§§ 1–367", "§§ 1–367 finns i det gamla systemet"),
        ("§§ 368–369", ""),
    ]


def test_borja_serien_never_goes_back_and_wants_a_reason(organ, paragraf):
    with pytest.raises(DomanFel, match="redan kommit till § 8"):
        borja_serien(organ, 2026, forsta=7, skal="x", by=None)
    with pytest.raises(DomanFel, match="Skriv varför"):
        borja_serien(organ, 2026, forsta=70, skal=" ", by=None)
    assert not Paragrafserie.objects.filter(forsta__gt=1).exists()


def test_makulerat_nummer_is_kept_with_reason_and_never_given_again(organ, paragraf, sekreterare):
    makulera(paragraf, skal="ärendet stod två gånger", by=sekreterare)
    makulera(paragraf, skal="ärendet stod två gånger", by=sekreterare)

    paragraf.refresh_from_db()
    assert (paragraf.nummer, paragraf.protokoll, paragraf.utfall) == (None, None, "utgar")
    rad = MakuleratNummer.objects.get()
    assert (rad.nummer, rad.skal, rad.paragraf) == (7, "ärendet stod två gånger", paragraf)
    assert ta_nummer(organ, 2026, 1, by=None) == range(8, 9)
    assert [(r.beteckning, r.lage) for r in serien(organ, 2026).rader] == [
        ("§§ 1–6", "saknas"),
        ("§ 7", "makulerat"),
        ("§ 8", "saknas"),
    ]


@pytest.mark.parametrize(("which", "words"), [("justerad", "är justerat"), ("avskrift", "inläst protokoll")])
def test_makulera_refuses_what_is_final(request, which, words, sekreterare):
    paragraf = request.getfixturevalue(which)

    with pytest.raises(DomanFel, match=words):
        makulera(paragraf, skal="fel", by=sekreterare)

    paragraf.refresh_from_db()
    assert paragraf.nummer == 7


def test_makulera_wants_a_reason(paragraf, sekreterare):
    with pytest.raises(DomanFel, match="Skriv varför"):
        makulera(paragraf, skal="", by=sekreterare)


def test_serien_says_that_a_gap_belongs_to_a_protokoll_read_in_in_part(organ):
    sammantrade = SammantradeFactory(organ=organ, datum=date(2020, 2, 25))
    protokoll = ProtokollFactory(sammantrade=sammantrade, lage="avskrift", angivna_paragrafer=list(range(14, 36)))
    for n in (14, 15, 34, 35):
        ParagrafFactory(protokoll=protokoll, nummer=n)

    rader = serien(organ, 2020).rader

    assert [(r.beteckning, r.lage, bool(r.skal)) for r in rader] == [
        ("§§ 1–13", "saknas", False),
        ("§ 14", "givet", False),
        ("§ 15", "givet", False),
        ("§§ 16–33", "saknas", True),
        ("§ 34", "givet", False),
        ("§ 35", "givet", False),
    ]
    assert serien(organ, 2020).antal_luckor == 13


def test_serien_shows_a_double_should_there_ever_be_one(organ, paragraf):
    MakuleratNummer.objects.create(organ=organ, ar=2026, nummer=7, skal="x")

    assert [r.lage for r in serien(organ, 2026).rader if r.fran == 7] == ["dubblett", "dubblett"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round", range(5))
def test_many_at_once_never_get_the_same_number(organ, round):
    answers = at_once(*(partial(ta_nummer, organ, 2026, n, by=None) for n in (1, 3, 2, 5, 1)))

    taken = [n for numbers in answers for n in numbers]
    assert sorted(taken) == list(range(1, 13))
    assert Paragrafserie.objects.get().nasta == 13
    assert not Paragraf.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round", range(4))
def test_reading_in_while_a_meeting_is_opened(organ, round):
    """Whoever comes second either passes over the numbers that are taken, or is told that they are."""
    inlast = tolka(las_text("prov.txt", PROV.encode()))
    organ.namn = inlast.organ
    organ.save()
    inlasning = ta_emot("prov.txt", PROV.encode(), by=None)
    mote = SammantradeFactory(organ=organ, datum=date(2026, 3, 11), lage="planerat")
    ArendeFactory(sammantrade=mote, ordning=1)

    read_in, opened = at_once(
        partial(spara_avskrift, inlast, inlasning=inlasning, by=None), partial(oppna, mote, by=None)
    )

    assert opened.lage == "pagar"
    own = mote.paragraferna.get().nummer
    if isinstance(read_in, DomanFel):
        assert (own, "har redan § 1" in str(read_in)) == (1, True)
    else:
        assert (own, sorted(p.nummer for p in read_in.paragraferna.all())) == (4, [1, 2, 3])
