"""How the decision of a § came about, as printed: from the rows to the sentences of protokoll.lydelser.

Used by the page of the §, the PDF and the stored version alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape

from kommun.editor import text_to_html
from kommun.models import Avsnittstyp
from protokoll import lydelser
from protokoll.lydelser import Beslutsgang, Fraga, Person, Votering
from protokoll.models import Anmalan, Omrostning, Paragraf, Proposition, Yrkande
from protokoll.narvarolista import Narvarolista
from protokoll.omrostning import givna_roster, rakning, utgangen
from protokoll.rostning import JA, LOTT, MAJORITET, NEJ, UTSLAGSROST

# What a queryset of Paragraf fetches so that a § costs no query of its own.
PREFETCH = ("yrkandena__yrkarna", "propositionerna", "omrostningarna__rosterna", "anmalningarna__anmalarna")

KOLUMNER = ("Ledamot/tjänstgörande ersättare", "Ersätter", "Ja", "Nej", "Avstår")


@dataclass(frozen=True)
class Rostrad:
    """How one voted. `ersatter` is the member whose seat he or she served on, else empty."""

    namn: str
    ersatter: str
    rost: str

    @property
    def kryss(self) -> tuple[str, str, str]:
        return tuple("X" if self.rost == r else "" for r in (JA, NEJ, "avstar"))


@dataclass(frozen=True)
class Omrostningslista:
    """The list of an open vote: the chair's row is the last, before the sum. `nummer` where the § has several."""

    beteckning: str
    nummer: int | None
    ja_innebar: str
    nej_innebar: str
    rader: tuple[Rostrad, ...]
    ja: int
    nej: int
    avstar: int
    resultat: str

    @property
    def rubrik(self) -> str:
        return " ".join(filter(None, ["Omröstning", str(self.nummer or ""), self.beteckning]))

    @property
    def kolumner(self) -> tuple[str, ...]:
        """Without "Ersätter" where nobody serves for somebody else."""
        return KOLUMNER if self.med_ersatter else (KOLUMNER[0], *KOLUMNER[2:])

    @property
    def med_ersatter(self) -> bool:
        return any(r.ersatter for r in self.rader)

    @property
    def summa(self) -> tuple[int, int, int]:
        return self.ja, self.nej, self.avstar


