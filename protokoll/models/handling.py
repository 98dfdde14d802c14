from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kommun.history import TrackedModel, TrackedQuerySet
from kommun.models import Person
from protokoll.models.sammantrade import Sammantrade
from protokoll.numrering import skriv_paragrafer


class ProtokollQuerySet(TrackedQuerySet):
    def visible_to(self, user):
        """All for anyone with a role today, except one that holds a § with sekretess that he or she does not read."""
        from protokoll.models.sekretess import dolda_protokoll  # which reads the §§

        return self.exclude(pk__in=dolda_protokoll(user)) if user.behorighet.har_insyn else self.none()


class Protokoll(TrackedModel):
    """One document: a set of §§ of a sammanträde with its own signatures and anslag."""

    class Lage(models.TextChoices):
        UTKAST = "utkast", "Under arbete"
        # Frozen and put before those who adjust it: nothing in it changes until it is taken back.
        FRYST = "fryst", "Hos justerarna"
        JUSTERAT = "justerat", "Justerat"
        # Read in from a document that was adjusted elsewhere: what is kept here is the transcript.
        AVSKRIFT = "avskrift", "Inläst avskrift"

    # What it says is kept by a Protokollsversion, and the rows of its §§ are closed by the database (migration 0011).
    LAST = (Lage.FRYST, Lage.JUSTERAT)

    class Slag(models.TextChoices):
        ORDINARIE = "ordinarie", "Ordinarie protokoll"
        OMEDELBART = "omedelbart", "Omedelbart justerade paragrafer"
        JAV = "jav", "Paragrafer med jäv"
        # Whoever adjusts the rest was not there.
        JUSTERARE = "justerare", "Paragrafer med annan justerare"
        SEKRETESS = "sekretess", "Paragrafer med sekretess"

    class Satt(models.TextChoices):
        """How those who adjusted it signed."""

        GODKANNANDE = "godkannande", "Godkännande i Fullgjort och kommunens stämpel"
        UPPLADDAT = "uppladdat", "Undertecknad PDF från en annan tjänst"
        PAPPER = "papper", "Underskrifter på papper"
        FJARR = "fjarr", "Underskriftstjänst"

    sammantrade = models.ForeignKey(
        Sammantrade, on_delete=models.PROTECT, related_name="protokollen", verbose_name="sammanträde"
    )
    lage = models.CharField("läge", max_length=20, choices=Lage, default=Lage.UTKAST)
    slag = models.CharField("slag", max_length=20, choices=Slag, default=Slag.ORDINARIE)
    justerat_genom = models.CharField("skrivs under genom", max_length=20, choices=Satt, blank=True)
    # As the front page states it; an extract that was read in names more §§ than it holds.
    angivna_paragrafer = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name="paragrafer enligt försättsbladet"
    )
    justeringens_plats_och_tid = models.CharField("justeringens plats och tid", max_length=200, blank=True)
    justeringsdag = models.DateField("justeringsdag", null=True, blank=True)

    objects = ProtokollQuerySet.as_manager()

    class Meta:
        verbose_name = "protokoll"
        verbose_name_plural = "protokoll"
        ordering = ["sammantrade", "pk"]
        indexes = [models.Index(fields=["id"], name="protokoll_sekretess", condition=Q(slag="sekretess"))]
        constraints = [
            models.CheckConstraint(
                condition=~Q(lage="justerat") | Q(justeringsdag__isnull=False),
                name="protokoll_justerat_has_day",
                violation_error_message="Ett justerat protokoll har en justeringsdag.",
            ),
            # The target of the foreign key that keeps a § in a protokoll of its own sammanträde (migration 0002).
            models.UniqueConstraint(fields=["id", "sammantrade"], name="protokoll_id_sammantrade"),
        ]

    def __str__(self):
        return f"Protokoll {self.sammantrade} {self.paragrafspann}".strip()

    def get_absolute_url(self):
        return reverse("protokoll:protokollet", args=[self.pk])

    @property
    def justeras_senast(self):
        """What is adjusted at once is so at the meeting."""
        omedelbart = self.slag == self.Slag.OMEDELBART
        return self.sammantrade.datum if omedelbart else self.sammantrade.justeras_senast

    @property
    def stangda(self) -> list:
        """The §§ that were marked when it was locked already: they lie among the others. Reads paragraferna."""
        return [] if self.slag == self.Slag.SEKRETESS else [p for p in self.paragraferna.all() if p.sekretess]

    @property
    def paragrafspann(self) -> str:
        return skriv_paragrafer(self.angivna_paragrafer, med_utom=False)


class Underskrift(TrackedModel):
    """A line to sign on: who, as printed, and as what."""

    class Roll(models.TextChoices):
        SEKRETERARE = "sekreterare", "Sekreterare"
        ORDFORANDE = "ordforande", "Ordförande"
        JUSTERARE = "justerare", "Protokolljusterare"

    # Whose approval a protokoll waits for; the secretary's line is none (KL 5:65, 5:69).
    JUSTERAR = (Roll.ORDFORANDE, Roll.JUSTERARE)

    protokoll = models.ForeignKey(
        Protokoll, on_delete=models.PROTECT, related_name="underskrifterna", verbose_name="protokoll"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="underskrifterna", verbose_name="person")
    roll = models.CharField("roll", max_length=20, choices=Roll)
    namn = models.CharField("namn i protokollet", max_length=150)
    parti = models.CharField("parti", max_length=10, blank=True)
    ordning = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "underskrift"
        verbose_name_plural = "underskrifter"
        ordering = ["ordning"]
        constraints = [
            models.UniqueConstraint(fields=["protokoll", "person", "roll"], name="underskrift_once_per_roll")
        ]

    def __str__(self):
        return f"{self.get_roll_display()} {self.namn}"

    @property
    def namn_med_parti(self) -> str:
        return f"{self.namn} ({self.parti})" if self.parti else self.namn
