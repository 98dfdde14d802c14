"""Beside a §: uppdrag that another organ proposed, and the sentence here that takes them one step further."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from protokoll.models import Beslut
from uppdrag.forifyllning import likhet
from uppdrag.forslag import Forslagen, Funnen, avgor, forslagen_i
from uppdrag.kedja import vantande_i
from uppdrag.models import Uppdrag

# From here on two sentences of one ärende are taken to say the same; the secretary has the last word.
SAMMA = 0.6


@dataclass(frozen=True)
class Steg:
    """A föreslaget uppdrag, and the beslut that may be its next step."""

    uppdrag: Uppdrag
    beslut: Beslut

    @property
    def text(self) -> str:
        return "Föreslå vidare" if self.beslut.beslutsniva == Beslut.Beslutsniva.FORSLAG else "Beslutat här"

    @property
    def url(self) -> str:
        vidare = self.beslut.beslutsniva == Beslut.Beslutsniva.FORSLAG
        return self._url("uppdrag:foresla-vidare" if vidare else "uppdrag:besluta-forslag")

    @property
    def avslag_url(self) -> str:
        return self._url("uppdrag:avsla-forslag")

    def _url(self, namn: str) -> str:
        return f"{reverse(namn, args=[self.uppdrag.pk])}?beslut={self.beslut.pk}"


def _beslutet(uppdrag: Uppdrag, besluten: Sequence[Beslut]) -> Beslut:
    """Of several in a §: its own decision where it is the one to decide, else the proposal."""
    avgors_har = uppdrag.givare_id == besluten[0].paragraf.organ_id
    niva = Beslut.Beslutsniva.EGET if avgors_har else Beslut.Beslutsniva.FORSLAG
    return next((b for b in besluten if b.beslutsniva == niva), besluten[0])


def stegen(
    besluten: Iterable[Beslut], funna: Sequence[Funnen], *, user
) -> tuple[dict[str, tuple[Steg, ...]], list[Steg]]:
    """(by the id of the sentence that says it, those that no sentence says) of what waits for the besluten of a §."""
    besluten = [b for b in besluten if b.text]
    vantande = {u.pk: u for rad in vantande_i(besluten, user=user).values() for u in rad}
    vid: dict[str, tuple[Steg, ...]] = {}
    ovriga = []
    for u in vantande.values():
        likast = max(funna, key=lambda f: likhet(u, f.forslag, f.mening), default=None)
        if likast and likhet(u, likast.forslag, likast.mening) >= SAMMA:
            vid[likast.id] = (*vid.get(likast.id, ()), Steg(u, likast.beslut))
        else:
            ovriga.append(Steg(u, _beslutet(u, besluten)))
    return vid, ovriga


def forslagen_och_vantande(paragraf, *, user) -> tuple[Forslagen, list[Steg]]:
    """The sentences of the §, those that say a föreslaget uppdrag with its step, and what else waits for it."""
    if not avgor(paragraf):
        return Forslagen(), []
    funna = forslagen_i(paragraf)
    besluten = [d for d in paragraf.delar() if isinstance(d, Beslut)]
    for beslut in besluten:
        beslut.paragraf = paragraf  # the very object that is here already
    vid, ovriga = stegen(besluten, [*funna.vantar, *funna.mojliga], user=user)
    vantar, mojliga = (tuple(replace(f, steg=vid.get(f.id, ())) for f in g) for g in (funna.vantar, funna.mojliga))
    return replace(funna, vantar=vantar, mojliga=mojliga), ovriga
