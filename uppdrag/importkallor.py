"""The beslut that gave the uppdrag of a list: found, or made as far as the list tells of them, many at once.

The same rule as `uppdrag.kalla.beslut_som_gav` has for one; a test runs both over the same cases.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from kommun.editor import text_to_html
from kommun.fel import DomanFel
from kommun.history import spara_nya
from kommun.models import Organ
from protokoll.models import Beslut, Paragraf, Sammantrade
from protokoll.skrivning import STEG
from uppdrag.inlasning.register import Nyckel


@dataclass(frozen=True, slots=True)
class Hanvisning:
    """A § as the list tells of it; text and dnr are used when it is not here."""

    nyckel: Nyckel
    datum: date
    text: str = ""
    dnr: str = ""


def besluten_som_gav(hanvisningar: list[Hanvisning], *, rubrik: str, orsak: str, by) -> dict[Nyckel, Beslut]:
    """The single beslut of each §. The caller holds the locks of the organ and has checked the §§ that are here."""
    funna = besluten_som_finns(hanvisningar)
    saknade = [h for h in hanvisningar if h.nyckel not in funna]
    if not saknade:
        return funna
    organ = Organ.objects.in_bulk({h.nyckel[0] for h in saknade})
    moten, sist = _moten(saknade, organ, orsak, by)
    paragrafer = []
    for h in saknade:
        organ_id, ar, nummer = h.nyckel
        sammantrade = moten[(organ_id, h.datum)]
        sist[sammantrade.pk] = sist.get(sammantrade.pk, 0) + 1
        paragrafer.append(
            Paragraf(
                sammantrade=sammantrade,
                organ=organ[organ_id],
                ar=ar,
                nummer=nummer,
                ordning=sist[sammantrade.pk],
                rubrik=rubrik,
                dnr=h.dnr,
                genom_hanvisning=True,
            )
        )
    spara_nya(paragrafer, by=by, reason=orsak)
    nya = [
        Beslut(paragraf=p, rubrik=f"{organ[h.nyckel[0]].genitiv} beslut", text=text_to_html(h.text), ordning=STEG)
        for p, h in zip(paragrafer, saknade, strict=True)
    ]
    spara_nya(nya, by=by, reason=orsak)
    return funna | {h.nyckel: beslut for h, beslut in zip(saknade, nya, strict=True)}


def besluten_som_finns(hanvisningar: list[Hanvisning]) -> dict[Nyckel, Beslut]:
    """The single beslut of each § that is here. Raises DomanFel when one is not as the list was read against it."""
    if not hanvisningar:
        return {}
    organ, ar, nummer = ({h.nyckel[i] for h in hanvisningar} for i in range(3))
    nycklar = {h.nyckel: h for h in hanvisningar}
    funna: dict[Nyckel, Beslut] = {}
    besluten = Beslut.objects.filter(
        paragraf__organ__in=organ, paragraf__ar__in=ar, paragraf__nummer__in=nummer
    ).select_related("paragraf__sammantrade", "paragraf__organ")
    for beslut in besluten:
        p = beslut.paragraf
        nyckel = (p.organ_id, p.ar, p.nummer)
        if nyckel not in nycklar:
            continue
        if nyckel in funna or p.sammantrade.datum != nycklar[nyckel].datum:
            raise DomanFel(f"{p} har ändrats sedan listan granskades. Granska den igen.")
        funna[nyckel] = beslut
    return funna


def _moten(
    saknade: list[Hanvisning], organ: dict[int, Organ], orsak: str, by
) -> tuple[dict[tuple[int, date], Sammantrade], dict[int, int]]:
    """The meeting of each missing §, made where it is not here, and the place of its last §."""
    dagar = {(h.nyckel[0], h.datum) for h in saknade}
    finns = Sammantrade.objects.filter(organ__in=organ, datum__in={d for _, d in dagar}).order_by("-pk")
    moten = {(s.organ_id, s.datum): s for s in finns}
    nya = [
        Sammantrade(organ=organ[o], datum=datum, lage=Sammantrade.Lage.HANVISNING)
        for o, datum in sorted(dagar - moten.keys())
    ]
    for s in spara_nya(nya, by=by, reason=orsak):
        moten[(s.organ_id, s.datum)] = s
    sist = Paragraf.objects.filter(sammantrade__in=moten.values()).order_by().values_list("sammantrade")
    return moten, dict(sist.annotate(n=Max("ordning")))
