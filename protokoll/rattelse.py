"""A justerat protokoll that says something wrong: a new version in which the correction shows (JO 581-2013).

The §§ themselves stay closed, and the version that was adjusted stays readable; the new one says what it read, what it
reads, when, by whom and why.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from kommun.editor import clean_html, html_to_text
from kommun.fel import DomanFel
from kommun.pdf import PdfFel
from kommun.varden import fran_json
from protokoll.dagordningsrader import las
from protokoll.dokumentvarden import DIARIENUMRET, RUBRIKEN, Dokument, Rattad, Tryckt
from protokoll.framsidesrattelse import FelText, med_texter
from protokoll.frysning import ny_version, senaste
from protokoll.models import Paragraf, Protokoll, Protokollsversion, Rattelse
from protokoll.skillnad import skillnad, textskillnad
from protokoll.tillagg import EFTER_RATTELSE
from protokoll.utskrift import protokoll_pdf

# What of a § a correction is about: the place of a part in it, its number in the diarium, or (None) its heading.
Plats = int | str | None


@dataclass(frozen=True)
class Andring:
    """What something in a § shall read. `paragraf` is its place in the document; heading and dnr are plain text."""

    paragraf: int
    plats: Plats
    text: str


@dataclass(frozen=True)
class Gjord:
    """A correction as it came out; `paragraf` is None on the front page and in the bilaga."""

    rattad: Rattad
    paragraf: int | None = None
    plats: Plats = None


def hinder(protokoll: Protokoll, version: Protokollsversion | None) -> str | None:
    """Why it cannot be corrected, as a sentence; None when it can."""
    match protokoll.lage:
        case Protokoll.Lage.JUSTERAT if version is None:
            return "Protokollet justerades innan versioner sparades här, så det finns ingen version att rätta."
        case Protokoll.Lage.JUSTERAT:
            return None
        case Protokoll.Lage.AVSKRIFT:
            return "Protokollet är en avskrift. Det som är fel läst rättas i paragrafen, med ett skäl."
        case Protokoll.Lage.FRYST:
            return "Protokollet är inte justerat än. Ta tillbaka det och ändra texten."
    return "Protokollet är inte justerat än, så texten går att ändra som den är."


def rattat(
    dokument: Dokument,
    andringar: Iterable[Andring] = (),
    *,
    framsida: Mapping[str, str] | None = None,
    dag: date,
    av: str,
    skal: str,
) -> tuple[Dokument, list[Gjord]]:
    """Pure: the document with the corrections made and shown, and each of them. `framsida` has the texts of its fields
    (protokoll.framsidesrattelse). Raises FelText."""
    om = {"dag": dag, "av": av, "skal": skal}
    ny, gjorda = _framsidan(dokument, framsida or {}, om)
    paragrafer = list(ny.paragrafer)
    for andring in andringar:
        nu = paragrafer[andring.paragraf]
        if denna := _rattelsen(nu, andring, om):
            paragrafer[andring.paragraf] = _med(nu, andring, denna)
            gjorda.append(Gjord(denna, andring.paragraf, andring.plats))
    return replace(ny, paragrafer=tuple(paragrafer)), gjorda


def _framsidan(dokument: Dokument, texter: Mapping[str, str], om: dict) -> tuple[Dokument, list[Gjord]]:
    ny = med_texter(dokument, texter)
    skiljer = skillnad(dokument, ny)
    rader = [
        Rattad(rubrik=d.rubrik, fore=_i_rad(d.fore), efter=_i_rad(d.efter), **om)
        for d in (*skiljer.framsidan, *skiljer.bilagan)
        if d.fore != d.efter
    ]
    if not rader:
        return dokument, []
    return replace(ny, rattelser=(*dokument.rattelser, *rader)), [Gjord(r) for r in rader]


def _rattelsen(p: Tryckt, andring: Andring, om: dict) -> Rattad | None:
    if not isinstance(andring.plats, int):
        namn, stod = (RUBRIKEN, p.rubrik) if andring.plats is None else (DIARIENUMRET, p.dnr)
        return Rattad(rubrik=namn, fore=stod, efter=andring.text, **om) if andring.text != stod else None
    del_ = p.delar[andring.plats]
    skiljer = textskillnad(del_.rubrik, del_.html, andring.text)
    if skiljer is None or skiljer.fore == skiljer.efter:
        return None
    rubrik = f"”{del_.rubrik}”" if del_.rubrik else "Texten"
    return Rattad(rubrik=rubrik, fore=_i_rad(skiljer.fore), efter=_i_rad(skiljer.efter), **om)


def _i_rad(text: str) -> str:
    """The cells of a row of a table, parted so that it shows."""
    return text.replace("\t", " | ")


def _med(p: Tryckt, andring: Andring, rattelse: Rattad) -> Tryckt:
    rattelser = (*p.rattelser, rattelse)
    if andring.plats is None:
        return replace(p, rubrik=andring.text, rattelser=rattelser)
    if andring.plats == DIARIENUMRET:
        return replace(p, dnr=andring.text, rattelser=rattelser)
    delar = tuple(replace(d, html=andring.text) if n == andring.plats else d for n, d in enumerate(p.delar))
    return replace(p, delar=delar, rattelser=rattelser)


def ratta(
    protokoll: Protokoll,
    *,
    andringar: Sequence[Andring] = (),
    framsida: Mapping[str, str] | None = None,
    skal: str,
    fran: int,
    by,
    today: date,
    tryck: Callable[[Dokument], bytes] = protokoll_pdf,
) -> Protokollsversion:
    """Make the next version, corrected. `fran` is the version that the corrections were written against; the same ones
    sent twice are one version. Raises DomanFel when nothing changes or somebody else came first."""
    nu = Protokoll.objects.get(pk=protokoll.pk)
    version = nu.versionerna.filter(nummer=fran).first()
    if mening := hinder(nu, version):
        raise DomanFel(mening)
    if not skal.strip():
        raise DomanFel("Skriv varför protokollet rättas, till exempel ”skrivfel i beloppet”.")
    fore = fran_json(Dokument, version.innehall)
    try:
        dokument, gjorda = rattat(
            fore, _rena(fore, andringar), framsida=framsida, dag=today, av=str(by), skal=skal.strip()
        )
    except FelText as fel:
        raise DomanFel(str(fel)) from fel
    if not gjorda:
        raise DomanFel("Ingenting är ändrat. Ändra det som är fel i texten, eller avbryt.")
    if redan := _redan(senaste(nu), version, dokument):
        return redan
    try:
        pdf = tryck(dokument)
    except PdfFel as fel:
        raise DomanFel(f"Protokollet kunde inte skrivas ut. {fel}") from fel
    return _ratta(nu, version, dokument, pdf, gjorda, skal=skal.strip(), by=by)


def _rena(dokument: Dokument, andringar: Sequence[Andring]) -> list[Andring]:
    """As the form and every other way to the act must have them."""
    ut = []
    for a in andringar:
        if not 0 <= a.paragraf < len(dokument.paragrafer):
            raise DomanFel("Paragrafen finns inte i protokollet. Ladda om sidan och försök igen.")
        p = dokument.paragrafer[a.paragraf]
        if a.plats is None or a.plats == DIARIENUMRET:
            text = " ".join(a.text.split())
            if a.plats is None and not text:
                raise DomanFel("Paragrafen måste ha en rubrik.")
            ut.append(replace(a, text=text))
        elif 0 <= a.plats < len(p.delar):
            text = clean_html(a.text)
            ut.append(replace(a, text=text if html_to_text(text) else ""))
        else:
            raise DomanFel("Avsnittet finns inte i paragrafen. Ladda om sidan och försök igen.")
    return ut


def _redan(sista: Protokollsversion, fran: Protokollsversion, dokument: Dokument) -> Protokollsversion | None:
    """The version that this very correction has given. Raises DomanFel where it was another."""
    if sista.nummer == fran.nummer:
        return None
    if sista.slag == sista.Slag.RATTELSE and fran_json(Dokument, sista.innehall) == dokument:
        return sista
    raise DomanFel("Protokollet har rättats medan du skrev. Läs den nya versionen och rätta den om det behövs.")


@transaction.atomic
def _ratta(protokoll, fran, dokument, pdf, gjorda: Sequence[Gjord], *, skal: str, by) -> Protokollsversion:
    las(protokoll.sammantrade_id)
    nu = Protokoll.objects.select_for_update(of=("self",)).get(pk=protokoll.pk)
    if redan := _redan(senaste(nu), fran, dokument):
        return redan
    version = ny_version(nu, dokument, pdf, slag=Protokollsversion.Slag.RATTELSE, skal=skal, by=by)
    rader = paragrafraderna(nu)
    for gjord in gjorda:
        i_texten = isinstance(gjord.plats, int)
        Rattelse.objects.create(
            version=version,
            paragraf=None if gjord.paragraf is None else rader[gjord.paragraf],
            rubrik=_avsnittet(gjord, dokument),
            plats=gjord.plats if i_texten else None,
            fore=gjord.rattad.fore,
            efter=gjord.rattad.efter,
        )
    for akt in EFTER_RATTELSE:
        akt(nu, version, by=by)
    return version


def _avsnittet(gjord: Gjord, dokument: Dokument) -> str:
    """As its row names it: the heading of the part; the heading of the § itself has none."""
    if isinstance(gjord.plats, int):
        return dokument.paragrafer[gjord.paragraf].delar[gjord.plats].rubrik
    return "" if gjord.paragraf is not None and gjord.plats is None else gjord.rattad.rubrik


def paragrafraderna(protokoll: Protokoll) -> list[Paragraf]:
    """The §§ in the order of its document; closed since it was frozen, they are the same."""
    return list(protokoll.paragraferna.exclude(slag=Paragraf.Slag.RUBRIK).order_by("ordning"))


def senast_rattade(protokoll: Protokoll):
    """What has been corrected in it, newest first."""
    return (
        Rattelse.objects.filter(version__protokoll=protokoll)
        .select_related("version__av__person", "paragraf")
        .defer("version__pdf", "version__innehall")
        .order_by("-version__nummer", "pk")
    )


def paragrafpanel(request, paragraf):
    """Beside a § that was adjusted: what a rättelse changed in it. The § itself reads as it was adjusted."""
    if not paragraf.protokoll or paragraf.protokoll.lage != Protokoll.Lage.JUSTERAT:
        return None
    rader = list(senast_rattade(paragraf.protokoll).filter(paragraf=paragraf))
    return ("protokoll/_rattelsepanel.html", {"rader": rader}) if rader else None
