"""What somebody must look at before a protokoll goes out on the web: numbers and names of people. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kommun.editor import html_to_text
from protokoll.dokumentvarden import Dokument
from protokoll.maskering import STYCKE, Mask, Maskerat, kvar
from protokoll.personnamn import grundform, igenkannare, personnamn_i
from protokoll.personnummer import dolt, personnummer_i

PERSONNUMMER, NAMN, EJ_FUNNEN, KVAR = "personnummer", "namn", "ej_funnen", "kvar"
MEST_NAMN = 200


@dataclass(frozen=True)
class Stycke:
    """A text of the document: where it stands in words, the place of its § (None: the front page), and what it says."""

    namn: str
    plats: int | None
    text: str


@dataclass(frozen=True)
class Fynd:
    """`passage` is what a mask of it withholds, in the § of `plats`."""

    kod: str
    text: str
    plats: int | None = None
    passage: str = ""


@dataclass(frozen=True)
class Publiceringskoll:
    fynd: tuple[Fynd, ...]

    def av(self, kod: str) -> list[Fynd]:
        return [f for f in self.fynd if f.kod == kod]

    @property
    def personnummer(self) -> list[Fynd]:
        return self.av(PERSONNUMMER)

    @property
    def namn(self) -> list[Fynd]:
        return self.av(NAMN)

    @property
    def ej_funna(self) -> list[Fynd]:
        return self.av(EJ_FUNNEN)

    @property
    def kvar(self) -> list[Fynd]:
        return self.av(KVAR)

    @property
    def att_bedoma(self) -> bool:
        """Something that somebody must have judged."""
        return bool(self.namn or self.kvar)


def stycken(dokument: Dokument) -> Iterable[Stycke]:
    """Every text that a reader of the document meets, but the names of those who decided and signed."""
    for grupp in dokument.ovriga:
        for d in grupp.personer:
            yield Stycke("framsidan", None, d.rad)
    for r in dokument.rattelser:
        yield Stycke("rättelsen på framsidan", None, "\n".join((r.rubrik, r.fore, r.efter, r.skal)))
    for plats, p in enumerate(dokument.paragrafer):
        yield Stycke(f"{p.beteckning}, rubriken", plats, p.rubrik)
        yield Stycke(f"{p.beteckning}, diarienumret", plats, p.dnr)
        for d in p.delar:
            var = f"{p.beteckning}, ”{d.rubrik}”" if d.rubrik else p.beteckning
            yield Stycke(var, plats, f"{d.rubrik}\n{html_to_text(d.html)}")
        for r in p.rattelser:
            yield Stycke(f"{p.beteckning}, rättelsen", plats, "\n".join((r.rubrik, r.fore, r.efter, r.skal)))
    platser = {p.beteckning: n for n, p in enumerate(dokument.paragrafer)}
    for o in dokument.omrostningslistor:
        text = "\n".join(filter(None, [o.rubrik, o.ja_innebar, o.nej_innebar, o.resultat]))
        yield Stycke(f"omröstningslistan till {o.paragraf}", platser.get(o.paragraf), text)


def text_av(dokument: Dokument) -> str:
    """The words that the search of the public pages looks in."""
    return "\n".join(filter(None, (s.text for s in stycken(dokument))))


def granska(webb: Maskerat, masker: Iterable[Mask], *, kanda: Collection[str]) -> Publiceringskoll:
    """Of the web version as it would be now. `kanda` are the names that may stand: förtroendevalda and officials."""
    alla = [s for s in stycken(webb.dokument) if s.text]
    fynd = [f for s in alla for f in _personnummer(s)]
    fynd += _namn(alla, kanda | frozenset(_egna(webb.dokument)))
    for m in webb.ej_funna:
        fynd.append(Fynd(EJ_FUNNEN, m.text, m.plats))
    for text, plats in {m.text: m.plats for m in masker if m.slag == STYCKE and m not in webb.ej_funna}.items():
        fynd += [Fynd(KVAR, s.namn, s.plats if s.plats is not None else plats, text) for s in _kvar(alla, text)]
    return Publiceringskoll(tuple(fynd))


def _kvar(alla: list[Stycke], text: str) -> list[Stycke]:
    namn = set(kvar(((str(n), s.text) for n, s in enumerate(alla)), text))
    return [s for n, s in enumerate(alla) if str(n) in namn]


def _personnummer(s: Stycke) -> Iterable[Fynd]:
    for fran, till in personnummer_i(s.text):
        nummer = s.text[fran:till]
        yield Fynd(PERSONNUMMER, f"{s.namn} (börjar med {dolt(nummer)})", s.plats, nummer)


def _egna(dokument: Dokument) -> Iterable[str]:
    """Those who decided and signed stand in the document by their office."""
    for d in (*dokument.ledamoter, *dokument.ersattare):
        yield d.namn
    for rad in (*(u.namn for u in dokument.underskrifter), *dokument.justerare):
        yield rad.partition(" (")[0]
    for rad in dokument.narvarolista:
        yield rad.namn.partition(" (")[0]


def _namn(alla: list[Stycke], kanda: Collection[str]) -> list[Fynd]:
    """Each name once, with all the places where it stands."""
    ar_kant = igenkannare(kanda)
    var: dict[str, tuple[int | None, list[str]]] = {}
    for s in alla:
        for namn in personnamn_i(s.text):
            if not ar_kant(namn):
                _, stallen = var.setdefault(grundform(namn, var), (s.plats, []))
                if s.namn not in stallen:
                    stallen.append(s.namn)
    rader = list(var.items())[:MEST_NAMN]
    return [Fynd(NAMN, f"{namn} – {', '.join(stallen)}", plats, namn) for namn, (plats, stallen) in rader]
