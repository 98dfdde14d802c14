"""What stands on the digital anslagstavla (KL 8:9–13)."""

from datetime import datetime, time

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from kommun.history import TrackedModel, TrackedQuerySet
from kommun.models import Organ
from protokoll.models.handling import Protokoll
from protokoll.models.sammantrade import Sammantrade


class AnslagQuerySet(TrackedQuerySet):
    def harifran(self):
        """Put up on our own board. That of a transcript was put up elsewhere, in its time."""
        return self.exclude(protokoll__lage=Protokoll.Lage.AVSKRIFT)

    def uppe(self, today):
        """On the board on the day: by date alone, unless somebody took it down."""
        return self.harifran().filter(uppsatt__lte=today, synligt_till__gte=today, nedtaget=None)

    def gallande(self):
        """Up, or up the whole of its time: what the time to appeal is counted from (KL 13:5 2 st.)."""
        return self.filter(nedtaget=None)


class Anslag(TrackedModel):
    """An announcement, from a day to a day: that a protokoll is justerat (KL 8:12), or that fullmäktige meets."""

    class Slag(models.TextChoices):
        PROTOKOLL = "protokoll", "Justerat protokoll"
        KUNGORELSE = "kungorelse", "Kungörelse"

    slag = models.CharField("slag", max_length=20, choices=Slag, default=Slag.PROTOKOLL)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="anslagen", verbose_name="organ")
    protokoll = models.ForeignKey(
        Protokoll,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="anslagen",
        verbose_name="protokoll",
    )
    # Of a kungörelse: the meeting it announces.
    sammantrade = models.ForeignKey(
        Sammantrade,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="kungorelserna",
        verbose_name="sammanträde",
    )
    rubrik = models.CharField("rubrik", max_length=200, blank=True)
    text = models.TextField("text", blank=True)
    uppsatt = models.DateField("anslaget sätts upp")
    # The moment it became visible; unknown of what was read in.
    uppsatt_tid = models.DateTimeField("uppsatt klockan", null=True, blank=True)
    # Null for a kungörelse: nothing in it can be appealed.
    sista_overklagandedag = models.DateField("sista dag att överklaga", null=True, blank=True)
    # As printed, by the municipality's convention; how long it is seen is `synligt_till`.
    tas_ned = models.DateField("anslaget tas ned")
    # The last day it is on the board, the whole of it.
    synligt_till = models.DateField("synligt till och med")
    forvaringsplats = models.CharField("förvaringsplats för protokollet", max_length=200, blank=True)
    undertecknare = models.CharField("underskrift", max_length=150)
    # Taken down before its time: then the appeal period does not run out (KL 13:5 2 st.).
    nedtaget = models.DateTimeField("nedtaget i förtid", null=True, blank=True)
    nedtaget_skal = models.TextField("varför det togs ned", blank=True)
    # Posted anew for a full period after this one was taken down too early.
    foregaende = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="nasta", verbose_name="ersätter"
    )
    av = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="av"
    )

    objects = AnslagQuerySet.as_manager()

    class Meta:
        verbose_name = "anslag"
        verbose_name_plural = "anslag"
        ordering = ["-uppsatt", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tas_ned__gt=F("uppsatt"), synligt_till__gte=F("uppsatt")),
                name="anslag_down_after_up",
                violation_error_message="Anslaget tas ned före det sätts upp.",
            ),
            models.CheckConstraint(
                condition=Q(slag="protokoll", protokoll__isnull=False, sista_overklagandedag__isnull=False)
                | Q(slag="kungorelse", protokoll=None, sista_overklagandedag=None, sammantrade__isnull=False),
                name="anslag_of_protokoll_or_kungorelse",
                violation_error_message="Ett anslag gäller ett justerat protokoll, eller ett kommande sammanträde.",
            ),
            models.CheckConstraint(
                condition=Q(slag="kungorelse") | Q(synligt_till__gte=F("sista_overklagandedag")),
                name="anslag_up_the_whole_appeal_period",
                violation_error_message="Anslaget ska synas under hela överklagandetiden.",
            ),
            models.CheckConstraint(
                condition=Q(nedtaget=None, nedtaget_skal="") | (Q(nedtaget__isnull=False) & ~Q(nedtaget_skal="")),
                name="anslag_taken_down_with_reason",
                violation_error_message="Skriv varför anslaget tas ned i förtid.",
            ),
            # One at a time: a new one only after the one before was taken down.
            models.UniqueConstraint(
                fields=["protokoll"], condition=Q(nedtaget=None, protokoll__isnull=False), name="anslag_one_up"
            ),
        ]
        indexes = [models.Index(fields=["synligt_till", "uppsatt"], name="anslag_uppe")]

    def __str__(self):
        return f"Anslag {self.uppsatt:%Y-%m-%d}–{self.tas_ned:%Y-%m-%d}"

    def get_absolute_url(self):
        """Its permanent address on the public board."""
        return reverse("protokoll:anslaget", args=[self.pk])

    def ar_uppe(self, today) -> bool:
        return self.nedtaget is None and self.uppsatt <= today <= self.synligt_till

    @property
    def synligt_fran(self) -> datetime:
        """The moment it became visible; of what was read in, the start of the day."""
        return self.uppsatt_tid or timezone.make_aware(datetime.combine(self.uppsatt, time()))

    @property
    def motet(self) -> Sammantrade:
        """The meeting whose protokoll it announces, or which it announces itself."""
        return self.protokoll.sammantrade if self.protokoll_id else self.sammantrade
