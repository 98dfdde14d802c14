"""What somebody must look at before a protokoll goes out on the web: numbers and names of people. Pure."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from kommun.editor import html_to_text
from protokoll.dokumentvarden import Dokument
from protokoll.kontaktuppgifter import kontaktuppgifter_i
from protokoll.maskering import STYCKE, Mask, Maskerat, kvar
from protokoll.personnamn import grundform, igenkannare, personnamn_i, som_lasbar
from protokoll.personnummer import dolt, liknar_personnummer

PERSONNUMMER, NAMN, KONTAKT, EJ_FUNNEN, KVAR = "personnummer", "namn", "kontakt", "ej_funnen", "kvar"
MEST_NAMN = 200
TECKEN_RUNT = 60


@dataclass(frozen=True)
class Stycke:
    """A text of the document: where it stands in words, the place of its § (None: the front page), and what it says."""

    namn: str
    plats: int | None
    text: str


@dataclass(frozen=True)
class Fynd:
    """`passage` is what a mask of it withholds, in the § of `plats`; `runt` the words it first stands among."""

    kod: str
    text: str
    plats: int | None = None
    passage: str = ""
    runt: str = ""


@dataclass(frozen=True)
class Publiceringskoll:
    fynd: tuple[Fynd, ...]
    # So many names more than are shown: they come as the first ones are masked.
    fler_namn: int = 0

    def av(self, kod: str) -> list[Fynd]:
        return [f for f in self.fynd if f.kod == kod]

    @property
    def personnummer(self) -> list[Fynd]:
        return self.av(PERSONNUMMER)

    @property
    def namn(self) -> list[Fynd]:
        return self.av(NAMN)

    @property
    def kontakt(self) -> list[Fynd]:
        return self.av(KONTAKT)

    @property
    def ej_funna(self) -> list[Fynd]:
        return self.av(EJ_FUNNEN)

    @property
    def kvar(self) -> list[Fynd]:
        return self.av(KVAR)

    @property
    def att_bedoma(self) -> bool:
        """Something that somebody must have judged."""
        return bool(self.namn or self.kontakt or self.kvar)


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


def granska(
    webb: Maskerat, masker: Iterable[Mask], *, kanda: Collection[str], egna: Collection[str] = ()
) -> Publiceringskoll:
    """Of the web version as it would be now. `kanda` are the names that may stand: förtroendevalda and officials;
    `egna` the domains of the municipality, whose addresses may."""
    alla = [replace(s, text=som_lasbar(s.text)) for s in stycken(webb.dokument) if s.text]
    fynd = [f for s in alla for f in _personnummer(s)]
    ar_kant = igenkannare(kanda | frozenset(_egna(webb.dokument)))
    namn = _var_de_star(NAMN, alla, lambda text: (n for n in personnamn_i(text) if not ar_kant(n)))
    fynd += namn[:MEST_NAMN]
    fynd += _var_de_star(KONTAKT, alla, lambda text: kontaktuppgifter_i(text, egna=egna))
    for m in webb.ej_funna:
        fynd.append(Fynd(EJ_FUNNEN, m.text, m.plats))
    for text, plats in {m.text: m.plats for m in masker if m.slag == STYCKE and m not in webb.ej_funna}.items():
        fynd += [Fynd(KVAR, s.namn, s.plats if s.plats is not None else plats, text) for s in _kvar(alla, text)]
    return Publiceringskoll(tuple(fynd), fler_namn=max(0, len(namn) - MEST_NAMN))


def _kvar(alla: list[Stycke], text: str) -> list[Stycke]:
    namn = set(kvar(((str(n), s.text) for n, s in enumerate(alla)), text))
    return [s for n, s in enumerate(alla) if str(n) in namn]


def _personnummer(s: Stycke) -> Iterable[Fynd]:
    for fran, till in liknar_personnummer(s.text):
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


def _var_de_star(kod: str, alla: list[Stycke], finn: Callable[[str], Iterable[str]]) -> list[Fynd]:
    """Each thing that is found once, with all the places where it stands."""
    var: dict[str, tuple[Stycke, list[str]]] = {}
    for s in alla:
        for funnet in finn(s.text):
            _, stallen = var.setdefault(grundform(funnet, var), (s, []))
            if s.namn not in stallen:
                stallen.append(s.namn)
    return [
        Fynd(kod, f"{vad} – {'; '.join(stallen)}", forsta.plats, vad, _runt(forsta.text, vad))
        for vad, (forsta, stallen) in var.items()
    ]


def _runt(text: str, passage: str) -> str:
    """The words on both sides of it, so that it can be judged where it is pointed out."""
    rader = (" ".join(rad.split()) for rad in text.splitlines())
    raden = next((rad for rad in rader if passage in rad), "")
    fore, _, efter = raden.partition(passage)
    if not raden or raden == passage:
        return ""
    fore = f"… {fore[-TECKEN_RUNT:].partition(' ')[2]}" if len(fore) > TECKEN_RUNT else fore
    efter = f"{efter[:TECKEN_RUNT].rpartition(' ')[0]} …" if len(efter) > TECKEN_RUNT else efter
    return fore + passage + efter
