"""The sentences of how a decision came about, pure: yrkanden, the chair's questions, votes, reservationer (KL 5:67).

Values in, Swedish out, as plain text: a line that starts with "• " is an item of a list.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from protokoll.narvaroord import upprakning
from protokoll.rostning import JA, LOTT, MAJORITET, NEJ, Rakning, roster_i_ord

BIFALL, AVSLAG, ANDRING, TILLAGG = "bifall", "avslag", "andring", "tillagg"
ATERREMISS, BORDLAGGNING = "aterremiss", "bordlaggning"
# Whether the ärende is settled today comes before what is decided; what is added comes after.
FORST = (ATERREMISS, BORDLAGGNING)

_TAL = ("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
_ORDNINGSTAL = ("", "första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde")
_YRKANDEORD = {
    BIFALL: "bifallsyrkande",
    AVSLAG: "avslagsyrkande",
    ANDRING: "ändringsyrkande",
    TILLAGG: "tilläggsyrkande",
    ATERREMISS: "yrkande om återremiss",
    BORDLAGGNING: "yrkande om bordläggning",
}


@dataclass(frozen=True, slots=True)
class Person:
    namn: str
    parti: str = ""

    def __str__(self) -> str:
        return f"{self.namn} ({self.parti})" if self.parti else self.namn

    @property
    def genitiv(self) -> str:
        """ "Hravn Forsnes (M)": the name takes the s, the party does not."""
        namn = genitiv(self.namn)
        return f"{namn} ({self.parti})" if self.parti else namn


@dataclass(frozen=True, slots=True)
class Yrkande:
    id: int
    slag: str
    text: str
    yrkare: tuple[Person, ...]
    instammer: tuple[Person, ...] = ()
    egen: str = ""

    @property
    def forslag(self) -> tuple[str, str]:
        """Two yrkanden with the same words are one proposal."""
        return self.slag, " ".join(self.text.casefold().split()).rstrip(". ")


@dataclass(frozen=True, slots=True)
class Fraga:
    """A question the chair put. None as `forslag` is what lay before the organ; as `mot` avslag."""

    forslag: Yrkande | None
    mot: Yrkande | None
    bifall: bool | None = None
    egen: str = ""


@dataclass(frozen=True, slots=True)
class Votering:
    """A vote. `utfall` None while it goes on; `ja_ar_mot` when a ja is for what the question put second."""

    rakning: Rakning
    ja_innebar: str
    nej_innebar: str
    utfall: str | None = None
    avgors: str = MAJORITET
    ordforanden_rostade: bool = True
    sluten: bool = False
    fraga: Fraga | None = None
    ja_ar_mot: bool = False
    nummer: int | None = None
    egen: str = ""

    def innebar(self, rost: str) -> str:
        return utan_punkt(self.ja_innebar if rost == JA else self.nej_innebar)


def genitiv(namn: str) -> str:
    return namn if namn.endswith(("s", "x", "z", "S", "X", "Z")) else f"{namn}s"


def utan_punkt(text: str) -> str:
    return text.strip().rstrip(".").rstrip()


def _inne_i_mening(text: str) -> str:
    """What follows "yrkar" starts small, though it was typed as a sentence of its own."""
    return re.sub(r"^(Bifall|Avslag|Att|Återremiss|Bordläggning)\b", lambda m: m[0].lower(), text)


def med_punkt(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?", ":", "”")) else f"{text}."


def organord(namn: str, slag: str) -> str:
    """The organ within a sentence: "nämnden", "kommunstyrelsen", "arbetsutskottet"."""
    match slag:
        case "utskott":
            return "arbetsutskottet" if "arbetsutskott" in namn.casefold() else "utskottet"
        case "namnd":
            return "nämnden"
        case "beredning":
            return "beredningen"
    ett_ord = " " not in namn
    if slag == "styrelse":
        return namn.lower() if ett_ord and namn.endswith("styrelsen") else "styrelsen"
    return namn.lower() if ett_ord and namn.endswith("fullmäktige") else "fullmäktige"


# Yrkanden ------------------------------------------------------------------------------------------------------------


def foremal(rubrik: str) -> str:
    """What an ärende with that heading is about, to be granted or refused."""
    text = rubrik.casefold()
    if "medborgarförslag" in text:
        return "medborgarförslaget"
    return "motionen" if re.search(r"\bmotion(?:en)?\b", text) else "förslaget"


def forval(slag: str, sak: str = "förslaget") -> str:
    """What most often follows "yrkar"; ends with a space where words are still wanted."""
    return {
        BIFALL: f"bifall till {sak}",
        AVSLAG: f"avslag på {sak}",
        ANDRING: "att ",
        TILLAGG: f"bifall till {sak} med tillägget att ",
        ATERREMISS: "att ärendet återremitteras för att ",
        BORDLAGGNING: "att ärendet bordläggs till nästa sammanträde",
    }[slag]


def yrkande(y: Yrkande) -> str:
    """ "Per Hoel (SD) och Göran Ottosson (SD) yrkar bifall till motionen." and who joins."""
    if y.egen:
        return y.egen
    rader = [r.strip().removeprefix("•").removeprefix("-").strip() for r in y.text.strip().splitlines() if r.strip()]
    if len(rader) > 1:
        mening = "\n".join([f"{upprakning(y.yrkare)} yrkar", *(f"• {rad}" for rad in rader)])
    else:
        mening = f"{upprakning(y.yrkare)} yrkar {_inne_i_mening(med_punkt(y.text))}"
    if not y.instammer:
        return mening
    return mening + ("\n" if len(rader) > 1 else " ") + f"{upprakning(y.instammer)} instämmer i yrkandet."


# The chair's questions -----------------------------------------------------------------------------------------------


class Beslutsgang:
    """The yrkanden that stand, and how each is spoken of among the others."""

    def __init__(self, yrkanden: Iterable[Yrkande], organ: str):
        self.organ = organ
        self.grupper: dict[tuple[str, str], list[Yrkande]] = {}
        for y in yrkanden:
            self.grupper.setdefault(y.forslag, []).append(y)

    def _vems(self, y: Yrkande) -> str:
        grupp = self.grupper.get(y.forslag, [y])
        return upprakning(
            [f"{g.yrkare[0].genitiv}{' m.fl.' if len(g.yrkare + g.instammer) > 1 else ''}" for g in grupp]
        )

    def namn(self, y: Yrkande, *, precis: bool = False) -> str:
        """ "Per Hoels (SD) m.fl. yrkande", with the kind of yrkande where the same people have put several."""
        vems = self._vems(y)
        samma = [g[0] for g in self.grupper.values() if self._vems(g[0]) == vems]
        ledare = {g.yrkare[0] for g in self.grupper.get(y.forslag, [y])}
        flera = sum(bool(ledare & {g.yrkare[0] for g in grupp}) for grupp in self.grupper.values()) > 1
        ord_ = _YRKANDEORD[y.slag] if precis or flera or y.slag in (*FORST, TILLAGG) else "yrkande"
        lika = [g for g in samma if g.slag == y.slag]
        if len(lika) > 1:
            plats = [g.forslag for g in lika].index(y.forslag) + 1
            ord_ = f"{_ORDNINGSTAL[plats] if plats < len(_ORDNINGSTAL) else f'{plats}:e'} {ord_}"
        return f"{vems} {ord_}"

    def _sidor(self, f: Fraga) -> tuple[str, str]:
        a, b = f.forslag, f.mot
        if a and b:
            return self.namn(a), self.namn(b)
        if y := a or b:
            if y.slag in FORST:
                return self.namn(y), "att ärendet ska avgöras i dag"
            if a or y.slag == TILLAGG:
                return self.namn(y), "avslag"
            return "liggande förslag", self.namn(y)
        return "liggande förslag", "avslag"

    def beslut(self, f: Fraga, forslaget_vann: bool, *, enligt: str = "enligt") -> str:
        """ "beslutar enligt Hravn Forsnes (M) yrkande": what the organ does when that side has won."""
        vann, andra = (f.forslag, f.mot) if forslaget_vann else (f.mot, f.forslag)
        if vann:
            match vann.slag:
                case "aterremiss":
                    return "beslutar att återremittera ärendet"
                case "bordlaggning":
                    return "beslutar att bordlägga ärendet"
                case "tillagg":
                    return f"beslutar att bifalla {self.namn(vann)}"
            return f"beslutar {enligt} {self.namn(vann)}"
        if andra and andra.slag in FORST:
            return "beslutar att ärendet ska avgöras i dag"
        if andra and (andra.slag == TILLAGG or not forslaget_vann):
            return f"beslutar att avslå {self.namn(andra)}"
        return "beslutar enligt liggande förslag" if forslaget_vann else "beslutar att avslå liggande förslag"

    def betydelse(self, f: Fraga, for_forslaget: bool) -> str:
        """What a röst for that side means: "avslag på motionen", "att ärendet avgörs i dag"."""
        y, andra = (f.forslag, f.mot) if for_forslaget else (f.mot, f.forslag)
        if y:
            if y.slag == ATERREMISS:
                return "att ärendet återremitteras"
            if y.slag == BORDLAGGNING:
                return "att ärendet bordläggs"
            egna_ord = y.slag in (BIFALL, AVSLAG) and "\n" not in y.text.strip() and len(y.text) <= 300
            return utan_punkt(y.text) if egna_ord else f"bifall till {self.namn(y)}"
        if andra and andra.slag in FORST:
            return "att ärendet avgörs i dag"
        if andra and (andra.slag == TILLAGG or not for_forslaget):
            return f"avslag på {self.namn(andra)}"
        return "bifall till liggande förslag" if for_forslaget else "avslag på liggande förslag"

    def forslagen(self, fragor: Sequence[Fraga]) -> str:
        """ "Ordföranden finner att det finns två förslag till beslut, dels …, dels …."; nothing when there is one."""
        sidor = [s for f in fragor for s in (f.forslag, f.mot) if s]
        grupper = {s.forslag: s for s in [*sidor, *(g[0] for g in self.grupper.values())]}
        huvud = [y for y in grupper.values() if y.slag not in (*FORST, TILLAGG)]
        delar = [self.namn(y, precis=True) for y in huvud]
        if any(f.forslag is None and f.mot in huvud for f in fragor):
            delar.insert(0, "liggande förslag")
        if not fragor or len(delar) < 2:
            return ""
        antal = _TAL[len(delar)] if len(delar) < len(_TAL) else str(len(delar))
        sist = f", dels {delar[-1]}" if len(delar) == 2 else f" och dels {delar[-1]}"
        dels = ", ".join(f"dels {d}" for d in delar[:-1])
        return f"Ordföranden finner att det finns {antal} förslag till beslut, {dels}{sist}."

    def proposition(self, f: Fraga, *, forst: bool = False, nummer: int | None = None) -> str:
        """One question with what the chair found; `nummer` is the vote that was then called, among several."""
        return f.egen or self._fraga(f, forst=forst) + (f" Omröstning begärs (omröstning {nummer})." if nummer else "")

    def _fraga(self, f: Fraga, *, forst: bool) -> str:
        if f.forslag is None and f.mot is None:
            fraga = f"Ordföranden frågar om {self.organ} beslutar enligt liggande förslag"
            svar = {None: "", True: " och finner att så sker", False: f" och finner att {self.organ} avslår det"}
            return f"{fraga}{svar[f.bifall]}."
        a, b = self._sidor(f)
        mening = f"Ordföranden prövar {'först ' if forst else ''}{a} mot {b}"
        if f.bifall is None:
            return f"{mening}."
        return f"{mening} och finner att {self.organ} {self.beslut(f, f.bifall)}."

    # Votes

    def propositionsordning(self, v: Votering) -> str:
        """What is voted on: "Ja-röst innebär …", with how it was begun."""
        return "\n\n".join(
            [
                f"{'Sluten omröstning' if v.sluten else 'Omröstning'} begärs och verkställs.",
                f"Ordföranden redovisar följande propositionsordning som {self.organ} godkänner:",
                f"Ja-röst innebär {v.innebar(JA)}.\nNej-röst innebär {v.innebar(NEJ)}.",
            ]
        )

    def resultat(self, v: Votering, *, roster: str | None = None) -> str:
        """How it fell out; empty while the vote goes on. `roster` in place of the counted numbers."""
        if v.egen:
            return v.egen
        if v.utfall is None:
            return ""
        if v.avgors == MAJORITET:
            roster = roster or roster_i_ord(v.rakning, forst=v.utfall)
            return f"Ordföranden finner att {self.organ}, med {roster}, {self._utfallet(v)}."
        roster = roster or roster_i_ord(v.rakning)
        if v.avgors == LOTT:
            avgors = f"Saken avgörs genom lottning, som utfaller till förmån för {v.innebar(v.utfall)}."
        elif v.ordforanden_rostade:
            avgors = f"Vid lika röstetal avgör ordförandens röst, som är {v.utfall}."
        else:
            avgors = f"Vid lika röstetal har ordföranden utslagsröst, och ordföranden röstar {v.utfall}."
        return f"Röstetalet är lika, {roster}. {avgors} Ordföranden finner därför att {self.organ} {self._utfallet(v)}."

    def _utfallet(self, v: Votering) -> str:
        innebar = v.innebar(v.utfall)
        if v.fraga is None:
            return som_beslut(innebar, v.utfall)
        forslaget_vann = (v.utfall == JA) != v.ja_ar_mot
        beslut = self.beslut(v.fraga, forslaget_vann, enligt="att bifalla")
        vann = v.fraga.forslag if forslaget_vann else v.fraga.mot
        sagt = vann is None or vann.slag in (*FORST, TILLAGG) or self.namn(vann) in innebar
        return beslut if sagt or not innebar.startswith(("bifall", "avslag")) else f"{beslut}, {innebar}"


def som_beslut(innebar: str, rost: str) -> str:
    """What the organ does when the röst that means `innebar` has won."""
    for monster, verb in (
        (r"bifall till (.+)", "beslutar att bifalla"),
        (r"avslag (?:på|till|av) (.+)", "beslutar att avslå"),
        (r"återremiss(?: av (?:ärendet|frågan))?()", "beslutar att återremittera ärendet"),
        (r"bordläggning(?: av (?:ärendet|frågan))?()", "beslutar att bordlägga ärendet"),
        (r"val av (.+)", "väljer"),
        (r"(att .+)", "beslutar"),
    ):
        if match := re.fullmatch(monster, innebar, re.IGNORECASE | re.DOTALL):
            return f"{verb} {match[1]}".strip()
    return f"beslutar enligt {rost}-propositionen, {innebar}"


def foreslagen_ordning(yrkanden: Iterable[Yrkande]) -> list[tuple[Yrkande | None, Yrkande | None]]:
    """The order a chair ordinarily puts the questions in: settled today first, main proposals, then additions.

    Of three main proposals or more, the later ones are first put against each other to find the counter-proposal.
    """
    forsta: dict[tuple[str, str], Yrkande] = {}
    for y in yrkanden:
        forsta.setdefault(y.forslag, y)
    grupper = list(forsta.values())
    forst = [(y, None) for slag in FORST for y in grupper if y.slag == slag]
    huvud = [y for y in grupper if y.slag not in (*FORST, TILLAGG)]
    tillagg = [(y, None) for y in grupper if y.slag == TILLAGG]
    if not huvud:
        return [*forst, (None, None), *tillagg]
    if len(huvud) == 1:
        ensam = huvud[0]
        return [*forst, (ensam, None) if ensam.slag == BIFALL else (None, ensam), *tillagg]
    mot = [(huvud[1], y) for y in huvud[2:]]
    return [*forst, *mot, (huvud[0], huvud[1]), *tillagg]


# What is noted -------------------------------------------------------------------------------------------------------


def anmalan(slag: str, vilka: Sequence[Person], *, till_forman_for: str = "", motiverad: bool = False) -> str:
    """The sentence of a reservation, särskilt yttrande, protokollsanteckning, or of no part in the decision."""
    namn = upprakning(vilka)
    slut = ":" if motiverad else "."
    match slag:
        case "reservation":
            mening = f"{namn} reserverar sig mot beslutet"
            if till_forman_for:
                mening += f" till förmån för {utan_punkt(till_forman_for)}"
            return mening + (" med följande motivering:" if motiverad else ".")
        case "sarskilt_yttrande":
            return f"{namn} lämnar {'följande särskilda' if motiverad else 'ett särskilt'} yttrande{slut}"
        case "protokollsanteckning":
            return f"{namn} lämnar {'följande' if motiverad else 'en'} protokollsanteckning{slut}"
        case "deltar_ej":
            return f"{namn} deltar inte i beslutet" + (" med följande motivering:" if motiverad else ".")
    raise ValueError(slag)
