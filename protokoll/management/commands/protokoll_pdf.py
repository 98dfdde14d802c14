from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from kommun.models import Kommun
from kommun.pdf import PdfFel
from protokoll.dokument import fran_protokoll
from protokoll.models import Protokoll
from protokoll.organnamn import hitta_organ
from protokoll.utskrift import protokoll_pdf


def _dag(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"”{text}” är ingen dag. Skriv den som åååå-mm-dd, till exempel 2020-02-25.") from None


class Command(BaseCommand):
    help = "Skriv ett sammanträdes protokoll som PDF."

    def add_arguments(self, parser):
        parser.add_argument("organ", help="kortnamn eller namn, till exempel KSAU")
        parser.add_argument("datum", help="sammanträdesdagen, åååå-mm-dd")
        parser.add_argument("--ut", type=Path, required=True, metavar="FIL", help="filen att skriva")

    def handle(self, *, organ: str, datum: str, ut: Path, **options):
        dag = _dag(datum)
        organet = hitta_organ(organ)
        if organet is None:
            raise CommandError(f"Organet ”{organ}” finns inte.")
        protokollen = list(
            Protokoll.objects.filter(sammantrade__organ=organet, sammantrade__datum=dag).select_related(
                "sammantrade__organ"
            )
        )
        if not protokollen:
            raise CommandError(f"{organet.kortnamn} har inget protokoll från {dag}.")
        kommun = Kommun.objects.first()
        for n, protokoll in enumerate(protokollen, start=1):
            # A meeting can give several protokoll: the second goes to FIL-2, and so on.
            fil = ut if n == 1 else ut.with_stem(f"{ut.stem}-{n}")
            try:
                fil.write_bytes(protokoll_pdf(fran_protokoll(protokoll, kommun=kommun.namn if kommun else "")))
            except PdfFel as fel:
                raise CommandError(str(fel)) from fel
            except OSError as fel:
                raise CommandError(f"{fil} kunde inte skrivas: {fel.strerror}.") from None
            self.stdout.write(f"{fil}: {protokoll}")
