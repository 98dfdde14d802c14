"""The beslut of many §§ at once are the same as those of one § at a time."""

from datetime import date

import pytest
from django.db import transaction

from kommun.models import Organ
from protokoll.models import Beslut
from tests.factories import BeslutFactory, ParagrafFactory, ProtokollFactory, SammantradeFactory
from uppdrag.importkallor import Hanvisning, besluten_som_gav
from uppdrag.kalla import beslut_som_gav

pytestmark = pytest.mark.django_db
ORD = {"rubrik": "Återgiven i en lista", "orsak": "Känd genom hänvisning"}


def _varden(beslut: Beslut):
    p = Beslut.objects.select_related("paragraf__sammantrade").get(pk=beslut.pk).paragraf
    return (
        (beslut.text, beslut.ordning, beslut.version, beslut.history.get().history_change_reason),
        (p.nummer, p.ar, p.ordning, p.rubrik, p.dnr, p.genom_hanvisning, p.version, p.history.get().history_user),
        (p.sammantrade.datum, p.sammantrade.lage, p.sammantrade.version, p.sammantrade.history.count()),
    )


def test_many_at_once_give_what_one_at_a_time_gives(organ, sekreterare):
    fall = [(date(2024, 2, 16), 11), (date(2024, 2, 16), 12), (date(2024, 3, 5), 20)]
    transkript = SammantradeFactory(organ=organ, datum=date(2024, 3, 5))
    ParagrafFactory(protokoll=ProtokollFactory(sammantrade=transkript, lage="avskrift"), nummer=19, ordning=3)

    def en_i_taget():
        return [
            beslut_som_gav(organ, dag, n, text=f"Utreda {n}", dnr="2024/1", by=sekreterare, **ORD) for dag, n in fall
        ]

    def alla_pa_en_gang():
        hanvisningar = [Hanvisning((organ.pk, dag.year, n), dag, f"Utreda {n}", "2024/1") for dag, n in fall]
        besluten = besluten_som_gav(hanvisningar, by=sekreterare, **ORD)
        return [besluten[h.nyckel] for h in hanvisningar]

    funna = []
    for satt in (en_i_taget, alla_pa_en_gang):
        funna.append(_ogjort(lambda satt=satt: [_varden(b) for b in satt()]))

    assert funna[0] == funna[1]


def _ogjort(gor):
    """What it gives, with nothing left of it."""
    with transaction.atomic():
        svar = gor()
        transaction.set_rollback(True)
    return svar


def test_paragraf_that_is_here_gives_its_beslut_both_ways(organ, sekreterare):
    protokoll = ProtokollFactory(sammantrade__organ=organ, sammantrade__datum=date(2024, 2, 16))
    beslut = BeslutFactory(paragraf=ParagrafFactory(protokoll=protokoll, nummer=11))
    nyckel = (organ.pk, 2024, 11)

    en = beslut_som_gav(Organ.objects.get(), date(2024, 2, 16), 11, text="x", by=sekreterare, **ORD)
    flera = besluten_som_gav([Hanvisning(nyckel, date(2024, 2, 16), "x")], by=sekreterare, **ORD)

    assert en == flera[nyckel] == beslut
