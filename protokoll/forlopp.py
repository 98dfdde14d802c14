"""How the decision of a § came about, as printed: from the rows to the sentences of protokoll.lydelser.

Used by the page of the §, the PDF and the stored version alike.
"""

from collections.abc import Iterable
from dataclasses import replace

from kommun.editor import text_to_html
from kommun.models import Avsnittstyp
from protokoll import lydelser
from protokoll.dokumentvarden import Omrostningslista
from protokoll.lydelser import Beslutsgang, Fraga, Person, Votering
from protokoll.models import Anmalan, Omrostning, Paragraf, Proposition, Yrkande
from protokoll.narvarolista import Narvarolista
from protokoll.omrostning import givna_roster, rakning, utgangen
from protokoll.omrostningslista import rostrader, tabell_over
from protokoll.rostning import JA, LOTT, MAJORITET, NEJ, UTSLAGSROST

# What a queryset of Paragraf fetches so that a § costs no query of its own.
PREFETCH = ("yrkandena__yrkarna", "propositionerna", "omrostningarna__rosterna", "anmalningarna__anmalarna")


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
        """The list of the vote, for the § and for the bilaga; of a closed vote the totals alone."""
        summa = rakning(o)
        return Omrostningslista(
            nummer=self.nummer(o),
            paragraf=self.paragraf.beteckning,
            rubrik=self.paragraf.rubrik,
            ja_innebar=o.ja_innebar,
            nej_innebar=o.nej_innebar,
            ja=summa.ja,
            nej=summa.nej,
            avstar=summa.avstar,
            sluten=o.sluten,
            rader=() if o.sluten else tuple(rostrader(self.paragraf, self.lista, givna_roster(o))),
            resultat=self.omrostningens(o)[1],
        )


def _om_i_dag(fraga: Fraga) -> bool:
    return any(y and y.slag in lydelser.FORST for y in (fraga.forslag, fraga.mot))


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
