from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from kommun.history import TrackedModel, TrackedQuerySet
from kommun.ord import i_mening


class Kommun(TrackedModel):
    """The municipality: one row, its name, look and printing conventions."""

    namn = models.CharField("namn", max_length=100)
    accentfarg = models.CharField(
        "accentfärg",
        max_length=7,
        default="#1f4e79",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", "Skriv färgen som #rrggbb, till exempel #1f4e79.")],
    )
    anslag_dagen_efter = models.BooleanField(
        "anslaget tas ned dagen efter sista överklagandedag",
        default=False,
        help_text="Gäller datumet som skrivs ut. Sista dag att överklaga visas alltid för sig.",
    )
    organisationsnummer = models.CharField(
        "organisationsnummer",
        max_length=11,
        blank=True,
        validators=[RegexValidator(r"^\d{6}-\d{4}$", "Skriv numret som 212000-0787.")],
    )
    epost = models.EmailField("e-post till kommunen", blank=True)
    postadress = models.CharField("postadress", max_length=200, blank=True)
    webbplats = models.URLField("webbplats", blank=True)
    # Who tries an appeal (KL 13 kap.); the appeal itself is handed in there.
    forvaltningsratt = models.CharField(
        "förvaltningsrätt", max_length=200, blank=True, help_text="Till exempel Förvaltningsrätten i Linköping."
    )
    overklagas_hos = models.TextField(
        "adress för överklaganden", blank=True, help_text="Postadress och e-post, så som de ska stå på anslagstavlan."
    )

    class Meta:
        verbose_name = "kommun"
        verbose_name_plural = "kommunen"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="kommun_is_one_row")]

    def __str__(self):
        return self.namn


class OrganQuerySet(TrackedQuerySet):
    def verksamma(self, today):
        """`Organ.verksamt`, of many."""
        return self.filter(Q(upphord=None) | Q(upphord__gt=today))


