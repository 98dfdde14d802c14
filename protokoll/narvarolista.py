"""The presence of one sammanträde, read from its rows: the way from the database to protokoll.narvaro."""

from dataclasses import dataclass

from protokoll import narvaro
from protokoll.models import Motesdeltagare, Narvarohandelse, Paragraf, Sammantrade


@dataclass(frozen=True)
class Narvarolista:
    """`paragrafer` are the §§ in order (no headings of the dagordning); `vid[n]` is the presence at `paragrafer[n]`."""

    deltagare: tuple[Motesdeltagare, ...]
    handelser: tuple[Narvarohandelse, ...]
    paragrafer: tuple[Paragraf, ...]
    roll: tuple[narvaro.Deltagare, ...]
    vid: tuple[narvaro.VidParagraf, ...]

    def deltagaren(self, id: int | None) -> Motesdeltagare | None:
        return next((d for d in self.deltagare if d.pk == id), None)

    def vid_paragraf(self, paragraf: Paragraf) -> narvaro.VidParagraf:
        """Raises StopIteration for a § of another meeting, or a heading."""
        return next(v for p, v in zip(self.paragrafer, self.vid, strict=True) if p.pk == paragraf.pk)

    def tjanstgorande(self, paragraf: Paragraf) -> list[Motesdeltagare]:
        """Those who serve at the §, in the order of the seats."""
        finns = {d.pk: d for d in self.deltagare}
        return [finns[id] for id in self.vid_paragraf(paragraf).tjanstgorande]

    def ordforande(self, paragraf: Paragraf) -> Motesdeltagare | None:
        return self.deltagaren(self.vid_paragraf(paragraf).ordforande)


def narvarolista(sammantrade: Sammantrade, *, paragrafer=None, deltagare=None, handelser=None) -> Narvarolista:
    """Three queries, fewer when the rows are given (prefetched)."""
    if paragrafer is None:
        paragrafer = sammantrade.paragraferna.order_by("ordning")
    if deltagare is None:
        deltagare = sammantrade.motesdeltagarna.all()
    if handelser is None:
        handelser = sammantrade.narvarohandelserna.all()
    rader = tuple(p for p in paragrafer if p.slag != Paragraf.Slag.RUBRIK)
    alla = tuple(deltagare)
    plats = {p.pk: n for n, p in enumerate(rader)}
    # A händelse from the opening comes before those of the first §.
    hant = tuple(sorted(handelser, key=lambda h: (plats.get(h.paragraf_id, -1), h.pk)))
    roll = tuple(
        narvaro.Deltagare(
            id=d.pk,
            slag=d.slag,
            namn=d.namn,
            parti=d.parti,
            titel=d.titel,
            roll=d.roll,
            vid_upprop=d.vid_upprop,
            vakant=d.ar_vakant,
        )
        for d in alla
    )
    organ = sammantrade.organ
    vid = narvaro.narvaro(
        roll,
        [
            narvaro.Handelse(
                deltagare=h.deltagare_id,
                slag=h.slag,
                vid=plats.get(h.paragraf_id, 0),
                for_deltagare=h.for_deltagare_id,
                bara=h.bara_paragrafen,
                mitt_i=h.mitt_i,
                id=h.pk,
            )
            for h in hant
        ],
        len(rader),
        platser=organ.antal_ledamoter,
        javig_far_vara_kvar=organ.javig_far_vara_kvar,
    )
    return Narvarolista(alla, hant, rader, roll, vid)
