import pytest

from kommun.timeline import tidslinje
from protokoll.skrivning import andra_huvud, andra_text
from tests.factories import AvsnittFactory

pytestmark = pytest.mark.django_db


def test_tidslinje_tells_old_and_new_of_short_fields_newest_first(paragraf, sekreterare):
    andra_huvud(paragraf, rubrik="Ny", dnr="", klassificering="", version=paragraf.version, by=sekreterare)

    handelser = tidslinje(paragraf)

    assert [h.vad for h in handelser] == ["Ändrade rubrik och diarienummer", "Lades upp"]
    assert [(a.falt, a.fran, a.till) for a in handelser[0].andringar] == [
        ("rubrik", "Ett ärende", "Ny"),
        ("diarienummer", "2026/000001", "–"),
    ]
    assert handelser[0].vem == str(sekreterare)


def test_tidslinje_tells_a_text_before_and_after(beslut, sekreterare):
    andra_text(beslut, text="<p>Ny.</p>", version=beslut.version, by=sekreterare)

    [andring] = tidslinje(beslut)[0].andringar

    assert andring.lang
    assert (andring.fran, andring.till) == ("Provnämnden ger kontoret i uppdrag att utreda frågan.", "Ny.")


def test_tidslinje_of_rows_written_by_one_act_is_one_line(paragraf):
    for n in range(3):
        AvsnittFactory(paragraf=paragraf, ordning=500 + n)

    assert len(tidslinje(*paragraf.avsnitten.all())) == 1


@pytest.mark.parametrize("changes", [1, 4])
def test_tidslinje_costs_one_query_per_kind(beslut, sekreterare, changes, django_assert_num_queries):
    for n in range(changes):
        beslut = andra_text(beslut, text=f"<p>{n}</p>", version=beslut.version, by=sekreterare)

    paragraf = beslut.paragraf

    with django_assert_num_queries(2):
        tidslinje(beslut, paragraf)
