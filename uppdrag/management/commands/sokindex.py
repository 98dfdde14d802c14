from django.core.management.base import BaseCommand, CommandError

from uppdrag.sok.ombyggnad import bygg_om, skiljer


class Command(BaseCommand):
    help = (
        "Bygger sökningens rader och index på nytt; den som söker eller sparar under tiden väntar. Databasen håller "
        "dem annars själv. --kontrollera säger om något skiljer."
    )

    def add_arguments(self, parser):
        parser.add_argument("--kontrollera", action="store_true", help="ändra inget, bara jämför")

    def handle(self, *, kontrollera, **options):
        if not kontrollera:
            bygg_om(framsteg=self._framsteg if self.stdout.isatty() else None)
            self.stdout.write("Sökningens rader är byggda på nytt.")
            return
        skillnader = skiljer()
        for slag, antal, forsta in skillnader:
            self.stderr.write(f"{slag}: {antal} skiljer, till exempel {forsta}")
        if skillnader:
            raise CommandError("Sökningens rader stämmer inte. Kör sokindex utan --kontrollera.")
        self.stdout.write("Sökningens rader stämmer med det de kommer från.")

    def _framsteg(self, slag: str, klart: int, alla: int) -> None:
        self.stdout.write(f"\r{slag}: {klart} av {alla}", ending="\n" if klart == alla else "")
        self.stdout.flush()