class Organ(TrackedModel):
    """A body that meets and decides: fullmäktige, styrelse, nämnd, utskott."""

    class Slag(models.TextChoices):
        FULLMAKTIGE = "fullmaktige", "Kommunfullmäktige"
        STYRELSE = "styrelse", "Kommunstyrelse"
        NAMND = "namnd", "Nämnd"
        UTSKOTT = "utskott", "Utskott"
        BEREDNING = "beredning", "Beredning"

    class NummerGes(models.TextChoices):
        OPPNANDE = "oppnande", "alla när sammanträdet öppnas"
        HAND = "hand", "ett i taget, när ärendet tas upp"

    namn = models.CharField("namn", max_length=150, unique=True)
    kortnamn = models.CharField("kortnamn", max_length=20, unique=True, help_text="Till exempel KSAU.")
    slag = models.CharField("slag", max_length=20, choices=Slag)
    overordnat = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="underordnade",
        verbose_name="överordnat organ",
    )
    forvaringsplats = models.CharField("protokollens förvaringsplats", max_length=200, blank=True)
    # Where decisions of others are sent to it, and whom the public turns to.
    epost = models.EmailField("e-post till organet", blank=True)
    # Seats, not people: quorum is counted from it (KL 5:45, 6:27). Unknown is the number of ordinary mandat that day.
    antal_ledamoter = models.PositiveSmallIntegerField(
        "antal ledamöter", null=True, blank=True, help_text="Så många platser som fullmäktige har bestämt."
    )
    nummer_ges = models.CharField("paragrafnummer ges", max_length=10, choices=NummerGes, default=NummerGes.OPPNANDE)
    stopp_dagar = models.PositiveSmallIntegerField("stoppdag, dagar före sammanträdet", default=14)
    kallelse_dagar = models.PositiveSmallIntegerField("kallelse, dagar före sammanträdet", default=7)
    justering_dagar = models.PositiveSmallIntegerField("justering, dagar efter sammanträdet", default=7)
    # KL 8:12 gives two calendar days; the board is open on Saturdays and holidays too.
    anslas_vid_justering = models.BooleanField(
        "anslaget sätts upp av sig självt när protokollet är justerat",
        default=True,
        help_text="Gäller alla dagar, också helger. Annars sätter sekreteraren upp det, senast andra dagen efter "
        "justeringen (8 kap. 12 § kommunallagen).",
    )
    # How often an uppdrag without frist is reported.
    rapport_manader = models.PositiveSmallIntegerField("uppdrag utan frist rapporteras, månader emellan", default=6)
    behandlar_inbjudningar = models.BooleanField(
        "behandlar inbjudningar som kommer till kommunen",
        default=True,
        help_text="Utan kryss finns inga inbjudningar i organet: inget på dagordningen och inget på Min dag.",
    )
    # Who registers those who go, where the invitation says nothing else.
    inbjudningar_anmals_av = models.ForeignKey(
        "kommun.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="anmälan till evenemang görs av",
    )
    upphord = models.DateField("upphört", null=True, blank=True)

    objects = OrganQuerySet.as_manager()

    class Meta:
        verbose_name = "organ"
        verbose_name_plural = "organ"
        ordering = ["namn"]
        constraints = [
            models.CheckConstraint(
                condition=Q(overordnat=None) | ~Q(overordnat=F("pk")),
                name="organ_not_over_itself",
                violation_error_message="Ett organ kan inte vara överordnat sig självt.",
            )
        ]

    def verksamt(self, today) -> bool:
        """The day it ceased it is no more."""
        return self.upphord is None or self.upphord > today

    def __str__(self):
        return self.namn

    @property
    def javig_far_vara_kvar(self) -> bool:
        """In fullmäktige somebody jävig takes no part but may stay in the room (KL 5:49); in a nämnd not (KL 6:30)."""
        return self.slag == self.Slag.FULLMAKTIGE

    @property
    def i_mening(self) -> str:
        return i_mening(self.namn)

    @property
    def genitiv(self) -> str:
        return self.namn if self.namn.endswith(("s", "x", "z")) else f"{self.namn}s"

    def mall(self) -> list["Avsnittsmall"]:
        """The headings of its §§ in printed order: its own, or the standard one until somebody has made one."""
        egen = list(self.avsnittsmallarna.all())
        return egen or [
            Avsnittsmall(organ=self, typ=typ, rubrik=rubrik, niva=niva, ordning=n)
            for n, (typ, rubrik, niva) in enumerate(STANDARDMALL, start=1)
        ]


class Avsnittstyp(models.TextChoices):
    """What a section of a § is; its printed heading and place belong to the organ's mall."""

    BESLUT = "beslut", "Beslut"
    UPPLYSNING = "upplysning", "Upplysning"
    BESLUTSMOTIVERING = "beslutsmotivering", "Beslutsmotivering"
    JAV = "jav", "Jäv"
    DELTAR_EJ = "deltar_ej", "Deltar inte i beslutet"
    RESERVATION = "reservation", "Reservation"
    SAMMANFATTNING = "sammanfattning", "Sammanfattning"
    BAKGRUND = "bakgrund", "Bakgrund"
    AKTUELL_SITUATION = "aktuell_situation", "Aktuell situation"
    FINANSIERING = "finansiering", "Finansiering"
    ARENDET = "arendet", "Ärendet"
    BESLUTSUNDERLAG = "beslutsunderlag", "Beslutsunderlag"
    YRKANDEN = "yrkanden", "Förslag till beslut på sammanträdet"
    BESLUTSGANG = "beslutsgang", "Beslutsgång"
    OMROSTNING = "omrostning", "Omröstning"
    OMROSTNINGSRESULTAT = "omrostningsresultat", "Omröstningsresultat"
    PROTOKOLLSANTECKNING = "protokollsanteckning", "Protokollsanteckning"
    SARSKILT_YTTRANDE = "sarskilt_yttrande", "Särskilt yttrande"
    MOTTAGARE = "mottagare", "Beslutet skickas till"
    OVRIGT = "ovrigt", "Övrigt"


