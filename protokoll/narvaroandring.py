"""What happened in the room, written down: somebody comes, goes, is jävig, serves for somebody, presides.

Every change goes through `andrar`: the meeting is locked, what is justerat stays as it was, and a warning that needs
a reason gets one or the change is not made.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time

from django.db import transaction

from kommun.fel import DomanFel
from kommun.history import spara, ta_bort
from protokoll import narvaro
from protokoll.inkallelse import Ersattare, turordning
from protokoll.models import GodtagenVarning, Motesdeltagare, Narvarohandelse, Paragraf, Protokoll, Sammantrade
from protokoll.narvarolista import Narvarolista, narvarolista, undertecknare
from protokoll.narvaroord import handelse_i_ord
from protokoll.narvarovarningar import Varning, nya
from protokoll.tillagg import NARVAROANDRINGAR

Slag = Narvarohandelse.Slag
LASTA = (*Protokoll.LAST, Protokoll.Lage.AVSKRIFT)


class BehoverSkal(DomanFel):
    """The rules allow it only for a reason. `varningar` are what the reason is asked for; nothing was written."""

    def __init__(self, varningar: tuple[Varning, ...]):
        self.varningar = varningar
        super().__init__(" ".join(v.mening for v in varningar) + " Skriv ett skäl om det ändå ska antecknas så.")


@dataclass
class Andring:
    """One change under way: the locked meeting and its presence as it was before."""

    sammantrade: Sammantrade
    fore: Narvarolista


def las_lista(sammantrade: Sammantrade) -> Narvarolista:
    """The presence as the rows stand now, each § with its protokoll."""
    paragrafer = sammantrade.paragraferna.select_related("protokoll").order_by("ordning")
    return narvarolista(sammantrade, paragrafer=paragrafer)


def ar_last(paragraf: Paragraf) -> bool:
    return bool(paragraf.protokoll and paragraf.protokoll.lage in LASTA)


def last_mening(sammantrade: Sammantrade, lista: Narvarolista) -> str | None:
    """Why nothing of the presence may be changed any more, as a sentence; None when something may."""
    match sammantrade.lage:
        case Sammantrade.Lage.INSTALLT:
            return "Sammanträdet är inställt, så ingen närvaro antecknas."
        case Sammantrade.Lage.HANVISNING:
            return "Sammanträdet är bara känt genom hänvisning. Läs in dess protokoll i stället."
    if lista.paragrafer and all(map(ar_last, lista.paragrafer)):
        if all(p.protokoll.lage == Protokoll.Lage.AVSKRIFT for p in lista.paragrafer):
            return "Sammanträdet är inläst ur ett dokument, och närvaron gäller så som den står där."
        if any(p.protokoll.lage == Protokoll.Lage.FRYST for p in lista.paragrafer):
            return "Protokollet är hos justerarna. Ta tillbaka det om närvaron ska ändras."
        return "Protokollet är justerat, och närvaron ändras inte mer."
    return None


@contextmanager
def andrar(sammantrade: Sammantrade, *, by, skal: str = "", fraga: bool = True) -> Iterator[Andring]:
    """Lock the meeting, let the change be made, and look at what came of it. Used inside an atomic act.

    Raises DomanFel when it touched a justerad §, BehoverSkal when it brought a warning that needs a reason.
    """
    # no_key: rows that only refer to the sammanträde can still be written meanwhile.
    las = Sammantrade.objects.select_for_update(of=("self",), no_key=True).select_related("organ")
    nu = las.get(pk=sammantrade.pk)
    fore = las_lista(nu)
    if mening := last_mening(nu, fore):
        raise DomanFel(mening)
    yield Andring(nu, fore)
    efter = las_lista(nu)
    for n, p in enumerate(fore.paragrafer):
        if ar_last(p) and (fore.vid[n], _antecknat_vid(fore, n)) != (efter.vid[n], _antecknat_vid(efter, n)):
            raise DomanFel(_last_har(p))
    if fraga and (fragade := nya(fore.varningar(), efter.varningar())):
        if not skal.strip():
            raise BehoverSkal(fragade)
        for v in fragade:
            _godta(nu, v, skal=skal.strip(), by=by)
    for efterat in NARVAROANDRINGAR:
        efterat(nu, by=by)


def _last_har(p: Paragraf) -> str:
    if p.protokoll.lage == Protokoll.Lage.FRYST:
        return (
            f"Protokollet med {p.beteckning} är hos justerarna, och närvaron vid den ändras inte. "
            "Ta tillbaka det, eller anteckna det från och med en paragraf efter den."
        )
    return (
        f"{p.beteckning} är redan justerad, och närvaron vid den ändras inte. "
        "Anteckna det från och med en paragraf efter den."
    )


def _antecknat_vid(lista: Narvarolista, position: int) -> list[tuple]:
    """What was noted at the §: its clock and its words are printed also where nobody's presence depends on them."""
    har = {lista.paragrafer[position].pk, *([None] if position == 0 else [])}
    return sorted(
        (h.deltagare_id, h.slag, h.for_deltagare_id or 0, h.bara_paragrafen, h.mitt_i, str(h.klockslag or ""))
        for h in lista.handelser
        if h.paragraf_id in har
    )


