import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from kommun.fel import DomanFel
from protokoll import inlasning as lasare
from protokoll.avskrift import granska, redan_last, spara_avskrift, ta_emot


class Command(BaseCommand):
    help = "Läs in ett protokoll ur en fil (.docx, .pdf, .txt eller .md). Utan --spara skrivs inget."

    def add_arguments(self, parser):
        parser.add_argument("fil", type=Path, metavar="FIL")
        parser.add_argument("--json", action="store_true", help="skriv ut det som lästes, som JSON")
        parser.add_argument("--spara", action="store_true", help="spara protokollet; organ som saknas läggs upp")

    def handle(self, *, fil: Path, json: bool, spara: bool, **options):
        try:
            innehall = self._innehall(fil)
            inlast = lasare.tolka(lasare.las_text(fil.name, innehall))
            if json:
                self._skriv_json(inlast)
            else:
                self._beratta(inlast)
            if spara:
                self._spara(fil, innehall, inlast)
        except DomanFel as fel:
            raise CommandError(str(fel)) from fel

    def _innehall(self, fil: Path) -> bytes:
        try:
            with fil.open("rb") as handtag:
                # One byte over the limit is enough for the reader to say that it is too large.
                return handtag.read(lasare.STORSTA_FIL + 1)
        except IsADirectoryError:
            raise CommandError(f"{fil} är en mapp. Ange en fil.") from None
        except FileNotFoundError:
            raise CommandError(f"Filen {fil} finns inte.") from None
        except OSError as fel:
            raise CommandError(f"Filen {fil} kunde inte läsas: {fel.strerror}.") from None

    def _skriv_json(self, inlast) -> None:
        fakta = inlast.som_json()
        del fakta["bortvalt"]  # page heads and marks, of use to nobody but the reader's own tests
        self.stdout.write(json.dumps(fakta, ensure_ascii=False, indent=2))

    def _beratta(self, inlast) -> None:
        self.stdout.write(f"{inlast.organ or 'Okänt organ'} {inlast.datum or 'okänd dag'} (layout: {inlast.layout})")
        for p in inlast.paragrafer:
            self.stdout.write(f"  § {p.nummer} {p.rubrik}")
        for v in inlast.varningar:
            self.stdout.write(f"  Varning{f' § {v.paragraf}' if v.paragraf else ''}: {v.text}")
        for s in inlast.oplacerat:
            sida = f"sida {s.sida}, " if s.sida else ""
            self.stdout.write(f"  Inte placerat ({sida}rad {s.rad}): {s.text}")

    @transaction.atomic
    def _spara(self, fil: Path, innehall: bytes, inlast) -> None:
        inlasning = ta_emot(fil.name, innehall, by=None)
        redan = redan_last(inlast, granska(inlast).organ)
        if redan or inlasning.protokoll_id:
            transaction.set_rollback(True)
            self.stderr.write(redan or "Protokollet är redan inläst.")
            return
        for fraga in granska(inlast).namnfragor:
            lika = " eller ".join(f.namn for f in fraga.forslag)
            self.stderr.write(f"{fraga.namn} liknar {lika} och läggs upp som en ny person.")
        protokoll = spara_avskrift(inlast, inlasning=inlasning, by=None, skapa_organ=True, lika_namn_som_nya=True)
        self.stderr.write(f"Sparat: {protokoll.sammantrade}, antal paragrafer: {len(inlast.paragrafer)}.")
