from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q

from kommun.history import TrackedModel, TrackedQuerySet
from kommun.models.organ import Forvaltning, Organ


class _Tid(Func):
    """The days a row is in force, both ends included, open when `till` is null."""

    function = "DATERANGE"
    output_field = DateRangeField()

    def __init__(self):
        super().__init__(F("fran"), F("till"), RangeBoundary(inclusive_lower=True, inclusive_upper=True))


def no_overlap(name: str, *columns: str, condition: Q | None = None, message: str) -> ExclusionConstraint:
    """Rows equal in `columns` may not be in force on the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[(_Tid(), RangeOperators.OVERLAPS), *((c, RangeOperators.EQUAL) for c in columns)],
        condition=condition,
        violation_error_message=message,
    )


def ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(till=None) | Q(till__gte=F("fran")),
        name=name,
        violation_error_message="Slutdagen ligger före startdagen.",
    )


class Intervall(TrackedModel):
    """A row in force from a day to a day, or until further notice."""

    fran = models.DateField("från och med")
    till = models.DateField("till och med", null=True, blank=True)

    class Meta:
        abstract = True

    def clean(self):
        # Before the constraints: the database cannot even make a range that ends before it starts.
        if self.fran and self.till and self.till < self.fran:
            raise ValidationError({"till": "Slutdagen ligger före startdagen."})


class IntervalQuerySet(TrackedQuerySet):
    def gallande(self, today):
        """In force on the day, first and last day included."""
        return self.filter(Q(fran__lte=today), Q(till=None) | Q(till__gte=today))


class MandatQuerySet(IntervalQuerySet):
    def gallande(self, today):
        """Nobody sits in an organ that has ceased, whatever day stands in the mandat."""
        return super().gallande(today).filter(Q(organ__upphord=None) | Q(organ__upphord__gt=today))


class Parti(Intervall):
    """A party under one beteckning for as long as it bears it."""

    beteckning = models.CharField("beteckning", max_length=10)
    namn = models.CharField("namn", max_length=100)

    objects = IntervalQuerySet.as_manager()

    class Meta:
        verbose_name = "parti"
        verbose_name_plural = "partier"
        ordering = ["beteckning", "fran"]
        constraints = [
            ends_after_start("parti_ends_after_start"),
            no_overlap("parti_no_overlap", "beteckning", message="Beteckningen används redan under den tiden."),
        ]

    def __str__(self):
        return f"{self.namn} ({self.beteckning})"


class Person(TrackedModel):
    """Somebody named in the minutes or working with them. No personnummer, ever."""

    namn = models.CharField("namn", max_length=150)
    epost = models.EmailField("e-post", blank=True)

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "personer"
        ordering = ["namn"]
        indexes = [models.Index(fields=["namn"], name="person_namn")]

    def __str__(self):
        return self.namn


class Namnform(TrackedModel):
    """Another way that documents write the name of a person: a former name, a slip, letters without their accents."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="namnformerna", verbose_name="person")
    namn = models.CharField("namn", max_length=150, unique=True)

    class Meta:
        verbose_name = "namnform"
        verbose_name_plural = "namnformer"
        ordering = ["namn"]

    def __str__(self):
        return self.namn


class Mandat(Intervall):
    """An elected role in an organ, from a day to a day."""

    class Roll(models.TextChoices):
        ORDFORANDE = "ordforande", "Ordförande"
        VICE_1 = "vice_1", "1:e vice ordförande"
        VICE_2 = "vice_2", "2:e vice ordförande"
        LEDAMOT = "ledamot", "Ledamot"
        ERSATTARE = "ersattare", "Ersättare"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandaten", verbose_name="person")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="mandaten", verbose_name="organ")
    roll = models.CharField("roll", max_length=20, choices=Roll)
    parti = models.ForeignKey(
        Parti, on_delete=models.PROTECT, null=True, blank=True, related_name="mandaten", verbose_name="parti"
    )
    ordning = models.PositiveSmallIntegerField("ordning", default=0)

    objects = MandatQuerySet.as_manager()

    class Meta:
        verbose_name = "mandat"
        verbose_name_plural = "mandat"
        ordering = ["organ", "ordning", "fran"]
        constraints = [
            ends_after_start("mandat_ends_after_start"),
            no_overlap(
                "mandat_no_overlap",
                "organ",
                "person",
                message="Personen har redan ett mandat i organet under den tiden.",
            ),
            no_overlap(
                "mandat_one_presidium",
                "organ",
                "roll",
                condition=Q(roll__in=["ordforande", "vice_1", "vice_2"]),
                message="Någon annan har redan den rollen i organet under den tiden.",
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.get_roll_display()} i {self.organ.kortnamn}"


class Franvaro(Intervall):
    """Somebody is away from work for a while: what waits for the person goes to the ersättare too."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="franvaron", verbose_name="person")
    ersattare = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ersatter",
        verbose_name="den som tar hand om uppdragen så länge",
    )

    objects = IntervalQuerySet.as_manager()

    class Meta:
        verbose_name = "frånvaro"
        verbose_name_plural = "frånvaro"
        ordering = ["person", "fran"]
        constraints = [
            ends_after_start("franvaro_ends_after_start"),
            no_overlap("franvaro_no_overlap", "person", message="Personen är redan frånvarande under den tiden."),
            models.CheckConstraint(
                condition=Q(ersattare=None) | ~Q(ersattare=F("person")),
                name="franvaro_ersatts_by_another",
                violation_error_message="Välj någon annan än den som är frånvarande.",
            ),
        ]

    def __str__(self):
        return f"{self.person} är frånvarande från {self.fran}"


class Tjanst(Intervall):
    """An appointment of an official, from a day to a day; what it lets one do follows from the roll."""

    class Roll(models.TextChoices):
        SEKRETERARE = "sekreterare", "Sekreterare"
        REGISTRATOR = "registrator", "Registrator"
        HANDLAGGARE = "handlaggare", "Handläggare"
        FORVALTNINGSCHEF = "forvaltningschef", "Förvaltningschef"
        LASARE = "lasare", "Läsare eller revisor"
        SYSTEMADMINISTRATOR = "systemadministrator", "Systemadministratör"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tjansterna", verbose_name="person")
    roll = models.CharField("roll", max_length=20, choices=Roll)
    titel = models.CharField("titel", max_length=100, blank=True)
    organ = models.ForeignKey(
        Organ,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tjansterna",
        verbose_name="organ",
        help_text="Anges för en sekreterare: det organ hon eller han för protokoll i.",
    )
    forvaltning = models.ForeignKey(
        Forvaltning,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tjansterna",
        verbose_name="förvaltning",
    )
    granskar_logg = models.BooleanField(
        "granskar granskningsloggen",
        default=False,
        db_default=False,
        help_text="Får se vad alla har läst och gjort. En systemadministratör får det alltid.",
    )

    objects = IntervalQuerySet.as_manager()

    class Meta:
        verbose_name = "tjänst"
        verbose_name_plural = "tjänster"
        ordering = ["person", "fran"]
        constraints = [
            ends_after_start("tjanst_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(roll="sekreterare") | Q(organ__isnull=False),
                name="tjanst_sekreterare_has_organ",
                violation_error_message="Välj vilket organ sekreteraren för protokoll i.",
            ),
            models.CheckConstraint(
                condition=~Q(roll="forvaltningschef") | Q(forvaltning__isnull=False),
                name="tjanst_chef_has_forvaltning",
                violation_error_message="Välj vilken förvaltning chefen leder.",
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.titel or self.get_roll_display().lower()}"
