"""One row on its way from cells to an uppdrag: which decision gave it, and how far it has come. Pure."""

from dataclasses import replace
from datetime import date

from .hanvisning import Hanvisning, las_hanvisning, las_paragraf
from .lagen import AVSLUTAT, OVERFORT, PAGAR, las_lage
from .modell import TOM, Cell, Cellfel, Rad
from .register import FORVALTNING, ORGAN, PERSON, Nyckel, Post, Register, vik_namn
from .tider import Omojlig, exakt_dag
from .tolkad import TOMT, Okand, Radfel, Tolkad, Val

# In which registers the names of a column are looked up, its own first.
SLAGEN = {
    "forvaltning": (FORVALTNING, ORGAN, PERSON),
    "namnd": (ORGAN, FORVALTNING),
    "ansvarig": (PERSON, FORVALTNING, ORGAN),
    "organ": (ORGAN,),
}
_CELLFEL = {
    Cellfel.FORMEL: "Cellen är en formel{varde}. Ersätt formeln med det som ska stå där (klistra in som värde).",
    Cellfel.SAMMANSLAGEN: "Cellen är sammanslagen med en annan. Dela upp den i Excel och skriv värdet på varje rad.",
    Cellfel.FELVARDE: "Cellen visar ett fel{varde}. Rätta den i Excel.",
    Cellfel.FOR_LANG: "Cellen har för mycket text. Korta den till det som är uppdraget.",
}


def _eller(namnen: list[str]) -> str:
    return namnen[0] if len(namnen) == 1 else f"{', '.join(namnen[:-1])} eller {namnen[-1]}"


