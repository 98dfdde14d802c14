"""One sammanträde gives one protokoll, or several: §§ are given a protokoll of their own, moved, and put back.

A § stands in one protokoll by its own column, so never in two. What is frozen, justerat or read in is left as it is.
"""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from kommun.fel import DomanFel
from kommun.history import spara, ta_bort
from protokoll import dagordningsrader
from protokoll.models import Beslut, Paragraf, Protokoll, Sammantrade, Underskrift
from protokoll.moteshallning import lagesord
from protokoll.narvarolista import narvarolista
from protokoll.numrering import skriv_paragrafer
from protokoll.omedelbart import har_annan_text, med_meningen
from protokoll.paragraftext import hitta_del
from protokoll.skrivning import last_sentence
from protokoll.systemtext import eget_beslut
from protokoll.underskrifter import (
    i_arbete,
    justeringen_i_text,
    kan_justera_delen,
    nytt_ordinarie,
    ordinarie,
    rader,
    skriv_under,
    synka_ordforande,
)
from protokoll.utkast import andra_vid

Slag = Protokoll.Slag
Roll = Underskrift.Roll
# What a protokoll is called beside the others of its meeting.
SLAGORD = {
    Slag.ORDINARIE: "Ordinarie",
    Slag.OMEDELBART: "Omedelbar justering",
    Slag.JAV: "Jäv",
    Slag.JUSTERARE: "Annan justerare",
    Slag.SEKRETESS: "Sekretess",
}
_I_HISTORIKEN = {
    Slag.ORDINARIE: "Lades i det ordinarie protokollet",
    Slag.OMEDELBART: "Lades i ett protokoll som justeras omedelbart",
    Slag.JAV: "Lades i ett eget protokoll på grund av jäv",
    Slag.JUSTERARE: "Lades i ett eget protokoll med annan justerare",
    Slag.SEKRETESS: "Lades i ett eget protokoll på grund av sekretess",
}
_HALLS = (Sammantrade.Lage.PAGAR, Sammantrade.Lage.AVSLUTAT)


@transaction.atomic
def nytt_protokoll(sammantrade: Sammantrade, *, paragrafer: Iterable[Paragraf], slag: str, by) -> Protokoll:
    """Give these §§ a protokoll of their own, with its own lines to sign on. Doing it twice makes it once."""
    sammantrade, valda = _las(sammantrade, paragrafer)
    if redan := _eget(valda, slag):
        return redan
    _kontrollera(valda)
    fran = ordinarie(sammantrade)
    if slag == Slag.ORDINARIE and fran:
        raise DomanFel("Sammanträdet har redan ett ordinarie protokoll under arbete. Lägg paragraferna i det.")
    plats = fran.justeringens_plats_och_tid if fran else ""
    if slag == Slag.OMEDELBART:
        plats = justeringen_i_text(sammantrade.plats, sammantrade.datum, None)
    vilka = _i_text(valda)
    ny = Protokoll(sammantrade=sammantrade, slag=slag, justeringens_plats_och_tid=plats)
    spara(ny, by=by, reason=f"Lades upp för {vilka}")
    mall = fran or next((p.protokoll for p in valda if p.protokoll), None)
    for roll in (Roll.SEKRETERARE, Roll.ORDFORANDE) if mall else ():
        skriv_under(ny, roll, rader(mall, roll), by=by)
    _flytta(sammantrade, valda, ny, by=by)
    if mall:
        _valj_samma_justerare(ny, mall, by=by)
    return ny


@transaction.atomic
def flytta_paragrafer(sammantrade: Sammantrade, *, paragrafer: Iterable[Paragraf], till: Protokoll, by) -> Protokoll:
    """Put these §§ in another protokoll of the meeting that is in work. Those that lie there already stay."""
    sammantrade, valda = _las(sammantrade, paragrafer)
    till = _i_arbete(sammantrade, till)
    valda = [p for p in valda if p.protokoll_id != till.pk]
    _kontrollera(valda)
    _flytta(sammantrade, valda, till, by=by)
    return till


