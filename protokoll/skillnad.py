"""What differs between two versions of a protokoll: per §, word by word, and on the front page. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from kommun.editor import html_to_text
from protokoll.dokumentvarden import Dokument, Omrostningslista, Textdel, Tryckt
from protokoll.textskillnad import andrade_block, efter, fore, forkortad, jamfor, par, som_html, steg
from protokoll.uppstallning import uppstallning


@dataclass(frozen=True)
class Delskillnad:
    """A part that differs: its heading and text with what went and what came marked.

    `lage` is "andrad", "ny" or "borttagen"; `fore` and `efter` are the words of the paragraphs that differ.
    """

    rubrik: str
    lage: str
    html: str
    fore: str = ""
    efter: str = ""


@dataclass(frozen=True)
class Paragrafskillnad:
    """One §: `lage` is "samma", "andrad", "ny" or "borttagen"; `delar` are those that differ."""

    nummer: int | None
    beteckning: str
    rubrik: str
    lage: str
    delar: tuple[Delskillnad, ...] = ()


@dataclass(frozen=True)
class Skillnad:
    framsidan: tuple[Delskillnad, ...]
    paragrafer: tuple[Paragrafskillnad, ...]
    bilagan: tuple[Delskillnad, ...]

    @property
    def andrade(self) -> tuple[Paragrafskillnad, ...]:
        """The §§ that a reader of the one has not read in the other."""
        return tuple(p for p in self.paragrafer if p.lage != "samma")

    @property
    def andrade_nummer(self) -> frozenset[int]:
        return frozenset(p.nummer for p in self.andrade if p.nummer)

    @property
    def finns(self) -> bool:
        return bool(self.framsidan or self.andrade or self.bilagan)


def skillnad(gammalt: Dokument, nytt: Dokument) -> Skillnad:
    return Skillnad(
        framsidan=_avsnitten(framsidan(gammalt), framsidan(nytt)),
        paragrafer=tuple(_paragraferna(gammalt.paragrafer, nytt.paragrafer)),
        bilagan=_avsnitten(bilagan(gammalt), bilagan(nytt)),
    )


# A text


def textskillnad(rubrik: str, gammal: str, ny: str, *, kort: bool = False) -> Delskillnad | None:
    """None where they say the same. `kort`: what did not change is left out."""
    if gammal == ny:
        return None
    trad = jamfor(gammal, ny)
    andrat = andrade_block(trad)
    if not andrat:
        return None
    lage = "andrad" if html_to_text(gammal) and html_to_text(ny) else "ny" if html_to_text(ny) else "borttagen"
    visas = forkortad(trad) if kort else trad
    return Delskillnad(rubrik, lage, som_html(visas), _ord(fore(andrat)), _ord(efter(andrat)))


def _ord(trad) -> str:
    return html_to_text(som_html(trad, upplast=False))


def rubrikskillnad(gammal: str, ny: str) -> str:
    """A line of words, marked."""
    return som_html(jamfor(escape(gammal, quote=False), escape(ny, quote=False)))


# A §


def _paragraferna(gamla: Sequence[Tryckt], nya: Sequence[Tryckt]) -> Iterable[Paragrafskillnad]:
    for vad, a1, a2, b1, b2 in steg([_vilken(p) for p in gamla], [_vilken(p) for p in nya]):
        if vad != "equal":
            yield from (_hel(p, "borttagen") for p in gamla[a1:a2])
            yield from (_hel(p, "ny") for p in nya[b1:b2])
            continue
        for gammal, ny in zip(gamla[a1:a2], nya[b1:b2], strict=True):
            delar = tuple(_huvudet(gammal, ny)) + tuple(_delarna(gammal.delar, ny.delar))
            lage = "andrad" if delar else "samma"
            yield Paragrafskillnad(ny.nummer, ny.beteckning, ny.rubrik, lage, delar)


def _vilken(p: Tryckt) -> str:
    return p.beteckning if p.nummer else p.rubrik


def _hel(p: Tryckt, lage: str) -> Paragrafskillnad:
    delar = (_del(None, d) if lage == "ny" else _del(d, None) for d in p.delar)
    return Paragrafskillnad(p.nummer, p.beteckning, p.rubrik, lage, tuple(d for d in delar if d))


def _huvudet(a: Tryckt, b: Tryckt) -> Iterable[Delskillnad]:
    for namn, gammal, ny in (("Rubrik", a.rubrik, b.rubrik), ("Diarienummer", a.dnr, b.dnr)):
        if gammal != ny:
            lage = "andrad" if gammal and ny else "ny" if ny else "borttagen"
            yield Delskillnad(namn, lage, rubrikskillnad(gammal, ny), gammal, ny)


def _delarna(gamla: Sequence[Textdel], nya: Sequence[Textdel]) -> Iterable[Delskillnad]:
    for gammal, ny in par(gamla, nya, _samma_del):
        if (denna := _del(gammal, ny)) is not None:
            yield denna


def _samma_del(a: Textdel, b: Textdel) -> float:
    """Of a kind, and better so with the same heading and words."""
    return (a.typ == b.typ) * (0.5 + 0.3 * (a.rubrik == b.rubrik) + 0.2 * (a.html == b.html))


def _del(gammal: Textdel | None, ny: Textdel | None) -> Delskillnad | None:
    if gammal is None or ny is None:
        denna = gammal or ny
        lage, tom = ("borttagen", "ny")[gammal is None], Textdel(denna.typ, "", denna.niva, "")
        ut = textskillnad(denna.rubrik, (gammal or tom).html, (ny or tom).html)
        # A heading without text of its own came or went.
        return ut or Delskillnad(denna.rubrik, lage, "", *((denna.rubrik, "") if ny is None else ("", denna.rubrik)))
    if gammal.rubrik == ny.rubrik:
        return textskillnad(ny.rubrik, gammal.html, ny.html)
    text = textskillnad(ny.rubrik, gammal.html, ny.html)
    rubriken = f"<p>Rubriken: {rubrikskillnad(gammal.rubrik, ny.rubrik)}</p>"
    return Delskillnad(
        ny.rubrik,
        "andrad",
        rubriken + (text.html if text else ny.html),
        "\n".join(filter(None, [gammal.rubrik, text and text.fore])),
        "\n".join(filter(None, [ny.rubrik, text and text.efter])),
    )


# The front page and the bilaga, as rows of texts


def _avsnitten(gamla: dict[str, str], nya: dict[str, str]) -> tuple[Delskillnad, ...]:
    rubriker = [*nya, *(r for r in gamla if r not in nya)]
    par_ = ((r, gamla.get(r, ""), nya.get(r, "")) for r in rubriker)
    return tuple(d for r, gammal, ny in par_ if (d := textskillnad(r, gammal, ny, kort=True)) is not None)


def _rader(rader: Iterable[str]) -> str:
    return "".join(f"<p>{escape(r, quote=False)}</p>" for r in rader if r)


def framsidan(d: Dokument) -> dict[str, str]:
    """What stands on the front page: heading → text."""
    u = uppstallning(d)
    ajourneringar = f"Ajournering: {u['ajourneringar']}" if u["ajourneringar"] else ""
    ovriga: dict[str, list[str]] = {}
    for grupp in d.ovriga:
        namn = "; ".join(p.rad for p in grupp.personer)
        ovriga.setdefault(grupp.rubrik or "Övriga närvarande", []).append(
            f"{grupp.paragrafer}: {namn}" if grupp.paragrafer else namn
        )
    return {
        "Organ": _rader([d.organ, d.kommun]),
        "Plats och tid": _rader([u["tid"], ajourneringar]),
        **{rubrik: _rader(p.rad for p in deltagare) for rubrik, deltagare in u["beslutande"]},
        **{rubrik: _rader(rader) for rubrik, rader in ovriga.items()},
        "Protokolljusterare": _rader(d.justerare),
        "Justeringens plats och tid": _rader([d.justeringens_plats_och_tid]),
        "Paragrafer": _rader([d.paragrafspann]),
        "Underskrifter": _rader(
            ", ".join(filter(None, [s.namn, s.roll.lower(), s.paragrafer])) for s in d.underskrifter
        ),
    }


def _tabell(rubriker: Sequence[str], rader: Iterable[Sequence[str]]) -> str:
    def rad(celler: Sequence[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(c, quote=False)}</{tag}>" for c in celler) + "</tr>"

    kropp = "".join(rad(r, "td") for r in rader)
    return f"<table><thead>{rad(rubriker, 'th')}</thead><tbody>{kropp}</tbody></table>" if kropp else ""


_NARVARO = ("Ledamot eller ersättare", "Tjänstgör", "För", "Anmärkning")
_ROSTER = ("Ledamot eller tjänstgörande ersättare", "Ersätter", "Röst")
_ROST = {"ja": "Ja", "nej": "Nej", "avstar": "Avstår"}


def bilagan(d: Dokument) -> dict[str, str]:
    """The närvarolista and each omröstningslista: heading → text."""
    narvaro = (
        (", ".join(filter(None, [r.namn, r.som])), r.tjanstgor, r.tjanstgor_for, r.anmarkning) for r in d.narvarolista
    )
    ut = {"Närvarolista": _tabell(_NARVARO, narvaro)}
    for lista in d.omrostningslistor:
        nr = f" nr {lista.nummer}" if lista.nummer else ""
        ut[f"Omröstningslista{nr}, {lista.paragraf}"] = _lista(lista)
    return ut


def _lista(lista: Omrostningslista) -> str:
    summa = f"{lista.ja} ja, {lista.nej} nej, {lista.avstar} avstår"
    om = [lista.rubrik, f"Ja-röst: {lista.ja_innebar}", f"Nej-röst: {lista.nej_innebar}", summa, lista.resultat]
    roster = (
        (", ".join(filter(None, [r.namn, r.titel])), r.ersatter, _ROST.get(r.rost, r.franvaro)) for r in lista.rader
    )
    return _rader(om) + _tabell(_ROSTER, roster)
