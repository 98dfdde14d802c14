"""The front page and the bilaga of a protokoll as texts that a person corrects, and back again. Pure.

What nobody touched stays the very value that it was; a name that is mended among those who decided is mended wherever
it stands outside the §§.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import time

from protokoll.dokumentvarden import Ajournering, Deltagare, Dokument, Narvarogrupp, Narvarorad
from protokoll.uppstallning import ajournering_i_ord

_NAMN = re.compile(r"(?P<namn>[^(),]+?)(?: \((?P<parti>[^()]+)\))?(?P<rest>(?:, | tjänstgör).*)?")
_TID = r"(\d{1,2})[.:](\d{2})"
_PAUS = re.compile(rf"(?:{_TID}\s?[-–]\s?{_TID}|från {_TID})(?: \((§ \d+)\))?")
_CELLER, _RADEN = 4, "ledamot eller ersättare | tjänstgör | för | anmärkning"
_OM_NAMN = "En person på varje rad. Ett namn som rättas här rättas också i underskrifterna och bilagan."


@dataclass(frozen=True)
class Falt:
    """One text of the front page. `rader`: it has a line for each person or row."""

    namn: str
    etikett: str
    text: str
    rader: bool = False
    hjalp: str = ""


class FelText(ValueError):
    """What was typed in a field cannot be read."""

    def __init__(self, falt: str, mening: str):
        self.falt = falt
        super().__init__(mening)


def falten(d: Dokument) -> list[Falt]:
    """As it stands, in the order of the front page."""
    return [
        Falt("plats", "Plats", d.plats),
        Falt("start", "Började", _klockslag(d.start), hjalp="Timme och minut, till exempel 13.00."),
        Falt("slut", "Slutade", _klockslag(d.slut)),
        Falt(
            "ajourneringar",
            "Ajournering",
            "\n".join(map(ajournering_i_ord, d.ajourneringar)),
            rader=True,
            hjalp="En på varje rad, till exempel 14.25–14.35.",
        ),
        Falt("ledamoter", "Ledamöter", _deltagarna(d.ledamoter), rader=True, hjalp=_OM_NAMN),
        Falt("ersattare", d.ersattare_rubrik, _deltagarna(d.ersattare), rader=True),
        *_ovriga(d),
        Falt("justerare", "Protokolljusterare", "\n".join(d.justerare), rader=True),
        Falt("justering", "Justeringens plats och tid", d.justeringens_plats_och_tid),
        *(Falt(f"underskrift{n}", f"Underskrift: {u.roll.lower()}", u.namn) for n, u in enumerate(d.underskrifter)),
        *_narvarolistan(d),
    ]


def _ovriga(d: Dokument) -> Iterator[Falt]:
    for n, grupp in enumerate(d.ovriga or (Narvarogrupp("", ()),)):
        rubrik = grupp.rubrik or "Övriga närvarande"
        if grupp.paragrafer:
            yield Falt(f"vid{n}", f"{rubrik}: närvarande vid", grupp.paragrafer)
        etikett = f"{rubrik} ({grupp.paragrafer})" if grupp.paragrafer else rubrik
        yield Falt(f"ovriga{n}", etikett, _deltagarna(grupp.personer), rader=True)


def _narvarolistan(d: Dokument) -> Iterator[Falt]:
    if d.narvarolista:
        rader = map(_i_celler, d.narvarolista)
        hjalp = f"En rad i taget: {_RADEN}. Protokollsutdragen hämtar närvaron härifrån."
        yield Falt("narvarolista", "Närvarolista i bilagan", "\n".join(rader), rader=True, hjalp=hjalp)


def _i_celler(r: Narvarorad) -> str:
    return " | ".join((", ".join(filter(None, [r.namn, r.som])), r.tjanstgor, r.tjanstgor_for, r.anmarkning))


def _klockslag(tid: time | None) -> str:
    return f"{tid:%H.%M}" if tid else ""


def _deltagarna(deltagare: tuple[Deltagare, ...]) -> str:
    return "\n".join(d.rad for d in deltagare)


# And back


def med_texter(d: Dokument, texter: Mapping[str, str]) -> Dokument:
    """The document as the texts say: each of them a field of `falten`. Raises FelText."""
    stod = {f.namn: _radvis(f.text) for f in falten(d)}
    andrade = {namn: _radvis(text) for namn, text in texter.items() if namn in stod and _radvis(text) != stod[namn]}
    ny = d
    for namn, text in andrade.items():
        ny = _satt(ny, namn, text)
    ny = replace(ny, ovriga=tuple(g for g in ny.ovriga if g.personer))
    return _omdopt(ny, _nya_namn(d, ny))


def _radvis(text: str) -> str:
    """Without empty lines, and without space at the ends of the others."""
    return "\n".join(rad for r in text.splitlines() if (rad := " ".join(r.split())))


def _satt(d: Dokument, namn: str, text: str) -> Dokument:
    rader = text.split("\n") if text else []
    falt, nummer = re.fullmatch(r"(\D+)(\d*)", namn).groups()
    match falt:
        case "plats":
            return replace(d, plats=text)
        case "start" | "slut":
            return replace(d, **{falt: _tid(text, falt)})
        case "ajourneringar":
            return replace(d, ajourneringar=tuple(map(_paus, rader)))
        case "ledamoter" | "ersattare":
            return replace(d, **{falt: _personer(rader, getattr(d, falt))})
        case "vid" | "ovriga":
            return replace(d, ovriga=_grupperna(d.ovriga, falt, int(nummer), text, rader))
        case "justerare":
            return replace(d, justerare=tuple(rader))
        case "justering":
            return replace(d, justeringens_plats_och_tid=text)
        case "underskrift":
            if not text:
                raise FelText(namn, "Skriv namnet på den som skrev under.")
            alla = enumerate(d.underskrifter)
            return replace(d, underskrifter=tuple(replace(u, namn=text) if n == int(nummer) else u for n, u in alla))
    kanda = {_radvis(_i_celler(r)): r for r in d.narvarolista}
    return replace(d, narvarolista=tuple(kanda.get(r) or _rad(r) for r in rader))


def _tid(text: str, falt: str) -> time | None:
    if not text:
        return None
    if m := re.fullmatch(_TID, text):
        try:
            return time(int(m[1]), int(m[2]))
        except ValueError:
            pass
    raise FelText(falt, "Skriv tiden som timme och minut, till exempel 13.00.")


def _paus(rad: str) -> Ajournering:
    m = _PAUS.fullmatch(rad)
    if not m:
        raise FelText("ajourneringar", f"Skriv ”{rad}” som 14.25–14.35, och med paragrafen efter: 14.25–14.35 (§ 17).")
    fran, till = (f"{m[1]}.{m[2]}", f"{m[3]}.{m[4]}") if m[1] else (f"{m[5]}.{m[6]}", "")
    return Ajournering(_tid(fran, "ajourneringar"), _tid(till, "ajourneringar"), m[7] or "")


def _personer(rader: list[str], stod: tuple[Deltagare, ...]) -> tuple[Deltagare, ...]:
    kanda = {d.rad: d for d in stod}
    return tuple(kanda.get(rad) or _deltagare(rad) for rad in rader)


def _deltagare(rad: str) -> Deltagare:
    """ "Jacob Käll (C), ordförande" in its parts; what cannot be parted stands whole."""
    if m := _NAMN.fullmatch(rad):
        rest = m["rest"] or ""
        om = {"anmarkning": rest.strip()} if rest.startswith(" ") else {"titel": rest.removeprefix(", ")}
        if (d := Deltagare(m["namn"], m["parti"] or "", **om)).rad == rad:
            return d
    return Deltagare(rad)


def _grupperna(grupper, falt: str, nummer: int, text: str, rader: list[str]) -> tuple[Narvarogrupp, ...]:
    grupper = grupper or (Narvarogrupp("", ()),)
    ny = (
        (lambda g: replace(g, paragrafer=text))
        if falt == "vid"
        else (lambda g: replace(g, personer=_personer(rader, g.personer)))
    )
    return tuple(ny(g) if n == nummer else g for n, g in enumerate(grupper))


def _rad(text: str) -> Narvarorad:
    celler = [c.strip() for c in text.split("|")]
    if len(celler) != _CELLER or not celler[0]:
        raise FelText(
            "narvarolista",
            f"Raden ”{text}” ska ha fyra delar med | emellan: {_RADEN}.",
        )
    namn, _, som = celler[0].partition(", ")
    return Narvarorad(namn, som, *celler[1:])


# A name that was wrong stands in several places


def _nya_namn(fore: Dokument, efter: Dokument) -> dict[str, str]:
    """Name as it stood → as it reads, of those who decided, when there are as many as before."""
    ut = {}
    for falt in ("ledamoter", "ersattare"):
        gamla, nya = getattr(fore, falt), getattr(efter, falt)
        if len(gamla) == len(nya):
            par = [(a.namn_med_parti, b.namn_med_parti) for a, b in zip(gamla, nya, strict=True)]
            kvar = {b for _, b in par}
            ut |= {a: b for a, b in par if a != b and a not in kvar}
    return ut


def _omdopt(d: Dokument, namnen: dict[str, str]) -> Dokument:
    if not namnen:
        return d

    def rad(text: str) -> str:
        for gammalt, nytt in namnen.items():
            if nytt not in text:
                text = re.sub(rf"(?<!\w){re.escape(gammalt)}(?!\w)", lambda _, n=nytt: n, text)
        return text

    return replace(
        d,
        ledamoter=_varje(d.ledamoter, rad, "anmarkning"),
        ersattare=_varje(d.ersattare, rad, "anmarkning"),
        justerare=tuple(map(rad, d.justerare)),
        underskrifter=_varje(d.underskrifter, rad, "namn"),
        narvarolista=_varje(d.narvarolista, rad, "namn", "tjanstgor_for", "anmarkning"),
        omrostningslistor=tuple(
            replace(o, rader=_varje(o.rader, rad, "namn", "ersatter", "franvaro")) for o in d.omrostningslistor
        ),
    )


def _varje(rader: tuple, rad: Callable[[str], str], *falt: str) -> tuple:
    return tuple(replace(r, **{f: rad(getattr(r, f)) for f in falt}) for r in rader)
