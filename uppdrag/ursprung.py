"""Where an uppdrag told of in an old protokoll was given: the sentences of the § that is here, by organ and day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from kommun.models import Organ
from protokoll.models import Paragraf
from uppdrag.forslag import Funnen, funna_i

# (giver, day, § or None where none is named)
Givet = tuple[Organ | None, date, int | None]
FLEST = 5


def ursprung(givna: Iterable[Givet]) -> dict[Givet, tuple[Funnen, ...]]:
    """The sentences that may have given each of them; none where it is not here, or where they are too many to choose
    between. Two queries, however many."""
    givna = [g for g in givna if g[0]]
    paragrafer = Paragraf.objects.filter(
        organ__in={g[0].pk for g in givna},
        sammantrade__datum__in={g[1] for g in givna},
        genom_hanvisning=False,
    )
    per_dag: dict[tuple[int, date], list[Paragraf]] = defaultdict(list)
    for p in paragrafer.select_related("organ", "sammantrade__organ").prefetch_related("besluten__till_organ"):
        per_dag[p.organ_id, p.sammantrade.datum].append(p)
    ut = {}
    for givare, dag, nummer in givna:
        funna = [f for p in per_dag[givare.pk, dag] if nummer in (None, p.nummer) for f in _funna(p)]
        if 0 < len(funna) <= FLEST:
            ut[givare, dag, nummer] = tuple(funna)
    return ut


def _funna(paragraf: Paragraf) -> Iterable[Funnen]:
    for beslut in paragraf.besluten.all():
        beslut.paragraf = paragraf  # the very object that is here already
        yield from (f for f in funna_i(beslut) if not f.mojlig)


def initial_av(givet: Givet, valt: str) -> dict:
    """What a form takes from the sentence that was chosen, or from the only one there is."""
    funna = ursprung([givet]).get(givet, ())
    funnen = next((f for f in funna if f.avtryck == valt), None) or (funna[0] if len(funna) == 1 else None)
    if funnen is None:
        return {}
    text = funnen.forslag.text
    return {"text": text[:1].upper() + text[1:], "paragraf": funnen.beslut.paragraf.nummer}
