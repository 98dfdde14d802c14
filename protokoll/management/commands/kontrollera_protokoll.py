import sys

from django.core.management.base import BaseCommand, CommandError

from protokoll.models import Protokoll, Protokollsversion
from protokoll.organnamn import hitta_organ
from protokoll.versionskontroll import kontrollera

_STEG = 100


class Command(BaseCommand):
    help = (
        "Kontrollera varje sparad version av protokollen: PDF-filens fingeravtryck, kedjan av versioner, innehållet "
        "och underskrifterna. Slutar med felkod 1 när något inte stämmer."
    )

    def add_arguments(self, parser):
        parser.add_argument("--organ", metavar="NAMN", help="bara ett organ: kortnamn eller namn, till exempel KS")
        parser.add_argument("--tyst", action="store_true", help="skriv bara det som inte stämmer, och summan")

    def handle(self, *, organ: str | None, tyst: bool, **options):
        protokollen = Protokoll.objects.all()
        if organ:
            organet = hitta_organ(organ)
            if organet is None:
                raise CommandError(f"Organet ”{organ}” finns inte.")
            protokollen = protokollen.filter(sammantrade__organ=organet)
        antal = Protokollsversion.objects.filter(protokoll__in=protokollen).count()
        klara = felaktiga = 0
        for utslag in kontrollera(protokollen):
            klara += utslag.nummer is not None
            felaktiga += bool(utslag.fel)
            if utslag.fel or not tyst:
                self._skriv(utslag)
            if klara % _STEG == 0 and klara:
                self.stderr.write(f"{klara} av {antal} versioner kontrollerade.", self.style.NOTICE)
        self.stdout.write(_summa(klara, felaktiga))
        if felaktiga:
            sys.exit(1)

    def _skriv(self, utslag):
        s = utslag.protokoll.sammantrade
        vilken = f"version {utslag.nummer}" if utslag.nummer else "ingen version"
        namn = f"{s.organ.kortnamn or s.organ.namn} {s.datum:%Y-%m-%d}, protokoll {utslag.protokoll.pk}, {vilken}"
        if not utslag.fel:
            self.stdout.write(f"{namn}: stämmer")
        for mening in utslag.fel:
            self.stdout.write(self.style.ERROR(f"{namn}: FEL. {mening}"))


def _summa(klara: int, felaktiga: int) -> str:
    versioner = "1 version" if klara == 1 else f"{klara} versioner"
    if felaktiga:
        return f"{versioner} kontrollerade, {felaktiga} stämmer inte."
    return f"{versioner} kontrollerade, alla stämmer." if klara else "Inga versioner finns att kontrollera."
