"""What can be done with an uppdrag in its state: the next likely act first and prominent, the others quiet."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from uppdrag.lage import OVERGANGAR
from uppdrag.models import Redovisning, Uppdrag
from uppdrag.permissions import can_hand_over_uppdrag, can_handle_uppdrag, can_report, can_take_forslag

Lage = Uppdrag.Lage


@dataclass(frozen=True)
class Akt:
    text: str
    url: str
    variant: str = "tyst"


def adress(namn: str, *args, fraga: str = "") -> str | None:
    """None while the page does not exist."""
    try:
        return reverse(namn, args=args) + fraga
    except NoReverseMatch:
        return None


def akter(uppdrag: Uppdrag, user, *, vantar_pa: Redovisning | None, orapporterad: bool) -> list[Akt]:
    """`vantar_pa` is where it stands on a dagordning, undecided; `orapporterad` a report that no § has taken up."""
    pk, vald = uppdrag.pk, f"?uppdrag={uppdrag.pk}"
    handlagger = can_handle_uppdrag(user, uppdrag)
    mojliga = OVERGANGAR[uppdrag.lage]
    val: list[tuple[str, str, str | None, bool]] = []
    if handlagger and vantar_pa and uppdrag.oppet:
        val.append(("paragraf", "Gå till paragrafen", vantar_pa.paragraf.get_absolute_url(), True))
    if uppdrag.lage == Lage.FORESLAGET and can_take_forslag(user, uppdrag):
        val.append(("besluta", "Beslutat", adress("uppdrag:besluta-forslag", pk), True))
        val.append(("vidare", "Föreslå vidare", adress("uppdrag:foresla-vidare", pk), True))
        val.append(("avsla", "Avslogs", adress("uppdrag:avsla-forslag", pk), True))
    if uppdrag.oppet:
        val.append(("svara", "Rapportera", adress("uppdrag:svara", pk), can_report(user, uppdrag)))
    if uppdrag.oppet and not vantar_pa:
        val.append(("dagordning", "Lägg på dagordning", adress("uppdrag:pa-dagordning", fraga=vald), handlagger))
    if uppdrag.oppet:
        val.append(("frist", "Ändra frist", adress("uppdrag:frist-andra", pk), handlagger))
        val.append(
            ("lamna", "Lämna över", adress("uppdrag:lamna-over", fraga=vald), can_hand_over_uppdrag(user, uppdrag))
        )
    for lage, text, namn in (
        (Lage.AVSLUTAT, "Avsluta", "avsluta"),
        (Lage.AVSKRIVET, "Avskriv", "avskriv"),
        (Lage.OVERFORT, "Överför", "overfor"),
    ):
        val.append((namn, text, adress(f"uppdrag:{namn}", pk), handlagger and lage in mojliga))
    if uppdrag.lage in Uppdrag.SLUTLAGEN:
        val.append(("ateroppna", "Återöppna", adress("uppdrag:ateroppna", pk), handlagger))
    har = {vad: (text, url) for vad, text, url, far in val if url and far}
    ordning = ["paragraf", "besluta", "svara", "dagordning"]
    if handlagger and (orapporterad or uppdrag.lage == Lage.ATERRAPPORTERAT):
        ordning = ["paragraf", "dagordning", "svara"]
    framst = next((vad for vad in ordning if vad in har), None)
    rader = [Akt(*har[vad], "primar" if vad == framst else "tyst") for vad in har]
    return sorted(rader, key=lambda a: a.variant != "primar")
