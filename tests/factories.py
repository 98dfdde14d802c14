"""Rows for tests. Names are invented; every default is the plainest row that may exist."""

import hashlib
from datetime import date, time
from uuid import uuid4

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from kommun.models import (
    Avsnittsmall,
    Forvaltning,
    Franvaro,
    Kommun,
    Mandat,
    Organ,
    Parti,
    Person,
    Tjanst,
    User,
    Utskriftsjobb,
)
from kommun.utskick import ny_bilaga
from kommun.utskrift import ratten
from kommun.varden import fran_json, som_json
from protokoll.dokument import fran_protokoll
from protokoll.dokumentvarden import Dokument
from protokoll.kallelsedokument import Kallelsedokument
from protokoll.kontrollkod import kontrollkod
from protokoll.models import (
    Ajournering,
    Anslag,
    Avsnitt,
    Behandling,
    Beslut,
    Deltagande,
    Expediering,
    Fras,
    Inbjudan,
    Inbjudansbilaga,
    Invandning,
    Kallad,
    Kallelse,
    Maskering,
    Motesdeltagare,
    Mottagare,
    Narvaro,
    Narvarohandelse,
    Paragraf,
    Paragrafbilaga,
    Protokoll,
    Protokollsversion,
    Reserapport,
    Sammantrade,
    Sandlista,
    Sandning,
    Sattning,
    StandigtArende,
    Underskrift,
    Undertecknande,
)
from protokoll.publicering import publicera
from protokoll.versionskedja import kedjan
from uppdrag.models import Aterrapport, Paminnelse, Rapportbilaga, Redovisning, Uppdrag, Uppfoljning
from uppdrag.uppfoljningsdokument import Uppfoljningsdokument

LONG_AGO = date(2000, 1, 1)


class KommunFactory(DjangoModelFactory):
    class Meta:
        model = Kommun

    pk = 1
    namn = "Provkommun"


class OrganFactory(DjangoModelFactory):
    class Meta:
        model = Organ

    namn = factory.Sequence(lambda n: f"Provnämnden {n}")
    kortnamn = factory.Sequence(lambda n: f"PN{n}")
    slag = Organ.Slag.NAMND
    forvaringsplats = "Arkivet"


class AvsnittsmallFactory(DjangoModelFactory):
    class Meta:
        model = Avsnittsmall

    organ = factory.SubFactory(OrganFactory)
    ordning = factory.Sequence(lambda n: n + 1)
    rubrik = "Bakgrund"
    typ = "bakgrund"


class ForvaltningFactory(DjangoModelFactory):
    class Meta:
        model = Forvaltning

    namn = factory.Sequence(lambda n: f"Provförvaltningen {n}")


class PartiFactory(DjangoModelFactory):
    class Meta:
        model = Parti

    beteckning = factory.Sequence(lambda n: f"P{n}")
    namn = "Provpartiet"
    fran = LONG_AGO


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    namn = factory.Sequence(lambda n: f"Person Provsson {n}")


class MandatFactory(DjangoModelFactory):
    class Meta:
        model = Mandat

    person = factory.SubFactory(PersonFactory)
    organ = factory.SubFactory(OrganFactory)
    roll = Mandat.Roll.LEDAMOT
    fran = LONG_AGO


class TjanstFactory(DjangoModelFactory):
    class Meta:
        model = Tjanst

    person = factory.SubFactory(PersonFactory)
    roll = Tjanst.Roll.HANDLAGGARE
    fran = LONG_AGO


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"konto{n}")
    email = factory.LazyAttribute(lambda u: f"{u.username}@example.invalid")
    person = factory.SubFactory(PersonFactory)


class SammantradeFactory(DjangoModelFactory):
    class Meta:
        model = Sammantrade

    organ = factory.SubFactory(OrganFactory)
    datum = factory.Sequence(lambda n: date.fromordinal(date(2026, 1, 7).toordinal() + 7 * n))
    start = time(13, 0)
    lage = Sammantrade.Lage.AVSLUTAT


class ProtokollFactory(DjangoModelFactory):
    class Meta:
        model = Protokoll

    sammantrade = factory.SubFactory(SammantradeFactory)


class SattningFactory(DjangoModelFactory):
    """Ordered, not made yet."""

    class Meta:
        model = Sattning

    nyckel = factory.Sequence(lambda n: f"{n:064}")
    protokoll = factory.SubFactory(ProtokollFactory)
    innehall = factory.LazyFunction(dict)
    bestalld = factory.LazyFunction(timezone.now)


