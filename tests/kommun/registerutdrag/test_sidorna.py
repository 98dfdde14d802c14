"""The pages of registerutdrag: ordered, read, fetched, made anonymous; each of it in the granskningslogg."""

import json
from datetime import timedelta
from io import StringIO
from time import sleep
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from kommun.fel import DomanFel
from kommun.models import Bilaga, Loggrad, Namnform, Person, Registerutdrag, Utskick
from kommun.registerutdrag.arbete import bestall, gor_registerutdrag
from kommun.registerutdrag.pseudonymisering import planen, pseudonymisera
from protokoll.models import Avsnitt, Bokning, Expediering, Mottagare, Protokoll, Protokollsversion, Sandlisterad
from protokoll.versionskontroll import kontrollera
from tests.factories import (
    AvsnittFactory,
    BehandlingFactory,
    DeltagandeFactory,
    ExpedieringFactory,
    MandatFactory,
    MottagareFactory,
    PersonFactory,
    SandlistaFactory,
    TjanstFactory,
    UserFactory,
    VersionFactory,
    justera,
)
from tests.parallel import at_once

pytestmark = pytest.mark.django_db

LISTAN = "/registerutdrag/"


@pytest.fixture
def registrator(organ):
    user = UserFactory()
    TjanstFactory(person=user.person, roll="registrator")
    return user


@pytest.fixture
def ada(paragraf, registrator):
    """A private person named in a justerat protokoll, in registers, in letters, and once a guest."""
    person = PersonFactory(namn="Ada Alm", epost="ada@exempel.se")
    Namnform.objects.create(person=person, namn="A. Alm")
    AvsnittFactory(paragraf=paragraf, typ="ovrigt", text="<p>Ada Alm har frågat om badet.</p>", ordning=9)
    deltagande = DeltagandeFactory(inbjudan=BehandlingFactory(paragraf=paragraf).inbjudan, person=person)
    Bokning(deltagande=deltagande, anteckning="Ada äter inte fisk").save()
    mottagare = MottagareFactory(paragraf=paragraf, slag="extern", namn="Ada Alm", epost="ada@exempel.se")
    version = VersionFactory(protokoll=paragraf.protokoll)
    justera(paragraf.protokoll)
    lista = SandlistaFactory()
    Sandlisterad(lista=lista, namn="Ada Alm", epost="ada@exempel.se").save()
    brev = {"till": "ada@exempel.se", "skickat": timezone.now(), "paborjat": timezone.now()}
    beslutet = Utskick.objects.create(nyckel="beslutet", amne="Beslut", text="Hej Ada Alm", **brev)
    Utskick.objects.create(nyckel="lanken", amne="Välkommen Ada", text="Hej Ada Alm", **brev)
    expediering = ExpedieringFactory(
        paragraf=paragraf,
        version=version,
        mottagare=mottagare,
        satt="epost",
        namn="Ada Alm",
        till="ada@exempel.se",
        utskick=beslutet,
    )
    LogEntry.objects.log_actions(registrator.pk, [person], 2, "Ändrade", single_object=True)
    return person, expediering, deltagande


def gor(by, **om):
    om = {"namn": "", "epost": "", "person": None, "dnr": "", "nyckel": uuid4(), **om}
    return bestall(**om, by=by)


def url(namn, utdrag):
    return reverse(f"kommun:{namn}", args=[utdrag.pk])


def kontrollen() -> list:
    """What the proof of the kept protokoll says of each."""
    return list(kontrollera(Protokoll.objects.all()))


