"""What is wrong in the words themselves, wherever they stand. Also in transcripts: letters and personnummer."""

import re
from datetime import date
from itertools import zip_longest

from protokoll import lankar
from protokoll.fraser import kvar_att_fylla_i
from protokoll.inlasning.tecken import beskriv_skrift, forvaxlingsbara_ord
from protokoll.klarkoll import JUSTERING, fel, varning
from protokoll.personnummer import dolt, personnummer_i

_PLATSHALLARE = re.compile(
    r"(?<![\w-])(?:[Xx]{2,}|[Åå]{2,4}[-/ ]?[Mm]{2}[-/ ]?[Dd]{2}|NN|TBD)(?![\w-])"
    r"|\[(?!\.\.\.|…|sic)[^\W\d][^\]\n]{0,40}\]|\?{3,}|_{3,}|…{2,}"
)
_PLATSTECKEN = ("XX", "Xx", "xX", "xx", "ÅÅ", "Åå", "åÅ", "åå", "NN", "TBD", "[", "???", "___", "……")
_DUBBLA = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_HANVISNING = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d),? ?§")


def _stycken(u, paragrafer, *tecken: str):
    """(§, piece, its key) of what will be printed, where it holds any of `tecken`: quicker asked than searched."""
    for p in paragrafer:
        for stycke in u.texter(p):
            if not tecken or any(t in stycke.text for t in tecken):
                yield p, stycke, stycke.nyckel


def frammande_tecken(u):
    """A look-alike letter of another alphabet hides the word from every search."""
    for p, stycke, plats in _stycken(u, (*u.arenden, *u.avskrivna)):
        for ord_, ratt in dict(forvaxlingsbara_ord(stycke.text)).items():
            text = f"”{ord_}” i {stycke.namn} har {beskriv_skrift(ord_)} bokstäver. Skriv ”{ratt}” med latinska."
            nyckel = f"{plats}:{ord_[:40]}"
            yield varning("frammande_tecken", text, stycke.url, skede=u.skede_for(p), paragraf=p, nyckel=nyckel)


def personnummer(u):
    """The number is neither shown nor kept, not even in the key."""
    for p, stycke, plats in _stycken(u, (*u.arenden, *u.avskrivna)):
        for n, (borjan, slut) in enumerate(personnummer_i(stycke.text)):
            text = f"Det ser ut som ett personnummer i {stycke.namn} (börjar med {dolt(stycke.text[borjan:slut])})."
            nyckel = f"{plats}:{n}"
            yield varning("personnummer", text, stycke.url, skede=u.skede_for(p), paragraf=p, nyckel=nyckel)


def variabel_kvar(u):
    """Before the meeting a phrase waits for who is chosen; after it nothing may."""
    for p, stycke, plats in _stycken(u, u.behandlade, "{"):
        for v in sorted(set(kvar_att_fylla_i(stycke.text))):
            text = f"Variabeln {v} i {stycke.namn} är inte ifylld."
            yield fel("variabel_kvar", text, stycke.url, skede=JUSTERING, paragraf=p, nyckel=f"{plats}:{v}")


def platshallare(u):
    for p, stycke, plats in _stycken(u, u.behandlade, *_PLATSTECKEN):
        for ord_ in sorted(set(_PLATSHALLARE.findall(stycke.text))):
            text = f"”{ord_}” i {stycke.namn} ser ut att vänta på att bli ifyllt."
            nyckel = f"{plats}:{ord_}"
            yield varning("platshallare", text, stycke.url, skede=JUSTERING, paragraf=p, nyckel=nyckel)


def dubbla_mellanslag(u):
    for p, stycke, plats in _stycken(u, u.behandlade, "  ", "\u00a0"):
        if traff := _DUBBLA.search(stycke.text):
            fore = stycke.text[: traff.start()].split()[-1][-30:]
            text = f"Dubbla mellanslag i {stycke.namn}, efter ”{fore}”."
            yield varning("dubbla_mellanslag", text, stycke.url, skede=JUSTERING, paragraf=p, nyckel=plats)


def hanvisning_framat(u):
    """A reference to a § of a meeting that had not been held yet: most often the wrong year."""
    for p, stycke, plats in _stycken(u, u.behandlade, "§"):
        for ar, manad, dag in _HANVISNING.findall(stycke.text):
            try:
                dagen = date(int(ar), int(manad), int(dag))
            except ValueError:
                continue
            if dagen > u.sammantrade.datum:
                text = f"{stycke.namn.capitalize()} hänvisar till en paragraf {dagen}, efter sammanträdet."
                nyckel = f"{plats}:{dagen}"
                yield varning("hanvisning_framat", text, stycke.url, skede=JUSTERING, paragraf=p, nyckel=nyckel)


def tom_rubrik(u):
    """A heading over nothing, unless a part of it comes below."""
    for p in u.behandlade:
        delar = p.delar()
        for del_, nasta in zip_longest(delar, delar[1:]):
            har_underavsnitt = nasta is not None and nasta.niva > del_.niva
            if del_.typ != "beslut" and not u.ren(del_) and not har_underavsnitt:
                text = f"Rubriken ”{del_.rubrik}” har ingen text och skrivs inte ut."
                nyckel = f"s{del_.pk}"
                yield varning("tom_rubrik", text, lankar.delen(del_), skede=JUSTERING, paragraf=p, nyckel=nyckel)


KONTROLLER = (
    frammande_tecken,
    personnummer,
    variabel_kvar,
    platshallare,
    dubbla_mellanslag,
    hanvisning_framat,
    tom_rubrik,
)
