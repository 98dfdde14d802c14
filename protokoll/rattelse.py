"""A justerat protokoll that says something wrong: a new version in which the correction shows (JO 581-2013).

The §§ themselves stay closed, and the version that was adjusted stays readable; the new one says what it read, what it
reads, when, by whom and why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from kommun.editor import clean_html, html_to_text
from kommun.fel import DomanFel
from kommun.pdf import PdfFel
from kommun.varden import fran_json
from protokoll.dagordningsrader import las
from protokoll.dokumentvarden import RUBRIKEN, Dokument, Rattad, Tryckt
from protokoll.frysning import ny_version, senaste
from protokoll.models import Paragraf, Protokoll, Protokollsversion, Rattelse
from protokoll.skillnad import textskillnad
from protokoll.tillagg import EFTER_RATTELSE
from protokoll.utskrift import protokoll_pdf


@dataclass(frozen=True)
class Andring:
    """What a part of a § shall read. `paragraf` is its place in the document, `plats` the part's place in the §; None
    is the heading of the §, which is plain text."""

    paragraf: int
    plats: int | None
    text: str


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
    dokument: Dokument, andringar: Iterable[Andring], *, dag: date, av: str, skal: str
) -> tuple[Dokument, list[tuple[Andring, Rattad]]]:
    """Pure: the document with the corrections made and shown, and what each of them changed."""
    paragrafer, gjorda = list(dokument.paragrafer), []
    for andring in andringar:
        nu = paragrafer[andring.paragraf]
        if denna := _rattelsen(nu, andring, dag=dag, av=av, skal=skal):
            paragrafer[andring.paragraf] = _med(nu, andring, denna)
            gjorda.append((andring, denna))
    return replace(dokument, paragrafer=tuple(paragrafer)), gjorda


def _rattelsen(p: Tryckt, andring: Andring, **om) -> Rattad | None:
    if andring.plats is None:
        return Rattad(rubrik=RUBRIKEN, fore=p.rubrik, efter=andring.text, **om) if andring.text != p.rubrik else None
    del_ = p.delar[andring.plats]
    skillnad = textskillnad(del_.rubrik, del_.html, andring.text)
    if skillnad is None or skillnad.fore == skillnad.efter:
        return None
    rubrik = f"”{del_.rubrik}”" if del_.rubrik else "Texten"
    return Rattad(rubrik=rubrik, fore=_i_rad(skillnad.fore), efter=_i_rad(skillnad.efter), **om)


def _i_rad(text: str) -> str:
    """The cells of a row of a table, parted so that it shows."""
    return text.replace("\t", " | ")


def _med(p: Tryckt, andring: Andring, rattelse: Rattad) -> Tryckt:
    delar = tuple(replace(d, html=andring.text) if n == andring.plats else d for n, d in enumerate(p.delar))
    rubrik = andring.text if andring.plats is None else p.rubrik
    return replace(p, rubrik=rubrik, delar=delar, rattelser=(*p.rattelser, rattelse))


def ratta(
    protokoll: Protokoll, *, andringar: Sequence[Andring], skal: str, fran: int, by, today: date
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
    rena = _rena(fore, andringar)
    dokument, gjorda = rattat(fore, rena, dag=today, av=str(by), skal=skal.strip())
    if not gjorda:
        raise DomanFel("Ingenting är ändrat. Ändra det som är fel i texten, eller avbryt.")
    try:
        pdf = protokoll_pdf(dokument)
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
        if a.plats is None:
            if not (rubrik := " ".join(a.text.split())):
                raise DomanFel("Paragrafen måste ha en rubrik.")
            ut.append(replace(a, text=rubrik))
        elif 0 <= a.plats < len(p.delar):
            text = clean_html(a.text)
            ut.append(replace(a, text=text if html_to_text(text) else ""))
        else:
            raise DomanFel("Avsnittet finns inte i paragrafen. Ladda om sidan och försök igen.")
    return ut


@transaction.atomic
def _ratta(protokoll, fran, dokument, pdf, gjorda, *, skal: str, by) -> Protokollsversion:
    las(protokoll.sammantrade_id)
    nu = Protokoll.objects.select_for_update(of=("self",)).get(pk=protokoll.pk)
    sista = senaste(nu)
    if sista.nummer != fran.nummer:
        if sista.slag == sista.Slag.RATTELSE and fran_json(Dokument, sista.innehall) == dokument:
            return sista
        raise DomanFel("Protokollet har rättats medan du skrev. Läs den nya versionen och rätta den om det behövs.")
    version = ny_version(nu, dokument, pdf, slag=Protokollsversion.Slag.RATTELSE, skal=skal, by=by)
    rader = paragrafraderna(nu)
    for andring, rattad in gjorda:
        Rattelse.objects.create(
            version=version,
            paragraf=rader[andring.paragraf],
            rubrik="" if andring.plats is None else dokument.paragrafer[andring.paragraf].delar[andring.plats].rubrik,
            plats=andring.plats,
            fore=rattad.fore,
            efter=rattad.efter,
        )
    for akt in EFTER_RATTELSE:
        akt(nu, version, by=by)
    return version


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