class UtskriftsjobbFactory(DjangoModelFactory):
    """Ordered with the rights of today, not made yet."""

    class Meta:
        model = Utskriftsjobb

    nyckel = factory.LazyAttributeSequence(lambda jobb, n: f"{ratten(jobb.av)}{n:048}")
    av = factory.SubFactory(UserFactory)
    underlag = factory.LazyFunction(dict)
    titel, filnamn, tillbaka = "Uppdrag", "uppdrag.pdf", "/uppdrag/"
    bestalld = factory.LazyFunction(timezone.now)


def justera(protokoll: Protokoll, dag: date = date(2026, 3, 10)) -> Protokoll:
    """Adjusted, once its §§ are written: from then on the database closes them."""
    protokoll.refresh_from_db()
    protokoll.lage, protokoll.justeringsdag = Protokoll.Lage.JUSTERAT, dag
    protokoll.save()
    return protokoll


class VersionFactory(DjangoModelFactory):
    """A version without the printing of it: what the protokoll says, and a PDF of one line."""

    class Meta:
        model = Protokollsversion

    protokoll = factory.SubFactory(ProtokollFactory)
    nummer = 1
    innehall = factory.LazyAttribute(
        lambda v: som_json(fran_protokoll(v.protokoll, kommun="Provkommun", undertecknas="godkannande"))
    )
    pdf = b"%PDF-1.7\n%%EOF\n"
    sha256 = factory.LazyAttribute(lambda v: hashlib.sha256(v.pdf).hexdigest())
    kontrollkod = factory.LazyAttribute(lambda v: kontrollkod(fran_json(Dokument, v.innehall)))
    kedja = factory.LazyAttribute(lambda v: kedjan("", v.sha256, v.innehall))
    skapad = factory.LazyFunction(timezone.now)


class UndertecknandeFactory(DjangoModelFactory):
    """A scanned page with signatures."""

    class Meta:
        model = Undertecknande

    version = factory.SubFactory(VersionFactory)
    satt = Protokoll.Satt.PAPPER
    bilaga = factory.LazyFunction(lambda: ny_bilaga(namn="sidan.pdf", typ="application/pdf", innehall=b"%PDF-1.7"))
    tid = factory.LazyFunction(timezone.now)


class ParagrafFactory(DjangoModelFactory):
    class Meta:
        model = Paragraf

    protokoll = factory.SubFactory(ProtokollFactory)
    sammantrade = factory.SelfAttribute("protokoll.sammantrade")
    organ = factory.SelfAttribute("sammantrade.organ")
    ar = factory.LazyAttribute(lambda p: p.sammantrade.datum.year)
    nummer = factory.Sequence(lambda n: n + 1)
    ordning = factory.SelfAttribute("nummer")
    rubrik = "Ett ärende"
    dnr = "2026/000001"


class ArendeFactory(DjangoModelFactory):
    """An ärende on a dagordning: without number, and in no protokoll."""

    class Meta:
        model = Paragraf

    sammantrade = factory.SubFactory(SammantradeFactory, lage="planerat")
    organ = factory.SelfAttribute("sammantrade.organ")
    ar = factory.LazyAttribute(lambda p: p.sammantrade.datum.year)
    ordning = factory.Sequence(lambda n: n + 1)
    rubrik = factory.Sequence(lambda n: f"Ärende {n + 1}")


class StandigtArendeFactory(DjangoModelFactory):
    class Meta:
        model = StandigtArende

    organ = factory.SubFactory(OrganFactory)
    rubrik = "Val av protokolljusterare"
    ordning = factory.Sequence(lambda n: n + 1)


class InvandningFactory(DjangoModelFactory):
    class Meta:
        model = Invandning

    paragraf = factory.SubFactory(ParagrafFactory)
    protokollsversion = factory.SubFactory(
        VersionFactory, protokoll=factory.SelfAttribute("..paragraf.protokoll"), nummer=9
    )
    person = factory.SubFactory(PersonFactory)
    text = "Summan är fel."
    nyckel = factory.LazyFunction(uuid4)


class BeslutFactory(DjangoModelFactory):
    class Meta:
        model = Beslut

    paragraf = factory.SubFactory(ParagrafFactory)
    rubrik = "Provnämndens beslut"
    text = "<p>Provnämnden ger kontoret i uppdrag att utreda frågan.</p>"
    ordning = 100