def _godta(sammantrade: Sammantrade, v: Varning, *, skal: str, by) -> None:
    rad = sammantrade.godtagna_varningar.filter(kod=v.kod, nyckel=v.nyckel).first()
    rad = rad or GodtagenVarning(sammantrade=sammantrade, kod=v.kod, nyckel=v.nyckel)
    rad.skal = skal
    spara(rad, by=by, reason=f"Godtog en varning: {v.mening}"[:500])


def bild_vid(lista: Narvarolista, paragraf: Paragraf | None) -> narvaro.VidParagraf:
    """Who is what at the §; at the opening (None) also before the dagordning has any §."""
    if paragraf is not None:
        return lista.vid_paragraf(paragraf)
    if lista.vid:
        return lista.vid[0]
    mote = lista.mote
    return narvaro.narvaro(
        mote.roll, mote.handelser, 1, platser=lista.antal_platser, javig_far_vara_kvar=mote.javig_far_vara_kvar
    )[0]


def namn_pa(paragraf: Paragraf | None, lista: Narvarolista | None = None) -> str:
    """ "§ 14", "punkt 3" for one without number, "öppnandet"."""
    if paragraf is None:
        return "öppnandet"
    if paragraf.nummer or lista is None or paragraf not in lista.paragrafer:
        return paragraf.beteckning
    return f"punkt {lista.position(paragraf) + 1}"


@transaction.atomic
def anteckna(
    sammantrade: Sammantrade,
    *,
    deltagare: Motesdeltagare,
    slag: str,
    paragraf: Paragraf | None,
    by,
    for_deltagare: Motesdeltagare | None = None,
    ersattare: Motesdeltagare | None = None,
    bara_paragrafen: bool = False,
    mitt_i: bool = False,
    klockslag: time | None = None,
    skal: str = "",
) -> Narvarohandelse:
    """Write down what happened from the § on (None: from the opening). The same again is the same row.

    `ersattare` steps in on the seat of one who goes or is jävig, in the same act. Raises DomanFel with the rule that
    says no, BehoverSkal for växeltjänstgöring and a swap in the middle of an ärende without `skal`.
    """
    with andrar(sammantrade, by=by, skal=skal) as andring:
        ny = Narvarohandelse(
            sammantrade=andring.sammantrade,
            deltagare=deltagare,
            slag=slag,
            paragraf=paragraf,
            for_deltagare=for_deltagare,
            bara_paragrafen=bara_paragrafen or slag == Slag.JAV,
            mitt_i=mitt_i,
            klockslag=klockslag,
        )
        handelse = skriv_handelse(ny, andring.fore, by=by)
        if ersattare is not None and slag in (Slag.JAV, Slag.GAR):
            _kalla_in(handelse, andring, ersattare, by=by)
    return handelse


