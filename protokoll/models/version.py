"""What was frozen, read, approved and signed: rows that are added and never changed (migration 0011 refuses it)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kommun.history import TrackedModel
from kommun.models import Bilaga, Person
from protokoll.models.handling import Protokoll, Underskrift
from protokoll.models.paragraf import Paragraf


class Protokollsversion(models.Model):
    """A protokoll as it was frozen: its values, its PDF and their fingerprints. Never updated, never deleted."""

    class Slag(models.TextChoices):
        FRYSNING = "frysning", "Fryst för justering"
        # What was adjusted says something wrong: the same document with the correction shown (JO 581-2013).
        RATTELSE = "rattelse", "Rättelse"

    protokoll = models.ForeignKey(
        Protokoll, on_delete=models.PROTECT, related_name="versionerna", verbose_name="protokoll"
    )
    nummer = models.PositiveSmallIntegerField("version")
    slag = models.CharField("slag", max_length=20, choices=Slag, default=Slag.FRYSNING)
    # protokoll.dokumentvarden.Dokument as JSON.
    innehall = models.JSONField("innehåll")
    pdf = models.BinaryField("PDF")
    # Of the PDF, hexadecimal.
    sha256 = models.CharField("SHA-256", max_length=64)
    # SHA-256 of the chain before it, of this PDF and of this content: a version taken out or put in between shows.
    kedja = models.CharField("kedja", max_length=64)
    # Printed on its last page: protokoll.kontrollkod.
    kontrollkod = models.CharField("kontrollkod", max_length=20, blank=True, default="", db_index=True)
    # Why there is another version; empty for the first.
    skal = models.TextField("skäl", blank=True)
    skapad = models.DateTimeField("skapad")
    av = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="av"
    )

    class Meta:
        verbose_name = "protokollsversion"
        verbose_name_plural = "protokollsversioner"
        ordering = ["protokoll", "nummer"]
        constraints = [models.UniqueConstraint(fields=["protokoll", "nummer"], name="protokollsversion_number_once")]
        indexes = [models.Index(fields=["sha256"], name="protokollsversion_sha256")]

    def __str__(self):
        return f"{self.protokoll}, version {self.nummer}"

    def get_absolute_url(self):
        return reverse("protokoll:version", args=[self.protokoll_id, self.nummer])


class Lasning(models.Model):
    """Somebody who is to adjust a protokoll has read a § of a version."""

    version = models.ForeignKey(Protokollsversion, on_delete=models.PROTECT, related_name="lasningarna")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="person")
    paragraf = models.ForeignKey(Paragraf, on_delete=models.PROTECT, related_name="lasningarna")
    tid = models.DateTimeField("tid", auto_now_add=True)

    class Meta:
        verbose_name = "läsning"
        verbose_name_plural = "läsningar"
        constraints = [models.UniqueConstraint(fields=["version", "person", "paragraf"], name="lasning_once")]

    def __str__(self):
        return f"{self.person} läste {self.paragraf}"


class Invandning(TrackedModel):
    """A remark on a § by one who is to adjust it, and what the secretary did about it."""

    class Svar(models.TextChoices):
        RATTAD = "rattad", "Texten ändras"
        KVARSTAR = "kvarstar", "Texten står kvar"
        TILLBAKA = "tillbaka", "Återtagen"

    protokollsversion = models.ForeignKey(
        Protokollsversion, on_delete=models.PROTECT, related_name="invandningarna", verbose_name="protokollsversion"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="person")
    paragraf = models.ForeignKey(
        Paragraf, on_delete=models.PROTECT, related_name="invandningarna", verbose_name="paragraf"
    )
    text = models.TextField("invändning")
    tid = models.DateTimeField("tid", auto_now_add=True)
    svar = models.CharField("svar", max_length=20, choices=Svar, blank=True)
    svarstext = models.TextField("svar till den som invände", blank=True)
    # One showing of the form: a double click objects once.
    nyckel = models.UUIDField("formulärnyckel", unique=True, editable=False)

    class Meta:
        verbose_name = "invändning"
        verbose_name_plural = "invändningar"
        ordering = ["tid", "pk"]

    def __str__(self):
        return f"Invändning mot {self.paragraf}"


class Godkannande(models.Model):
    """One who is to adjust a protokoll stands behind a version of it. Never updated, never deleted."""

    version = models.ForeignKey(Protokollsversion, on_delete=models.PROTECT, related_name="godkannandena")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="godkannandena")
    roll = models.CharField("roll", max_length=20, choices=Underskrift.Roll)
    namn = models.CharField("namn", max_length=150)
    tid = models.DateTimeField("tid")
    # In words, as the login told it: "Kommunens inloggning", "Lokalt konto med engångskod".
    inloggning = models.CharField("inloggning", max_length=200)
    # Of the PDF that was read and approved.
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = "godkännande"
        verbose_name_plural = "godkännanden"
        ordering = ["tid", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "person", "roll"], name="godkannande_once")]

    def __str__(self):
        return f"{self.namn} godkände {self.version}"


class Undertecknande(models.Model):
    """The signed document of a version: sealed here, signed elsewhere, or on paper. Never updated, never deleted."""

    version = models.ForeignKey(Protokollsversion, on_delete=models.PROTECT, related_name="undertecknandena")
    satt = models.CharField("sätt", max_length=20, choices=Protokoll.Satt)
    # The signed PDF, or the scanned page with the signatures.
    bilaga = models.ForeignKey(Bilaga, on_delete=models.PROTECT, related_name="+")
    # What the verification said when it was taken in: protokoll.signering.
    kontroll = models.JSONField("kontroll", default=dict)
    # Sealed with a certificate that proves nothing; only in the demo.
    prov = models.BooleanField("provcertifikat", default=False)
    tid = models.DateTimeField("tid")
    av = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="av"
    )

    class Meta:
        verbose_name = "undertecknande"
        verbose_name_plural = "undertecknanden"
        ordering = ["tid", "pk"]
        constraints = [
            # One seal of a version, however often the sealing was tried.
            models.UniqueConstraint(fields=["version", "satt"], name="undertecknande_once_per_satt")
        ]

    def __str__(self):
        return f"{self.version}, {self.get_satt_display()}"


class Rattelse(models.Model):
    """What a rättelse changed: as it stood and as it reads now. Never updated, never deleted."""

    version = models.ForeignKey(Protokollsversion, on_delete=models.PROTECT, related_name="rattelserna")
    # Null on the front page and in the bilaga.
    paragraf = models.ForeignKey(Paragraf, on_delete=models.PROTECT, null=True, blank=True, related_name="rattelserna")
    # The heading of the part, or empty where the heading of the § itself was corrected.
    rubrik = models.CharField("avsnitt", max_length=200, blank=True)
    plats = models.PositiveSmallIntegerField("plats i paragrafen", null=True, blank=True)
    fore = models.TextField("löd")
    efter = models.TextField("ska lyda")

    class Meta:
        verbose_name = "rättelse"
        verbose_name_plural = "rättelser"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(fore=models.F("efter")), name="rattelse_changes_something")]

    def __str__(self):
        return f"Rättelse i {self.paragraf or self.rubrik}"
