"""The columns of the list of invitations as a file."""

from datetime import date

from kommun.offentligt import hel_adress
from kommun.tabellfil import Kolumn
from protokoll.inbjudan import evenemang
from protokoll.models import Inbjudan

_LAGE = {Inbjudan.Svar.OBESVARAD: ("Att besluta", "varning"), Inbjudan.Svar.DELTAR: ("Deltar", "lyckad")}


def laget(inbjudan: Inbjudan) -> tuple[str, str]:
    """(how far it has come in words, the variant of its chip)."""
    if inbjudan.installd:
        return "Inställd", "neutral"
    if inbjudan.avgjord and inbjudan.svar == Inbjudan.Svar.OBESVARAD:
        return "Avgjord av ordföranden", "info"
    return _LAGE.get(inbjudan.svar, (inbjudan.get_svar_display(), "neutral"))


def _deltar(inbjudan: Inbjudan, _: date) -> str:
    return ", ".join(evenemang.namn(d) for d in inbjudan.deltagandena.all())


def _behandlas(inbjudan: Inbjudan, _: date) -> str:
    """ "KSAU 2020-02-25 § 35"; of a meeting to come only its day."""
    return ", ".join(
        f"{inbjudan.organ.kortnamn} {p.sammantrade.datum} {p.beteckning if p.nummer else ''}".strip()
        for p in (b.paragraf for b in inbjudan.behandlingarna.all())
    )


KOLUMNER = (
    Kolumn("Inbjudan till", 60, lambda i, _: i.inbjudan),
    Kolumn("Organ", 28, lambda i, _: i.organ.namn),
    Kolumn("Arrangör", 28, lambda i, _: i.arrangor),
    Kolumn("Kom in", 12, lambda i, _: i.ankom),
    Kolumn("Börjar", 12, lambda i, _: i.borjar),
    Kolumn("Slutar", 12, lambda i, _: evenemang.sista_dag(i)),
    Kolumn("Plats", 28, lambda i, _: evenemang.plats(i)),
    Kolumn("Anmälan senast", 15, lambda i, _: i.sista_anmalan),
    Kolumn("Svar", 22, lambda i, _: laget(i)[0]),
    Kolumn("Deltar", 40, _deltar),
    Kolumn("Anmälan görs av", 24, lambda i, _: i.anmals_av and i.anmals_av.namn),
    Kolumn("Behandlas", 30, _behandlas),
    Kolumn("Diarienummer", 20, lambda i, _: i.dnr),
    Kolumn("Adress", 50, lambda i, _: hel_adress(i.get_absolute_url())),
)