def skriv_handelse(ny: Narvarohandelse, lista: Narvarolista, *, by) -> Narvarohandelse:
    """Save the händelse if the rules allow it; the same one again gives the row that is there. Inside `andrar`."""
    for h in lista.handelser:
        if all(
            getattr(h, falt) == getattr(ny, falt)
            for falt in ("deltagare_id", "slag", "paragraf_id", "for_deltagare_id", "bara_paragrafen")
        ):
            return h
    if ny.slag == Slag.ERSATTER and ny.for_deltagare_id and ny.for_deltagare_id in bild_vid(lista, ny.paragraf).javiga:
        ny.bara_paragrafen = True  # jäv is of one §, and so is the service for it (KL 6:30)
    if fel := regelfel(ny, lista):
        raise DomanFel(fel)
    return spara(ny, by=by, reason=f"Antecknade: {i_ord(ny, lista)}")


def _kalla_in(handelse: Narvarohandelse, andring: Andring, ersattare: Motesdeltagare, *, by) -> None:
    # The seat is looked for without what is being written, so that a double click finds it too.
    utan = [
        h
        for h in andring.fore.handelser
        if h.pk != handelse.pk and (h.deltagare_id, h.paragraf_id) != (ersattare.pk, handelse.paragraf_id)
    ]
    fore = narvarolista(
        andring.sammantrade,
        paragrafer=andring.fore.paragrafer,
        deltagare=andring.fore.deltagare,
        handelser=utan,
    )
    plats = bild_vid(fore, handelse.paragraf).plats_for(handelse.deltagare_id)
    if plats is None:
        raise DomanFel(
            f"{handelse.deltagare} tjänstgör inte vid {namn_pa(handelse.paragraf)}, så ingen ersättare behövs där."
        )
    ny = Narvarohandelse(
        sammantrade=andring.sammantrade,
        deltagare=ersattare,
        slag=Slag.ERSATTER,
        paragraf=handelse.paragraf,
        for_deltagare=andring.fore.deltagaren(plats),
        bara_paragrafen=handelse.bara_paragrafen,
        mitt_i=handelse.mitt_i,
        klockslag=handelse.klockslag,
    )
    skriv_handelse(ny, las_lista(andring.sammantrade), by=by)


def i_ord(h: Narvarohandelse, lista: Narvarolista) -> str:
    """The sentence of an händelse, saved or not."""
    pure = narvaro.Handelse(h.deltagare_id, h.slag, 0, h.for_deltagare_id, h.bara_paragrafen, h.mitt_i)
    # The § of the list, not of the row: that would be a query for each.
    paragraf = next((p for p in lista.paragrafer if p.pk == h.paragraf_id), None)
    if paragraf is None and h.paragraf_id is not None:
        paragraf = h.paragraf
    ord_ = handelse_i_ord(lista.mote, pure, namn_pa(paragraf, lista))
    return f"{ord_}, kl. {h.klockslag:%H.%M}" if h.klockslag else ord_


def regelfel(ny: Narvarohandelse, lista: Narvarolista) -> str | None:
    """The rule that says no to the händelse, as a sentence that tells how to mend it."""
    d, vid = ny.deltagare, namn_pa(ny.paragraf, lista)
    bild = bild_vid(lista, ny.paragraf)
    if d.ar_vakant:
        return "Platsen är vakant. Anteckna i stället vem som tjänstgör på den."
    match ny.slag:
        case Slag.KOMMER if d.pk in bild.narvarande:
            return f"{d} är redan där vid {vid}."
        case Slag.GAR if d.pk not in bild.narvarande | bild.javiga:
            return f"{d} är inte där vid {vid} och kan därför inte gå."
        case Slag.JAV if ny.paragraf is None:
            return "Jäv gäller alltid en paragraf. Välj vilken."
        case Slag.ORDFORANDE if bild.plats_for(d.pk) is None:
            return f"{d} tjänstgör inte vid {vid}, och bara den som tjänstgör kan leda sammanträdet."
        case Slag.ERSATTER:
            return _ersatterfel(ny, bild, lista, vid)
    return None


