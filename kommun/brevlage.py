"""How the state of a mail is shown: its word, its colour, why, and whether a person may send it again."""

from dataclasses import dataclass
from datetime import datetime

from kommun import utskick
from kommun.models import Utskick

FARG = {
    utskick.Lage.VANTAR: "info",
    utskick.Lage.SKICKAS: "info",
    utskick.Lage.SKICKAT: "lyckad",
    utskick.Lage.FEL: "fel",
    utskick.Lage.OSAKERT: "varning",
}
AVBRUTEN = "Sändningen avbröts. Brevet kan ha gått fram."


@dataclass(frozen=True)
class Brevlage:
    """Of a mail, or of one that was never written because there was no address (`utskick` None)."""

    utskick: Utskick | None
    lage: utskick.Lage | None

    @property
    def ord(self) -> str:
        return self.lage.ord if self.lage else "Inte skickat"

    @property
    def farg(self) -> str:
        return FARG[self.lage] if self.lage else "fel"

    @property
    def forklaring(self) -> str:
        if self.lage is None:
            return "Saknade e-postadress"
        return self.utskick.fel or (AVBRUTEN if self.lage == utskick.Lage.OSAKERT else "")

    @property
    def kan_skickas_igen(self) -> bool:
        """What is being sent, or has been, is left alone."""
        return self.lage not in (utskick.Lage.SKICKAT, utskick.Lage.SKICKAS)


def brevlage(brev: Utskick | None, *, nu: datetime) -> Brevlage:
    return Brevlage(brev, utskick.lage(brev, nu=nu) if brev else None)