@transaction.atomic
def los_upp(protokoll: Protokoll, *, by) -> Protokoll | None:
    """Put the §§ of a protokoll back in the ordinary one. The one that they lie in now; None if it was gone already."""
    if not Protokoll.objects.filter(pk=protokoll.pk).exists():
        return None
    sammantrade, alla = dagordningsrader.las(protokoll.sammantrade_id)
    nu = _i_arbete(sammantrade, protokoll)
    if nu.slag == Slag.ORDINARIE:
        raise DomanFel("Det ordinarie protokollet löses inte upp. Flytta paragraferna härifrån i stället.")
    if nu.versionerna.exists():
        raise DomanFel(
            "Protokollet har redan varit hos justerarna, och den versionen finns kvar. "
            "Flytta de andra paragraferna hit i stället, om allt ska stå i ett protokoll."
        )
    till = ordinarie(sammantrade) or nytt_ordinarie(sammantrade, by=by, skal="Lades upp för det som löstes upp")
    _flytta(sammantrade, [p for p in alla if p.protokoll_id == nu.pk], till, by=by)
    return till


@transaction.atomic
def justera_omedelbart(paragraf: Paragraf, *, by) -> Protokoll:
    """Say last in the decision that the § is adjusted at once, and put it where such §§ lie. Doing it again changes
    nothing.

    It has to stand in writing at the meeting: what somebody has typed and not saved is saved first.
    """
    sammantrade, (nu,) = _las(paragraf.sammantrade, [paragraf])
    if nu.protokoll and nu.protokoll.slag == Slag.OMEDELBART and nu.protokoll.lage != Protokoll.Lage.UTKAST:
        return nu.protokoll
    _kontrollera([nu])
    _kontrollera_att_allt_ar_sparat(nu, by)
    if nu.protokoll and nu.protokoll.slag == Slag.OMEDELBART:
        _sag_omedelbart(nu, by=by)
        return nu.protokoll
    till = next((p for p in i_arbete(sammantrade) if p.slag == Slag.OMEDELBART), None)
    if till:
        return flytta_paragrafer(sammantrade, paragrafer=[nu], till=till, by=by)
    return nytt_protokoll(sammantrade, paragrafer=[nu], slag=Slag.OMEDELBART, by=by)


def hinder(sammantrade: Sammantrade) -> str | None:
    """Why its §§ are not divided now, as a sentence; None when they may be."""
    return None if sammantrade.lage in _HALLS else lagesord(sammantrade)


def gar_att_flytta(paragraf: Paragraf) -> bool:
    return not _varfor_inte(paragraf)


# How it is done


def _las(sammantrade: Sammantrade, paragrafer: Iterable[Paragraf]) -> tuple[Sammantrade, list[Paragraf]]:
    """The meeting and the chosen §§ in order, locked."""
    valda = {p.pk for p in paragrafer}
    sammantrade, alla = dagordningsrader.las(sammantrade.pk)
    if mening := hinder(sammantrade):
        raise DomanFel(mening)
    if not valda:
        raise DomanFel("Välj minst en paragraf.")
    hittade = [p for p in alla if p.pk in valda]
    if len(hittade) < len(valda):
        raise DomanFel("Alla paragrafer hör inte till sammanträdet. Ladda om sidan och välj igen.")
    return sammantrade, hittade


def _eget(valda: Sequence[Paragraf], slag: str) -> Protokoll | None:
    """The protokoll of that kind which holds just these §§."""
    protokoll = valda[0].protokoll
    if protokoll is None or protokoll.slag != slag or any(p.protokoll_id != protokoll.pk for p in valda):
        return None
    return protokoll if protokoll.paragraferna.count() == len(valda) else None


def _i_arbete(sammantrade: Sammantrade, protokoll: Protokoll) -> Protokoll:
    nu = sammantrade.protokollen.select_for_update(of=("self",)).filter(pk=protokoll.pk).first()
    if nu is None:
        raise DomanFel("Protokollet finns inte längre. Ladda om sidan och välj igen.")
    match nu.lage:
        case Protokoll.Lage.FRYST:
            raise DomanFel("Protokollet är hos justerarna. Ta tillbaka det om dess paragrafer ska bli andra.")
        case Protokoll.Lage.JUSTERAT:
            raise DomanFel("Protokollet är justerat, och dess paragrafer blir inte andra.")
        case Protokoll.Lage.AVSKRIFT:
            raise DomanFel("Protokollet är en inläst avskrift och delas inte här.")
    return nu


