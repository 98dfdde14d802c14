"""The § of the invitations writes itself: its table, what the decision rests on, who it is sent to, who registers."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils import timezone

from kommun.editor import clean_html, samma_text, text_to_html
from kommun.fel import DomanFel
from kommun.history import spara, ta_bort
from kommun.models import Avsnittstyp, Parti, Tjanst
from kommun.ord import i_mening
from protokoll.fraser import fyll_i, varden
from protokoll.inbjudan.svarsord import (
    INLEDNING,
    UNDERLAG,
    Anmalare,
    Namngiven,
    Rad,
    namn_i_ord,
    slutmening,
    tabell_html,
)
from protokoll.models import Behandling, Inbjudan, Mottagare, Paragraf, Protokoll, Sammantrade, StandigtArende
from protokoll.mottagare import FLYTTADE, listans_html, skriv_efter_listan
from protokoll.skillnad import Delskillnad, textskillnad
from protokoll.skrivning import kraver_skal, las_paragraf, last_sentence
from protokoll.systemtext import SKREV, eget_beslut, skriv_avsnitt, skriv_beslut

VAD = "inbjudningar"
_MOTTAGARE = f"{SKREV}: berörs av en inbjudan"


def ar_inbjudningarnas(paragraf: Paragraf) -> bool:
    """It is the standing § of the invitations, of an organ that deals with them."""
    return bool(
        paragraf.standigt_id
        and paragraf.standigt.kod == StandigtArende.Kod.INBJUDNINGAR
        and paragraf.organ.behandlar_inbjudningar
    )


def stangd(paragraf: Paragraf) -> str | None:
    """Why its invitations cannot be changed now, as a sentence; None when they can."""
    if not paragraf.organ.behandlar_inbjudningar:
        return f"{paragraf.organ.namn} behandlar inte inbjudningar."
    if not ar_inbjudningarnas(paragraf):
        return f"{paragraf.beteckning} är inte det stående ärendet Inbjudningar. Skriv beslutet i dess text."
    if mening := last_sentence(paragraf):
        return mening
    if kraver_skal(paragraf):
        return f"{paragraf.beteckning} står i ett inläst protokoll, och vad som beslutades där ändras inte."
    if paragraf.sammantrade.lage in Sammantrade.RAKNAS_EJ:
        return "Sammanträdet hålls inte, så inbjudningarna tas upp vid ett annat."
    if paragraf.utfall:
        return f"Ärendet är {paragraf.get_utfall_display().lower()}. Inbjudningarna tas upp vid nästa sammanträde."
    return None


def las(paragraf_id: int) -> Paragraf:
    """The § locked, when its invitations may be changed; else DomanFel."""
    nu = las_paragraf(paragraf_id)
    if mening := stangd(nu):
        raise DomanFel(mening)
    return nu


def behandlingarna(paragraf: Paragraf) -> list[Behandling]:
    """In the order of the table, with all that the § and its panel say of them. Four queries."""
    bordlagda = Behandling.objects.filter(svar=Behandling.Svar.BORDLAGD).exclude(paragraf=paragraf)
    return list(
        paragraf.behandlingarna.select_related(
            "inbjudan__organ", "inbjudan__anmals_av", "inbjudan__organ__inbjudningar_anmals_av", "inbjudan__avgjord_av"
        )
        .prefetch_related(
            "inbjudan__deltagandena__person",
            Prefetch(
                "inbjudan__behandlingarna",
                bordlagda.select_related("paragraf__sammantrade").order_by("paragraf__sammantrade__datum"),
                to_attr="bordlagda",
            ),
        )
        .order_by("ordning", "pk")
    )


def las_organets(*organ_ids: int) -> None:
    """Lock the §§ that the invitations of one organ or several move between, that of the first meeting first. Each act
    on them does so before all else, and thus two acts never wait for each other."""
    oppna = Paragraf.objects.filter(
        Q(protokoll=None) | Q(protokoll__lage=Protokoll.Lage.UTKAST),
        organ__in=organ_ids,
        standigt__kod=StandigtArende.Kod.INBJUDNINGAR,
    )
    ordnade = oppna.order_by("sammantrade__datum", "sammantrade__start", "ordning", "pk")
    list(ordnade.select_for_update(of=("self",)).values_list("pk"))


def las_inbjudan(inbjudan: Inbjudan) -> Inbjudan | None:
    """The invitation locked, after the §§ that it can stand in."""
    las_organets(inbjudan.organ_id)
    return lasta(inbjudan.pk)


def lasta(pk: int) -> Inbjudan | None:
    """The invitation locked, when those §§ are."""
    # no_key: a row that only refers to it can still be written meanwhile.
    inbjudningar = Inbjudan.objects.select_for_update(no_key=True, of=("self",))
    return inbjudningar.select_related("organ", "avgjord_av").filter(pk=pk).first()


def namngivna(inbjudan: Inbjudan) -> list[Namngiven]:
    """Those who go, by the names that the minutes have."""
    return [Namngiven(d.namn, d.titel_eller_parti) for d in inbjudan.deltagandena.all()]


def rader(behandlingar) -> list[Rad]:
    return [Rad(b.inbjudan.inbjudan, b.svarstext) for b in behandlingar]


def deltar_efter(behandlingar) -> list[Inbjudan]:
    """The invitations that somebody goes to by what stands in the §."""
    svar = Behandling.Svar
    return [
        b.inbjudan
        for b in behandlingar
        if b.svar in (svar.DELTAR, svar.ANMALD) and b.inbjudan.svar == Inbjudan.Svar.DELTAR
    ]


def anmals_av(inbjudan: Inbjudan):
    """The person who registers those who go; None when nobody is named."""
    return inbjudan.anmals_av or inbjudan.organ.inbjudningar_anmals_av


@dataclass(frozen=True)
class Lydelse:
    """What the § would say of its rows."""

    beslut: str
    underlag: str


def lydelsen(paragraf: Paragraf, behandlingar, *, inledning: str = "") -> Lydelse:
    return Lydelse(
        beslut=clean_html((inledning or _inledning(paragraf)) + tabell_html(rader(behandlingar))),
        underlag=f"<p>{UNDERLAG}</p>",
    )


def _inledning(paragraf: Paragraf) -> str:
    """The sentence before the table: the organ's own, where its standing ärende has one."""
    egen = paragraf.standigt.beslut if paragraf.standigt else ""
    return text_to_html(fyll_i(egen or INLEDNING, varden(paragraf) if egen else {"organet": paragraf.organ.namn}))


