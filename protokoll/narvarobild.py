"""The presence of a meeting as its page shows it: a row per person, a column per §, and the same in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from protokoll.models import Motesdeltagare, Narvarohandelse, Paragraf
from protokoll.narvaro import VidParagraf
from protokoll.narvaroandring import ar_last, i_ord, namn_pa
from protokoll.narvarolista import Narvarolista

Slag = Motesdeltagare.Slag
UPPROP = "upprop"
GRUPPER = (
    ("Ledamöter", Slag.LEDAMOT),
    ("Ersättare", Slag.ERSATTARE),
    ("Tjänstepersoner", Slag.TJANSTEPERSON),
    ("Personalföreträdare", Slag.PERSONALFORETRADARE),
    ("Övriga", Slag.OVRIG),
)
# What a square looks like without colour.
TECKEN = {
    "leder": "O",
    "tjanstgor": "●",
    "ersatter": "E",
    "narvarande": "○",
    "javig": "J",
    "borta": "–",
    "vakant": "–",
}


@dataclass(frozen=True, slots=True)
class Kolumn:
    """A § of the picture; `paragraf` None is the upprop."""

    nyckel: str
    namn: str
    rubrik: str = ""
    last: bool = False
    aktuell: bool = False
    paragraf: Paragraf | None = None


@dataclass(frozen=True, slots=True)
class Ruta:
    """Somebody at a §."""

    kolumn: Kolumn
    lage: str
    ord: str
    # Something was written down about just this person at just this §.
    handelse: bool = False

    @property
    def tecken(self) -> str:
        return TECKEN[self.lage]


@dataclass(frozen=True, slots=True)
class Bildrad:
    deltagare: Motesdeltagare
    rutor: tuple[Ruta, ...]
    # Away, or a vacant seat, where an ersättare could step in.
    kan_ersattas: bool = False


@dataclass(frozen=True, slots=True)
class Bildgrupp:
    rubrik: str
    rader: tuple[Bildrad, ...]


@dataclass(frozen=True, slots=True)
class Punkt:
    """The same for one §, in words: what it is called, and (what, who)."""

    kolumn: Kolumn
    grupper: tuple[tuple[str, tuple[Motesdeltagare, ...]], ...]
    beslutfor: bool


@dataclass(frozen=True)
class Bild:
    kolumner: tuple[Kolumn, ...]
    grupper: tuple[Bildgrupp, ...]
    punkter: tuple[Punkt, ...]


def bild(lista: Narvarolista, *, aktuell: int | None = None) -> Bild:
    """`aktuell` is the key of the § that is being handled."""
    kolumner = tuple(
        Kolumn(str(p.pk), namn_pa(p, lista), p.rubrik, ar_last(p), p.pk == aktuell, p) for p in lista.paragrafer
    )
    upprop = Kolumn(UPPROP, "Upprop", "Närvarande vid uppropet", last=bool(kolumner) and all(k.last for k in kolumner))
    hant = {(h.deltagare_id, h.paragraf_id) for h in lista.handelser}
    grupper = []
    for rubrik, slag in GRUPPER:
        rader = tuple(_rad(d, lista, upprop, kolumner, hant) for d in lista.deltagare if d.slag == slag)
        if rader:
            grupper.append(Bildgrupp(rubrik, rader))
    punkter = tuple(_punkt(lista, n, k) for n, k in enumerate(kolumner))
    return Bild((upprop, *kolumner), tuple(grupper), punkter)


def _rad(d: Motesdeltagare, lista: Narvarolista, upprop: Kolumn, kolumner: Iterable[Kolumn], hant: set) -> Bildrad:
    rutor = [_vid_upprop(d, upprop, lista, (d.pk, None) in hant)]
    for n, k in enumerate(kolumner):
        lage, ord_ = _lage(d, lista.vid[n], lista)
        rutor.append(Ruta(k, lage, ord_, (d.pk, k.paragraf.pk) in hant))
    ersatts = any(r.lage in ("borta", "javig", "vakant") for r in rutor)
    return Bildrad(d, tuple(rutor), d.slag == Slag.LEDAMOT and ersatts)


def _vid_upprop(d: Motesdeltagare, kolumn: Kolumn, lista: Narvarolista, handelse: bool) -> Ruta:
    if d.ar_vakant:
        return Ruta(kolumn, "vakant", "vakant", handelse)
    for h in lista.handelser:
        if h.slag == Narvarohandelse.Slag.ERSATTER and h.deltagare_id == d.pk and h.paragraf_id is None:
            return Ruta(kolumn, "ersatter", f"tjänstgör för {lista.deltagaren(h.for_deltagare_id)}", True)
    if not d.vid_upprop:
        return Ruta(kolumn, "borta", "inte där", handelse)
    tjanstgor = d.slag == Slag.LEDAMOT
    return Ruta(kolumn, "tjanstgor" if tjanstgor else "narvarande", "närvarande", handelse)


def _lage(d: Motesdeltagare, vid: VidParagraf, lista: Narvarolista) -> tuple[str, str]:
    plats = vid.plats_for(d.pk)
    if d.pk in vid.javiga:
        return "javig", "jävig"
    if plats is not None and d.pk == vid.ordforande:
        return "leder", "tjänstgör och leder sammanträdet"
    if plats is not None and plats != d.pk:
        return "ersatter", f"tjänstgör för {lista.deltagaren(plats)}"
    if plats is not None:
        return "tjanstgor", "tjänstgör"
    if d.ar_vakant:
        return "vakant", "vakant"
    if d.pk in vid.narvarande:
        return "narvarande", "närvarande"
    return "borta", "inte där"


def _punkt(lista: Narvarolista, n: int, kolumn: Kolumn) -> Punkt:
    vid = lista.vid[n]
    serving = [lista.deltagaren(id) for id in vid.tjanstgorande]
    ovriga = [d for d in lista.deltagare if d.pk in vid.narvarande and vid.plats_for(d.pk) is None]
    javiga = [d for d in lista.deltagare if d.pk in vid.javiga]
    borta = [
        d
        for d in lista.deltagare
        if d.slag == Slag.LEDAMOT and not d.ar_vakant and d.pk not in vid.narvarande | vid.javiga
    ]
    grupper = (("Tjänstgör", serving), ("Jäv", javiga), ("Inte där", borta), ("Övriga i rummet", ovriga))
    return Punkt(kolumn, tuple((rubrik, tuple(folk)) for rubrik, folk in grupper if folk), vid.beslutfor)


@dataclass(frozen=True, slots=True)
class Hant:
    """What happened, in words, newest of the meeting last."""

    rad: Narvarohandelse
    ord: str
    last: bool
    senast: bool


def handelser(lista: Narvarolista) -> tuple[Hant, ...]:
    lasta = {p.pk for p in lista.paragrafer if ar_last(p)}
    senast = max((h.pk for h in lista.handelser), default=None)
    return tuple(Hant(h, _odelat(i_ord(h, lista)), h.paragraf_id in lasta, h.pk == senast) for h in lista.handelser)


def _odelat(text: str) -> str:
    """A number never starts a line of its own."""
    return text.replace("§ ", "§\u00a0").replace("punkt ", "punkt\u00a0").replace("kl. ", "kl.\u00a0")


def kort(lista: Narvarolista, *, aktuell: int | None = None) -> dict:
    """What `protokoll/_narvaro_kort.html` shows: how it stands at the § in hand (else the first), and who is away."""
    if not lista.deltagare:
        return {"lista": lista}
    n = next((n for n, p in enumerate(lista.paragrafer) if p.pk == aktuell), 0)
    vid = lista.vid[n] if lista.vid else None
    platser = [d for d in lista.deltagare if d.slag == Slag.LEDAMOT]
    if vid is None:
        borta = [d for d in platser if not d.vid_upprop and not d.ar_vakant]
        return {"lista": lista, "borta": borta}
    par = [(lista.deltagaren(t.person), lista.deltagaren(t.plats)) for t in vid.tjanstgoring if t.person != t.plats]
    return {
        "lista": lista,
        "vid": namn_pa(lista.paragrafer[n], lista),
        "antal": len(vid.tjanstgoring),
        "platser": vid.platser,
        "beslutfor": vid.beslutfor,
        "leder": lista.deltagaren(vid.ordforande),
        "ersattare": par,
        "borta": [d for d in platser if d.pk not in vid.narvarande | vid.javiga and not d.ar_vakant],
        "javiga": [d for d in lista.deltagare if d.pk in vid.javiga],
    }
