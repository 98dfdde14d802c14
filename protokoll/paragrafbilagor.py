"""The files of a §: kept with it by the secretary, or known of it by packages above. They go along with its utdrag."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.db.models.functions import Length
from django.urls import reverse

from kommun.editor import html_to_text
from kommun.fel import DomanFel
from kommun.filslag import Fil
from kommun.history import spara, ta_bort
from kommun.models import Bilaga
from kommun.utskick import ny_bilaga
from protokoll.dokumentvarden import Tryckt
from protokoll.models import Expedieringsbilaga, Paragraf, Paragrafbilaga, Protokoll
from protokoll.skrivning import las_paragraf, last_sentence
from protokoll.tillagg import PARAGRAFBILAGOR

_NAMNER = re.compile(r"\bbilag(?:a|an|or|orna)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Bifogad:
    """A file that can go along with the utdrag of a §; `bilaga` without its content, with its `storlek`."""

    paragraf_id: int
    bilaga: Bilaga
    namn: str
    varifran: str
    url: str
    # Whether it goes along unless somebody says otherwise.
    forvald: bool = True

    @property
    def varde(self) -> str:
        """As a form carries it."""
        return f"{self.paragraf_id}:{self.bilaga.pk}"


def med_storlek(rader):
    """Rows that point at a `bilaga`, without the bytes of it."""
    return rader.select_related("bilaga").defer("bilaga__innehall").annotate(storlek=Length("bilaga__innehall"))


def bifogad(paragraf_id: int, rad, namn: str, varifran: str, url: str, *, forvald: bool = True) -> Bifogad:
    """Of a row read `med_storlek`."""
    rad.bilaga.storlek = rad.storlek
    return Bifogad(paragraf_id, rad.bilaga, namn, varifran, url, forvald)


def bilagorna(paragrafer: Iterable[Paragraf]) -> dict[int, list[Bifogad]]:
    """By §. The number of queries is the same for one and for many."""
    ids = [p.pk for p in paragrafer]
    ut: dict[int, list[Bifogad]] = defaultdict(list)
    for rad in med_storlek(Paragrafbilaga.objects.filter(paragraf__in=ids)).order_by("pk"):
        varifran = "Tillagd när paragrafen var låst" if rad.efter_lasning else "Bilaga till paragrafen"
        ut[rad.paragraf_id].append(
            bifogad(rad.paragraf_id, rad, rad.namn, varifran, reverse("protokoll:bilaga", args=[rad.pk]))
        )
    for fraga in PARAGRAFBILAGOR:
        for pk, rader in fraga(ids).items():
            ut[pk] += rader
    return ut


def namner_bilaga(paragraf: Tryckt) -> bool:
    """Its text speaks of a bilaga."""
    return any(_NAMNER.search(html_to_text(d.html)) for d in paragraf.delar)


@transaction.atomic
def lagg_till(paragraf: Paragraf, *, fil: Fil, namn: str, by) -> Paragrafbilaga:
    """Keep a file with the §. The same file under the same name is there already: pressed twice, it is done once."""
    nu = las_paragraf(paragraf.pk)
    if nu.slag == Paragraf.Slag.RUBRIK:
        raise DomanFel("En rubrik på dagordningen har ingen bilaga.")
    namn = " ".join(namn.split())[:150] or fil.namn.rpartition(".")[0][:150]
    if finns := nu.bilagorna.filter(namn__iexact=namn).select_related("bilaga").first():
        if finns.bilaga.sha256 == sha256(fil.innehall).hexdigest():
            return finns
        raise DomanFel(f"Paragrafen har redan en bilaga som heter {namn}. Välj ett annat namn.")
    bilaga = ny_bilaga(namn=fil.namn, typ=fil.typ, innehall=fil.innehall)
    rad = Paragrafbilaga(paragraf=nu, bilaga=bilaga, namn=namn, efter_lasning=bool(last_sentence(nu)))
    return spara(rad, by=by, reason=f"Lade till bilagan {namn}")


def kan_tas_bort(rad: Paragrafbilaga) -> bool:
    return rad.efter_lasning or not last_sentence(rad.paragraf)


@transaction.atomic
def ta_bort_bilaga(rad: Paragrafbilaga, *, by) -> None:
    nu = las_paragraf(rad.paragraf_id)
    rad = Paragrafbilaga.objects.select_for_update(of=("self",)).filter(pk=rad.pk).first()
    if rad is None:
        return
    if not rad.efter_lasning and (mening := last_sentence(nu)):
        raise DomanFel(mening)
    if Expedieringsbilaga.objects.filter(bilaga=rad.bilaga_id, expediering__paragraf=nu).exists():
        raise DomanFel(f"{rad.namn} har följt med ett utdrag och står därför kvar.")
    ta_bort(rad, by=by, reason=f"Tog bort bilagan {rad.namn}")


def arkivbilagor(protokollen: list[Protokoll]) -> dict[int, list]:
    """For protokoll.tillagg.ARKIVBILAGOR."""
    ut: dict[int, list] = defaultdict(list)
    rader = Paragrafbilaga.objects.filter(paragraf__protokoll__in=protokollen).select_related("paragraf", "bilaga")
    for rad in rader.defer("bilaga__innehall").order_by("paragraf__nummer", "pk"):
        ut[rad.paragraf.protokoll_id].append((f"{rad.namn}, {rad.paragraf.beteckning}", rad.bilaga))
    return dict(ut)
