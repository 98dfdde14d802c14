"""Writing in a §: its heading and its parts. Every act locks the row, checks the state, and leaves a history."""

from django.db import transaction

from kommun.editor import clean_html
from kommun.fel import DomanFel
from kommun.history import spara
from kommun.models import Avsnittsmall
from protokoll.models import Avsnitt, Beslut, Paragraf, Protokoll

# Room between two parts, so that one can be put between them without moving the others.
STEG = 100


class NyareVersion(DomanFel):
    """Somebody saved in between. `nuvarande` is the row as it stands now; nothing was written."""

    def __init__(self, nuvarande):
        self.nuvarande = nuvarande
        senast = nuvarande.history.select_related("history_user__person").first()
        vem = senast.history_user if senast and senast.history_user else "Någon annan"
        super().__init__(
            f"{vem} har sparat en nyare text medan du skrev. Båda texterna visas: "
            "för in det du vill behålla och spara igen."
        )


def last_sentence(paragraf: Paragraf) -> str | None:
    """Why the § may not be changed, as a sentence; None when it may."""
    match paragraf.protokoll and paragraf.protokoll.lage:
        case Protokoll.Lage.JUSTERAT:
            return f"Protokollet med {paragraf.beteckning} är justerat, och det som är justerat ändras inte."
        case Protokoll.Lage.FRYST:
            return f"Protokollet med {paragraf.beteckning} är hos justerarna. Ta tillbaka det om något ska ändras."
    return None


def kraver_skal(paragraf: Paragraf) -> bool:
    """A transcript of adjusted minutes is mended only where it was read wrongly, and each time with a reason."""
    avskrift = paragraf.protokoll and paragraf.protokoll.lage == Protokoll.Lage.AVSKRIFT
    return bool(avskrift or paragraf.genom_hanvisning)


def las_paragraf(paragraf_id: int) -> Paragraf:
    # Only the § row is locked; `of` keeps the nullable join to protokoll out of it.
    return Paragraf.objects.select_for_update(of=("self",)).select_related("protokoll", "organ").get(pk=paragraf_id)


def _kontrollera(paragraf: Paragraf, skal: str) -> None:
    if mening := last_sentence(paragraf):
        raise DomanFel(mening)
    if kraver_skal(paragraf) and not skal.strip():
        raise DomanFel("Skriv varför avskriften rättas, till exempel ”fel läst bokstav”.")


def _skal_i_text(vad: str, skal: str) -> str:
    return f"{vad}: {skal.strip()}" if skal.strip() else vad


@transaction.atomic
def andra_text(del_: Avsnitt | Beslut, *, text: str, version: int, by, skal: str = "") -> Avsnitt | Beslut:
    """Write the text (HTML, cleaned here) of one part of a §.

    Raises NyareVersion when the row was saved since `version` was read, DomanFel when the § is locked or a reason
    is missing. Writing the text that already stands there changes nothing and is no error.
    """
    paragraf = las_paragraf(del_.paragraf_id)
    nu = type(del_).objects.select_for_update().get(pk=del_.pk)
    text = clean_html(text)  # not every way to this act is the form
    if nu.text == text:
        return nu
    _kontrollera(paragraf, skal)
    if nu.version != version:
        raise NyareVersion(nu)
    nu.text = text
    return spara(nu, by=by, reason=_skal_i_text(f"Ändrade {nu.rubrik}", skal))


@transaction.atomic
def andra_huvud(
    paragraf: Paragraf, *, rubrik: str, dnr: str, klassificering: str, version: int, by, skal: str = ""
) -> Paragraf:
    """Write the heading and diarienummer of a §. Raises as `andra_text`."""
    nu = las_paragraf(paragraf.pk)
    if (nu.rubrik, nu.dnr, nu.klassificering) == (rubrik, dnr, klassificering):
        return nu
    _kontrollera(nu, skal)
    if nu.version != version:
        raise NyareVersion(nu)
    nu.rubrik, nu.dnr, nu.klassificering = rubrik, dnr, klassificering
    return spara(nu, by=by, reason=_skal_i_text("Ändrade rubrik och diarienummer", skal))


def avsnitt_att_lagga_till(paragraf: Paragraf) -> list[Avsnittsmall]:
    """The headings of the organ's mall that the § does not have yet."""
    typer = {d.typ for d in paragraf.delar()}
    return [m for m in paragraf.organ.mall() if m.typ not in typer]


@transaction.atomic
def lagg_till_avsnitt(paragraf: Paragraf, *, mall: Avsnittsmall, by) -> Avsnitt | Beslut:
    """Put an empty part where the organ's mall has it. A double click gives the same part once."""
    nu = las_paragraf(paragraf.pk)
    for del_ in nu.delar():
        if del_.typ == mall.typ:
            return del_
    # An empty section says nothing yet: the reason a transcript wants is asked for with its text.
    if mening := last_sentence(nu):
        raise DomanFel(mening)
    return ny_del(nu, mall=mall, by=by)


def ny_del(paragraf: Paragraf, *, mall: Avsnittsmall, by, **falt) -> Avsnitt | Beslut:
    """A new row of a locked §, where the organ's mall has it; `falt` are its text and what else it says."""
    delar = paragraf.delar()
    plats = {m.typ: m.ordning for m in paragraf.organ.mall()}
    # A type that the mall does not know stands after those it does.
    fore = [d for d in delar if plats.get(d.typ, len(plats) + 1) <= mall.ordning]
    efter = delar[delar.index(fore[-1]) + 1 :] if fore else delar
    lagst = fore[-1].ordning if fore else 0
    hogst = efter[0].ordning if efter else lagst + 2 * STEG
    if hogst - lagst < 2:
        for n, del_ in enumerate(delar, start=1):
            del_.ordning = n * STEG
            spara(del_, by=by, reason="Gjorde plats för ett avsnitt")
        return ny_del(paragraf, mall=mall, by=by, **falt)
    falt = {"rubrik": mall.rubrik_for(paragraf.organ)} | falt
    gemensamt = {"paragraf": paragraf, "ordning": (lagst + hogst) // 2} | falt
    ny = Beslut(**gemensamt) if mall.typ == Beslut.typ else Avsnitt(**gemensamt, typ=mall.typ, niva=mall.niva)
    return spara(ny, by=by, reason=f"Lade till {ny.rubrik}")