def _slutet(behandlingar) -> str:
    deltar = [(i, vem) for i in deltar_efter(behandlingar) if (vem := anmals_av(i))]
    if not deltar:
        return ""
    idag = timezone.localdate()
    tjanster = Tjanst.objects.gallande(idag).filter(person__in=[v.pk for _, v in deltar], forvaltning__isnull=False)
    hos = dict(tjanster.order_by("fran").values_list("person", "forvaltning__namn"))
    return slutmening([(i.titel or i.inbjudan, Anmalare(v.namn, i_mening(hos.get(v.pk, "")))) for i, v in deltar])


def slutmening_i(paragraf: Paragraf) -> str:
    """The sentence that closes the section of the receivers; empty for other §§, and where nobody goes anywhere."""
    return _slutet(behandlingarna(paragraf)) if ar_inbjudningarnas(paragraf) else ""


def skriv(paragraf: Paragraf, *, by, over_handen: bool = False) -> None:
    """Write the § anew from its rows; what somebody has put a hand to is left alone, unless `over_handen`."""
    behandlingar = behandlingarna(paragraf)
    if not ar_inbjudningarnas(paragraf) or not (behandlingar or paragraf.besluten.exists()):
        return
    lydelse = lydelsen(paragraf, behandlingar)
    beslut, underlag = (lydelse.beslut, lydelse.underlag) if behandlingar else ("", "")
    skriv_beslut(paragraf, beslut, by=by, vad=VAD, over_handen=over_handen)
    skriv_avsnitt(paragraf, Avsnittstyp.BESLUTSUNDERLAG, underlag, by=by, vad=VAD, over_handen=over_handen)
    _synka_mottagare(paragraf, behandlingar, by=by)
    skriv_efter_listan(paragraf, by=by, over_handen=over_handen)


def skriv_oppen(paragraf_id: int, *, by) -> None:
    """Write a § anew when it may be; one that is closed stands as it is."""
    nu = las_paragraf(paragraf_id)
    if not stangd(nu):
        skriv(nu, by=by)