class Rader:
    """The rows of one § as the values that the sentences are made of."""

    def __init__(self, paragraf: Paragraf, lista: Narvarolista):
        self.paragraf, self.lista = paragraf, lista
        self.personer = {d.pk: Person(d.namn, d.parti) for d in lista.deltagare}
        self.yrkanderader = list(paragraf.yrkandena.all())
        self.yrkanden = {y.pk: self._yrkande(y) for y in self.yrkanderader}
        self.propositioner = list(paragraf.propositionerna.all())
        self.omrostningar = list(paragraf.omrostningarna.all())
        self.fragor = {p.pk: self._fraga(p) for p in self.propositioner}
        organ = paragraf.organ
        self.gang = Beslutsgang(
            [self.yrkanden[y.pk] for y in self.yrkanderader if not y.aterkallat],
            lydelser.organord(organ.namn, organ.slag),
        )

    def _vilka(self, rader) -> tuple[Person, ...]:
        return tuple(self.personer[r.deltagare_id] for r in rader)

    def _yrkande(self, y: Yrkande) -> lydelser.Yrkande:
        yrkarna = list(y.yrkarna.all())
        return lydelser.Yrkande(
            y.pk,
            y.slag,
            y.text,
            self._vilka(r for r in yrkarna if not r.instammer) or (Person("Någon"),),
            self._vilka(r for r in yrkarna if r.instammer),
            y.egen_lydelse,
        )

    def _fraga(self, p: Proposition) -> Fraga:
        return Fraga(self.yrkanden.get(p.forslag_id), self.yrkanden.get(p.mot_id), p.bifall, p.egen_lydelse)

    def nummer(self, omrostning: Omrostning) -> int | None:
        """Its number in the §, where there are several."""
        return self.omrostningar.index(omrostning) + 1 if len(self.omrostningar) > 1 else None

    def votering(self, o: Omrostning) -> Votering:
        ordforande = self.lista.vid_paragraf(self.paragraf).ordforande
        return Votering(
            rakning=rakning(o),
            ja_innebar=o.ja_innebar,
            nej_innebar=o.nej_innebar,
            utfall=o.utfall,
            avgors=utgangen(o, ordforande).avgors if o.utfall else MAJORITET,
            ordforanden_rostade=givna_roster(o).get(ordforande) in (JA, NEJ),
            sluten=o.sluten,
            fraga=self.fragor.get(o.proposition_id),
            ja_ar_mot=o.ja_ar_mot,
            nummer=self.nummer(o),
            egen=o.egen_lydelse,
        )

    # The sentences, each of one row

    def yrkandets(self, y: Yrkande) -> str:
        return lydelser.yrkande(self.yrkanden[y.pk])

    def propositionens(self, p: Proposition) -> str:
        omrostning = next((o for o in self.omrostningar if o.proposition_id == p.pk), None)
        fraga = self.fragor[p.pk]
        return self.gang.proposition(
            fraga,
            forst=len(self.propositioner) > 1 and p == self.propositioner[0] and _om_i_dag(fraga),
            nummer=self.nummer(omrostning) if omrostning else None,
        )

    def omrostningens(self, o: Omrostning) -> tuple[str, str]:
        """What was voted on, and how it fell out."""
        votering = self.votering(o)
        return self.gang.propositionsordning(votering), self.gang.resultat(votering)

    def resultatmeningar(self, o: Omrostning) -> dict[str, str]:
        """The sentence of each way the vote can fall out, with "{roster}" for the numbers; for the page of the vote."""
        grund = replace(self.votering(o), egen="")

        def mening(utfall: str, avgors: str, rostade: bool = True) -> str:
            v = replace(grund, utfall=utfall, avgors=avgors, ordforanden_rostade=rostade)
            return self.gang.resultat(v, roster="{roster}")

        return {
            f"{hur}_{utfall}": mening(utfall, avgors, rostade)
            for utfall in (JA, NEJ)
            for hur, avgors, rostade in (
                ("majoritet", MAJORITET, True),
                ("ordforande", UTSLAGSROST, True),
                ("utslagsrost", UTSLAGSROST, False),
                ("lott", LOTT, True),
            )
        }

    def anmalans(self, a: Anmalan) -> str:
        """The sentence before the motivering."""
        return a.egen_lydelse or lydelser.anmalan(
            a.slag,
            self._vilka(a.anmalarna.all()),
            till_forman_for=a.till_forman_for,
            motiverad=bool(a.motivering),
        )

    def lista_over(self, o: Omrostning) -> Omrostningslista:
        vid = self.lista.vid_paragraf(self.paragraf)
        roster, summa = givna_roster(o), rakning(o)
        plats = {id: n for n, id in enumerate(vid.tjanstgorande)}
        # Someone who no longer serves, since the presence was changed afterwards, still voted.
        ordnade = sorted(roster, key=lambda d: (d == vid.ordforande, plats.get(d, len(plats)), d))
        return Omrostningslista(
            beteckning=self.paragraf.beteckning,
            nummer=self.nummer(o),
            ja_innebar=o.ja_innebar,
            nej_innebar=o.nej_innebar,
            rader=tuple(self._rostrad(d, vid, roster[d]) for d in ordnade),
            ja=summa.ja,
            nej=summa.nej,
            avstar=summa.avstar,
            resultat=self.omrostningens(o)[1],
        )

    def _rostrad(self, id: int, vid, rost: str) -> Rostrad:
        namn = str(self.personer[id]) + (", ordförande" if id == vid.ordforande else "")
        plats = vid.plats_for(id)
        return Rostrad(namn, str(self.personer[plats]) if plats not in (None, id) else "", rost)


