"""How a decision comes about (KL 5:67): the acts on yrkanden and on the questions the chair puts.

Votes are in protokoll.omrostning, what is noted in protokoll.anmalan. Every act locks the meeting and then the §.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from kommun.fel import DomanFel
from kommun.history import TrackedModel, spara, ta_bort
from protokoll.models import Motesdeltagare, Paragraf, Proposition, Sammantrade, Yrkande, Yrkare
from protokoll.narvarolista import Narvarolista, narvarolista
from protokoll.narvaroord import upprakning
from protokoll.skrivning import kraver_skal, last_sentence


class FelPerson(DomanFel):
    """Somebody who may not do this at the §; the sentence names who."""

    kod = "fel_person"

    def __init__(self, mening: str, personer: Sequence[Motesdeltagare] = ()):
        self.personer = tuple(personer)
        super().__init__(mening)


class NyareRad(DomanFel):
    """Somebody saved the row in between; nothing was written. `nuvarande` is the row as it stands now."""

    def __init__(self, nuvarande: TrackedModel, vad: str):
        self.nuvarande = nuvarande
        senast = nuvarande.history.select_related("history_user__person").first()
        vem = senast.history_user if senast and senast.history_user else "Någon annan"
        super().__init__(
            f"{vem} har ändrat {vad} medan du skrev. Det du har fyllt i finns kvar här: "
            "jämför med det sparade, rätta det som behövs och spara igen."
        )


def hinder(paragraf: Paragraf) -> str | None:
    """Why nothing may be recorded at the § now, as a sentence; None when it may."""
    if mening := last_sentence(paragraf):
        return mening
    if kraver_skal(paragraf):
        return "Det här är en avskrift: beslutsgången står i texten som lästes in, och rättas där."
    if paragraf.slag == Paragraf.Slag.RUBRIK:
        return "En rubrik på dagordningen har ingen beslutsgång."
    if not paragraf.sammantrade.har_borjat:
        return "Sammanträdet har inte öppnats än. Öppna det först; yrkanden och röster hör till mötet."
    return None


def las(paragraf_id: int) -> Paragraf:
    """The §, locked for the rest of the transaction. Raises DomanFel when nothing may be recorded at it.

    The meeting is locked before it, as in every act on the presence: who serves stays so until this is done.
    """
    Sammantrade.objects.select_for_update(no_key=True, of=("self",)).get(paragraferna=paragraf_id)
    paragraf = (
        Paragraf.objects.select_for_update(of=("self",))
        .select_related("protokoll", "organ", "sammantrade__organ")
        .get(pk=paragraf_id)
    )
    if mening := hinder(paragraf):
        raise DomanFel(mening)
    return paragraf


def las_om(rad: TrackedModel) -> TrackedModel:
    """The row as it is now. Raises DomanFel when somebody took it away meanwhile."""
    nu = type(rad).objects.filter(pk=rad.pk).first()
    if nu is None:
        raise DomanFel(
            f"{rad._meta.verbose_name.capitalize()}en har tagits bort av någon annan.".replace("deen", "det")
        )
    return nu


def nasta(rader) -> int:
    return (rader.aggregate(n=Max("ordning"))["n"] or 0) + 1


def synka_personer(rader, personer: Sequence[tuple[Motesdeltagare, dict]], *, ny, by, reason: str) -> bool:
    """Make the rows (who, in order, with these values) what `personer` says. True when something changed."""
    finns = {rad.deltagare_id: rad for rad in rader}
    andrat = False
    for n, (person, varden) in enumerate(personer, start=1):
        rad = finns.pop(person.pk, None)
        varden = {"ordning": n, **varden}
        if rad is None:
            spara(ny(deltagare=person, **varden), by=by, reason=reason)
        elif any(getattr(rad, falt) != varde for falt, varde in varden.items()):
            for falt, varde in varden.items():
                setattr(rad, falt, varde)
            spara(rad, by=by, reason=reason)
        else:
            continue
        andrat = True
    for rad in finns.values():
        ta_bort(rad, by=by, reason=reason)
    return andrat or bool(finns)


# Yrkanden ------------------------------------------------------------------------------------------------------------


def _kontrollera_yrkare(
    lista: Narvarolista, paragraf: Paragraf, yrkare, instammer, redan: frozenset[int] = frozenset()
) -> None:
    if not yrkare:
        raise FelPerson("Välj vem som yrkar.")
    if bade := [d for d in instammer if d in yrkare]:
        raise FelPerson(f"{upprakning(bade)} kan inte både yrka och instämma i samma yrkande.", bade)
    tjanstgor = {d.pk for d in lista.tjanstgorande(paragraf)} | redan
    if utan := [d for d in [*yrkare, *instammer] if d.pk not in tjanstgor]:
        raise FelPerson(
            f"{upprakning(utan)} tjänstgör inte vid {paragraf.beteckning} och kan därför inte yrka något där. "
            "Rätta närvaron, eller lägg till en protokollsanteckning i stället.",
            utan,
        )


def _samma(y: Yrkande, slag, text, yrkare, instammer, egen_lydelse) -> bool:
    rader = list(y.yrkarna.all())
    return (y.slag, y.text, y.egen_lydelse) == (slag, text, egen_lydelse) and [
        [r.deltagare_id for r in rader if r.instammer is joined] for joined in (False, True)
    ] == [[d.pk for d in yrkare], [d.pk for d in instammer]]


def _personer(yrkare, instammer):
    return [(d, {"instammer": False}) for d in yrkare] + [(d, {"instammer": True}) for d in instammer]


@transaction.atomic
def lagg_yrkande(
    *,
    paragraf: Paragraf,
    slag: str,
    text: str,
    yrkare: Sequence[Motesdeltagare],
    by,
    instammer: Sequence[Motesdeltagare] = (),
    egen_lydelse: str = "",
) -> Yrkande:
    """Record a yrkande of those who serve at the §. The same words of the same people again give the same yrkande."""
    nu = las(paragraf.pk)
    text, egen_lydelse = text.strip(), egen_lydelse.strip()
    for redan in nu.yrkandena.filter(aterkallat=False).prefetch_related("yrkarna"):
        if _samma(redan, slag, text, yrkare, instammer, egen_lydelse):
            return redan
    _kontrollera_yrkare(narvarolista(nu.sammantrade), nu, yrkare, instammer)
    y = Yrkande(paragraf=nu, slag=slag, text=text, egen_lydelse=egen_lydelse, ordning=nasta(nu.yrkandena))
    spara(y, by=by, reason="Antecknade yrkandet")
    synka_personer(
        [],
        _personer(yrkare, instammer),
        ny=lambda **v: Yrkare(yrkande=y, **v),
        by=by,
        reason="Antecknade yrkandet",
    )
    return y


@transaction.atomic
def andra_yrkande(
    yrkande: Yrkande,
    *,
    slag: str,
    text: str,
    yrkare: Sequence[Motesdeltagare],
    version: int,
    by,
    instammer: Sequence[Motesdeltagare] = (),
    egen_lydelse: str = "",
) -> Yrkande:
    """Change what was moved and by whom. Who stood there already may stay, though the presence has changed since."""
    paragraf = las(yrkande.paragraf_id)
    nu = las_om(yrkande)
    text, egen_lydelse = text.strip(), egen_lydelse.strip()
    if _samma(nu, slag, text, yrkare, instammer, egen_lydelse):
        return nu
    if nu.version != version:
        raise NyareRad(nu, "yrkandet")
    redan = frozenset(r.deltagare_id for r in nu.yrkarna.all())
    _kontrollera_yrkare(narvarolista(paragraf.sammantrade), paragraf, yrkare, instammer, redan)
    nu.slag, nu.text, nu.egen_lydelse = slag, text, egen_lydelse
    spara(nu, by=by, reason="Ändrade yrkandet")
    synka_personer(
        nu.yrkarna.all(),
        _personer(yrkare, instammer),
        ny=lambda **v: Yrkare(yrkande=nu, **v),
        by=by,
        reason="Ändrade yrkandet",
    )
    return nu


def _stalld(y: Yrkande) -> bool:
    return y.propositionerna.exists() or y.motpropositionerna.exists()


@transaction.atomic
def aterkalla_yrkande(yrkande: Yrkande, *, by) -> Yrkande:
    """Kept, and not printed (KL 5:67). What has been put to the organ can no longer be withdrawn."""
    las(yrkande.paragraf_id)
    nu = las_om(yrkande)
    if nu.aterkallat:
        return nu
    if _stalld(nu):
        raise DomanFel("Yrkandet har ställts under proposition. Ta bort propositionen om yrkandet återkallades före.")
    nu.aterkallat = True
    return spara(nu, by=by, reason="Yrkandet återkallades")


@transaction.atomic
def angra_aterkallelse(yrkande: Yrkande, *, by) -> Yrkande:
    """It was not withdrawn after all."""
    las(yrkande.paragraf_id)
    nu = las_om(yrkande)
    if not nu.aterkallat:
        return nu
    nu.aterkallat = False
    return spara(nu, by=by, reason="Återkallelsen togs tillbaka")


@transaction.atomic
def ta_bort_yrkande(yrkande: Yrkande, *, by) -> None:
    """Of what was recorded by mistake; a yrkande that was put and withdrawn is withdrawn instead."""
    las(yrkande.paragraf_id)
    nu = Yrkande.objects.filter(pk=yrkande.pk).first()
    if nu is None:
        return
    if _stalld(nu):
        raise DomanFel("Yrkandet har ställts under proposition. Ta bort propositionen först.")
    for rad in nu.yrkarna.all():
        ta_bort(rad, by=by, reason="Tog bort yrkandet")
    ta_bort(nu, by=by, reason="Tog bort yrkandet")


# The chair's questions -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Propositionsrad:
    """One line of the page: a new question when `pk` is None, else the one it changes, from the version it was."""

    forslag: Yrkande | None
    mot: Yrkande | None
    ordning: int = 0
    bifall: bool | None = None
    egen_lydelse: str = ""
    pk: int | None = None
    version: int | None = None
    ta_bort: bool = False


@transaction.atomic
def satt_beslutsgang(paragraf: Paragraf, *, rader: Sequence[Propositionsrad], by) -> list[Proposition]:
    """The questions in the order they were put, and what the chair found.

    A question not among the rows stands, after them. The same pair is put once: a double click makes no second.
    """
    nu = las(paragraf.pk)
    finns = {p.pk: p for p in nu.propositionerna.select_related("omrostningen")}
    kvar, berorda = [], set()
    for rad in sorted(rader, key=lambda r: r.ordning):
        _kontrollera_rad(nu, rad)
        p = _propositionen(finns, rad, berorda)
        if p is None:
            if not rad.ta_bort:
                kvar.append((Proposition(paragraf=nu), rad))
            continue
        berorda.add(p.pk)
        if rad.ta_bort:
            if hasattr(p, "omrostningen"):
                raise DomanFel("Det finns en omröstning om propositionen. Ta bort omröstningen först.")
            ta_bort(p, by=by, reason="Tog bort propositionen")
        else:
            kvar.append((p, rad))
    kvar += [(p, None) for pk, p in finns.items() if pk not in berorda]
    return [_spara_proposition(p, rad, n, by=by) for n, (p, rad) in enumerate(kvar, start=1)]


def _kontrollera_rad(paragraf: Paragraf, rad: Propositionsrad) -> None:
    for y in (rad.forslag, rad.mot):
        if y is None or rad.ta_bort:
            continue
        if y.paragraf_id != paragraf.pk:
            raise DomanFel("Yrkandet hör till en annan paragraf.")
        if y.aterkallat:
            raise DomanFel(f"Yrkandet ”{y}” är återkallat och kan inte ställas under proposition.")
    if rad.forslag is not None and rad.forslag == rad.mot and not rad.ta_bort:
        raise DomanFel("Ett yrkande kan inte ställas mot sig självt. Välj vad det ska ställas mot.")


def _propositionen(finns: dict, rad: Propositionsrad, berorda: set) -> Proposition | None:
    if rad.pk is not None:
        p = finns.get(rad.pk)
        if p is None:
            if rad.ta_bort:
                return None
            raise DomanFel("Propositionen har tagits bort av någon annan. Läs in sidan på nytt.")
        return p
    par = _id(rad.forslag), _id(rad.mot)
    return next((p for p in finns.values() if (p.forslag_id, p.mot_id) == par and p.pk not in berorda), None)


def _id(rad) -> int | None:
    return rad.pk if rad else None


def _spara_proposition(p: Proposition, rad: Propositionsrad | None, ordning: int, *, by) -> Proposition:
    if rad is None:
        ny = (p.forslag_id, p.mot_id, p.bifall, p.egen_lydelse)
    else:
        ny = (_id(rad.forslag), _id(rad.mot), rad.bifall, rad.egen_lydelse.strip())
    nu = (p.forslag_id, p.mot_id, p.bifall, p.egen_lydelse)
    if p.pk and ny == nu and p.ordning == ordning:
        return p
    if p.pk and ny != nu:
        if rad.version is not None and rad.version != p.version:
            raise NyareRad(p, "beslutsgången")
        if ny[:2] != nu[:2] and hasattr(p, "omrostningen"):
            raise DomanFel(
                "Det finns en omröstning om propositionen. Ta bort den innan du ändrar vad som ställs mot vad."
            )
    skal = "Ändrade propositionen" if p.pk else "Antecknade propositionen"
    p.forslag_id, p.mot_id, p.bifall, p.egen_lydelse = ny
    p.ordning = ordning
    return spara(p, by=by, reason=skal)
