"""The days of the law: justering within 14 days, anslag within two (KL 5:69, 8:12, 13:5).

A day that has passed is a warning on the strict day and an error after the next vardag, since it is a matter of
reading whether 1930:173 2 § moves it. What has been done too late stands as a warning, to be let stand with the reason.
"""

from datetime import date

from kommun.kalender import dagen_i_ord, relativ_dag
from kommun.models import Organ
from protokoll import lankar
from protokoll.frister import Brattom, anslas_senast, brattom, justeras_senast, kungors_senast, overklagas_senast
from protokoll.klarkoll import ANSLAG, KALLELSE, fel, varning
from protokoll.models import Protokoll

# So many days before the last day a kungörelse is asked for.
KUNGORS_SNART = 7


def _passerad(senast: date, today: date):
    """How grave it is that the day has passed, or None."""
    return {Brattom.PASSERAD: varning, Brattom.FORSENAD: fel}.get(brattom(senast, today=today))


def justeras_i_tid(u):
    s, senast = u.sammantrade, justeras_senast(u.sammantrade.datum)
    if not (u.avslutat and (u.skrivs or u.ojusterade)):
        return
    for pr in u.ojusterade or (None,):
        nyckel, url = (f"pr{pr.pk}" if pr else ""), lankar.sammantradet(s)
        if ny := _passerad(senast, u.today):
            text = f"Protokollet skulle ha justerats senast {dagen_i_ord(senast)} (5 kap. 69 § KL)."
            yield ny("justeras_senast", text, url, skede=ANSLAG, nyckel=nyckel)
        elif brattom(senast, today=u.today) == Brattom.NARA:
            nar = relativ_dag(senast, today=u.today)
            text = f"Protokollet justeras senast {dagen_i_ord(senast)}, {nar} (5 kap. 69 § KL)."
            yield varning("justeras_snart", text, url, skede=ANSLAG, nyckel=nyckel)


def _justerade(u):
    return [p for p in u.protokollen if p.lage == Protokoll.Lage.JUSTERAT and p.justeringsdag]


def justeringsdag(u):
    s = u.sammantrade
    for pr in _justerade(u):
        senast, nyckel, url = justeras_senast(s.datum), f"pr{pr.pk}", lankar.sammantradet(s)
        if pr.justeringsdag < s.datum or pr.justeringsdag > u.today:
            nar = "före sammanträdet" if pr.justeringsdag < s.datum else "efter dagens datum"
            text = f"Justeringsdagen, {dagen_i_ord(pr.justeringsdag)}, ligger {nar}."
            yield fel("justeringsdag", text, url, skede=ANSLAG, nyckel=nyckel)
        elif pr.justeringsdag > senast:
            text = f"Protokollet justerades {dagen_i_ord(pr.justeringsdag)}, efter den sista dagen, "
            text += f"{dagen_i_ord(senast)} (5 kap. 69 § KL)."
            yield varning("justerat_sent", text, url, skede=ANSLAG, nyckel=nyckel)


def anslas_i_tid(u):
    for pr in _justerade(u):
        senast = anslas_senast(pr.justeringsdag)
        if not pr.anslagen.all() and (ny := _passerad(senast, u.today)):
            text = f"Justeringen skulle ha anslagits senast {dagen_i_ord(senast)} (8 kap. 12 § KL)."
            url = lankar.sammantradet(u.sammantrade)
            yield ny("anslas_senast", text, url, skede=ANSLAG, nyckel=f"pr{pr.pk}")


def anslagets_dagar(u):
    """Put up after the justering, and up for the whole time to appeal."""
    url = lankar.sammantradet(u.sammantrade)
    for pr in _justerade(u):
        for a in pr.anslagen.all():
            if a.nedtaget:
                continue
            sista, upp = overklagas_senast(a.uppsatt), dagen_i_ord(a.uppsatt)
            if a.uppsatt < pr.justeringsdag:
                text = f"Anslaget sattes upp {upp}, före justeringen {dagen_i_ord(pr.justeringsdag)}."
            elif a.sista_overklagandedag < sista:
                fel_dag = dagen_i_ord(a.sista_overklagandedag)
                text = f"Sista dag att överklaga är {dagen_i_ord(sista)}, inte {fel_dag} (13 kap. 5 § KL)."
            elif a.tas_ned < sista:
                text = f"Anslaget tas ned {dagen_i_ord(a.tas_ned)}, innan tiden att överklaga har gått ut "
                text += f"{dagen_i_ord(sista)} (13 kap. 5 § KL)."
            else:
                continue
            yield fel("anslagets_dagar", text, url, skede=ANSLAG, nyckel=f"anslag{a.pk}")


def anslaget_togs_ned(u):
    """Down too early, and nothing is up: then the time to appeal does not run out (KL 13:5 2 st.)."""
    for pr in _justerade(u):
        anslagen = pr.anslagen.all()
        if anslagen and all(a.nedtaget for a in anslagen):
            text = "Anslaget togs ned i förtid, så överklagandetiden går inte ut. Sätt upp det igen (13 kap. 5 § KL)."
            url = lankar.sammantradet(u.sammantrade, "anslag")
            yield fel("anslaget_togs_ned", text, url, skede=ANSLAG, nyckel=f"pr{pr.pk}")


def kungorelse(u):
    """Fullmäktige's meeting is announced at least a week before the day."""
    s = u.sammantrade
    if not u.forbereds or s.organ.slag != Organ.Slag.FULLMAKTIGE:
        return
    senast = kungors_senast(s.datum)
    uppe = [a for a in s.kungorelserna.all() if a.nedtaget is None]
    url = lankar.kungorelsen(s)
    if any(a.synligt_till == s.datum for a in uppe):
        return
    if uppe:
        text = "Kungörelsen på anslagstavlan gäller en annan dag än sammanträdet. Kungör det på nytt."
        yield fel("kungorelse_annan_dag", text, url, skede=KALLELSE)
    elif u.today > senast:
        text = f"Sammanträdet skulle ha kungjorts senast {dagen_i_ord(senast)}, en vecka före."
        yield varning("kungors_senast", text, url, skede=KALLELSE)
    elif (senast - u.today).days <= KUNGORS_SNART:
        nar = relativ_dag(senast, today=u.today)
        text = f"Sammanträdet kungörs på anslagstavlan senast {dagen_i_ord(senast)}, {nar}."
        yield varning("kungors_snart", text, url, skede=KALLELSE)


KONTROLLER = (justeras_i_tid, justeringsdag, anslas_i_tid, anslagets_dagar, anslaget_togs_ned, kungorelse)
