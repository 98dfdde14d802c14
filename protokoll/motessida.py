"""What the page of a sammanträde shows: its rows in a few words each, and the acts that its state allows."""

from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Count
from django.urls import reverse

from kommun.editor import html_to_text
from protokoll.formular.moten import OppnaForm
from protokoll.fraser import i_korthet
from protokoll.models import Paragraf, Protokoll, Sammantrade
from protokoll.sekretess import dolda_i, dolj
from protokoll.skrivning import last_sentence
from protokoll.systemtext import eget_beslut

Lage, Plage = Sammantrade.Lage, Protokoll.Lage


@dataclass(frozen=True)
class Akt:
    text: str
    url: str
    form: OppnaForm | None = None
    # Done at once by the button, with nothing to fill in.
    post: bool = False


def _url(namn: str, pk: int) -> str:
    return reverse(f"protokoll:{namn}", args=[pk])


# The rows


def raderna(sammantrade: Sammantrade, *, user, far_skriva: bool) -> list[Paragraf]:
    """The dagordning in order, each § with what a line of a list says of it, as the user reads it. Constant queries."""
    hemliga = dolda_i(user, sammantrade)
    rader = list(
        sammantrade.paragraferna.annotate(antal_uppdrag=Count("besluten__uppdragen"))
        .prefetch_related("besluten")
        .order_by("ordning")
    )
    for p in rader:
        if p.pk in hemliga:
            dolj(p).antal_uppdrag = 0
    plats = 0
    pagar = sammantrade.lage == Lage.PAGAR
    for p in rader:
        plats += p.slag != Paragraf.Slag.RUBRIK
        p.beteckning_i_lista = p.beteckning if p.nummer else str(plats)
        tid = f"kl. {p.planerad_tid:%H.%M}" if p.planerad_tid and not p.nummer else ""
        p.under = " · ".join(filter(None, [tid, p.dnr_i_text, p.foredragande]))
        p.utfallet = _utfallet(p, sammantrade)
        utgar = p.utfall == Paragraf.Utfall.UTGAR
        p.kan_tas_upp = far_skriva and pagar and p.pk != sammantrade.aktuell_id and not utgar
    return rader


def _utfallet(p: Paragraf, sammantrade: Sammantrade) -> str:
    """What was decided, in three words; before its turn nothing is, and an outcome of its own has its chip."""
    beslut = eget_beslut(p)
    nu = sammantrade.aktuell
    kommande = not sammantrade.har_borjat or (nu and p.ordning > nu.ordning)
    if p.utfall or not beslut or kommande:
        return ""
    return i_korthet(html_to_text(beslut.text), sammantrade.organ.namn)


# The acts


def oppningstid(sammantrade: Sammantrade, nu: datetime) -> time:
    """The planned time when that is about now, or the meeting was another day; else the time it is."""
    start, klockan = sammantrade.start, nu.time().replace(second=0, microsecond=0, tzinfo=None)
    if start is None or (nu.date() == sammantrade.datum and _minuter(start, klockan) > 10):
        return klockan
    return start


def _minuter(a: time, b: time) -> int:
    return abs((a.hour - b.hour) * 60 + a.minute - b.minute)


def motesakter(
    sammantrade: Sammantrade, rader: list[Paragraf], protokollen: list[Protokoll], *, far_skriva: bool, nu: datetime
) -> tuple[Akt | None, list[Akt]]:
    """The next lawful act, and the others in a quiet row."""
    nasta = _nasta(sammantrade, rader, protokollen, nu=nu) if far_skriva else None
    andra = _andra(sammantrade, protokollen) if far_skriva else []
    pdf = [
        Akt(
            f"Protokollet {p.paragrafer_i_text} som PDF" if len(protokollen) > 1 else "Protokollet som PDF",
            _url("pdf", p.pk),
        )
        for p in protokollen
    ]
    andra = [*pdf, *andra]
    if sammantrade.lage == Lage.PAGAR:
        andra.append(Akt("Rummet", _url("rummet", sammantrade.pk)))
    if nasta is None and pdf and sammantrade.lage == Lage.AVSLUTAT:
        nasta = pdf[0]
    return nasta, [a for a in andra if nasta is None or a.url != nasta.url]


