"""Who may do what, on a day, and why: the pages."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kommun.models import Loggrad
from kommun.ratter.fragan import bilden
from protokoll.models import Inlasning
from tests.factories import (
    FranvaroFactory,
    MandatFactory,
    OrganFactory,
    PersonFactory,
    ProtokollFactory,
    SekretesslasareFactory,
    TjanstFactory,
    UnderskriftFactory,
    UppdragFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ALLA = "/behorigheter/"


def sidan(client, person, **fraga):
    return client.get(reverse("kommun:behorighet", args=[person.pk]), fraga).content.decode()


def delarna(person, dag=None):
    """{heading: {scope: words}}"""
    bild = bilden(person, dag=dag or timezone.localdate(), tittare=UserFactory.build())
    return {d.rubrik: {o.namn: [ord_ for _, orden in o.amnen for ord_ in orden] for o in d.omfang} for d in bild.delar}


def uppgifterna(person, tittare):
    bild = bilden(person, dag=timezone.localdate(), tittare=tittare)
    return {u.rubrik: [(s.foremal.namn, s.ord) for s in u.saker] for u in bild.uppgifter}


class TestGrunderna:
    def test_each_right_stands_under_what_gives_it(self, organ):
        person = PersonFactory()
        granne = OrganFactory(namn="Grannämnden")
        TjanstFactory(person=person, roll="sekreterare", organ=organ)
        TjanstFactory(person=person, roll="registrator")
        MandatFactory(person=person, organ=granne, roll="ordforande")

        delar = delarna(person)

        frysa = "Frysa protokoll, ta tillbaka dem, rätta och underteckna"
        skicka = "Skicka besluten till mottagarna, göra utdrag och se vad som har skickats"
        avgora = "Anteckna vad ordföranden har beslutat mellan möten"
        assert frysa in delar["Sekreterare i Provnämnden"]["I Provnämnden"]
        assert skicka in delar["Sekreterare i Provnämnden"]["I Provnämnden"]
        assert skicka in delar["Registrator"]["I alla organ"]
        assert avgora in delar["Ordförande i Grannämnden"]["I Grannämnden"]
        assert not any(frysa in orden for orden in delar["Registrator"].values())
        assert not any(avgora in orden for orden in delar["Registrator"].values())

    def test_what_every_role_gives_is_said_once(self, organ):
        person = PersonFactory()
        MandatFactory(person=person, organ=organ)
        MandatFactory(person=person, roll="ersattare")

        delar = delarna(person)

        assert "Se Min dag" in delar["Det här ger var och en av rollerna"][""]
        assert delar["Ledamot i Provnämnden"] == {}

    def test_the_day_can_be_chosen(self, organ):
        person, i_gar = PersonFactory(), timezone.localdate() - timedelta(days=1)
        MandatFactory(person=person, organ=organ, roll="ordforande", till=i_gar)

        assert list(delarna(person, i_gar)) == ["Ordförande i Provnämnden"]
        assert delarna(person) == {}

    def test_an_organ_that_is_gone_is_not_among_them(self, organ):
        person = TjanstFactory(roll="registrator").person
        OrganFactory(namn="Gamla nämnden", upphord=date(2020, 1, 1))
        OrganFactory(namn="Grannämnden")

        assert "I alla organ" in delarna(person)["Registrator"]
        assert "I Gamla nämnden, Grannämnden, Provnämnden" not in delarna(person, date(2019, 1, 1))["Registrator"]

    def test_a_flag_of_the_account_is_a_ground_too(self, organ):
        user = UserFactory(is_superuser=True)

        orden = delarna(user.person)["Kontot har Djangos flagga superuser"][""]
        assert "Ändra registren: organ, personer, mandat, tjänster och konton" in orden


class TestVidNamn:
    def test_justerare_of_one_protokoll(self, paragraf, administrator):
        rad = UnderskriftFactory(protokoll=paragraf.protokoll)

        ((namn, orden),) = uppgifterna(rad.person, administrator)["Skriver under och justerar"]

        assert namn == "Protokoll PN 2026-03-04, § 7, som protokolljusterare"
        assert set(orden) == {"Läsa det fryst", "Läsa det paragraf för paragraf, invända och godkänna"}

    def test_reader_of_a_secret_paragraf(self, paragraf, administrator):
        paragraf.sekretess = "19 kap. 3 § OSL"
        paragraf.rubrik = "Hemlig rubrik"
        paragraf.save()
        person = TjanstFactory().person
        SekretesslasareFactory(paragraf=paragraf, person=person, skal="Upphandlar")

        uppgift = uppgifterna(person, administrator)["Läser en paragraf med sekretess"]

        assert uppgift[0][0] == "PN 2026-03-04 § 7"
        assert "Läsa, fast den har sekretess" in uppgift[0][1]
        assert "Hemlig rubrik" not in str(uppgift)
        assert "Upphandlar" not in str(uppgift)

    def test_ansvarig_and_who_stands_in(self, beslut, administrator):
        ansvarig, ersattare = TjanstFactory().person, TjanstFactory().person
        UppdragFactory(beslut=beslut, ansvarig=ansvarig, text="Utreda badet.")
        FranvaroFactory(person=ansvarig, ersattare=ersattare)

        for person in (ansvarig, ersattare):
            ((namn, orden),) = uppgifterna(person, administrator)["Svarar för uppdrag"]
            assert "Utreda badet." in namn
            assert orden == ("Rapportera",)

    def test_an_uppdrag_that_the_one_who_looks_does_not_read_is_a_number(self, beslut, paragraf, administrator):
        paragraf.sekretess = "19 kap. 3 § OSL"
        paragraf.save()
        ansvarig = TjanstFactory().person
        UppdragFactory(beslut=beslut, ansvarig=ansvarig, text="Hemlig text.")
        SekretesslasareFactory(paragraf=paragraf, person=ansvarig)

        ((namn, _),) = uppgifterna(ansvarig, administrator)["Svarar för uppdrag"]

        assert "Hemlig text" not in namn
        assert "sekretess" in namn


class TestSidorna:
    def test_the_administrator_finds_a_person(self, inloggad, administrator, sekreterare):
        client = inloggad(administrator)

        lista = client.get(ALLA).content.decode()
        assert sekreterare.person.namn in lista
        assert "Sekreterare i PN" in lista
        sida = sidan(client, sekreterare.person)
        assert "Sekreterare i Provnämnden" in sida
        assert "Frysa protokoll" in sida
        rad = Loggrad.objects.filter(konto=administrator).order_by("pk").last()
        assert rad.objekten == [f"person:{sekreterare.person_id}"]

    def test_the_register_leads_there(self, inloggad, administrator, sekreterare):
        sida = inloggad(administrator).get(f"/register/kommun/person/{sekreterare.person_id}/change/").content.decode()

        assert reverse("kommun:behorighet", args=[sekreterare.person_id]) in sida

    def test_what_a_file_is_called_is_its_owners(self, sekreterare, administrator):
        Inlasning.objects.create(filnamn="hemligt.txt", innehall=b"x", sha256="x", av=sekreterare)

        ((annans, orden),) = uppgifterna(sekreterare.person, administrator)["Har lagt upp filer att läsa in"]
        ((egen, _),) = uppgifterna(sekreterare.person, sekreterare)["Har lagt upp filer att läsa in"]
        assert (egen, orden) == ("hemligt.txt", ("Granska, spara eller kasta",))
        assert annans.startswith("Inläsning ")

    def test_somebody_without_a_role_is_found_by_name(self, inloggad, administrator):
        person = PersonFactory(namn="Ada Alm")
        client = inloggad(administrator)

        assert "Ada Alm" not in client.get(ALLA).content.decode()
        assert "Ada Alm" in client.get(ALLA, {"q": "ada"}).content.decode()
        sida = sidan(client, person)
        assert "Ingen roll den dagen" in sida
        assert "Det finns inget konto" in sida

    def test_ones_own(self, inloggad, ledamot, sekreterare):
        client = inloggad(ledamot)

        assert "Vad du får göra" in sidan(client, ledamot.person)
        assert client.get(reverse("kommun:behorighet", args=[sekreterare.person_id])).status_code == 404
        assert client.get(ALLA).status_code == 403

    def test_an_account_that_is_switched_off_says_so(self, inloggad, administrator, sekreterare):
        sekreterare.is_active = False
        sekreterare.save()

        assert "Kontot är avstängt" in sidan(inloggad(administrator), sekreterare.person)

    def test_a_day_that_is_none_says_so_and_shows_today(self, inloggad, administrator, sekreterare):
        client = inloggad(administrator)
        sida = sidan(client, sekreterare.person, dag="igår")

        assert "Sekreterare i Provnämnden" in sida
        assert "Fyll i ett giltigt datum" in sida
        assert "efter år 1900" in sidan(client, sekreterare.person, dag="0001-01-01")

    def test_the_reverse_of_an_organ(self, inloggad, administrator, sekreterare, annan_sekreterare, organ):
        sida = inloggad(administrator).get(reverse("kommun:behorighet-organ", args=[organ.pk])).content.decode()

        assert sekreterare.person.namn in sida.split("Frysa protokoll")[1].split("</tr>")[0]
        assert annan_sekreterare.person.namn not in sida.split("Frysa protokoll")[1].split("</tr>")[0]

    @pytest.mark.parametrize("namn", ["behorigheter", "behorighet", "behorighet-organ"])
    def test_are_only_read(self, inloggad, administrator, organ, namn):
        url = reverse(f"kommun:{namn}", args={"behorigheter": []}.get(namn, [organ.pk]))

        assert inloggad(administrator).post(url).status_code == 405

    def test_cost_the_same_for_one_row_and_three(self, inloggad, administrator, paragraf, beslut, count_queries):
        client, person = inloggad(administrator), TjanstFactory().person
        url = reverse("kommun:behorighet", args=[person.pk])

        def en_till():
            MandatFactory(person=person)
            TjanstFactory(person=person, roll="registrator")
            UnderskriftFactory(person=person, protokoll=ProtokollFactory(sammantrade=paragraf.sammantrade))
            SekretesslasareFactory(paragraf=paragraf, person=person, till=date(2090, 1, 1))
            UppdragFactory(beslut=beslut, ansvarig=person)

        matt = []
        for _ in range(3):
            en_till()
            matt.append(count_queries(client, url))
        assert matt[0] == matt[2]
        assert matt[0] < 80
        assert count_queries(client, ALLA) < 20
