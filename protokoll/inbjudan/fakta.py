"""What is known of an event that somebody invites to, part by part. Pure."""

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True, kw_only=True)
class Fakta:
    arrangor: str = ""
    titel: str = ""
    borjar: date | None = None
    borjar_tid: time | None = None
    slutar: date | None = None
    slutar_tid: time | None = None
    platser: tuple[str, ...] = ()
    pa_natet: bool = False
    lank: str = ""
    sista_anmalan: date | None = None
    kostnad: str = ""
    personlig: bool = False
    personligt_till: str = ""
    ankom: date | None = None
