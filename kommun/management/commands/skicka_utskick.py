from django.core.management.base import BaseCommand

from kommun import utskick
from kommun.models import Utskick


class Command(BaseCommand):
    help = "Skicka de brev som väntar. Körs var femte minut eller så; flera kan köras samtidigt."

    def handle(self, *args, **options):
        antal = utskick.skicka()
        vantar = Utskick.objects.filter(paborjat=None, skickat=None).count()
        self.stdout.write(f"{antal} brev skickade, {vantar} väntar.")