def _om_i_dag(fraga: Fraga) -> bool:
    return any(y and y.slag in lydelser.FORST for y in (fraga.forslag, fraga.mot))


def omrostningslistor(paragraf: Paragraf, lista: Narvarolista) -> tuple[Omrostningslista, ...]:
    """One for each open vote of the § that has been held; for the bilaga and for the § itself."""
    omrostningar = [o for o in paragraf.omrostningarna.all() if o.utfall and not o.sluten]
    if not omrostningar:
        return ()
    rader = Rader(paragraf, lista)
    return tuple(rader.lista_over(o) for o in omrostningar)


def forlopp(paragraf: Paragraf, lista: Narvarolista) -> dict[str, str]:
    """The generated sections of a §: avsnittstyp → clean HTML. What was withdrawn is not there, nor what is empty."""
    if not any(rel.all() for rel in _relationer(paragraf)):
        return {}
    rader = Rader(paragraf, lista)
    delar = {
        Avsnittstyp.YRKANDEN: _stycken(rader.yrkandets(y) for y in rader.yrkanderader if not y.aterkallat),
        Avsnittstyp.BESLUTSGANG: _stycken(
            [
                rader.gang.forslagen(list(rader.fragor.values())),
                *(rader.propositionens(p) for p in rader.propositioner),
            ]
        ),
        Avsnittstyp.OMROSTNING: "".join(
            _nummer(rader, o) + text_to_html(rader.omrostningens(o)[0]) for o in rader.omrostningar
        ),
        Avsnittstyp.OMROSTNINGSRESULTAT: "".join(_resultat(rader, o) for o in rader.omrostningar),
    }
    anmalningar = list(paragraf.anmalningarna.all())
    for slag in Anmalan.Slag:
        delar[Avsnittstyp(slag.value)] = "".join(
            text_to_html(rader.anmalans(a)) + a.motivering for a in anmalningar if a.slag == slag
        )
    return {typ.value: html for typ, html in delar.items() if html}


def _relationer(paragraf: Paragraf):
    return (paragraf.yrkandena, paragraf.propositionerna, paragraf.omrostningarna, paragraf.anmalningarna)


def _stycken(meningar: Iterable[str]) -> str:
    return "".join(text_to_html(m) for m in meningar if m)


def _nummer(rader: Rader, o: Omrostning) -> str:
    nummer = rader.nummer(o)
    return f"<p><strong>Omröstning {nummer}</strong></p>" if nummer else ""


def _resultat(rader: Rader, o: Omrostning) -> str:
    mening = rader.omrostningens(o)[1]
    if not mening:
        return ""
    tabell = "" if o.sluten else tabell_over(rader.lista_over(o))
    return _nummer(rader, o) + text_to_html(mening) + tabell


def tabell_over(lista: Omrostningslista) -> str:
    """The list as a table: a header that can be repeated over a page break, the chair last, the sum under."""
    if not lista.rader:
        return ""

    def rad(namn: str, ersatter: str, celler: Iterable[object]) -> str:
        cell = [ersatter, *celler] if lista.med_ersatter else celler
        return f'<tr><th scope="row">{escape(namn, quote=False)}</th>' + _celler(cell) + "</tr>"

    huvud = "".join(f'<th scope="col">{k}</th>' for k in lista.kolumner)
    kropp = "".join(rad(r.namn, r.ersatter, r.kryss) for r in lista.rader)
    return f"<table><thead><tr>{huvud}</tr></thead><tbody>{kropp}{rad('Summa', '', lista.summa)}</tbody></table>"


def _celler(celler: Iterable[object]) -> str:
    return "".join(f"<td>{escape(str(c), quote=False)}</td>" for c in celler)
