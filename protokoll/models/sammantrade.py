from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear
from django.urls import reverse

from kommun.history import TrackedModel, TrackedQuerySet
from kommun.kalender import dag_i_ord, dagen_i_ord
from kommun.models import Organ, Person
from protokoll.frister import justeras_senast
from protokoll.numrering import skriv_paragrafer


class SammantradeQuerySet(TrackedQuerySet):
    def visible_to(self, user):
        """All of it for anyone with a role today, nothing for an account without one."""
        return self if user.behorighet.har_insyn else self.none()

    def kommande(self, today):
        return self.filter(datum__gte=today).exclude(lage=Sammantrade.Lage.INSTALLT).order_by("datum", "start")


class Sammantrade(TrackedModel):
    """One meeting of an organ."""

    class Lage(models.TextChoices):
        PLANERAT = "planerat", "Planerat"
        PAGAR = "pagar", "Pågår"
        AVSLUTAT = "avslutat", "Avslutat"
        INSTALLT = "installt", "Inställt"
        # Known only because a later protokoll refers to it; filled when its own protokoll is read in.
        HANVISNING = "hanvisning", "Känt genom hänvisning"

    # Not a meeting that anything can be reported at.
    RAKNAS_EJ = (Lage.INSTALLT, Lage.HANVISNING)

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="sammantradena", verbose_name="organ")
    datum = models.DateField("datum")
    # Stored, so that the § numbers can be unique per organ and year in the database itself.
    ar = models.GeneratedField(
        expression=ExtractYear("datum"), output_field=models.IntegerField(), db_persist=True, verbose_name="år"
    )
    start = models.TimeField("börjar", null=True, blank=True)
    slut = models.TimeField("slutar", null=True, blank=True)
    plats = models.CharField("plats", max_length=200, blank=True)
    lage = models.CharField("läge", max_length=20, choices=Lage, default=Lage.PLANERAT)
    # The plan around it; null where nothing is planned.
    stoppdag = models.DateField("stoppdag för handlingar", null=True, blank=True)
    kallelsedag = models.DateField("kallelsen skickas", null=True, blank=True)
    planerad_justering = models.DateField("planerad justering", null=True, blank=True)
    flyttat_fran = models.DateField("flyttat från", null=True, blank=True)
    installt_skal = models.CharField("varför det ställdes in", max_length=300, blank=True)
    # The § that is being handled while the meeting runs.
    aktuell = models.ForeignKey(
        "protokoll.Paragraf",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="aktuell paragraf",
    )

    objects = SammantradeQuerySet.as_manager()

    class Meta:
        verbose_name = "sammanträde"
        verbose_name_plural = "sammanträden"
        ordering = ["-datum", "-start", "organ"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "datum", "start"],
                nulls_distinct=False,
                name="sammantrade_once_per_time",
                violation_error_message="Organet har redan ett sammanträde då.",
            ),
            models.CheckConstraint(
                condition=Q(slut=None) | Q(slut__gt=F("start")),
                name="sammantrade_ends_after_start",
                violation_error_message="Sammanträdet slutar före det börjar.",
            ),
            # The target of the composite foreign key that keeps paragraf.organ and paragraf.ar true (migration 0002).
            models.UniqueConstraint(fields=["id", "organ", "ar"], name="sammantrade_id_organ_ar"),
        ]
        indexes = [models.Index(fields=["datum"], name="sammantrade_datum")]

    def __str__(self):
        return f"{self.organ.kortnamn} {self.datum:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("protokoll:sammantrade", args=[self.pk])

    @property
    def har_borjat(self) -> bool:
        """Only then has it decided anything."""
        return self.lage not in (self.Lage.PLANERAT, self.Lage.INSTALLT)

    @property
    def dag(self) -> str:
        return dag_i_ord(self.datum)

    @property
    def dagen(self) -> str:
        return dagen_i_ord(self.datum)

    @property
    def justeras_senast(self):
        return justeras_senast(self.datum)


