"""A PDF that was signed in another service comes back: the frozen one with signatures in it, or one built anew."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from kommun.fel import DomanFel
from kommun.granser import STORSTA_FIL
from kommun.models import Bilaga
from kommun.utskick import ny_bilaga
from kommun.varden import som_json
from protokoll.models import Protokoll, Protokollsversion, Undertecknande, Vantandefil
from protokoll.signering import mottagning, vantan
from protokoll.signering.filnamn import undertecknat_namn
from protokoll.signering.kontroll import Kontroll, kontrollera
from protokoll.signering.textjamforelse import Jamforelse, jamfor, ordsidor


@dataclass(frozen=True)
class Granskning:
    """A file that may be taken in: with nothing to ask, or, built anew, with a choice for a person to make."""

    kontroll: Kontroll
    jamforelse: Jamforelse | None = None

    @property
    def omgjord(self) -> bool:
        return self.jamforelse is not None


def granska(version: Protokollsversion, innehall: bytes) -> Granskning:
    """What was handed in for a version. Raises DomanFel with what is wrong with it."""
    if len(innehall) > STORSTA_FIL:
        raise DomanFel(f"Filen är större än {STORSTA_FIL // 1024 // 1024} MB.")
    fryst = bytes(version.pdf)
    if innehall == fryst:
        raise DomanFel("Filen är protokollet utan underskrifter. Välj filen som tjänsten gav tillbaka.")
    kontroll = kontrollera(innehall, fryst)
    if kontroll.fel or (kontroll.signaturer and not kontroll.hel):
        raise DomanFel(kontroll.mening)
    if kontroll.ar_det_frysta and kontroll.signaturer:
        return Granskning(kontroll)
    jamforelse = _jamfor(fryst, innehall)
    if not kontroll.signaturer:
        raise DomanFel(
            "PDF-filen har ingen elektronisk underskrift. Välj filen som tjänsten gav tillbaka när alla hade skrivit "
            "under."
        )
    return Granskning(kontroll, jamforelse)


def _jamfor(fryst: bytes, innehall: bytes) -> Jamforelse:
    sidor = ordsidor(innehall)
    if not any(sidor):
        raise DomanFel(
            "Filen består av bilder, så texten går inte att jämföra med det frysta protokollet. Be tjänsten om filen "
            "med text, eller ta tillbaka protokollet och frys det för underskrifter på papper."
        )
    jamforelse = jamfor(ordsidor(fryst), sidor)
    if jamforelse.annan:
        raise DomanFel("Filen är inte det här protokollet. Kontrollera att du har valt rätt fil.")
    if jamforelse.sida:
        vad = f" ”{jamforelse.saknas}” saknas." if jamforelse.saknas else ""
        raise DomanFel(
            f"Texten på sidan {jamforelse.sida} är inte den som frystes.{vad} En fil med annan text kan inte gälla som "
            "protokollet."
        )
    return jamforelse


def ta_emot(
    version: Protokollsversion,
    innehall: bytes,
    *,
    dag: date | None,
    by,
    today: date,
    skal: str = "",
    bilaga: Bilaga | None = None,
    satt: str = Protokoll.Satt.UPPLADDAT,
) -> tuple[Undertecknande, Kontroll]:
    """Justerat by the signatures in the file. Without `dag`, the day of the last of them.

    A file built anew is taken in with a `skal` only; the frozen one is kept beside it as the version that it is.
    `bilaga` is the file where it has been kept already.
    """
    granskning = granska(version, innehall)
    if granskning.omgjord and not skal.strip():
        raise DomanFel("Skriv varför filen som tjänsten har gjort om ska gälla.")
    kontroll = granskning.kontroll
    if dag is None:
        if kontroll.tid is None:
            raise mottagning.FelDag("Filen säger inte när den undertecknades. Skriv justeringsdagen.")
        dag = timezone.localdate(kontroll.tid)
    if mening := mottagning.fel_dag(version, dag, today=today):
        raise mottagning.FelDag(mening)
    hur = f", filen omgjord av tjänsten: {skal.strip()}" if granskning.omgjord else ""
    undertecknande = mottagning.ta_emot(
        version,
        satt=satt,
        bilaga=bilaga or (lambda: _bilagan(version, innehall)),
        kontroll=som_json(kontroll) | ({"omgjord": skal.strip()} if granskning.omgjord else {}),
        dag=dag,
        hur=f"genom underskrifter av {kontroll.namn}{hur}",
        by=by,
        today=today,
    )
    return undertecknande, kontroll


def _bilagan(version: Protokollsversion, innehall: bytes) -> Bilaga:
    return ny_bilaga(namn=undertecknat_namn(version), typ="application/pdf", innehall=innehall)


def lagg_undan(version: Protokollsversion, innehall: bytes) -> Vantandefil:
    """Keep a file that was built anew until a person has chosen."""
    return vantan.lagg_undan(version, _bilagan(version, innehall))


def hamta(version: Protokollsversion, pk: str | None = None) -> Vantandefil:
    """The file that waits; raises DomanFel when there is none, or `pk` is one that another has taken the place of."""
    vantande = Vantandefil.objects.select_related("bilaga").filter(version=version).first()
    if vantande is None:
        raise DomanFel("Ingen fil väntar på ett val. Ladda upp den undertecknade filen.")
    if pk is not None and str(vantande.pk) != pk:
        raise DomanFel("En annan fil har kommit sedan sidan visades. Läs vad som skiljer i den och välj igen.")
    return vantande
