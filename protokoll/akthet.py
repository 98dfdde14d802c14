"""Kontrollera ett protokoll: what a file or a paper is. Nothing that is asked about is kept.

What is published may everybody ask about, also its older versions; what is not is answered as if it were not there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice

from django.db.models import Q

from protokoll.frysning import senaste
from protokoll.kontrollkod import last_kod
from protokoll.models import Protokoll, Protokollsversion, Publicering, Undertecknande
from protokoll.models.sekretess import dolda_protokoll
from protokoll.signering import kontrollera

# A signed file is the frozen one with something added: each place where it may have ended once.
_SLUT = re.compile(rb"%%EOF(?:\r\n|\n|\r)?")
MEST_SLUT = 40
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Besked:
    """The answer in plain words. `protokoll` is the one it is about, `version` what was held up; none when unknown."""

    variant: str
    rubrik: str
    text: str
    protokoll: Protokoll | None = None
    version: Protokollsversion | None = None
    publicering: Publicering | None = None
    paragrafer: str = ""
    sha256: str = ""


OKAND_FIL = Besked(
    "varning",
    "Okänd fil",
    "Filen är inget protokoll som är publicerat här. Antingen har den ändrats sedan den hämtades, till exempel sparats "
    "om i ett annat program, eller så är den ett protokoll som inte är publicerat. Fråga kommunen om du är osäker.",
)
INGEN_PDF = Besked(
    "fel", "Filen är ingen PDF", "Protokollen härifrån är PDF-filer. Välj den fil som du har hämtat eller fått."
)
OKAND_KOD = Besked(
    "varning",
    "Okänd kod",
    "Koden hör inte till något protokoll som är publicerat här. Kontrollera att den är rätt avskriven, eller fråga "
    "kommunen: protokollet kan finnas utan att vara publicerat på webben.",
)
INGEN_KOD = Besked(
    "fel",
    "Koden är inte hel",
    "En kod har sexton bokstäver och siffror i grupper om fyra och står på protokollets sista sida.",
)
INGEN_SUMMA = Besked(
    "fel", "Det är ingen kontrollsumma", "En SHA-256-summa har 64 tecken: siffror och bokstäverna a–f."
)


def _synliga(user) -> Q:
    """Protokoll that this person may know of: the published, and for those who work with them what they may read."""
    if user.is_authenticated and user.behorighet.har_insyn:
        return ~Q(protokoll__in=dolda_protokoll(user))
    publicerat = Q(protokoll__publiceringarna__borttagen=None, protokoll__publiceringarna__isnull=False)
    return publicerat & ~Q(protokoll__slag=Protokoll.Slag.SEKRETESS)


def _versioner(user):
    return (
        Protokollsversion.objects.filter(_synliga(user))
        .select_related("protokoll__sammantrade__organ")
        .defer("innehall")
        .order_by("-nummer")
        .distinct()
    )


def av_fil(data: bytes, *, user) -> Besked:
    summa = sha256(data).hexdigest()
    if besked := _av_summa(summa, user=user):
        return besked
    for langd, forsta in _tidigare_slut(data):
        if version := _versioner(user).filter(sha256=forsta).first():
            return _tillagg(version, data, langd, summa)
        if webb := _webbversioner(user).filter(bilaga__sha256=forsta).first():
            text = "Den börjar som protokollets webbversion, men något har lagts till efteråt. Lita inte på den."
            return _om(webb.protokollsversion, "fel", "Filen har ändrats", text, summa)
    return OKAND_FIL if b"%PDF-" in data[:1024] else INGEN_PDF


def av_summa(text: str, *, user) -> Besked:
    summa = re.sub(r"\s", "", text).lower()
    if not _SHA256.fullmatch(summa):
        return INGEN_SUMMA
    return _av_summa(summa, user=user) or OKAND_FIL


def av_kod(text: str, *, user) -> Besked:
    kod = last_kod(text)
    if not kod:
        return INGEN_KOD
    if version := _versioner(user).filter(kontrollkod=kod).first():
        return _papper(_version(version, version.sha256))
    if publicering := _webbversioner(user).filter(kontrollkod=kod).first():
        return _papper(_webbversion(publicering, publicering.bilaga.sha256))
    return OKAND_KOD


def _webbversioner(user):
    return (
        Publicering.objects.filter(_synliga(user), bilaga__isnull=False)
        .select_related("protokoll__sammantrade__organ", "bilaga", "protokollsversion")
        .order_by("-publicerad")
        .distinct()
    )


def _av_summa(summa: str, *, user) -> Besked | None:
    if version := _versioner(user).filter(sha256=summa).first():
        return _version(version, summa)
    tecknad = (
        Undertecknande.objects.filter(bilaga__sha256=summa, version__in=_versioner(user).order_by())
        .select_related("version__protokoll__sammantrade__organ")
        .first()
    )
    if tecknad:
        return _undertecknad(tecknad, summa)
    if publicering := _webbversioner(user).filter(bilaga__sha256=summa).first():
        return _webbversion(publicering, summa)
    return None


def _tidigare_slut(data: bytes) -> Iterator[tuple[int, str]]:
    """(length, fingerprint) of each beginning that may have been a whole file, less the file itself."""
    summa, last = sha256(), 0
    for m in islice(_SLUT.finditer(data), MEST_SLUT):
        for slut in sorted({m.start() + 5, m.end()}):
            if last < slut < len(data):
                summa.update(data[last:slut])
                last = slut
                yield slut, summa.copy().hexdigest()


# The answers --------------------------------------------------------------------------------------------------------


def _om(version: Protokollsversion, variant: str, rubrik: str, text: str, summa: str) -> Besked:
    protokoll = version.protokoll
    spann = Protokollsversion.objects.values_list("innehall__paragrafspann", flat=True).get(pk=version.pk)
    return Besked(
        variant,
        rubrik,
        text,
        protokoll=protokoll,
        version=version,
        publicering=protokoll.publiceringarna.filter(borttagen=None).defer("innehall").first(),
        paragrafer=spann,
        sha256=summa,
    )


def _lage(version: Protokollsversion) -> tuple[str, str]:
    """(what kind of answer, what the version is): "", "foraldrad" or "ej_justerat"."""
    protokoll, sista = version.protokoll, senaste(version.protokoll)
    if sista.pk != version.pk:
        frysning = Protokollsversion.Slag.FRYSNING
        if protokoll.versionerna.filter(nummer__gt=version.nummer, slag=frysning).exists():
            aldrig = "Den ändrades innan protokollet justerades, så den har aldrig gällt."
            nu = "gällande" if protokoll.lage == Protokoll.Lage.JUSTERAT else "senaste"
            return "foraldrad", f"{aldrig} Den {nu} är version {sista.nummer}."
        return "foraldrad", f"Den gällande är version {sista.nummer}, som är rättad."
    if protokoll.lage != Protokoll.Lage.JUSTERAT:
        return "ej_justerat", "Protokollet är inte justerat än, så det kan fortfarande ändras."
    return "", ""


def _version(version: Protokollsversion, summa: str) -> Besked:
    slag, mening = _lage(version)
    match slag:
        case "foraldrad":
            return _om(version, "varning", "Det här är en äldre version av protokollet", mening, summa)
        case "ej_justerat":
            return _om(version, "info", "Det här är inte justerat", mening, summa)
    rattad = version.slag == Protokollsversion.Slag.RATTELSE
    text = "Det är den gällande versionen" + (", med en rättelse." if rattad else ".")
    prov = version.undertecknandena.filter(prov=True).exists()
    if prov:
        text += " Kommunens stämpel på det är ett prov och bevisar ingenting."
    return _om(version, "info" if prov else "lyckad", "Det här är det justerade protokollet", text, summa)


def _undertecknad(tecknad: Undertecknande, summa: str) -> Besked:
    version = tecknad.version
    slag, mening = _lage(version)
    if slag == "foraldrad":
        rubrik = "Det här är en undertecknad fil av en äldre version"
        return _om(version, "varning", rubrik, mening, summa)
    if tecknad.satt == Protokoll.Satt.PAPPER:
        text = "Filen är den inlästa sidan med underskrifterna. Texten står i protokollets egen PDF."
        return _om(version, "lyckad", "Det här är underskrifterna till protokollet", text, summa)
    text = "Den är densamma som kommunen förvarar."
    if tecknad.prov:
        text += " Stämpeln är gjord med ett provcertifikat och bevisar ingenting."
    rubrik = "Det här är en undertecknad fil av det justerade protokollet"
    return _om(version, "info" if tecknad.prov else "lyckad", rubrik, text, summa)


def _tillagg(version: Protokollsversion, data: bytes, langd: int, summa: str) -> Besked:
    """Begins with a frozen file and goes on: signed elsewhere, or changed."""
    k = kontrollera(data, data[:langd])
    if not (k.hel and k.ar_det_frysta):
        vad = "Det går inte att läsa." if k.fel else k.mening
        text = f"Den börjar som protokollet, men något har lagts till efteråt. {vad} Lita inte på den."
        return _om(version, "fel", "Filen har ändrats", text, summa)
    slag, mening = _lage(version)
    rubrik = f"Det här är en undertecknad fil av {_AV[slag]}"
    text = f"Texten är protokollets, oförändrad. Den är inte den fil som kommunen förvarar. {k.mening} {mening}"
    return _om(version, "varning" if slag or not k.giltig else "lyckad", rubrik, text.strip(), summa)


_AV = {
    "": "det justerade protokollet",
    "foraldrad": "en äldre version",
    "ej_justerat": "ett protokoll som inte är justerat",
}


def _webbversion(publicering: Publicering, summa: str) -> Besked:
    version = publicering.protokollsversion
    nu = publicering.protokoll.publiceringarna.filter(borttagen=None).first()
    text = "Uppgifter har tagits bort ur den."
    slag, mening = _lage(version)
    if nu is None or nu.pk != publicering.pk:
        rubrik = "Det här är en äldre webbversion av protokollet"
        return _om(version, "varning", rubrik, f"{text} En nyare finns. {mening}".strip(), summa)
    if slag:
        rubrik = "Det här är webbversionen av en äldre version"
        return _om(version, "varning", rubrik, f"{text} {mening} Den finns inte på webben än.", summa)
    text += " I övrigt är den som det justerade protokollet."
    return _om(version, "lyckad", "Det här är protokollets webbversion", text, summa)


_KODENS = {
    "Det här är det justerade protokollet": "Koden hör till det justerade protokollet",
    "Det här är en äldre version av protokollet": "Koden hör till en äldre version av protokollet",
    "Det här är inte justerat": "Koden hör till ett protokoll som inte är justerat",
    "Det här är protokollets webbversion": "Koden hör till protokollets webbversion",
    "Det här är webbversionen av en äldre version": "Koden hör till webbversionen av en äldre version",
    "Det här är en äldre webbversion av protokollet": "Koden hör till en äldre webbversion av protokollet",
}


def _papper(besked: Besked) -> Besked:
    """A code is copied as easily as it is read."""
    rubrik = _KODENS.get(besked.rubrik, besked.rubrik)
    text = f"{besked.text} Koden säger vad papperet utger sig för att vara: jämför det med den publicerade texten."
    return replace(besked, rubrik=rubrik, text=text, sha256="")