class AvsnittFactory(DjangoModelFactory):
    class Meta:
        model = Avsnitt

    paragraf = factory.SubFactory(ParagrafFactory)
    typ = "bakgrund"
    rubrik = "Bakgrund"
    text = "<p>Frågan har väckts.</p>"
    ordning = 200


class NarvaroFactory(DjangoModelFactory):
    class Meta:
        model = Narvaro

    protokoll = factory.SubFactory(ProtokollFactory, lage="avskrift")
    sammantrade = factory.SelfAttribute("protokoll.sammantrade")
    person = factory.SubFactory(PersonFactory)
    namn = factory.SelfAttribute("person.namn")
    slag = Narvaro.Slag.LEDAMOT
    ordning = factory.Sequence(lambda n: n)


class MotesdeltagareFactory(DjangoModelFactory):
    class Meta:
        model = Motesdeltagare

    sammantrade = factory.SubFactory(SammantradeFactory)
    person = factory.SubFactory(PersonFactory)
    namn = factory.SelfAttribute("person.namn")
    slag = Motesdeltagare.Slag.LEDAMOT
    roll = factory.LazyAttribute(lambda d: "ledamot" if d.slag == "ledamot" else "")
    ordning = factory.Sequence(lambda n: n)


class NarvarohandelseFactory(DjangoModelFactory):
    class Meta:
        model = Narvarohandelse

    deltagare = factory.SubFactory(MotesdeltagareFactory)
    sammantrade = factory.SelfAttribute("deltagare.sammantrade")
    slag = Narvarohandelse.Slag.GAR


class KalladFactory(DjangoModelFactory):
    class Meta:
        model = Kallad

    sammantrade = factory.SubFactory(SammantradeFactory, lage=Sammantrade.Lage.PLANERAT)
    person = factory.SubFactory(PersonFactory)
    som = Kallad.Som.LEDAMOT


class AjourneringFactory(DjangoModelFactory):
    class Meta:
        model = Ajournering

    sammantrade = factory.SubFactory(SammantradeFactory)
    fran = time(14, 25)


class UnderskriftFactory(DjangoModelFactory):
    class Meta:
        model = Underskrift

    protokoll = factory.SubFactory(ProtokollFactory)
    person = factory.SubFactory(PersonFactory)
    namn = factory.SelfAttribute("person.namn")
    roll = Underskrift.Roll.JUSTERARE


class AnslagFactory(DjangoModelFactory):
    class Meta:
        model = Anslag

    protokoll = factory.SubFactory(ProtokollFactory)
    organ = factory.SelfAttribute("protokoll.sammantrade.organ")
    uppsatt = date(2026, 3, 13)
    sista_overklagandedag = date(2026, 4, 7)
    tas_ned = date(2026, 4, 7)
    synligt_till = factory.LazyAttribute(lambda a: max(a.sista_overklagandedag, a.tas_ned))
    forvaringsplats = "Arkivet"
    undertecknare = "Siv Provsson"


class InbjudanFactory(DjangoModelFactory):
    class Meta:
        model = Inbjudan

    organ = factory.SubFactory(OrganFactory)
    inbjudan = "Regionen: Konferens, 5 maj, Provstad"


class InbjudansbilagaFactory(DjangoModelFactory):
    class Meta:
        model = Inbjudansbilaga

    inbjudan = factory.SubFactory(InbjudanFactory)
    bilaga = factory.LazyFunction(lambda: ny_bilaga(namn="brevet.pdf", typ="application/pdf", innehall=b"%PDF-1.7"))


class BehandlingFactory(DjangoModelFactory):
    """An invitation that a § has declined."""

    class Meta:
        model = Behandling

    paragraf = factory.SubFactory(ParagrafFactory)
    inbjudan = factory.SubFactory(
        InbjudanFactory, organ=factory.SelfAttribute("..paragraf.organ"), svar=Inbjudan.Svar.AVSTAR
    )
    svar = Behandling.Svar.AVSTAR
    svarstext = "avstår"


class DeltagandeFactory(DjangoModelFactory):
    class Meta:
        model = Deltagande

    inbjudan = factory.SubFactory(InbjudanFactory)
    person = factory.SubFactory(PersonFactory)
    namn = factory.SelfAttribute("person.namn")


