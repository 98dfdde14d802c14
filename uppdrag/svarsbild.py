"""What the page of an answer tells before anybody writes: what was decided, what is asked, and what happens after."""

from dataclasses import dataclass
from datetime import date

from kommun.kalender import dag_i_ord
from protokoll.models import Sammantrade
from uppdrag import frister
from uppdrag.models import Aterrapport, Redovisning, Uppdrag

_LANGST_CITAT = 140


@dataclass(frozen=True)
class Tider:
    """When an answer is wanted, at which meeting it is due, and which meeting one handed in today reaches."""

    senast: date | None
    due: date | None
    nasta: date | None

    def sent(self, today: date) -> bool:
        return self.senast is not None and self.senast < today


def tider(uppdrag: Uppdrag, *, today: date) -> Tider:
    organ, given = uppdrag.rapporteras_till, uppdrag.beslut.paragraf.sammantrade.datum
    rader = Sammantrade.objects.filter(organ=organ, datum__gt=given).exclude(lage__in=Sammantrade.RAKNAS_EJ)
    moten = [frister.Mote(datum, stopp) for datum, stopp in rader.values_list("datum", "stoppdag")]
    vid = uppdrag.rapporteras_vid
    valt = frister.Mote(vid.datum, vid.stoppdag) if vid and vid.lage not in Sammantrade.RAKNAS_EJ else None
    dag = uppdrag.frist or uppdrag.nasta_rapport
    mote = valt or (frister.redovisningsmote(dag, given=given, moten=moten) if dag else None)
    nasta = frister.mote_for_rapport(moten, today=today, stopp_dagar=organ.stopp_dagar)
    senast = frister.stoppdag(dag, given=given, moten=moten, stopp_dagar=organ.stopp_dagar, vid=valt)
    return Tider(senast, mote and mote.datum, nasta and nasta.datum)


def fraga(uppdrag: Uppdrag, t: Tider, *, today: date) -> str:
    """ "Kommunstyrelsen vill veta hur det går med …, senast tisdag 3 mars, inför sammanträdet tisdag 17 mars." """
    text = uppdrag.text.strip().rstrip(".")
    med = f"uppdraget ”{text}”" if len(text) <= _LANGST_CITAT else "uppdraget"
    ut = f"{uppdrag.rapporteras_till} vill veta hur det går med {med}"
    if t.senast and not t.sent(today):
        ut += f", senast {_dag(t.senast, today)}"
    if t.due and t.due >= today and not t.sent(today):
        ut += f", inför sammanträdet {_dag(t.due, today)}"
    ut += "."
    if t.sent(today):
        ut += f" Svaret skulle ha kommit senast {_dag(t.senast, today)}, men det går bra att svara nu."
    return ut


def _dag(dag: date, today: date) -> str:
    return dag_i_ord(dag, ar=dag.year != today.year)


def nasta_steg(rapport: Aterrapport, t: Tider, *, today: date) -> list[str]:
    """What happens now, for the receipt."""
    organ = rapport.uppdrag.rapporteras_till.i_mening
    vid = f"sammanträdet {_dag(t.nasta, today)}" if t.nasta else "nästa sammanträde, som inte är inplanerat än"
    match rapport.slag:
        case Aterrapport.Slag.SLUTRAPPORT:
            return [
                f"Sekreteraren lägger rapporten på dagordningen till {vid}.",
                f"Där beslutar {organ} om uppdraget är fullgjort. Tills dess behöver du inte göra något mer.",
            ]
        case Aterrapport.Slag.FORLANGNING:
            frist = rapport.uppdrag.frist
            rader = [f"Sekreteraren lägger din begäran på dagordningen till {vid}."]
            if frist and frist < today:
                rader.append(f"Fristen var {_dag(frist, today)}, och uppdraget är försenat tills {organ} har beslutat.")
            elif frist:
                rader.append(f"Tills {organ} har beslutat gäller fristen {_dag(frist, today)}.")
            return rader
    rader = [f"Rapporten tas med i uppföljningen av uppdrag vid {vid}.", "Uppdraget fortsätter."]
    if (frist := rapport.uppdrag.frist) and frist < today:
        rader[1] = f"Uppdraget fortsätter. Fristen var {_dag(frist, today)}, så lämna slutrapporten så snart du kan."
    elif frist:
        rader[1] = f"Uppdraget fortsätter och ska vara klart senast {_dag(frist, today)}."
    elif rapport.uppdrag.nasta_rapport:
        rader[1] = f"Uppdraget fortsätter. Nästa rapport väntas senast {_dag(rapport.uppdrag.nasta_rapport, today)}."
    return rader


def begard_komplettering(uppdrag: Uppdrag, rapporterna: list[Aterrapport]) -> Redovisning | None:
    """What the organ last asked for, while nothing has been handed in since."""
    senast = (
        uppdrag.redovisningarna.exclude(utfall="")
        .select_related("paragraf__sammantrade", "paragraf__organ")
        .order_by("-paragraf__sammantrade__datum", "-pk")
        .first()
    )
    if senast is None or senast.utfall != Redovisning.Utfall.KOMPLETTERING:
        return None
    besvarad = senast.rapport_id is None and bool(rapporterna)
    nyare = rapporterna and rapporterna[0].pk != senast.rapport_id
    return None if besvarad or nyare else senast
