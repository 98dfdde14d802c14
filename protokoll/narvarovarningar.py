"""What a person should look at again in the presence of a meeting, pure. A warning may be let stand, with a reason."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from protokoll import narvaro
from protokoll.narvaro import ERSATTER, GAR, JAV, KOMMER, Mote, Tjanstgoring
from protokoll.narvaroord import skriv_vid

VAXELTJANSTGORING = "vaxeltjanstgoring"
MITT_I = "mitt_i"
INGEN_ORDFORANDE = "ingen_ordforande"
EJ_BESLUTFOR = "ej_beslutfor"
ERSATTARE_FOR_NARVARANDE = "ersattare_for_narvarande"
ERSATTARE_UTEBLIVEN = "ersattare_utebliven"
LEDER_UTAN_ATT_TJANSTGORA = "leder_utan_att_tjanstgora"
JAV_UTAN_VERKAN = "jav_utan_verkan"
FLER_AN_PLATSERNA = "fler_an_platserna"
UNDERTECKNARE_JAVIG = "undertecknare_javig"
UNDERTECKNARE_BORTA = "undertecknare_borta"
# In the room, but without a seat or the chair there.
UNDERTECKNARE_BREDVID = "undertecknare_bredvid"

# These are asked about in the act itself: it is not done without a reason.
KRAVER_SKAL = frozenset({VAXELTJANSTGORING, MITT_I})
# No reason makes these right.
MASTE_RATTAS = frozenset({INGEN_ORDFORANDE, EJ_BESLUTFOR, UNDERTECKNARE_JAVIG, UNDERTECKNARE_BORTA})
# As what somebody signs; any other word is that of a justerare.
ORDFORANDE = "ordförande"


@dataclass(frozen=True, slots=True)
class Varning:
    """`nyckel` names which one of its kind it is, by the keys of § and deltagare: it outlives a moved §."""

    kod: str
    mening: str
    # The first position it is about; null is the whole meeting.
    position: int | None
    personer: tuple[int, ...]
    nyckel: str

    @property
    def kan_godtas(self) -> bool:
        return self.kod not in MASTE_RATTAS


@dataclass(frozen=True, slots=True)
class Undertecknare:
    """Somebody who signs §§: `roll` as in "ordförande", "justerare"."""

    deltagare: int
    roll: str
    vid: frozenset[int]


def varningar(
    mote: Mote, *, platser: int | None = None, undertecknare: Iterable[Undertecknare] = ()
) -> tuple[Varning, ...]:
    """All of them, in the order of the meeting. `platser` is what fullmäktige has decided, where it is known."""
    funna = [v for regel in REGLER for v in regel(mote)]
    funna += _fler_an_platserna(mote, platser)
    funna += [v for u in undertecknare for v in _undertecknaren(mote, u)]
    unika = {(v.kod, v.nyckel): v for v in funna}
    return tuple(sorted(unika.values(), key=lambda v: -1 if v.position is None else v.position))


def _vid(mote: Mote, *positioner: int) -> str:
    return skriv_vid(mote, positioner, mote.alla)


def _namn(mote: Mote, id: int | None) -> str:
    vem = mote.vem(id)
    return vem.namn_med_parti if vem else "Okänd"


def _spann(positioner: Iterable[int]) -> Iterator[tuple[int, ...]]:
    """Positions in a row, run by run."""
    spann: list[int] = []
    for n in positioner:
        if spann and n != spann[-1] + 1:
            yield tuple(spann)
            spann = []
        spann.append(n)
    if spann:
        yield tuple(spann)


def _for_spann(mote: Mote, kod: str, fel: Callable[[int], bool], mening: Callable[[tuple[int, ...]], str]):
    for spann in _spann(n for n in mote.alla if fel(n)):
        # Accepted for §§ 3–5 is not accepted for §§ 3–7.
        nyckel = f"{mote.id[spann[0]]}-{mote.id[spann[-1]]}"
        yield Varning(kod, mening(spann), spann[0], (), nyckel)


def _vaxeltjanstgoring(mote: Mote):
    """Serves, is away other than for jäv, serves again (reglemente; KL 5:17–21, 6:16–18)."""
    for d in mote.roll:
        plats, avbrutit = None, False  # the seat last served on, until its holder is back in it
        for n in mote.alla:
            bild = mote.vid[n]
            if (nu := bild.plats_for(d.id)) is not None:
                if avbrutit:
                    yield Varning(
                        VAXELTJANSTGORING,
                        f"{d.namn_med_parti} har avbrutit sin tjänstgöring av annat skäl än jäv och tjänstgör igen "
                        f"från och med {_vid(mote, n)}. Det är normalt inte tillåtet under samma sammanträde.",
                        n,
                        (d.id,),
                        f"{mote.id[n]}:{d.id}",
                    )
                plats, avbrutit = nu, False
            elif plats is not None and plats != d.id and bild.pa_platsen(plats) == plats:
                plats = None  # an ersättare who is not needed any more breaks nothing off
            elif plats is not None and d.id not in bild.narvarande | bild.javiga:
                avbrutit = True


def _mitt_i(mote: Mote):
    """One takes over a seat from another while the ärende is handled."""
    for h in mote.handelser:
        if not h.mitt_i or h.slag not in (KOMMER, GAR, ERSATTER) or h.vid not in mote.alla:
            continue
        for seat in mote.platser:
            efter = mote.vid[h.vid].pa_platsen(seat.id)
            fore = mote.vid[h.vid - 1].pa_platsen(seat.id) if h.vid else seat.id if seat.vid_upprop else None
            if fore and efter and fore != efter and {h.deltagare, h.for_deltagare} & {fore, efter}:
                yield Varning(
                    MITT_I,
                    f"{_namn(mote, efter)} tar över efter {_namn(mote, fore)} medan {_vid(mote, h.vid)} behandlas. "
                    "Ett byte görs mellan två ärenden.",
                    h.vid,
                    (fore, efter),
                    f"{mote.id[h.vid]}:{seat.id}",
                )


def _ingen_ordforande(mote: Mote):
    return _for_spann(
        mote,
        INGEN_ORDFORANDE,
        lambda n: mote.vid[n].ordforande is None,
        lambda spann: f"Ingen leder sammanträdet vid {_vid(mote, *spann)}. Anteckna vem som leder.",
    )


def _ej_beslutfor(mote: Mote):
    def mening(spann):
        minst = min(len(mote.vid[n].tjanstgoring) for n in spann)
        platser = mote.vid[spann[0]].platser
        return (
            f"Organet är inte beslutfört vid {_vid(mote, *spann)}: {minst} av {platser} tjänstgör, "
            "och det krävs fler än hälften."
        )

    return _for_spann(mote, EJ_BESLUTFOR, lambda n: not mote.vid[n].beslutfor, mening)


def _ersattare_for_narvarande(mote: Mote):
    for h in mote.handelser:
        if h.slag == ERSATTER and h.vid in mote.alla and mote.vid[h.vid].pa_platsen(h.for_deltagare) == h.for_deltagare:
            yield Varning(
                ERSATTARE_FOR_NARVARANDE,
                f"{_namn(mote, h.deltagare)} är antecknad som tjänstgörande för {_namn(mote, h.for_deltagare)} från "
                f"och med {_vid(mote, h.vid)}, men {_namn(mote, h.for_deltagare)} är där och tjänstgör.",
                h.vid,
                (h.deltagare, h.for_deltagare),
                f"{mote.id[h.vid]}:{h.deltagare}:{h.for_deltagare}",
            )


def _ersattare_utebliven(mote: Mote):
    par: dict[Tjanstgoring, None] = {t: None for bild in mote.vid for t in bild.uteblivna}
    for t in par:
        for spann in _spann(n for n in mote.alla if t in mote.vid[n].uteblivna):
            bild = mote.vid[spann[0]]
            if t.person in bild.javiga:
                varfor = "är jävig"
            elif bild.plats_for(t.person) is not None:
                varfor = f"tjänstgör för {_namn(mote, bild.plats_for(t.person))}"
            else:
                varfor = "är inte där"
            yield Varning(
                ERSATTARE_UTEBLIVEN,
                f"{_namn(mote, t.person)} skulle tjänstgöra för {_namn(mote, t.plats)} men {varfor} vid "
                f"{_vid(mote, *spann)}. Platsen är tom där.",
                spann[0],
                (t.person, t.plats),
                f"{mote.id[spann[0]]}-{mote.id[spann[-1]]}:{t.person}:{t.plats}",
            )


def _leder_utan_att_tjanstgora(mote: Mote):
    for h in mote.handelser:
        if h.slag == narvaro.ORDFORANDE and h.vid in mote.alla and mote.vid[h.vid].plats_for(h.deltagare) is None:
            yield Varning(
                LEDER_UTAN_ATT_TJANSTGORA,
                f"{_namn(mote, h.deltagare)} är antecknad som ordförande från och med {_vid(mote, h.vid)} men "
                "tjänstgör inte där.",
                h.vid,
                (h.deltagare,),
                f"{mote.id[h.vid]}:{h.deltagare}",
            )


def _jav_utan_verkan(mote: Mote):
    """Jäv of somebody who would not have been there anyway, and has not left for that § either."""
    if not any(h.slag == JAV for h in mote.handelser):
        return
    utan = narvaro.narvaro(mote.roll, [h for h in mote.handelser if h.slag != JAV], len(mote.vid))
    gick = {(h.deltagare, h.vid) for h in mote.handelser if h.slag == GAR}
    for n in mote.alla:
        for person in mote.vid[n].javiga - utan[n].narvarande:
            if (person, n) not in gick:
                yield Varning(
                    JAV_UTAN_VERKAN,
                    f"{_namn(mote, person)} är antecknad som jävig vid {_vid(mote, n)} men är inte där då.",
                    n,
                    (person,),
                    f"{mote.id[n]}:{person}",
                )


def _fler_an_platserna(mote: Mote, platser: int | None):
    antal = len(mote.platser)
    if platser and antal > platser:
        yield Varning(
            FLER_AN_PLATSERNA,
            f"Det står {antal} ledamöter på närvarolistan men organet har {platser} platser. "
            "Se över mandaten eller antalet ledamöter i registret.",
            None,
            (),
            f"{antal}-{platser}",
        )


def _undertecknaren(mote: Mote, u: Undertecknare):
    """Nobody signs for a § from which jäv or absence kept him or her away."""
    leder = u.roll == ORDFORANDE
    javig = mote.javig(u.deltagare) & u.vid
    borta = u.vid - mote.narvarar(u.deltagare) - javig
    bredvid = u.vid - (mote.leder(u.deltagare) if leder else mote.tjanstgor(u.deltagare)) - javig - borta
    vad = "leder inte sammanträdet" if leder else "tjänstgör inte"
    for kod, vid, varfor in (
        (UNDERTECKNARE_JAVIG, javig, "är jävig"),
        (UNDERTECKNARE_BORTA, borta, "är inte med"),
        (UNDERTECKNARE_BREDVID, bredvid, vad),
    ):
        if vid:
            vilka = skriv_vid(mote, vid, u.vid)
            yield Varning(
                kod,
                f"{_namn(mote, u.deltagare)} ska skriva under som {u.roll} men {varfor} vid {vilka}. "
                f"{_utvag(u, vid, vilka)}",
                min(vid),
                (u.deltagare,),
                f"{u.roll}:{u.deltagare}:{'-'.join(str(mote.id[n]) for n in sorted(vid))}"[:120],
            )


def _utvag(u: Undertecknare, vid: frozenset[int], vilka: str) -> str:
    """What to do about it."""
    if u.roll == ORDFORANDE:
        return "Anteckna i närvaron vem som ledde sammanträdet där: den skriver under."
    if vid == u.vid:
        return "Välj någon annan som justerar."
    return f"Ge {vilka} ett eget protokoll, eller välj någon annan som justerar."


REGLER: tuple[Callable[[Mote], Iterable[Varning]], ...] = (
    _vaxeltjanstgoring,
    _mitt_i,
    _ingen_ordforande,
    _ej_beslutfor,
    _ersattare_for_narvarande,
    _ersattare_utebliven,
    _leder_utan_att_tjanstgora,
    _jav_utan_verkan,
)


def nya(fore: Iterable[Varning], efter: Iterable[Varning], koder: frozenset[str] = KRAVER_SKAL) -> tuple[Varning, ...]:
    """The warnings of these kinds that a change brought."""
    fanns = {(v.kod, v.nyckel) for v in fore}
    return tuple(v for v in efter if v.kod in koder and (v.kod, v.nyckel) not in fanns)
