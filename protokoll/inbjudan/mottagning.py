"""A letter is handed in, and what it invites to is registered from it."""

import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from kommun.filslag import Fil, slaget
from kommun.models import Organ
from protokoll.inbjudan.brevlasning import TEXT, Inbjudningsbrev, las
from protokoll.inbjudan.fakta import Fakta
from protokoll.inbjudan.registrering import andra, registrera
from protokoll.models import Inbjudan, Inbjudansbrev


@dataclass(frozen=True)
class Tolkat:
    """One event of a letter that waits, and what is registered of it already."""

    brev: Inbjudansbrev
    post: int
    last: Inbjudningsbrev
    redan: tuple[Inbjudan, ...]

    @property
    def adress(self) -> str:
        return f"{self.brev.get_absolute_url()}?post={self.post}"

    @property
    def fakta(self) -> Fakta:
        return self.last.forslag.fakta

    @property
    def filer(self) -> list[Fil]:
        """The letter itself, and of what came with it the kinds that are kept."""
        sjalv = Fil(namn=self.brev.filnamn, typ=self.brev.typ, innehall=bytes(self.brev.innehall))
        med = ((b, slaget(b.namn, b.innehall)) for b in self.last.bilagor)
        return [sjalv, *(Fil(namn=b.namn, typ=typ, innehall=b.innehall) for b, typ in med if typ)]

    @property
    def utelamnade(self) -> list[str]:
        """The names of what is not kept."""
        return [b.namn for b in self.last.bilagor if not slaget(b.namn, b.innehall)]


@transaction.atomic
def ta_emot(*, namn: str, typ: str, innehall: bytes, by, today: date) -> Inbjudansbrev:
    """Keep the letter until it is registered. One that cannot be read is not kept: DomanFel says why."""
    las(typ, innehall, dag=today)
    brev, _ = Inbjudansbrev.objects.get_or_create(
        sha256=sha256(innehall).hexdigest(), av=by, defaults={"filnamn": namn[:255], "typ": typ, "innehall": innehall}
    )
    return brev


def ta_emot_text(text: str, *, by, today: date) -> Inbjudansbrev:
    innehall = text.strip().encode()
    # Several that wait are told apart by what they invite to.
    titel = " ".join(re.sub(r"[^\w -]", " ", las(TEXT, innehall, dag=today)[0].forslag.fakta.titel).split())[:80]
    return ta_emot(namn=f"{titel or 'Brevet'}.txt", typ=TEXT, innehall=innehall, by=by, today=today)


def tolka(brev: Inbjudansbrev) -> list[Tolkat]:
    """What it says, read as on the day it was handed in."""
    lasta = las(brev.typ, bytes(brev.innehall), dag=timezone.localdate(brev.tid))
    redan: dict[str, list[Inbjudan]] = {}
    uid = {last.uid for last in lasta if last.uid}
    for i in Inbjudan.objects.filter(uid__in=uid).select_related("organ").order_by("pk"):
        redan.setdefault(i.uid, []).append(i)
    return [Tolkat(brev, n, last, tuple(redan.get(last.uid, ()))) for n, last in enumerate(lasta)]


@transaction.atomic
def registrera_ur(tolkat: Tolkat, *, organ: Organ, fakta: Fakta, by, nyckel, filer=(), **ovrigt) -> Inbjudan:
    """As a person has read and mended it. A letter of one event is done with then."""
    ny = registrera(
        organ=organ,
        fakta=fakta,
        by=by,
        nyckel=nyckel,
        uid=tolkat.last.uid,
        filer=[*tolkat.filer, *filer],
        **ovrigt,
    )
    _klart(tolkat)
    return ny


@transaction.atomic
def andra_ur(tolkat: Tolkat, inbjudan: Inbjudan, *, fakta: Fakta, by, filer=(), **ovrigt) -> Inbjudan:
    """A later letter about the same event."""
    nu = andra(inbjudan, fakta=fakta, by=by, filer=[*tolkat.filer, *filer], **ovrigt)
    _klart(tolkat)
    return nu


def _klart(tolkat: Tolkat) -> None:
    if all(t.redan or t.post == tolkat.post for t in tolka(tolkat.brev)):
        kasta(tolkat.brev)


def kasta(brev: Inbjudansbrev) -> None:
    Inbjudansbrev.objects.filter(pk=brev.pk).delete()


def med_nummer(tolkade: list[Tolkat], nummer: str) -> Tolkat | None:
    """The event that an address names; the only one where there is but one."""
    if len(tolkade) == 1:
        return tolkade[0]
    if nummer.isdecimal() and len(nummer) < 5 and int(nummer) < len(tolkade):
        return tolkade[int(nummer)]
    return None
