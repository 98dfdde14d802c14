"""The strip on a sammanträde: kallelse → möte → justering → anslag → laga kraft, each with its day."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from kommun.kalender import relativ_dag
from protokoll.frister import Brattom, anslas_senast, brattom, justeras_senast, laga_kraft
from protokoll.models import Kallad, Kallelse, Protokoll, Sammantrade

_JUSTERAS = "5 kap. 69 § kommunallagen"
_ANSLAS = "8 kap. 12 § kommunallagen"
_OVERKLAGAS = "13 kap. 5 § kommunallagen"


@dataclass(frozen=True)
class Steg:
    """One step. `lage` is "klar", "pagar", "nara" (a warning), "kommande" or "sen"; `ord` says what the day means."""

    namn: str
    datum: date | None
    lage: str
    ord: str
    lag: str = ""


def protokollets_steg(
    motesdag: date,
    *,
    hallet: bool,
    justerat: date | None,
    avskrift: bool,
    uppsatt: date | None,
    sista_overklagandedag: date | None,
    today: date,
    togs_ned: bool = False,
    hos_justerarna: bool = False,
    omedelbart: bool = False,
) -> list[Steg]:
    """Pure: the steps of one protokoll on a day (KL 5:69, 8:12, 13:5).

    An `avskrift` was adjusted and announced elsewhere: what it does not state is unknown, never late. `togs_ned`: the
    anslag was taken down too early and none is up, so the time to appeal does not run out. What is adjusted
    `omedelbart` is so on the day of the meeting, also while the meeting goes on.
    """
    mote = Steg("Sammanträde", motesdag, "klar" if hallet else "pagar", "Hållet" if hallet else "Hålls")
    if justerat or avskrift:
        ord_ = "Justerat" if justerat else "Justerat, dagen är inte angiven"
        justering = Steg("Justering", justerat, "klar", ord_, _JUSTERAS)
    else:
        nu = hallet or omedelbart or hos_justerarna
        justering = _justeras(motesdag, nu=nu, hos=hos_justerarna, omedelbart=omedelbart, today=today)
    if uppsatt:
        anslag = Steg("Anslag", uppsatt, "klar", "Uppsatt", _ANSLAS)
    elif togs_ned:
        anslag = Steg("Anslag", None, "sen", "Nedtaget i förtid: sätt upp det igen", _OVERKLAGAS)
    elif avskrift:
        anslag = Steg("Anslag", None, "kommande", "Framgår inte")
    elif justerat:
        dag, sent = anslas_senast(justerat), "Skulle ha anslagits senast"
        anslag = _vantar("Anslag", dag, "Anslås senast", sent, _ANSLAS, today=today)
    else:
        anslag = Steg("Anslag", None, "kommande", "Efter justeringen", _ANSLAS)
    return [mote, justering, anslag, _laga_kraft(uppsatt and sista_overklagandedag, avskrift=avskrift, today=today)]


def _vantar(namn: str, dag: date, vad: str, gjort: str, lag: str, *, today: date) -> Steg:
    """Due on a day: a warning when that is near or has passed, an error after the next vardag."""
    match brattom(dag, today=today):
        case Brattom.FORSENAD:
            return Steg(namn, dag, "sen", gjort, lag)
        case Brattom.PASSERAD:
            return Steg(namn, dag, "nara", gjort, lag)
        case Brattom.NARA:
            return Steg(namn, dag, "nara", f"{vad} {relativ_dag(dag, today=today)}", lag)
    return Steg(namn, dag, "pagar", vad, lag)


def _justeras(motesdag: date, *, nu: bool, hos: bool, omedelbart: bool, today: date) -> Steg:
    def mening(ord_: str) -> str:
        return f"Hos justerarna, {ord_}" if hos else ord_.capitalize()

    if omedelbart:
        sen = today > motesdag
        ord_ = mening("skulle ha justerats omedelbart" if sen else "justeras omedelbart")
        return Steg("Justering", motesdag, "sen" if sen else "pagar", ord_)
    dag, ord_ = justeras_senast(motesdag), mening("justeras senast")
    if not nu:
        return Steg("Justering", dag, "kommande", ord_, _JUSTERAS)
    return _vantar("Justering", dag, ord_, mening("skulle ha justerats senast"), _JUSTERAS, today=today)


def _laga_kraft(sista: date | None, *, avskrift: bool, today: date) -> Steg:
    if sista is None:
        return Steg("Laga kraft", None, "kommande", "Framgår inte" if avskrift else "Tre veckor efter anslaget")
    if today > sista:
        return Steg("Laga kraft", laga_kraft(sista), "klar", "Överklagandetiden har gått ut", _OVERKLAGAS)
    return Steg("Laga kraft", sista, "pagar", "Överklagas senast", _OVERKLAGAS)


def kallelsens_steg(
    *, senast: date, skickad: date | None, nummer: int, svarat: int, kallade: int, planerat: bool, today: date
) -> Steg | None:
    """Pure: the first step. Of a meeting held without a kallelse here nothing is said."""
    if skickad:
        vad = "Skickad" if nummer == 1 else f"Kallelse {nummer} skickad"
        return Steg("Kallelse", skickad, "klar", f"{vad}, {svarat} av {kallade} har svarat")
    if not planerat:
        return None
    return Steg("Kallelse", senast, "sen" if senast < today else "pagar", "Skickas senast")


def kallelsedag(sammantrade: Sammantrade) -> date:
    """The day the kallelse is due: as planned, else as many days before as is usual in the organ."""
    return sammantrade.kallelsedag or sammantrade.datum - timedelta(days=sammantrade.organ.kallelse_dagar)


def kallelse_steg(sammantrade: Sammantrade, *, today: date) -> Steg | None:
    """The step of a sammanträde (one query)."""
    kallade = Kallad.objects.filter(sammantrade=OuterRef("sammantrade")).order_by().values("sammantrade")
    senaste = (
        Kallelse.objects.filter(sammantrade=sammantrade)
        .annotate(
            kallade=Subquery(kallade.annotate(n=Count("pk")).values("n")),
            svarat=Subquery(kallade.annotate(n=Count("svar")).values("n")),
        )
        .order_by("-nummer")
        .values("nummer", "skickad", "kallade", "svarat")
        .first()
    )
    return kallelsens_steg(
        senast=kallelsedag(sammantrade),
        skickad=senaste and timezone.localdate(senaste["skickad"]),
        nummer=senaste["nummer"] if senaste else 0,
        svarat=(senaste and senaste["svarat"]) or 0,
        kallade=(senaste and senaste["kallade"]) or 0,
        planerat=sammantrade.lage == Sammantrade.Lage.PLANERAT,
        today=today,
    )


def steg_for(sammantrade, protokollen, *, today: date) -> list[Steg]:
    """The steps of a sammanträde: its kallelse, then those of its first protokoll, or of none yet."""
    return stegraderna(sammantrade, protokollen, today=today)[0][1]


def stegraderna(sammantrade, protokollen, *, today: date) -> list[tuple[Protokoll | None, list[Steg]]]:
    """One strip for each protokoll, with its anslagen fetched; the kallelse and the meeting stand in the first."""
    forst = kallelse_steg(sammantrade, today=today)
    rader = [(p, _protokollets(sammantrade, p, today=today)) for p in protokollen or (None,)]
    sedan = rader[0][1]
    if forst is not None:
        if forst.lage != "klar" and sedan[0].lage == "pagar":
            sedan[0] = replace(sedan[0], lage="kommande")  # one step at a time is the present one
        sedan.insert(0, forst)
    return [rader[0], *((p, steg[1:]) for p, steg in rader[1:])]


def _protokollets(sammantrade, protokoll: Protokoll | None, *, today: date) -> list[Steg]:
    anslagen = list(protokoll.anslagen.all()) if protokoll else []
    gallande = next((a for a in anslagen if a.nedtaget is None), None)
    return protokollets_steg(
        sammantrade.datum,
        hallet=sammantrade.lage == sammantrade.Lage.AVSLUTAT,
        justerat=protokoll.justeringsdag if protokoll else None,
        avskrift=bool(protokoll and protokoll.lage == protokoll.Lage.AVSKRIFT),
        hos_justerarna=bool(protokoll and protokoll.lage == protokoll.Lage.FRYST),
        omedelbart=bool(protokoll and protokoll.slag == protokoll.Slag.OMEDELBART),
        uppsatt=gallande.uppsatt if gallande else None,
        sista_overklagandedag=gallande.sista_overklagandedag if gallande else None,
        togs_ned=bool(anslagen) and gallande is None,
        today=today,
    )