class TestBestall:
    def test_gathers_and_says_so_in_the_log_without_the_name(self, inloggad, registrator, ada):
        client = inloggad(registrator)

        svar = client.post(LISTAN, {"namn": "Ada Alm", "dnr": "KS 2026/12", "nyckel": uuid4()})

        utdrag = Registerutdrag.objects.get()
        assert svar["Location"] == utdrag.get_absolute_url()
        assert utdrag.lage == "klart"
        sida = client.get(svar["Location"]).content.decode()
        assert "Ada Alm har frågat om badet." in sida
        assert "I registret finns någon som heter så" in sida
        rader = Loggrad.objects.filter(objekten__contains=[f"registerutdrag:{utdrag.pk}"])
        assert {r.slag for r in rader} == {"andrade", "laste"}
        assert "Ada" not in str([(r.objekt, r.vad) for r in rader])

    def test_the_same_form_orders_once(self, inloggad, registrator, organ):
        client, form = inloggad(registrator), {"namn": "Ada Alm", "nyckel": uuid4()}
        client.post(LISTAN, form)
        client.post(LISTAN, form)

        assert Registerutdrag.objects.count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_pressed_twice_at_once_orders_once(self, registrator, monkeypatch):
        # In the middle of the act, so that the other is there before it is over.
        monkeypatch.setattr("kommun.registerutdrag.arbete.anteckning.handlar_om", lambda *_, **__: sleep(0.2))
        monkeypatch.setattr("kommun.registerutdrag.arbete.genomsok", lambda *_, **__: [])
        nyckel = uuid4()

        svar = at_once(*[lambda: gor(registrator, namn="Ada Alm", nyckel=nyckel)] * 2)

        assert [type(s) for s in svar] == [Registerutdrag] * 2
        assert Registerutdrag.objects.count() == 1

    @pytest.mark.parametrize(
        ("form", "mening"),
        [
            ({}, "Skriv ett namn eller en e-postadress"),
            ({"namn": "Al"}, "Skriv hela namnet"),
            ({"epost": "ada"}, "giltig e-postadress"),
            ({"namn": "Ada Alm", "nyckel": ""}, "Ladda om sidan"),
            ({"person": "999999"}, "Personen finns inte"),
        ],
    )
    def test_says_what_is_missing(self, inloggad, registrator, form, mening):
        svar = inloggad(registrator).post(LISTAN, {"nyckel": uuid4(), **form})

        assert svar.status_code == 422
        assert mening in svar.content.decode()
        assert not Registerutdrag.objects.exists()

    def test_of_a_person_is_filled_in(self, inloggad, registrator):
        person = PersonFactory(namn="Ada Alm", epost="ada@exempel.se")
        client = inloggad(registrator)

        assert 'value="Ada Alm"' in client.get(LISTAN, {"person": person.pk}).content.decode()
        assert client.get(LISTAN, {"person": "x"}).status_code == 200

    def test_a_failure_is_told(self, registrator, monkeypatch):
        def smal(*args, **kwargs):
            raise RuntimeError("smal")

        monkeypatch.setattr("kommun.registerutdrag.arbete.genomsok", smal)
        utdrag = gor(registrator, namn="Ada Alm")

        assert (utdrag.lage, utdrag.innehall) == ("fel", [])
        assert "Felet är skrivet i loggen" in utdrag.fel

    def test_done_again_it_is_left_as_it_was(self, registrator):
        utdrag = gor(registrator, namn="Ada Alm")
        Registerutdrag.objects.update(innehall=["kvar"])
        gor_registerutdrag.call(utdrag.pk)

        utdrag.refresh_from_db()
        assert utdrag.innehall == ["kvar"]


class TestFilen:
    def test_json_and_html_say_the_same(self, inloggad, registrator, ada):
        utdrag, client = gor(registrator, namn="Ada Alm", dnr="KS 2026/12"), inloggad(registrator)

        som_json = client.get(url("registerutdrag-fil", utdrag), {"format": "json"})
        som_html = client.get(url("registerutdrag-fil", utdrag))

        data = json.loads(som_json.content)
        assert data["om"] == {"namn": "Ada Alm", "epost": ""}
        assert {r["register"] for r in data["register"]} >= {"Avsnitt", "Mottagare", "Personer"}
        for register in data["register"]:
            assert register["register"] in som_html.content.decode()
        assert "attachment" in som_html["Content-Disposition"]
        assert Loggrad.objects.filter(slag="hamtade", objekten__contains=[f"registerutdrag:{utdrag.pk}"]).count() == 2

    def test_text_from_a_protokoll_is_no_markup_in_it(self, inloggad, registrator, paragraf):
        AvsnittFactory(paragraf=paragraf, typ="ovrigt", text="Ada Alm &lt;script&gt;alert(1)&lt;/script&gt;", ordning=9)
        utdrag = gor(registrator, namn="Ada Alm")

        assert b"<script" not in inloggad(registrator).get(url("registerutdrag-fil", utdrag)).content

    def test_is_not_there_before_it_is_done(self, inloggad, registrator):
        utdrag = gor(registrator, namn="Ada Alm")
        Registerutdrag.objects.update(lage="vantar")

        svar = inloggad(registrator).get(url("registerutdrag-fil", utdrag), follow=True)

        assert "Utdraget är inte klart än" in svar.content.decode()


