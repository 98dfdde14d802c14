"""The lines to sign on of each protokoll in work: the secretary, whoever presided at its §§, and its justerare."""

from collections.abc import Sequence
from datetime import date, time

from kommun.history import spara, ta_bort
from kommun.kalender import dag_i_ord
from kommun.models import Tjanst
from protokoll.models import Motesdeltagare, Paragraf, Protokoll, Sammantrade, StandigtArende, Underskrift
from protokoll.narvarolista import Narvarolista, narvarolista

Roll = Underskrift.Roll

# (person, name as printed, party) of each line, in order.
Rader = Sequence[tuple]


def skriv_under(protokoll: Protokoll, roll: str, namn: Rader, *, by) -> None:
    """Let exactly these be the lines to sign on as `roll`."""
    plats = list(Roll.values).index(roll) * 100
    finns = {u.person_id: u for u in protokoll.underskrifterna.filter(roll=roll)}
    for person_id, rad in finns.items():
        if person_id not in {person.pk for person, _, _ in namn}:
            ta_bort(rad, by=by, reason=f"Skriver inte under som {rad.get_roll_display().lower()}")
    for n, (person, namnet, parti) in enumerate(namn, start=1):
        rad = finns.get(person.pk) or Underskrift(protokoll=protokoll, person=person, roll=roll)
        if rad.pk and (rad.ordning, rad.namn, rad.parti) == (plats + n, namnet, parti):
            continue
        rad.ordning, rad.namn, rad.parti = plats + n, namnet, parti
        spara(rad, by=by, reason=f"Skriver under som {rad.get_roll_display().lower()}")


def rader(protokoll: Protokoll, roll: str) -> list[tuple]:
    return [(u.person, u.namn, u.parti) for u in protokoll.underskrifterna.filter(roll=roll).select_related("person")]


def sekreteraren(sammantrade: Sammantrade, by) -> list[tuple]:
    """Whoever opens it, when secretary of the organ that day; else the organ's secretary."""
    tjanster = Tjanst.objects.gallande(sammantrade.datum).filter(
        roll=Tjanst.Roll.SEKRETERARE, organ=sammantrade.organ_id
    )
    egen = tjanster.filter(person=by.person_id).first() if by and by.person_id else None
    tjanst = egen or tjanster.order_by("fran", "pk").first()
    return [(tjanst.person, tjanst.person.namn, "")] if tjanst else []


def i_arbete(sammantrade: Sammantrade) -> list[Protokoll]:
    return list(sammantrade.protokollen.filter(lage=Protokoll.Lage.UTKAST).order_by("pk"))


def ordinarie(sammantrade: Sammantrade) -> Protokoll | None:
    """The protokoll in work that takes every § that has none of its own."""
    return next((p for p in i_arbete(sammantrade) if p.slag == Protokoll.Slag.ORDINARIE), None)


def nytt_ordinarie(sammantrade: Sammantrade, *, by, skal: str) -> Protokoll:
    protokoll = spara(Protokoll(sammantrade=sammantrade), by=by, reason=skal)
    skriv_under(protokoll, Roll.SEKRETERARE, sekreteraren(sammantrade, by), by=by)
    return protokoll


def for_sekretess(sammantrade: Sammantrade, *, by) -> Protokoll:
    """The protokoll in work that takes the §§ with sekretess, laid up when there is none."""
    finns = next((p for p in i_arbete(sammantrade) if p.slag == Protokoll.Slag.SEKRETESS), None)
    if finns:
        return finns
    nytt = Protokoll(sammantrade=sammantrade, slag=Protokoll.Slag.SEKRETESS)
    spara(nytt, by=by, reason="Lades upp för paragrafer med sekretess")
    skriv_under(nytt, Roll.SEKRETERARE, sekreteraren(sammantrade, by), by=by)
    return nytt


def synka_ordforande(sammantrade: Sammantrade, *, by) -> None:
    """Those who presided at the §§ of each protokoll in work sign it, in the order in which they presided."""
    lista = narvarolista(sammantrade)
    for protokoll in i_arbete(sammantrade):
        egna = [p for p in lista.paragrafer if p.protokoll_id == protokoll.pk]
        namn = [(d.person, d.namn, d.parti) for d, _ in lista.ledde(egna)]
        if namn:
            skriv_under(protokoll, Roll.ORDFORANDE, namn, by=by)


# Justerare


def paragraf_for_val(lista: Narvarolista, sammantrade: Sammantrade) -> Paragraf | None:
    """The § at which the justerare are chosen: the standing one, else the current, else the first."""
    kod = StandigtArende.Kod.JUSTERARE
    standiga = {s.pk for s in sammantrade.organ.standiga_arenden.all() if s.kod == kod}
    return next(
        (p for p in lista.paragrafer if p.standigt_id in standiga),
        next((p for p in lista.paragrafer if p.pk == sammantrade.aktuell_id), next(iter(lista.paragrafer), None)),
    )


def kan_justera(lista: Narvarolista, sammantrade: Sammantrade) -> list[Motesdeltagare]:
    """Those who serve when the justerare are chosen, except the one who presides."""
    paragraf = paragraf_for_val(lista, sammantrade)
    if paragraf is None:
        return []
    ordforande = lista.ordforande(paragraf)
    return [d for d in lista.tjanstgorande(paragraf) if d != ordforande and d.person_id]


def kan_justera_delen(lista: Narvarolista, paragrafer: Sequence[Paragraf]) -> list[Motesdeltagare]:
    """Those who can adjust just these §§: serve at every one of them, and preside at none; nobody jävig does."""
    vid = lista.urval(paragrafer)
    if not vid:
        return []
    ledde = {d.pk for d, _ in lista.ledde(paragrafer)}
    return [
        d
        for d in lista.deltagare
        if d.person_id and d.pk not in ledde and all(lista.vid[n].plats_for(d.pk) is not None for n in vid)
    ]


def justeringen_i_text(plats: str, dag: date | None, tid: time | None) -> str:
    """Stadshuset, Vimmerby, 3 mars 2020 kl. 15.00."""
    nar = " kl. ".join(filter(None, [dag_i_ord(dag, veckodag=False) if dag else "", f"{tid:%H.%M}" if tid else ""]))
    return ", ".join(filter(None, [plats.strip().rstrip(","), nar]))


def mojliga_justerare(sammantrade: Sammantrade, protokoll: Protokoll | None) -> list[Motesdeltagare]:
    """Whom to choose from: for the meeting as a whole, or for a protokoll of its own."""
    lista = narvarolista(sammantrade)
    if protokoll is None or protokoll.slag == Protokoll.Slag.ORDINARIE:
        return kan_justera(lista, sammantrade)
    return kan_justera_delen(lista, [p for p in lista.paragrafer if p.protokoll_id == protokoll.pk])


def foljer_valet(protokollen: Sequence[Protokoll], forst: Protokoll) -> list[Protokoll]:
    """Of the protokoll in work, those that follow the choice for the meeting: no justerare, or none but its own."""
    nu = {person.pk for person, _, _ in rader(forst, Roll.JUSTERARE)}
    return [p for p in protokollen if p.pk == forst.pk or {u.pk for u, _, _ in rader(p, Roll.JUSTERARE)} <= nu]
