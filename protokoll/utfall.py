"""How an ärende leaves a meeting undecided: it utgår, or is bordlagt or återremitterat and comes back later."""

from html import escape

from django.db import transaction

from kommun.editor import html_to_text
from kommun.fel import DomanFel
from kommun.history import spara
from kommun.kalender import dag_i_ord
from kommun.models import Avsnittstyp, Organ
from protokoll.dagordning import lagg_till
from protokoll.dagordningsrader import las
from protokoll.models import Avsnitt, Paragraf, Sammantrade
from protokoll.skrivning import kraver_skal, last_sentence
from protokoll.standiga import efter_dagordning, skriv_texter
from protokoll.systemtext import eget_beslut, skriv_beslut, ta_tillbaka
from protokoll.tillagg import FORTSATTNINGAR

Utfall = Paragraf.Utfall
KOMMER_IGEN = (Utfall.BORDLAGT, Utfall.ATERREMITTERAT)

# The text that travels with an ärende to its next meeting (domain: the same text, amended on the way).
_FOLJER_MED = (
    Avsnittstyp.SAMMANFATTNING,
    Avsnittstyp.BAKGRUND,
    Avsnittstyp.AKTUELL_SITUATION,
    Avsnittstyp.FINANSIERING,
    Avsnittstyp.ARENDET,
    Avsnittstyp.BESLUTSUNDERLAG,
)
# By these a decision that somebody has written already says what became of the ärende.
_STAMMAR = {Utfall.UTGAR: "utgår", Utfall.BORDLAGT: "bordl", Utfall.ATERREMITTERAT: "återrem"}


def lydelse(utfall: str, organ: str, *, till: Sammantrade | None = None, skal: str = "") -> str:
    """The sentence of the decision."""
    skal = f" {skal.strip().rstrip('.')}" if skal.strip() else ""
    match utfall:
        case Utfall.UTGAR:
            return "Ärendet utgår."
        case Utfall.BORDLAGT:
            nar = f"sammanträdet den {dag_i_ord(till.datum, veckodag=False)}" if till else "ett kommande sammanträde"
            return f"{organ} bordlägger ärendet till {nar}{skal}."
        case _:
            return f"{organ} återremitterar ärendet{skal}."


def _kontrollera(sammantrade: Sammantrade, nu: Paragraf, utfall: str) -> None:
    if nu.slag == Paragraf.Slag.RUBRIK:
        raise DomanFel("En rubrik på dagordningen har inget utfall. Ta bort den om den inte behövs.")
    if mening := last_sentence(nu):
        raise DomanFel(mening)
    if kraver_skal(nu):
        raise DomanFel(f"{nu.beteckning} står i ett inläst protokoll, och vad som hände är avgjort där.")
    if sammantrade.lage == Sammantrade.Lage.INSTALLT:
        raise DomanFel("Sammanträdet är inställt. Ta upp ärendet vid ett annat sammanträde i stället.")
    if utfall in KOMMER_IGEN and not sammantrade.har_borjat:
        raise DomanFel(
            "Ett ärende bordläggs eller återremitteras vid sammanträdet. Öppna det först, eller låt ärendet utgå."
        )
    if utfall in KOMMER_IGEN and nu.nummer is None:
        raise DomanFel("Ta upp ärendet först, så att det får sitt paragrafnummer.")


@transaction.atomic
def satt_utfall(paragraf: Paragraf, *, utfall: str, by, till: Sammantrade | None = None, skal: str = "") -> Paragraf:
    """Say that the ärende utgår, is bordlagt or återremitterat, or (`utfall` empty) that it is decided after all.

    Its decision gets the sentence, unless somebody has written one that says so. `till` is the meeting that takes it up
    again; none leaves it on the organ's list of what comes back. The same again changes nothing.
    """
    sammantrade, rader = las(paragraf.sammantrade_id)
    nu = next(p for p in rader if p.pk == paragraf.pk)
    _kontrollera(sammantrade, nu, utfall)
    fore = nu.utfall
    if utfall != fore and (pagar := _fortsattningen(nu)):
        raise DomanFel(
            f"Ärendet är redan uppsatt till {pagar.sammantrade.dagen}. Ta bort det från den dagordningen först."
        )
    if utfall != fore:
        nu.utfall = utfall
        spara(nu, by=by, reason=f"Ärendet: {Utfall(utfall).label.lower()}" if utfall else "Ärendet avgörs ändå")
    if not utfall:
        if fore:
            ta_tillbaka(nu, by=by, vad="Ärendet avgörs ändå")
    else:
        _skriv(nu, lydelse(utfall, nu.organ.namn, till=till, skal=skal), utfall, by=by)
    if till and utfall in KOMMER_IGEN:
        ta_upp_igen(nu, till=till, by=by)
    skriv_texter(sammantrade, by=by)
    if utfall != fore:
        efter_dagordning(sammantrade, by=by)
    return nu


