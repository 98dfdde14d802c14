from datetime import date
from itertools import groupby

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kommun import utskick
from kommun.kalender import dag_i_ord, is_vardag
from kommun.models import Utskick
from protokoll import justeringspaminnelser
from protokoll.inbjudan import reserapport
from protokoll.kallelse import adress
from uppdrag.models import Paminnelse, Uppdrag
from uppdrag.paminnelser import Utfall, skicka_paminnelser

_SLAG = dict(Paminnelse.Slag.choices)
_ORDNING = {slag: n for n, slag in enumerate(_SLAG)}


def _antal(antal: int, en: str, flera: str) -> str:
    return f"{antal} {en if antal == 1 else flera}"


class Command(BaseCommand):
    help = (
        "Visa vilka som ska påminnas om uppdrag och om protokoll att justera, och med --skarpt: påminn dem. Körs en "
        "gång om dygnet; en natt som har missats tas igen, och en körning till samma dag skickar inget."
    )

    def add_arguments(self, parser):
        parser.add_argument("--skarpt", action="store_true", help="skicka, i stället för att bara visa")
        parser.add_argument("--dag", type=date.fromisoformat, help="en annan dag än i dag, åååå-mm-dd")

    def handle(self, *, skarpt, dag, verbosity, **options):
        i_dag = timezone.localdate()
        today = dag or i_dag
        if skarpt and today > i_dag:
            raise CommandError(f"{dag_i_ord(today)} har inte kommit än. Utan --skarpt visas vad som skulle skickas.")
        visar = skarpt and verbosity > 1
        utfall = skicka_paminnelser(today, skarpt=skarpt, framsteg=self._framsteg if visar else None)
        if not is_vardag(today):
            self.stdout.write(f"{dag_i_ord(today).capitalize()} är ingen vardag. Påminnelserna går nästa vardag.")
        if not skarpt or verbosity > 1:
            self._visa(utfall)
        self._summera(utfall, skarpt=skarpt)
        self._justerare(today, skarpt=skarpt)
        self._reserapporter(today, skarpt=skarpt)
        if skarpt:
            self._skicka()

    def _framsteg(self, klara, alla):
        self.stderr.write(f"{klara} av {alla} personer")

    def _visa(self, utfall: Utfall):
        pks = {f.uppdrag for rader in utfall.per_person.values() for f in rader}
        pks |= {f.uppdrag for f in utfall.utan_mottagare}
        uppdragen = Uppdrag.objects.select_related("serie").only("serie__kortnamn", "ar", "nummer", "text").in_bulk(pks)
        for person, rader in utfall.per_person.items():
            self.stdout.write(f"\n{person.namn} <{adress(person) or 'saknar e-postadress'}>")
            self._rader(rader, uppdragen)
        if utfall.utan_mottagare:
            self.stdout.write("\nIngen att påminna")
            self._rader(utfall.utan_mottagare, uppdragen)
        self.stdout.write("")

    def _rader(self, rader, uppdragen):
        rader = sorted(rader, key=lambda f: (-_ORDNING[f.steg.slag], f.steg.dag, f.uppdrag))
        for slag, gruppen in groupby(rader, lambda f: f.steg.slag):
            self.stdout.write(f"  {_SLAG[slag]}")
            for f in gruppen:
                u = uppdragen[f.uppdrag]
                self.stdout.write(f"    {u.beteckning}  {u.text[:70]}  ({f.steg.avser})")

    def _summera(self, utfall: Utfall, *, skarpt: bool):
        if skarpt:
            bockade = _antal(utfall.avbockade, "påminnelse avbockad", "påminnelser avbockade")
            self.stdout.write(f"{bockade}, {_antal(utfall.brev, 'brev skrivet', 'brev skrivna')}.")
        else:
            paminnelser = _antal(utfall.antal, "påminnelse", "påminnelser")
            personer = _antal(len(utfall.per_person), "person", "personer")
            self.stdout.write(f"{paminnelser} till {personer} skulle skickas. Inget är skickat: kör med --skarpt.")
        if utfall.utan_adress:
            self.stdout.write(f"{_antal(len(utfall.utan_adress), 'person', 'personer')} saknar e-postadress.")
        if utfall.utan_mottagare:
            antal = _antal(len(utfall.utan_mottagare), "påminnelse", "påminnelser")
            self.stdout.write(f"{antal} har ingen mottagare. Se sidan Påminnelser.")

    def _justerare(self, today: date, *, skarpt: bool):
        """Whoever has a protokoll to adjust."""
        if skarpt:
            if antal := justeringspaminnelser.paminn(today):
                self.stdout.write(f"{_antal(antal, 'brev', 'brev')} till dem som justerar protokoll.")
            return
        for f in justeringspaminnelser.forfallna(today):
            vem = f"{f.person.namn} <{adress(f.person) or 'saknar e-postadress'}>"
            self.stdout.write(f"{vem}: påminns om att justera {f.version.protokoll.sammantrade}.")

    def _reserapporter(self, today: date, *, skarpt: bool):
        """Whoever has been at an event and not told of it."""
        if skarpt:
            if antal := reserapport.be_om_rapporter(today):
                self.stdout.write(f"{_antal(antal, 'brev', 'brev')} till dem som har deltagit i något.")
            return
        for d in reserapport.att_be(today):
            vem = f"{d.person.namn} <{adress(d.person) or 'saknar e-postadress'}>"
            self.stdout.write(f"{vem}: ombeds rapportera från {d.inbjudan}.")

    def _skicka(self):
        """What the act has not sent itself; fails when a mail is left, so that the scheduler tells somebody."""
        utskick.skicka(bara_nya=True)
        kvar = Utskick.objects.filter(paminnelserna__isnull=False, skickat=None).distinct().count()
        justerare = Utskick.objects.filter(nyckel__startswith="justeringspaminnelse:", skickat=None).count()
        if justerare:
            self.stderr.write(f"{_antal(justerare, 'brev', 'brev')} till dem som justerar har inte gått fram.")
        if kvar:
            raise CommandError(f"{kvar} brev med påminnelser har inte gått fram. Se sidan Påminnelser.")
