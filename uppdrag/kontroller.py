"""What klarkoll says about uppdrag: given by the decisions of the meeting, and answered in them."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.text import Truncator

from protokoll import lankar
from protokoll.klarkoll import ANSLAG, JUSTERING, fel, varning
from protokoll.kontroller.sekretess import hemliga
from protokoll.models import Beslut, Paragraf
from protokoll.models.sekretess import lasarna
from uppdrag.forifyllning import likhet
from uppdrag.forslag import UPPSKOV, avgor, forslagen, ordalydelser
from uppdrag.forslagspanel import SAMMA
from uppdrag.models import Uppdrag

# What the checks read, from a sammanträde; fetched once for all of them.
UNDERLAG = (
    "paragraferna__besluten__uppdragen__serie",
    "paragraferna__besluten__aterrapporterade_uppdrag__serie",
    "paragraferna__besluten__avslutade_uppdrag__serie",
    Prefetch(
        "organ__uppdragen",
        queryset=Uppdrag.objects.filter(lage=Uppdrag.Lage.FORESLAGET).select_related(
            "serie", "beslut__paragraf__organ", "beslut__paragraf__sammantrade"
        ),
        to_attr="foreslagna_uppdrag",
    ),
    "paragraferna__besluten__uppdragsleden__uppdrag",
    "paragraferna__besluten__avvisade_forslag",
)


def _besluten(u):
    for p in u.arenden:
        for b in p.besluten.all():
            yield p, b


def ansvarig_saknas(u):
    """A förvaltning has got it, but nobody there: that is how an uppdrag is left lying."""
    for p, b in _besluten(u):
        for uppdrag in b.uppdragen.all():
            if uppdrag.oppet and uppdrag.ansvarig_id is None:
                text = f"Uppdraget {uppdrag.beteckning} har ingen ansvarig person."
                url, nyckel = uppdrag.get_absolute_url(), f"u{uppdrag.pk}"
                yield varning("uppdrag_utan_ansvarig", text, url, skede=ANSLAG, paragraf=p, nyckel=nyckel)


def ansvarig_laser_inte(u):
    """It has sekretess, and whoever is to do it cannot see it: then no mail says what it is, and no page shows it."""
    for p in hemliga(u):
        oppna = [x for b in p.besluten.all() for x in b.uppdragen.all() if x.oppet and x.ansvarig_id]
        laser = lasarna(p, today=u.today) if oppna else ()
        for uppdrag in oppna:
            if uppdrag.ansvarig_id not in laser:
                text = (
                    f"Den som svarar för uppdraget {uppdrag.beteckning} läser inte paragrafen, och ser därför inte "
                    "uppdraget. Ge insyn, om personen ska utföra det."
                )
                url, nyckel = lankar.sekretessen(p), f"u{uppdrag.pk}:{uppdrag.ansvarig_id}"
                yield varning("uppdrag_utan_insyn", text, url, skede=JUSTERING, paragraf=p, nyckel=nyckel)


def givet_utan_beslut(u):
    """The decision that gave it was taken away, or the ärende was put off."""
    for p, b in _besluten(u):
        for uppdrag in b.uppdragen.all():
            avgjort = u.ren(b) and p.utfall not in UPPSKOV
            if p in u.behandlade and uppdrag.oppet and not avgjort:
                varfor = f"ärendet är {p.get_utfall_display().lower()}" if p.utfall else "beslutet har ingen text"
                if p.utfall == Paragraf.Utfall.UTGAR:
                    varfor = "ärendet utgår"
                text = f"Uppdraget {uppdrag.beteckning} är loggat härifrån, men {varfor}."
                url = reverse("uppdrag:avsluta", args=[uppdrag.pk])
                yield fel("uppdrag_utan_beslut", text, url, skede=JUSTERING, paragraf=p, nyckel=f"u{uppdrag.pk}")


def besvarat_utan_beslut(u):
    """An uppdrag is reported or closed in the §, but the § decides nothing."""
    for p, b in _besluten(u):
        if p not in u.behandlade or (u.ren(b) and p.utfall not in UPPSKOV):
            continue
        besvarade = [(x, "rapporterat") for x in b.aterrapporterade_uppdrag.all()]
        besvarade += [(x, "avslutat") for x in b.avslutade_uppdrag.all()]
        for uppdrag, ord_ in besvarade:
            text = f"Uppdraget {uppdrag.beteckning} är {ord_} i paragrafen, men paragrafen avgör inget."
            nyckel = f"u{uppdrag.pk}:{ord_}"
            url = uppdrag.get_absolute_url()
            yield varning("uppdrag_besvarat_utan_beslut", text, url, skede=JUSTERING, paragraf=p, nyckel=nyckel)


def _foreslagna_har(u, p, b) -> list[Uppdrag]:
    """What was proposed to the organ in the same ärende, and which this decision of its own leaves waiting."""
    if not p.dnr or p not in u.behandlade or p.utfall in UPPSKOV:
        return []
    if b.beslutsniva != Beslut.Beslutsniva.EGET or not u.ren(b):
        return []
    dnr = p.dnr.strip().casefold()
    return [
        uppdrag
        for uppdrag in u.sammantrade.organ.foreslagna_uppdrag
        if (fore := uppdrag.beslut.paragraf).dnr.strip().casefold() == dnr
        and fore.pk != p.pk
        and fore.sammantrade.datum <= u.sammantrade.datum
    ]


def forslag_kvar(u):
    """The organ that is to decide has decided in the same ärende, and what was proposed to it still waits."""
    for p, b in _besluten(u) if u.sammantrade.organ.foreslagna_uppdrag else ():
        for uppdrag in _foreslagna_har(u, p, b):
            fore = uppdrag.beslut.paragraf
            text = (
                f"{uppdrag.beteckning}, som föreslogs i {fore}, väntar på svar: gavs uppdraget här, eller avslogs det?"
            )
            url = f"{reverse('uppdrag:besluta-forslag', args=[uppdrag.pk])}?beslut={b.pk}"
            yield varning("uppdrag_foreslaget_kvar", text, url, skede=JUSTERING, paragraf=p, nyckel=f"u{uppdrag.pk}")


def inte_loggat(u):
    """The decision says that it gives a task, and nobody has logged it or said that it is none."""
    for p in u.behandlade:
        if not avgor(p):
            continue
        besluten = [b for b in p.besluten.all() if u.ren(b)]
        loggade = [(b.pk, ord_) for b in besluten for x in b.uppdragen.all() for ord_ in ordalydelser(x)]
        leden = [led for b in besluten for led in b.uppdragsleden.all()]
        loggade += [(led.beslut_id, ord_) for led in leden for ord_ in ordalydelser(led.uppdrag, led.mening)]
        avvisade = [a for b in besluten for a in b.avvisade_forslag.all()]
        for f in forslagen(besluten, loggade=loggade, avvisade=avvisade).vantar:
            if f.uppat or any(likhet(x, f.forslag, f.mening) >= SAMMA for x in _foreslagna_har(u, p, f.beslut)):
                continue  # of the latter it is asked whether it was given here
            ord_ = Truncator(" ".join(f.mening.split())).chars(140)
            text = f"Beslutet ger ett uppdrag som inte är loggat: ”{ord_}”"
            url = f"{p.get_absolute_url()}#{f.id}"
            yield varning("uppdrag_inte_loggat", text, url, skede=JUSTERING, paragraf=p, nyckel=f.id)


KONTROLLER = (inte_loggat, ansvarig_saknas, ansvarig_laser_inte, givet_utan_beslut, besvarat_utan_beslut, forslag_kvar)
