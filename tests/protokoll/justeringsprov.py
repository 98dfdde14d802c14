"""A protokoll with two §§ that a chair and a justerare are to adjust, frozen without the printing of it."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.db import transaction

from kommun.models import User
from protokoll.justering import efter_frysning
from protokoll.models import Beslut, Paragraf, Protokoll, Protokollsversion
from tests.efter import efter_commit
from tests.factories import (
    BeslutFactory,
    MandatFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
    UnderskriftFactory,
    UserFactory,
    VersionFactory,
)

DAG = date(2026, 3, 4)


@dataclass
class Justeringsprov:
    """`sixten`, the justerare, has no mandat any more; `siv` keeps the minutes."""

    protokoll: Protokoll
    paragrafer: list[Paragraf]
    orvar: User
    sixten: User
    siv: User

    def frys(self, *, skal: str = "", satt: str = "godkannande") -> Protokollsversion:
        return frys(self.protokoll, by=self.siv, skal=skal, satt=satt)

    def ta_tillbaka(self) -> None:
        self.protokoll.refresh_from_db()
        self.protokoll.lage, self.protokoll.justerat_genom = "utkast", ""
        self.protokoll.save()

    def andra(self, text: str, *, n: int = 0) -> None:
        beslut = Beslut.objects.get(paragraf=self.paragrafer[n])
        beslut.text = f"<p>{text}</p>"
        beslut.save()

    def ny_version(self, text: str, **annat) -> Protokollsversion:
        self.ta_tillbaka()
        self.andra(text)
        return self.frys(**annat)


@efter_commit
@transaction.atomic
def frys(protokoll: Protokoll, *, by: User, skal: str = "", satt: str = "godkannande") -> Protokollsversion:
    protokoll.refresh_from_db()
    nummer = protokoll.versionerna.count() + 1
    protokoll.lage, protokoll.justerat_genom = Protokoll.Lage.FRYST, satt
    pdf = f"%PDF-1.7\n% {protokoll.pk}:{nummer}\n%%EOF\n".encode()
    version = VersionFactory(protokoll=protokoll, nummer=nummer, skal=skal, av=by, pdf=pdf)
    protokoll.save()
    efter_frysning(protokoll, version, by=by)
    return version


def justeringsprov(organ, siv: User) -> Justeringsprov:
    sammantrade = SammantradeFactory(organ=organ, datum=DAG)
    protokoll = ProtokollFactory(sammantrade=sammantrade)
    paragrafer = [
        ParagrafFactory(protokoll=protokoll, nummer=n, rubrik=rubrik)
        for n, rubrik in ((7, "Taxa för vatten"), (8, "Ny lekplats"))
    ]
    for p in paragrafer:
        BeslutFactory(paragraf=p, text=f"<p>Provnämnden antar förslaget i {p.beteckning}.</p>")
    orvar = UserFactory(person__namn="Orvar Ordberg")
    MandatFactory(person=orvar.person, organ=organ, roll="ordforande")
    sixten = UserFactory(person__namn="Sixten Svarsson")
    MandatFactory(person=sixten.person, organ=organ, till=date(2026, 3, 5))
    UnderskriftFactory(protokoll=protokoll, person=siv.person, roll="sekreterare", ordning=1)
    UnderskriftFactory(protokoll=protokoll, person=orvar.person, roll="ordforande", parti="C", ordning=2)
    UnderskriftFactory(protokoll=protokoll, person=sixten.person, roll="justerare", parti="S", ordning=3)
    return Justeringsprov(protokoll, paragrafer, orvar, sixten, siv)


def invandning(version, paragraf, user, text="Fel summa.", **annat) -> dict:
    """What `justering.invand` takes."""
    falt = {"version": version, "paragraf": paragraf, "person": user.person, "text": text, "by": user}
    return falt | {"nyckel": uuid4()} | annat
