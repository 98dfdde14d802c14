"""The open data: what is public and nothing else, in the shape of OParl, for whoever asks."""

from datetime import date, time, timedelta
from hashlib import sha512

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from kommun.history import ta_bort
from kommun.varden import fran_json, som_json
from protokoll.dokumentvarden import Dokument
from protokoll.maskering import Mask, maskera
from protokoll.models import Publicering
from protokoll.publicering import avpublicera
from tests.factories import (
    MandatFactory,
    PartiFactory,
    PersonFactory,
    SammantradeFactory,
    TjanstFactory,
    UppdragFactory,
)
from tests.protokoll.arkiv.bygge import arkiverbart, utkastet

pytestmark = pytest.mark.django_db

ROT = "/api/oparl/v1/"
LISTOR = (
    *("bodies", "organizations", "people", "memberships", "parties", "meetings", "agenda-items", "papers"),
    *("consultations", "files", "legislative-terms"),
)
# What the schema files of the standard require of each kind.
KRAVS = {
    "System": {"id", "type", "oparlVersion", "body"},
    "Body": {"id", "type", "name", "organization", "person", "meeting", "paper", "legislativeTerm"},
    "AgendaItem": {"id", "type", "order"},
    "File": {"id", "type", "accessUrl"},
}


@pytest.fixture(autouse=True)
def idag():
    with time_machine.travel("2026-06-01 12:00 +0200", tick=False):
        yield


@pytest.fixture
def hamta(client):
    """An address of our own as JSON: `hamta("meetings")["data"]`, or a whole address out of an answer."""

    def get(adress, **fraga):
        vag = adress.removeprefix(settings.WEBBADRESS)
        svar = client.get(vag if vag.startswith("/") else ROT + vag, fraga)
        assert svar.status_code == 200, vag
        return svar.json()

    return get


def publicerat(organ, *masker, **annat):
    protokoll = arkiverbart(organ, **annat)
    version = protokoll.versionerna.get()
    webb = maskera(fran_json(Dokument, version.innehall), masker).dokument
    Publicering.objects.create(
        protokoll=protokoll, protokollsversion=version, innehall=som_json(webb), publicerad=timezone.now()
    )
    return protokoll


def test_a_program_finds_everything_from_the_system(organ, hamta):
    publicerat(organ)
    MandatFactory(organ=organ, parti=PartiFactory())
    vantar, sedda = [f"{settings.WEBBADRESS}{ROT}system"], set()
    while vantar:
        adress = vantar.pop()
        sedda.add(adress)
        data = hamta(adress)
        if "data" not in data:
            assert data["id"] == adress
        vantar += {a for a in _adresser(data) if ROT in a and "#" not in a} - sedda - set(vantar)
    slag = {a.partition(ROT)[2].partition("?")[0].partition("/")[0] for a in sedda}
    assert slag == {"system", *LISTOR}


def _adresser(varde):
    if isinstance(varde, dict):
        for nyckel, v in varde.items():
            if nyckel != "web":
                yield from _adresser(v)
    elif isinstance(varde, list):
        for v in varde:
            yield from _adresser(v)
    elif isinstance(varde, str) and varde.startswith(settings.WEBBADRESS):
        yield varde


def test_every_object_has_what_the_standard_requires(organ, hamta):
    publicerat(organ)
    MandatFactory(organ=organ, parti=PartiFactory())
    objekten = [hamta("system")]
    for slag in LISTOR:
        rader = hamta(slag)["data"]
        assert rader, slag
        objekten += rader
    for o in objekten:
        namn = o["type"].removeprefix("https://schema.oparl.org/1.1/")
        assert KRAVS.get(namn, {"id", "type"}) <= set(o), namn
        for inre in _inuti(o):
            assert {"id", "type", "created", "modified"} <= set(inre), inre
            assert None not in inre.values()


def _inuti(varde):
    """Every object, also those inside others."""
    if isinstance(varde, dict):
        if "type" in varde:
            yield varde
        for v in varde.values():
            yield from _inuti(v)
    elif isinstance(varde, list):
        for v in varde:
            yield from _inuti(v)


