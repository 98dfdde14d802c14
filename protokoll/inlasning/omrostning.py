"""Vote tables: who voted how, checked against the numbers that the text states."""

import re
from dataclasses import dataclass, field, replace

from .bygge import Bygge
from .modell import Avsnitt, Rost
from .personer import las_fortroendevalda, namn_i_borjan
from .rader import Rad
from .tecken import ord_i

_TALORD = {
    o: n
    for n, o in enumerate(
        ord_i(
            "noll en två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton "
            "sjutton arton nitton tjugo"
        )
    )
} | {"ett": 1, "ingen": 0, "inga": 0}
_TAL = r"(?<!\w)(\d{1,3}|" + "|".join(_TALORD) + r")\s{1,3}"
_SUMMOR = {
    "ja": re.compile(_TAL + r"(?:ledamöter\s{1,3}röstar\s{1,3})?ja\b(?:[- ]?röst(?:er)?)?", re.IGNORECASE),
    "nej": re.compile(_TAL + r"(?:ledamöter\s{1,3}röstar\s{1,3})?nej\b(?:[- ]?röst(?:er)?)?", re.IGNORECASE),
    "avstar": re.compile(
        _TAL + r"(?:ledamöter\s{1,3}|ledamot\s{1,3})?(?:(?:som\s{1,3})?avstår|avstående|nedlagd[a]?(?: röster)?)",
        re.IGNORECASE,
    ),
}
_KRYSS = frozenset({"x", "✓", "✔", "✗", "1", "×"})
_SUMMARAD = re.compile(r"^(?:summa|transport|totalt|antal|resultat|s:a)\b", re.IGNORECASE)
# The last row of a table, pushed over to the next page as plain text: "Hravn Forsne (M), ordförande X"
_SPILLD = re.compile(r"^\s{0,20}(?P<namn>\S.{2,100}?\(\S{1,6}\).{0,60}?)\s{1,80}(?P<kryss>[Xx×✓✔])\s{0,20}$")
_NAMNLISTA = re.compile(
    r"^(?:(?:Följande|De som)\s(?:ledamöter\s)?röstar?\s)?(Ja|Nej|Avstår)(?:[- ]?röst(?:er|ar|ade)?)?"
    r"(?: från att rösta)?\s?:\s(?=\S)",
    re.IGNORECASE,
)
TYPER = frozenset({"omrostningsresultat", "omrostning", "beslutsgang"})


def laga_spillda_rader(rader: list[Rad]) -> list[Rad]:
    """Rows of a vote table that lost their cells at a page break get their mark as a cell of its own."""
    i_tabell, ut = False, []
    for rad in rader:
        if rad.ar_tabellrad:
            i_tabell = i_tabell or _kolumner([c.strip() for c in rad.text.split("\t")]) is not None
        elif i_tabell and not rad.tom and len(rad.text) < 250 and (match := _SPILLD.match(rad.text)):
            rad = Rad(rad.nr, f"{match['namn']}\t{match['kryss']}", rad.sida, rad.sidans_forsta)
        ut.append(rad)
    return ut


@dataclass(slots=True)
class _Kolumner:
    antal: int
    roster: dict[int, str]
    parti: int | None = None
    ersattare: int | None = None


@dataclass(slots=True)
class _Tabell:
    kolumner: _Kolumner
    rader: list[tuple[int, Rost, bool]] = field(default_factory=list)  # line, vote, is its column lost


def _kolumner(celler: list[str]) -> _Kolumner | None:
    roster: dict[int, str] = {}
    kolumner = _Kolumner(len(celler), roster)
    for i, cell in enumerate(celler):
        namn = cell.casefold().rstrip(".:")
        if i == 0 or len(namn) > 40:
            continue
        if re.match(r"ja\b", namn):
            roster[i] = "ja"
        elif re.match(r"nej\b", namn):
            roster[i] = "nej"
        elif namn.startswith(("avst", "nedlagd")):
            roster[i] = "avstar"
        elif namn.startswith("frånv"):
            roster[i] = "franvarande"
        elif namn == "parti":
            kolumner.parti = i
        elif namn.startswith("ersättare"):
            kolumner.ersattare = i
    return kolumner if {"ja", "nej"} <= set(roster.values()) else None


def las_roster(avsnitt: Avsnitt, nummer: int, bygge: Bygge) -> Avsnitt:
    """The section with its votes; the row whose column was lost is put right where the stated sum allows only one."""
    rader = avsnitt.text.split("\n")
    tabeller = _las_tabeller(rader)
    if not tabeller:
        roster = _las_namnlistor(rader)
        if roster:
            _kontrollera(roster, _uppgivna(avsnitt.text), nummer, bygge)
        return replace(avsnitt, roster=tuple(roster)) if roster else avsnitt
    uppgivna = _uppgivna(avsnitt.text)
    alla: list[Rost] = []
    for tabell in tabeller:
        _harled(tabell, uppgivna if len(tabeller) == 1 else {}, rader, nummer, bygge)
        alla += [rost for _, rost, _ in tabell.rader]
    if len(tabeller) == 1:
        _kontrollera(alla, uppgivna, nummer, bygge)
    return replace(avsnitt, text="\n".join(rader), roster=tuple(alla))


