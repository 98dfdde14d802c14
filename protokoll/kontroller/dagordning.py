"""The dagordning and what stands in the kallelse."""

import re
from itertools import zip_longest

from kommun.kalender import dag_i_ord
from protokoll import lankar
from protokoll.klarkoll import KALLELSE, fel, varning
from protokoll.models import Paragraf, StandigtArende

_FORMELLA = (
    StandigtArende.Kod.JUSTERARE,
    StandigtArende.Kod.DAGORDNING,
    StandigtArende.Kod.MEDDELANDEN,
    StandigtArende.Kod.DELEGATION,
)
# The same, where the ärende is not one of the standing ones.
_FORMELL_RUBRIK = re.compile(
    r"(?:val av (?:protokolls?)?justera|(?:fastställande|godkännande) av (?:dagordning|föredragningslista|ärendelista)|"
    r"upprop|sammanträdets? öppna|öppnande|avslutning|meddelanden\b|(?:redovisning av )?delegationsbeslut|"
    r"anmälningsärenden)",
    re.IGNORECASE,
)


def ar_formell(p: Paragraf) -> bool:
    """Belongs to the meeting itself, not to a matter: no case number and no receiver is to be expected."""
    if p.standigt_id and p.standigt.kod != StandigtArende.Kod.ANNAT:
        return p.standigt.kod in _FORMELLA
    return bool(_FORMELL_RUBRIK.match(p.rubrik.strip()))


def tid_och_plats(u):
    s, url = u.sammantrade, lankar.tid_och_plats(u.sammantrade)
    if not (u.forbereds or u.skrivs):
        return
    if not s.start:
        yield fel("tid_saknas", "Sammanträdet har ingen tid då det börjar.", url, skede=u.skede)
    if not s.plats.strip():
        yield fel("plats_saknas", "Sammanträdet har ingen plats.", url, skede=u.skede)
    if u.avslutat and u.skrivs and not s.slut:
        yield fel("sluttid_saknas", "Det saknas när sammanträdet slutade.", url, skede=u.skede)


def tom_dagordning(u):
    if u.forbereds and not u.lista.paragrafer:
        url = lankar.dagordningen(u.sammantrade)
        yield fel("dagordning_tom", "Dagordningen har inga ärenden.", url, skede=KALLELSE)


def rubrik_saknas(u):
    for p in u.arenden:
        if not p.rubrik.strip():
            yield fel("rubrik_saknas", "Ärendet har ingen rubrik.", lankar.huvudet(p), skede=u.skede, paragraf=p)


def dnr_saknas(u):
    """A standing ärende has the number that the organ has given it, or none."""
    for p in u.arenden:
        utan = ar_formell(p) or (p.standigt_id and not p.standigt.dnr)
        if p.slag == Paragraf.Slag.ARENDE and not p.dnr.strip() and not utan:
            yield varning("dnr_saknas", "Diarienummer saknas.", lankar.huvudet(p), skede=u.skede, paragraf=p)


def tom_rubrik(u):
    """A heading of the dagordning with nothing under it."""
    if not u.forbereds:
        return
    for p, nasta in zip_longest(u.paragrafer, u.paragrafer[1:]):
        if p.slag == Paragraf.Slag.RUBRIK and (nasta is None or nasta.slag == Paragraf.Slag.RUBRIK):
            text = f"Rubriken ”{p.rubrik}” har inget ärende under sig."
            yield varning("dagordningsrubrik_tom", text, lankar.arendet(p), skede=KALLELSE, paragraf=p)


def ingen_att_kalla(u):
    if u.forbereds and not u.antal_mandat and not u.sammantrade.de_kallade.all():
        text = "Ingen har mandat i organet den dagen, så det finns ingen att kalla."
        yield fel("ingen_att_kalla", text, lankar.kallelsen(u.sammantrade), skede=KALLELSE)


def kallelsedag_passerad(u):
    s = u.sammantrade
    if u.forbereds and s.kallelsedag and s.kallelsedag < u.today <= s.datum and not s.kallelserna.all():
        text = f"Kallelsen skulle ha skickats {dag_i_ord(s.kallelsedag, veckodag=False)}."
        yield fel("kallelsedag_passerad", text, lankar.kallelsen(s), skede=KALLELSE)


def inte_oppnat(u):
    s = u.sammantrade
    if u.forbereds and s.datum < u.today:
        text = f"Dagen {s.dag} har passerat. Öppna sammanträdet, flytta det eller ställ in det."
        yield fel("inte_oppnat", text, lankar.sammantradet(s), skede=KALLELSE)


def ingen_fortsattning(u):
    """What was put off comes back: an ärende that nobody takes up again is how matters are lost."""
    if not u.avslutat:
        return
    for p in u.behandlade:
        if p.utfall in (Paragraf.Utfall.BORDLAGT, Paragraf.Utfall.ATERREMITTERAT) and not p.fortsattningarna.all():
            text = f"Ärendet är {p.get_utfall_display().lower()} men står inte på någon senare dagordning."
            yield varning("ingen_fortsattning", text, lankar.utfallet(p), skede=u.skede, paragraf=p)


KONTROLLER = (
    tid_och_plats,
    tom_dagordning,
    rubrik_saknas,
    dnr_saknas,
    tom_rubrik,
    ingen_att_kalla,
    kallelsedag_passerad,
    inte_oppnat,
    ingen_fortsattning,
)
