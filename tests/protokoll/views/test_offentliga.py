"""What everybody may read of the protokoll on the web, and what nobody may."""

from datetime import date

import pytest
from django.urls import reverse

from protokoll.models import Publicering
from protokoll.publicering import avpublicera, maskera, publicera
from tests.factories import (
    AvsnittFactory,
    BeslutFactory,
    KommunFactory,
    OrganFactory,
    ParagrafFactory,
    VersionFactory,
    justera,
    publicerat_protokoll,
)

pytestmark = pytest.mark.django_db
LISTA = "/protokoll-pa-webben/"


def _url(namn, *args):
    return reverse(f"protokoll:{namn}", args=args)


@pytest.fixture
def publicering(organ):
    return publicerat_protokoll(organ, nummer=7, datum=date(2026, 3, 4))


def _sida(client, url) -> str:
    svar = client.get(url)
    assert svar.status_code == 200
    assert svar.cookies == {}
    return svar.content.decode()


def test_list_protokoll_and_paragraf_need_neither_login_nor_cookie(client, publicering):
    pk = publicering.protokoll_id
    assert "Provnämnden 4 mars 2026" in _sida(client, LISTA)
    sida = _sida(client, _url("offentligt", pk))
    assert "Protokoll onsdag 4 mars 2026" in sida
    assert "ger kontoret i uppdrag att utreda" in sida
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{_url("offentligt", pk)}">' in sida
    paragrafen = _url("offentlig-paragraf", pk, 7)
    assert paragrafen in sida
    assert f'rel="canonical" href="http://127.0.0.1:8000{paragrafen}"' in _sida(client, paragrafen)
    assert client.get(_url("offentlig-paragraf", pk, 8)).status_code == 404


def test_pdf_is_the_stored_bytes_and_is_kept_by_who_has_it(client, publicering):
    url = _url("offentlig-pdf", publicering.protokoll_id)
    svar = client.get(url)
    assert svar.content == bytes(publicering.protokollsversion.pdf)
    assert svar["ETag"] == f'"{publicering.protokollsversion.sha256}"'
    assert svar["Cache-Control"] == "public, max-age=300"
    assert svar["X-Robots-Tag"] == "noarchive"
    assert client.get(url, headers={"if-none-match": svar["ETag"]}).status_code == 304
    sida = client.get(LISTA)
    assert client.get(LISTA, headers={"if-none-match": sida["ETag"]}).status_code == 304


def test_a_page_of_who_is_logged_in_is_kept_by_nobody(inloggad, sekreterare, publicering):
    svar = inloggad(sekreterare).get(_url("offentligt", publicering.protokoll_id))
    assert "private" in svar["Cache-Control"]
    assert "public" not in svar["Cache-Control"]


@pytest.mark.parametrize("lage", ["utkast", "fryst", "justerat"])
@pytest.mark.parametrize("namn", ["offentligt", "offentlig-pdf"])
def test_what_is_not_published_is_not_there(client, sekreterare, organ, lage, namn):
    protokoll = ParagrafFactory(protokoll__sammantrade__organ=organ, rubrik="Hemligt ärende").protokoll
    VersionFactory(protokoll=protokoll)
    protokoll.lage, protokoll.justeringsdag = lage, date(2026, 3, 10)
    protokoll.save()
    assert client.get(_url(namn, protokoll.pk)).status_code == 404
    assert "Hemligt" not in _sida(client, LISTA + "?q=hemligt")


def test_taken_away_its_addresses_say_so_and_nothing_else(client, publicering, sekreterare):
    pk = publicering.protokoll_id
    avpublicera(publicering.protokoll, skal="Ett hemligt namn", by=sekreterare)
    for url in (_url("offentligt", pk), _url("offentlig-paragraf", pk, 7), _url("offentlig-pdf", pk)):
        svar = client.get(url)
        assert svar.status_code == 410
        assert "Protokollet har tagits bort från webben" in svar.content.decode()
        assert "hemligt" not in svar.content.decode()
        assert svar["X-Robots-Tag"] == "noindex"
    assert "4 mars 2026" not in _sida(client, LISTA)


def test_what_is_masked_is_neither_shown_nor_found(client, organ, sekreterare):
    beslut = BeslutFactory(
        paragraf__protokoll__sammantrade__organ=organ, paragraf__nummer=3, text="<p>Fisken simmar bort.</p>"
    )
    AvsnittFactory(paragraf=beslut.paragraf, text="<p>Vattnet är kallt.</p>")
    protokoll = beslut.paragraf.protokoll
    VersionFactory(protokoll=protokoll)
    maskera(justera(protokoll).paragraferna.get(), slag="stycke", text="Fisken", by=sekreterare)
    publicera(protokoll, by=sekreterare)

    for url in (_url("offentligt", protokoll.pk), _url("offentlig-paragraf", protokoll.pk, 3)):
        sida = _sida(client, url)
        assert "Fisken" not in sida
        assert "[uppgiften har tagits bort] simmar bort" in sida
        assert "Vattnet är kallt" in sida
    assert "webbversion" in client.get(_url("offentlig-pdf", protokoll.pk))["Content-Disposition"]
    assert "Inga protokoll stämmer" in _sida(client, LISTA + "?q=fisken")
    assert _url("offentlig-paragraf", protokoll.pk, 3) in _sida(client, LISTA + "?q=VATTNET+simmar")


def test_list_is_filtered_and_newest_first(client, organ, publicering):
    annat = OrganFactory(namn="Grannämnden", kortnamn="GN")
    publicerat_protokoll(annat, datum=date(2025, 5, 6))
    sida = _sida(client, LISTA)
    assert sida.index("4 mars 2026") < sida.index("6 maj 2025")
    assert "6 maj 2025" not in _sida(client, f"{LISTA}?organ={organ.pk}")
    assert "4 mars 2026" not in _sida(client, LISTA + "?ar=2025")
    assert client.get(LISTA + "?ar=2025")["X-Robots-Tag"] == "noindex"


def test_queries_do_not_grow(client, organ, count_queries):
    publicerat_protokoll(organ)
    en = count_queries(client, LISTA + "?q=utreda")
    for _ in range(2):
        publicerat_protokoll(organ)
    assert count_queries(client, LISTA + "?q=utreda") == en


def test_queries_of_a_protokoll_do_not_grow(client, organ, count_queries, sekreterare):
    def med(antal):
        protokoll = BeslutFactory(paragraf__protokoll__sammantrade__organ=organ).paragraf.protokoll
        for _ in range(antal - 1):
            BeslutFactory(paragraf=ParagrafFactory(protokoll=protokoll))
        VersionFactory(protokoll=protokoll)
        publicera(justera(protokoll), by=sekreterare)
        return _url("offentligt", protokoll.pk)

    assert count_queries(client, med(1)) == count_queries(client, med(3))


def test_wrong_method(client, publicering):
    assert client.post(LISTA).status_code == 405
    assert client.post(_url("offentligt", publicering.protokoll_id)).status_code == 405


def test_empty_municipality(client, db):
    KommunFactory(epost="info@kommun.example")
    assert "Inga protokoll är publicerade än" in _sida(client, LISTA)
    assert not Publicering.objects.exists()
