"""Signing by a remote service, as an adapter to it is written: one class of three methods, in one file.

    # kommunens_tjanst.py, on the PYTHONPATH; FULLGJORT_UNDERSKRIFTSTJANST=kommunens_tjanst.Tjanst
    class Tjanst:
        namn = "Underskriftstjänsten"

        def starta(self, begaran): ...    # hand over the PDF and who is to sign it; the service's own reference
        def fraga(self, referens): ...    # a Svar: they still sign, the signed PDF, or that nothing comes of it
        def avbryt(self, referens): ...   # nobody is to sign it any more

It is made anew, without arguments, for each call, by a worker and never by a page; its own addresses and keys it reads
from the environment. What it cannot do now it says with TjanstFel (a sentence in Swedish for the secretary), and is
asked again; any other exception is logged and taken as that the service does not answer. Let calls time out within a
minute. What comes back is checked like a file that a person uploads: the adapter is trusted with nothing.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from kommun.fel import DomanFel


class TjanstFel(DomanFel):
    """The service could not do it now. It is asked again."""


class Lage(StrEnum):
    VANTAR = "vantar"
    KLAR = "klar"
    AVBRUTEN = "avbruten"


@dataclass(frozen=True)
class Undertecknare:
    namn: str
    # "Ordförande", "Protokolljusterare", "Sekreterare"; two joined by " och " where one signs as both.
    roll: str
    epost: str


@dataclass(frozen=True)
class Begaran:
    """What the service is asked to have signed."""

    # Ours. A worker may die when the service has taken it in and before the reference is kept: the same `nyckel` once
    # more is the same request, and is to give the same reference.
    nyckel: str
    filnamn: str
    pdf: bytes
    # "Protokoll §§ 1–12, Kommunstyrelsen 4 mars 2026"
    rubrik: str
    undertecknare: tuple[Undertecknare, ...]
    # The last day by the law.
    senast: date


@dataclass(frozen=True)
class Svar:
    lage: Lage
    # With KLAR: signed by all.
    pdf: bytes = b""
    # With VANTAR how far it has come, with AVBRUTEN why, in Swedish; may be empty.
    text: str = ""


class Underskriftstjanst(Protocol):
    namn: str

    def starta(self, begaran: Begaran) -> str:
        """Ask everybody to sign. Gives the service's reference, at most 500 characters."""

    def fraga(self, referens: str) -> Svar:
        """How it goes. Asked at growing intervals, from one minute to half an hour, until it is KLAR or AVBRUTEN."""

    def avbryt(self, referens: str) -> None:
        """The protokoll was taken back, or is signed in another way. May be called again."""
