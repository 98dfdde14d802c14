import errno
import os
import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kommun.fel import DomanFel
from protokoll.arkiv.paket import skriv
from protokoll.arkiv.underlag import underlag
from protokoll.arkivering import filnamn
from protokoll.organnamn import hitta_organ


class Command(BaseCommand):
    help = "Skriv årets justerade protokoll som ett arkivpaket (E-ARK CSIP med CITS ERMS)."

    def add_arguments(self, parser):
        parser.add_argument("organ", help="kortnamn eller namn, till exempel KSAU")
        parser.add_argument("ar", metavar="år", help="till exempel 2026")
        parser.add_argument("--ut", type=Path, required=True, metavar="KATALOG", help="katalogen att skriva paketet i")

    def handle(self, *, organ: str, ar: str, ut: Path, **options):
        if not (ar.isdecimal() and len(ar) == 4):
            raise CommandError(f"Skriv året med fyra siffror, inte ”{ar}”.")
        self._gor(organ, int(ar), ut)

    def _gor(self, organ: str, ar: int, ut: Path):
        organet = hitta_organ(organ)
        if organet is None:
            raise CommandError(f"Organet ”{organ}” finns inte.")
        today = timezone.localdate()
        for saknad in underlag(organet, ar, today=today).saknade:
            self.stderr.write(f"Kommer inte med: {saknad}.")
        fil = ut / filnamn(organet, ar)
        try:
            paket = self._skriv(fil, organet, ar, today)
        except DomanFel as fel:
            raise CommandError(str(fel)) from fel
        except OSError as fel:
            raise CommandError(_mening(fel, ut)) from None
        self.stdout.write(f"{fil}: {len(paket.protokollen)} protokoll, {paket.id}")

    def _skriv(self, fil: Path, organ, ar: int, today):
        """Beside its place under another name, and there only when it is whole and on the disk."""
        nummer, namn = tempfile.mkstemp(dir=fil.parent, prefix=f".{fil.stem}-", suffix=".delvis")
        try:
            with open(nummer, "w+b") as del_:
                paket = skriv(del_, organ, ar, today=today)
                del_.flush()
                os.fsync(nummer)
                os.fchmod(nummer, 0o644)
            os.replace(namn, fil)
        except BaseException:
            os.unlink(namn)
            raise
        return paket


def _mening(fel: OSError, ut: Path) -> str:
    match fel.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return f"Katalogen {ut} finns inte."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"Katalogen {ut} går inte att skriva i."
        case errno.ENOSPC | errno.EDQUOT:
            return f"Disken med katalogen {ut} är full. Inget paket är skrivet."
    return f"Paketet kunde inte skrivas i {ut}: {fel.strerror}."
