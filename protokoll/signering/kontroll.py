"""What the signatures of a PDF say: whole or broken, by whom, when, and whether we know who vouches for it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from kommun.kalender import dag_i_ord

INGEN_PDF = "Filen är ingen PDF. Välj PDF-filen som tjänsten gav tillbaka."
SKADAD = "PDF-filen är skadad och kan inte läsas. Hämta den på nytt från tjänsten."
LOSENORD = "PDF-filen är skyddad med lösenord. Hämta den utan lösenord och försök igen."


@dataclass(frozen=True)
class Signatur:
    """One signature in the file."""

    namn: str
    utfardare: str
    skal: str
    # By a time stamp where there is one we know, else as the signer's own clock had it.
    tid: datetime | None
    tidsstamplad: bool
    # What it covers is as it was signed, and the signature itself is right.
    hel: bool
    # The file was changed after it in another way than by more signatures.
    andrad_efter: bool
    # Nothing at all was added to the file after it, but what keeps signatures readable.
    hela_filen: bool
    # Issued by somebody we know: FULLGJORT_BETRODDA, or the municipality's own seal.
    betrodd: bool
    # Made by the demo, and proves nothing.
    prov: bool = False

    @property
    def mening(self) -> str:
        vem = f"Signaturen av {self.namn}"
        if not self.hel:
            return f"{vem} är bruten: filen har ändrats sedan den undertecknades."
        if self.andrad_efter:
            return f"Filen har ändrats efter signaturen av {self.namn}."
        if self.prov:
            return "Provstämpeln är hel, men den bevisar ingenting."
        return f"{vem} är giltig." if self.betrodd else f"{vem} är hel, utfärdaren är inte känd."

    @property
    def nar(self) -> str:
        if not self.tid:
            return "utan uppgift om tid"
        lokal = timezone.localtime(self.tid)
        hur = "" if self.tidsstamplad else " enligt undertecknarens klocka"
        return f"{dag_i_ord(lokal.date(), veckodag=False)} kl. {lokal:%H.%M}{hur}"


@dataclass(frozen=True)
class Kontroll:
    """A file as it was checked. `fel` is a sentence when it could not be read at all."""

    fel: str = ""
    signaturer: tuple[Signatur, ...] = ()
    # Begins with the bytes of the frozen PDF; None when there was none to compare with.
    borjar_med_fryst: bool | None = None
    # Something other than signatures was added after the frozen bytes, so that what is shown may be another text.
    tillagg: bool = False

    @property
    def hel(self) -> bool:
        """Signed, every signature is whole, and the last one covers the whole file."""
        return (
            bool(self.signaturer)
            and all(s.hel and not s.andrad_efter for s in self.signaturer)
            and any(s.hela_filen for s in self.signaturer)
        )

    @property
    def giltig(self) -> bool:
        """Whole, by issuers we know, and of the frozen PDF where there was one to compare with."""
        return self.hel and all(s.betrodd for s in self.signaturer) and self.ar_det_frysta is not False

    @property
    def ar_det_frysta(self) -> bool | None:
        return None if self.borjar_med_fryst is None else self.borjar_med_fryst and not self.tillagg

    @property
    def prov(self) -> bool:
        return any(s.prov for s in self.signaturer)

    @property
    def namn(self) -> str:
        return ", ".join(dict.fromkeys(s.namn for s in self.signaturer))

    @property
    def tid(self) -> datetime | None:
        """When the last of them signed; None when one of them does not say."""
        tider = [s.tid for s in self.signaturer]
        return max(tider) if tider and all(tider) else None

    @property
    def mening(self) -> str:
        if self.fel:
            return self.fel
        if not self.signaturer:
            return "PDF-filen har ingen elektronisk underskrift."
        trasiga = [s for s in self.signaturer if not s.hel or s.andrad_efter]
        if trasiga:
            return " ".join(s.mening for s in trasiga)
        if not self.hel:
            return "Något har lagts till i filen efter den sista underskriften."
        if self.borjar_med_fryst is False:
            return "Underskrifterna är hela, men filen är inte den som frystes."
        if self.tillagg:
            return "Underskrifterna är hela, men något lades till i protokollet innan det undertecknades."
        return " ".join(s.mening for s in self.signaturer)


def kontrollera(pdf: bytes, fryst: bytes | None = None) -> Kontroll:
    """Check the signatures of a file, and whether it is the frozen one. Never raises for what the file holds."""
    if not pdf.startswith(b"%PDF-"):
        return Kontroll(fel=INGEN_PDF)
    from protokoll.signering.lasning import las

    return las(pdf, fryst)