def _las_tabeller(rader: list[str]) -> list[_Tabell]:
    tabeller: list[_Tabell] = []
    for i, rad in enumerate(rader):
        if "\t" not in rad:
            continue
        celler = [c.strip() for c in rad.split("\t")]
        if kolumner := _kolumner(celler):
            if not tabeller or tabeller[-1].rader:
                tabeller.append(_Tabell(kolumner))
            continue
        if tabeller and celler[0] and not _SUMMARAD.match(celler[0]):
            _las_rad(i, celler, tabeller[-1])
    return [t for t in tabeller if t.rader]


def _las_rad(i: int, celler: list[str], tabell: _Tabell) -> None:
    kol = tabell.kolumner
    namncell = celler[0]
    if kol.ersattare is not None and kol.ersattare < len(celler) and namn_i_borjan(celler[kol.ersattare]):
        namncell = celler[kol.ersattare]
    folk, _ = las_fortroendevalda([namncell], tjanstgor=None)
    if not folk:
        return
    person = folk[0]
    parti = person.parti
    if parti is None and kol.parti is not None and kol.parti < len(celler):
        parti = celler[kol.parti] or None
    hel = len(celler) >= kol.antal
    kryssade = [j for j, c in enumerate(celler) if j and c.casefold() in _KRYSS]
    rost = kol.roster.get(kryssade[0]) if hel and len(kryssade) == 1 else None
    if rost == "franvarande":
        return
    tabell.rader.append((i, Rost(person.namn, parti, person.roll, rost), bool(kryssade) and rost is None))


def _uppgivna(text: str) -> dict[str, int]:
    uppgivna: dict[str, int] = {}
    lopande = " ".join(r for r in text.split("\n") if "\t" not in r)
    for rost, monster in _SUMMOR.items():
        if match := monster.search(lopande):
            ord_ = match[1].casefold()
            uppgivna[rost] = int(ord_) if ord_.isdigit() else _TALORD[ord_]
    return uppgivna if {"ja", "nej"} <= uppgivna.keys() else {}


def _rakna(roster: list[Rost]) -> dict[str, int]:
    return {slag: sum(r.rost == slag for r in roster) for slag in ("ja", "nej", "avstar")}


def _harled(tabell: _Tabell, uppgivna: dict[str, int], rader: list[str], nummer: int, bygge: Bygge) -> None:
    tappade = [j for j, (_, _, tappad) in enumerate(tabell.rader) if tappad]
    if not tappade:
        return
    raknade = _rakna([r for _, r, _ in tabell.rader])
    saknas = {slag: antal - raknade[slag] for slag, antal in uppgivna.items()}
    slagen = [slag for slag, antal in saknas.items() if antal]
    entydigt = len(slagen) == 1 and saknas[slagen[0]] == len(tappade)
    for j in tappade:
        plats, rost, _ = tabell.rader[j]
        if not entydigt:
            bygge.varna(
                "rost_oklar",
                f"Det går inte att se hur {rost.namn} röstade: raden har tappat sina kolumner.",
                paragraf=nummer,
                citat=rader[plats],
            )
            continue
        tabell.rader[j] = (plats, replace(rost, rost=slagen[0], harledd=True), False)
        svar = {"ja": "ja", "nej": "nej", "avstar": "avstår"}[slagen[0]]
        bygge.varna(
            "rost_harledd",
            f"Raden för {rost.namn} har tappat sina kolumner. Rösten ({svar}) är räknad ur det uppgivna röstetalet.",
            paragraf=nummer,
            citat=rader[plats],
            forslag=svar,
        )
        celler = rader[plats].split("\t")
        kolumn = next(k for k, slag in tabell.kolumner.roster.items() if slag == slagen[0])
        hel = [celler[0], *[""] * (tabell.kolumner.antal - 1)]
        hel[kolumn] = celler[-1]
        rader[plats] = "\t".join(hel)


def _kontrollera(roster: list[Rost], uppgivna: dict[str, int], nummer: int, bygge: Bygge) -> None:
    raknade = _rakna(roster)
    fel = {slag: antal for slag, antal in uppgivna.items() if raknade[slag] != antal}
    if fel:
        bygge.varna(
            "rostsumma_skiljer",
            f"Röstlistan i § {nummer} ger {raknade['ja']} ja-röster och {raknade['nej']} nej-röster, men i texten står "
            f"{uppgivna['ja']} mot {uppgivna['nej']}.",
            paragraf=nummer,
        )


def _las_namnlistor(rader: list[str]) -> list[Rost]:
    """ "Ja-röster: Anna Ek (M), Bo Alm (C)" """
    roster: list[Rost] = []
    for rad in rader:
        match = _NAMNLISTA.match(rad[:80])
        if match is None:
            continue
        svar = {"ja": "ja", "nej": "nej"}.get(match[1].casefold(), "avstar")
        folk, _ = las_fortroendevalda([rad[match.end() :]], tjanstgor=None)
        roster += [Rost(p.namn, p.parti, p.roll, svar) for p in folk]
    return roster
