"""The words that lists use for how far an uppdrag has come. Pure."""

import re

from .register import vik_namn

PAGAR, ATERRAPPORTERAT, AVSLUTAT, AVSKRIVET, OVERFORT = "pagar", "aterrapporterat", "avslutat", "avskrivet", "overfort"
SLUTLAGEN = (AVSLUTAT, AVSKRIVET, OVERFORT)
LAGEN = {
    PAGAR: "Pågår",
    ATERRAPPORTERAT: "Återrapporterat, väntar på beslut",
    AVSLUTAT: "Avslutat",
    AVSKRIVET: "Avskrivet",
    OVERFORT: "Överfört",
}

_ORD = {
    PAGAR: (
        r"pågår|pågående|påbörja[td]|"
        r"(?:ej|inte|icke) (?:påbörja[td]|klart?|avsluta[td]|verkställ[td]|genomförd?t?|"
        r"slutförd?t?|färdigt?|redovisat|återrapporterat)|"
        r"öppe[nt]|aktivt?|försena[td]|under (?:arbete|handläggning|beredning|utredning)|bereds|ny|"
        r"nytt|nej|kvarstår|delvis(?: .*)?|delrapporterat?|delredovisa[td]|planera[td]|handläggs|"
        r"utreds|arbete pågår|väntar"
    ),
    ATERRAPPORTERAT: (
        r"återrapporterat?|återrapporterad|slutrapportera[td]|rapportera[td]|redovisa[td]|"
        r"återredovisa[td]|(?:in)?väntar (?:på )?beslut|återrapportera[td],? väntar .*"
    ),
    AVSLUTAT: (
        r"avsluta[td]e?|klart?|slutförd?t?|genomförd?t?|verkställ[td]|utförd?t?|färdigt?|"
        r"fullgjor[dt]|stäng[dt]|slutredovisa[td]|ja|avklara[dt]|slutbehandla[dt]|avrapportera[dt]"
    ),
    AVSKRIVET: (
        r"avskrive[nt]|avskrivs|upphäv[dt]|struke[nt]|utgåt?[rt]?|inaktuellt?|nedlag[dt]|"
        r"återtage[nt]|återkallat?"
    ),
    OVERFORT: r"överför[dt]t?|överlämna[td]|överflyttat?",
}
_MONSTER = {lage: re.compile(ord_) for lage, ord_ in _ORD.items()}
_TILL = re.compile(rf"\s*(?:{_ORD[OVERFORT]})\s+(till\s+.+)", re.IGNORECASE | re.DOTALL)


def las_lage(text: str) -> tuple[str | None, str]:
    """The state, and what follows the word: ("avslutat", "KS 2021-03-02 § 14"), ("overfort", "till MBN").

    (None, text) when it is not known.
    """
    if traff := _TILL.fullmatch(text):
        return OVERFORT, " ".join(traff[1].split())
    slat = vik_namn(text)[:200]
    for lage, monster in _MONSTER.items():
        if monster.fullmatch(slat):
            return lage, ""
    if traff := re.match(r"\s*(\w+)[\s,:(]+((?:\w+ ){0,6}?(?:den )?\(?(?:\w+ )?\d.*)", text):
        for lage, monster in _MONSTER.items():
            if monster.fullmatch(vik_namn(traff[1])):
                return lage, traff[2].strip(" ()")
    return None, text
