"""Everything that is held about a person, from every table."""

import pytest
from django.db import models
from django.utils import timezone

from kommun.granskning.logg import skriv
from kommun.granskning.objekt import Objekt
from kommun.models import Namnform, Registerutdrag, Utskick
from kommun.registerutdrag import sokning
from kommun.registerutdrag.sokning import Sokt, genomsok, modellerna, rubrik, skrivsatt, textfalt, utdrag_ur
from kommun.utskick import ny_bilaga
from tests.factories import (
    AterrapportFactory,
    AvsnittFactory,
    MandatFactory,
    MottagareFactory,
    NarvaroFactory,
    PersonFactory,
    RapportbilagaFactory,
    SandlistaFactory,
    TjanstFactory,
    UppdragFactory,
    UserFactory,
    VersionFactory,
)

# What is text and says nothing of anybody, by the name of the column. A new one is searched until it stands here.
OSOKTA = {"sha256", "kedja", "kontrollkod", "token", "nyckel", "password", "session_key", "accentfarg", "typ"}


def utdrag(namn="", epost="", person=None, av=None):
    return Registerutdrag(namn=namn, epost=epost, person=person, av=av)


def _fil(namn):
    return ny_bilaga(namn=namn, typ="application/pdf", innehall=b"%PDF-1.7")


def funnet(**om):
    return {r["register"]: r for r in genomsok(utdrag(**om)) if not r["historik"]}


class TestVarje:
    def test_column_of_text_is_searched(self):
        utan = {
            f.name
            for m in modellerna()
            for f in m._meta.concrete_fields
            if isinstance(f, models.CharField | models.TextField | models.JSONField)
            and not f.choices
            and f not in textfalt(m)
        }

        assert utan == OSOKTA - {"session_key"} | ({"session_key"} & utan)
        assert len(modellerna()) > 90

    def test_register_has_a_swedish_name(self):
        namnen = {rubrik(m) for m in modellerna()}

        assert not [n for n in namnen if n.lower().startswith(("historical", "user", "email", "social", "log "))]


@pytest.mark.parametrize(
    ("namn", "satt"),
    [
        ("Ada Alm", ["Ada Alm", "Alm, Ada", "Alm Ada"]),
        (" Ada  Maria Alm ", ["Ada Maria Alm", "Alm, Ada Maria", "Alm Ada Maria"]),
        ("Cher", ["Cher"]),
        ("", []),
    ],
)
def test_a_name_is_written_in_several_ways(namn, satt):
    assert skrivsatt(namn) == satt


@pytest.mark.django_db
def test_a_whole_name_is_looked_for():
    monster = Sokt(utdrag(namn="Ada Alm", epost="Ada@exempel.se")).monster()

    for ja in ("av ada alm.", "ALM, ADA", "Ada\nAlm", "<ada@exempel.se>"):
        assert monster.search(ja), ja
    for nej in ("Ada Almgren", "Nadada Alm", "Ada Al", "xada@exempel.se"):
        assert not monster.search(nej), nej


@pytest.mark.django_db
def test_the_words_around_it_without_marks():
    text = f"<p>{'x' * 200} av <strong>Ada Alm</strong> i går {'y' * 200}</p>"

    bit = utdrag_ur(text, Sokt(utdrag(namn="Ada Alm")).monster().search(text))

    assert "av Ada Alm i går" in bit
    assert "<" not in bit
    assert bit.startswith("…")
    assert bit.endswith("…")


