"""The public board: for everybody, without cookies; what it says while an anslag is up, and nothing after."""

import json
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.urls import reverse
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF

from kommun.models import Kommun
from protokoll import anslag as akter
from protokoll import tavlan
from protokoll.publicering import avpublicera
from tests.factories import (
    AnslagFactory,
    OrganFactory,
    ProtokollFactory,
    SammantradeFactory,
    justera,
    publicerat_protokoll,
)
from tests.protokoll.anslagsprov import kl, uppsatt

pytestmark = pytest.mark.django_db

UPP, SISTA = date(2026, 3, 13), date(2026, 4, 7)
TAVLA, ATOM = reverse("protokoll:anslagstavla"), reverse("protokoll:anslagstavla-atom")
JSON, DATASETS = reverse("protokoll:anslagstavla-json"), reverse("protokoll:datasets")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
A = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(kl(date(2026, 3, 20), 12), tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def webbadress(settings):
    settings.WEBBADRESS = "https://kommun.exempel"


@pytest.fixture
def anslag(organ):
    organ.epost = "namnden@example.invalid"
    organ.save()
    return uppsatt(organ, kl(UPP, 9), mote=date(2026, 3, 4), dag=date(2026, 3, 10))


@pytest.fixture
def kungorelse():
    kf = OrganFactory(namn="Kommunfullmäktige", slag="fullmaktige")
    mote = SammantradeFactory(organ=kf, datum=date(2026, 3, 30), plats="Tunasalen", lage="planerat")
    return akter.kungor(mote, text="Budget & taxor <2027>\nMotioner", by=None, nu=kl(date(2026, 3, 16)))


def alla(a):
    return TAVLA, a.get_absolute_url(), ATOM, JSON


def test_page_says_what_the_law_asks_for(client, anslag):
    page = client.get(TAVLA).content.decode()

    for text in (
        "Provnämnden, 4 mars 2026, §§ 7–8",
        "Anslaget sattes upp",
        "fredag 13 mars 2026",
        "Sista dag att överklaga",
        "tisdag 7 april 2026",
        "Arkivet",
        "Siv Provsson",
        "namnden@example.invalid",
        "Alla omständigheter ska anges innan överklagandetiden har gått ut.",
    ):
        assert text in page


def test_how_to_appeal_stands_there_always_with_the_addresses_of_the_municipality(client, organ):
    kommun = Kommun.objects.get()
    kommun.forvaltningsratt, kommun.overklagas_hos = "Förvaltningsrätten i Linköping", "Box 1\n581 00 Linköping"
    kommun.save()

    page = client.get(TAVLA).content.decode()

    assert "Inga anslag är uppe just nu" in page
    assert "Förvaltningsrätten i Linköping" in page
    assert "Box 1<br>581 00 Linköping" in page


def test_no_public_page_sets_a_cookie_or_needs_a_script(client, anslag, kungorelse):
    for url in (*alla(anslag), kungorelse.get_absolute_url(), DATASETS):
        response = client.get(url)
        assert response.status_code == 200
        assert response.cookies == {}, url
        assert "Set-Cookie" not in response.headers
        assert b"csrf" not in response.content
    assert not client.cookies


def test_by_date_alone_it_comes_down_and_its_address_answers_that_it_is_gone(client, anslag, clock):
    clock.move_to(kl(SISTA, 23, 59, 59))
    assert all(client.get(url).status_code == 200 for url in alla(anslag))
    assert "Siv Provsson" in client.get(TAVLA).content.decode()

    clock.move_to(kl(date(2026, 4, 8), 0))
    gone = client.get(anslag.get_absolute_url())

    assert gone.status_code == 410
    assert (gone["X-Robots-Tag"], gone["Cache-Control"]) == ("noindex", "no-cache")
    assert "Anslaget är nedtaget" in gone.content.decode()
    for url in alla(anslag):
        text = client.get(url).content.decode()
        for uppgift in ("Siv Provsson", "Arkivet", "§§ 7–8", "4 mars 2026", "2026-03-04"):
            assert uppgift not in text, url


def test_taken_down_early_it_is_gone_at_once(client, anslag):
    akter.ta_ned(anslag, skal="Hemligt skäl", by=None, nu=kl(date(2026, 3, 20), 12))

    gone = client.get(anslag.get_absolute_url())

    assert gone.status_code == 410
    assert "Hemligt skäl" not in gone.content.decode()
    assert "ersatts" not in gone.content.decode()
    assert json.loads(client.get(JSON).content)["notices"] == []
    nytt = akter.satt_upp(anslag.protokoll, by=None, nu=kl(date(2026, 3, 20), 12))
    assert nytt.get_absolute_url() in client.get(anslag.get_absolute_url()).content.decode()


def test_a_transcript_was_announced_elsewhere(client, organ):
    a = AnslagFactory(protokoll=ProtokollFactory(sammantrade__organ=organ, lage="avskrift"))

    assert client.get(a.get_absolute_url()).status_code == 404
    assert "Inga anslag" in client.get(TAVLA).content.decode()


def test_what_goes_up_at_midnight_is_not_there_before(client, organ, clock):
    clock.move_to(kl(UPP, 23, 59, 30))
    a = uppsatt(organ, kl(UPP, 23, 59, 30))
    assert client.get(a.get_absolute_url()).status_code == 404
    clock.move_to(kl(date(2026, 3, 14), 0))
    assert client.get(a.get_absolute_url()).status_code == 200


def test_json_has_the_field_names_of_other_boards(client, anslag, kungorelse):
    data = json.loads(client.get(JSON).content)
    kf, protokoll = data["notices"]

    assert data["publisher"] == "Provkommun"
    assert protokoll == {
        "url": f"https://kommun.exempel{anslag.get_absolute_url()}",
        "title": "Provnämnden, 4 mars 2026, §§ 7–8",
        "type": "protokoll",
        "body": "Provnämnden",
        "meeting_date": "2026-03-04",
        "meeting_time": "13:00",
        "meeting_place": None,
        "cancelled": False,
        "adjusted_on": "2026-03-10",
        "paragraphs": "§§ 7–8",
        "posted_on": "2026-03-13",
        "removed_on": "2026-04-07",
        "appeal_from": "2026-03-13",
        "appeal_to": "2026-04-07",
        "storage_place": "Arkivet",
        "responsible": "Siv Provsson",
        "contact": "namnden@example.invalid",
        "text": None,
        "documents": [],
    }
    assert (kf["type"], kf["meeting_date"], kf["text"]) == (
        "kungorelse",
        "2026-03-30",
        "Budget & taxor <2027>\nMotioner",
    )
    assert (kf["appeal_to"], kf["adjusted_on"], kf["paragraphs"]) == (None, None, None)


def test_atom_is_a_feed_of_what_is_up(client, anslag, kungorelse):
    response = client.get(ATOM)
    feed = ET.fromstring(response.content)  # noqa: S314 - our own bytes
    entries = {e.findtext(f"{A}id"): e for e in feed.findall(f"{A}entry")}

    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert feed.findtext(f"{A}title") == "Anslagstavla – Provkommun"
    assert feed.find(f"{A}author/{A}name").text == "Provkommun"
    entry = entries[f"https://kommun.exempel{anslag.get_absolute_url()}"]
    assert entry.findtext(f"{A}updated") == "2026-03-13T08:00:00+00:00"
    assert "Sista dag att överklaga: tisdag 7 april 2026." in entry.findtext(f"{A}summary")
    kf = entries[f"https://kommun.exempel{kungorelse.get_absolute_url()}"]
    assert "Budget &amp; taxor &lt;2027&gt;" in kf.findtext(f"{A}summary"), "text, not markup, in the summary's HTML"


def test_catalogue_is_dcat_ap_se(client, organ):
    kommun = Kommun.objects.get()
    kommun.epost = "kommunen@example.invalid"
    kommun.save()

    response = client.get(DATASETS)
    g = Graph().parse(data=response.content, format="xml")
    katalog = g.value(predicate=RDF.type, object=DCAT.Catalog)
    mangder = set(g.objects(katalog, DCAT.dataset))

    assert response["Content-Type"] == "application/rdf+xml; charset=utf-8"
    assert all(g.value(katalog, p) for p in (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.license))
    assert str(g.value(g.value(katalog, DCTERMS.publisher), FOAF.name)) == "Provkommun"
    assert len(mangder) >= 3
    for mangd in mangder:
        assert (mangd, RDF.type, DCAT.Dataset) in g
        for p in (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.contactPoint, DCAT.distribution):
            assert g.value(mangd, p), (mangd, p)
        assert g.value(mangd, DCTERMS.title).language == "sv"
        kontakt = g.value(mangd, DCAT.contactPoint)
        assert (kontakt, RDF.type, VCARD.Organization) in g
        assert g.value(kontakt, VCARD.hasEmail) == URIRef("mailto:kommunen@example.invalid")
    adresser = set(g.objects(None, DCAT.accessURL))
    assert URIRef(f"https://kommun.exempel{JSON}") in adresser
    assert all(client.get(str(a).removeprefix("https://kommun.exempel")).status_code == 200 for a in adresser)


# A burst


def test_who_has_it_already_gets_304_for_a_query_or_two(client, anslag, django_assert_max_num_queries):
    for url in alla(anslag):
        forst = client.get(url)
        assert forst["Cache-Control"] == "public, max-age=60, must-revalidate"
        with django_assert_max_num_queries(3):
            sedan = client.get(url, headers={"If-None-Match": forst["ETag"]})
        assert sedan.status_code == 304
        assert sedan["Cache-Control"] == "public, max-age=60, must-revalidate"


def _taken_down(a, clock):
    akter.ta_ned(a, skal="Prov", by=None, nu=kl(date(2026, 3, 20), 12))


def _renamed(a, clock):
    a.organ.namn = "Nya nämnden"
    a.organ.save()


def _another(a, clock):
    uppsatt(a.organ, kl(date(2026, 3, 20)), nummer=(30,))


@pytest.mark.parametrize(
    "andra", [_taken_down, _renamed, _another, lambda a, clock: clock.shift(timedelta(days=1))],
    ids=["taken down", "renamed", "another", "the next day"],
)  # fmt: skip
def test_what_changes_the_page_changes_the_mark(client, anslag, clock, andra):
    marke = client.get(TAVLA)["ETag"]

    andra(anslag, clock)

    assert client.get(TAVLA, headers={"If-None-Match": marke}).status_code == 200


def test_nothing_is_kept_past_midnight(client, anslag, clock):
    clock.move_to(kl(SISTA, 23, 59, 48))

    assert client.get(TAVLA)["Cache-Control"] == "public, max-age=12, must-revalidate"


def test_what_somebody_logged_in_sees_is_kept_by_nobody_else(inloggad, lasare, anslag):
    response = inloggad(lasare).get(TAVLA)

    assert "private" in response["Cache-Control"]
    assert "public" not in response["Cache-Control"]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(client, organ, rows, count_queries):
    for n in range(rows):
        uppsatt(organ, kl(UPP), mote=date(2026, 3, 1 + n), nummer=(10 * n + 1, 10 * n + 2))

    assert {url: count_queries(client, url) for url in (TAVLA, ATOM, JSON)} == {TAVLA: 4, ATOM: 4, JSON: 4}


def test_wrong_method(client, anslag):
    assert [client.post(url).status_code for url in (*alla(anslag), DATASETS)] == [405] * 5


def test_feeds_are_read_by_pages_of_others(client, anslag):
    assert {client.get(u)["Access-Control-Allow-Origin"] for u in (ATOM, JSON, DATASETS)} == {"*"}


@pytest.mark.parametrize(
    ("falt", "sagt", "rubrik", "cancelled"),
    [
        ({"lage": "installt", "installt_skal": "Prov"}, "Sammanträdet är inställt.", "Inställt: Kommun", True),
        ({"datum": date(2026, 4, 2)}, "Sammanträdet är flyttat till torsdagen den 2 april 2026.", "Kommun", False),
    ],
)
def test_a_meeting_that_is_not_held_as_announced_says_so_everywhere(client, kungorelse, falt, sagt, rubrik, cancelled):
    mote = kungorelse.sammantrade
    fore = ET.fromstring(client.get(ATOM).content).findtext(f"{A}updated")  # noqa: S314
    for namn, varde in falt.items():
        setattr(mote, namn, varde)
    mote.save()

    assert all(sagt in client.get(url).content.decode() for url in (TAVLA, kungorelse.get_absolute_url(), ATOM))
    (notis,) = json.loads(client.get(JSON).content)["notices"]
    assert notis["title"].startswith(rubrik)
    assert (notis["cancelled"], notis["meeting_date"]) == (cancelled, mote.datum.isoformat())
    efter = ET.fromstring(client.get(ATOM).content).findtext(f"{A}updated")  # noqa: S314
    assert efter > fore, "a reader of the feed learns of it"


def test_an_empty_feed_is_the_same_all_day(client, organ, clock):
    forst = client.get(ATOM)
    clock.shift(timedelta(hours=2))

    assert client.get(ATOM).content == forst.content
    assert client.get(ATOM)["ETag"] == forst["ETag"]


def test_what_is_published_is_linked_as_soon_as_it_is(client, organ):
    publicering = publicerat_protokoll(organ, pdf=b"%PDF-1.7 prov")
    pdf = reverse("protokoll:offentlig-pdf", args=[publicering.protokoll_id])
    a = AnslagFactory(protokoll=publicering.protokoll)
    marke = client.get(TAVLA)["ETag"]

    assert pdf in client.get(TAVLA).content.decode()
    (notis,) = json.loads(client.get(JSON).content)["notices"]
    assert notis["documents"] == [{"title": "Protokollet som PDF", "url": f"https://kommun.exempel{pdf}"}]
    assert client.get(pdf).content == b"%PDF-1.7 prov"

    avpublicera(publicering.protokoll, skal="Fel", by=None)

    assert client.get(TAVLA, headers={"If-None-Match": marke}).status_code == 200
    assert pdf not in client.get(a.get_absolute_url()).content.decode()


def test_justerat_with_nothing_published_links_no_document(organ):
    a = AnslagFactory(protokoll=justera(ProtokollFactory(sammantrade__organ=organ)))

    assert tavlan.pdf_adress(a) == ""