class Ajournering(TrackedModel):
    """A break in the meeting, by the clock. `till` is null while it goes on."""

    sammantrade = models.ForeignKey(
        Sammantrade, on_delete=models.PROTECT, related_name="ajourneringarna", verbose_name="sammanträde"
    )
    # The § before which, or during which, the meeting paused, where it is known.
    paragraf = models.ForeignKey(
        "protokoll.Paragraf",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ajourneringarna",
        verbose_name="paragraf",
    )
    fran = models.TimeField("från")
    till = models.TimeField("till", null=True, blank=True)

    class Meta:
        verbose_name = "ajournering"
        verbose_name_plural = "ajourneringar"
        ordering = ["fran"]
        constraints = [
            models.CheckConstraint(
                condition=Q(till__gt=F("fran")),
                name="ajournering_ends_after_start",
                violation_error_message="Ajourneringen slutar före den börjar.",
            )
        ]

    def __str__(self):
        return f"{self.fran:%H.%M}–{self.till:%H.%M}" if self.till else f"från {self.fran:%H.%M}"


class Narvaro(TrackedModel):
    """Somebody's presence as the front page of a read-in document states it, right or wrong.

    One person can have several rows: serving for one member at some §§ and for another at others. Of a meeting kept
    here, presence is the roll (Motesdeltagare) and its händelser.
    """

    class Slag(models.TextChoices):
        LEDAMOT = "ledamot", "Ledamot"
        ERSATTARE = "ersattare", "Ersättare"
        OVRIG = "ovrig", "Övrig närvarande"

    sammantrade = models.ForeignKey(
        Sammantrade, on_delete=models.PROTECT, related_name="narvaron", verbose_name="sammanträde"
    )
    protokoll = models.ForeignKey(
        "protokoll.Protokoll",
        on_delete=models.PROTECT,
        related_name="narvaron",
        verbose_name="protokoll",
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="narvaron", verbose_name="person")
    slag = models.CharField("slag", max_length=20, choices=Slag)
    # As written that day: people marry and change party, minutes do not change.
    namn = models.CharField("namn i protokollet", max_length=150)
    parti = models.CharField("parti", max_length=10, blank=True)
    titel = models.CharField("roll eller titel", max_length=150, blank=True)
    tjanstgor = models.BooleanField("tjänstgör", null=True, blank=True, help_text="Tomt när det inte är känt.")
    tjanstgor_for = models.CharField("tjänstgör för", max_length=150, blank=True)
    javig = models.BooleanField("jävig", default=False)
    # As it stands in the document: "tjänstgör för Annika Carlsson (M)", or the group the person is listed in.
    anmarkning = models.CharField("anmärkning", max_length=200, blank=True)
    # Null is the whole meeting; an empty set never occurs.
    paragrafer = ArrayField(models.PositiveSmallIntegerField(), null=True, blank=True, verbose_name="paragrafer")
    ordning = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "närvaro"
        verbose_name_plural = "närvaro"
        ordering = ["ordning"]
        constraints = [
            models.CheckConstraint(
                condition=Q(paragrafer=None) | Q(paragrafer__len__gt=0), name="narvaro_paragrafer_not_empty"
            ),
        ]

    def __str__(self):
        return f"{self.namn}, {self.get_slag_display().lower()}"

    def vid(self, nummer: int | None) -> bool:
        """Present at the §; a set that is not recorded is the whole meeting, of a jävig person none of it."""
        return nummer in self.paragrafer if self.paragrafer else not self.javig

    @property
    def paragrafer_i_text(self) -> str:
        return skriv_paragrafer(self.paragrafer) if self.paragrafer else ""

    @property
    def tillagg(self) -> str:
        """What stands after the name: the document's own words, else for whom one serves."""
        if self.slag == self.Slag.OVRIG:
            return ""  # there the document's word is the group one is listed in
        return self.anmarkning or (f"tjänstgör för {self.tjanstgor_for}" if self.tjanstgor_for else "")

    @property
    def narvarar_som(self) -> str:
        """ "Ledamot", "Ersättare, tjänstgör inte", "Övrig närvarande, tjänstepersoner"."""
        ord_ = self.get_slag_display()
        match self.slag, self.tjanstgor:
            case self.Slag.OVRIG, _:
                return f"{ord_}, {self.anmarkning.lower()}" if self.anmarkning else ord_
            case self.Slag.ERSATTARE, None:
                return f"{ord_}, oklart om tjänstgörande"
            case self.Slag.ERSATTARE, tjanstgor:
                return f"{ord_}, tjänstgör" if tjanstgor else f"{ord_}, tjänstgör inte"
        return ord_

    @property
    def namn_med_parti(self) -> str:
        return f"{self.namn} ({self.parti})" if self.parti else self.namn
