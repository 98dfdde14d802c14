"""The rows of a dagordning: locked together, and put in order with the numbers that follow it."""

from collections.abc import Collection, Sequence
from contextlib import contextmanager

from django.db import connection

from kommun.fel import DomanFel
from kommun.history import spara
from protokoll.models import Paragraf, Sammantrade
from protokoll.skrivning import last_sentence

Lage = Sammantrade.Lage

# Why the dagordning of a meeting in the state cannot be changed.
_STANGD = {
    Lage.AVSLUTAT: "Sammanträdet är avslutat. Öppna det igen om dagordningen ska ändras.",
    Lage.INSTALLT: "Sammanträdet är inställt, så dess dagordning ändras inte.",
    Lage.HANVISNING: "Sammanträdet är bara känt genom hänvisning. Läs in dess protokoll i stället.",
}


def stangd_mening(sammantrade: Sammantrade) -> str | None:
    """Why the dagordning cannot be changed now, as a sentence; None when it can."""
    return _STANGD.get(sammantrade.lage)


def las(sammantrade_id: int) -> tuple[Sammantrade, list[Paragraf]]:
    """The meeting and its rows in order, locked until the transaction ends."""
    # no_key: rows that only refer to the meeting can still be written meanwhile.
    sammantrade = (
        Sammantrade.objects.select_for_update(no_key=True, of=("self",)).select_related("organ").get(pk=sammantrade_id)
    )
    rader = (
        Paragraf.objects.select_for_update(no_key=True, of=("self",))
        .select_related("protokoll", "organ", "standigt")
        .filter(sammantrade=sammantrade)
        .order_by("pk")
    )
    return sammantrade, sorted(rader, key=lambda p: p.ordning)


def las_oppen(sammantrade_id: int) -> tuple[Sammantrade, list[Paragraf]]:
    """As `las`, of a dagordning that may be changed; else DomanFel."""
    sammantrade, rader = las(sammantrade_id)
    if mening := stangd_mening(sammantrade):
        raise DomanFel(mening)
    return sammantrade, rader


def fasta(sammantrade: Sammantrade, rader: Sequence[Paragraf]) -> frozenset[int]:
    """The rows that keep their place and number: taken up already, or adjusted, and the headings before them."""
    # The meeting's own history tells which §§ have been the current one.
    upptagna = set()
    if sammantrade.har_borjat:
        aktuella = sammantrade.history.filter(lage=Lage.PAGAR, aktuell__isnull=False)
        upptagna = set(aktuella.values_list("aktuell_id", flat=True))
    behandlade = [p for p in rader if p.pk in upptagna or last_sentence(p)]
    sist = max((p.ordning for p in behandlade), default=0)
    rubriker = {p.pk for p in rader if p.slag == Paragraf.Slag.RUBRIK and p.ordning < sist}
    return frozenset(rubriker | {p.pk for p in behandlade})


def ny_ordning(nycklar: Sequence[int], fasta: Collection[int], flyttad: int, plats: int) -> list[int]:
    """Pure: the order with `flyttad` moved to place `plats` (1 is first); what is `fasta` stays where it stands.

    Only the others change places among themselves, so a place among the fixed ones means the nearest free one.
    """
    kvar = [n for n in nycklar if n != flyttad]
    kvar.insert(max(0, min(plats - 1, len(kvar))), flyttad)
    rorliga = iter(n for n in kvar if n not in fasta)
    return [n if n in fasta else next(rorliga) for n in nycklar]


@contextmanager
def _byter_plats():
    """Places and numbers may be held by two rows on the way; at the end each is checked."""
    namn = "paragraf_ordning_unique, paragraf_number_once_per_organ_and_year"
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {namn} DEFERRED")
        yield
        cursor.execute(f"SET CONSTRAINTS {namn} IMMEDIATE")


def ordna(rader: Sequence[Paragraf], *, fasta: Collection[int], by, reason: str) -> None:
    """Give the rows, in their new order, the places they hold together; and those not fixed their numbers likewise."""
    platser = sorted(p.ordning for p in rader)
    numrerade = [p for p in rader if p.nummer and p.pk not in fasta]
    nummer = dict(zip((p.pk for p in numrerade), sorted(p.nummer for p in numrerade), strict=True))
    with _byter_plats():
        for plats, p in zip(platser, rader, strict=True):
            nytt = nummer.get(p.pk, p.nummer)
            if (p.ordning, p.nummer) == (plats, nytt):
                continue
            skal = reason if p.nummer == nytt else f"{reason}: § {p.nummer} blev § {nytt}"
            p.ordning, p.nummer = plats, nytt
            spara(p, by=by, reason=skal, validate=False)
