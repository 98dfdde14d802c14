from datetime import UTC
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from kommun.fel import DomanFel
from kommun.kopia import kryptering, lasning, tagning
from kommun.kopia.visning import storlek, visa


class Command(BaseCommand):
    help = (
        "Ta en säkerhetskopia av allt: databasen som den är just nu och, när kopian krypteras, stämpelns filer. Går "
        "att köra medan andra arbetar. Kopian läses om och kontrolleras innan kommandot är klart."
    )

    def add_arguments(self, parser):
        parser.add_argument("--ut", type=Path, metavar="KATALOG", help="katalogen att skriva kopian i")
        parser.add_argument(
            "--behall",
            type=int,
            metavar="ANTAL",
            help="ta sedan bort äldre kopior av samma databas: ANTAL är kvar",
        )
        parser.add_argument("--tyst", action="store_true", help="skriv bara var kopian ligger")
        parser.add_argument(
            "--ny-nyckel", action="store_true", help="gör en nyckel för FULLGJORT_KOPIANYCKEL, och gör inget annat"
        )

    def handle(self, *, ut: Path | None, behall: int | None, tyst: bool, ny_nyckel: bool, **options):
        if ny_nyckel:
            self.stdout.write(kryptering.ny_nyckel())
            return
        if ut is None:
            raise CommandError("Ange katalogen att skriva i med --ut KATALOG.")
        if behall is not None and behall < 1:
            raise CommandError("Minst en kopia måste behållas.")
        try:
            self._ta(ut, behall, tyst)
        except DomanFel as fel:
            raise CommandError(str(fel)) from fel

    def _ta(self, ut: Path, behall: int | None, tyst: bool) -> None:
        nycklar, nu = kryptering.nycklar(settings.KOPIANYCKEL), timezone.now().astimezone(UTC)
        databas = connection.settings_dict["NAME"]
        fil = ut / tagning.filnamn(databas, nu, krypterad=bool(nycklar))
        self._varna(bool(nycklar))
        manifest = tagning.ta_kopia(fil, nu=nu, nycklar=nycklar, framsteg=self._framsteg("Kopierar", tyst))
        try:
            with lasning.oppna(fil, nycklar) as kopia:
                lasning.kontrollera(kopia, self._framsteg("Kontrollerar", tyst))
        except DomanFel:
            fil.unlink()
            raise
        hur = "krypterad" if nycklar else "inte krypterad"
        self.stdout.write(
            f"{fil}: {storlek(fil.stat().st_size)}, {hur}, {len(manifest.antal)} tabeller, {manifest.rader} rader."
        )
        for gammal in tagning.tidigare(ut, databas)[:-behall] if behall else []:
            gammal.unlink()
            self.stdout.write(f"{gammal} är borttagen.")

    def _framsteg(self, vad: str, tyst: bool):
        return (lambda klart, allt: None) if tyst else visa(self.stderr, vad)

    def _varna(self, krypterad: bool) -> None:
        if saknas := tagning.saknade_filer(krypterad=krypterad):
            self.stderr.write(
                f"Inte med i en kopia som inte är krypterad: {', '.join(saknas)}. Sätt {kryptering.NYCKELVARIABEL}, "
                "eller spara filerna på annat sätt."
            )
