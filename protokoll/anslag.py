"""An anslag goes up, comes down before its time, and goes up again (KL 8:12, 13:5); a meeting of KF is announced.

It goes up with the justering by itself (`Organ.anslas_vid_justering`), on any day of the week: the law gives two
calendar days, and the board is never closed. Nothing has to run for it to come down: it is seen by date alone.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from kommun.fel import DomanFel
from kommun.history import spara
from kommun.kalender import dag_i_ord, dagen_i_ord
from kommun.models import Kommun, Organ
from protokoll.frister import anslag_tas_ned, anslagsdag, kungors_senast, overklagas_senast
from protokoll.models import Anslag, Protokoll, Sammantrade, Underskrift

# How long the public board may be kept by a browser or a proxy before it is asked for again.
KVAR_I_MINNET = timedelta(seconds=60)

Lage = Protokoll.Lage


def hinder(protokoll: Protokoll, *, today: date) -> str | None:
    """Why its anslag cannot go up, as a sentence; None when it can."""
    match protokoll.lage:
        case Lage.AVSKRIFT:
            return "Protokollet är en inläst avskrift. Det anslogs i sin tid, när det justerades."
        case Lage.UTKAST | Lage.FRYST:
            return "Protokollet är inte justerat än. Anslaget sätts upp när det är justerat."
    if protokoll.justeringsdag > today:
        return f"Protokollet justeras {dagen_i_ord(protokoll.justeringsdag)}. Anslaget sätts upp först därefter."
    return None


def efter_justering(protokoll: Protokoll, version, *, by) -> None:
    """In the transaction of the justering, where the organ has it so."""
    if protokoll.sammantrade.organ.anslas_vid_justering:
        satt_upp(protokoll, by=by, nu=timezone.localtime())


@transaction.atomic
def satt_upp(protokoll: Protokoll, *, by, nu: datetime) -> Anslag:
    """Announce that it is justerat, from this moment. Up already, it gives that anslag; one that was taken down too
    early is followed by a new one for a full period."""
    nu_ = Protokoll.objects.select_for_update(of=("self",)).select_related("sammantrade__organ").get(pk=protokoll.pk)
    if mening := hinder(nu_, today=nu.date()):
        raise DomanFel(mening)
    if uppe := nu_.anslagen.gallande().first():
        return uppe
    kommun = Kommun.objects.first()
    dag, tid = _synligt(nu)
    sista = overklagas_senast(dag)
    organ = nu_.sammantrade.organ
    anslag = Anslag(
        organ=organ,
        protokoll=nu_,
        uppsatt=dag,
        uppsatt_tid=tid,
        sista_overklagandedag=sista,
        tas_ned=anslag_tas_ned(dag, dagen_efter=bool(kommun and kommun.anslag_dagen_efter)),
        synligt_till=sista,
        forvaringsplats=organ.forvaringsplats or (kommun.namn if kommun else organ.namn),
        undertecknare=_ansvarig(nu_, by),
        foregaende=nu_.anslagen.order_by("-pk").first(),
        av=by,
    )
    skal = "Satte upp anslaget på nytt" if anslag.foregaende else "Satte upp anslaget"
    return spara(anslag, by=by, reason=f"{skal}. Sista dag att överklaga är {dagen_i_ord(sista)}.")


def _synligt(nu: datetime) -> tuple[date, datetime]:
    """The first day it is there for everybody, and the moment it is: now, or at midnight when that is near."""
    dag = anslagsdag(nu, fordrojning=KVAR_I_MINNET)
    return dag, nu if dag == nu.date() else nu.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _ansvarig(protokoll: Protokoll, by) -> str:
    """Who answers for the bevis: the secretary of the protokoll, else whoever puts it up."""
    sekreterare = protokoll.underskrifterna.filter(roll=Underskrift.Roll.SEKRETERARE).first()
    if sekreterare:
        return sekreterare.namn
    return by.person.namn if by and by.person else protokoll.sammantrade.organ.namn


@transaction.atomic
def ta_ned(anslag: Anslag, *, skal: str, by, nu: datetime) -> Anslag:
    """Take it off the board before its time, with the reason. Then the time to appeal does not run out."""
    nu_ = Anslag.objects.select_for_update(of=("self",)).get(pk=anslag.pk)
    if nu_.nedtaget:
        return nu_
    if nu.date() > nu_.synligt_till:
        raise DomanFel(f"Anslaget var uppe hela tiden, till och med {dagen_i_ord(nu_.synligt_till)}.")
    if not skal.strip():
        raise DomanFel("Skriv varför anslaget tas ned i förtid, till exempel ”fel protokoll anslogs”.")
    nu_.nedtaget, nu_.nedtaget_skal = nu, skal.strip()
    return spara(nu_, by=by, reason=f"Tog ned anslaget i förtid: {nu_.nedtaget_skal}"[:500])


@transaction.atomic
def satt_upp_igen(anslag: Anslag, *, by, nu: datetime) -> Anslag:
    """Post it again for a full period, after it was taken down too early. Both rows stay."""
    if anslag.nedtaget is None:
        raise DomanFel("Anslaget har inte tagits ned i förtid, så det finns inget att sätta upp igen.")
    if anslag.protokoll_id:
        return satt_upp(anslag.protokoll, by=by, nu=nu)
    if uppe := anslag.sammantrade.kungorelserna.uppe(nu.date()).first():
        return uppe
    return kungor(anslag.sammantrade, text=anslag.text, by=by, nu=nu)


# Fullmäktige's meetings


def kungorelsens_hinder(sammantrade: Sammantrade, *, today: date) -> str | None:
    """Why the meeting cannot be announced, as a sentence; None when it can."""
    if sammantrade.organ.slag != Organ.Slag.FULLMAKTIGE:
        return "Bara fullmäktiges sammanträden kungörs på anslagstavlan."
    if sammantrade.lage != Sammantrade.Lage.PLANERAT or sammantrade.datum < today:
        return "Bara ett sammanträde som är planerat och inte har börjat kan kungöras."
    if not (sammantrade.start and sammantrade.plats):
        return "Ange först när på dagen och var sammanträdet hålls. Tid och plats ska stå i kungörelsen."
    return None


def kungors_i_tid(sammantrade: Sammantrade, *, today: date) -> bool:
    return today <= kungors_senast(sammantrade.datum)


def kungorelsens_rubrik(sammantrade: Sammantrade) -> str:
    dag = f"{dag_i_ord(sammantrade.datum)} kl. {sammantrade.start:%H.%M}"
    return f"{sammantrade.organ.namn} sammanträder {dag}, {sammantrade.plats}"[:200]


@transaction.atomic
def kungor(sammantrade: Sammantrade, *, text: str, by, nu: datetime) -> Anslag:
    """Announce a meeting of fullmäktige: when, where and what. The same again is the same; a changed one takes the
    place of the one before, which is kept."""
    # no_key: rows that only refer to the meeting can still be written meanwhile.
    las = Sammantrade.objects.select_for_update(no_key=True, of=("self",)).select_related("organ")
    s = las.get(pk=sammantrade.pk)
    if mening := kungorelsens_hinder(s, today=nu.date()):
        raise DomanFel(mening)
    if not text.strip():
        raise DomanFel("Skriv vilka ärenden som ska behandlas. De ska stå i kungörelsen.")
    rubrik, text = kungorelsens_rubrik(s), text.replace("\r\n", "\n").strip()
    uppe = s.kungorelserna.gallande().order_by("-pk").first()
    if uppe and (uppe.rubrik, uppe.text, uppe.synligt_till) == (rubrik, text, s.datum):
        return uppe
    if uppe:
        uppe.nedtaget, uppe.nedtaget_skal = nu, "Ersattes av en ny kungörelse."
        spara(uppe, by=by, reason="Ersatte kungörelsen med en ny")
    dag, tid = _synligt(nu)
    kungorelse = Anslag(
        slag=Anslag.Slag.KUNGORELSE,
        organ=s.organ,
        sammantrade=s,
        rubrik=rubrik,
        text=text,
        uppsatt=min(dag, s.datum),
        uppsatt_tid=tid,
        tas_ned=s.datum + timedelta(days=1),
        synligt_till=s.datum,
        undertecknare=by.person.namn if by and by.person else s.organ.namn,
        foregaende=s.kungorelserna.order_by("-pk").first(),
        av=by,
    )
    return spara(kungorelse, by=by, reason=f"Kungjorde sammanträdet {dagen_i_ord(s.datum)}")
