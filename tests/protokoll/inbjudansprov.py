"""An invitation that somebody goes to, decided in § 7 (the fixture `paragraf`) or by the chair."""

from datetime import date, time

from icalendar import Calendar

from kommun.models import Person
from protokoll.inbjudan import overlamning
from protokoll.models import Deltagande, Inbjudan
from tests.factories import BehandlingFactory, DeltagandeFactory, InbjudanFactory, PersonFactory, justera

ADA, BO, CIA = "ada@example.invalid", "bo@example.invalid", "cia@example.invalid"


def konferensen(organ, **falt) -> Inbjudan:
    """5–6 May in Provstad, last day to register 10 April; Ada Alm and Bo Björk go, Cia Ceder registers."""
    varden = {
        "organ": organ,
        "inbjudan": "Regionen: Vårkonferensen, 5-6 maj, Provstad",
        "arrangor": "Regionen",
        "titel": "Vårkonferensen",
        "borjar": date(2026, 5, 5),
        "borjar_tid": time(10),
        "slutar": date(2026, 5, 6),
        "slutar_tid": time(15),
        "platser": ["Provstad"],
        "sista_anmalan": date(2026, 4, 10),
        "svar": Inbjudan.Svar.DELTAR,
        "anmals_av": _person("Cia Ceder", CIA),
    } | falt
    inbjudan = InbjudanFactory(**varden)
    DeltagandeFactory(inbjudan=inbjudan, person=_person("Ada Alm", ADA), titel_eller_parti="C", ordning=1)
    DeltagandeFactory(inbjudan=inbjudan, person=_person("Bo Björk", BO), titel_eller_parti="kommundirektör", ordning=2)
    return inbjudan


def _person(namn: str, epost: str) -> Person:
    return Person.objects.filter(namn=namn).first() or PersonFactory(namn=namn, epost=epost)


def beslutad(paragraf, **falt) -> Inbjudan:
    """In the §, that is not adjusted yet."""
    inbjudan = konferensen(paragraf.organ, **falt)
    BehandlingFactory(paragraf=paragraf, inbjudan=inbjudan, svar="deltar", svarstext="Ada Alm (C) deltar")
    return inbjudan


def justerad(paragraf, *, by=None) -> None:
    """The protokoll adjusted, and what follows."""
    overlamning.efter_justering(justera(paragraf.protokoll), None, by=by)


def overlamnad(paragraf, *, by=None, **falt) -> Inbjudan:
    inbjudan = beslutad(paragraf, **falt)
    justerad(paragraf, by=by)
    return inbjudan


def den(inbjudan, namn: str) -> Deltagande:
    return inbjudan.deltagandena.select_related("inbjudan__organ", "person__user").get(namn=namn)


def handelsen(utskick):
    """What the mail puts in the calendar."""
    return Calendar.from_ical(bytes(utskick.bilaga.innehall)).walk("VEVENT")[0]
