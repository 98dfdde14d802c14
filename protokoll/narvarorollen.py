"""The roll by hand: officials and others with the §§ each attends, a name as it is to stand in the minutes."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import ProtectedError

from kommun.fel import DomanFel
from kommun.history import spara, ta_bort
from kommun.models import Mandat, Person
from protokoll.models import Motesdeltagare, Narvarohandelse, Paragraf, Protokoll, Sammantrade
from protokoll.narvaro import handelser_for
from protokoll.narvaroandring import andrar, ar_last
from protokoll.narvarolista import Narvarolista

Slag = Motesdeltagare.Slag
# Whom the secretary adds; ledamöter and ersättare come from their mandat.
ATT_LAGGA_TILL = (Slag.TJANSTEPERSON, Slag.PERSONALFORETRADARE, Slag.OVRIG)


@transaction.atomic
def lagg_till(
    sammantrade: Sammantrade,
    *,
    slag: str,
    namn: str,
    by,
    person: Person | None = None,
    titel: str = "",
    paragrafer: Collection[Paragraf] | None = None,
) -> Motesdeltagare:
    """Put an official, a personalföreträdare or somebody else on the roll, there at `paragrafer` (None: all of it).

    Without `person` a new one of that name is registered. The same person again in the same capacity is the same row,
    and so is a new name with the same title: it was pressed twice.
    """
    if slag not in ATT_LAGGA_TILL:
        raise DomanFel("Ledamöter och ersättare hämtas från mandaten. Gör uppropet igen när mandatet är registrerat.")
    namn = " ".join(namn.split())
    if not namn:
        raise DomanFel("Skriv vad personen heter.")
    with andrar(sammantrade, by=by) as andring:
        titel = titel.strip()
        finns = next(
            (
                d
                for d in andring.fore.deltagare
                if (d.person_id == person.pk if person else (d.slag, d.namn, d.titel) == (slag, namn, titel))
            ),
            None,
        )
        if finns and finns.slag == slag:
            return finns
        if finns:
            raise DomanFel(f"{finns} står redan på närvarolistan som {finns.get_slag_display().lower()}.")
        person = person or spara(Person(namn=namn), by=by, reason="Lades upp från en närvarolista")
        rad = Motesdeltagare(
            sammantrade=andring.sammantrade,
            person=person,
            slag=slag,
            namn=namn,
            titel=titel,
            ordning=max((d.ordning for d in andring.fore.deltagare), default=0) + 1,
        )
        spara(rad, by=by, reason="Lades till på närvarolistan")
        if paragrafer is not None:
            _satt_paragrafer(rad, andring.fore, paragrafer, by=by)
    return rad


def _satt_paragrafer(rad: Motesdeltagare, lista: Narvarolista, paragrafer: Collection[Paragraf], *, by) -> None:
    onskade = lista.urval(paragrafer)
    vid_upprop, onskat = handelser_for(onskade, len(lista.paragrafer), rad.pk)
    skal = "Närvaro vid valda paragrafer"
    flyttar = (Narvarohandelse.Slag.KOMMER, Narvarohandelse.Slag.GAR)
    kvar = {(h.slag, lista.paragrafer[h.vid].pk, h.bara) for h in onskat}
    for h in lista.handelser:
        if h.deltagare_id == rad.pk and h.slag in flyttar:
            if (nyckel := (h.slag, h.paragraf_id, h.bara_paragrafen)) in kvar:
                kvar.discard(nyckel)
            else:
                ta_bort(h, by=by, reason=skal)
    if rad.vid_upprop != vid_upprop:
        rad.vid_upprop = vid_upprop
        spara(rad, by=by, reason=skal)
    for h in onskat:
        paragraf = lista.paragrafer[h.vid]
        if (h.slag, paragraf.pk, h.bara) in kvar:
            ny = Narvarohandelse(
                sammantrade=rad.sammantrade, deltagare=rad, slag=h.slag, paragraf=paragraf, bara_paragrafen=h.bara
            )
            spara(ny, by=by, reason=skal)


@transaction.atomic
def andra(
    deltagare: Motesdeltagare,
    *,
    namn: str,
    parti: str,
    titel: str,
    by,
    paragrafer: Collection[Paragraf] | None = None,
) -> Motesdeltagare:
    """The name, party and title as they stand in the minutes of that day; the person's own row is not touched.

    `paragrafer`: let somebody who takes no part in decisions be there at just these §§.
    """
    with andrar(deltagare.sammantrade, by=by) as andring:
        nu = andring.fore.deltagaren(deltagare.pk)
        if (nu.namn, nu.parti, nu.titel) != (namn, parti, titel):
            _kontrollera_att_inget_ar_last(nu, andring.fore)
            nu.namn, nu.parti, nu.titel = namn, parti, titel
            spara(nu, by=by, reason="Ändrade hur namnet står i protokollet")
        if paragrafer is not None:
            if nu.slag in Motesdeltagare.FORTROENDEVALDA:
                raise DomanFel(f"För {nu} antecknas vad som händer: kommer, går, jäv.")
            _satt_paragrafer(nu, andring.fore, paragrafer, by=by)
    return nu


@transaction.atomic
def ta_bort_deltagare(deltagare: Motesdeltagare, *, by) -> None:
    """Take somebody off the roll who was put there by mistake. Doing it twice is no error."""
    with andrar(deltagare.sammantrade, by=by, fraga=False) as andring:
        nu = andring.fore.deltagaren(deltagare.pk)
        if nu is None:
            return
        if _har_platsen(nu, andring.sammantrade, andring.fore):
            raise DomanFel(f"{nu} är ledamot och står kvar på närvarolistan. Markera frånvaro i stället.")
        _kontrollera_att_inget_ar_last(nu, andring.fore)
        try:
            for h in andring.fore.handelser:
                if h.deltagare_id == nu.pk:
                    ta_bort(h, by=by, reason=f"{nu} togs bort från närvarolistan")
            ta_bort(nu, by=by, reason="Togs bort från närvarolistan")
        except ProtectedError as fel:
            raise DomanFel(
                f"{nu} har yrkat, röstat eller anmält något i en paragraf och kan inte tas bort från närvarolistan."
            ) from fel


def _har_platsen(d: Motesdeltagare, sammantrade: Sammantrade, lista: Narvarolista) -> bool:
    """A ledamot with a mandat of the day, or a vacant seat that the organ has."""
    if d.slag != Slag.LEDAMOT:
        return False
    if d.ar_vakant:
        return len(lista.mote.platser) <= (sammantrade.organ.antal_ledamoter or 0)
    mandat = Mandat.objects.gallande(sammantrade.datum).filter(organ=sammantrade.organ_id, person=d.person_id)
    return mandat.exclude(roll=Mandat.Roll.ERSATTARE).exists()


def _kontrollera_att_inget_ar_last(deltagare: Motesdeltagare, lista: Narvarolista) -> None:
    """A ledamot stands in the närvarolista of every protokoll, also as absent; anybody else where he or she was."""
    for n, p in enumerate(lista.paragrafer):
        bild = lista.vid[n]
        if ar_last(p) and (deltagare.slag == Slag.LEDAMOT or deltagare.pk in bild.narvarande | bild.javiga):
            if p.protokoll.lage == Protokoll.Lage.FRYST:
                raise DomanFel(
                    f"{deltagare} står i protokollet med {p.beteckning}, som är hos justerarna. Ta tillbaka det först."
                )
            raise DomanFel(f"{deltagare} står i protokollet med {p.beteckning}, som är justerat och inte ändras.")
