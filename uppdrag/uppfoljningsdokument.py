"""The § "Uppföljning av uppdrag" as put together: frozen values that page, §, PDF and stored row all use. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from kommun.kalender import dag_i_ord, dagar_i_ord
from kommun.ord import i_mening
from kommun.varden import fran_json, som_json

# Of the words of an uppdrag and of a report; who wants all of it reads the uppdrag.
UPPDRAG_TECKEN, RAPPORT_TECKEN = 260, 320
# Rows of a group. Nobody reads on beyond them at a meeting, and a page of the bilaga costs a tenth of a second.
MEST_I_GRUPP = 100


class Grupp(StrEnum):
    """In the order in which they stand; an uppdrag stands in the first that fits."""

    ATERRAPPORTERAT = "aterrapporterat"
    FORSENAT = "forsenat"
    NY_TID = "ny_tid"
    EJ_BESVARAT = "ej_besvarat"
    AVSLUTAT = "avslutat"

    @property
    def sista_kolumn(self) -> str:
        return "Avslutat" if self == Grupp.AVSLUTAT else "Förslag"


_RUBRIKER = {
    Grupp.ATERRAPPORTERAT: "Återrapporterade",
    Grupp.FORSENAT: "Försenade",
    Grupp.NY_TID: "Begärd ny tid",
    Grupp.EJ_BESVARAT: "Ej besvarade",
    Grupp.AVSLUTAT: "Avslutade sedan förra uppföljningen",
}

DELRAPPORT, SLUTRAPPORT, FORLANGNING = "delrapport", "slutrapport", "forlangning"


def grupp_for(
    *, avgjord: bool, avslutat: bool, rapport: str, vantar: bool, forsenat: bool, ej_besvarat: bool, tas_upp: bool
) -> Grupp | None:
    """Where an uppdrag stands; None: it goes on within its time.

    `rapport` is the slag of a report that the organ has not dealt with, or empty. `vantar`: it waits for a decision.
    `avgjord`: the organ has decided of it in this §. `tas_upp`: the secretary has put it there.
    """
    passar = (
        (avgjord and rapport == FORLANGNING, Grupp.NY_TID),
        (avgjord, Grupp.ATERRAPPORTERAT),
        (avslutat, Grupp.AVSLUTAT),
        (vantar or rapport in (DELRAPPORT, SLUTRAPPORT), Grupp.ATERRAPPORTERAT),
        (forsenat, Grupp.FORSENAT),
        (rapport == FORLANGNING, Grupp.NY_TID),
        (ej_besvarat, Grupp.EJ_BESVARAT),
        (tas_upp, Grupp.ATERRAPPORTERAT),
    )
    return next((grupp for sant, grupp in passar if sant), None)


def kort(text: str, tecken: int) -> str:
    """So much of a text, whole words, on one line."""
    rad = " ".join(text.split())
    if len(rad) <= tecken:
        return rad
    klippt = rad[: tecken - 1]
    return (klippt.rsplit(" ", 1)[0] if " " in klippt[tecken // 2 :] else klippt).rstrip(" ,;:.–-") + " …"


@dataclass(frozen=True)
class Rad:
    """An uppdrag as it stood then. `id` is for the link, and to know it again."""

    id: int
    beteckning: str
    text: str
    givet: str
    mottagare: str
    frist: date | None = None
    tidigare: tuple[date, ...] = ()
    frist_ord: str = ""
    nasta_rapport: date | None = None
    dagar_sent: int = 0
    # What came last: "Slutrapport 12 februari 2026, Karin Ek", and its words in short.
    rapport: str = ""
    rapporterat: str = ""
    # "Avslutas", "Ny frist 2 juni 2026"; of a closed one how it was closed.
    forslag: str = ""

    @property
    def fristrader(self) -> tuple[str, ...]:
        """The frist as a cell has it, a line each: the day, how late it is, the earlier days."""
        dag = self.frist.isoformat() if self.frist else self.frist_ord or "Ingen frist"
        rader = [dag]
        if self.frist and self.frist_ord:
            rader.append(self.frist_ord)
        if self.nasta_rapport and not self.frist:
            rader.append(f"rapport {self.nasta_rapport.isoformat()}")
        if self.dagar_sent:
            rader.append(f"försenat {dagar_i_ord(self.dagar_sent)}")
        if self.tidigare:
            rader.append("tidigare " + ", ".join(d.isoformat() for d in self.tidigare))
        return tuple(rader)


@dataclass(frozen=True)
class Del:
    grupp: Grupp
    rader: tuple[Rad, ...]
    rubrik: str
    # How many more there are than the rows.
    utover: int = 0

    @property
    def antal(self) -> int:
        return len(self.rader) + self.utover

    @property
    def utoverrad(self) -> str:
        """What is left out, as a sentence; empty when all of them have their row."""
        if not self.utover:
            return ""
        return f"Här står {len(self.rader)} av {self.antal}. Alla finns i listan över uppdrag."

    @property
    def har_rapporter(self) -> bool:
        return any(rad.rapport for rad in self.rader)


@dataclass(frozen=True)
class Uppfoljningsdokument:
    kommun: str
    organ: str
    kortnamn: str
    datum: date
    # None until the meeting has given its numbers.
    paragraf: int | None
    # The day whose läge it tells, and the day it tells from.
    dag: date
    sedan: date
    # The meeting of the uppföljning before; None for the first one.
    forra: date | None = None
    delar: tuple[Del, ...] = ()
    inom_tiden: int = 0
    varav_utan_frist: int = 0

    @property
    def antal(self) -> int:
        return sum(d.antal for d in self.delar)

    @property
    def rader(self) -> tuple[Rad, ...]:
        return tuple(rad for d in self.delar for rad in d.rader)

    @property
    def motet(self) -> str:
        """ "KSAU 2026-03-02 § 12"."""
        return f"{self.kortnamn} {self.datum:%Y-%m-%d}" + (f" § {self.paragraf}" if self.paragraf else "")

    @property
    def titel(self) -> str:
        return f"Bilaga till {self.motet} – Uppföljning av uppdrag"

    @property
    def ingress(self) -> str:
        organ = i_mening(self.organ)
        fran = (
            f"sammanträdet den {dag_i_ord(self.forra, veckodag=False)}"
            if self.forra
            else f"den {dag_i_ord(self.sedan, veckodag=False)}"
        )
        return (
            f"Läget den {dag_i_ord(self.dag, veckodag=False)} för de uppdrag som rapporteras till {organ}, "
            f"och vad som har hänt sedan {'uppföljningen vid ' if self.forra else ''}{fran}."
        )

    @property
    def slutrad(self) -> str:
        """What is not in the tables, counted: "Ytterligare 12 uppdrag pågår inom sin tid, varav 3 utan frist."."""
        if not self.inom_tiden:
            if self.antal:
                return "Inga andra öppna uppdrag rapporteras hit."
            return f"Inga öppna uppdrag rapporteras till {i_mening(self.organ)}."
        utan = f", varav {self.varav_utan_frist} utan frist" if self.varav_utan_frist else ""
        if utan and self.varav_utan_frist == self.inom_tiden:
            utan = ", utan frist" if self.inom_tiden == 1 else ", alla utan frist"
        antal = f"{self.inom_tiden} uppdrag pågår inom sin tid{utan}."
        return f"Ytterligare {antal}" if self.antal else f"Inget uppdrag är försenat eller väntar på beslut. {antal}"

    @property
    def bilagerad(self) -> str:
        """How the § names the bilaga."""
        return f"Bilaga: Uppföljning av uppdrag, sammanställd den {dag_i_ord(self.dag, veckodag=False)}."

    def som_json(self) -> dict:
        return som_json(self)

    @classmethod
    def fran_json(cls, data: dict) -> "Uppfoljningsdokument":
        return fran_json(cls, data)


def i_grupper(
    rader: Iterable[tuple[Grupp, Rad]], *, forsta: bool = False, alltid: Collection[int] = ()
) -> tuple[Del, ...]:
    """The groups that have anybody, in their order; within a group as they came, the first MEST_I_GRUPP of them.

    `forsta`: there is none before. `alltid`: the uppdrag that have their row however many come before them, since the
    organ is to decide of them.
    """
    rubriker = _RUBRIKER | ({Grupp.AVSLUTAT: "Avslutade det senaste året"} if forsta else {})
    par = list(rader)
    delar = []
    for grupp in Grupp:
        alla = [rad for g, rad in par if g == grupp]
        visas = tuple(rad for n, rad in enumerate(alla) if n < MEST_I_GRUPP or rad.id in alltid)
        if visas:
            delar.append(Del(grupp, visas, rubriker[grupp], len(alla) - len(visas)))
    return tuple(delar)


def andringar(fore: Uppfoljningsdokument, nu: Uppfoljningsdokument) -> tuple[str, ...]:
    """What has changed since it was put together, in sentences; empty when it would say the same today.

    That another day has come, which every late uppdrag counts, is no change by itself.
    """
    gamla = {rad.id: (d.grupp, rad) for d in fore.delar for rad in d.rader}
    nya = {rad.id: (d.grupp, rad) for d in nu.delar for rad in d.rader}
    ut = []
    if fore.paragraf != nu.paragraf or fore.datum != nu.datum:
        ut.append(f"Bilagan heter nu ”{nu.titel}”.")
    for id, (grupp, rad) in nya.items():
        if id not in gamla:
            ut.append(f"{rad.beteckning} har kommit till: {_i_mening(grupp)}.")
        elif gamla[id][0] != grupp:
            ut.append(f"{rad.beteckning} är nu {_i_mening(grupp)} (tidigare {_i_mening(gamla[id][0])}).")
        elif _utan_dagar(gamla[id][1]) != _utan_dagar(rad):
            ut.append(f"{rad.beteckning}: {_vad(gamla[id][1], rad)}.")
    ut += [f"{rad.beteckning} står inte längre med." for id, (_, rad) in gamla.items() if id not in nya]
    tidigare = {d.grupp: d.antal for d in fore.delar}
    ut += [
        f"{d.rubrik}: {d.antal} uppdrag (tidigare {tidigare[d.grupp]})."
        for d in nu.delar
        if d.utover and tidigare.get(d.grupp, d.antal) != d.antal
    ]
    if (fore.inom_tiden, fore.varav_utan_frist) != (nu.inom_tiden, nu.varav_utan_frist):
        ut.append(f"{nu.inom_tiden} uppdrag pågår inom sin tid (tidigare {fore.inom_tiden}).")
    return tuple(ut)


_I_MENING = {
    Grupp.ATERRAPPORTERAT: "återrapporterat",
    Grupp.FORSENAT: "försenat",
    Grupp.NY_TID: "begärd ny tid",
    Grupp.EJ_BESVARAT: "ej besvarat",
    Grupp.AVSLUTAT: "avslutat",
}
_VAD = (
    (("rapport", "rapporterat"), "ny rapport"),
    (("frist", "tidigare", "frist_ord", "nasta_rapport"), "fristen är en annan"),
    (("mottagare",), "mottagaren är en annan"),
    (("forslag",), "förslaget är ett annat"),
)


def _i_mening(grupp: Grupp) -> str:
    return _I_MENING[grupp]


def _utan_dagar(rad: Rad) -> Rad:
    return replace(rad, dagar_sent=min(rad.dagar_sent, 1))


def _vad(fore: Rad, nu: Rad) -> str:
    skillnader = [ord_ for falt, ord_ in _VAD if any(getattr(fore, f) != getattr(nu, f) for f in falt)]
    return ", ".join(skillnader) or "uppgifterna har ändrats"


def sammanfattning(delar: Sequence[Del]) -> str:
    """ "2 återrapporterade, 1 försenat"."""
    ett = {d.grupp: d.rubrik.lower().replace("ade", "at", 1) for d in delar if d.antal == 1}
    return ", ".join(f"{d.antal} {ett.get(d.grupp, d.rubrik.lower())}" for d in delar)
