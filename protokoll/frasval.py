"""Which phrases can be put in at a §, with their variables filled in."""

from dataclasses import dataclass

from django.db.models import F, Q

from kommun.editor import html_to_text, text_to_html
from kommun.models import Avsnittstyp
from protokoll.fraser import fyll_i, varden
from protokoll.models import Fras


@dataclass(frozen=True)
class Ifylld:
    """A phrase as it reads at one §."""

    pk: int
    namn: str
    typ: str
    avsnitt: str
    html: str

    @property
    def text(self) -> str:
        return html_to_text(self.html)

    @property
    def noterar_information(self) -> bool:
        """The sentence of a § that takes no decision."""
        return self.typ == Avsnittstyp.BESLUT and "noterar information" in self.html


def fraser_till(paragraf, *, lista=None) -> list[Ifylld]:
    """The organ's own phrases first, then those of every organ."""
    rader = Fras.objects.filter(Q(organ=None) | Q(organ=paragraf.organ_id), aktiv=True).order_by(
        F("organ").asc(nulls_last=True), "typ", "ordning", "namn"
    )
    kanda = varden(paragraf, lista=lista) if rader else {}
    return [Ifylld(f.pk, f.namn, f.typ, Avsnittstyp(f.typ).label, text_to_html(fyll_i(f.text, kanda))) for f in rader]