def _ersatterfel(ny: Narvarohandelse, bild: narvaro.VidParagraf, lista: Narvarolista, vid: str) -> str | None:
    d, seat = ny.deltagare, ny.for_deltagare
    if seat is None:
        return f"Välj vem {d} tjänstgör för."
    if d.slag != Motesdeltagare.Slag.ERSATTARE:
        return f"{d} är inte ersättare och kan inte tjänstgöra för någon annan."
    if seat.slag != Motesdeltagare.Slag.LEDAMOT:
        return "Bara en ordinarie ledamots plats kan fyllas. Välj ledamoten som platsen hör till."
    if bild.pa_platsen(seat.pk) == seat.pk:
        return f"{seat} är där vid {vid} och tjänstgör. Anteckna först frånvaro eller jäv för {seat}."
    annan = bild.plats_for(d.pk)
    if annan is not None and annan != seat.pk:
        return f"{d} tjänstgör redan för {lista.deltagaren(annan)} vid {vid}. Välj en annan ersättare."
    if d.pk in bild.javiga:
        return f"{d} är jävig vid {vid} och kan inte tjänstgöra där. Välj en annan ersättare."
    return None


def motsatt(lista: Narvarolista, deltagare: Motesdeltagare, slag: str, paragraf: Paragraf) -> Narvarohandelse | None:
    """What coming back, or leaving, at the very same § takes back: nothing has happened then."""
    andra = {Slag.KOMMER: Slag.GAR, Slag.GAR: Slag.KOMMER}.get(slag)
    samma = [h for h in lista.handelser if h.deltagare_id == deltagare.pk and h.paragraf_id == paragraf.pk]
    return samma[-1] if samma and samma[-1].slag == andra else None


@transaction.atomic
def godta_varning(sammantrade: Sammantrade, *, kod: str, nyckel: str, skal: str, by) -> None:
    """Let a warning of the presence stand, and say why."""
    if not skal.strip():
        raise DomanFel("Skriv varför varningen godtas, så att den som läser efter dig förstår.")
    with andrar(sammantrade, by=by, fraga=False) as andring:
        alla = andring.fore.varningar(undertecknare(andring.fore, protokoll_med_underskrifter(andring.sammantrade)))
        varning = next((v for v in alla if (v.kod, v.nyckel) == (kod, nyckel)), None)
        if varning is None:
            raise DomanFel("Det som varningen gällde är redan åtgärdat. Det finns inget att godta.")
        if not varning.kan_godtas:
            raise DomanFel(f"{varning.mening} Det kan inte godtas, bara rättas.")
        _godta(andring.sammantrade, varning, skal=skal.strip(), by=by)


def protokoll_med_underskrifter(sammantrade: Sammantrade):
    return sammantrade.protokollen.prefetch_related("underskrifterna").order_by("pk")


@transaction.atomic
def angra(handelse: Narvarohandelse, *, by, skal: str = "") -> list[str]:
    """Take back what was written down, and with it who stepped in for somebody who is there again. What went, in words.

    Doing it twice is no error.
    """
    with andrar(handelse.sammantrade, by=by, skal=skal) as andring:
        nu = Narvarohandelse.objects.filter(pk=handelse.pk).first()
        if nu is None:
            return []
        borta = [i_ord(nu, andring.fore)]
        ta_bort(nu, by=by, reason=f"Tog bort: {borta[0]}")
        efter = las_lista(andring.sammantrade)
        bild = bild_vid(efter, nu.paragraf)
        for h in efter.handelser:
            samtidigt = h.slag == Slag.ERSATTER and h.paragraf_id == nu.paragraf_id
            if samtidigt and bild.pa_platsen(h.for_deltagare_id) == h.for_deltagare_id:
                borta.append(i_ord(h, efter))
                ta_bort(h, by=by, reason=f"Tog bort: {borta[-1]}")
    return borta


def ersattare_for(lista: Narvarolista, plats: Motesdeltagare, paragraf: Paragraf | None) -> list[Motesdeltagare]:
    """Who can step in on the seat, the next one first: those in the room, each group by the inkallelseordning."""
    bild = bild_vid(lista, paragraf)
    alla = [d for d in lista.deltagare if d.slag == Motesdeltagare.Slag.ERSATTARE]
    tur = turordning(plats.parti, [Ersattare(d.pk, d.namn, d.parti) for d in alla], {*bild.tjanstgorande, *bild.javiga})
    return sorted((lista.deltagaren(f.ersattare) for f in tur), key=lambda d: d.pk not in bild.narvarande)
