"""Invitations that have come to the municipality: the letter, what was decided, who goes, and what came of it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kommun.history import TrackedModel, TrackedQuerySet
from kommun.models import Bilaga, Organ, Person
from protokoll.models.paragraf import Paragraf


class InbjudanQuerySet(TrackedQuerySet):
    def visible_to(self, user):
        """All of them for anyone with a role today, except one in a § with sekretess that he or she does not read."""
        if not user.behorighet.har_insyn:
            return self.none()
        from protokoll.models.sekretess import dolda_genom  # which reads the §§

        dolda = Q(pk__in=dolda_genom(user, _behandlade_i)) | Q(pk__in=dolda_genom(user, _rapporterade_i))
        return self.exclude(dolda)

    def hemliga(self):
        """Taken up in a § with sekretess, whoever reads that."""
        return self.filter(_hemliga())

    def utom_hemliga(self):
        """For what everybody reads. One that waits in a § of its own with sekretess is not moved out of it."""
        return self.exclude(_hemliga())


def _behandlade_i(paragrafer):
    """The keys of those that were taken up in one of the §§."""
    return Behandling.objects.order_by().filter(paragraf__in=paragrafer).values("inbjudan")


def _rapporterade_i(paragrafer):
    """The keys of those whose rapport was."""
    return Reserapport.objects.order_by().filter(paragraf__in=paragrafer).values("inbjudan")


def behandlade_eller_rapporterade_i(paragrafer) -> list[int]:
    """Both, read at once; what `visible_to` leaves out of such §§."""
    return list(_behandlade_i(paragrafer).union(_rapporterade_i(paragrafer)).values_list("inbjudan", flat=True))


def _hemliga() -> Q:
    paragrafer = Paragraf.objects.order_by().hemliga().values("pk")
    return Q(pk__in=_behandlade_i(paragrafer)) | Q(pk__in=_rapporterade_i(paragrafer))


class Inbjudan(TrackedModel):
    """An invitation that has come to the municipality and is decided on (seed § 35)."""

    class Svar(models.TextChoices):
        OBESVARAD = "obesvarad", "Inte besvarad"
        AVSTAR = "avstar", "Avstår"
        DELTAR = "deltar", "Deltar"
        KANNEDOM = "kannedom", "För kännedom"
        ANNAT = "annat", "Annat beslut"

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="inbjudningarna", verbose_name="organ")
    # As it is printed: what the parts below say in one string, or what a protokoll that was read in says.
    inbjudan = models.TextField("inbjudan till", help_text="Inbjudare, vad, när och var, i en mening.")
    ankom = models.DateField("kom in", null=True, blank=True)
    arrangor = models.CharField("arrangör", max_length=200, blank=True)
    titel = models.CharField("vad det är", max_length=300, blank=True)
    borjar = models.DateField("börjar", null=True, blank=True)
    borjar_tid = models.TimeField("klockan", null=True, blank=True)
    slutar = models.DateField("slutar", null=True, blank=True)
    slutar_tid = models.TimeField("slutar klockan", null=True, blank=True)
    # One event can be held in many places at once, and on the web as well.
    platser = ArrayField(models.CharField(max_length=150), verbose_name="platser", default=list, blank=True)
    pa_natet = models.BooleanField("på nätet", default=False)
    lank = models.URLField("länk", max_length=500, blank=True)
    sista_anmalan = models.DateField("sista anmälningsdag", null=True, blank=True)
    kostnad = models.CharField("kostnad", max_length=200, blank=True)
    personlig = models.BooleanField("personlig inbjudan", default=False)
    personligt_till = models.CharField("ställd till", max_length=300, blank=True)
    dnr = models.CharField("diarienummer", max_length=60, blank=True)
    # Who registers those who go, and books for them.
    anmals_av = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inbjudningar_att_anmala",
        verbose_name="anmälan görs av",
    )
    # What holds now; each word about it at a meeting is a Behandling.
    svar = models.CharField("svar", max_length=20, choices=Svar, default=Svar.OBESVARAD)
    # Decided by the chair between meetings, and reported to the organ afterwards.
    avgjord = models.DateField("avgjord av ordföranden den", null=True, blank=True)
    avgjord_av = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="avgjorda_inbjudningar",
        verbose_name="avgjord av",
    )
    # The organiser has cancelled the event: the day that we noted it.
    installd = models.DateField("inställd av arrangören", null=True, blank=True)
    # The UID of an iCalendar event, or the Message-ID of a mail: the same letter is not registered twice.
    uid = models.CharField("ursprungets nummer", max_length=500, blank=True, editable=False)
    nyckel = models.UUIDField("formulärnyckel", null=True, blank=True, unique=True, editable=False)
    av = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="av"
    )

    objects = InbjudanQuerySet.as_manager()

    class Meta:
        verbose_name = "inbjudan"
        verbose_name_plural = "inbjudningar"
        ordering = [F("borjar").desc(nulls_last=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(slutar=None) | Q(slutar__gte=F("borjar")),
                name="inbjudan_ends_after_start",
                violation_error_message="Evenemanget slutar före det börjar.",
            ),
            models.CheckConstraint(
                condition=Q(avgjord=None, avgjord_av=None) | Q(avgjord__isnull=False, avgjord_av__isnull=False),
                name="inbjudan_avgjord_by_somebody_on_a_day",
            ),
            models.UniqueConstraint(
                fields=["organ", "uid"],
                condition=~Q(uid=""),
                name="inbjudan_once_per_letter",
                violation_error_message="Den inbjudan är redan registrerad.",
            ),
        ]

    def __str__(self):
        return self.inbjudan

    def get_absolute_url(self):
        return reverse("protokoll:inbjudan", args=[self.pk])

    @property
    def hemlig(self) -> bool:
        """No word of it stands in a mail, on a page without login or in a feed. One query, asked once."""
        if "_hemlig" not in self.__dict__:
            self._hemlig = Inbjudan.objects.filter(pk=self.pk).hemliga().exists()
        return self._hemlig


class Inbjudansbilaga(TrackedModel):
    """The letter itself, and what came with it."""

    inbjudan = models.ForeignKey(Inbjudan, on_delete=models.PROTECT, related_name="bilagorna", verbose_name="inbjudan")
    bilaga = models.ForeignKey(Bilaga, on_delete=models.PROTECT, related_name="+", verbose_name="bilaga")
    ordning = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "bilaga till inbjudan"
        verbose_name_plural = "bilagor till inbjudningar"
        ordering = ["ordning", "pk"]
        constraints = [models.UniqueConstraint(fields=["inbjudan", "bilaga"], name="inbjudansbilaga_once")]

    def __str__(self):
        return str(self.bilaga)


class Behandling(TrackedModel):
    """An invitation in the table of a §: one that is bordlagd comes back in the § of the next meeting."""

    class Svar(models.TextChoices):
        OBESVARAD = "", "Inte beslutad än"
        AVSTAR = "avstar", "Avstår"
        DELTAR = "deltar", "Deltar"
        KANNEDOM = "kannedom", "För kännedom"
        BORDLAGD = "bordlagd", "Bordläggs"
        # What the chair decided between meetings is reported.
        ANMALD = "anmald", "Ordförandens beslut anmäls"
        ANNAT = "annat", "Annat beslut"

    inbjudan = models.ForeignKey(
        Inbjudan, on_delete=models.PROTECT, related_name="behandlingarna", verbose_name="inbjudan"
    )
    paragraf = models.ForeignKey(
        Paragraf, on_delete=models.PROTECT, related_name="behandlingarna", verbose_name="paragraf"
    )
    svar = models.CharField("svar", max_length=20, choices=Svar, default=Svar.OBESVARAD, blank=True)
    svarstext = models.TextField("beslutet i ord", blank=True, help_text="Som det står i tabellens kolumn Beslut.")
    ordning = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "behandling av inbjudan"
        verbose_name_plural = "behandlingar av inbjudningar"
        ordering = ["paragraf", "ordning", "pk"]
        constraints = [models.UniqueConstraint(fields=["inbjudan", "paragraf"], name="behandling_once_per_paragraf")]

    def __str__(self):
        return f"{self.inbjudan} i {self.paragraf}"


class Deltagande(TrackedModel):
    """Somebody who goes, by decision."""

    inbjudan = models.ForeignKey(
        Inbjudan, on_delete=models.PROTECT, related_name="deltagandena", verbose_name="inbjudan"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deltagandena", verbose_name="person")
    namn = models.CharField("namn i protokollet", max_length=150)
    titel_eller_parti = models.CharField("titel eller parti", max_length=100, blank=True)
    ordning = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "deltagande"
        verbose_name_plural = "deltaganden"
        ordering = ["ordning"]
        constraints = [models.UniqueConstraint(fields=["inbjudan", "person"], name="deltagande_once")]

    def __str__(self):
        return self.namn


class Bokning(TrackedModel):
    """What was done for somebody who goes: registered, travel and lodging booked, what it cost."""

    class Behov(models.TextChoices):
        OKANT = "", "Inte frågat"
        NEJ = "nej", "Behövs inte"
        BOKAS = "bokas", "Ska bokas"
        BOKAD = "bokad", "Bokad"

    deltagande = models.OneToOneField(
        Deltagande, on_delete=models.PROTECT, related_name="bokningen", verbose_name="deltagande"
    )
    anmald = models.DateTimeField("anmäld", null=True, blank=True)
    anmald_av = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="anmäld av",
    )
    resa = models.CharField("resa", max_length=10, choices=Behov, default=Behov.OKANT, blank=True)
    boende = models.CharField("boende", max_length=10, choices=Behov, default=Behov.OKANT, blank=True)
    kostnad = models.DecimalField("kostnad, kronor", max_digits=10, decimal_places=2, null=True, blank=True)
    anteckning = models.CharField("anteckning", max_length=300, blank=True)
    # Somebody who was to go and cannot.
    forhindrad = models.DateField("fick förhinder", null=True, blank=True)

    class Meta:
        verbose_name = "bokning"
        verbose_name_plural = "bokningar"
        ordering = ["deltagande"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kostnad=None) | Q(kostnad__gte=0),
                name="bokning_kostnad_not_negative",
                violation_error_message="Kostnaden kan inte vara mindre än noll.",
            )
        ]

    def __str__(self):
        return f"Bokning för {self.deltagande}"


class Reserapport(TrackedModel):
    """What those who went have to tell, put on an agenda and noted there."""

    inbjudan = models.ForeignKey(
        Inbjudan, on_delete=models.PROTECT, related_name="reserapporterna", verbose_name="inbjudan"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reserapporterna", verbose_name="av")
    text = models.TextField("rapport")
    inlamnad = models.DateTimeField("inlämnad")
    # The § where it is taken up.
    paragraf = models.ForeignKey(
        Paragraf,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reserapporterna",
        verbose_name="tas upp i",
    )
    nyckel = models.UUIDField("formulärnyckel", null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = "reserapport"
        verbose_name_plural = "reserapporter"
        ordering = ["inlamnad", "pk"]

    def __str__(self):
        return f"Reserapport från {self.inbjudan}"
