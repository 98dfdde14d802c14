"""Files that are read in: one by one, or whole years at a time."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse

from protokoll.models.handling import Protokoll


class Inlasning(models.Model):
    """A file that was uploaded to be read in, kept as it came. Without protokoll it waits for its confirmation."""

    filnamn = models.CharField("filnamn", max_length=255)
    innehall = models.BinaryField("innehåll")
    # What it says, kept from the first reading: the pages of a PDF take seconds to lay out. Null: not read yet.
    text = models.TextField("text", null=True, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    av = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inlasningarna",
        verbose_name="av",
    )
    tid = models.DateTimeField("tid", auto_now_add=True)
    protokoll = models.OneToOneField(
        Protokoll,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inlasningen",
        verbose_name="protokoll",
    )

    class Meta:
        verbose_name = "inläsning"
        verbose_name_plural = "inläsningar"
        ordering = ["-tid"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "av"], nulls_distinct=False, name="inlasning_once_per_file_and_person"
            )
        ]

    def __str__(self):
        return self.filnamn

    def get_absolute_url(self):
        return reverse("protokoll:inlasning", args=[self.pk])


class Inlasningsjobb(models.Model):
    """Whole years of protokoll, handed over at once and read in by a worker. How far it is, its files tell."""

    class Lage(models.TextChoices):
        # Files are still coming in, a few at a time.
        TAS_EMOT = "tas_emot", "Tar emot filer"
        LASES = "lases", "Läses"
        LAST = "last", "Läst"
        # Those without warnings are being saved.
        SPARAS = "sparas", "Sparas"
        AVBRUTET = "avbrutet", "Avbrutet"

    namn = models.CharField("namn", max_length=200, blank=True)
    lage = models.CharField("läge", max_length=20, choices=Lage, default=Lage.TAS_EMOT)
    av = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="inlasningsjobben", verbose_name="av"
    )
    tid = models.DateTimeField("tid", auto_now_add=True)
    nyckel = models.UUIDField("formulärnyckel", default=uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = "inläsning av många"
        verbose_name_plural = "inläsningar av många"
        ordering = ["-tid", "-pk"]

    def __str__(self):
        return self.namn or f"Inläsning {self.tid:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("protokoll:inlasningsjobb", args=[self.pk])

    @property
    def att_lasa(self) -> bool:
        """Is there anything left to unpack or to read?"""
        return self.zipfilerna.exists() or self.filerna.filter(lage=Inlasningsfil.Lage.VANTAR).exists()


class Inlasningsfil(models.Model):
    """One file of an Inlasningsjobb and what came of it."""

    class Lage(models.TextChoices):
        VANTAR = "vantar", "Väntar"
        LAST = "last", "Läst"
        VARNINGAR = "varningar", "Läst med varningar"
        OBEGRIPLIG = "obegriplig", "Gick inte att tolka"
        REDAN = "redan", "Finns redan"
        SPARAD = "sparad", "Sparad"

    jobb = models.ForeignKey(Inlasningsjobb, on_delete=models.CASCADE, related_name="filerna", verbose_name="jobb")
    # Null: a file of a kind that cannot hold a protokoll is told of, not kept.
    inlasning = models.ForeignKey(
        Inlasning, on_delete=models.PROTECT, null=True, blank=True, related_name="jobbfilerna", verbose_name="inläsning"
    )
    # Its path in the folder or the zip file.
    namn = models.CharField("namn", max_length=400)
    ordning = models.PositiveIntegerField("ordning")
    lage = models.CharField("läge", max_length=20, choices=Lage, default=Lage.VANTAR)
    # What was read, in short: organ, day, §§, profile, warnings, or why it could not be.
    rapport = models.JSONField("rapport", default=dict, blank=True)
    last = models.DateTimeField("läst", null=True, blank=True)

    class Meta:
        verbose_name = "fil i en inläsning"
        verbose_name_plural = "filer i en inläsning"
        ordering = ["jobb", "ordning"]
        constraints = [models.UniqueConstraint(fields=["jobb", "namn"], name="inlasningsfil_once_per_name")]
        indexes = [models.Index(fields=["jobb", "lage"], name="inlasningsfil_lage")]

    def __str__(self):
        return self.namn


class Inlasningszip(models.Model):
    """A zip file that was handed over and that the worker unpacks. Gone when its files have come into the job."""

    jobb = models.ForeignKey(Inlasningsjobb, on_delete=models.CASCADE, related_name="zipfilerna", verbose_name="jobb")
    namn = models.CharField("namn", max_length=400)
    sha256 = models.CharField("SHA-256", max_length=64)
    # Files in it, how many of them have been dealt with, and how large those were.
    antal = models.PositiveIntegerField("antal filer")
    packade = models.PositiveIntegerField("uppackade filer", default=0)
    uppackat = models.PositiveBigIntegerField("uppackade byte", default=0)
    # How many workers have begun since the last of its files came in.
    forsok = models.PositiveSmallIntegerField("försök", default=0)

    class Meta:
        verbose_name = "zip-fil i en inläsning"
        verbose_name_plural = "zip-filer i en inläsning"
        ordering = ["jobb", "pk"]
        constraints = [models.UniqueConstraint(fields=["jobb", "sha256"], name="inlasningszip_once_per_job")]

    def __str__(self):
        return self.namn


class Inlasningszipdel(models.Model):
    """A piece of a zip file: one of a hundred megabytes is too much for one statement."""

    zipfil = models.ForeignKey(Inlasningszip, on_delete=models.CASCADE, related_name="delarna", verbose_name="zip-fil")
    nummer = models.PositiveIntegerField("nummer")
    innehall = models.BinaryField("innehåll")

    class Meta:
        verbose_name = "del av en zip-fil"
        verbose_name_plural = "delar av en zip-fil"
        ordering = ["zipfil", "nummer"]
        constraints = [models.UniqueConstraint(fields=["zipfil", "nummer"], name="inlasningszipdel_once")]

    def __str__(self):
        return f"{self.zipfil}, del {self.nummer}"
