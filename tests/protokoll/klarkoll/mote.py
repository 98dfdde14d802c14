"""A meeting in which nothing is missing, and what the tests need to break it. Names are invented."""

from dataclasses import dataclass
from datetime import date, time

from kommun.models import Organ
from protokoll.klarkoll import klarkoll
from protokoll.models import (
    Anmalan,
    Anmalare,
    Motesdeltagare,
    Narvarohandelse,
    Omrostning,
    Paragraf,
    Proposition,
    Protokoll,
    Rost,
    Sammantrade,
    Yrkande,
    Yrkare,
)
from tests.factories import (
    AvsnittFactory,
    BeslutFactory,
    MandatFactory,
    MotesdeltagareFactory,
    OrganFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
    UnderskriftFactory,
)

DAG = date(2026, 3, 4)
IDAG = date(2026, 3, 6)
NAMN = ("Ada Provsson", "Bo Provsson", "Cia Provsson", "Dan Provsson", "Eva Provsson")


@dataclass
class Mote:
    """A held meeting of seven §§; `d` are its five ledamöter, an ersättare and the secretary."""

    s: Sammantrade
    protokoll: Protokoll
    p: list[Paragraf]
    d: list[Motesdeltagare]

    def koder(self, today=IDAG) -> list[str]:
        (koll,) = klarkoll([self.s], today=today)
        return [a.kod for a in koll.kvar]

    def koll(self, today=IDAG):
        return klarkoll([self.s], today=today)[0]

    def paragraf(self, n, **falt):
        """Change § n (from 1)."""
        andra(self.p[n - 1], **falt)

    def beslut(self, n, **falt):
        andra(self.p[n - 1].besluten.get(), **falt)

    def mote(self, **falt):
        andra(self.s, **falt)

    def hander(self, vem, slag, n=None, **mer):
        return Narvarohandelse.objects.create(
            sammantrade=self.s, deltagare=self.d[vem], slag=slag, paragraf=self.p[n - 1] if n else None, **mer
        )

    def javig(self, vem, n):
        return self.hander(vem, "jav", n, bara_paragrafen=True)

    @property
    def omrostning(self) -> Omrostning:
        return Omrostning.objects.get(paragraf=self.p[3])

    def rost(self, vem, rost):
        andra(Rost.objects.get(omrostning=self.omrostning, deltagare=self.d[vem]), rost=rost)


def andra(rad, **falt):
    for namn, varde in falt.items():
        setattr(rad, namn, varde)
    rad.save()
    return rad


def yrka(p, vem, slag="bifall", text="bifall till förslaget", **falt) -> Yrkande:
    y = Yrkande.objects.create(paragraf=p, slag=slag, text=text, **falt)
    if vem:
        Yrkare.objects.create(yrkande=y, deltagare=vem)
    return y


def anmal(p, vem, slag="reservation", **falt) -> Anmalan:
    a = Anmalan.objects.create(paragraf=p, slag=slag, **falt)
    if vem:
        Anmalare.objects.create(anmalan=a, deltagare=vem)
    return a


def rosta(p, roster, *, proposition=None, **falt) -> Omrostning:
    falt = {"ja_innebar": "bifall till förslaget", "nej_innebar": "avslag", **falt}
    o = Omrostning.objects.create(paragraf=p, proposition=proposition, **falt)
    for vem, rost in roster:
        Rost.objects.create(omrostning=o, deltagare=vem, rost=rost)
    return o


def organet() -> Organ:
    ks = OrganFactory(namn="Provstyrelsen", kortnamn="PS", slag="styrelse")
    return OrganFactory(namn="Provstyrelsens arbetsutskott", kortnamn="PSAU", slag="utskott", overordnat=ks)


