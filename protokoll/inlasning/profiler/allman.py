"""The general layout: what Swedish municipalities' protokoll have in common."""

import re

from .bas import Profil

GEMENSAMMA_SIDFOTTER = (
    ("sidfot", re.compile(r"^\s{0,200}(?:Just(?:erandes?|erarens|\.)|Ordförandens?|Utdragsbest\w{0,12})\s{0,3}"
                          r"(?:sign\w{0,10}\.?|underskrift)[\s_./]{0,200}"
                          r"(?:(?:Just\w{0,9}|Utdragsbest\w{0,12}|sign\w{0,10}|Expedierat)[\s_./]{0,200}){0,4}$",
                          re.IGNORECASE)),
    ("sidfot", re.compile(r"^\s{0,200}(?:Expedierat\s?/\s?bestyrkt|Utdragsbestyrkande)[\s_.]{0,200}$", re.IGNORECASE)),
    ("sidfot", re.compile(r"^\s{0,200}(?:Det här dokumentet|Dokumentet|Detta dokument) är (?:digitalt|elektroniskt) "
                          r"(?:signerat|underskrivet|undertecknat)\.?$", re.IGNORECASE)),
    ("sidfot", re.compile(r"^\s{0,200}Transaktionsidentitet:\s{0,40}[0-9A-Fa-f-]{8,80}$")),
)  # fmt: skip

SIDHUVUDSORD = re.compile(
    r"(?:\b(?:SAMMANTRÄDES)?PROTOKOLL\b|\bProtokollsutdrag\b|\bSammanträdesdatum\b|\bSammanträdesdag\b|\bDatum\b"
    r"|\bJusterande[ns]?s? sign\w{0,8}|\bUtdragsbestyrkande\b"
    r"|\b[A-ZÅÄÖÉ][\w-]{1,30} (?:KOMMUN|kommun|stad|STAD)\b|\bSid(?:a|an|nr|or)?\b|\bBlad\b"
    r"|\bParagraf(?:er)?\b)",
    re.IGNORECASE,
)

SIGNATURSIDOR = re.compile(r"^(?:Undertecknat\s{1,10}av följande personer|Dokumentet\s{1,10}är signerat av\b.{0,80})")

PROFIL = Profil(
    namn="allmän",
    poang=lambda text: 1,
    bort=GEMENSAMMA_SIDFOTTER,
    sidhuvudsord=SIDHUVUDSORD,
    signatursidor=SIGNATURSIDOR,
)
