"""The acts on what somebody has noted at a §: reservation, särskilt yttrande, protokollsanteckning, no part taken."""

from collections.abc import Sequence

from django.db import transaction

from kommun.editor import clean_html
from kommun.fel import DomanFel
from kommun.history import spara, ta_bort
from protokoll.beslutsgang import FelPerson, NyareRad, las, las_om, nasta, synka_personer
from protokoll.models import Anmalan, Anmalare, Motesdeltagare, Paragraf, Rost, Sammantrade
from protokoll.narvarolista import Narvarolista, narvarolista
from protokoll.narvaroord import upprakning
from protokoll.omrostning import deltar_ej

Slag = Anmalan.Slag


class BaraAnteckning(FelPerson):
    """Somebody who took no part in the decision wants to reserve himself: a protokollsanteckning is what is left."""

    kod = "bara_anteckning"


def _kontrollera(
    lista: Narvarolista,
    paragraf: Paragraf,
    slag: str,
    anmalare: Sequence[Motesdeltagare],
    redan: frozenset[int],
    egen: Anmalan | None,
) -> None:
    """Who may have what noted. `redan` are those who stood there before; a changed presence is for klarkoll."""
    if not anmalare:
        raise FelPerson("Välj vem det gäller.")
    vid = lista.vid_paragraf(paragraf)
    tjanstgor = set(vid.tjanstgorande) | redan
    utan = [d for d in anmalare if d.pk not in tjanstgor]
    vilken = paragraf.beteckning
    match slag:
        case Slag.RESERVATION:
            avstod = deltar_ej(paragraf, utom=egen)
            if utan:
                raise BaraAnteckning(
                    f"{upprakning(utan)} tjänstgör inte vid {vilken} och kan därför inte reservera sig. Det kan bara "
                    "den som har deltagit i beslutet. En protokollsanteckning går bra i stället.",
                    utan,
                )
            if fick_ej := [d for d in anmalare if d.pk in avstod]:
                raise FelPerson(
                    f"{upprakning(fick_ej)} deltar inte i beslutet enligt en annan anmälan och kan därför inte "
                    "reservera sig.",
                    fick_ej,
                )
        case Slag.DELTAR_EJ:
            if utan:
                raise FelPerson(
                    f"{upprakning(utan)} tjänstgör inte vid {vilken}. Bara den som tjänstgör kan avstå från att delta "
                    "i beslutet.",
                    utan,
                )
            _kontrollera_deltar_ej(paragraf, anmalare, egen)
        case Slag.SARSKILT_YTTRANDE | Slag.PROTOKOLLSANTECKNING:
            borta = [d for d in anmalare if d.pk not in vid.narvarande | redan]
            if borta:
                raise FelPerson(f"{upprakning(borta)} var inte närvarande vid {vilken}.", borta)


def _kontrollera_deltar_ej(paragraf: Paragraf, anmalare, egen: Anmalan | None) -> None:
    rostat = Rost.objects.filter(omrostning__paragraf=paragraf).values_list("deltagare", flat=True)
    if roster := [d for d in anmalare if d.pk in set(rostat)]:
        raise FelPerson(
            f"{upprakning(roster)} har en röst i en omröstning på paragrafen. Att avstå från att rösta är inte att stå "
            "utanför beslutet: ta bort rösten först, om personen inte deltog.",
            roster,
        )
    reserverade = Anmalare.objects.filter(anmalan__paragraf=paragraf, anmalan__slag=Slag.RESERVATION)
    if egen:
        reserverade = reserverade.exclude(anmalan=egen)
    har = set(reserverade.values_list("deltagare", flat=True))
    if personer := [d for d in anmalare if d.pk in har]:
        raise FelPerson(f"{upprakning(personer)} har reserverat sig och har alltså deltagit i beslutet.", personer)


def _i_tid(paragraf: Paragraf, slag: str, anmald_i_tid: bool) -> bool:
    """A reservation is announced before the meeting closes (KL 4:27); afterwards somebody answers for that it was."""
    if slag != Slag.RESERVATION or paragraf.sammantrade.lage == Sammantrade.Lage.PAGAR:
        return True
    if not anmald_i_tid:
        raise DomanFel(
            "Sammanträdet är avslutat. En reservation ska ha anmälts innan det avslutades (4 kap. 27 § "
            "kommunallagen): bekräfta att den gjorde det."
        )
    return True


