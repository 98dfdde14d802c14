"""What the mails of the justering say, (amne, text): plain, calm and short, and no word of what the §§ are about."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.urls import reverse

from kommun.kalender import dag_i_ord, dagen_i_ord
from kommun.varden import fran_json
from protokoll.dokumentvarden import Dokument
from protokoll.frister import anslas_senast
from protokoll.models import Invandning, Protokoll, Protokollsversion, Underskrift
from protokoll.skillnad import Skillnad, skillnad

Brev = tuple[str, str]


def lanken(protokoll: Protokoll) -> str:
    return settings.WEBBADRESS + reverse("protokoll:justera", args=[protokoll.pk])


def _motet(protokoll: Protokoll) -> str:
    s = protokoll.sammantrade
    return f"{s.organ.namn} {dag_i_ord(s.datum)}"


def _motet_i_mening(protokoll: Protokoll) -> str:
    s = protokoll.sammantrade
    return f"{s.organ.namn} {dagen_i_ord(s.datum)}"


def _brev(amne: str, *stycken: str, namn: str = "", av: str = "") -> Brev:
    halsning = f"Vänliga hälsningar\n{av}" if av else ""
    hej = f"Hej {namn}!" if namn else "Hej!"
    return amne, "\n\n".join(filter(None, [hej, *stycken, halsning])) + "\n"


def roller_i_ord(roller: Iterable[str]) -> str:
    """ "ordförande och protokolljusterare"."""
    return " och ".join(Underskrift.Roll(r).label.lower() for r in roller)


def hur(protokoll: Protokoll) -> str:
    match protokoll.justerat_genom:
        case Protokoll.Satt.PAPPER:
            var = protokoll.justeringens_plats_och_tid.strip()
            return "Du undertecknar det sedan på papper" + (f": {var}." if var else ". Sekreteraren säger när och var.")
        case Protokoll.Satt.UPPLADDAT:
            return "Du undertecknar det sedan i en annan tjänst. Därifrån kommer en egen inbjudan."
        case Protokoll.Satt.FJARR:
            return "Du undertecknar det sedan i underskriftstjänsten. Därifrån kommer en egen inbjudan."
    return "Du läser och godkänner det i webbläsaren, på dator eller telefon, inloggad med ditt vanliga konto."


def att_lasa(
    version: Protokollsversion,
    person,
    *,
    roller: Iterable[str],
    forra: Protokollsversion | None,
    godkant: bool,
    svar: Iterable[Invandning],
    av: str,
) -> Brev:
    protokoll = version.protokoll
    dokument = fran_json(Dokument, version.innehall)
    tid = f"Protokollet ska vara justerat senast {dagen_i_ord(protokoll.justeras_senast)}."
    if protokoll.slag == Protokoll.Slag.OMEDELBART:
        tid = f"Det justeras omedelbart, vid sammanträdet {dagen_i_ord(protokoll.justeras_senast)}."
    lank = f"Läs här, och skriv vid paragrafen om något inte stämmer:\n{lanken(protokoll)}"
    if forra is None:
        spann = f", {dokument.paragrafspann}," if dokument.paragrafspann else ""
        inledning = (
            f"Protokollet från {protokoll.sammantrade.organ.namn} {dagen_i_ord(protokoll.sammantrade.datum)}{spann} "
            f"är klart att läsa. Du justerar det som {roller_i_ord(roller)}."
        )
        return _brev(
            f"Justera protokollet: {_motet(protokoll)}", inledning, lank, hur(protokoll), tid, namn=person.namn, av=av
        )
    rader = andrat_i_ord(skillnad(fran_json(Dokument, forra.innehall), dokument))
    return _brev(
        f"Ändrat protokoll att justera: {_motet(protokoll)}",
        f"Protokollet har ändrats och finns nu som version {version.nummer}."
        + (f" Skäl: {version.skal.rstrip('.')}." if version.skal else ""),
        "\n".join(["Det här skiljer från den förra versionen:", *(f"- {rad}" for rad in rader)]) if rader else "",
        "\n".join(_svar_i_ord(i) for i in svar),
        "Ditt godkännande av den förra versionen gäller inte den nya. Läs det som är ändrat och godkänn den nya."
        if godkant
        else "Det du har markerat som läst och som inte är ändrat behöver du inte läsa igen.",
        lank,
        "" if protokoll.justerat_genom == Protokoll.Satt.GODKANNANDE else hur(protokoll),
        tid,
        namn=person.namn,
        av=av,
    )


_ANDRAT = {"andrad": "är ändrad", "ny": "är ny i protokollet", "borttagen": "står inte längre i protokollet"}


def andrat_i_ord(s: Skillnad) -> list[str]:
    """ "§ 7 är ändrad", a line each."""
    rader = [f"{p.beteckning} {_ANDRAT[p.lage]}" for p in s.andrade]
    if s.framsidan:
        rader.append("Försättsbladet är ändrat")
    if s.bilagan:
        rader.append("Bilagan med närvaro och omröstningar är ändrad")
    return rader


def _hemlig(protokoll: Protokoll) -> bool:
    """What somebody wrote of it may say what it is about."""
    return protokoll.slag == Protokoll.Slag.SEKRETESS


def _svar_i_ord(i: Invandning) -> str:
    slut = f" {i.svarstext}" if i.svarstext and not _hemlig(i.protokollsversion.protokoll) else ""
    return f"Svar på din invändning mot {i.paragraf.beteckning}: {i.get_svar_display()}.{slut}"


def invandning(i: Invandning) -> Brev:
    protokoll = i.protokollsversion.protokoll
    return _brev(
        f"Invändning mot {i.paragraf.beteckning}: {_motet(protokoll)}",
        f"{i.person.namn} har en invändning mot {i.paragraf.beteckning} "
        f"i protokollet från {_motet_i_mening(protokoll)}.",
        f"Läs den och svara här:\n{lanken(protokoll)}",
    )


def star_kvar(i: Invandning, *, av: str) -> Brev:
    protokoll = i.protokollsversion.protokoll
    return _brev(
        f"Svar på din invändning: {_motet(protokoll)}",
        f"Du har en invändning mot {i.paragraf.beteckning}. Sekreteraren har svarat att texten står kvar:",
        "" if _hemlig(protokoll) else i.svarstext,
        f"Läs svaret och godkänn protokollet här:\n{lanken(protokoll)}"
        if protokoll.justerat_genom == Protokoll.Satt.GODKANNANDE
        else f"Läs svaret här:\n{lanken(protokoll)}",
        namn=i.person.namn,
        av=av,
    )


def justerat(protokoll: Protokoll) -> Brev:
    uppe = protokoll.anslagen.gallande().first()
    gjort = "godkänt" if protokoll.justerat_genom == Protokoll.Satt.GODKANNANDE else "skrivit under"
    return _brev(
        f"Justerat: {_motet(protokoll)}",
        f"Alla som justerar protokollet från {_motet_i_mening(protokoll)} har {gjort} det. "
        f"Det är justerat {dagen_i_ord(protokoll.justeringsdag)}.",
        f"Anslaget är uppsatt. Sista dag att överklaga är {dagen_i_ord(uppe.sista_overklagandedag)}."
        if uppe
        else f"Justeringen ska anslås senast {dagen_i_ord(anslas_senast(protokoll.justeringsdag))}.",
        settings.WEBBADRESS + protokoll.sammantrade.get_absolute_url(),
    )


def fran_tjansten(protokoll: Protokoll, *besked: str) -> Brev:
    return _brev(
        f"Underskrifterna: {_motet(protokoll)}",
        f"Det gäller protokollet från {_motet_i_mening(protokoll)}, som är hos underskriftstjänsten.",
        *besked,
        settings.WEBBADRESS + protokoll.get_absolute_url(),
    )


def paminnelse(protokoll: Protokoll, person, *, senast: date, today: date) -> Brev:
    nar = (
        f"Det skulle ha varit justerat senast {dagen_i_ord(senast)}. Läs det så snart du kan."
        if today > senast
        else f"Det ska vara justerat senast {dagen_i_ord(senast)}."
    )
    return _brev(
        f"Påminnelse, justera protokollet: {_motet(protokoll)}",
        f"Protokollet från {_motet(protokoll)} väntar på att du godkänner det, eller skriver vad som inte stämmer."
        f" {nar}",
        f"Läs och godkänn här:\n{lanken(protokoll)}",
        namn=person.namn,
    )
