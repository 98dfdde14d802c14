"""Names of organ in running text, and which of two organ stands above the other."""

import re
from dataclasses import dataclass

_KARNA = "fullmäktige|styrelsen|nämnden|utskottet|beredningen|presidiet|direktionen|delegationen|stämman"
_GENITIV = "fullmäktiges|styrelsens|nämndens|utskottets|direktionens"
_UNDER = r"(?:[\w-]{0,40}(?:utskott|beredning|presidium|delegation))"
# "för Vård & Omsorg", "för teknik"; one word, then those that a conjunction ties to it.
_FOR = (
    r"(?:\sför\s[\w-]{2,40}(?:(?:\s(?:&|och)|,)\s(?!(?:ger|ge|uppdrar?|att|för|beslutar|samt|som|vid|i|med|"
    r"[\w-]{0,40}(?:nämnd|förvaltning|styrelse|chef|direktör|kontor|utskott|bolag)\w{0,6})\b)[\w-]{2,40}){0,3})"
)
# "Miljö- och byggnadsnämnden", "Tekniska nämnden": what may stand before the word itself.
_FORE = (
    r"(?:\w{2,30}-(?:,\s\w{2,30}-){0,3}\s(?:och|samt|&)\s|"
    r"(?!(?:Samma|Denna|Detta|Hela)\s)[^\W\d_]\w{1,30}[ak]a\s){0,1}"
)
ORGAN = (
    rf"(?:{_FORE}[\w-]{{0,60}}(?:{_GENITIV})\s{_UNDER}\b"
    rf"|{_FORE}[\w-]{{0,60}}(?:{_KARNA})\b(?!\s(?:ordförande|presidium))(?:{_FOR}(?=\s|$))?"
    r"|KSAU\b|KS\b|KF\b|AU\b)"
)
VID_BORJAN = re.compile(ORGAN, re.IGNORECASE)

# Organ that give nothing here: what is told of them is somebody else's.
MYNDIGHET = re.compile(
    r"\b(?:regeringen|riksdagen|staten|länsstyrelsen?s?|socialstyrelsen|naturvårdsverket|trafikverket|boverket|"
    r"skolverket|skatteverket|livsmedelsverket|lantmäteriet|folkhälsomyndigheten|tillväxtverket|energimyndigheten|"
    r"arbetsförmedlingen|försäkringskassan|migrationsverket|myndigheten för|msb|riksantikvarieämbetet|"
    r"skolinspektionen|jordbruksverket|konkurrensverket|upphandlingsmyndigheten|kemikalieinspektionen|kammarkollegiet|"
    r"havs- och vattenmyndigheten|polismyndigheten|polisen|post- och telestyrelsen|transportstyrelsen|"
    r"bolagsverket|domstolsverket|kriminalvården|skogsstyrelsen|statskontoret|riksrevisionen|svenska kraftnät|"
    r"svk|smhi|sgu|skr|sveriges kommuner och regioner|eu-kommissionen|åklagarmyndigheten|justitieombudsmannen)\b",
    re.IGNORECASE,
)

_KORTNAMN = {
    "kf": "kommunfullmäktige",
    "ks": "kommunstyrelsen",
    "ksau": "kommunstyrelsens arbetsutskott",
    "au": "arbetsutskottet",
}
# "nämnden" alone, and what of an organ's own name it may stand for.
_ALLMANNA = {
    "fullmäktige": "fullmäktige",
    "styrelsen": "styrelse",
    "nämnden": "nämnd",
    "utskottet": "utskott",
    "arbetsutskottet": "utskott",
    "beredningen": "beredning",
    "presidiet": "presidi",
    "direktionen": "direktion",
    "delegationen": "delegation",
    "stämman": "stämma",
}
_FULLMAKTIGE, _STYRELSE, _NAMND, _UTSKOTT = 3, 2, 1, 0


def _slatt(namn: str) -> str:
    slatt = " ".join(namn.casefold().replace("&", "och").split())
    return _KORTNAMN.get(slatt, slatt)


def _rang(namn: str) -> int:
    """KF before styrelse before nämnd before their utskott."""
    slatt = _slatt(namn)
    if re.search(r"(?:utskott|beredning|presidium|presidiet|delegation)(?:et|en)?\b", slatt):
        return _UTSKOTT
    if "fullmäktige" in slatt or "stämman" in slatt:
        return _FULLMAKTIGE
    if re.search(r"\b(?:kommun|region|landstings)?styrelsen?\b|direktion", slatt):
        return _STYRELSE
    return _NAMND


@dataclass(frozen=True)
class Beslutande:
    """The organ that decides, as its texts may name it."""

    namn: str

    def ar(self, namn: str) -> bool:
        """Is it this organ that the name stands for?"""
        eget, annat = _slatt(self.namn), _slatt(namn)
        if not eget or eget == annat:
            return True
        if annat in _ALLMANNA:
            return _ALLMANNA[annat] in eget and not (_ALLMANNA[annat] != "utskott" and _rang(eget) == _UTSKOTT)
        kort, lang = sorted((eget, annat), key=len)
        return lang.startswith(f"{kort} ") and _rang(kort) == _rang(lang)

    def under(self, namn: str) -> bool:
        """Does the organ named stand above this one?"""
        return not self.ar(namn) and _rang(namn) > _rang(self.namn)

    @property
    def nast_over(self) -> str:
        """The organ that its proposals go to, where the text does not say."""
        if traff := re.match(r"(.{3,80}(?:styrelsen|nämnden|direktionen))s\s", self.namn):
            return traff[1]
        return "Kommunfullmäktige" if _rang(self.namn) else "Kommunstyrelsen"


def versal(namn: str) -> str:
    namn = " ".join(namn.split())
    return namn[:1].upper() + namn[1:]
