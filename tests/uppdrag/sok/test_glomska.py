import pytest

from protokoll import sekretess
from tests.factories import AvsnittFactory, ParagrafFactory
from uppdrag.models import Sokord

pytestmark = pytest.mark.django_db


def test_words_of_a_paragraf_that_is_closed_are_no_longer_proposed(organ, sekreterare):
    """What stands elsewhere stays in the list."""
    p = ParagrafFactory(protokoll__sammantrade__organ=organ, rubrik="Förvärv av kvarteret Gnejsen", nummer=7)
    AvsnittFactory(paragraf=p, text="<p>Köpeskillingen är hemlig för kvarteret.</p>")
    ParagrafFactory(protokoll__sammantrade__organ=organ, rubrik="Lekplatsen i kvarteret", nummer=8)

    def ordlistan():
        valda = ("gnejsen", "köpeskillingen", "kvarteret", "lekplatsen")
        return set(Sokord.objects.filter(ord__in=valda).values_list("ord", flat=True))

    assert ordlistan() == {"gnejsen", "köpeskillingen", "kvarteret", "lekplatsen"}
    sekretess.markera(p, lagrum="19 kap. 3 § OSL", by=sekreterare)
    assert ordlistan() == {"kvarteret", "lekplatsen"}
    sekretess.ta_bort_markeringen(p, skal="Köpt", by=sekreterare)
    assert ordlistan() == {"gnejsen", "köpeskillingen", "kvarteret", "lekplatsen"}
