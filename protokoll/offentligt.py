"""What the public pages show: of publications alone, never of the protokoll behind them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models.fields.json import KT
from django.urls import reverse

from kommun.kalender import dag_i_ord
from kommun.varden import fran_json
from protokoll.dnr import normalform
from protokoll.dokumentvarden import Dokument, Omrostningslista, Tryckt
from protokoll.models import Publicering


def publicerade():
    return (
        Publicering.objects.filter(borttagen=None)
        .select_related("protokoll__sammantrade__organ")
        .order_by("-protokoll__sammantrade__datum", "-protokoll__sammantrade__start", "-pk")
    )


def dokumentet(publicering: Publicering) -> Dokument:
    return fran_json(Dokument, publicering.innehall)


def brodsmula(dokument: Dokument) -> str:
    return f"{dokument.kortnamn} {dag_i_ord(dokument.datum, veckodag=False)}"


def adress(namn: str, *args) -> str:
    """Whole and the same whoever asks: what is printed, linked to and kept by search engines."""
    return f"{settings.WEBBADRESS}{reverse(f'protokoll:{namn}', args=args)}"


def till_listan(urval):
    """With what a row says, of the document itself: the name that the organ had then, and the §§."""
    return urval.annotate(organ_da=KT("innehall__organ"), spann=KT("innehall__paragrafspann")).defer("innehall")


@dataclass(frozen=True)
class Blad:
    """One § on its own page, with those before and after it and the votes on it."""

    paragraf: Tryckt
    forra: Tryckt | None
    nasta: Tryckt | None
    omrostningar: tuple[Omrostningslista, ...]


def bladet(dokument: Dokument, nummer: int) -> Blad | None:
    numrerade = [p for p in dokument.paragrafer if p.nummer]
    for n, p in enumerate(numrerade):
        if p.nummer == nummer:
            return Blad(
                paragraf=p,
                forra=numrerade[n - 1] if n else None,
                nasta=numrerade[n + 1] if n + 1 < len(numrerade) else None,
                omrostningar=tuple(o for o in dokument.omrostningslistor if o.paragraf == p.beteckning),
            )
    return None


def andra_protokoll(publicering: Publicering) -> Iterable[Publicering]:
    """Of the same meeting."""
    samma = publicerade().filter(protokoll__sammantrade=publicering.protokoll.sammantrade_id)
    return till_listan(samma.exclude(pk=publicering.pk))


def visar_dnr(tryckt: Tryckt, dnr: str) -> bool:
    """Whether a published § says the dnr of its row: it may be masked, and its class stands after it."""
    return bool(normalform(dnr)) and normalform(tryckt.dnr).startswith(normalform(dnr))