# (typ, heading, level): the order most municipalities print in.
STANDARDMALL = (
    (Avsnittstyp.BESLUT, "{organets} beslut", 1),
    (Avsnittstyp.UPPLYSNING, "Upplysning", 1),
    (Avsnittstyp.BESLUTSMOTIVERING, "Beslutsmotivering", 1),
    (Avsnittstyp.JAV, "Jäv", 1),
    (Avsnittstyp.DELTAR_EJ, "Deltar inte i beslutet", 1),
    (Avsnittstyp.RESERVATION, "Reservation", 1),
    (Avsnittstyp.SAMMANFATTNING, "Sammanfattning", 1),
    (Avsnittstyp.BAKGRUND, "Bakgrund", 2),
    (Avsnittstyp.AKTUELL_SITUATION, "Aktuell situation", 2),
    (Avsnittstyp.FINANSIERING, "Finansiering", 2),
    (Avsnittstyp.ARENDET, "Ärendet", 1),
    (Avsnittstyp.BESLUTSUNDERLAG, "Beslutsunderlag", 1),
    (Avsnittstyp.YRKANDEN, "Förslag till beslut på sammanträdet", 1),
    (Avsnittstyp.BESLUTSGANG, "Beslutsgång", 1),
    (Avsnittstyp.OMROSTNING, "Omröstning", 1),
    (Avsnittstyp.OMROSTNINGSRESULTAT, "Omröstningsresultat", 1),
    (Avsnittstyp.PROTOKOLLSANTECKNING, "Protokollsanteckning", 1),
    (Avsnittstyp.SARSKILT_YTTRANDE, "Särskilt yttrande", 1),
    (Avsnittstyp.MOTTAGARE, "Beslutet skickas till", 1),
)


class Avsnittsmall(TrackedModel):
    """One heading in the order in which an organ's §§ are printed."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="avsnittsmallarna", verbose_name="organ")
    typ = models.CharField("typ", max_length=30, choices=Avsnittstyp)
    rubrik = models.CharField(
        "rubrik", max_length=150, help_text="{organets} ersätts av organets namn i genitiv, {organet} av namnet."
    )
    niva = models.PositiveSmallIntegerField("nivå", default=1, choices=[(1, "avsnitt"), (2, "underavsnitt")])
    ordning = models.PositiveSmallIntegerField("ordning")

    class Meta:
        verbose_name = "avsnittsmall"
        verbose_name_plural = "avsnittsmallar"
        ordering = ["organ", "ordning"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "ordning"],
                name="avsnittsmall_ordning_unique",
                deferrable=models.Deferrable.IMMEDIATE,
                violation_error_message="Två avsnitt kan inte ha samma plats i ordningen.",
            )
        ]

    def __str__(self):
        return f"{self.organ.kortnamn}: {self.rubrik}"

    def rubrik_for(self, organ: Organ) -> str:
        return self.rubrik.replace("{organets}", organ.genitiv).replace("{organet}", organ.namn)


class Forvaltning(TrackedModel):
    """A department of the administration, in a tree: förvaltning, avdelning, enhet."""

    namn = models.CharField("namn", max_length=150, unique=True)
    overordnad = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="underordnade",
        verbose_name="överordnad förvaltning",
    )
    epost = models.EmailField("e-post", blank=True)
    upphord = models.DateField("upphörd", null=True, blank=True)

    objects = OrganQuerySet.as_manager()

    class Meta:
        verbose_name = "förvaltning"
        verbose_name_plural = "förvaltningar"
        ordering = ["namn"]
        constraints = [
            models.CheckConstraint(
                condition=Q(overordnad=None) | ~Q(overordnad=F("pk")),
                name="forvaltning_not_over_itself",
                violation_error_message="En förvaltning kan inte vara överordnad sig själv.",
            )
        ]

    def __str__(self):
        return self.namn
