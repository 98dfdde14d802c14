from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kommun.demo import bygg
from kommun.demo.fakta import KONTON


class Command(BaseCommand):
    help = "Lägg upp demokommunen och skriv ut dess konton. Andra gången görs inget."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError(
                "Demokommunen har kända lösenord och läggs bara upp när FULLGJORT_DEMO=1 är satt, aldrig i drift."
            )
        if not bygg.finns():
            self.stdout.write("Lägger upp demokommunen …")
            bygg.bygg(timezone.localdate())
        self.stdout.write(f"Demokonton, alla med lösenordet {bygg.PASSWORD}:")
        for konto in KONTON:
            self.stdout.write(f"  {konto.username:13} {konto.namn}, {konto.vad}")
