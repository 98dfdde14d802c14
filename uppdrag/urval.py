"""Which uppdrag a list shows, in what order, and what happened last to them: all in the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from urllib.parse import urlencode

from django.core.paginator import Page
from django.db.models import Case, Count, IntegerField, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Greatest
from django.utils import timezone

from kommun.forvaltningstrad import Forvaltningstrad
from kommun.listor import order_of, page_of, swedish
from kommun.models import Organ, Tjanst
from protokoll.models import Sammantrade
from uppdrag.frister import MOTE_INOM_DAGAR
from uppdrag.models import Aterrapport, Fristandring, Paminnelse, Redovisning, Uppdrag
from uppdrag.perioder import manader_senare
from uppdrag.statistik import med_utskott

# To count those not answered is to find the meeting of each open one. Beyond so many the link stands without a count.
RAKNAS_HOGST = 2000


def filtrera(urval, form, *, user, today: date):
    """The rows that a valid form asks for."""
    data = form.cleaned_data
    enkla = {"rapporteras_till": "till", "mottagande_organ": "namnd", "ansvarig": "person"}
    urval = urval.filter(**{falt: data[namn] for falt, namn in enkla.items() if data[namn]})
    if data["organ"]:
        urval = urval.filter(givare__in=med_utskott(data["organ"]) if data["utskott"] else [data["organ"].pk])
    if data["forvaltning"]:
        urval = urval.filter(forvaltning__in=Forvaltningstrad().under([data["forvaltning"].pk]))
    grans = {
        "givet__gte": data["givet_fran"],
        "givet__lte": data["givet_till"],
        "frist__gte": data["frist_fran"],
        "frist__lte": data["frist_till"],
    }
    urval = urval.filter(**{falt: dag for falt, dag in grans.items() if dag})
    urval = _alder(urval, data["alder"], today)
    if data["q"]:
        urval = urval.sok(data["q"])
    if data["mote"]:
        urval = urval.oppna().filter(till_nasta_sammantrade(today))
    return _vems(_lage(urval, data["lage"], today), data["vems"], user, today)


def _alder(urval, alder: str, today: date):
    if not alder:
        return urval
    manader = int(alder)
    dag = manader_senare(today, -abs(manader))
    return urval.filter(**{f"givet__{'gt' if manader < 0 else 'lt'}": dag})


def _lage(urval, lage: str, today: date):
    match lage:
        case "":
            return urval
        case "oppna":
            return urval.oppna()
        case "forsenade":
            return urval.forsenade(today)
        case "ej_besvarade":
            return urval.ej_besvarade(today)
        case "utan_frist":
            return urval.oppna().filter(frist=None)
        case "utan_ansvarig":
            return urval.utan_ansvarig_i_tjanst(today)
    return urval.filter(lage=lage)


def egna_och_forvaltningens(urval, user, today: date):
    """Those the person answers for, and those of the förvaltning he or she works in and of all below it."""
    person = user.behorighet.person_id
    if not person:
        return urval.none()
    tjanster = Tjanst.objects.gallande(today).filter(person=person, forvaltning__isnull=False)
    forvaltningar = Forvaltningstrad().under(tjanster.values_list("forvaltning", flat=True))
    return urval.filter(Q(ansvarig=person) | Q(forvaltning__in=forvaltningar))


def _vems(urval, vems: str, user, today: date):
    behorighet = user.behorighet
    match vems:
        case "mina":
            return urval.filter(ansvarig=behorighet.person_id) if behorighet.person_id else urval.none()
        case "organ":
            return urval.i_organ(behorighet.organ)
        case "forvaltning":
            return egna_och_forvaltningens(urval, user, today)
    return urval


def till_nasta_sammantrade(today: date) -> Q:
    """Those, of the open, whose report is due at the next meeting of the organ they are reported to.

    The rule is `uppdrag.frister.redovisningsmote`; the meetings are few and are read first.
    """
    moten = (
        Sammantrade.objects.filter(datum__gte=today)
        .exclude(lage__in=Sammantrade.RAKNAS_EJ)
        .order_by("organ", "datum", "start")
        .values_list("organ", "datum", "pk", "lage")
    )
    valda, inom = [], Q(pk__in=[])
    for organ, rader in groupby(moten, key=lambda m: m[0]):
        dagar = [(dag, pk) for _, dag, pk, lage in rader if lage != Sammantrade.Lage.AVSLUTAT]
        if not dagar:
            continue
        nasta = dagar[0][0]
        valda += [pk for dag, pk in dagar if dag == nasta]
        sedan = next((dag for dag, _ in dagar if dag > nasta), None)
        sist = nasta + timedelta(days=MOTE_INOM_DAGAR)
        if sedan:
            sist = min(sist, sedan - timedelta(days=1))
        rapportdag = Q(frist__range=(nasta, sist)) | Q(nasta_rapport__range=(nasta, sist))
        inom |= rapportdag & Q(rapporteras_till=organ, givet__lt=nasta)
    utan_val = Q(rapporteras_vid=None) | Q(rapporteras_vid__lage__in=Sammantrade.RAKNAS_EJ)
    return Q(rapporteras_vid__in=valda) | utan_val & inom


# The order and the page ----------------------------------------------------------------------------------------------


def _senast(modell, falt: str):
    """The latest of an uppdrag's rows of that kind."""
    return Subquery(
        modell.objects.filter(uppdrag=OuterRef("pk")).order_by().values("uppdrag").annotate(m=Max(falt)).values("m")
    )


