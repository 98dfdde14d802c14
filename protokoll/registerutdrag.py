"""What of this package is no record when a private person is made anonymous (kommun.registerutdrag)."""

from django.db.models import QuerySet

from kommun.registerutdrag.pseudonymisering import Byte, Sokt, lika
from protokoll.models import Bokning, Mottagare, Sandlisterad


def _pa_listor(sokt: Sokt) -> QuerySet:
    return Sandlisterad.objects.filter(lika("epost", sokt.epost) | lika("namn", sokt.ord))


def _adresser(sokt: Sokt) -> QuerySet:
    """The name is printed in the §; the address is our own note of where to send it."""
    return Mottagare.objects.filter(lika("epost", sokt.epost) | lika("namn", sokt.ord)).exclude(epost="")


def _bokningar(sokt: Sokt) -> QuerySet:
    """What somebody needs on a journey: food, health, company."""
    return (
        Bokning.objects.filter(deltagande__person=sokt.person).exclude(anteckning="")
        if sokt.person
        else Bokning.objects.none()
    )


BYTEN = [
    Byte("Rader på sändlistor", "tas bort", _pa_listor, None),
    Byte(
        "Mottagare av beslut",
        "förlorar e-postadressen; namnet är tryckt i protokollet",
        _adresser,
        lambda rad, p: {"epost": ""},
    ),
    Byte("Anteckningar om bokningar", "tas bort", _bokningar, lambda rad, p: {"anteckning": ""}),
]
