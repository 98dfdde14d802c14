"""The form of a whole §: one small form for each of its parts, and the order they stand in."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django import forms

from kommun.editor import RichTextField
from kommun.models import Avsnittstyp
from protokoll.models import Beslut, Paragraf, Utkast
from protokoll.paragraftext import EGET, FORSLAG, NYTT_FORSLAG, Deltext, beslutsrubrik, hogre_organ


class DelForm(forms.Form):
    text = RichTextField(label="Text", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    rubriker: dict[str, str] = {}

    def __init__(self, *args, rubrik: str = "Text", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = rubrik

    def deltext(self) -> Deltext:
        return Deltext(self.prefix, self.cleaned_data["text"], self.cleaned_data["version"])


class BeslutsdelForm(DelForm):
    niva = forms.ChoiceField(label="Vad beslutet är", required=False)

    def __init__(self, *args, organ, hogre, standard, **kwargs):
        super().__init__(*args, **kwargs)
        self.hogre = {str(o.pk): o for o in hogre}
        forslag = [(pk, f"Förslag till {o.namn[:1].lower()}{o.namn[1:]}") for pk, o in self.hogre.items()]
        self.fields["niva"].choices = [(EGET, "Eget beslut"), *forslag]
        if self.initial.get("niva") == FORSLAG:  # a proposal that does not say to whom
            self.fields["niva"].choices.append((FORSLAG, "Förslag till högre organ"))
        if len(self.fields["niva"].choices) == 1:
            self.fields["niva"].widget = forms.HiddenInput()
        # The heading for each choice, so that it follows on the page.
        self.rubriker = {
            varde: beslutsrubrik(organ, EGET if varde == EGET else FORSLAG, self.hogre.get(varde), standard=standard)
            for varde, _ in self.fields["niva"].choices
        }

    def deltext(self) -> Deltext:
        valt = self.cleaned_data["niva"]
        niva = (EGET if valt == EGET else FORSLAG) if valt else None
        return Deltext(self.prefix, self.cleaned_data["text"], self.cleaned_data["version"], niva, self.hogre.get(valt))


@dataclass
class Skrivdel:
    """One part on the page where a § is written: a row of it, or a heading of the mall that it does not have yet."""

    namn: str
    typ: str
    niva: int
    rubrik: str
    form: DelForm
    oppen: bool
    rad: object = None
    utkast: Utkast | None = None
    # What the button that opens it says.
    knapptext: str = ""
    # Its place on the page, closed ones counted too.
    plats: int = 0
    # Its heading is printed though it is empty: there is text below it.
    bar_rubrik: bool = False
    # What the system writes under the heading, before what the secretary adds.
    av_systemet: str = ""

    @property
    def visas(self) -> bool:
        """Stands on the paper though it is closed here."""
        return not self.oppen and (self.bar_rubrik or bool(self.av_systemet))

    @property
    def ar_beslut(self) -> bool:
        return self.typ == Avsnittstyp.BESLUT

    @property
    def rubriker_json(self) -> str:
        return json.dumps(self.form.rubriker, ensure_ascii=False)


@dataclass
class Grupp:
    """Parts that follow each other and are all open (one), or all closed."""

    oppen: bool
    delar: list[Skrivdel] = field(default_factory=list)


class Skrivformular:
    """All the parts of a § as forms."""

    def __init__(
        self,
        paragraf: Paragraf,
        *,
        data: Mapping | None = None,
        utkast: Mapping[str, Utkast] | None = None,
        oppna: str = "",
        fras=None,
        av_systemet: Mapping[str, str] | None = None,
    ):
        """`oppna` opens a part by its name or type; `fras` (protokoll.frasval) stands in an empty part of its type.

        `av_systemet` is what the system writes among the parts: avsnittstyp → HTML.
        """
        self.paragraf, self.data, self.utkast, self.fras = paragraf, data, dict(utkast or {}), fras
        self.oppna = fras.typ if fras else oppna
        self.hogre = hogre_organ(paragraf.organ)
        mall = next((m for m in paragraf.organ.mall() if m.typ == Avsnittstyp.BESLUT), None)
        self.beslutsrubrik = mall.rubrik_for(paragraf.organ) if mall else f"{paragraf.organ.genitiv} beslut"
        self.delar = [self._del(**d) for d in self._plan()]
        self.systemets = {typ: html for typ, html in (av_systemet or {}).items() if html}
        for plats, d in enumerate(self.delar):
            d.plats, d.av_systemet = plats, self.systemets.pop(d.typ, "")
        for nu, nasta in zip(self.delar, self.delar[1:], strict=False):
            nu.bar_rubrik = not nu.oppen and nu.rad is not None and nu.niva == 1 and nasta.oppen and nasta.niva == 2

    def _plan(self) -> list[dict]:
        """What stands on the page, in order: the rows, and between them what the mall has and the § has not."""
        organ, rader = self.paragraf.organ, self.paragraf.delar()
        mall = organ.mall()
        plats = {m.typ: m.ordning for m in mall}
        finns = {r.typ for r in rader}
        plan = [
            (
                (plats.get(r.typ, 10_000), n),
                {"namn": r.ankare, "typ": r.typ, "niva": r.niva, "rubrik": r.rubrik, "rad": r},
            )
            for n, r in enumerate(rader)
        ]
        # The rows keep the order they have, also where it is not that of the mall.
        hogst = (0, 0)
        for n, (nyckel, d) in enumerate(plan):
            hogst = max(hogst, nyckel)
            plan[n] = (hogst, d)
        for m in mall:
            rubrik = m.rubrik_for(organ)
            ny = {"namn": m.typ, "typ": m.typ, "niva": m.niva, "rubrik": rubrik, "rad": None}
            if m.typ != Avsnittstyp.BESLUT:
                if m.typ not in finns:
                    plan.append(((m.ordning, 1_000), ny))
                continue
            if not any(r.typ == m.typ and r.beslutsniva == EGET for r in rader):
                plan.append(((m.ordning, 1_000), ny))
            if self.hogre:
                plan.append(((m.ordning, 1_001), ny | {"namn": NYTT_FORSLAG}))
        plan += [((plats.get(d["typ"], 10_000), 1_002), d) for d in self._skickade_utover({d["namn"] for _, d in plan})]
        return [d for _, d in sorted(plan, key=lambda p: p[0])]

    def _skickade_utover(self, namn: set[str]) -> list[dict]:
        """Parts that were sent and that the page would not have now: somebody else has made, or taken away, the row.

        They are asked about with the rest; nothing that was sent is passed over.
        """
        skickade = {falt.removesuffix("-text") for falt in self.data or () if falt.endswith("-text")}
        typer = {str(m.typ): m for m in self.paragraf.organ.mall()}
        ut = []
        for nytt in sorted(skickade - namn):
            mall = typer.get(nytt)
            rubrik = mall.rubrik_for(self.paragraf.organ) if mall else Avsnittstyp.OVRIGT.label
            typ = str(mall.typ) if mall else Avsnittstyp.OVRIGT
            ut.append({"namn": nytt, "typ": typ, "niva": mall.niva if mall else 1, "rubrik": rubrik, "rad": None})
        return ut

    def _del(self, *, namn, typ, niva, rubrik, rad) -> Skrivdel:
        typ = str(typ)
        utkast = self.utkast.get(namn) if self.data is None else None
        initial = {"text": rad.text if rad else "", "version": rad.version if rad else 0}
        if self.fras and typ == self.fras.typ and not initial["text"]:
            initial["text"], self.fras = self.fras.html, None
        if utkast:
            initial = {"text": utkast.text, "version": utkast.fran_version}
        skickad = self.data is not None and f"{namn}-text" in self.data
        data = self.data if skickad else None
        if typ == Avsnittstyp.BESLUT:
            initial["niva"] = _niva_initial(namn, rad, self.hogre)
            form = BeslutsdelForm(
                data,
                prefix=namn,
                initial=initial,
                rubrik=rubrik,
                organ=self.paragraf.organ,
                hogre=self._hogre_for(rad),
                standard=self.beslutsrubrik,
            )
            rubrik = rubrik if rad else form.rubriker[initial["niva"]]
        else:
            form = DelForm(data, prefix=namn, initial=initial, rubrik=rubrik)
        oppen = bool(skickad or utkast or (rad and rad.text) or self.oppna in (namn, typ))
        if typ == Avsnittstyp.BESLUT and namn != NYTT_FORSLAG and self.paragraf.slag == Paragraf.Slag.ARENDE:
            # An ärende is there to be decided: its decision is open from the start.
            oppen = oppen or rad is not None or not self.paragraf.besluten.all()
        return Skrivdel(
            namn=namn,
            typ=typ,
            niva=niva,
            rubrik=rubrik,
            form=form,
            oppen=oppen,
            rad=rad,
            utkast=utkast,
            knapptext=_knapptext(namn, typ, rubrik, self.hogre),
        )

    def _hogre_for(self, rad):
        till = rad.till_organ if rad is not None and rad.till_organ_id else None
        return [*self.hogre, till] if till and till not in self.hogre else self.hogre

    @property
    def ovrigt_av_systemet(self) -> list[tuple[str, str]]:
        """(heading, HTML) of what the organ's mall has no heading for."""
        return [(Avsnittstyp(typ).label, html) for typ, html in self.systemets.items()]

    @property
    def har_beslut(self) -> bool:
        return any(d.ar_beslut and d.oppen for d in self.delar)

    @property
    def beslutsnamn(self) -> list[str]:
        """The name of the first decision: where the key B goes."""
        return [d.namn for d in self.delar if d.ar_beslut][:1]

    @property
    def oppna_delar(self) -> list[Skrivdel]:
        return [d for d in self.delar if d.oppen]

    @property
    def utkasten(self) -> list[Utkast]:
        return [d.utkast for d in self.delar if d.utkast]

    def grupper(self) -> list[Grupp]:
        """For the page: each open part alone, closed ones that follow each other together."""
        ut: list[Grupp] = []
        for d in self.delar:
            if d.oppen or d.visas or not ut or ut[-1].oppen or ut[-1].delar[-1].visas:
                ut.append(Grupp(d.oppen))
            ut[-1].delar.append(d)
        return ut

    def is_valid(self) -> bool:
        return all(d.form.is_valid() for d in self.delar if d.form.is_bound)

    @property
    def forsta_felet(self) -> str:
        """What is wrong, as a sentence. After `is_valid`."""
        return next(
            (fel for d in self.delar for fel in d.form.errors.get("text", ())), "Något i formuläret gick inte att läsa."
        )

    def deltexter(self) -> list[Deltext]:
        """What was sent, part by part. After `is_valid`."""
        return [d.form.deltext() for d in self.delar if d.form.is_bound]

    @property
    def media(self):
        return self.delar[0].form.media


def _niva_initial(namn: str, rad: Beslut | None, hogre) -> str:
    if rad is not None:
        return str(rad.till_organ_id) if rad.till_organ_id else rad.beslutsniva
    return str(hogre[0].pk) if namn == NYTT_FORSLAG and hogre else EGET


def _knapptext(namn: str, typ: str, rubrik: str, hogre: Iterable) -> str:
    if namn == NYTT_FORSLAG:
        forsta = next(iter(hogre)).namn
        return f"Förslag till {forsta[:1].lower()}{forsta[1:]}"
    return "Beslut" if typ == Avsnittstyp.BESLUT else rubrik