def test_a_published_paragraf_tells_its_decision_its_arende_and_its_file(organ, hamta, client):
    protokoll = publicerat(organ)
    [mote] = hamta("meetings")["data"]
    assert (mote["name"], mote["start"]) == ("Provnämnden 2026-03-04", "2026-03-04T13:00:00+01:00")
    punkt = mote["agendaItem"][0]
    assert (punkt["number"], punkt["order"], punkt["name"]) == ("§ 630", 1, "Taxa för & om <torg>")
    assert punkt["resolutionText"] == "Provnämnden ger kontoret i uppdrag att utreda frågan."
    arende = hamta(hamta(punkt["consultation"])["paper"])
    assert (arende["reference"], arende["name"]) == ("KS 2026/14", "Taxa för & om <torg>")
    assert "consultation" not in mote["agendaItem"][1]  # without dnr
    fil = hamta(mote["resultsProtocol"]["id"])
    assert fil["downloadUrl"].endswith(f"/protokoll-pa-webben/{protokoll.pk}/protokoll.pdf")
    pdf = client.get(fil["downloadUrl"].removeprefix(settings.WEBBADRESS)).content
    assert (fil["size"], fil["sha512Checksum"]) == (len(pdf), sha512(pdf).hexdigest())


def test_what_is_not_published_is_not_there(organ, hamta, client):
    utkast = utkastet(organ)
    justerat = arkiverbart(organ, datum=date(2026, 4, 1))
    borta = publicerat(organ, datum=date(2026, 4, 8))
    publicering = borta.publiceringarna.get()
    publicering.borttagen, publicering.borttagen_skal = timezone.now(), "Fel"
    publicering.save()
    hemligt = publicerat(organ, datum=date(2026, 4, 15), slag="sekretess")
    for slag in ("agenda-items", "papers", "consultations", "files"):
        assert hamta(slag)["data"] == [], slag
    for mote in hamta("meetings")["data"]:
        assert "agendaItem" not in mote
        assert "resultsProtocol" not in mote
    for protokoll in (utkast, justerat, hemligt):
        paragraf = protokoll.paragraferna.first()
        for vag in (f"agenda-items/{paragraf.pk}", f"consultations/{paragraf.pk}", f"files/{protokoll.pk}"):
            svar = client.get(ROT + vag)
            assert (svar.status_code, svar.json()["type"]) == (404, "https://schema.oparl.org/1.1/Error"), vag
    assert client.get(f"{ROT}papers/KS 2026/99").status_code == 404


def test_what_was_taken_away_is_told_to_be_gone_and_nothing_more(organ, hamta, sekreterare):
    borta = publicerat(organ, Mask(1, "rubrik", "", "[rubrik]"))
    kvar = publicerat(organ, datum=date(2026, 4, 8), dnr="KS 2026/15")
    mandat = MandatFactory(organ=organ, till=date(2026, 6, 1))
    struket = SammantradeFactory(organ=organ, datum=date(2026, 9, 1), lage="planerat")
    med_dnr, utan_dnr = borta.paragraferna.order_by("nummer")
    adresser = [
        *(f"agenda-items/{p.pk}" for p in (med_dnr, utan_dnr)),
        *(f"consultations/{med_dnr.pk}", f"files/{borta.pk}", "papers/KS 2026/14"),
        *(f"people/{mandat.person_id}", f"memberships/{mandat.pk}", f"meetings/{struket.pk}"),
    ]
    fore = {a: hamta(a) for a in adresser}
    with time_machine.travel("2026-06-02 12:00 +0200", tick=False):
        avpublicera(borta, skal="Ett namn skulle ha maskerats", by=sekreterare)
        ta_bort(struket, by=sekreterare, reason="Dubblett")
        for adress, da in fore.items():
            nu = hamta(adress)
            assert set(nu) == {"id", "type", "created", "modified", "deleted"}, adress
            assert nu["deleted"] is True
            assert {**da, **nu} == {**da, "modified": nu["modified"], "deleted": True}
            assert nu["modified"] >= "2026-06-02T00:00:00+02:00"
            slag = adress.partition("/")[0]
            andrade = hamta(slag, modified_since="2026-06-01T23:59:00+02:00")["data"]
            assert nu in andrade
            assert nu["id"] not in [o["id"] for o in hamta(slag)["data"]]
    assert hamta(f"files/{kvar.pk}")["name"] == "Protokoll Provnämnden 2026-04-08"


