"""What everybody finds: what is on the web as it stands there, and never a word of anything else."""

from datetime import date
from urllib.parse import urlencode

import pytest

from protokoll.publicering import avpublicera, maskera, publicera
from tests.factories import AvsnittFactory, BeslutFactory, ParagrafFactory, UppdragFactory, VersionFactory, justera
from uppdrag.models import Sokrad

pytestmark = pytest.mark.django_db
LISTA = "/protokoll-pa-webben/"


@pytest.fixture
def protokoll(organ):
    """§ 7 is open, of § 8 some words are withheld, § 9 is withheld whole."""
    oppen = ParagrafFactory(
        protokoll__sammantrade__organ=organ,
        protokoll__sammantrade__datum=date(2026, 3, 4),
        nummer=7,
        rubrik="Lekplats i Västerby",
        dnr="KS 2026/53",
    )
    BeslutFactory(paragraf=oppen, text="<p>Nämnden bygger en lekplats.</p>")
    delvis = ParagrafFactory(protokoll=oppen.protokoll, nummer=8, rubrik="Bidrag till förening", dnr="KS 2026/54")
    UppdragFactory(beslut=BeslutFactory(paragraf=delvis, text="<p>Gunhild Gripenstedt får bidrag till regalskepp.</p>"))
    hemlig = ParagrafFactory(protokoll=oppen.protokoll, nummer=9, rubrik="Vite mot krukmakare", dnr="KS 2026/55")
    AvsnittFactory(paragraf=hemlig, text="<p>Krukmakaren vägrar släppa in tillsynen.</p>")
    return oppen.protokoll


@pytest.fixture
def publicerat(protokoll, sekreterare):
    VersionFactory(protokoll=protokoll)
    justera(protokoll)
    delvis, hemlig = protokoll.paragraferna.get(nummer=8), protokoll.paragraferna.get(nummer=9)
    maskera(delvis, slag="stycke", text="Gunhild Gripenstedt", by=sekreterare)
    maskera(hemlig, slag="paragraf", by=sekreterare)
    return publicera(protokoll, by=sekreterare, bedomt=True)


def _titlar(client, **fraga) -> list[str]:
    svar = client.get(f"{LISTA}?{urlencode(fraga)}")
    assert svar.status_code == 200
    return ["".join(b.text for b in t.titel) for t in svar.context["sokt"].traffar]


HEMLIGT = [
    "gripenstedt",
    "Gunhild Gripenstedt",
    "gripenstet",
    "gripen",
    "”gunhild gripenstedt får bidrag”",
    "krukmakare",
    "krukmakaren",
    "krukmakre",
    "vite",
    "pn 9 2026",
    "§ 9",
    "2026/55",
    "PN 2026:1",
]


@pytest.mark.parametrize("fraga", HEMLIGT)
def test_what_is_withheld_is_never_found(client, publicerat, fraga):
    # It is there, and those who work here find it.
    assert Sokrad.objects.filter(slag="paragraf").count() == 3
    assert _titlar(client, q=fraga) == []


@pytest.mark.parametrize("fraga", ["lekplats", "Västerby", "§ 7", "2026/53", "pn 7 2026", "lekplast"])
def test_a_draft_is_never_found_and_what_is_taken_away_no_more(client, protokoll, sekreterare, fraga):
    assert _titlar(client, q=fraga) == []
    VersionFactory(protokoll=protokoll)
    justera(protokoll)
    assert _titlar(client, q=fraga) == []
    publicera(protokoll, by=sekreterare, bedomt=True)
    assert _titlar(client, q=fraga)[0] == "Lekplats i Västerby"
    avpublicera(protokoll, skal="Ett namn", by=sekreterare)
    assert _titlar(client, q=fraga) == []


def test_what_is_shown_is_found_marked_and_filtered(client, publicerat, organ):
    sida = client.get(f"{LISTA}?q=lekplatserna").content.decode()
    assert "§ 7 <mark>Lekplats</mark> i Västerby" in sida
    assert "bygger en <mark>lekplats</mark>." in sida
    assert f"{LISTA}{publicerat.protokoll_id}/7/" in sida
    assert _titlar(client, q="regalskepp") == ["Bidrag till förening"]
    assert _titlar(client, q="lekplats", organ=organ.pk, ar=2026) == ["Lekplats i Västerby"]
    assert _titlar(client, q="provnämnden 4 mars 2026")[0] == "Provnämnden 4 mars 2026"
    assert "stämmer med <strong>lekplats</strong>" in client.get(f"{LISTA}?q=lekplast").content.decode()
