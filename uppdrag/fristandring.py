"""The frist of an uppdrag moves by a Fristandring, and by nothing else."""

from datetime import date

from django.db import transaction

from kommun.fel import DomanFel
from kommun.history import spara
from kommun.kalender import dag_i_ord
from protokoll.models import Beslut, Sammantrade
from uppdrag.lage import las
from uppdrag.models import Fristandring, Uppdrag

# Not said: the day of the next report, or the chosen meeting, stays as long as the frist does.
KVAR = object()


# Further away is a slip of the hand: 2062 for 2026.
LANGST_AR = 30


def kontrollera_frist(frist: date | None, beslut: Beslut) -> None:
    dag = beslut.paragraf.sammantrade.datum
    if frist and frist < dag:
        raise DomanFel(
            f"Fristen {dag_i_ord(frist, veckodag=False)} ligger före sammanträdet {dag_i_ord(dag, veckodag=False)}. "
            "Ange beslutsdagen eller en senare dag."
        )
    if frist and frist.year > dag.year + LANGST_AR:
        raise DomanFel(
            f"{dag_i_ord(frist, veckodag=False).capitalize()} ligger mer än {LANGST_AR} år efter beslutet. "
            "Kontrollera årtalet."
        )


def flytta(
    nu: Uppdrag, *, ny: date | None, nasta_rapport: date | None = None, vid: Sammantrade | None = None
) -> Fristandring:
    """Put the new frist into a locked row that the caller saves, and give the Fristandring to save after it."""
    andring = Fristandring(uppdrag=nu, tidigare=nu.frist, ny=ny)
    nu.frist, nu.ingen_frist, nu.nasta_rapport, nu.rapporteras_vid = ny, ny is None, nasta_rapport, vid
    return andring


@transaction.atomic
def andra_frist(
    uppdrag: Uppdrag,
    *,
    ny: date | None,
    skal: str,
    by,
    beslut: Beslut | None = None,
    nasta_rapport: date | None = KVAR,
    rapporteras_vid: Sammantrade | None = KVAR,
) -> Fristandring | None:
    """Move the frist, or take it away (`ny` None), and keep the old day. The same day again changes nothing.

    Without a frist `nasta_rapport` says when it is reported next; `rapporteras_vid` is the meeting that was chosen.
    These two move without a Fristandring as long as the frist stays.
    """
    nu = las(uppdrag)
    samma = nu.frist == ny
    nasta = (nu.nasta_rapport if samma else None) if nasta_rapport is KVAR else nasta_rapport
    vid = (nu.rapporteras_vid if samma else None) if rapporteras_vid is KVAR else rapporteras_vid
    if samma and (nu.nasta_rapport, nu.rapporteras_vid) == (nasta, vid):
        return None
    if not nu.oppet:
        raise DomanFel(f"Uppdraget {nu.lage_i_mening}, så fristen kan inte ändras.")
    if not skal.strip():
        raise DomanFel("Skriv varför fristen ändras.")
    kontrollera_frist(ny or nasta, nu.beslut)
    andring = flytta(nu, ny=ny, nasta_rapport=nasta, vid=vid)
    spara(nu, by=by, reason=f"Ändrade {'dagen för nästa redovisning' if samma else 'fristen'}: {skal.strip()}")
    if samma:
        return None
    andring.skal, andring.beslut = skal.strip(), beslut
    return spara(andring, by=by, reason="Ändrade fristen")
