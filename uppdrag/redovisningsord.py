"""The sentences of a decision about uppdrag that were reported. Pure: words in, words out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from kommun.kalender import dag_i_ord


@dataclass(frozen=True, slots=True)
class Utfallet:
    """What the organ said of one uppdrag. `slag` is a value of Redovisning.Utfall; `givet` who gave it, and when."""

    slag: str
    givare: str
    givet: date
    paragraf: int | None
    anteckning: str = ""
    ny_frist: date | None = None


def uppdraget(u: Utfallet) -> str:
    """ "uppdraget som lämnades av KSAU den 21 januari 2020, § 11"."""
    i = f", § {u.paragraf}" if u.paragraf else ""
    return f"uppdraget som lämnades av {u.givare} den {dag_i_ord(u.givet, veckodag=False)}{i}"


def _vad(u: Utfallet) -> str:
    text = u.anteckning.strip().rstrip(".")
    return f": {text}" if text else ""


def _komma(u: Utfallet) -> str:
    return "," if u.paragraf else ""


def mening(u: Utfallet, organ: str) -> str:
    """The decision as a sentence with the organ as its subject."""
    det = uppdraget(u)
    match u.slag:
        case "godkant":
            return f"{organ} godkänner återrapporteringen och förklarar {det}{_komma(u)} för avslutat."
        case "komplettering":
            return f"{organ} begär komplettering av återrapporteringen av {det}{_vad(u)}."
        case "anstand":
            dag = dag_i_ord(u.ny_frist, veckodag=False)
            return f"{organ} ger anstånd till den {dag} med återrapporteringen av {det}."
        case "antecknat":
            return f"{organ} antecknar redovisningen av {det}{_komma(u)} till protokollet."
    raise ValueError(u.slag)


def att_sats(u: Utfallet) -> str:
    """The same as one of several: "att godkänna …", without a full stop."""
    det = uppdraget(u)
    match u.slag:
        case "godkant":
            return f"att godkänna återrapporteringen och förklara {det}{_komma(u)} för avslutat"
        case "komplettering":
            return f"att begära komplettering av återrapporteringen av {det}{_vad(u)}"
        case "anstand":
            dag = dag_i_ord(u.ny_frist, veckodag=False)
            return f"att ge anstånd till den {dag} med återrapporteringen av {det}"
        case "antecknat":
            return f"att anteckna redovisningen av {det}{_komma(u)} till protokollet"
    raise ValueError(u.slag)


def beslutet(utfallen: Sequence[Utfallet], organ: str) -> str:
    """The decision as HTML: one sentence, or an att-list when there are several. Empty for none."""
    if len(utfallen) < 2:
        return "".join(f"<p>{escape(mening(u, organ), quote=False)}</p>" for u in utfallen)
    *forsta, sista = [escape(att_sats(u), quote=False) for u in utfallen]
    rader = [f"{rad}," for rad in forsta[:-1]] + [f"{forsta[-1]} samt", f"{sista}."]
    punkter = "".join(f"<li><p>{rad}</p></li>" for rad in rader)
    return f"<p>{escape(organ, quote=False)} beslutar</p><ul>{punkter}</ul>"