class ReserapportFactory(DjangoModelFactory):
    class Meta:
        model = Reserapport

    inbjudan = factory.SubFactory(InbjudanFactory)
    person = factory.SubFactory(PersonFactory)
    text = "Det var lärorikt."
    inlamnad = factory.LazyFunction(timezone.now)


class UppdragFactory(DjangoModelFactory):
    class Meta:
        model = Uppdrag

    beslut = factory.SubFactory(BeslutFactory)
    givare = factory.SelfAttribute("beslut.paragraf.organ")
    serie = factory.SelfAttribute("beslut.paragraf.organ")
    ar = factory.SelfAttribute("beslut.paragraf.ar")
    nummer = factory.Sequence(lambda n: n + 1)
    text = "Utreda frågan."
    forvaltning = factory.SubFactory(ForvaltningFactory)
    rapporteras_till = factory.SelfAttribute("givare")
    frist = date(2026, 6, 1)


class AterrapportFactory(DjangoModelFactory):
    class Meta:
        model = Aterrapport

    uppdrag = factory.SubFactory(UppdragFactory)
    slag = "delrapport"
    text = "Arbetet har börjat."
    av = factory.SubFactory(PersonFactory)
    inlamnad = factory.LazyFunction(timezone.now)


class UppfoljningFactory(DjangoModelFactory):
    class Meta:
        model = Uppfoljning

    paragraf = factory.SubFactory(ParagrafFactory)
    bilaga = factory.LazyFunction(lambda: ny_bilaga(namn="bilaga.pdf", typ="application/pdf", innehall=b"%PDF-1.7"))
    sammanstalld = factory.LazyFunction(timezone.now)
    innehall = factory.LazyAttribute(
        lambda u: Uppfoljningsdokument(
            kommun="Provkommun",
            organ=u.paragraf.organ.namn,
            kortnamn=u.paragraf.organ.kortnamn,
            datum=u.paragraf.sammantrade.datum,
            paragraf=u.paragraf.nummer,
            dag=u.paragraf.sammantrade.datum,
            sedan=u.paragraf.sammantrade.datum,
        ).som_json()
    )


class FranvaroFactory(DjangoModelFactory):
    class Meta:
        model = Franvaro

    person = factory.SubFactory(PersonFactory)
    fran = LONG_AGO


class PaminnelseFactory(DjangoModelFactory):
    class Meta:
        model = Paminnelse

    uppdrag = factory.SubFactory(UppdragFactory)
    slag = "forfragan"
    avser = date(2026, 5, 18)
    dag = date(2026, 4, 27)
    till = factory.SubFactory(PersonFactory)


class RapportbilagaFactory(DjangoModelFactory):
    class Meta:
        model = Rapportbilaga

    rapport = factory.SubFactory(AterrapportFactory)
    bilaga = factory.LazyFunction(lambda: ny_bilaga(namn="rapport.pdf", typ="application/pdf", innehall=b"%PDF-1.7"))


class RedovisningFactory(DjangoModelFactory):
    class Meta:
        model = Redovisning

    uppdrag = factory.SubFactory(UppdragFactory)
    paragraf = factory.SubFactory(ParagrafFactory)


class KallelseFactory(DjangoModelFactory):
    class Meta:
        model = Kallelse

    sammantrade = factory.SubFactory(SammantradeFactory, lage=Sammantrade.Lage.PLANERAT)
    nummer = 1
    skickad = factory.LazyFunction(timezone.now)
    bilaga = factory.LazyFunction(lambda: ny_bilaga(namn="kallelse.pdf", typ="application/pdf", innehall=b"%PDF-1.7"))
    innehall = factory.LazyAttribute(
        lambda k: Kallelsedokument(
            kommun="Provkommun",
            organ=k.sammantrade.organ.namn,
            kortnamn=k.sammantrade.organ.kortnamn,
            datum=k.sammantrade.datum,
            start=k.sammantrade.start,
            plats=k.sammantrade.plats,
            utfardad=k.sammantrade.datum,
        ).som_json()
    )


class FrasFactory(DjangoModelFactory):
    class Meta:
        model = Fras

    namn = factory.Sequence(lambda n: f"Frasen {n}")
    text = "{organet} godkänner förslaget."
    typ = "beslut"