def ordnat(urval, request):
    """By the column of the URL, else late first, then soon, then the rest."""
    lagen = [When(lage=lage, then=Value(n)) for n, lage in enumerate(Uppdrag.Lage.values)]
    sortera = request.GET.get("sortera", "").removeprefix("-")
    if sortera == "mottagare":
        urval = urval.annotate(
            mottagarnamn=Coalesce("mottagande_organ__namn", "forvaltning__namn", "ansvarig__namn"),
        )
    kolumner = {
        "nr": ("serie__kortnamn", "ar", "nummer"),
        "text": (swedish("text"),),
        "givet": ("givet",),
        "mottagare": (swedish("mottagarnamn"), swedish("ansvarig__namn")),
        "frist": (Coalesce("frist", "nasta_rapport"),),
        "lage": (Case(*lagen, output_field=IntegerField()), "frist"),
        "handelse": (
            Greatest(
                _senast(Aterrapport, "inlamnad"),
                _senast(Fristandring, "tid"),
                _senast(Paminnelse, "tid"),
                Cast("avslutat_den", output_field=Aterrapport._meta.get_field("inlamnad").__class__()),
                Cast("givet", output_field=Aterrapport._meta.get_field("inlamnad").__class__()),
            ),
        ),
    }
    if sortera in kolumner:
        return order_of(urval, request, kolumner, default=())
    return urval.i_listordning()


def ar_dyrt(form) -> bool:
    """Whether each open uppdrag is worked out by itself to know if it is asked for."""
    data = form.cleaned_data if form.is_valid() else {}
    return bool(data.get("mote")) or data.get("lage") in ("ej_besvarade", "utan_ansvarig")


def sidan(urval, request, *, dyrt: bool = False) -> Page:
    """The page's rows, found by key first: what the rows show is read for them alone, also deep in a long list. What is
    `dyrt` is asked for once, and not to count it first."""
    nycklar = urval.values_list("pk", flat=True)
    sida = page_of(list(nycklar) if dyrt else nycklar, request)
    sida.object_list = rader_for(list(sida.object_list))
    return sida


def rader_for(nycklar: list[int], *, avslut: bool = False) -> list[Uppdrag]:
    """In the order of the keys, each with `senast`: what happened last; with `avslut` also the § that closed it.

    The organ, six to a row, are read once and not joined: to plan so many joins took longer than to find the rows.
    """
    avslutet = ("avslutat_i__paragraf__sammantrade", "avslutat_i__paragraf__protokoll") if avslut else ()
    visas = Uppdrag.objects.filter(pk__in=nycklar).select_related(
        "forvaltning", "ansvarig", "beslut__paragraf__sammantrade", *avslutet
    )
    funna, organ = visas.med_rapportmote().in_bulk(), Organ.objects.in_bulk()
    rader = [funna[pk] for pk in nycklar if pk in funna]
    senast = senaste_handelser(rader)
    for u in rader:
        u.senast = senast[u.pk]
        u.serie, u.givare, u.rapporteras_till = organ[u.serie_id], organ[u.givare_id], organ[u.rapporteras_till_id]
        u.mottagande_organ = organ.get(u.mottagande_organ_id)
        for beslut in (u.beslut, u.avslutat_i if avslut else None):
            if beslut:
                beslut.paragraf.organ = organ[beslut.paragraf.organ_id]
    return rader


