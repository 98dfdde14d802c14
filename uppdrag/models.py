import re
from uuid import uuid4

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse

from kommun.history import TrackedModel, TrackedQuerySet
from kommun.models import Forvaltning, Organ, Person
from protokoll.models import Beslut
from uppdrag.frister import ar_forsenat, dagar_forsenat

_SLUTLAGEN = ("avslutat", "avskrivet", "overfort")


class UppdragQuerySet(TrackedQuerySet):
    def visible_to(self, user):
        return self if user.behorighet.har_insyn else self.none()

    def oppna(self):
        return self.filter(lage__in=Uppdrag.OPPNA)

    def i_organ(self, organ_ids):
        """Given by one of the organ, or reported to it."""
        return self.filter(Q(organ__in=organ_ids) | Q(rapporteras_till__in=organ_ids))

    def sok(self, ord_):
        """By words of the text, or by beteckning: "KSAU 2020:3", "2020:3"."""
        if traff := re.fullmatch(r"(?:(\S+)\s+)?(\d{4}):(\d{1,6})", ord_.strip()):
            kortnamn, ar, nummer = traff.groups()
            funna = self.filter(ar=int(ar), nummer=int(nummer))
            return funna.filter(organ__kortnamn__iexact=kortnamn) if kortnamn else funna
        return self.filter(text__icontains=ord_)

    def forsenade(self, today):
        """The same rule as `uppdrag.frister.ar_forsenat`; one test runs both over one table."""
        return self.oppna().filter(frist__lt=today)


class Uppdrag(TrackedModel):
    """A task that a decision gives, until a § closes it."""

    class Lage(models.TextChoices):
        FORESLAGET = "foreslaget", "Föreslaget"
        PAGAR = "pagar", "Pågår"
        ATERRAPPORTERAT = "aterrapporterat", "Återrapporterat"
        AVSLUTAT = "avslutat", "Avslutat"
        AVSKRIVET = "avskrivet", "Avskrivet"
        OVERFORT = "overfort", "Överfört"

    OPPNA = (Lage.PAGAR, Lage.ATERRAPPORTERAT)
    SLUTLAGEN = _SLUTLAGEN

    beslut = models.ForeignKey(Beslut, on_delete=models.PROTECT, related_name="uppdragen", verbose_name="beslut")
    # The giver, copied from the beslut so that the number is unique in the database.
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="uppdragen", verbose_name="givet av")
    ar = models.PositiveSmallIntegerField("år")
    nummer = models.PositiveIntegerField("nummer")
    text = models.TextField("uppdraget")
    forvaltning = models.ForeignKey(
        Forvaltning,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="uppdragen",
        verbose_name="mottagande förvaltning",
    )
    ansvarig = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="uppdragen",
        verbose_name="ansvarig person",
    )
    rapporteras_till = models.ForeignKey(
        Organ, on_delete=models.PROTECT, related_name="uppdrag_att_folja_upp", verbose_name="rapporteras till"
    )
    frist = models.DateField("frist", null=True, blank=True)
    ingen_frist = models.BooleanField("ingen frist", default=False)
    lage = models.CharField("läge", max_length=20, choices=Lage, default=Lage.PAGAR)
    aterrapporterat_i = models.ForeignKey(
        Beslut,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="aterrapporterade_uppdrag",
        verbose_name="återrapporterat i",
    )
    avslutat_i = models.ForeignKey(
        Beslut,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="avslutade_uppdrag",
        verbose_name="avslutat i",
    )
    avslutat_den = models.DateField("avslutat den", null=True, blank=True)
    avslutsskal = models.TextField("skäl till avslut utan paragraf", blank=True)
    # One showing of the form: a double click logs once.
    nyckel = models.UUIDField("formulärnyckel", default=uuid4, unique=True, editable=False)

    objects = UppdragQuerySet.as_manager()

    class Meta:
        verbose_name = "uppdrag"
        verbose_name_plural = "uppdrag"
        ordering = ["-ar", "-nummer"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "ar", "nummer"], name="uppdrag_number_once_per_organ_and_year"),
            models.CheckConstraint(
                condition=Q(frist__isnull=False, ingen_frist=False) | Q(frist=None, ingen_frist=True),
                name="uppdrag_frist_or_explicitly_none",
                violation_error_message="Ange en frist, eller välj uttryckligen ”ingen frist”.",
            ),
            models.CheckConstraint(
                condition=Q(forvaltning__isnull=False) | Q(ansvarig__isnull=False),
                name="uppdrag_has_mottagare",
                violation_error_message="Ange vem som får uppdraget: en förvaltning, en person eller båda.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(lage__in=_SLUTLAGEN, avslutat_den__isnull=False)
                    & (Q(avslutat_i__isnull=False) | ~Q(avslutsskal=""))
                )
                | (~Q(lage__in=_SLUTLAGEN) & Q(avslutat_den=None)),
                name="uppdrag_closed_by_beslut_or_reason",
                violation_error_message="Ett uppdrag avslutas med en paragraf, eller med ett skäl.",
            ),
        ]
        indexes = [
            models.Index(fields=["lage", "frist"], name="uppdrag_lage_frist"),
            GinIndex(OpClass(Upper("text"), name="gin_trgm_ops"), name="uppdrag_text_trgm"),
        ]

    def __str__(self):
        return f"{self.beteckning}: {self.text[:60]}"

    def get_absolute_url(self):
        return reverse("uppdrag:uppdrag", args=[self.pk])

    @property
    def beteckning(self) -> str:
        """ "KSAU 2020:3": the giver, the year and the running number."""
        return f"{self.organ.kortnamn} {self.ar}:{self.nummer}"

    @property
    def oppet(self) -> bool:
        return self.lage in self.OPPNA

    def ar_forsenat(self, today) -> bool:
        return ar_forsenat(self.frist, oppet=self.oppet, today=today)

    def dagar_forsenat(self, today) -> int:
        return dagar_forsenat(self.frist, oppet=self.oppet, today=today)


class Fristandring(TrackedModel):
    """A moved frist: the old day, the new one, and why. The only way a frist changes."""

    uppdrag = models.ForeignKey(
        Uppdrag, on_delete=models.PROTECT, related_name="fristandringarna", verbose_name="uppdrag"
    )
    tidigare = models.DateField("tidigare frist", null=True, blank=True)
    ny = models.DateField("ny frist", null=True, blank=True)
    skal = models.TextField("skäl")
    beslut = models.ForeignKey(
        Beslut,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="fristandringarna",
        verbose_name="beslut om anstånd",
    )
    tid = models.DateTimeField("tid", auto_now_add=True)

    class Meta:
        verbose_name = "friständring"
        verbose_name_plural = "friständringar"
        ordering = ["tid"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tidigare=None, ny__isnull=False)
                | Q(tidigare__isnull=False, ny=None)
                | ~Q(tidigare=F("ny")),
                name="fristandring_changes_something",
                violation_error_message="Den nya fristen är densamma som den gamla.",
            )
        ]

    def __str__(self):
        return f"{self.uppdrag.beteckning}: {self.tidigare} → {self.ny}"