def rent_mote(organ=None, *, dag=DAG) -> Mote:
    """Two formal §§, an ordinary decision, one with a vote and a reservation, a proposal upward, information, and an
    ärende that was återremitterat and stands on a later dagordning."""
    organ = organ or organet()
    s = SammantradeFactory(organ=organ, datum=dag, start=time(13, 0), slut=time(15, 0), plats="Provsalen")
    pr = ProtokollFactory(sammantrade=s, angivna_paragrafer=list(range(1, 8)), justeringens_plats_och_tid="Provhuset")
    roller = ("ordforande", "vice_1", "ledamot", "ledamot", "ledamot")
    d = [
        MotesdeltagareFactory(sammantrade=s, namn=namn, parti="P", roll=roll)
        for namn, roll in zip(NAMN, roller, strict=True)
    ]
    d.append(MotesdeltagareFactory(sammantrade=s, namn="Filip Provsson", parti="P", slag="ersattare", vid_upprop=False))
    d.append(MotesdeltagareFactory(sammantrade=s, namn="Gun Provsson", slag="tjansteperson", titel="sekreterare"))
    for n, (vem, roll) in enumerate(((6, "sekreterare"), (0, "ordforande"), (2, "justerare"))):
        UnderskriftFactory(protokoll=pr, person=d[vem].person, namn=d[vem].namn, roll=roll, ordning=n)
    rubriker = ("Val av protokolljusterare", "Fastställande av dagordning", "Ny cykelväg", "Ny taxa", "Ny budget")
    p = [_paragraf(pr, n, rubrik) for n, rubrik in enumerate(rubriker, start=1)]
    p.append(ParagrafFactory(protokoll=pr, nummer=6, rubrik="Läget i projekten", slag="information", dnr=""))
    p.append(_paragraf(pr, 7, "Ny lekplats", utfall="aterremitterat"))
    _texter(organ, p)
    _beslutsgang(p[3], d)
    senare = SammantradeFactory(organ=organ, datum=date.fromordinal(dag.toordinal() + 63), lage="planerat")
    ParagrafFactory(
        protokoll=None, sammantrade=senare, nummer=None, ordning=1, rubrik="Ny lekplats", fran=p[6], dnr="2026/000007"
    )
    return Mote(s, pr, p, d)


def _paragraf(pr, nummer, rubrik, **falt):
    p = ParagrafFactory(
        protokoll=pr, nummer=nummer, rubrik=rubrik, dnr="" if nummer < 3 else f"2026/{nummer:06}", **falt
    )
    BeslutFactory(paragraf=p, rubrik=f"{p.organ.genitiv} beslut")
    if nummer > 2:
        AvsnittFactory(paragraf=p)
        AvsnittFactory(paragraf=p, typ="mottagare", rubrik="Beslutet skickas till", text="<p>Kontoret</p>", ordning=900)
    return p


def _texter(organ, p):
    namn = organ.namn
    for n, text in (
        (0, f"{namn} väljer Cia Provsson (P) att jämte ordföranden justera protokollet."),
        (1, f"{namn} fastställer dagordningen."),
        (2, f"{namn} godkänner förslaget till cykelväg enligt beslut 2026-01-14, § 2."),
        (3, f"{namn} beslutar att höja taxan."),
        (6, f"{namn} återremitterar ärendet för fortsatt utredning."),
    ):
        andra(p[n].besluten.get(), text=f"<p>{text}</p>")
    if organ.overordnat:
        text = f"<p>{organ.overordnat.namn} fastställer budgeten.</p>"
        andra(p[4].besluten.get(), beslutsniva="forslag", till_organ=organ.overordnat, text=text)
    else:
        andra(p[4].besluten.get(), text=f"<p>{namn} fastställer budgeten.</p>")


def _beslutsgang(p, d):
    """Three for, two against; one of the two reserves herself."""
    yrka(p, d[0])
    avslag = yrka(p, d[3], slag="avslag", text="avslag på förslaget")
    f = Proposition.objects.create(paragraf=p, mot=avslag, bifall=True)
    roster = [(d[n], "ja" if n < 3 else "nej") for n in range(5)]
    rosta(p, roster, proposition=f, ja=3, nej=2, avstar=0, utfall="ja")
    anmal(p, d[4], till_forman_for="eget förslag")


def planerat_mote(organ=None, *, dag=date(2026, 3, 18)) -> Mote:
    """A planned meeting whose kallelse could go out."""
    organ = organ or organet()
    MandatFactory(organ=organ)
    s = SammantradeFactory(
        organ=organ, datum=dag, start=time(13, 0), plats="Provsalen", lage="planerat", kallelsedag=date(2026, 3, 11)
    )
    gemensamt = {"protokoll": None, "sammantrade": s, "nummer": None}
    p = [
        ParagrafFactory(**gemensamt, ordning=1, rubrik="Val av protokolljusterare", dnr=""),
        ParagrafFactory(**gemensamt, ordning=2, rubrik="Ärenden", slag="rubrik", dnr=""),
        ParagrafFactory(**gemensamt, ordning=3, rubrik="Ny cykelväg"),
    ]
    return Mote(s, None, p, [])