def _synka_mottagare(paragraf: Paragraf, behandlingar, *, by) -> None:
    """Everybody who goes, and who registers, gets the decision. Whom somebody else has put there is left alone."""
    berorda = _berorda(deltar_efter(behandlingar))
    finns = list(paragraf.mottagarna.order_by("ordning", "pk"))
    egna = set(
        Mottagare.history.filter(
            id__in=[m.pk for m in finns], history_type="+", history_change_reason=_MOTTAGARE
        ).values_list("id", flat=True)
    )
    # Taken away by hand, somebody does not come back by himself.
    borttagna = set(
        Mottagare.history.filter(paragraf_id=paragraf.pk, history_type="-", person__isnull=False)
        .exclude(history_change_reason=_MOTTAGARE)
        .values_list("person_id", flat=True)
    )
    for m in list(finns):
        if m.pk in egna and m.person_id not in berorda and not m.expedieringarna.exists():
            finns.remove(m)
            ta_bort(m, by=by, reason=_MOTTAGARE)
    har = {m.person_id for m in finns} | borttagna
    for person_id, kallas in berorda.items():
        # Two of one name are told apart by party or title.
        tagna = {m.namn.casefold() for m in finns}
        namn = next((n for n in kallas if n.casefold() not in tagna), None)
        if person_id in har or namn is None:
            continue
        ordning = max((m.ordning for m in finns), default=0) + 1
        ny = Mottagare(paragraf=paragraf, slag=Mottagare.Slag.PERSON, person_id=person_id, namn=namn, ordning=ordning)
        finns.append(spara(ny, by=by, reason=_MOTTAGARE))
        egna.add(ny.pk)
    _ordna_mottagare([m for m in finns if m.pk in egna and m.person_id in berorda], list(berorda), by=by)


def _berorda(inbjudningar: list[Inbjudan]) -> dict[int, tuple[str, ...]]:
    """{person: what he or she can be called}: those who go, and then those who register them."""
    ut: dict[int, tuple[str, ...]] = {}
    for i in inbjudningar:
        for d in i.deltagandena.all():
            ut.setdefault(d.person_id, (d.namn, namn_i_ord(Namngiven(d.namn, d.titel_eller_parti))))
    for i in inbjudningar:
        if vem := anmals_av(i):
            ut.setdefault(vem.pk, (vem.namn, f"{vem.namn}, anmälan"))
    return ut


def _ordna_mottagare(rader: list[Mottagare], ordningen: list[int], *, by) -> None:
    """The system's own rows in this order, in the places that they have; an order by hand stands."""
    ratt = sorted(rader, key=lambda m: ordningen.index(m.person_id))
    flyttade = Mottagare.history.filter(id__in=[m.pk for m in rader], history_change_reason=FLYTTADE)
    if ratt == rader or flyttade.exists():
        return
    for rad, plats in zip(ratt, [m.ordning for m in rader], strict=True):
        if rad.ordning != plats:
            rad.ordning = plats
            spara(rad, by=by, reason=_MOTTAGARE)


def standig_lydelse(paragraf: Paragraf, html: str) -> str:
    """tillagg.STANDIGA_TEXTER: where the organ has a sentence of its own, the table comes after it."""
    if not ar_inbjudningarnas(paragraf) or not (b := behandlingarna(paragraf)):
        return html
    return lydelsen(paragraf, b, inledning=html).beslut


def skillnader(paragraf: Paragraf, behandlingar) -> list[Delskillnad]:
    """Where the § says something else than its rows: what would go and what would come, word by word."""
    if not behandlingar:
        return []
    lydelse = lydelsen(paragraf, behandlingar)
    beslut = eget_beslut(paragraf)
    avsnitten = {a.typ: a for a in reversed(paragraf.avsnitten.all())}
    delar = [
        (beslut.rubrik if beslut else "Beslut", beslut.text if beslut else "", lydelse.beslut),
        _par(avsnitten, Avsnittstyp.BESLUTSUNDERLAG, lydelse.underlag),
        _par(avsnitten, Avsnittstyp.MOTTAGARE, listans_html(paragraf)),
    ]
    return [s for rubrik, nu, ny in delar if not samma_text(nu, ny) and (s := textskillnad(rubrik, nu, ny, kort=False))]


def _par(avsnitten, typ: str, ny: str) -> tuple[str, str, str]:
    avsnitt = avsnitten.get(typ)
    return (avsnitt.rubrik if avsnitt else Avsnittstyp(typ).label, avsnitt.text if avsnitt else "", ny)


def i_ord(paragraf: Paragraf) -> str:
    """ "§ 34 tisdagen den 25 februari 2020", for a sentence."""
    return f"{paragraf.beteckning} {paragraf.sammantrade.dagen}"


def partierna() -> frozenset[str]:
    return frozenset(Parti.objects.values_list("beteckning", flat=True))
