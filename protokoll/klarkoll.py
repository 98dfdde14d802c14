"""Klarkoll: what is missing or contradictory in a sammanträde, before kallelse, justering and anslag.

The checks are small functions in `tillagg.KONTROLLER`; each reads an Underlag and yields Anmarkningar. Nothing is
stored but what somebody let stand.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from kommun.fel import DomanFel
from kommun.history import spara
from protokoll.models import Anslag, GodtagenVarning, Paragraf, Protokoll, Sammantrade
from protokoll.tillagg import KONTROLLER
from protokoll.underlag import ANSLAG, JUSTERING, KALLELSE, Underlag, underlag_for

__all__ = [
    "ANSLAG",
    "FEL",
    "JUSTERING",
    "KALLELSE",
    "SKEDEN",
    "VARNING",
    "Anmarkning",
    "Klarkoll",
    "Underlag",
    "fel",
    "godta",
    "klarkoll",
    "kontrollera",
    "ogjorda",
    "ta_tillbaka",
    "underlag_for",
    "varning",
]

FEL, VARNING = "fel", "varning"
ALLVAR = {FEL: "Fel", VARNING: "Varning"}
SKEDEN = {KALLELSE: "Före kallelsen", JUSTERING: "Före justeringen", ANSLAG: "Före anslaget"}
_STORSTA_NYCKEL = 120


@dataclass(frozen=True)
class Anmarkning:
    """One line of klarkoll. `kod` and `nyckel` name it, `url` is the field that mends it.

    `skede` is what it must be mended before; `godtagen` is set when somebody has let it stand.
    """

    kod: str
    allvar: str
    text: str
    url: str
    nyckel: str
    skede: str
    paragraf: Paragraf | None = None
    godtagen: GodtagenVarning | None = None

    @property
    def ar_fel(self) -> bool:
        return self.allvar == FEL

    @property
    def id(self) -> str:
        """The same from one look to the next, for the element of the page."""
        return "a" + sha256(f"{self.kod}|{self.nyckel}".encode()).hexdigest()[:12]


def _nyckel(*delar: object) -> str:
    nyckel = ":".join(str(d) for d in delar if d not in ("", None))
    if len(nyckel) <= _STORSTA_NYCKEL:
        return nyckel
    return nyckel[: _STORSTA_NYCKEL - 17] + ":" + sha256(nyckel.encode()).hexdigest()[:16]


def fel(kod: str, text: str, url: str, *, skede: str, paragraf: Paragraf | None = None, nyckel: object = ""):
    """Something that must be mended. The key is unique within its kod; the § is put into it here."""
    return Anmarkning(kod, FEL, text, url, _nyckel(paragraf and f"p{paragraf.pk}", nyckel), skede, paragraf)


def varning(kod: str, text: str, url: str, *, skede: str, paragraf: Paragraf | None = None, nyckel: object = ""):
    """Something that somebody must mend or let stand."""
    return replace(fel(kod, text, url, skede=skede, paragraf=paragraf, nyckel=nyckel), allvar=VARNING)


def kontrollera(underlag: Underlag) -> list[Anmarkning]:
    """What all checks find, in the order of mending: skede, §, errors first. Those let stand carry `godtagen`."""
    godtagna = {(g.kod, g.nyckel): g for g in underlag.sammantrade.godtagna_varningar.all()}
    funna = {}
    for kontroll in KONTROLLER:
        for a in kontroll(underlag):
            godtagen = godtagna.get((a.kod, a.nyckel)) if a.allvar == VARNING else None
            funna.setdefault((a.kod, a.nyckel), replace(a, godtagen=godtagen) if godtagen else a)
    skeden = list(SKEDEN)
    return sorted(
        funna.values(),
        key=lambda a: (skeden.index(a.skede), a.paragraf.ordning if a.paragraf else -1, not a.ar_fel, a.kod, a.nyckel),
    )


@dataclass(frozen=True)
class Klarkoll:
    """The result for one sammanträde."""

    underlag: Underlag
    alla: tuple[Anmarkning, ...]

    @property
    def sammantrade(self) -> Sammantrade:
        return self.underlag.sammantrade

    @cached_property
    def kvar(self) -> list[Anmarkning]:
        """What waits for somebody."""
        return [a for a in self.alla if not a.godtagen]

    @cached_property
    def godtagna(self) -> list[Anmarkning]:
        return [a for a in self.alla if a.godtagen]

    @property
    def antal_fel(self) -> int:
        return sum(a.ar_fel for a in self.kvar)

    @property
    def antal_varningar(self) -> int:
        return len(self.kvar) - self.antal_fel

    @property
    def sammanfattning(self) -> str:
        """ "2 fel och 1 varning"; empty when nothing is left."""
        varningar = f"{self.antal_varningar} {'varning' if self.antal_varningar == 1 else 'varningar'}"
        delar = [f"{self.antal_fel} fel"] * bool(self.antal_fel) + [varningar] * bool(self.antal_varningar)
        return " och ".join(delar)

    @property
    def skeden(self) -> list[tuple[str, list[Anmarkning]]]:
        """(heading, lines) for each skede that has any."""
        i_avskrift = {ANSLAG: "I avskriften"} if self.underlag.bara_avskrift else {}
        ord_ = SKEDEN | i_avskrift
        grupper = [(ord_[s], [a for a in self.kvar if a.skede == s]) for s in SKEDEN]
        return [(rubrik, rader) for rubrik, rader in grupper if rader]

    @property
    def klart_for(self) -> str:
        """What stands where nothing is left."""
        if self.underlag.bara_avskrift:
            return "Inget att anmärka i avskriften"
        if self.underlag.forbereds:
            return "Allt är klart för kallelsen"
        if self.underlag.skrivs:
            return "Allt är klart för justering"
        return "Inget att anmärka"

    def vid(self, paragraf: Paragraf) -> list[Anmarkning]:
        return [a for a in self.kvar if a.paragraf and a.paragraf.pk == paragraf.pk]


def ursprung(godtagna: Iterable[Anmarkning]) -> list[tuple[Anmarkning, object]]:
    """Each with the row of the history that tells who let it stand, and when. One query."""
    rader = GodtagenVarning.history.filter(id__in=[a.godtagen.pk for a in godtagna], history_type="+")
    av = {r.id: r for r in rader.select_related("history_user__person")}
    return [(a, av.get(a.godtagen.pk)) for a in godtagna]


def klarkoll(sammantraden: Iterable[Sammantrade], *, today: date) -> list[Klarkoll]:
    return [Klarkoll(u, tuple(kontrollera(u))) for u in underlag_for(sammantraden, today=today)]


def ogjorda(sammantraden, *, horisont: date):
    """Those of the queryset that something remains to be done with: planned until `horisont`, under way, or held and
    not yet adjusted and announced. Transcripts are done."""
    lage, protokoll = Sammantrade.Lage, Protokoll.objects.filter(sammantrade=OuterRef("pk"))
    anslaget = Exists(Anslag.objects.gallande().filter(protokoll=OuterRef("pk")))
    ojusterat = Q(lage__in=(Protokoll.Lage.UTKAST, Protokoll.Lage.FRYST))
    vantar = protokoll.filter(ojusterat | Q(lage=Protokoll.Lage.JUSTERAT) & ~anslaget)
    utan = Exists(Paragraf.objects.filter(sammantrade=OuterRef("pk"), protokoll=None).exclude(slag="rubrik"))
    return sammantraden.filter(
        Q(lage=lage.PLANERAT, datum__lte=horisont)
        | Q(lage=lage.PAGAR)
        | Q(lage=lage.AVSLUTAT) & (Exists(vantar) | utan | ~Exists(protokoll))
    )


@transaction.atomic
def godta(sammantrade: Sammantrade, *, kod: str, nyckel: str, skal: str, by, today: date) -> GodtagenVarning:
    """Let a warning stand, and say why. Doing it again gives the same row."""
    # no_key: rows that only refer to the sammanträde can still be written meanwhile.
    s = Sammantrade.objects.select_for_update(of=("self",), no_key=True).get(pk=sammantrade.pk)
    redan = s.godtagna_varningar.filter(kod=kod, nyckel=nyckel).first()
    if redan:
        return redan
    (koll,) = klarkoll([s], today=today)
    anm = next((a for a in koll.alla if (a.kod, a.nyckel) == (kod, nyckel)), None)
    if anm is None:
        raise DomanFel("Det som varningen gällde är redan åtgärdat. Det finns inget att godta.")
    if anm.ar_fel:
        raise DomanFel("Ett fel kan inte godtas, bara rättas. Följ länken till det som ska rättas.")
    if not skal.strip():
        raise DomanFel("Skriv varför varningen godtas, så att den som läser efter dig förstår.")
    ny = GodtagenVarning(sammantrade=s, kod=kod, nyckel=nyckel, skal=skal.strip())
    return spara(ny, by=by, reason=f"Godtog en varning: {anm.text}"[:500])


@transaction.atomic
def ta_tillbaka(sammantrade: Sammantrade, *, godtagen: int, by) -> None:
    """The warning counts again. Doing it twice is no error; the history keeps who let it stand and why."""
    nu = GodtagenVarning.objects.select_for_update().filter(pk=godtagen, sammantrade=sammantrade).first()
    if nu is None:
        return
    nu._history_user = by
    nu._change_reason = "Tog tillbaka en godtagen varning"
    nu.delete()