def frysbart(protokoll: Protokoll) -> Protokoll:
    """Nothing is missing that would stop the freezing of it: place and times, a roll, a decision in each §, and those
    who sign. What is there already stays."""
    s = protokoll.sammantrade
    s.plats, s.slut = s.plats or "Provsalen", s.slut or time(15, 0)
    s.save()
    if not s.motesdeltagarna.exists():
        MotesdeltagareFactory(sammantrade=s, namn="Ada Alm", roll="ordforande")
        MotesdeltagareFactory(sammantrade=s, namn="Bo Björk")
        MotesdeltagareFactory(sammantrade=s, namn="Siv Provsson", slag="tjansteperson", titel="sekreterare")
    ledamoter = list(s.motesdeltagarna.filter(slag="ledamot").order_by("ordning", "pk"))
    ordforande = next((d for d in ledamoter if d.roll == "ordforande"), ledamoter[0])
    justerare = next(d for d in ledamoter if d != ordforande)
    sekreterare = s.motesdeltagarna.filter(slag="tjansteperson").first()
    undertecknare = {"sekreterare": sekreterare, "ordforande": ordforande, "justerare": justerare}
    for n, (roll, vem) in enumerate(undertecknare.items()):
        if not protokoll.underskrifterna.filter(roll=roll).exists():
            person = vem.person if vem else PersonFactory(namn="Siv Provsson")
            UnderskriftFactory(protokoll=protokoll, person=person, roll=roll, ordning=n)
    for p in protokoll.paragraferna.filter(slag="arende", besluten=None):
        BeslutFactory(paragraf=p)
    return protokoll


class MaskeringFactory(DjangoModelFactory):
    class Meta:
        model = Maskering

    paragraf = factory.SubFactory(ParagrafFactory)
    slag = "rubrik"
    ersattning = "[rubriken visas inte på webben]"


def publicerat_protokoll(organ: Organ, *, nummer: int | None = None, pdf: bytes = b"", by=None, **sammantrade):
    """A protokoll of one §, justerat and on the web as it is."""
    beslut = BeslutFactory(
        paragraf__protokoll__sammantrade=SammantradeFactory(organ=organ, **sammantrade),
        **({"paragraf__nummer": nummer} if nummer else {}),
    )
    protokoll = beslut.paragraf.protokoll
    VersionFactory(protokoll=protokoll, **({"pdf": pdf} if pdf else {}))
    return publicera(justera(protokoll), by=by)


class SekretesslasareFactory(DjangoModelFactory):
    class Meta:
        model = "protokoll.Sekretesslasare"

    paragraf = factory.SubFactory(ParagrafFactory)
    person = factory.SubFactory(PersonFactory)
    skal = "Handlägger ärendet"
    fran = date(2026, 1, 1)


class MottagareFactory(DjangoModelFactory):
    class Meta:
        model = Mottagare

    paragraf = factory.SubFactory(ParagrafFactory)
    slag = Mottagare.Slag.EXTERN
    namn = factory.Sequence(lambda n: f"Mottagaren {n}")


class ParagrafbilagaFactory(DjangoModelFactory):
    class Meta:
        model = Paragrafbilaga

    paragraf = factory.SubFactory(ParagrafFactory)
    namn = factory.Sequence(lambda n: f"Bilaga {n}")
    bilaga = factory.LazyFunction(lambda: ny_bilaga(namn="bilaga.pdf", typ="application/pdf", innehall=b"%PDF-1.7"))


class SandlistaFactory(DjangoModelFactory):
    class Meta:
        model = Sandlista

    namn = factory.Sequence(lambda n: f"Sändlistan {n}")


class SandningFactory(DjangoModelFactory):
    """An order that is finished."""

    class Meta:
        model = Sandning

    version = factory.SubFactory(VersionFactory)
    rader = factory.LazyFunction(list)
    nyckel = factory.Faker("uuid4")
    klar = factory.LazyFunction(timezone.now)


class ExpedieringFactory(DjangoModelFactory):
    class Meta:
        model = Expediering

    paragraf = factory.SubFactory(ParagrafFactory)
    version = factory.SubFactory(VersionFactory, protokoll=factory.SelfAttribute("..paragraf.protokoll"))
    satt = Expediering.Satt.ANNAT
    namn = "Mottagaren"
    utdrag = factory.LazyFunction(lambda: ny_bilaga(namn="utdrag.pdf", typ="application/pdf", innehall=b"%PDF-1.7"))
    nyckel = factory.Sequence(lambda n: f"prov:{n}")
