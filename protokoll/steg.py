"""The strip on a sammanträde: kallelse → möte → justering → anslag → laga kraft, each with its day."""

from dataclasses import dataclass
from datetime import date, timedelta

from protokoll.frister import anslas_senast, justeras_senast


@dataclass(frozen=True)
class Steg:
    """One step. `lage` is "klar", "pagar", "kommande" or "sen"; `ord` says what the day means."""

    namn: str
    datum: date | None
    lage: str
    ord: str


def protokollets_steg(
    motesdag: date,
    *,
    hallet: bool,
    justerat: date | None,
    avskrift: bool,
    uppsatt: date | None,
    sista_overklagandedag: date | None,
    today: date,
) -> list[Steg]:
    """Pure: the steps of one protokoll on a day (KL 5:69, 8:12, 13:5).

    An `avskrift` was adjusted and announced elsewhere: what it does not state is unknown, never late.
    """
    steg = [Steg("Sammanträde", motesdag, "klar" if hallet else "pagar", "Hållet" if hallet else "Hålls")]

    def vantar(namn: str, dag: date | None, ord_: str, *, nu: bool) -> Steg:
        lage = "kommande" if not nu else "sen" if dag and dag < today else "pagar"
        return Steg(namn, dag, lage, ord_)

    if justerat or avskrift:
        steg.append(Steg("Justering", justerat, "klar", "Justerat" if justerat else "Justerat, dagen är inte angiven"))
    else:
        steg.append(vantar("Justering", justeras_senast(motesdag), "Justeras senast", nu=hallet))
    if uppsatt:
        steg.append(Steg("Anslag", uppsatt, "klar", "Uppsatt"))
    elif avskrift:
        steg.append(Steg("Anslag", None, "kommande", "Framgår inte"))
    else:
        dag = anslas_senast(justerat) if justerat else None
        ord_ = "Anslås senast" if dag else "Efter justeringen"
        steg.append(vantar("Anslag", dag, ord_, nu=justerat is not None))
    if uppsatt and sista_overklagandedag:
        laga_kraft = sista_overklagandedag + timedelta(days=1)
        if today > sista_overklagandedag:
            steg.append(Steg("Laga kraft", laga_kraft, "klar", "Överklagandetiden har gått ut"))
        else:
            steg.append(Steg("Laga kraft", sista_overklagandedag, "pagar", "Överklagas senast"))
    else:
        steg.append(Steg("Laga kraft", None, "kommande", "Framgår inte" if avskrift else "Tre veckor efter anslaget"))
    return steg


def steg_for(sammantrade, protokollen, *, today: date) -> list[Steg]:
    """The steps of a sammanträde: those of its first protokoll, or of none yet."""
    protokoll = next(iter(protokollen), None)
    anslag = next(iter(protokoll.anslagen.all()), None) if protokoll else None
    return protokollets_steg(
        sammantrade.datum,
        hallet=sammantrade.lage == sammantrade.Lage.AVSLUTAT,
        justerat=protokoll.justeringsdag if protokoll else None,
        avskrift=bool(protokoll and protokoll.lage == protokoll.Lage.AVSKRIFT),
        uppsatt=anslag.uppsatt if anslag else None,
        sista_overklagandedag=anslag.sista_overklagandedag if anslag else None,
        today=today,
    )
