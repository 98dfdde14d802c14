"""The § of the demo that few read: a purchase that is still negotiated."""

from kommun.demo.arenden import Arende
from protokoll import sekretess
from protokoll.models import Sammantrade

KOPET = Arende(
    rubrik="Förhandling om köp av fastigheten Skiffertaket 4",
    beslut="{organet} ger förhandlingsdelegationen i uppdrag att bjuda högst det belopp som framgår av underlaget.",
    bakgrund="Säljaren har fått bud från flera. Blir kommunens högsta bud känt lider kommunen skada.",
    underlag="Värdering av fastigheten",
    mottagare="Samhällsbyggnadsavdelningen",
)
LAGRUM = "19 kap. 3 § offentlighets- och sekretesslagen"


def koper_i_tysthet(bygge, mote: Sammantrade) -> None:
    paragraf = sekretess.markera(mote.paragraferna.get(rubrik=KOPET.rubrik), lagrum=LAGRUM, by=bygge.by)
    sekretess.ge_insyn(
        paragraf,
        person=bygge.person("Hanna Handlund"),
        skal="Handlägger köpet",
        fran=mote.datum,
        till=None,
        by=bygge.by,
    )