@pytest.mark.django_db
class TestFinner:
    @pytest.fixture
    def laser(self, administrator):
        return administrator

    def test_a_private_person_by_name_wherever_it_stands(self, paragraf, laser):
        AvsnittFactory(paragraf=paragraf, typ="ovrigt", text="<p>Ada Alm har frågat om badet.</p>", ordning=9)
        MottagareFactory(paragraf=paragraf, slag="extern", namn="Alm, Ada", epost="ada@exempel.se")
        VersionFactory(protokoll=paragraf.protokoll)
        AvsnittFactory(paragraf=paragraf, typ="bakgrund", text="<p>Ada Almgren är en annan.</p>", ordning=10)

        allt = funnet(namn="Ada Alm", av=laser)

        assert allt["Avsnitt"]["antal"] == 1
        assert allt["Avsnitt"]["fynd"][0]["text"] == "Ada Alm har frågat om badet."
        assert allt["Mottagare"]["fynd"][0]["falt"] == "namn"
        assert "Protokollsversioner" in allt
        assert "Almgren" not in str(allt["Avsnitt"])

    def test_a_row_says_what_it_stands_in(self, paragraf, laser):
        NarvaroFactory(person=PersonFactory(namn="Ada Alm"), protokoll__sammantrade__organ=paragraf.organ)

        (fynd,) = funnet(namn="Ada Alm", av=laser)["Närvaro"]["fynd"]

        assert fynd["rad"].startswith("Ada Alm, ledamot (")
        assert "Protokoll PN 20" in fynd["rad"]

    def test_by_address_without_regard_to_case(self, organ, laser):
        SandlistaFactory().raderna.create(namn="A. Alm", epost="ada@exempel.se")
        Utskick.objects.create(nyckel="n", till="Ada@Exempel.se", amne="Hej", text="Till dig.")

        allt = funnet(epost="ADA@exempel.se", av=laser)

        assert set(allt) == {"Mottagare på sändlista", "Utskick"}

    def test_somebody_in_the_register_by_the_key_and_by_former_names(self, paragraf, beslut, laser):
        person = PersonFactory(namn="Ada Alm", epost="ada@exempel.se")
        Namnform.objects.create(person=person, namn="Ada Bok")
        konto = UserFactory(person=person)
        TjanstFactory(person=person)
        MandatFactory(person=person)
        UppdragFactory(beslut=beslut, ansvarig=person)
        AvsnittFactory(paragraf=paragraf, typ="ovrigt", text="<p>Ada Bok yttrade sig.</p>", ordning=9)
        Registerutdrag.objects.create(namn="Någon", av=konto)

        allt = funnet(namn=person.namn, person=person, av=laser)

        assert {"Personer", "Namnformer", "Konton", "Tjänster", "Mandat", "Uppdrag", "Avsnitt"} <= set(allt)
        assert allt["Uppdrag"]["fynd"][0]["falt"] == "ansvarig person"
        assert "lösenord" not in str(allt).lower()
        assert konto.password not in str(allt) or not konto.password

    def test_what_was_done_by_the_account_is_counted(self, paragraf, sekreterare, laser):
        VersionFactory(protokoll=paragraf.protokoll, av=sekreterare)

        ett = funnet(namn=sekreterare.person.namn, person=sekreterare.person, av=laser)["Protokollsversioner"]

        assert ett["genom_kontot"][0]["antal"] == 1
        assert ett["genom_kontot"][0]["forst"].startswith(f"{timezone.localdate():%Y-%m-%d}")

    def test_what_is_secret_is_counted_for_who_does_not_read_it(self, paragraf, laser, sekreterare):
        AvsnittFactory(paragraf=paragraf, typ="ovrigt", text="<p>Ada Alm får bidrag.</p>", ordning=9)
        paragraf.sekretess, paragraf.rubrik = "26 kap. 1 § OSL", "Bidrag till Ada Alm"
        paragraf.save()

        for r in genomsok(utdrag(namn="Ada Alm", av=laser)):
            assert "bidrag" not in str(r).lower(), r["register"]
            assert r["med_sekretess"] or r["modell"].startswith("kommun"), r["register"]
        assert funnet(namn="Ada Alm", av=laser)["Avsnitt"]["med_sekretess"] == 1
        assert "bidrag" in str(funnet(namn="Ada Alm", av=sekreterare)["Avsnitt"])

    def test_what_the_log_says_of_it_is_counted_too(self, paragraf, laser):
        om = Objekt(nycklar=[f"paragraf:{paragraf.pk}"], text="Bidrag till Ada Alm")
        skriv("andrade", om=om, vad="Ändrade")
        assert "Bidrag" in str(funnet(namn="Ada Alm", av=laser)["Granskningsloggen"])
        paragraf.sekretess = "26 kap. 1 § OSL"
        paragraf.save()

        ett = funnet(namn="Ada Alm", av=laser)["Granskningsloggen"]
        assert (ett["fynd"], ett["med_sekretess"]) == ([], 1)

    def test_the_files_of_what_was_found_are_named_for_who_may_read_of_them(self, beslut, laser):
        uppdrag = UppdragFactory(beslut=beslut, text="Hjälp Ada Alm.")
        rapport = AterrapportFactory(uppdrag=uppdrag, text="Ada Alm har fått hjälp.", inlamnad=timezone.now())
        RapportbilagaFactory(rapport=rapport, bilaga=_fil("läkarintyg.pdf"))
        RapportbilagaFactory(rapport__text="Om någon annan.", bilaga=_fil("annat.pdf"))

        fann = funnet(namn="Ada Alm", av=laser)

        filer = {namn: [f["fil"] for f in r["filer"]] for namn, r in fann.items() if r["filer"]}
        assert filer == {"Återrapporter": ["läkarintyg.pdf"]}
        beslut.paragraf.sekretess = "26 kap. 1 § OSL"
        beslut.paragraf.save()
        assert "läkarintyg" not in str(funnet(namn="Ada Alm", av=laser))

    def test_nobody(self, organ, laser):
        assert genomsok(utdrag(namn="Ingen Alls", av=laser)) == []

    def test_says_how_far_it_is(self, organ, laser):
        steg = []
        genomsok(utdrag(namn="Ingen Alls", av=laser), framsteg=lambda klara, alla: steg.append((klara, alla)))

        assert steg[0] == (0, len(modellerna()))
        assert steg[-1] == (len(modellerna()), len(modellerna()))

    def test_the_rest_of_very_many_is_counted(self, organ, laser, monkeypatch):
        monkeypatch.setattr(sokning, "MEST", 2)
        for n in range(3):
            Utskick.objects.create(nyckel=str(n), till="ada@exempel.se", amne="Hej", text="x")

        ett = funnet(epost="ada@exempel.se", av=laser)["Utskick"]

        for n in range(3):
            Utskick.objects.create(nyckel=f"x{n}", till="vada@exempel.se", amne="Hej", text="x")
        assert funnet(epost="ada@exempel.se", av=laser)["Utskick"]["antal"] == ett["antal"] == 3
        assert len(ett["fynd"]) == 2