class Radlasare:
    """One row on its way from cells to an uppdrag."""

    def __init__(self, rad: Rad, kolumn: dict[str, int], val: Val, register: Register):
        self.rad, self.kolumn, self.val, self.register = rad, kolumn, val, register
        self.ut = Tolkad(rad.nummer, rad.dold)
        self.slut = Hanvisning()
        self.slut_organ: int | None = None
        self.trasiga: set[str] = set()

    @property
    def sager_nagot(self) -> bool:
        return any(self.rad.cell(k) for k in self.kolumn.values())

    @property
    def nycklar(self) -> set[Nyckel]:
        """The §§ that the row names, as far as they are told."""
        funna = set()
        if self.beslut.paragraf and self.beslut.ar:
            funna.add((self.ut.organ, self.beslut.ar, self.beslut.paragraf))
        if self.slut.paragraf and self.slut.ar and self.slut_organ:
            funna.add((self.slut_organ, self.slut.ar, self.slut.paragraf))
        return funna

    def fel(self, falt: str, varde: str, text: str) -> None:
        self.trasiga.add(falt)
        self.ut.fel.append(Radfel(falt, varde, text))

    def cell(self, falt: str) -> Cell:
        """The cell of a field; one that cannot be relied on is reported and then taken for empty."""
        cell = self.rad.cell(self.kolumn.get(falt))
        if not cell.fel:
            return cell
        if falt not in self.trasiga:
            self.fel(
                falt, cell.text, _CELLFEL[cell.fel].format(varde=f" med värdet ”{cell.text}”" if cell.text else "")
            )
        return TOM

    # the decision

    def las_hanvisningar(self) -> None:
        self.ut.text = self.cell("uppdrag").text
        if not self.ut.text and "uppdrag" not in self.trasiga:
            self.fel("uppdrag", "", "Uppdragets text saknas. Skriv vad uppdraget går ut på, eller ta bort raden.")
        self.beslut = self._las_beslut()
        self.ut.organ = self._las_organ()
        self.ut.organ_post = self.register.organ(self.ut.organ)
        self._las_lage()

    def _las_beslut(self) -> Hanvisning:
        cell = self.cell("beslut")
        h = Hanvisning(cell.datum, ar=cell.datum.year) if cell.datum else las_hanvisning(cell.text)
        falt, varde = "beslut", cell.text
        if (egen := self.cell("paragraf")).text:
            p = las_paragraf(egen.text)
            if not p.paragraf:
                self.fel(
                    "paragraf", egen.text, p.fel or f"”{egen.text}” är inget paragrafnummer. Skriv till exempel § 11."
                )
            h = Hanvisning(h.datum or p.datum, p.paragraf, p.ar or h.ar, h.organ or p.organ, h.fel or p.fel)
        if (egen := self.cell("datum")).text:
            dag = self._dag("datum", egen)
            if dag is None and "datum" not in self.trasiga:
                d = las_hanvisning(egen.text)
                dag, h = d.datum, Hanvisning(h.datum, h.paragraf or d.paragraf, h.ar or d.ar, h.organ or d.organ, h.fel)
                if dag is None:
                    self.fel("datum", egen.text, f"”{egen.text}” är ingen dag. Skriv till exempel 2020-01-21.")
            h = Hanvisning(dag or h.datum, h.paragraf, h.ar if h.ar and not dag else (dag and dag.year), h.organ, h.fel)
        if h.fel and not self.trasiga & {"beslut", "paragraf", "datum"}:
            self.fel(falt if varde else "paragraf", varde, h.fel)
        return h

    def _dag(self, falt: str, cell: Cell) -> date | None:
        if cell.datum:
            return cell.datum
        try:
            return exakt_dag(cell.text)
        except Omojlig:
            self.fel(falt, cell.text, f"”{cell.text}” är inget datum som finns. Rätta dagen.")
            return None

    def _las_organ(self) -> int:
        cell = self.cell("organ")
        egen = self.namn("organ", cell.text) if cell.text else None
        sagt = None
        if self.beslut.organ and not (cell.text and egen is None):
            sagt = self.namn("organ", self.beslut.organ)
        if egen and sagt and egen.pk != sagt.pk:
            self.fel("organ", cell.text, f"Kolumnerna säger olika: {egen.namn} och {sagt.namn}. Rätta den som är fel.")
        post = egen or sagt
        pk = post.pk if post else self.val.organ
        if pk not in self.register.mina and "organ" not in self.trasiga:
            namn = self.register.organ(pk).namn
            self.fel(
                "organ", namn, f"Du är inte sekreterare i {namn}. Lämna raden till den som är det, eller ändra organet."
            )
        return pk

    def namn(self, falt: str, text: str) -> Post | None:
        """Who is meant: as somebody has answered for this list, or as the registers say."""
        svar = self.val.namn.get(falt, {}).get(vik_namn(text))
        post = self.register.per_nyckel.get(svar) if svar else None
        if svar == TOMT or post:
            self.ut.okanda.append(Okand(falt, text, besvarad=True))
            return post
        funna = self.register.sok(text, SLAGEN[falt])
        if len(funna) == 1:
            return funna[0]
        if funna:
            nara, var = tuple(funna), f"Flera heter ”{text}”. Välj vem som avses."
        else:
            nara = tuple(self.register.nara(text, SLAGEN[falt][:1] if falt == "organ" else SLAGEN[falt]))
            liknar = f" Menas {_eller([p.namn for p in nara])}?" if nara else ""
            var = f"”{text}” finns inte i registret.{liknar} Välj vad som avses, för alla rader på en gång."
        self.ut.okanda.append(Okand(falt, text, nara))
        self.fel(falt, text, var)
        return None

    # how far it has come

    def _las_lage(self) -> None:
        status, avslutat, paragraf = self.cell("status"), self.cell("avslutat"), self.cell("avslutat_paragraf")
        sagt, rest = self._status(status)
        slut = self._las_vart(avslutat, rest) if sagt == OVERFORT and rest else None
        slut = slut or las_hanvisning(" ".join(filter(None, [avslutat.text, rest])))
        if avslutat.text and not slut.datum and not slut.fel and slut.paragraf is None and not self._dag_i(avslutat):
            if (ord_ := las_lage(avslutat.text)[0]) and not status.text:
                sagt = ord_  # "Ja" under "Avslutat"
            elif ord_ is None:
                self.fel("avslutat", avslutat.text, f"”{avslutat.text}” är ingen dag. Skriv till exempel 2021-03-02.")
        if paragraf.text:
            p = las_paragraf(paragraf.text)
            slut = Hanvisning(
                p.datum or slut.datum, p.paragraf, p.ar or slut.ar, p.organ or slut.organ, p.fel or slut.fel
            )
        if slut.fel:
            self.fel(
                "avslutat_paragraf" if paragraf.text else "avslutat",
                paragraf.text or avslutat.text or status.text,
                slut.fel,
            )
        self.slut = slut
        nagot = bool(slut.datum or slut.paragraf)
        self.ut.lage = sagt or (AVSLUTAT if nagot else PAGAR)
        if nagot and sagt == PAGAR:
            self.fel(
                "status", status.text, f"Läget är ”{status.text}”, men raden säger också när uppdraget avslutades."
            )
        if slut.organ and slut.paragraf:
            funna = self.register.sok(slut.organ, (ORGAN,))
            self.slut_organ = funna[0].pk if len(funna) == 1 else None
        elif slut.paragraf:
            self.slut_organ = self.ut.organ
        self.ut.avslutat_ord = " ".join(filter(None, [rest, avslutat.text, paragraf.text]))

    def _las_vart(self, avslutat: Cell, rest: str) -> Hanvisning | None:
        """Words that begin with "till" name who has it now. Whose § stands after them is not said; the day is."""
        if not rest.lower().startswith("till "):
            return None
        vart, slut = las_hanvisning(rest[5:]), las_hanvisning(avslutat.text)
        funna = self.register.sok(vart.organ, (ORGAN,)) if vart.organ else []
        if len(funna) == 1 and funna[0].pk != self.ut.organ:
            self.ut.overfort_till = funna[0]
        elif vart.organ:
            text = f"Överfört till ”{vart.organ}”: det är inget annat organ i registret. Orden behålls."
            self.ut.noteringar.append(text)
        return replace(slut, datum=slut.datum or vart.datum, fel=slut.fel or vart.fel)

    def _dag_i(self, cell: Cell) -> date | None:
        try:
            return cell.datum or exakt_dag(cell.text)
        except Omojlig:
            return None

    def _status(self, cell: Cell) -> tuple[str | None, str]:
        if not cell.text:
            return None, ""
        if svar := self.val.namn.get("status", {}).get(vik_namn(cell.text)):
            self.ut.okanda.append(Okand("status", cell.text, besvarad=True))
            return svar, ""
        lage, rest = las_lage(cell.text)
        if lage is None:
            self.ut.okanda.append(Okand("status", cell.text))
            self.fel(
                "status",
                cell.text,
                f"Läget ”{cell.text}” är okänt. Välj vilket läge som avses, för alla rader på en gång.",
            )
            return None, ""
        return lage, rest
