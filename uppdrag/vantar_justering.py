"""What *Min dag* says of protokoll on their way to be justerade and announced: the law's days (KL 5:69, 8:12)."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from kommun.kalender import dag_i_ord, dagar_i_ord, relativ_dag
from protokoll.frister import Brattom, anslas_senast, brattom, kungors_senast
from protokoll.justering import att_justera
from protokoll.models import Anslag, Paragraf, Protokoll, Sammantrade
from protokoll.numrering import skriv_paragrafer
from protokoll.tider import VARIANTER, okungjorda
from uppdrag.vantar import Vantar

_NUMREN = Paragraf.objects.order_by("nummer").filter(protokoll=OuterRef("pk"), nummer__isnull=False).values("nummer")


def _vilket(p: Protokoll) -> str:
    """Two protokoll of one meeting are told apart by their §§."""
    return ", ".join(filter(None, [str(p.sammantrade), skriv_paragrafer(p.numren, med_utom=False)]))


def _vantar(text: str, url: str, ord_: str, dag: date, today: date) -> Vantar:
    """With a chip when the day is near, and how late it is when it has passed."""
    nar = relativ_dag(dag, today=today)
    hur = brattom(dag, today=today)
    chip = None
    if hur != Brattom.LUGNT:
        sagt = f"Försenat {dagar_i_ord((today - dag).days)}" if today > dag else nar.capitalize()
        chip = (sagt, VARIANTER[hur])
    return Vantar(text, url, dag, f"{ord_} {dag_i_ord(dag)} ({nar})", chip)


def protokoll_att_justera(user, today: date) -> list[Vantar]:
    """Frozen, and waiting for the user's own approval."""
    person = user.behorighet.person_id
    if not person:
        return []
    rader = att_justera(person).annotate(numren=ArraySubquery(_NUMREN)).select_related("sammantrade__organ")
    return [
        _vantar(
            f"Justera protokollet: {_vilket(p)}",
            reverse("protokoll:justera", args=[p.pk]),
            "Justeras senast",
            p.justeras_senast,
            today,
        )
        for p in rader.order_by("sammantrade__datum", "pk")
    ]


def lagens_dagar(user, today: date) -> list[Vantar]:
    """For who keeps the minutes: protokoll that are to be adjusted, objections to answer, what is to be announced."""
    organ = user.behorighet.sekreterare_i
    protokoll = (
        Protokoll.objects.filter(sammantrade__organ__in=organ)
        .exclude(pk__in=Anslag.objects.gallande().filter(protokoll__isnull=False).values("protokoll"))
        .exclude(lage=Protokoll.Lage.AVSKRIFT)
        .filter(Q(sammantrade__lage=Sammantrade.Lage.AVSLUTAT) | Q(lage__in=Protokoll.LAST))
        .annotate(
            numren=ArraySubquery(_NUMREN),
            oppna=Count("versionerna__invandningarna", filter=Q(versionerna__invandningarna__svar=""), distinct=True),
            togs_ned=Exists(Anslag.objects.filter(protokoll=OuterRef("pk"), nedtaget__isnull=False)),
        )
        .select_related("sammantrade__organ")
        .order_by("sammantrade__datum", "pk")
    )
    rader = [_rad(p, today) for p in protokoll]
    for s in okungjorda(Sammantrade.objects.filter(organ__in=organ), today=today):
        url, senast = reverse("protokoll:kungor", args=[s.pk]), kungors_senast(s.datum)
        rader.append(_vantar(f"Sammanträdet ska kungöras: {s}", url, "Kungörs senast", senast, today))
    return sorted(rader, key=lambda r: r.dag)


def _rad(p: Protokoll, today: date) -> Vantar:
    if p.justeringsdag:
        dag, url = anslas_senast(p.justeringsdag), reverse("protokoll:protokollet", args=[p.pk])
        if p.togs_ned:
            under = "Överklagandetiden går inte ut. När anslaget sätts upp igen börjar den om."
            chip = ("Nedtaget i förtid", "fel")
            return Vantar(f"Anslaget ska sättas upp igen: {_vilket(p)}", url, dag, under, chip)
        return _vantar(f"Justerat protokoll ska anslås: {_vilket(p)}", url, "Anslås senast", dag, today)
    dag, url = p.justeras_senast, reverse("protokoll:justera", args=[p.pk])
    if p.oppna:
        vad = "En invändning" if p.oppna == 1 else f"{p.oppna} invändningar"
        text = f"{vad} väntar på svar: {_vilket(p)}"
    elif p.lage == Protokoll.Lage.FRYST:
        text = f"Protokollet är hos justerarna: {_vilket(p)}"
    else:
        text, url = f"Protokoll ska justeras: {_vilket(p)}", p.sammantrade.get_absolute_url()
    return _vantar(text, url, "Justeras senast", dag, today)
