"""What the catalogue of open data (DCAT-AP-SE) tells of a set of data. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fil:
    """A form in which it can be fetched, by the name of its URL."""

    titel: str
    adress: str
    typ: str


@dataclass(frozen=True)
class Datamangd:
    """`sida` is the name of the URL of a page that explains it."""

    titel: str
    beskrivning: str
    sida: str
    filer: tuple[Fil, ...]


BESLUT = Datamangd(
    titel="Organ, sammanträden och beslut",
    beskrivning="Kommunens beslutande organ, deras förtroendevalda och sammanträden, och publicerade paragrafer med "
    "sina beslut, i formen OParl 1.1.",
    sida="protokoll:oparl",
    filer=(Fil("Början av gränssnittet (OParl System)", "protokoll:oparl-system", "application/json"),),
)
