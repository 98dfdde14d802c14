"""The presence of one sammanträde, read from its rows: the way from the database to protokoll.narvaro."""

from collections.abc import Iterable
from dataclasses import dataclass

from protokoll import narvaro
from protokoll.models import Motesdeltagare, Narvarohandelse, Paragraf, Protokoll, Sammantrade, Underskrift
from protokoll.narvaroord import Framsida, framsida, jav_meningar, ordforande_vid
from protokoll.narvarovarningar import ORDFORANDE, Undertecknare, Varning, varningar


@dataclass(frozen=True)
class Narvarolista:
    """`paragrafer` are the §§ in order (no headings of the dagordning); `vid[n]` is the presence at `paragrafer[n]`."""

    deltagare: tuple[Motesdeltagare, ...]
    handelser: tuple[Narvarohandelse, ...]
    paragrafer: tuple[Paragraf, ...]
    mote: narvaro.Mote
    # What fullmäktige has decided, where it is known.
    antal_platser: int | None = None

    @property
    def roll(self) -> tuple[narvaro.Deltagare, ...]:
        return self.mote.roll

    @property
    def vid(self) -> tuple[narvaro.VidParagraf, ...]:
        return self.mote.vid

    def deltagaren(self, id: int | None) -> Motesdeltagare | None:
        return next((d for d in self.deltagare if d.pk == id), None)

    def position(self, paragraf: Paragraf) -> int:
        """Raises StopIteration for a § of another meeting, or a heading."""
        return next(n for n, p in enumerate(self.paragrafer) if p.pk == paragraf.pk)

    def vid_paragraf(self, paragraf: Paragraf) -> narvaro.VidParagraf:
        return self.vid[self.position(paragraf)]

    def tjanstgorande(self, paragraf: Paragraf) -> list[Motesdeltagare]:
        """Those who serve at the §, in the order of the seats."""
        finns = {d.pk: d for d in self.deltagare}
        return [finns[id] for id in self.vid_paragraf(paragraf).tjanstgorande]

    def ordforande(self, paragraf: Paragraf) -> Motesdeltagare | None:
        return self.deltagaren(self.vid_paragraf(paragraf).ordforande)

    def urval(self, paragrafer: Iterable[Paragraf] | None) -> frozenset[int]:
        """The positions of these §§ (headings have none); None is all."""
        if paragrafer is None:
            return frozenset(self.mote.alla)
        med = {p.pk for p in paragrafer}
        return frozenset(n for n, p in enumerate(self.paragrafer) if p.pk in med)

    def framsida(self, paragrafer: Iterable[Paragraf] | None = None) -> Framsida:
        """The lines of the front page of a protokoll that holds these §§."""
        return framsida(self.mote, self.urval(paragrafer))

    def jav_meningar(self, paragraf: Paragraf) -> tuple[str, ...]:
        """The section Jäv of the §, from the same händelser as the front page; () when nobody is jävig."""
        return jav_meningar(self.mote, self.position(paragraf))

    def ledde(self, paragrafer: Iterable[Paragraf] | None = None) -> list[tuple[Motesdeltagare, frozenset[int]]]:
        """Who presided, in order, and at which positions."""
        return [(self.deltagaren(vem), vid) for vem, vid in ordforande_vid(self.mote, self.urval(paragrafer))]

    def varningar(self, undertecknare: Iterable[Undertecknare] = ()) -> tuple[Varning, ...]:
        return varningar(self.mote, platser=self.antal_platser, undertecknare=undertecknare)


def _platser(paragrafer: Iterable[Paragraf]) -> tuple[dict[int, int], tuple[Paragraf, ...]]:
    """The position of each § by its key, and the §§. What happened at a line that became a heading counts from the
    § below it."""
    plats: dict[int, int] = {}
    rader: list[Paragraf] = []
    for p in paragrafer:
        plats[p.pk] = len(rader)
        if p.slag != Paragraf.Slag.RUBRIK:
            rader.append(p)
    return plats, tuple(rader)


def narvarolista(sammantrade: Sammantrade, *, paragrafer=None, deltagare=None, handelser=None) -> Narvarolista:
    """Three queries, fewer when the rows are given (prefetched)."""
    if paragrafer is None:
        paragrafer = sammantrade.paragraferna.order_by("ordning")
    if deltagare is None:
        deltagare = sammantrade.motesdeltagarna.all()
    if handelser is None:
        handelser = sammantrade.narvarohandelserna.all()
    plats, rader = _platser(paragrafer)
    alla = tuple(deltagare)
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
    hande = tuple(
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
        if h.paragraf_id is None or h.paragraf_id in plats
    )
    organ = sammantrade.organ
    kvar = organ.javig_far_vara_kvar
    vid = narvaro.narvaro(roll, hande, len(rader), platser=organ.antal_ledamoter, javig_far_vara_kvar=kvar)
    mote = narvaro.Mote(
        roll=roll,
        handelser=hande,
        vid=vid,
        nummer=tuple(p.nummer for p in rader),
        id=tuple(p.pk for p in rader),
        javig_far_vara_kvar=kvar,
    )
    return Narvarolista(alla, hant, rader, mote, organ.antal_ledamoter)


def undertecknare(lista: Narvarolista, protokollen: Iterable[Protokoll]) -> list[Undertecknare]:
    """Who signs which §§ as ordförande or justerare. Reads `underskrifterna` of each protokoll.

    Where several presided, each signs as ordförande for the §§ at which he or she did.
    """
    pa_rollen = {d.person_id: d.pk for d in lista.deltagare if d.person_id}
    ut = []
    for protokoll in protokollen:
        vid = lista.urval(p for p in lista.paragrafer if p.protokoll_id == protokoll.pk)
        if not vid:
            continue
        rader = [(u.roll, pa_rollen[u.person_id]) for u in protokoll.underskrifterna.all() if u.person_id in pa_rollen]
        ut += _ordforande(lista, vid, [vem for roll, vem in rader if roll == Underskrift.Roll.ORDFORANDE])
        ut += [
            Undertecknare(vem, Underskrift.Roll.JUSTERARE.label.lower(), vid)
            for roll, vem in rader
            if roll == Underskrift.Roll.JUSTERARE
        ]
    return ut


def _ordforande(lista: Narvarolista, vid: frozenset[int], vilka: list[int]) -> list[Undertecknare]:
    ledde = {vem: lista.mote.leder(vem) & vid for vem in vilka}
    # What none of them presided at is the first one's to answer for.
    ovriga = vid.difference(*ledde.values())
    return [
        Undertecknare(vem, ORDFORANDE, ledde[vem] | (ovriga if n == 0 else frozenset())) for n, vem in enumerate(vilka)
    ]
