from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse

from kommun.history import TrackedModel, TrackedQuerySet
from kommun.models import Avsnittstyp, Organ
from protokoll.dnr import normaldnr
from protokoll.models.dagordning import StandigtArende
from protokoll.models.handling import Protokoll
from protokoll.models.sammantrade import Sammantrade


class ParagrafQuerySet(TrackedQuerySet):
    def visible_to(self, user):
        """All of them for anyone with a role today, except those with sekretess that he or she does not read."""
        from protokoll.models.sekretess import lasbart  # which reads the §§

        return self.filter(lasbart(user)) if user.behorighet.har_insyn else self.none()

    def hemliga(self):
        """The same rule as `Paragraf.ar_hemlig`."""
        return self.filter(Q(sekretess__gt="") | Q(protokoll__slag=Protokoll.Slag.SEKRETESS))


class Paragraf(TrackedModel):
    """One § of a meeting; on the dagordning it has no number yet."""

    class Slag(models.TextChoices):
        ARENDE = "arende", "Ärende"
        INFORMATION = "information", "Information utan beslut"
        # A line of the dagordning that groups the ones below it; never a §.
        RUBRIK = "rubrik", "Rubrik på dagordningen"

    class Utfall(models.TextChoices):
        UTGAR = "utgar", "Utgår"
        BORDLAGT = "bordlagt", "Bordlagt"
        ATERREMITTERAT = "aterremitterat", "Återremitterat"

    sammantrade = models.ForeignKey(
        Sammantrade, on_delete=models.PROTECT, related_name="paragraferna", verbose_name="sammanträde"
    )
    # The protokoll that contains it. One column, so that no § can stand in two.
    protokoll = models.ForeignKey(
        Protokoll,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="paragraferna",
        verbose_name="protokoll",
    )
    # Copies of sammantrade.organ and .ar, held true by a composite foreign key (migration 0002).
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="paragraferna", verbose_name="organ")
    ar = models.IntegerField("år")
    nummer = models.PositiveIntegerField("nummer", null=True, blank=True)
    ordning = models.PositiveSmallIntegerField("ordning")
    rubrik = models.CharField("rubrik", max_length=500)
    dnr = models.CharField("diarienummer", max_length=60, blank=True)
    klassificering = models.CharField("klassificering", max_length=30, blank=True)
    slag = models.CharField("slag", max_length=20, choices=Slag, default=Slag.ARENDE)
    # How it left the meeting other than by an ordinary decision.
    utfall = models.CharField("utfall", max_length=20, choices=Utfall, blank=True)
    # Added after the kallelse was sent.
    extra = models.BooleanField("extra ärende", default=False)
    foredragande = models.CharField("föredragande", max_length=150, blank=True)
    planerad_tid = models.TimeField("planerad tid", null=True, blank=True)
    standigt = models.ForeignKey(
        StandigtArende,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="paragraferna",
        verbose_name="stående ärende",
    )
    # The § that bordlade or återremitterade what is taken up again here.
    fran = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="fortsattningarna", verbose_name="från"
    )
    # Of the showing of the form that added it to a dagordning, so that a double click adds it once.
    nyckel = models.UUIDField("formulärnyckel", null=True, blank=True, unique=True, editable=False)
    # Where the law closes it, as printed: "26 kap. 1 § OSL". Empty: open to all with a role.
    sekretess = models.CharField("sekretess enligt", max_length=200, blank=True, default="", db_default="")
    # Known only because another protokoll refers to it; filled when its own protokoll is read in.
    genom_hanvisning = models.BooleanField("känd genom hänvisning", default=False)

    objects = ParagrafQuerySet.as_manager()

    # Stands for itself with its number alone, for one who does not read it (protokoll.sekretess).
    dold = False

    class Meta:
        verbose_name = "paragraf"
        verbose_name_plural = "paragrafer"
        ordering = ["sammantrade", "ordning"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "ar", "nummer"],
                name="paragraf_number_once_per_organ_and_year",
                deferrable=models.Deferrable.IMMEDIATE,
                violation_error_message="Numret är redan taget i organets paragrafserie för året.",
            ),
            models.UniqueConstraint(
                fields=["sammantrade", "ordning"],
                name="paragraf_ordning_unique",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(condition=Q(nummer=None) | Q(nummer__gt=0), name="paragraf_nummer_positive"),
            models.CheckConstraint(condition=Q(nummer=None) | ~Q(slag="rubrik"), name="paragraf_rubrik_has_no_nummer"),
            # The target of the foreign key that keeps a händelse in its own meeting (migration 0005).
            models.UniqueConstraint(fields=["id", "sammantrade"], name="paragraf_id_sammantrade"),
        ]
        indexes = [
            models.Index(fields=["dnr"], name="paragraf_dnr"),
            models.Index(normaldnr(), name="paragraf_dnr_lika", condition=~Q(dnr="")),
            # The few that each question about the many leaves out.
            models.Index(fields=["organ"], name="paragraf_sekretess", condition=Q(sekretess__gt="")),
            # Parts of words, for the list of ärenden.
            GinIndex(OpClass(Upper("rubrik"), name="gin_trgm_ops"), name="paragraf_rubrik_trgm"),
            GinIndex(OpClass(Upper("dnr"), name="gin_trgm_ops"), name="paragraf_dnr_trgm"),
        ]

    def __str__(self):
        return f"{self.organ.kortnamn} {self.sammantrade.datum:%Y-%m-%d} {self.beteckning}"

    def save(self, *args, **kwargs):
        if self.dold:
            raise TypeError("What stands for a § with sekretess is shown, never saved.")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return "" if self.dold else reverse("protokoll:paragraf", args=[self.pk])

    @property
    def ar_hemlig(self) -> bool:
        """Marked, or in a protokoll that is kept for itself because of sekretess."""
        return bool(self.sekretess) or (
            self.protokoll_id is not None and self.protokoll.slag == Protokoll.Slag.SEKRETESS
        )

    @property
    def sekretess_vidare(self) -> str:
        """What a § is marked with that goes on with what stands in this one; empty when this is open."""
        return self.sekretess or (f"Som {self}" if self.ar_hemlig else "")

    @property
    def beteckning(self) -> str:
        return f"§ {self.nummer}" if self.nummer else "§ utan nummer"

    @property
    def dnr_i_text(self) -> str:
        """ "2020/000053 000", "KS-2024-00548" or the empty string."""
        return " ".join(filter(None, [self.dnr, self.klassificering]))

    def delar(self) -> list["Del"]:
        """Its beslut and avsnitt in the printed order. Reads the prefetched relations."""
        return sorted([*self.besluten.all(), *self.avsnitten.all()], key=lambda d: d.ordning)


