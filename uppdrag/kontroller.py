"""What klarkoll says about uppdrag: given by the decisions of the meeting, and answered in them."""

from django.urls import reverse

from protokoll.klarkoll import ANSLAG, JUSTERING, fel, varning
from protokoll.models import Paragraf

# What the checks read, from a sammanträde; fetched once for all of them.
UNDERLAG = (
    "paragraferna__besluten__uppdragen__serie",
    "paragraferna__besluten__aterrapporterade_uppdrag__serie",
    "paragraferna__besluten__avslutade_uppdrag__serie",
)
_UPPSKOV = (Paragraf.Utfall.BORDLAGT, Paragraf.Utfall.ATERREMITTERAT, Paragraf.Utfall.UTGAR)


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


def givet_utan_beslut(u):
    """The decision that gave it was taken away, or the ärende was put off."""
    for p, b in _besluten(u):
        for uppdrag in b.uppdragen.all():
            avgjort = u.ren(b) and p.utfall not in _UPPSKOV
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
        if p not in u.behandlade or (u.ren(b) and p.utfall not in _UPPSKOV):
            continue
        besvarade = [(x, "rapporterat") for x in b.aterrapporterade_uppdrag.all()]
        besvarade += [(x, "avslutat") for x in b.avslutade_uppdrag.all()]
        for uppdrag, ord_ in besvarade:
            text = f"Uppdraget {uppdrag.beteckning} är {ord_} i paragrafen, men paragrafen avgör inget."
            nyckel = f"u{uppdrag.pk}:{ord_}"
            url = uppdrag.get_absolute_url()
            yield varning("uppdrag_besvarat_utan_beslut", text, url, skede=JUSTERING, paragraf=p, nyckel=nyckel)


KONTROLLER = (ansvarig_saknas, givet_utan_beslut, besvarat_utan_beslut)