# What happened last --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Senast:
    text: str
    dag: date


def senaste_handelser(uppdragen: Iterable[Uppdrag]) -> dict[int, Senast]:
    """A fixed number of queries for any number of rows."""
    nycklar = [u.pk for u in uppdragen]
    funna: dict[int, list[tuple[datetime | date, str]]] = {u.pk: [_borjan(u)] for u in uppdragen}

    def senast(modell, falt, **villkor):
        return (
            modell.objects.filter(uppdrag__in=nycklar, **villkor)
            .order_by("uppdrag_id", f"-{falt}", "-pk")
            .distinct("uppdrag_id")
        )

    for r in senast(Aterrapport, "inlamnad", inlamnad__isnull=False).only("uppdrag", "slag", "inlamnad"):
        funna[r.uppdrag_id].append((_dag(r.inlamnad), r.get_slag_display()))
    for f in senast(Fristandring, "tid").only("uppdrag", "tid", "tidigare", "ny"):
        funna[f.uppdrag_id].append((_dag(f.tid), "Fristen ändrad"))
    for p in senast(Paminnelse, "tid").only("uppdrag", "tid", "slag"):
        funna[p.uppdrag_id].append((_dag(p.tid), p.get_slag_display().split(",")[0]))
    uppsatta = senast(Redovisning, "paragraf__sammantrade__datum", paragraf__utfall="")
    redovisningar = uppsatta.select_related("paragraf__sammantrade")
    kommande = {}
    for r in redovisningar:
        dag = r.paragraf.sammantrade.datum
        if r.utfall:
            funna[r.uppdrag_id].append((dag, f"{r.get_utfall_display()}"))
        else:
            kommande[r.uppdrag_id] = Senast("På dagordningen", dag)
    for u in uppdragen:
        if u.avslutat_den:
            funna[u.pk].append((u.avslutat_den, u.get_lage_display()))
    ut = {}
    for pk, rader in funna.items():
        dag, text = max(reversed(rader), key=lambda r: r[0])
        ut[pk] = kommande.get(pk) or Senast(text, dag)
    return ut


def _borjan(u: Uppdrag) -> tuple[date, str]:
    return u.beslut.paragraf.sammantrade.datum, "Föreslaget" if u.lage == Uppdrag.Lage.FORESLAGET else "Givet"


def _dag(tid: datetime) -> date:
    return timezone.localtime(tid).date()


# The usual questions -------------------------------------------------------------------------------------------------


def presets(request, alla, form, *, user, today: date) -> list[tuple]:
    """The usual questions as links; each count is of what its link shows. Two or three queries, over open rows."""
    organ = form.cleaned_data.get("organ") if form.is_valid() else None
    i_organet = alla.filter(givare=organ) if organ else alla
    oppna = i_organet.oppna()
    person = user.behorighet.person_id
    antal = oppna.aggregate(
        oppna=Count("pk"),
        forsenade=Count("pk", filter=Q(frist__lt=today)),
        utan_frist=Count("pk", filter=Q(frist=None)),
        mina=Count("pk", filter=Q(ansvarig=person)),
        nasta=Count("pk", filter=till_nasta_sammantrade(today)),
    )
    val = [
        ("Alla", {}, None),
        ("Öppna", {"lage": "oppna"}, antal["oppna"]),
        ("Försenade", {"lage": "forsenade"}, antal["forsenade"]),
        (
            "Rapporteras till nästa sammanträde",
            {"lage": "oppna", "mote": "nasta"},
            antal["nasta"],
        ),
        (
            "Ej besvarade",
            {"lage": "ej_besvarade"},
            i_organet.ej_besvarade(today).count() if antal["oppna"] <= RAKNAS_HOGST else None,
        ),
        ("Saknar frist", {"lage": "utan_frist"}, antal["utan_frist"]),
        ("Utan ansvarig", {"lage": "utan_ansvarig"}, None),
    ]
    if person:
        val.append(("Mina", {"lage": "oppna", "vems": "mina"}, antal["mina"]))
    # The organ is said, so that the link shows the same whichever organ is remembered.
    grund = {"organ": organ.pk if organ else ""}
    nu = {namn: form.data[namn] for namn in ("lage", "mote", "vems") if form.data.get(namn)}
    return [(text, "?" + urlencode(grund | fraga), n, nu == fraga) for text, fraga, n in val]