def test_a_dnr_that_was_withheld_all_the_time_is_not_told_when_it_is_gone(organ, hamta, client, sekreterare):
    borta = publicerat(organ, Mask(0, "stycke", "KS 2026/14", "[borta]"))
    paragraf = borta.paragraferna.get(dnr="KS 2026/14")
    avpublicera(borta, skal="Fel", by=sekreterare)
    fraga = {"modified_since": "2020-01-01T00:00:00Z"}
    assert "2026/14" not in str(hamta("papers", **fraga)) + str(hamta("consultations", **fraga))
    assert client.get(f"{ROT}papers/KS 2026/14").status_code == 404
    assert client.get(f"{ROT}consultations/{paragraf.pk}").status_code == 404


def test_a_program_asks_for_what_has_come_or_changed(organ, hamta, client):
    gammalt = publicerat(organ)
    with time_machine.travel("2026-06-10 12:00 +0200", tick=False):
        nytt = publicerat(organ, datum=date(2026, 4, 8), dnr="KS 2026/15")
        for slag, falt in (("files", "created_since"), ("papers", "modified_since"), ("meetings", "modified_since")):
            [o] = hamta(slag, **{falt: "2026-06-10T12:00:00+02:00"})["data"]
            assert o["modified"] == "2026-06-10T12:00:00+02:00"
            assert hamta(slag, **{falt: "2026-06-10T12:00:01+02:00"})["data"] == []
        [fil] = hamta("files", created_until="2026-06-09T00:00:00Z", modified_until="2026-06-09")["data"]
        assert fil["id"].endswith(f"/{gammalt.pk}")
        # Announced before it was signed: the file is another then.
        u = nytt.versionerna.get().undertecknandena.get()
        publicering = nytt.publiceringarna.get()
        publicering.publicerad = u.tid - timedelta(days=1)
        publicering.save()
        assert hamta(f"files/{nytt.pk}")["modified"] == timezone.localtime(u.tid).isoformat()
    # A plus that was not encoded has become a space.
    assert client.get(f"{ROT}bodies?modified_since=1990-01-01T00:00:00+01:00").json()["data"]
    for slag in LISTOR:
        assert hamta(slag, modified_since="2026-07-01T00:00:00Z")["data"] == [], slag
    fel = client.get(f"{ROT}meetings", {"modified_since": "i går"})
    assert (fel.status_code, fel.json()["type"]) == (400, "https://schema.oparl.org/1.1/Error")
    assert "modified_since" in fel.json()["message"]


def test_the_objects_inside_others_can_be_left_out(organ, hamta):
    publicerat(organ)
    MandatFactory(organ=organ)
    utan = {"omit_internal": "true", "limit": 1}
    assert "agendaItem" not in hamta("meetings", **utan)["data"][0]
    assert "resultsProtocol" in hamta("meetings", **utan)["data"][0]
    assert "membership" not in hamta("people", **utan)["data"][0]
    assert "agendaItem" in hamta("consultations", **utan)["data"][0]
    assert "omit_internal=true" in hamta("agenda-items", **utan)["links"]["next"]


def test_what_is_withheld_on_the_web_is_withheld_here(organ, hamta):
    protokoll = publicerat(organ, Mask(0, "stycke", "utreda frågan", "[borta]"), Mask(1, "rubrik", "", "[rubrik]"))
    beslut = protokoll.paragraferna.get(dnr="KS 2026/14").besluten.get()
    UppdragFactory(beslut=beslut, mening="Provnämnden ger kontoret i uppdrag att utreda frågan.")
    ett, tva = hamta("agenda-items")["data"]
    assert ett["resolutionText"] == "Provnämnden ger kontoret i uppdrag att [borta]."
    assert "uppdrag:assignment" not in ett
    assert tva["name"] == "[rubrik]"
    assert "utreda frågan" not in str(hamta("meetings")) + str(hamta("papers"))


def test_an_uppdrag_that_the_decision_says_is_told_without_person(organ, hamta):
    protokoll = publicerat(organ)
    beslut = protokoll.paragraferna.get(dnr="KS 2026/14").besluten.get()
    person = PersonFactory(namn="Hemlig Handläggare")
    uppdrag = UppdragFactory(
        beslut=beslut, text="Utreda frågan.", mening="i uppdrag att utreda frågan", ansvarig=person
    )
    [rad] = hamta("agenda-items")["data"][0]["uppdrag:assignment"]
    assert rad == {
        "reference": uppdrag.beteckning,
        "text": "i uppdrag att utreda frågan",
        "assignee": uppdrag.forvaltning.namn,
    }
    assert "Hemlig" not in str(hamta("agenda-items"))


