"""What somebody typed in the box, read: an address of a §, a dnr, a day, an organ, phrases and words. Pure.

"ksau 34 2020" is a §, "2020/53" a dnr, "KSAU 2020:3" an uppdrag; what is none of these is words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from kommun.kalender import MANADER
from uppdrag.sok.vikning import klar, orden, vik

LANGST, MEST_ORD = 200, 12

_FRAS = re.compile('["“”„»«]([^"“”„»«]+)["“”„»«]')
_AR = r"(?:19|20)\d\d"
_UPPDRAG = re.compile(rf"(?:\b(?P<organ>[\w-]+) )?\b(?P<ar>{_AR}):(?P<nummer>\d{{1,6}})\b")
_ISO = re.compile(rf"\b({_AR})-(\d\d)-(\d\d)\b")
_DAG = re.compile(rf"\b(?:den )?(\d{{1,2}})(?::?e)? ({'|'.join(MANADER)}) ({_AR})\b")
_PARAGRAF = re.compile(
    rf"(?:§+ ?|\bparagraf(?:en)? )(?P<nummer>\d{{1,4}})\b(?:\s*[/,]?\s*\b(?P<ar>{_AR})\b)?"
    rf"|\b(?P<nummer2>\d{{1,4}}) ?§(?:\s*[/,]?\s*\b(?P<ar2>{_AR})\b)?"
)
# "34/2020" is a §; a number before the year has no more figures than a § has.
_MED_AR = re.compile(rf"\b(?P<nummer>\d{{1,4}})/(?P<ar>{_AR})\b")
# The letters before or after a dnr tell whose series it is of; three figures after it are its class.
_DNR = re.compile(
    rf"(?:\bdnr\.? ?)?(?:\b(?P<fore>[a-zåäö]{{1,8}})[ ./-])?\b(?P<ar>{_AR})[/-]0*(?P<nummer>\d{{1,7}})\b"
    r"(?: \d{3}\b)?(?: (?P<efter>[a-zåäö]{1,8})$)?"
)
_NUMMER = re.compile(r"\d{1,4}")


@dataclass(frozen=True)
class Organnamn:
    pk: int
    namn: str
    kortnamn: str


@dataclass(frozen=True)
class Fraga:
    """`ord` and `fraser` are folded. A word in `ar_ord` may be the year as well; one in `organ_ord` is an organ."""

    text: str = ""
    ord: tuple[str, ...] = ()
    fraser: tuple[tuple[str, ...], ...] = ()
    # Of a §: its number, and its year where that was said.
    paragraf: int | None = None
    # Of an uppdrag: (year, number).
    uppdrag: tuple[int, int] | None = None
    # (year, number) of a dnr, and the letters around it.
    dnr: tuple[int, int] | None = None
    dnr_led: str = ""
    datum: date | None = None
    ar: int | None = None
    organ: int | None = None
    # The organ was all that was asked for.
    bara_organ: bool = False

    @property
    def dnrtal(self) -> str:
        return f"{self.dnr[0]}/{self.dnr[1]}" if self.dnr else ""

    @property
    def adress(self) -> bool:
        """It names one thing, by its number or its day."""
        return bool(self.paragraf or self.uppdrag or self.dnr or self.datum)

    @property
    def tom(self) -> bool:
        return not (self.ord or self.fraser or self.adress or self.organ or self.ar)


def las(text: str, organ: Iterable[Organnamn]) -> Fraga:
    """Nothing of it is lost: what is not understood is searched for as words."""
    text = klar(text)[:LANGST]
    rest, fraser = _ut(_FRAS, vik(text))
    fraga = Fraga(text=text, fraser=tuple(tuple(o) for f in fraser if (o := orden(f[1]))))
    organ = tuple(organ)
    kortnamn = {" ".join(orden(o.kortnamn)): o.pk for o in organ}
    fraga, rest = _numren(fraga, rest, kortnamn)
    fraga, kvar = _organet(fraga, orden(rest), organ, kortnamn)
    if fraga.paragraf is None and fraga.organ and not fraga.dnr:
        fraga, kvar = _nummer_efter_organ(fraga, kvar)
    if fraga.ar is None and (aren := [o for o in kvar if re.fullmatch(_AR, o)]):
        fraga, kvar = replace(fraga, ar=int(aren[0])), [o for o in kvar if o != aren[0]]
    fraga = replace(fraga, ord=tuple(dict.fromkeys(kvar))[:MEST_ORD])
    ovrigt = fraga.ord or fraga.fraser or fraga.adress or fraga.ar
    return replace(fraga, bara_organ=bool(fraga.organ and not ovrigt))


def _ut(monster: re.Pattern, text: str, mest: int | None = None) -> tuple[str, list[re.Match]]:
    """The text without what matched, and the matches."""
    funna = list(monster.finditer(text))[:mest]
    for m in reversed(funna):
        text = f"{text[: m.start()]} {text[m.end() :]}"
    return text, funna


def _numren(fraga: Fraga, rest: str, kortnamn: dict[str, int]) -> tuple[Fraga, str]:
    if m := _UPPDRAG.search(rest):
        organ = kortnamn.get(m["organ"] or "")
        fran = m.start() if organ or not m["organ"] else m.start("ar")
        fraga = replace(fraga, uppdrag=(int(m["ar"]), int(m["nummer"])), organ=organ)
        return fraga, f"{rest[:fran]} {rest[m.end() :]}"
    for monster, manad in ((_ISO, int), (_DAG, lambda m: MANADER.index(m) + 1)):
        if (m := monster.search(rest)) and (dag := _datum(m, manad, iso=monster is _ISO)):
            fraga, rest = replace(fraga, datum=dag), f"{rest[: m.start()]} {rest[m.end() :]}"
            break
    if m := (_PARAGRAF.search(rest) or _MED_AR.search(rest)):
        hittat = {namn.rstrip("2"): varde for namn, varde in m.groupdict().items() if varde}
        ar = int(hittat["ar"]) if "ar" in hittat else None
        fraga = replace(fraga, paragraf=int(hittat["nummer"]), ar=ar)
        return fraga, f"{rest[: m.start()]} {rest[m.end() :]}"
    rest = rest.strip()
    if m := _DNR.search(rest):
        fore, efter = m["fore"] or "", m["efter"] or ""
        # Whose series it is of is told by a few letters; a longer word merely stands beside it.
        tar_fore = fore in kortnamn or 0 < len(fore) <= 4
        tar_efter = not fore and (efter in kortnamn or 0 < len(efter) <= 4)
        led = fore if tar_fore else efter if tar_efter else ""
        fran = m.start() if tar_fore or not fore else m.start("ar")
        till = m.end() if tar_efter or not efter else m.start("efter")
        fraga = replace(fraga, dnr=(int(m["ar"]), int(m["nummer"])), dnr_led="" if led == "dnr" else led)
        return fraga, f"{rest[:fran]} {rest[till:]}"
    return fraga, rest


def _datum(m: re.Match, manad, *, iso: bool) -> date | None:
    ar, manaden, dag = (m[1], m[2], m[3]) if iso else (m[3], m[2], m[1])
    try:
        return date(int(ar), manad(manaden), int(dag))
    except ValueError:
        return None


def _organet(fraga: Fraga, ord_: list[str], organ: tuple[Organnamn, ...], kortnamn: dict[str, int]):
    """The longest name that stands there whole, else a short one."""
    namnen = sorted(((orden(o.namn), o.pk) for o in organ), key=lambda n: -len(n[0]))
    for namn, pk in [*namnen, *((k.split(), pk) for k, pk in kortnamn.items())]:
        for n in range(len(ord_) - len(namn) + 1):
            if namn and ord_[n : n + len(namn)] == namn:
                return replace(fraga, organ=fraga.organ or pk), ord_[:n] + ord_[n + len(namn) :]
    return fraga, ord_


def _nummer_efter_organ(fraga: Fraga, ord_: list[str]) -> tuple[Fraga, list[str]]:
    """ "ksau 34", "ksau 34 2020", "ksau 2020 34": with nothing but numbers beside, a number is a §."""
    if not ord_ or len(ord_) > 2 or not all(_NUMMER.fullmatch(o) for o in ord_):
        return fraga, ord_
    aren = [o for o in ord_ if re.fullmatch(_AR, o)]
    numren = [o for o in ord_ if o not in aren]
    if len(numren) != 1:
        return fraga, ord_
    return replace(fraga, paragraf=int(numren[0]), ar=int(aren[0]) if aren else fraga.ar), []