def _kontrollera_text(slag: str, motivering: str, egen_lydelse: str) -> None:
    if slag == Slag.PROTOKOLLSANTECKNING and not motivering and not egen_lydelse:
        raise DomanFel("Skriv vad som ska antecknas till protokollet.")


def _samma(a: Anmalan, varden: dict, anmalare) -> bool:
    return all(getattr(a, falt) == varde for falt, varde in varden.items()) and [
        r.deltagare_id for r in a.anmalarna.all()
    ] == [d.pk for d in anmalare]


def _varden(slag, till_forman_for, motivering, egen_lydelse) -> dict:
    return {
        "slag": slag,
        "till_forman_for": till_forman_for.strip() if slag == Slag.RESERVATION else "",
        "motivering": clean_html(motivering),
        "egen_lydelse": egen_lydelse.strip(),
    }


@transaction.atomic
def anmal(
    *,
    paragraf: Paragraf,
    slag: str,
    anmalare: Sequence[Motesdeltagare],
    by,
    till_forman_for: str = "",
    motivering: str = "",
    anmald_i_tid: bool = False,
    egen_lydelse: str = "",
) -> Anmalan:
    """Note it at the §. The same words of the same people again give the same anmälan."""
    nu = las(paragraf.pk)
    varden = _varden(slag, till_forman_for, motivering, egen_lydelse)
    for redan in nu.anmalningarna.prefetch_related("anmalarna"):
        if _samma(redan, varden, anmalare):
            return redan
    _kontrollera(narvarolista(nu.sammantrade), nu, slag, anmalare, frozenset(), None)
    _kontrollera_text(slag, varden["motivering"], varden["egen_lydelse"])
    i_tid = _i_tid(nu, slag, anmald_i_tid)
    rad = Anmalan(paragraf=nu, anmald_i_tid=i_tid, ordning=nasta(nu.anmalningarna), **varden)
    skal = f"Antecknade: {rad.get_slag_display().lower()}"
    spara(rad, by=by, reason=skal)
    synka_personer([], [(d, {}) for d in anmalare], ny=lambda **v: Anmalare(anmalan=rad, **v), by=by, reason=skal)
    return rad


@transaction.atomic
def andra_anmalan(
    anmalan: Anmalan,
    *,
    slag: str,
    anmalare: Sequence[Motesdeltagare],
    version: int,
    by,
    till_forman_for: str = "",
    motivering: str = "",
    anmald_i_tid: bool = False,
    egen_lydelse: str = "",
) -> Anmalan:
    paragraf = las(anmalan.paragraf_id)
    nu = las_om(anmalan)
    varden = _varden(slag, till_forman_for, motivering, egen_lydelse)
    if _samma(nu, varden, anmalare):
        return nu
    if nu.version != version:
        raise NyareRad(nu, "anmälan")
    # Whoever stood there as the same kind may stay; as another kind, everybody is asked about anew.
    redan = frozenset(r.deltagare_id for r in nu.anmalarna.all()) if nu.slag == slag else frozenset()
    _kontrollera(narvarolista(paragraf.sammantrade), paragraf, slag, anmalare, redan, nu)
    _kontrollera_text(slag, varden["motivering"], varden["egen_lydelse"])
    var_i_tid = nu.slag == Slag.RESERVATION or anmald_i_tid
    nu.anmald_i_tid = _i_tid(paragraf, slag, var_i_tid)
    for falt, varde in varden.items():
        setattr(nu, falt, varde)
    skal = f"Ändrade: {nu.get_slag_display().lower()}"
    spara(nu, by=by, reason=skal)
    synka_personer(
        nu.anmalarna.all(),
        [(d, {}) for d in anmalare],
        ny=lambda **v: Anmalare(anmalan=nu, **v),
        by=by,
        reason=skal,
    )
    return nu


@transaction.atomic
def ta_bort_anmalan(anmalan: Anmalan, *, by) -> None:
    """It was taken back, or noted by mistake; its history stays."""
    las(anmalan.paragraf_id)
    nu = Anmalan.objects.filter(pk=anmalan.pk).first()
    if nu is None:
        return
    skal = f"Tog bort: {nu.get_slag_display().lower()}"
    for rad in nu.anmalarna.all():
        ta_bort(rad, by=by, reason=skal)
    ta_bort(nu, by=by, reason=skal)
