"""Who signs a protokoll: the secretary, whoever presided, and the justerare that the organ chose (KL 5:69)."""

import re

from protokoll import lankar
from protokoll.inlasning.tecken import utan_accent
from protokoll.klarkoll import JUSTERING, fel, varning
from protokoll.models import Protokoll, StandigtArende, Underskrift

_ROLLER = (
    (Underskrift.Roll.JUSTERARE, "justerare_saknas", "Ingen justerare är vald för protokollet."),
    (Underskrift.Roll.ORDFORANDE, "ordforande_saknas", "Ingen ordförande skriver under protokollet."),
    (Underskrift.Roll.SEKRETERARE, "sekreterare_saknas", "Ingen sekreterare skriver under protokollet."),
)
_VAL = re.compile(r"val av (?:protokolls?)?justera", re.IGNORECASE)


def _protokollen(u):
    """Those that wait for their signatures: (protokoll, its §§, rows, address). Before the meeting is over only what
    is adjusted at once does."""
    for pr in (pr for pr in u.utkasten if u.avslutat or pr.slag == Protokoll.Slag.OMEDELBART):
        paragrafer = [p for p in u.arenden if p.protokoll_id == pr.pk]
        yield pr, paragrafer, list(pr.underskrifterna.all()), lankar.justerarna(u.sammantrade, pr)


def undertecknare_saknas(u):
    for pr, _, rader, url in _protokollen(u):
        for roll, kod, text in _ROLLER:
            if not any(r.roll == roll for r in rader):
                yield fel(kod, text, url, skede=JUSTERING, nyckel=f"pr{pr.pk}")


def ordforanden_skriver_inte_under(u):
    """Whoever presided at a § answers for its minutes (KL 5:65)."""
    for pr, paragrafer, rader, url in _protokollen(u):
        undertecknar = {r.person_id for r in rader if r.roll == Underskrift.Roll.ORDFORANDE}
        ledde = {}
        for p in paragrafer:
            if leder := u.vid(p).ordforande:
                ledde.setdefault(leder, p)
        for leder, p in ledde.items():
            if undertecknar and u.deltagaren(leder).person_id not in undertecknar:
                text = f"{u.namn(leder)} ledde sammanträdet här men skriver inte under protokollet som ordförande."
                nyckel = f"pr{pr.pk}:{leder}"
                yield varning("ordforande_skriver_ej", text, url, skede=JUSTERING, paragraf=p, nyckel=nyckel)


def justerare_ar_ordforande(u):
    for pr, _, rader, url in _protokollen(u):
        ordforande = {r.person_id for r in rader if r.roll == Underskrift.Roll.ORDFORANDE}
        for r in rader:
            if r.roll == Underskrift.Roll.JUSTERARE and r.person_id in ordforande:
                text = f"{r.namn_med_parti} kan inte justera som både ordförande och justerare."
                yield fel("justerare_ar_ordforande", text, url, skede=JUSTERING, nyckel=f"pr{pr.pk}:{r.person_id}")


def justerare_inte_med(u):
    """Somebody who is not on the roll at all; who is, is the presence engine's."""
    for pr, paragrafer, rader, url in _protokollen(u):
        for r in rader:
            okand = r.roll != Underskrift.Roll.SEKRETERARE and r.person_id not in u.deltagare_av_person
            if okand and paragrafer and u.lista.deltagare:
                roll = r.get_roll_display().lower()
                text = f"{r.namn_med_parti} skriver under som {roll} men står inte på närvarolistan."
                yield varning("undertecknare_okand", text, url, skede=JUSTERING, nyckel=f"pr{pr.pk}:{r.person_id}")


def justerare_i_valet(u):
    """The § in which justerare were chosen names those who adjust."""
    for p in u.avgjorda:
        if not (p.standigt.kod == StandigtArende.Kod.JUSTERARE if p.standigt_id else _VAL.match(p.rubrik)):
            continue
        text = " ".join(utan_accent(" ".join(u.ren(b) for b in p.besluten.all())).split())
        if not text:
            continue
        for pr, _, rader, _ in _protokollen(u):
            for r in rader:
                if r.roll == Underskrift.Roll.JUSTERARE and utan_accent(r.namn) not in text:
                    mening = f"{r.namn_med_parti} justerar, men beslutet om val av justerare nämner någon annan."
                    nyckel, url = f"pr{pr.pk}:{r.person_id}", lankar.beslutet(p)
                    yield varning("justerare_i_valet", mening, url, skede=JUSTERING, paragraf=p, nyckel=nyckel)


def justeringens_plats_saknas(u):
    for pr, _, _, url in _protokollen(u):
        if not pr.justeringens_plats_och_tid.strip():
            text = "Det saknas var och när protokollet justeras."
            yield varning("justeringens_plats_saknas", text, url, skede=JUSTERING, nyckel=f"pr{pr.pk}")


KONTROLLER = (
    undertecknare_saknas,
    ordforanden_skriver_inte_under,
    justerare_ar_ordforande,
    justerare_inte_med,
    justerare_i_valet,
    justeringens_plats_saknas,
)