def _nasta(sammantrade, rader, protokollen, *, nu: datetime) -> Akt | None:
    pk = sammantrade.pk
    match sammantrade.lage:
        case Lage.PLANERAT if not rader:
            return Akt("Gör dagordningen", _url("dagordning", pk))
        case Lage.PLANERAT if sammantrade.datum <= nu.date():
            form = OppnaForm(initial={"start": oppningstid(sammantrade, nu)})
            return Akt("Öppna sammanträdet", _url("oppna", pk), form)
        case Lage.PLANERAT if not sammantrade.kallelserna.exists():
            return Akt("Kalla", _url("kallelse", pk))
        case Lage.PAGAR if efter := _efter_den_lasta(sammantrade, rader):
            return Akt(
                f"Ta upp {efter.beteckning if efter.nummer else 'nästa ärende'}", _url("ta-upp", efter.pk), post=True
            )
        case Lage.PAGAR if sammantrade.aktuell and not _allt_klart(sammantrade, rader):
            return Akt(f"Skriv {sammantrade.aktuell.beteckning}", _url("skriv", sammantrade.aktuell_id))
        case Lage.PAGAR:
            return Akt("Avsluta sammanträdet", _url("sammantrade-avsluta", pk))
        case Lage.AVSLUTAT if ska_anslas := _ska_anslas(protokollen):
            return ska_anslas
        case Lage.AVSLUTAT if i_arbete := [p for p in protokollen if p.lage in (Plage.UTKAST, Plage.FRYST)]:
            if len(i_arbete) > 1:
                return Akt("Till protokollen", _url("protokollen", pk))
            return Akt("Till protokollet", i_arbete[0].get_absolute_url())
    return None


def _ska_anslas(protokollen: list[Protokoll]) -> Akt | None:
    """Of the first that is justerat and has no anslag up: the law gives it two days (KL 8:12)."""
    for p in protokollen:
        anslagen = list(p.anslagen.all())
        if p.lage == Plage.JUSTERAT and all(a.nedtaget for a in anslagen):
            vilket = f" för {p.paragrafer_i_text}" if len(protokollen) > 1 else ""
            if anslagen:
                senaste = max(anslagen, key=lambda a: a.pk)
                return Akt(f"Sätt upp anslaget igen{vilket}", _url("anslag-igen", senaste.pk), post=True)
            return Akt(f"Sätt upp anslaget{vilket}", _url("anslag-upp", p.pk))
    return None


def _efter_den_lasta(sammantrade: Sammantrade, rader: list[Paragraf]) -> Paragraf | None:
    """The ärende to go on with when the current § is closed: adjusted at once, while the meeting goes on."""
    nu = sammantrade.aktuell
    if nu is None or not last_sentence(nu):
        return None
    vantar = (p for p in rader if p.slag != Paragraf.Slag.RUBRIK and p.utfall != Paragraf.Utfall.UTGAR)
    return next((p for p in vantar if p.ordning > nu.ordning), None)


def _allt_klart(sammantrade: Sammantrade, rader: list[Paragraf]) -> bool:
    """The last § is the current one, and something stands in it."""
    arenden = [p for p in rader if p.slag != Paragraf.Slag.RUBRIK and p.utfall != Paragraf.Utfall.UTGAR]
    if not arenden or arenden[-1].pk != sammantrade.aktuell_id:
        return False
    sista = arenden[-1]
    return bool(sista.utfall or sista.slag == Paragraf.Slag.INFORMATION or any(b.text for b in sista.besluten.all()))


def har_klarkoll(sammantrade: Sammantrade, rader: list[Paragraf], protokollen: list[Protokoll]) -> bool:
    """There is something that klarkoll can say of it: a dagordning to call to, or minutes being written."""
    i_arbete = any(p.lage == Protokoll.Lage.UTKAST for p in protokollen)
    return bool(rader) if sammantrade.lage == Lage.PLANERAT else i_arbete


def _andra(sammantrade: Sammantrade, protokollen: list[Protokoll]) -> list[Akt]:
    pk, lage = sammantrade.pk, sammantrade.lage
    i_arbete = any(p.lage == Protokoll.Lage.UTKAST for p in protokollen)
    hallet_har = lage in (Lage.PAGAR, Lage.AVSLUTAT) and i_arbete
    val = [
        ("Dagordning", "dagordning", lage in (Lage.PLANERAT, Lage.PAGAR)),
        ("Kallelse", "kallelse", lage == Lage.PLANERAT),
        ("Närvaro", "narvaro", lage == Lage.PLANERAT or hallet_har),
        ("Justerare", "justerare", hallet_har),
        ("Dela protokollet" if len(protokollen) < 2 else "Protokollen", "protokollen", hallet_har),
        ("Avsluta sammanträdet", "sammantrade-avsluta", lage == Lage.PAGAR),
        ("Öppna igen", "oppna-igen", lage == Lage.AVSLUTAT and i_arbete),
        ("Ändra", "sammantrade-andra", lage == Lage.PLANERAT),
    ]
    return [Akt(text, _url(namn, pk)) for text, namn, nu in val if nu]