class TestVem:
    def test_another_registrator_does_not_see_it(self, inloggad, registrator, administrator):
        utdrag = gor(registrator, namn="Ada Alm")
        client = inloggad(administrator)

        assert client.get(utdrag.get_absolute_url()).status_code == 404
        assert client.get(url("pseudonymisera", utdrag)).status_code == 404
        assert "Ada Alm" not in client.get(LISTAN).content.decode()

    @pytest.mark.parametrize("vem", ["sekreterare", "ledamot", "handlaggare", "lasare"])
    def test_is_for_the_registrator_and_the_administrator(self, request, inloggad, vem):
        assert inloggad(request.getfixturevalue(vem)).get(LISTAN).status_code == 403

    @pytest.mark.parametrize(
        ("namn", "metod"),
        [("registerutdrag", "post"), ("registerutdrag-fil", "post"), ("registerutdrag-ta-bort", "get")],
    )
    def test_another_method_is_refused(self, inloggad, registrator, namn, metod):
        assert getattr(inloggad(registrator), metod)(url(namn, gor(registrator, namn="Ada Alm"))).status_code == 405

    def test_the_list_costs_the_same_for_one_and_three(self, inloggad, registrator, count_queries):
        client, matt = inloggad(registrator), []
        for _ in range(3):
            gor(registrator, namn="Ada Alm")
            matt.append(count_queries(client, LISTAN))

        assert matt[0] == matt[2]