def _skriv(nu: Paragraf, mening: str, utfall: str, *, by) -> None:
    beslut = eget_beslut(nu)
    redan = beslut and _STAMMAR[utfall] in html_to_text(beslut.text).lower()
    skriv_beslut(nu, f"<p>{escape(mening, quote=False)}</p>", by=by, vad=mening, over_handen=not redan)


def _fortsattningen(paragraf: Paragraf) -> Paragraf | None:
    """Where it is taken up again, if at a meeting that is to be held."""
    igen = paragraf.fortsattningarna.exclude(sammantrade__lage=Sammantrade.Lage.INSTALLT)
    return igen.select_related("sammantrade").order_by("sammantrade__datum").first()


def att_ta_upp_igen(organ: Organ):
    """Bordlagda and återremitterade ärenden of the organ that stand on no later dagordning, the oldest first."""
    upptagna = Paragraf.objects.filter(fran__isnull=False).exclude(sammantrade__lage=Sammantrade.Lage.INSTALLT)
    return (
        Paragraf.objects.filter(organ=organ, utfall__in=KOMMER_IGEN)
        .exclude(pk__in=upptagna.values("fran"))
        .select_related("sammantrade", "organ")
        .order_by("sammantrade__datum", "ordning")
    )


def kan_ta_emot(paragraf: Paragraf):
    """The later meetings of the organ that the ärende can be carried to."""
    nu = paragraf.sammantrade
    return (
        Sammantrade.objects.filter(
            organ=nu.organ_id, lage__in=(Sammantrade.Lage.PLANERAT, Sammantrade.Lage.PAGAR), datum__gte=nu.datum
        )
        .exclude(pk=nu.pk)
        .order_by("datum", "start")
    )


@transaction.atomic
def ta_upp_igen(paragraf: Paragraf, *, till: Sammantrade, by) -> Paragraf:
    """Put a bordlagt or återremitterat ärende on a later dagordning, with its text and the link back. Once only."""
    Sammantrade.objects.select_for_update(no_key=True, of=("self",)).get(pk=paragraf.sammantrade_id)
    nu = Paragraf.objects.select_related("sammantrade", "organ", "protokoll").get(pk=paragraf.pk)
    if nu.utfall not in KOMMER_IGEN:
        raise DomanFel("Bara ett ärende som är bordlagt eller återremitterat tas upp igen.")
    if till.organ_id != nu.organ_id or (till.datum, till.pk) == (nu.sammantrade.datum, nu.sammantrade_id):
        raise DomanFel("Ärendet tas upp igen vid ett annat sammanträde i samma organ.")
    if till.datum < nu.sammantrade.datum:
        raise DomanFel("Ärendet tas upp igen vid ett senare sammanträde. Välj ett av de kommande.")
    if redan := _fortsattningen(nu):
        if redan.sammantrade_id == till.pk:
            return redan
        raise DomanFel(
            f"Ärendet är redan uppsatt till {redan.sammantrade.dagen}. Ta bort det från den dagordningen först."
        )
    ny = lagg_till(
        till,
        rubrik=nu.rubrik,
        dnr=nu.dnr,
        klassificering=nu.klassificering,
        foredragande=nu.foredragande,
        slag=nu.slag,
        fran=nu,
        by=by,
    )
    # The places differ, so that what is prepared comes after a decision that may be there.
    for n, del_ in enumerate(nu.avsnitten.filter(typ__in=_FOLJER_MED).order_by("ordning"), start=2):
        kopia = Avsnitt(paragraf=ny, typ=del_.typ, rubrik=del_.rubrik, niva=del_.niva, text=del_.text, ordning=n * 100)
        spara(kopia, by=by, reason=f"Följde med från {nu}")
    for tillagg in FORTSATTNINGAR:
        tillagg(nu, ny, by=by)
    return ny
