"""The registers as a list of uppdrag is read against them: fetched once, in as many queries whatever the list holds."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from kommun.models import Forvaltning, Mandat, Organ, Person, Tjanst
from protokoll.models import Beslut, Paragraf, Protokoll, Sammantrade
from uppdrag.inlasning.register import (
    FORVALTNING,
    ORGAN,
    PERSON,
    Nyckel,
    Paragrafpost,
    Post,
    Register,
    Uppslag,
    textnyckel,
)
from uppdrag.models import Importrad, Uppdrag, Uppdragsimport


def las_register(*, mina: Iterable[int], today: date) -> Register:
    """`mina`: the organ whose minutes the person keeps."""
    poster, manader = [], {}
    for organ in Organ.objects.order_by("namn"):
        aktiv = organ.verksamt(today)
        poster.append(Post(ORGAN, organ.pk, organ.namn, organ.kortnamn, aktiv))
        manader[organ.pk] = organ.rapport_manader
    for pk, namn, upphord in Forvaltning.objects.order_by("namn").values_list("pk", "namn", "upphord"):
        poster.append(Post(FORVALTNING, pk, namn, aktiv=upphord is None or upphord > today))
    moten: dict[int, dict[date, int]] = defaultdict(dict)
    raknas = Sammantrade.objects.exclude(lage__in=Sammantrade.RAKNAS_EJ)
    for organ_id, datum, pk in raknas.order_by("datum").values_list("organ", "datum", "pk"):
        moten[organ_id][datum] = pk
    return Register(today, (*poster, *_personer(today)), frozenset(mina), dict(moten), manader)


def _personer(today: date) -> list[Post]:
    """Everybody; only who has an appointment, or presides, may be given something today."""
    roller: dict[int, str] = {}
    ordforande = Mandat.objects.gallande(today).filter(roll=Mandat.Roll.ORDFORANDE)
    for person, kortnamn in ordforande.values_list("person", "organ__kortnamn"):
        roller[person] = f"ordförande i {kortnamn}"
    for t in Tjanst.objects.gallande(today).select_related("forvaltning").order_by("pk"):
        roller[t.person_id] = ", ".join(filter(None, [t.titel or t.get_roll_display(), str(t.forvaltning or "")]))
    personer = list(Person.objects.order_by("namn", "pk").values_list("pk", "namn"))
    antal: dict[str, int] = defaultdict(int)
    for _, namn in personer:
        antal[namn] += 1
    return [
        Post(PERSON, pk, namn, aktiv=pk in roller, om=roller.get(pk, "utan tjänst") if antal[namn] > 1 else "")
        for pk, namn in personer
    ]


def las_uppslag(nycklar: set[Nyckel], imp: Uppdragsimport) -> Uppslag:
    """What is here about the §§ that the list names, and about the file itself."""
    organ, ar, nummer = ({n[i] for n in nycklar} for i in range(3))
    ett = Count("besluten")
    paragrafer: dict[Nyckel, Paragrafpost] = {}
    nyckel_for: dict[int, Nyckel] = {}
    forslag = Beslut.objects.filter(paragraf=OuterRef("pk"), beslutsniva=Beslut.Beslutsniva.FORSLAG)
    rader = Paragraf.objects.filter(organ__in=organ, ar__in=ar, nummer__in=nummer).annotate(
        antal=ett, ar_forslag=Exists(forslag)
    )
    falt = ("pk", "organ", "ar", "nummer", "sammantrade__datum", "antal", "ar_forslag", "dnr")
    for pk, o, a, n, datum, antal, ar_forslag, dnr in rader.values_list(*falt):
        paragrafer[(o, a, n)] = Paragrafpost(datum, antal, ar_forslag, dnr)
        nyckel_for[pk] = (o, a, n)
    givna = Uppdrag.objects.filter(beslut__paragraf__in=nyckel_for).select_related("serie", "beslut")
    eget = Protokoll.objects.filter(sammantrade=OuterRef("pk")).exclude(lage=Protokoll.Lage.AVSKRIFT)
    oppna_for = Q(lage__in=(Sammantrade.Lage.HANVISNING, Sammantrade.Lage.AVSLUTAT)) & ~Exists(eget)
    egna = Sammantrade.objects.filter(organ__in=organ, ar__in=ar).exclude(oppna_for).values_list("organ", "datum")
    samma_fil = Importrad.objects.filter(
        uppdragsimport__bilaga__sha256=imp.bilaga.sha256, uppdragsimport__blad=imp.blad
    ).select_related("uppdrag__serie")
    return Uppslag(
        paragrafer=paragrafer,
        registrerade={(nyckel_for[u.beslut.paragraf_id], textnyckel(u.text)): u.beteckning for u in givna},
        egna_moten=frozenset(egna),
        inlasta={r.rad: r.uppdrag.beteckning for r in samma_fil},
    )
