"""The columns of the list of ärenden as a file."""

from datetime import date

from django.urls import reverse

from kommun.offentligt import hel_adress
from kommun.tabellfil import Kolumn
from protokoll.models import Sammantrade
from uppdrag.arendelista import Rad

_LAGE = {
    Sammantrade.Lage.PLANERAT: "På dagordningen",
    Sammantrade.Lage.PAGAR: "Sammanträdet pågår",
    Sammantrade.Lage.INSTALLT: "Sammanträdet inställt",
}


def _senast(rad: Rad, _: date) -> str:
    """ "§ 34", or how far the meeting has come."""
    return _LAGE.get(rad.senast.sammantrade.lage) or (rad.senast.beteckning if rad.senast.nummer else "")


KOLUMNER = (
    Kolumn("Diarienummer", 20, lambda r, _: r.dnr),
    Kolumn("Ärende", 60, lambda r, _: r.rubrik),
    Kolumn("Skrivs också", 24, lambda r, _: ", ".join(r.former[1:])),
    Kolumn("Organ", 24, lambda r, _: ", ".join(r.organen)),
    Kolumn("Paragrafer", 11, lambda r, _: r.antal),
    Kolumn("Senast i", 28, lambda r, _: r.senast.organ.namn),
    Kolumn("Senast den", 12, lambda r, _: r.senast.sammantrade.datum),
    Kolumn("Paragraf eller läge", 22, _senast),
    Kolumn("Öppna uppdrag", 15, lambda r, _: r.oppna),
    Kolumn("varav försenade", 16, lambda r, _: r.forsenade),
    Kolumn("Adress", 60, lambda r, _: hel_adress(reverse("uppdrag:arende", args=[r.huvud]))),
)
