from django.core.management.base import BaseCommand, CommandError
from django.db import connection


class Command(BaseCommand):
    help = "Fyller sökningens rader på nytt. Databasen håller dem annars själv; --kontrollera säger om något skiljer."

    def add_arguments(self, parser):
        parser.add_argument("--kontrollera", action="store_true", help="ändra inget, bara jämför")

    def handle(self, *, kontrollera, **options):
        with connection.cursor() as cursor:
            if not kontrollera:
                cursor.execute("SELECT sok_bygg_om()")
            cursor.execute("SELECT slag, count(*), min(objekt) FROM sok_skiljer() GROUP BY slag ORDER BY slag")
            skiljer = cursor.fetchall()
        for slag, antal, forsta in skiljer:
            self.stderr.write(f"{slag}: {antal} skiljer, till exempel {forsta}")
        if skiljer:
            raise CommandError("Sökningens rader stämmer inte. Kör sokindex utan --kontrollera.")
        self.stdout.write("Sökningens rader stämmer med det de kommer från.")
