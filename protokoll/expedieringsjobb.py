"""The worker's part of an expediering: many or long utdrag and mails, away from the page."""

from kommun.bakgrund import arbete
from protokoll.expediering import utfor
from protokoll.models import Paragraf, Sandning

# Of more than this it is for the worker: a page never waits for so many PDFs and mails, nor for so long ones.
MEST_I_ANROP, TECKEN_I_ANROP = 5, 20_000


@arbete("Expediera utdrag", langt=True)
def utfor_sandning(pk: int) -> None:
    utfor(Sandning.objects.get(pk=pk))


def gar_i_anropet(sandning: Sandning) -> bool:
    if len({r["till"].casefold() for r in sandning.rader}) > MEST_I_ANROP:
        return False
    valda = {r["paragraf"] for r in sandning.rader}
    nummer = set(Paragraf.objects.filter(pk__in=valda).values_list("nummer", flat=True))
    paragraferna = [p for p in sandning.version.innehall["paragrafer"] if p["nummer"] in nummer]
    return sum(len(d["html"]) for p in paragraferna for d in p["delar"]) <= TECKEN_I_ANROP
