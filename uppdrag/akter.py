"""What can be done with an uppdrag in its state: the next likely act first and prominent, the others quiet."""

from dataclasses import dataclass

from django.urls import reverse

from kommun.permissions import can_keep_minutes
from uppdrag.lage import OVERGANGAR
from uppdrag.models import Redovisning, Uppdrag
from uppdrag.permissions import can_hand_over_uppdrag, can_handle_uppdrag, can_report, can_take_forslag

Lage = Uppdrag.Lage


@dataclass(frozen=True)
class Akt:
    text: str
    url: str
    variant: str = "tyst"


def adress(namn: str, *args, fraga: str = "") -> str:
    return reverse(f"uppdrag:{namn}", args=args) + fraga


def akter(uppdrag: Uppdrag, user, *, vantar_pa: Redovisning | None, orapporterad: bool) -> list[Akt]:
    """`vantar_pa` is where it stands on a dagordning, undecided; `orapporterad` a report that no § has taken up."""
    pk, vald = uppdrag.pk, f"?uppdrag={uppdrag.pk}"
    handlagger = can_handle_uppdrag(user, uppdrag)
    mojliga = OVERGANGAR[uppdrag.lage]
    val: list[tuple[str, str, str, bool]] = []
    if handlagger and vantar_pa and uppdrag.oppet:
        val.append(("paragraf", "Gå till paragrafen", vantar_pa.paragraf.get_absolute_url(), True))
    bereder = set(user.behorighet.sekreterare_i) - {uppdrag.givare_id}
    if uppdrag.lage == Lage.FORESLAGET and can_take_forslag(user, uppdrag):
        val.append(("besluta", "Beslutat", adress("besluta-forslag", pk), True))
        val.append(("vidare", "Föreslå vidare", adress("foresla-vidare", pk), bool(bereder)))
        val.append(("avsla", "Avslogs", adress("avsla-forslag", pk), True))
    if uppdrag.oppet:
        val.append(("svara", "Rapportera", adress("svara", pk), can_report(user, uppdrag)))
    if uppdrag.oppet and not vantar_pa:
        val.append(("dagordning", "Lägg på dagordning", adress("pa-dagordning", fraga=vald), handlagger))
    if uppdrag.oppet:
        val.append(("frist", "Ändra frist", adress("frist-andra", pk), handlagger))
        val.append(("lamna", "Lämna över", adress("lamna-over", fraga=vald), can_hand_over_uppdrag(user, uppdrag)))
    for lage, text, namn in (
        (Lage.AVSLUTAT, "Avsluta", "avsluta"),
        (Lage.AVSKRIVET, "Avskriv", "avskriv"),
        (Lage.OVERFORT, "Överför", "overfor"),
    ):
        val.append((namn, text, adress(namn, pk), handlagger and lage in mojliga))
    if uppdrag.lage in Uppdrag.SLUTLAGEN:
        val.append(("ateroppna", "Återöppna", adress("ateroppna", pk), handlagger))
    har = {vad: (text, url) for vad, text, url, far in val if far}
    # Who prepares proposes further; who decides decides.
    ordning = ["paragraf", "besluta", "vidare", "svara", "dagordning"]
    if not can_keep_minutes(user, uppdrag.givare_id):
        ordning.remove("besluta")
    if handlagger and (orapporterad or uppdrag.lage == Lage.ATERRAPPORTERAT):
        ordning = ["paragraf", "dagordning", "svara"]
    framst = next((vad for vad in ordning if vad in har), None)
    rader = [Akt(*har[vad], "primar" if vad == framst else "tyst") for vad in har]
    return sorted(rader, key=lambda a: a.variant != "primar")