class TestPseudonymisera:
    def _posta(self, client, utdrag, **andrat):
        form = {"skal": "Begäran KS 2026/12", "antal": planen(utdrag).antal, "bekraftat": "on", **andrat}
        return client.post(url("pseudonymisera", utdrag), form)

    def test_says_before_what_changes_and_what_does_not(self, inloggad, registrator, ada):
        person, *_ = ada
        utdrag = gor(registrator, person=person)

        sida = inloggad(registrator).get(url("pseudonymisera", utdrag)).content.decode()

        assert "Rader på sändlistor</strong> (1 rad) tas bort" in sida
        assert "Brev till adressen, utom expedierade beslut</strong> (1 rad)" in sida
        assert "artikel 17.3" in sida
        assert person.namn == Person.objects.get(pk=person.pk).namn

    def test_forgets_what_is_no_record_and_leaves_the_rest(self, inloggad, registrator, ada):
        person, _, deltagande = ada
        fore = Protokollsversion.objects.values_list("innehall", "sha256", "kedja").get()
        utdrag = gor(registrator, person=person)

        svar = self._posta(inloggad(registrator), utdrag)

        assert svar["Location"] == utdrag.get_absolute_url()
        person.refresh_from_db()
        assert (person.namn, person.epost) == (f"Pseudonym P{utdrag.pk}", "")
        assert set(Person.history.filter(id=person.pk).values_list("namn", "epost")) == {(person.namn, "")}
        assert "Alm" not in str(list(Namnform.history.values_list("namn")) + list(Namnform.objects.values_list("namn")))
        assert not Sandlisterad.objects.exists()
        assert "ada" not in str(list(Sandlisterad.history.values_list("namn", "epost"))).lower()
        assert Mottagare.objects.values_list("namn", "epost").get() == ("Ada Alm", "")
        assert "Ada" not in str(Utskick.objects.values_list("till", "amne", "text").get(nyckel="lanken"))
        assert "Ada" not in str(
            [*Bokning.history.values_list("anteckning"), *Bokning.objects.values_list("anteckning")]
        )
        assert "Ada" not in LogEntry.objects.get().object_repr
        # The record.
        assert Protokollsversion.objects.values_list("innehall", "sha256", "kedja").get() == fore
        assert Avsnitt.objects.get(typ="ovrigt").text == "<p>Ada Alm har frågat om badet.</p>"
        assert Expediering.objects.values_list("namn", "till").get() == ("Ada Alm", "ada@exempel.se")
        assert Utskick.objects.get(nyckel="beslutet").till == "ada@exempel.se"
        deltagande.refresh_from_db()
        assert deltagande.namn == "Ada Alm"
        # The gathering itself, and the log.
        utdrag.refresh_from_db()
        assert (utdrag.namn, utdrag.epost, utdrag.innehall, utdrag.person) == ("", "", [], None)
        rad = Loggrad.objects.filter(sida="kommun:pseudonymisera", slag="andrade").get()
        assert "Pseudonymiserade" in rad.vad
        assert "Begäran KS 2026/12" in rad.vad
        assert "Ada" not in f"{rad.vad} {rad.objekt}"

    def test_the_kept_protokoll_are_still_proved(self, registrator, ada):
        utdrag = gor(registrator, person=ada[0])
        assert [u.fel for u in kontrollen()] == [()]
        fore, bilagor = kontrollen(), set(Bilaga.objects.values_list("sha256", flat=True))
        pseudonymisera(utdrag, skal="Begäran", antal=planen(utdrag).antal, by=registrator)

        assert kontrollen() == fore
        assert set(Bilaga.objects.values_list("sha256", flat=True)) == bilagor

    def test_twice_changes_nothing(self, inloggad, registrator, ada):
        utdrag, client = gor(registrator, person=ada[0]), inloggad(registrator)
        antal = planen(utdrag).antal
        self._posta(client, utdrag)
        rader = Person.history.count()

        assert pseudonymisera(utdrag, skal="Igen", antal=antal, by=registrator) == 0
        svar = client.post(
            url("pseudonymisera", utdrag), {"skal": "Igen", "antal": antal, "bekraftat": "on"}, follow=True
        )
        assert "redan pseudonymiserade" in svar.content.decode()
        assert Person.history.count() == rader
        utdrag.refresh_from_db()
        assert utdrag.skal == "Begäran KS 2026/12"
        # Searched for again: only the record says the name.
        igen = gor(registrator, namn="Ada Alm", epost="ada@exempel.se")
        assert planen(igen).antal == 0

    def test_the_other_gatherings_about_the_person_are_emptied(self, registrator, ada):
        forra, utdrag = gor(registrator, namn="ADA ALM"), gor(registrator, person=ada[0])
        pseudonymisera(utdrag, skal="Begäran", antal=planen(utdrag).antal, by=registrator)

        forra.refresh_from_db()
        assert (forra.namn, forra.innehall) == ("", [])

    @pytest.mark.parametrize("roll", ["mandat", "tjanst", "konto"])
    def test_not_of_somebody_with_a_role(self, inloggad, registrator, ada, roll):
        person, *_ = ada
        utdrag = gor(registrator, person=person)
        {"mandat": MandatFactory, "tjanst": TjanstFactory, "konto": UserFactory}[roll](person=person)

        svar = inloggad(registrator).post(
            url("pseudonymisera", utdrag), {"skal": "x", "antal": 0, "bekraftat": "on"}, follow=True
        )

        assert "hör till handlingarna" in svar.content.decode()
        assert Person.objects.get(pk=person.pk).namn == "Ada Alm"

    def test_not_when_more_has_come_since_the_page_was_shown(self, inloggad, registrator, ada):
        utdrag = gor(registrator, person=ada[0])
        antal = planen(utdrag).antal
        Sandlisterad(lista=SandlistaFactory(), namn="Ada Alm", epost="ada@exempel.se").save()

        svar = self._posta(inloggad(registrator), utdrag, antal=antal)

        assert svar.status_code == 422
        assert "Gå igenom den igen" in svar.content.decode()
        assert Sandlisterad.objects.count() == 2

    @pytest.mark.parametrize(
        ("andrat", "mening"),
        [
            ({"skal": ""}, "Skriv varför"),
            ({"bekraftat": ""}, "Kryssa i"),
            ({"skal": "ada alm vill"}, "utan namnet"),
        ],
    )
    def test_wants_a_reason_and_a_yes(self, inloggad, registrator, ada, andrat, mening):
        utdrag = gor(registrator, person=ada[0])

        svar = self._posta(inloggad(registrator), utdrag, **andrat)

        assert svar.status_code == 422
        assert mening in svar.content.decode()
        assert Person.objects.filter(namn="Ada Alm").exists()

    def test_a_reason_is_wanted_by_the_act_too(self, registrator, ada):
        utdrag = gor(registrator, person=ada[0])
        with pytest.raises(DomanFel, match="Skriv varför"):
            pseudonymisera(utdrag, skal=" ", antal=planen(utdrag).antal, by=registrator)


class TestBort:
    def test_is_taken_away_by_hand(self, inloggad, registrator):
        utdrag = gor(registrator, namn="Ada Alm")
        svar = inloggad(registrator).post(url("registerutdrag-ta-bort", utdrag), follow=True)

        assert "Registerutdraget är borttaget" in svar.content.decode()
        assert not Registerutdrag.objects.exists()

    def test_what_proves_that_it_is_done_stays(self, inloggad, registrator, ada):
        utdrag = gor(registrator, person=ada[0])
        pseudonymisera(utdrag, skal="Begäran", antal=planen(utdrag).antal, by=registrator)

        svar = inloggad(registrator).post(url("registerutdrag-ta-bort", utdrag), follow=True)

        assert "tas inte bort" in svar.content.decode()
        assert Registerutdrag.objects.exists()

    def test_goes_by_itself_after_ninety_days(self, registrator):
        gammalt, nytt = gor(registrator, namn="Ada Alm"), gor(registrator, namn="Bo Björk")
        Registerutdrag.objects.filter(pk=gammalt.pk).update(tid=timezone.now() - timedelta(days=91))
        call_command("gallra_logg", stdout=StringIO())

        assert list(Registerutdrag.objects.all()) == [nytt]
