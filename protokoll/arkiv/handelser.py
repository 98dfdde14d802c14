"""What happened to a protokoll, from its rows: frozen, approved, signed, corrected, put on the anslagstavla."""

import json
from datetime import datetime, time

from django.utils import timezone

from protokoll.arkiv.underlag import versionerna
from protokoll.arkiv.varden import Handelse, utc
from protokoll.models import Anslag, Protokoll, Protokollsversion, Rattelse


def handelserna(protokoll: Protokoll) -> tuple[Handelse, ...]:
    """In the order they happened. Reads the prefetched relations."""
    rader: list[Handelse] = []
    for version in versionerna(protokoll):
        rader += _versionens(version)
    for anslag in protokoll.anslagen.all():
        rader += _anslagets(anslag)
    return tuple(sorted(rader, key=lambda h: (h.tid, h.slag, h.text)))


def _versionens(version: Protokollsversion) -> list[Handelse]:
    rattelse = version.slag == Protokollsversion.Slag.RATTELSE
    skal = f" Skäl: {version.skal}" if version.skal else ""
    rader = [
        Handelse(
            "rättelse" if rattelse else "frysning",
            version.skapad,
            f"Version {version.nummer}, SHA-256 {version.sha256}, kedja {version.kedja}.{skal}",
        )
    ]
    rader += [
        Handelse("rättat", version.skapad, f"{_stalle(r)}: ”{r.fore}” ska lyda ”{r.efter}”.")
        for r in version.rattelserna.all()
    ]
    rader += [
        Handelse(
            "godkännande",
            g.tid,
            f"{g.namn}, {g.get_roll_display().lower()}, godkände version {version.nummer}, SHA-256 {g.sha256}. "
            f"Inloggning: {g.inloggning}.",
            av=g.namn,
            som=g.get_roll_display(),
        )
        for g in version.godkannandena.all()
    ]
    rader += [
        Handelse(
            "undertecknande",
            u.tid,
            f"{u.get_satt_display()}, version {version.nummer}, SHA-256 {u.bilaga.sha256}."
            + (" Stämpeln är gjord med ett provcertifikat och bevisar ingenting." if u.prov else ""),
        )
        for u in version.undertecknandena.all()
    ]
    return rader


def _stalle(r: Rattelse) -> str:
    """Where it was: "§ 7 Beslut"; on the front page the heading there."""
    return " ".join(filter(None, [r.paragraf and r.paragraf.beteckning, r.rubrik]))


def _anslagets(anslag: Anslag) -> list[Handelse]:
    rader = [
        Handelse(
            "anslag",
            uppe(anslag),
            f"Tillkännagivet på anslagstavlan {anslag.uppsatt}. Sista dag att överklaga "
            f"{anslag.sista_overklagandedag}. Anslaget tas ned {anslag.tas_ned}. Förvaringsplats: "
            f"{anslag.forvaringsplats or 'inte angiven'}. Underskrift: {anslag.undertecknare}.",
            av=anslag.undertecknare,
        )
    ]
    if anslag.nedtaget:
        rader.append(
            Handelse("anslaget nedtaget i förtid", anslag.nedtaget, f"Anslaget togs ned. Skäl: {anslag.nedtaget_skal}")
        )
    return rader


def uppe(anslag: Anslag) -> datetime:
    """When it went up; of one that was read in only the day is known."""
    return anslag.uppsatt_tid or timezone.make_aware(datetime.combine(anslag.uppsatt, time()))


def som_json_text(protokoll: Protokoll, rader: tuple[Handelse, ...]) -> bytes:
    return json_text(
        {
            "protokoll": f"{protokoll.sammantrade}, {protokoll.get_slag_display().lower()}",
            "justeringsdag": protokoll.justeringsdag.isoformat(),
            "justerat_genom": protokoll.get_justerat_genom_display(),
            "handelser": [{"slag": h.slag, "tid": utc(h.tid), "text": h.text, "av": h.av, "som": h.som} for h in rader],
        }
    )


def json_text(varde) -> bytes:
    """One way of writing it, the same each time."""
    return (json.dumps(varde, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
