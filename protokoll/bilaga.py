"""The bilaga: who served at which §§, and how each voted in an open vote (KL 5:66–67)."""

from collections.abc import Iterable

from protokoll.dokumentvarden import Narvarorad, Omrostningslista
from protokoll.forlopp import Rader
from protokoll.models import Motesdeltagare, Narvarohandelse, Paragraf
from protokoll.narvarolista import Narvarolista
from protokoll.numrering import skriv_paragrafer

_RORELSER = {Narvarohandelse.Slag.KOMMER: "kom", Narvarohandelse.Slag.GAR: "gick"}


def narvarorader(lista: Narvarolista, paragrafer: Iterable[Paragraf]) -> tuple[Narvarorad, ...]:
    """Ledamöter in the order of the seats, then the ersättare who were there; of the given §§ alone."""
    holds = {p.pk for p in paragrafer}
    vid = [(p.nummer, v) for p, v in zip(lista.paragrafer, lista.vid, strict=True) if p.pk in holds and p.nummer]
    if not vid:
        return ()
    alla = {nummer for nummer, _ in vid}
    rader: list[Narvarorad] = []
    for d in lista.deltagare:
        if d.slag not in Motesdeltagare.FORTROENDEVALDA:
            continue
        tjanst: dict[int, set[int]] = {}
        for nummer, v in vid:
            if (plats := v.plats_for(d.pk)) is not None:
                tjanst.setdefault(plats, set()).add(nummer)
        serving = set().union(*tjanst.values())
        jav = {n for n, v in vid if d.pk in v.javiga}
        bredvid = {n for n, v in vid if d.pk in v.narvarande} - serving - jav
        borta = alla - serving - jav - bredvid
        ledamot = d.slag == Motesdeltagare.Slag.LEDAMOT
        if d.ar_vakant:
            rader.append(Narvarorad(d.namn_med_parti, anmarkning=_vakant_i_ord(d, lista, vid)))
            continue
        if not ledamot and not (serving or jav or bredvid):
            continue
        anmarkning = [
            _vid("jäv", jav, set()),
            _vid("närvarande", bredvid, alla),
            _vid("frånvarande", borta, alla) if ledamot else "",
            *_klockslag(d, lista, holds),
        ]
        rader += [
            Narvarorad(
                d.namn_med_parti,
                d.titel or ("" if ledamot else "ersättare"),
                tjanstgor=skriv_paragrafer(tjanst.get(plats, ())),
                tjanstgor_for="" if plats in (d.pk, None) else str(lista.deltagaren(plats)),
                anmarkning="; ".join(filter(None, anmarkning)) if n == 0 else "",
            )
            for n, plats in enumerate(tjanst or [None])
        ]
    return tuple(rader)


def _vid(ord_: str, nummer: set[int], alla: set[int]) -> str:
    if not nummer:
        return ""
    return ord_ if nummer == alla else f"{ord_} {skriv_paragrafer(nummer)}"


def _vakant_i_ord(plats: Motesdeltagare, lista: Narvarolista, vid) -> str:
    utan = {n for n, v in vid if not any(t.plats == plats.pk for t in v.tjanstgoring)}
    return "vakant plats" if not utan or len(utan) == len(vid) else f"vakant plats, ingen {skriv_paragrafer(utan)}"


def _klockslag(d: Motesdeltagare, lista: Narvarolista, holds: set[int]) -> list[str]:
    return [
        f"{_RORELSER[h.slag]} kl. {h.klockslag:%H.%M}"
        for h in lista.handelser
        if h.deltagare_id == d.pk and h.klockslag and h.slag in _RORELSER and h.paragraf_id in {None, *holds}
    ]


def omrostningslistor(lista: Narvarolista, paragrafer: Iterable[Paragraf]) -> tuple[Omrostningslista, ...]:
    """The votes that have been held, in order. Reads the prefetched relations."""
    listor: list[Omrostningslista] = []
    for paragraf in paragrafer:
        hallna = [o for o in paragraf.omrostningarna.all() if o.utfall]
        rader = Rader(paragraf, lista) if hallna else None
        listor += [rader.lista_over(o) for o in hallna]
    return tuple(listor)
