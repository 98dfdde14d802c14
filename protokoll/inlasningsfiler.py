"""The files of a job as they come in: each is kept or told why not, a zip file is kept whole until it is unpacked."""

import hashlib
import os.path
from dataclasses import dataclass

from django.db.models import Max

from kommun.fel import DomanFel
from kommun.granser import STORSTA_FIL
from protokoll.avskrift import ta_emot
from protokoll.inlasning.zipfil import ar_skrap, forteckna, stada_namn
from protokoll.models import Inlasning, Inlasningsfil, Inlasningsjobb, Inlasningszip, Inlasningszipdel

Fillage = Inlasningsfil.Lage

FLEST_FILER = 5000
SLAG = (".pdf", ".docx", ".docm", ".txt", ".md", ".text", ".markdown")
SLAG_I_ORD = "PDF, Word (.docx) och text (.txt, .md)"
_PACKADE = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
_INGET_I_ZIP = f"I zip-filen finns inget som läses in. Det går med {SLAG_I_ORD}."
_ZIPDEL = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Fil:
    """A file as it was handed over, with its path in the folder it lay in."""

    namn: str
    innehall: bytes


class Mottagare:
    """Writes files into a job that the caller has locked."""

    def __init__(self, jobb: Inlasningsjobb):
        self.jobb = jobb
        self.har = dict(jobb.filerna.values_list("namn", "inlasning"))
        self.ordning = jobb.filerna.aggregate(n=Max("ordning"))["n"] or 0
        self.nekade: list[tuple[str, str]] = []

    def ta(self, fil: Fil) -> None:
        if ar_skrap(fil.namn):
            return
        namn = stada_namn(fil.namn) or "fil"
        if namn.lower().endswith(".zip"):
            self._zip(namn, fil.innehall)
        else:
            self.en(namn, fil.innehall)

    def _zip(self, namn: str, innehall: bytes) -> None:
        """Keep it to be unpacked by the worker; what it says of itself is looked at here and now."""
        try:
            namnen = forteckna(innehall)
        except DomanFel as fel:
            self.neka(namn, str(fel))
            return
        if not any(n.lower().endswith(SLAG) for n in namnen):
            self.neka(namn, _INGET_I_ZIP)
            return
        zip_, ny = self.jobb.zipfilerna.get_or_create(
            sha256=hashlib.sha256(innehall).hexdigest(), defaults={"namn": namn, "antal": len(namnen)}
        )
        for nummer, start in enumerate(range(0, len(innehall) if ny else 0, _ZIPDEL)):
            Inlasningszipdel.objects.create(zipfil=zip_, nummer=nummer, innehall=innehall[start : start + _ZIPDEL])

    def en(self, namn: str, innehall: bytes) -> None:
        if not namn.lower().endswith(SLAG):
            self.neka(namn, _fel_slag(namn))
        elif not innehall.strip():
            self.neka(namn, "Filen är tom.")
        elif len(innehall) > STORSTA_FIL:
            self.neka(namn, f"Filen är större än {STORSTA_FIL // 1024 // 1024} MB.")
        else:
            inlasning = ta_emot(namn.rpartition("/")[2], innehall, by=self.jobb.av)
            self._lagg(namn, Fillage.VANTAR, {}, inlasning)

    def neka(self, namn: str, mening: str) -> None:
        self.nekade.append((namn, mening))
        self._lagg(namn, Fillage.OBEGRIPLIG, {"mening": mening}, None)

    def _lagg(self, namn: str, lage: str, rapport: dict, inlasning: Inlasning | None) -> None:
        nyckel = inlasning and inlasning.pk
        stam, andelse = os.path.splitext(namn[-400:])
        n = 1
        # Two files of one name, out of different folders, are two; the same file again is one.
        while namn in self.har:
            if self.har[namn] == nyckel:
                return
            n += 1
            namn = f"{stam[-380:]} ({n}){andelse}"
        if inlasning and len(self.har) >= FLEST_FILER:
            raise DomanFel(f"Det blir fler än {FLEST_FILER} filer. Dela upp dem på flera inläsningar.")
        self.ordning += 1
        self.har[namn] = nyckel
        self.jobb.filerna.create(
            namn=namn[-400:], ordning=self.ordning, lage=lage, rapport=rapport, inlasning=inlasning
        )


def _fel_slag(namn: str) -> str:
    andelse = os.path.splitext(namn)[1].lower()
    if andelse in _PACKADE:
        return "Filer som är packade på det här sättet öppnas inte. Packa upp den och gör en zip-fil av innehållet."
    if andelse == ".doc":
        return "Words äldre format (.doc) läses inte in. Öppna filen i Word och spara den som .docx eller PDF."
    slag = f"Filer av slaget {andelse}" if 1 < len(andelse) <= 10 else "Filer av det här slaget"
    return f"{slag} läses inte in. Det går med {SLAG_I_ORD}."


def mapp_av(zip_: Inlasningszip) -> str:
    """The folder that its files come in."""
    return zip_.namn.rpartition("/")[2][:-4]
