import os
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from kommun.fel import DomanFel
from kommun.kopia import aterstallning, kryptering, lasning, tagning
from kommun.kopia.visning import storlek, visa


class Command(BaseCommand):
    help = (
        "Lägg tillbaka en säkerhetskopia i en tom databas, och pröva att allt är med: varje rad räknas, varje "
        "protokoll kontrolleras. Det som gick fel på vägen lämnar databasen tom."
    )

    def add_arguments(self, parser):
        parser.add_argument("fil", type=Path, metavar="FIL", help="kopian, som sakerhetskopiera skrev den")
        vad = parser.add_mutually_exclusive_group()
        vad.add_argument("--kontrollera", action="store_true", help="läs bara igenom kopian och säg vad den innehåller")
        vad.add_argument(
            "--prova",
            action="store_true",
            help="lägg tillbaka den i en tillfällig databas på samma server, kontrollera den och ta bort den igen",
        )
        parser.add_argument("--filer", type=Path, metavar="KATALOG", help="packa upp stämpelns filer här")

    def handle(self, *, fil: Path, kontrollera: bool, prova: bool, filer: Path | None, **options):
        try:
            with lasning.oppna(fil, kryptering.nycklar(settings.KOPIANYCKEL)) as kopia:
                self._beratta(kopia)
                lasning.kontrollera(kopia, visa(self.stderr, "Kontrollerar kopian"))
                if filer:
                    self._packa_upp(kopia, filer)
                if kontrollera:
                    self.stdout.write("Kopian är hel.")
                elif prova:
                    with aterstallning.tillfallig_databas():
                        self._lagg_tillbaka(kopia)
                    self.stdout.write("Kopian går att lägga tillbaka. Den tillfälliga databasen är borttagen.")
                else:
                    self._lagg_tillbaka(kopia)
        except DomanFel as fel:
            raise CommandError(str(fel)) from fel
        except DatabaseError as fel:
            raise CommandError(f"Databasen sade nej: {str(fel).splitlines()[0]}") from fel

    def _beratta(self, kopia: lasning.Kopia) -> None:
        m = kopia.manifest
        hur = "krypterad" if kopia.krypterad else "inte krypterad"
        self.stdout.write(
            f"{m.kommun}, {m.skapad}: {len(m.antal)} tabeller, {m.rader} rader, {storlek(m.bytes)}, {hur}, "
            f"PostgreSQL {m.postgresql}."
        )

    def _packa_upp(self, kopia: lasning.Kopia, mapp: Path) -> None:
        for namn in kopia.filer:
            plats = mapp / Path(namn).parent.name / Path(namn).name
            try:
                plats.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                with open(plats, "xb", opener=_bara_egen) as ut:
                    ut.write(kopia.zip.read(namn))
            except OSError as fel:
                raise CommandError(f"{plats} kunde inte skrivas: {fel.strerror}.") from None
            self.stdout.write(f"{plats} är uppackad.")

    def _lagg_tillbaka(self, kopia: lasning.Kopia) -> None:
        aterstallning.fore(kopia.manifest)
        aterstallning.lagg_tillbaka(kopia, visa(self.stderr, "Lägger tillbaka"))
        self.stdout.write(f"Alla {kopia.manifest.rader} rader är tillbaka.")
        if MigrationExecutor(connection).migration_plan(MigrationExecutor(connection).loader.graph.leaf_nodes()):
            self.stdout.write("Kopian är av en äldre version: databasen förs fram till den här.")
            call_command("migrate", verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self._sag_om_nyckeln(kopia.manifest)
        call_command("kontrollera_protokoll", tyst=True, stdout=self.stdout, stderr=self.stderr)

    def _sag_om_nyckeln(self, manifest: lasning.Manifest) -> None:
        har = tagning.nyckelavtryck()
        if har and manifest.nyckelavtryck and har != manifest.nyckelavtryck:
            self.stderr.write(
                "FULLGJORT_SECRET_KEY är en annan än när kopian togs: personliga länkar i brev som redan har gått ut "
                "slutar att gälla. Sätt den gamla nyckeln om den finns kvar."
            )


def _bara_egen(namn: str, flaggor: int) -> int:
    return os.open(namn, flaggor, 0o600)
