"""What the page of one protokoll shows: the act that its state leads to, the others, and its versions."""

from dataclasses import dataclass

from django.urls import reverse

from protokoll.frysning import hinder
from protokoll.models import Protokoll
from protokoll.permissions import can_keep_protokoll
from protokoll.tillagg import PROTOKOLLAKTER

Lage = Protokoll.Lage


@dataclass(frozen=True)
class Akt:
    """A link, or with `post` a button that does it at once. `nasta`: what the state leads to."""

    text: str
    url: str
    nasta: bool = False
    post: bool = False


def egna_akter(request, protokoll: Protokoll) -> list[Akt]:
    if not can_keep_protokoll(request.user, protokoll):
        return []
    url = lambda namn: reverse(f"protokoll:{namn}", args=[protokoll.pk])  # noqa: E731
    match protokoll.lage:
        case Lage.UTKAST if hinder(protokoll) is None:
            return [Akt("Frys protokollet", url("frys"), nasta=True)]
        case Lage.FRYST:
            return [Akt("Ta tillbaka", url("ta-tillbaka"))]
        case Lage.JUSTERAT if protokoll.versionerna.exists():
            return [Akt("Rätta", url("ratta"))]
    return []


def akterna(request, protokoll: Protokoll) -> tuple[Akt | None, list[Akt]]:
    """(the one prominent act, the others)."""
    alla = [akt for fler in PROTOKOLLAKTER for akt in fler(request, protokoll)]
    nasta = next((a for a in alla if a.nasta), None)
    return nasta, [a for a in alla if a is not nasta]


def pdf_url(protokoll: Protokoll, senaste) -> str:
    """The stored PDF of what is frozen or adjusted; of a draft the one that is made now."""
    if senaste and protokoll.lage in Protokoll.LAST:
        return reverse("protokoll:version-pdf", args=[protokoll.pk, senaste.nummer])
    return reverse("protokoll:pdf", args=[protokoll.pk])
