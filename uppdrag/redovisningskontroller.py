"""What klarkoll says about the uppdrag that were put before the organ."""

from django.urls import reverse

from protokoll.klarkoll import JUSTERING, fel, varning
from protokoll.models import Paragraf
from protokoll.systemtext import eget_beslut
from uppdrag.models import Redovisning

UNDERLAG = ("paragraferna__redovisningarna__uppdrag__serie",)


def redovisning_utan_utfall(u):
    """It was on the dagordning and has been handled, and nobody has said what became of it."""
    for p in u.behandlade:
        for r in p.redovisningarna.all():
            if not r.utfall and p.utfall not in Paragraf.Utfall:
                text = f"Det är inte antecknat vad som beslutades om uppdraget {r.uppdrag.beteckning}."
                url = reverse("uppdrag:redovisning-besluta", args=[r.pk])
                if not r.uppdrag.oppet:
                    text = (
                        f"Uppdraget {r.uppdrag.beteckning} {r.uppdrag.lage_i_mening} utan att något är antecknat om "
                        "det här. Ta bort det ur paragrafen."
                    )
                    url = f"{p.get_absolute_url()}#redovisningar"
                yield varning("redovisning_utan_utfall", text, url, skede=JUSTERING, paragraf=p, nyckel=f"r{r.pk}")


def godkant_utan_beslut(u):
    """An uppdrag is closed by the § and the § says nothing."""
    for p in u.arenden:
        for r in p.redovisningarna.all():
            if r.utfall != Redovisning.Utfall.GODKANT:
                continue
            beslut = eget_beslut(p)
            if beslut is None or not u.ren(beslut):
                text = f"Uppdraget {r.uppdrag.beteckning} är godkänt och avslutat i paragrafen, men beslutet är tomt."
                url = reverse("protokoll:skriv", args=[p.pk])
                yield fel("redovisning_utan_beslut", text, url, skede=JUSTERING, paragraf=p, nyckel=f"r{r.pk}")


def godkant_men_oppet(u):
    """The § says that it is closed, and somebody has opened it again since."""
    for p in u.arenden:
        for r in p.redovisningarna.all():
            if r.utfall == Redovisning.Utfall.GODKANT and r.uppdrag.oppet:
                text = (
                    f"Paragrafen godkänner och avslutar uppdraget {r.uppdrag.beteckning}, men det har öppnats igen. "
                    "Avsluta det med paragrafen, eller ändra beslutet."
                )
                url = r.uppdrag.get_absolute_url()
                yield varning("redovisning_men_oppet", text, url, skede=JUSTERING, paragraf=p, nyckel=f"r{r.pk}")


def beslutad_i_uppskjutet(u):
    """The outcome was noted, and the ärende was put off or dropped after that: the organ decided nothing of it."""
    for p in u.arenden:
        for r in p.redovisningarna.all():
            if r.utfall and p.utfall in Paragraf.Utfall:
                text = (
                    f"Ärendet är {p.get_utfall_display().lower()}, men om uppdraget {r.uppdrag.beteckning} är "
                    f"”{r.get_utfall_display().lower()}” antecknat. Ångra det i paragrafen."
                )
                url = f"{p.get_absolute_url()}#redovisningar"
                yield fel("redovisning_i_uppskjutet", text, url, skede=JUSTERING, paragraf=p, nyckel=f"r{r.pk}")


KONTROLLER = (redovisning_utan_utfall, godkant_utan_beslut, godkant_men_oppet, beslutad_i_uppskjutet)
