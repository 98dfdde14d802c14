"""What a letter says of an event: proposed field by field, each with the words that it was read from. Pure.

Nothing is guessed in silence: what stands nowhere is left empty, and a person reads every field before it is kept.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from kommun.kalender import dag_i_ord
from protokoll.inbjudan.brevdagar import Dagar, dagarna, klockslagen
from protokoll.inbjudan.fakta import Fakta
from protokoll.inbjudan.ord import sager_natet

LANGSTA_BREV = 200_000
_LANGSTA_RAD = 2000
_CITAT = 160

_ETIKETTER = {
    "nar": "när|datum|tid|dag|tidpunkt|datum och tid|tid och datum|tid och plats|dag och tid|when",
    "plats": "plats|var|lokal|adress|ort|platser|orter|where",
    "kostnad": "kostnad|pris|avgift|deltagaravgift|konferensavgift|kostnad per person",
    "sista": "sista anmälningsdag|sista anmälningsdatum|sista dag för anmälan|anmälan senast|anmäl dig senast|osa|o.s.a"
    "|o.s.a.|sista svarsdag|svar senast|anmälan|anmäl er senast|svara senast",
    "arrangor": "arrangör|arrangörer|inbjudare|värd|inbjudan från|organiseras av|arrangeras av",
    "lank": "länk|webbplats|anmälningslänk|läs mer|mer information|anmälan sker här|webbsida",
    "titel": "titel|rubrik|evenemang|vad|aktivitet",
    "till": "ställd till|inbjudan är ställd till|riktar sig till",
}
_FALT = {ord_: falt for falt, orden in _ETIKETTER.items() for ord_ in orden.split("|")}
_RAD = re.compile(r"^[\s*•·>–-]{0,6}(?P<etikett>[A-Za-zÅÄÖåäö. ]{2,30}?)\*{0,2}\s?:\*{0,2}\s*(?P<varde>.*)$")
_HUVUD = {"från": "fran", "from": "fran", "ämne": "amne", "subject": "amne", "skickat": "skickat", "sent": "skickat"}
_HUVUD |= {"date": "skickat", "till": "", "to": "", "kopia": "", "cc": "", "datum": "skickat", "svar till": ""}

_MENING = re.compile(r"(?<=[.!?])\s(?=[A-ZÅÄÖ])")
_FORLED = re.compile(r"^(?:(?:sv|vb|vs|re|fw|fwd|påminnelse|save the date)\s?:\s?)+", re.IGNORECASE)
_INBJUDAN_TILL = re.compile(r"^(?:personlig\s)?(?:inbjudan|inbjuden|välkommen|välkomna)\s?(?::|till|\u2013|-)\s?", re.I)
_FORE_DAGEN = re.compile(r"(?:[\s,:–-]|\b(?:den|på|(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en)?)\b)+$", re.IGNORECASE)
_BJUDER = re.compile(
    r"\b(?:inbjudan|inbjudna?|välkomm(?:en|na)|bjuder(?:\s\w{2,8}){0,3}(?:\sin)?(?:\s\w{2,8}){0,2})\still\s(?P<vad>[^.!?\n]{3,150})",
    re.IGNORECASE,
)
_BARA_INBJUDAN = re.compile(r"(?:personlig\s)?(?:inbjudan(?:\still)?|välkomm(?:en|na)\still)\s?[:!]?", re.IGNORECASE)
_VEM = re.compile(
    r"^(?P<vem>[A-ZÅÄÖ][^.!?:\n]{1,80}?)\s(?:bjuder|inbjuder|har nöjet|har glädjen|välkomnar|arrangerar|anordnar)\b"
)
_INGEN = re.compile(r"^(?:vi|jag|härmed|hej|du|ni|nu|välkommen|som|detta|med)\b", re.IGNORECASE)
_SISTA = re.compile(
    r"\bsista\s(?:dag|anmälnings|svars|datum)|\banmäl\w*\b.{0,60}\bsenast\b|\bsenast\b.{0,60}\banmäl"
    r"|\bo\.?s\.?a\b|\bsvar\w*\b.{0,40}\bsenast\b|\bdeadline\b",
    re.IGNORECASE,
)
_KOSTAR = re.compile(
    r"\bkostnadsfri\w*\b|\butan kostnad\b|\bgratis\b|\bavgiftsfri\w*\b|\d[\d ]{0,8}(?::-|\s?kr(?:onor)?\b|\s?SEK\b)"
    r"(?:\s(?:per person|exkl\.?(?:usive)?\smoms|inkl\.?(?:usive)?\smoms|plus moms)){0,2}",
    re.IGNORECASE,
)
_PERSONLIG = re.compile(r"\bpersonlig(?:en|t)?\s(?:inbjud|inbjuden)\w*|\binbjudan är personlig\b", re.IGNORECASE)
_LANK = re.compile(r"https?://[^\s<>\"')\]]{4,400}", re.IGNORECASE)
_I_ORTEN = re.compile(r"\bi\s(?P<ort>[A-ZÅÄÖ][\w-]{1,30}(?:\s[A-ZÅÄÖ][\w-]{1,30})?)")
_PA_NATET = re.compile(
    r"(?:\s?(?:,|/|och|eller|samt)\s)?(?:också\s)?\(?(?:digitalt|online|via (?:teams|zoom|länk|webben)"
    r"|på (?:nätet|webben|distans)|webbsändning|livesändning|som webbsändning)\)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Forslag:
    """The proposed parts, and for each the words that it was read from."""

    fakta: Fakta = field(default_factory=Fakta)
    ur: dict[str, str] = field(default_factory=dict)
    # What a person has to judge: other days that the letter names, an event that comes again.
    anmarkningar: tuple[str, ...] = ()


def kompletterat(forst: Forslag, sedan: Forslag) -> Forslag:
    """What the first says, and of the second what the first leaves open."""
    nya = {
        namn: getattr(sedan.fakta, namn) for namn in sedan.ur if namn not in forst.ur and not getattr(forst.fakta, namn)
    }
    ur = {namn: sedan.ur[namn] for namn in nya}
    return Forslag(replace(forst.fakta, **nya), forst.ur | ur, forst.anmarkningar)


def las_brev(text: str, *, dag: date, amne: str = "", fran: str = "", skickat: date | None = None) -> Forslag:
    """`dag` is the day it is read. What a mail says in its own headers comes as `amne`, `fran` and `skickat`."""
    rader = [_rad(r) for r in text[:LANGSTA_BREV].splitlines()]
    lasare = _Lasare(rader, dag, amne, fran, skickat)
    return lasare.forslag()


def _rad(text: str) -> str:
    """A line; a row of a table that has a label in its first cell reads as "Plats: Kalmar"."""
    forst, tabb, resten = text.partition("\t")
    if tabb and (etikett := forst.strip(" *:")).casefold() in _FALT:
        text = f"{etikett}: {resten}"
    return " ".join(text.split())[:_LANGSTA_RAD]


class _Lasare:
    """Reads one letter."""

    def __init__(self, rader: list[str], dag: date, amne: str, fran: str, skickat: date | None):
        self.falt: dict[str, object] = {}
        self.ur: dict[str, str] = {}
        self.anmarkningar: list[str] = []
        self.huvud = {"amne": amne, "fran": fran}
        # Sentence by sentence: what one says of a day is not said of the day in the next.
        self.rader = [mening for rad in self._utan_huvud(rader) for mening in _MENING.split(rad)]
        self.ankom = skickat or self._skickat(dag)
        self.kring = self.ankom or dag
        self.etiketter = self._etiketterna()

    def forslag(self) -> Forslag:
        self._ankomsten()
        self._dagarna()
        self._titeln()
        self._arrangoren()
        self._platsen()
        self._resten()
        return Forslag(Fakta(**self.falt), self.ur, tuple(self.anmarkningar))

    def satt(self, namn: str, varde, ur: str) -> None:
        if varde and namn not in self.falt:
            self.falt[namn] = varde
            self.ur[namn] = ur if len(ur) <= _CITAT else f"{ur[: _CITAT - 1].rstrip()}…"

    def _utan_huvud(self, rader: list[str]) -> list[str]:
        """The body, after the last head that a mail program wrote: that of the letter that was forwarded."""
        slut, n = 0, 0
        while n < len(rader):
            block, m = {}, n
            while m < len(rader) and (rad := _RAD.match(rader[m])) and rad["etikett"].strip().casefold() in _HUVUD:
                block[_HUVUD[rad["etikett"].strip().casefold()]] = rad["varde"].strip()
                m += 1
            if len(block) > 1 and "fran" in block:
                self.huvud |= {namn: varde for namn, varde in block.items() if varde}
                slut = m
            n = max(m, n + 1)
        return rader[slut:]

    def _skickat(self, dag: date) -> date | None:
        funna = dagarna(self.huvud.get("skickat", ""), kring=dag)
        return funna[0].borjar if funna else None

    def _etiketterna(self) -> dict[str, list[tuple[str, str]]]:
        """By field: (value, the words). A label alone on its line speaks of the next one."""
        ut: dict[str, list[tuple[str, str]]] = {}
        for n, rad in enumerate(self.rader):
            m = _RAD.match(rad)
            if not m or (falt := _FALT.get(m["etikett"].strip().casefold())) is None:
                continue
            varde = m["varde"].strip(" *")
            if not varde:
                varde = next((r for r in self.rader[n + 1 : n + 3] if r), "").strip(" *")
            if varde:
                ut.setdefault(falt, []).append((varde, f"{m['etikett'].strip()}: {varde}"))
        return ut

    def _ankomsten(self) -> None:
        if self.ankom:
            self.satt("ankom", self.ankom, f"Skickat {dag_i_ord(self.ankom, veckodag=False)}")

    def _dagarna(self) -> None:
        for falt, satt in (("sista", self._sista), ("nar", self._tillfallet)):
            for varde, ur in self.etiketter.get(falt, ()):
                if funna := dagarna(varde, kring=self.kring):
                    satt(funna[0], varde, ur)
        ovriga: list[tuple[Dagar, str]] = []
        for rad in self.rader:
            funna = dagarna(rad, kring=self.kring)
            if funna and (ord_ := _SISTA.search(rad)):
                # Of several days, the one after the words about registering.
                valda = [d for d in funna if d.start > ord_.start()] or funna[-1:]
                self._sista(valda[0], rad, rad)
                funna.remove(valda[0])
            ovriga += [(d, rad) for d in funna if d.borjar >= self.kring]
        amne = self.huvud.get("amne", "")
        if (i_amnet := dagarna(amne, kring=self.kring)) and not _SISTA.search(amne):
            self._tillfallet(i_amnet[0], amne[i_amnet[0].start :], f"Ämne: {amne}")
        if "borjar" not in self.falt and ovriga:
            forst, rad = ovriga[0]
            self._tillfallet(forst, rad[forst.start :], rad)
        self._andra_dagar([d for d, _ in ovriga])
        for varde, ur in self.etiketter.get("nar", ()):
            self._klockan(varde, ur)

    def _andra_dagar(self, dagar: list[Dagar]) -> None:
        sagda = {self.falt.get(n) for n in ("borjar", "slutar", "sista_anmalan", "ankom")}
        if andra := list(dict.fromkeys(d.borjar for d in dagar if d.borjar not in sagda)):
            ord_ = ", ".join(dag_i_ord(d, veckodag=False) for d in andra[:4])
            self.anmarkningar.append(f"Brevet nämner också {ord_}. Kontrollera vilken dag som gäller.")

    def _sista(self, d: Dagar, text: str, ur: str) -> None:
        self.satt("sista_anmalan", d.slutar or d.borjar, ur)

    def _tillfallet(self, d: Dagar, text: str, ur: str) -> None:
        if "borjar" in self.falt:
            return
        self.satt("borjar", d.borjar, ur)
        if d.slutar:
            self.satt("slutar", d.slutar, ur)
        self._klockan(text, ur)

    def _klockan(self, text: str, ur: str) -> None:
        borjar, slutar = klockslagen(text)
        if borjar and "borjar_tid" not in self.falt:
            self.satt("borjar_tid", borjar, ur)
            self.satt("slutar_tid", slutar, ur)

    def _titeln(self) -> None:
        for varde, ur in self.etiketter.get("titel", ()):
            self.satt("titel", varde[:300], ur)
        amne = self.huvud.get("amne", "")
        if rent := _rubrik(_INBJUDAN_TILL.sub("", _FORLED.sub("", amne))):
            self.satt("titel", self._utan_dag(rent), f"Ämne: {amne}")
        self._titeln_under_inbjudan()
        for rad in self.rader:
            if m := _BJUDER.search(rad):
                vad = re.split(
                    r"\s(?:den|torsdagen|fredagen|måndagen|tisdagen|onsdagen)\s|,?\s\d{1,2}(?!\d)", m["vad"]
                )[0]
                self.satt("titel", _rubrik(vad), rad)
                break

    def _utan_dag(self, titel: str) -> str:
        """ "Budgetdagen" of "Budgetdagen den 27 maj": the day has a field of its own."""
        sist = next(iter(dagarna(titel, kring=self.kring)[-1:]), None)
        if sist is None or sist.slut < len(titel):
            return titel
        return _FORE_DAGEN.sub("", titel[: sist.start]) or titel

    def _titeln_under_inbjudan(self) -> None:
        """ "INBJUDAN" alone on its line, as on a printed one: what it is to stands below."""
        for n, rad in enumerate(self.rader):
            if _BARA_INBJUDAN.fullmatch(rad) and (vad := next((r for r in self.rader[n + 1 : n + 4] if r), "")):
                self.satt("titel", _rubrik(vad), f"{rad} {vad}")
                break

    def _arrangoren(self) -> None:
        for varde, ur in self.etiketter.get("arrangor", ()):
            self.satt("arrangor", varde[:200], ur)
        for rad in self.rader:
            if (m := _VEM.match(rad)) and not _INGEN.match(m["vem"]):
                self.satt("arrangor", m["vem"].strip(), rad)
                break
        fran = self.huvud.get("fran", "")
        namn = re.sub(r"[<\[(]?(?:mailto:)?[^\s<>\[\]()]+@[^\s<>\[\]()]+[>\])]?", "", fran).strip(" \"'<>[];,")
        self.satt("arrangor", namn[:200], f"Från: {fran}")

    def _platsen(self) -> None:
        for varde, ur in self.etiketter.get("plats", ()):
            if _LANK.match(varde):
                continue
            etikett = ur.partition(":")[0].strip().casefold()
            kvar = _PA_NATET.sub("", varde).strip(" ,;./")
            delning = r"\s?;\s?|,\s|\soch\s" if etikett in ("platser", "orter") else r"\s?;\s?|\s/\s"
            self.satt("platser", tuple(p[:150] for p in re.split(delning, kvar) if p), ur)
            if sager_natet(varde) or _PA_NATET.search(varde):
                self.satt("pa_natet", True, ur)
        ur_dagen = self.ur.get("borjar", "")
        if m := _I_ORTEN.search(ur_dagen):
            self.satt("platser", (m["ort"],), ur_dagen)
        for rad in (str(self.falt.get("titel", "")), *self.rader):
            if sager_natet(rad):
                self.satt("pa_natet", True, rad)
                break

    def _resten(self) -> None:
        for varde, ur in self.etiketter.get("kostnad", ()):
            self.satt("kostnad", varde[:200], ur)
        for varde, ur in self.etiketter.get("till", ()):
            self.satt("personligt_till", varde[:300], ur)
        lankar = []
        for rad in self.rader:
            if m := _KOSTAR.search(rad):
                self.satt("kostnad", m[0].strip(), rad)
            if m := _PERSONLIG.search(rad):
                self.satt("personlig", True, rad)
            lankar += [(m[0].rstrip(".,;"), rad) for m in _LANK.finditer(rad)]
        for url, rad in sorted(lankar, key=lambda lank: "anmäl" not in lank[1].casefold()):
            self.satt("lank", url, rad)


def _rubrik(text: str) -> str:
    text = text.strip(" ”\"'.,:–-")[:300]
    return text[:1].upper() + text[1:]