class Del(TrackedModel):
    """What a beslut and an avsnitt share: a heading and a text at a place in the §."""

    rubrik = models.CharField("rubrik", max_length=200)
    text = models.TextField("text", blank=True, help_text="HTML, cleaned by kommun.editor.")
    ordning = models.PositiveSmallIntegerField("ordning")

    # Each has `typ`, an Avsnittstyp, and `niva`: 1 for a section, 2 for a part of the section before it.

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.paragraf}, {self.rubrik}"

    @property
    def ankare(self) -> str:
        """Its place on the page of the §."""
        return f"{self._meta.model_name}-{self.pk}"

    @property
    def andra_url(self) -> str:
        return reverse(f"protokoll:{self._meta.model_name}-andra", args=[self.pk])


class Avsnitt(Del):
    """A section of a § other than the decision."""

    paragraf = models.ForeignKey(Paragraf, on_delete=models.PROTECT, related_name="avsnitten", verbose_name="paragraf")
    typ = models.CharField("typ", max_length=30, choices=[c for c in Avsnittstyp.choices if c[0] != Avsnittstyp.BESLUT])
    niva = models.PositiveSmallIntegerField("nivå", default=1, choices=[(1, "avsnitt"), (2, "underavsnitt")])

    class Meta:
        verbose_name = "avsnitt"
        verbose_name_plural = "avsnitt"
        ordering = ["ordning"]
        constraints = [
            models.UniqueConstraint(
                fields=["paragraf", "ordning"], name="avsnitt_ordning_unique", deferrable=models.Deferrable.DEFERRED
            )
        ]


class Beslut(Del):
    """A decision of the organ itself, or its proposal to a higher organ. A § can hold one of each."""

    class Beslutsniva(models.TextChoices):
        EGET = "eget", "Eget beslut"
        FORSLAG = "forslag", "Förslag till högre organ"

    typ = Avsnittstyp.BESLUT
    niva = 1

    paragraf = models.ForeignKey(Paragraf, on_delete=models.PROTECT, related_name="besluten", verbose_name="paragraf")
    beslutsniva = models.CharField("beslutsnivå", max_length=10, choices=Beslutsniva, default=Beslutsniva.EGET)
    till_organ = models.ForeignKey(
        Organ,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="forslagen",
        verbose_name="förslag till organ",
    )

    class Meta:
        verbose_name = "beslut"
        verbose_name_plural = "beslut"
        ordering = ["ordning"]
        constraints = [
            models.UniqueConstraint(
                fields=["paragraf", "ordning"], name="beslut_ordning_unique", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(beslutsniva="forslag") | Q(till_organ=None), name="beslut_only_forslag_goes_to_organ"
            ),
        ]
