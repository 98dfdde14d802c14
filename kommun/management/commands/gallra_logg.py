from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kommun.granskning.gallring import gallra
from kommun.registerutdrag import arbete


class Command(BaseCommand):
    help = (
        "Gallrar de rader i granskningsloggen som är äldre än FULLGJORT_LOGG_AR år, och registerutdrag som är äldre än "
        "90 dagar. Körs en gång om dygnet."
    )

    def handle(self, **options):
        nu = timezone.localtime()
        self.stdout.write(f"{arbete.gallra(nu=nu)} registerutdrag gallrades.")
        ar = settings.LOGG_AR
        if ar == 0:
            self.stdout.write("Granskningsloggen gallras inte (FULLGJORT_LOGG_AR är 0).")
            return
        if ar < 0:
            raise CommandError("FULLGJORT_LOGG_AR är ett antal år, eller 0 för att aldrig gallra.")
        # On the 29th of February the year is reckoned from the 28th.
        fore = nu.replace(year=nu.year - ar, day=28 if (nu.month, nu.day) == (2, 29) else nu.day)
        self.stdout.write(f"{gallra(fore=fore)} rader gallrades.")
