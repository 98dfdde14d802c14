"""The bilaga: who served at which §§, and how each voted in an open vote (KL 5:66–67)."""

from collections.abc import Collection, Iterable

from protokoll import narvaro
from protokoll.dokumentvarden import Narvarorad, Omrostningslista, Rostrad
from protokoll.forlopp import Rader
from protokoll.models import Motesdeltagare, Narvarohandelse, Omrostning, Paragraf
from protokoll.narvarolista import Narvarolista
from protokoll.numrering import skriv_paragrafer
from protokoll.omrostning import deltar_ej, givna_roster, rakning

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
    """The finished votes in order, numbered through the protokoll. Reads the prefetched relations."""
    listor: list[Omrostningslista] = []
    for paragraf in paragrafer:
        hallna = [o for o in paragraf.omrostningarna.all() if o.utfall]
        rader = Rader(paragraf, lista) if hallna else None
        listor += [_lista(n, o, rader) for n, o in enumerate(hallna, start=len(listor) + 1)]
    return tuple(listor)


def _lista(nummer: int, omrostning: Omrostning, rader: Rader) -> Omrostningslista:
    paragraf, summa, i_paragrafen = rader.paragraf, rakning(omrostning), rader.nummer(omrostning)
    return Omrostningslista(
        nummer=nummer,
        paragraf=paragraf.beteckning + (f", omröstning {i_paragrafen}" if i_paragrafen else ""),
        rubrik=paragraf.rubrik,
        ja_innebar=omrostning.ja_innebar,
        nej_innebar=omrostning.nej_innebar,
        ja=summa.ja,
        nej=summa.nej,
        avstar=summa.avstar,
        sluten=omrostning.sluten,
        rader=() if omrostning.sluten else tuple(_rader(paragraf, rader.lista, givna_roster(omrostning))),
        resultat=rader.omrostningens(omrostning)[1],
    )


def _rader(paragraf: Paragraf, lista: Narvarolista, roster: dict[int, str]) -> list[Rostrad]:
    """A row for every seat; who presides stands last."""
    vid = lista.vid_paragraf(paragraf)
    rader, sist = [], []
    kvar, utan_del = dict(roster), deltar_ej(paragraf)
    for plats in lista.deltagare:
        if plats.slag != Motesdeltagare.Slag.LEDAMOT:
            continue
        vem = next((lista.deltagaren(t.person) for t in vid.tjanstgoring if t.plats == plats.pk), None)
        rad = _rostrad(plats, vem, vid, roster, utan_del)
        (sist if vem and vem.pk == vid.ordforande else rader).append(rad)
        if vem:
            kvar.pop(vem.pk, None)
    # Somebody voted whom the presence, changed afterwards, no longer has as serving: the sum must still add up.
    rader += [
        Rostrad(str(lista.deltagaren(id)), rost=rost, franvaro="tjänstgör inte enligt närvaron")
        for id, rost in kvar.items()
    ]
    return rader + sist


def _rostrad(plats, vem, vid: narvaro.VidParagraf, roster: dict[int, str], utan_del: Collection[int]) -> Rostrad:
    if vem is None:
        orsak = "vakant" if plats.ar_vakant else "jäv" if plats.pk in vid.javiga else "frånvarande"
        return Rostrad(plats.namn_med_parti, franvaro=orsak)
    rost = roster.get(vem.pk, "")
    return Rostrad(
        vem.namn_med_parti,
        titel="ordförande" if vem.pk == vid.ordforande else vem.titel,
        ersatter="" if vem is plats else plats.namn_med_parti,
        rost=rost,
        franvaro="" if rost else "deltar ej" if vem.pk in utan_del else "har inte röstat",
    )