def _varfor_inte(p: Paragraf) -> str | None:
    if p.slag == Paragraf.Slag.RUBRIK:
        return f"”{p.rubrik}” är en rubrik på dagordningen och står inte i något protokoll för sig."
    if p.nummer is None:
        return f"”{p.rubrik}” har inget paragrafnummer än. Ta upp ärendet först."
    if p.genom_hanvisning or (p.protokoll and p.protokoll.lage == Protokoll.Lage.AVSKRIFT):
        return f"{p.beteckning} står i ett protokoll som justerades i sin tid och flyttas inte."
    return last_sentence(p)


def _kontrollera(valda: Iterable[Paragraf]) -> None:
    for p in valda:
        if mening := _varfor_inte(p):
            raise DomanFel(mening)


def _flytta(sammantrade: Sammantrade, valda: Sequence[Paragraf], till: Protokoll, *, by) -> None:
    """Move §§ that may be moved; a protokoll that is left without any goes away."""
    if till.slag != Slag.SEKRETESS and (hemliga := [p for p in valda if p.sekretess]):
        raise DomanFel(
            f"{_i_text(hemliga)} har sekretess och ligger i ett eget protokoll. "
            "Ta bort sekretessmarkeringen först, om texten ska stå bland de andra."
        )
    fran = {p.protokoll_id: p.protokoll for p in valda if p.protokoll_id and p.protokoll_id != till.pk}
    for p in valda:
        if till.slag == Slag.OMEDELBART:
            _sag_omedelbart(p, by=by)
        p.protokoll = till
        spara(p, by=by, reason=_I_HISTORIKEN[till.slag])
    synka_ordforande(sammantrade, by=by)
    for protokoll in fran.values():
        kvar = protokoll.paragraferna.exists()
        behovs = protokoll.slag == Slag.ORDINARIE and sammantrade.lage == Sammantrade.Lage.PAGAR
        if not (kvar or behovs or protokoll.versionerna.exists()):
            _ta_bort(protokoll, by=by)


def _ta_bort(protokoll: Protokoll, *, by) -> None:
    for rad in protokoll.underskrifterna.all():
        ta_bort(rad, by=by, reason="Protokollet löstes upp")
    ta_bort(protokoll, by=by, reason="Löstes upp: dess paragrafer står i ett annat protokoll")


def _valj_samma_justerare(ny: Protokoll, mall: Protokoll, *, by) -> None:
    """Those chosen for the meeting who can adjust these §§ too."""
    lista = narvarolista(ny.sammantrade)
    valda = rader(mall, Roll.JUSTERARE)
    if lista.deltagare:
        egna = [p for p in lista.paragrafer if p.protokoll_id == ny.pk]
        kan = {d.person_id for d in kan_justera_delen(lista, egna)}
        valda = [rad for rad in valda if rad[0].pk in kan]
    skriv_under(ny, Roll.JUSTERARE, valda, by=by)


def _i_text(valda: Sequence[Paragraf]) -> str:
    return skriv_paragrafer((p.nummer for p in valda), med_utom=False)


# Omedelbar justering


def beslut_i_skrift(paragraf: Paragraf) -> Beslut | None:
    """The decision that is written: the organ's own, else the last there is."""
    skrivna = [b for b in paragraf.besluten.all() if har_annan_text(b.text)]
    eget = eget_beslut(paragraf)
    return eget if eget in skrivna else next(reversed(skrivna), None)


def _sag_omedelbart(paragraf: Paragraf, *, by) -> None:
    beslut = beslut_i_skrift(paragraf)
    if beslut is None:
        raise DomanFel(
            f"{paragraf.beteckning} har inget beslut i skrift. "
            "Det som justeras omedelbart ska finnas skrivet vid sammanträdet: skriv beslutet först."
        )
    nu = Beslut.objects.select_for_update(of=("self",)).get(pk=beslut.pk)
    text = med_meningen(nu.text)
    if text != nu.text:
        nu.text = text
        spara(nu, by=by, reason="Paragrafen justeras omedelbart")


def _kontrollera_att_allt_ar_sparat(paragraf: Paragraf, by) -> None:
    """What is typed and not saved would not be in what is adjusted."""
    har = {by.pk, *(t.av_id for t in andra_vid(paragraf, user=by, now=timezone.now()))}
    for utkast in paragraf.utkasten.filter(av__in=har).select_related("av__person"):
        rad = hitta_del(paragraf, utkast.del_namn)
        if utkast.text != (rad.text if rad else ""):
            vem = "Du" if utkast.av_id == by.pk else str(utkast.av)
            raise DomanFel(f"{vem} har skrivit text i {paragraf.beteckning} som inte är sparad. Spara den först.")