def test_people_are_the_elected_of_today_by_name_alone(organ, hamta, client):
    sitter = MandatFactory(organ=organ, person__epost="vald@example.invalid", roll="ordforande", parti=PartiFactory())
    slutat = MandatFactory(organ=organ, till=date(2026, 5, 31))
    kommer = MandatFactory(organ=organ, fran=date(2026, 6, 2))
    tjansteperson = TjanstFactory()
    [person] = hamta("people")["data"]
    assert person["name"] == sitter.person.namn
    assert set(person) == {"id", "type", "created", "modified", "body", "name", "membership"}
    [medlem] = person["membership"]
    assert (medlem["role"], medlem["votingRight"]) == ("Ordförande", True)
    assert hamta(medlem["onBehalfOf"])["shortName"] == sitter.parti.beteckning
    assert "@" not in str(person)
    for annan in (kommer, tjansteperson):
        assert client.get(f"{ROT}people/{annan.person_id}").status_code == 404
    assert hamta(f"people/{slutat.person_id}")["deleted"] is True


def test_planned_and_cancelled_meetings_are_told_with_day_and_place(organ, hamta):
    SammantradeFactory(organ=organ, datum=date(2026, 9, 1), lage="planerat", plats="Tunasalen", slut=time(16))
    SammantradeFactory(organ=organ, datum=date(2026, 8, 1), lage="installt", start=None, installt_skal="Sjukdom")
    SammantradeFactory(organ=organ, datum=date(2026, 7, 1), lage="hanvisning")
    planerat, installt = hamta("meetings")["data"]
    assert (planerat["meetingState"], planerat["cancelled"]) == ("planerat", False)
    assert planerat["location"]["description"] == "Tunasalen"
    assert planerat["end"] == "2026-09-01T16:00:00+02:00"
    assert (installt["cancelled"], installt["start"]) == (True, "2026-08-01T00:00:00+02:00")
    assert "Sjukdom" not in str(installt)


def test_a_list_is_paged_and_can_be_of_one_organ(organ, hamta):
    for n in range(26):
        SammantradeFactory(organ=organ, datum=date(2026, 1, 1 + n))
    SammantradeFactory(datum=date(2026, 1, 1))
    sida = hamta("meetings")
    assert sida["pagination"] == {"totalElements": 27, "elementsPerPage": 25, "currentPage": 1, "totalPages": 2}
    assert "prev" not in sida["links"]
    nasta = hamta(sida["links"]["next"])
    assert len(nasta["data"]) == 2
    assert len(hamta("meetings", limit=2)["data"]) == 2
    assert hamta("meetings", limit=100000)["pagination"]["elementsPerPage"] == 100
    assert "next" not in nasta["links"]
    [organet] = [o for o in hamta("organizations")["data"] if o["shortName"] == "PN"]
    av_organet = hamta(organet["meeting"])
    assert av_organet["pagination"]["totalElements"] == 26
    assert f"organization={organ.pk}" in av_organet["links"]["next"]


def test_an_answer_that_has_not_changed_is_not_sent_again(client, organ):
    svar = client.get(f"{ROT}organizations")
    assert svar["Access-Control-Allow-Origin"] == "*"
    assert "public" in svar["Cache-Control"]
    assert not svar.cookies
    assert client.get(f"{ROT}organizations", headers={"If-None-Match": svar["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "vag", ["nagot", "nagot/1", "bodies/2", "papers/1", "meetings/99999999999999999999", "people/0"]
)
def test_what_does_not_exist_is_404(client, organ, vag):
    assert client.get(ROT + vag).status_code == 404


def test_nothing_can_be_written(client, organ):
    for vag in ("", "system", "meetings", f"organizations/{organ.pk}"):
        assert client.post(ROT + vag).status_code == 405


def test_the_page_explains_it_to_a_person(client, organ):
    sida = client.get(ROT).content.decode()
    assert "Utkast, dagordningar, kallelser och paragrafer med sekretess finns inte med." in sida
    assert f"{settings.WEBBADRESS}{ROT}system" in sida


@pytest.mark.parametrize("slag", ["meetings", "agenda-items", "papers", "people", "files", "consultations"])
def test_a_list_costs_the_same_for_one_and_three(client, organ, count_queries, slag):
    publicerat(organ)
    MandatFactory(organ=organ)
    en = count_queries(client, ROT + slag)
    for n in (1, 2):
        publicerat(organ, datum=date(2026, 4, n), dnr=f"KS 2026/{n}")
        MandatFactory(organ=organ)
    assert count_queries(client, ROT + slag) == en
