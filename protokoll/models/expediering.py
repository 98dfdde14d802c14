"""Who a decision is sent to, and what was sent to whom."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kommun.history import TrackedModel
from kommun.models import Bilaga, Forvaltning, Organ, Person, Utskick
from protokoll.models.paragraf import Paragraf
from protokoll.models.version import Protokollsversion


class Sandlista(TrackedModel):
    """A list of receivers under one name: "Samtliga nämnder", "Revisorerna"."""

    # Null: common to all organ.
    organ = models.ForeignKey(
        Organ, on_delete=models.PROTECT, null=True, blank=True, related_name="sandlistorna", verbose_name="organ"
    )
    namn = models.CharField("namn", max_length=150)
    upphord = models.BooleanField("används inte längre", default=False)

    class Meta:
        verbose_name = "sändlista"
        verbose_name_plural = "sändlistor"
        ordering = ["namn"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "namn"],
                nulls_distinct=False,
                name="sandlista_name_once",
                violation_error_message="Det finns redan en sändlista med det namnet.",
            )
        ]

    def __str__(self):
        return self.namn


class Sandlisterad(TrackedModel):
    """One receiver of a list."""

    lista = models.ForeignKey(Sandlista, on_delete=models.PROTECT, related_name="raderna", verbose_name="sändlista")
    namn = models.CharField("namn", max_length=150)
    epost = models.EmailField("e-post")
    ordning = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "mottagare på sändlista"
        verbose_name_plural = "mottagare på sändlista"
        ordering = ["ordning", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lista", "epost"],
                name="sandlisterad_once",
                violation_error_message="Adressen står redan på listan.",
            )
        ]

    def __str__(self):
        return self.namn


class Mottagare(TrackedModel):
    """A receiver of the decision of a §; the section "Beslutet skickas till" prints them."""

    class Slag(models.TextChoices):
        PERSON = "person", "Person"
        FORVALTNING = "forvaltning", "Förvaltning"
        ORGAN = "organ", "Organ"
        EXTERN = "extern", "Utanför kommunen"
        LISTA = "lista", "Sändlista"

    paragraf = models.ForeignKey(Paragraf, on_delete=models.PROTECT, related_name="mottagarna", verbose_name="paragraf")
    slag = models.CharField("slag", max_length=20, choices=Slag)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="person"
    )
    forvaltning = models.ForeignKey(
        Forvaltning, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="förvaltning"
    )
    organ = models.ForeignKey(
        Organ, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="organ"
    )
    sandlista = models.ForeignKey(
        Sandlista, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="sändlista"
    )
    # As printed.
    namn = models.CharField("namn", max_length=200)
    # Of somebody outside; the others have theirs in the register. Empty: by post, or not at all.
    epost = models.EmailField("e-post", blank=True)
    ordning = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "mottagare"
        verbose_name_plural = "mottagare"
        ordering = ["ordning", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["paragraf", "namn"],
                name="mottagare_once",
                violation_error_message="Mottagaren står redan på paragrafen.",
            ),
            models.CheckConstraint(
                condition=Q(slag="person", person__isnull=False, forvaltning=None, organ=None, sandlista=None)
                | Q(slag="forvaltning", forvaltning__isnull=False, person=None, organ=None, sandlista=None)
                | Q(slag="organ", organ__isnull=False, person=None, forvaltning=None, sandlista=None)
                | Q(slag="lista", sandlista__isnull=False, person=None, forvaltning=None, organ=None)
                | Q(slag="extern", person=None, forvaltning=None, organ=None, sandlista=None),
                name="mottagare_is_what_it_says",
            ),
        ]

    def __str__(self):
        return self.namn


class Paragrafbilaga(TrackedModel):
    """A file that belongs to a §, "enligt bilaga", and goes along with its utdrag."""

    paragraf = models.ForeignKey(Paragraf, on_delete=models.PROTECT, related_name="bilagorna", verbose_name="paragraf")
    bilaga = models.ForeignKey(Bilaga, on_delete=models.PROTECT, related_name="+", verbose_name="fil")
    namn = models.CharField("namn", max_length=150)
    # Put there when the § was closed: it is no part of what was adjusted, and the database does not lock it.
    efter_lasning = models.BooleanField("tillagd när paragrafen var låst", default=False)

    class Meta:
        verbose_name = "bilaga till paragraf"
        verbose_name_plural = "bilagor till paragraf"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["paragraf", "namn"],
                name="paragrafbilaga_once",
                violation_error_message="Paragrafen har redan en bilaga med det namnet.",
            )
        ]

    def __str__(self):
        return self.namn


class Sandning(models.Model):
    """What somebody has ordered to be sent of a protokoll: carried out receiver by receiver, or taken up again."""

    version = models.ForeignKey(Protokollsversion, on_delete=models.PROTECT, related_name="sandningarna")
    # [{"paragraf", "mottagare", "namn", "till", "bilagor": [[pk, namn]]}]: a § to a receiver at an address.
    rader = models.JSONField("rader")
    nyckel = models.UUIDField("formulärnyckel", unique=True, editable=False)
    skapad = models.DateTimeField("skapad", auto_now_add=True)
    klar = models.DateTimeField("klar", null=True, blank=True)
    # Why it stopped, as a sentence.
    fel = models.TextField("fel", blank=True)
    av = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="av"
    )

    class Meta:
        verbose_name = "sändning"
        verbose_name_plural = "sändningar"
        ordering = ["-skapad", "-pk"]

    def __str__(self):
        return f"Sändning ur {self.version}"


class Expediering(models.Model):
    """A decision sent to a receiver: which version, when, by whom. A row is added and never changed."""

    class Satt(models.TextChoices):
        EPOST = "epost", "E-post"
        # Noted by hand: by post, handed over, in another system.
        ANNAT = "annat", "På annat sätt"

    paragraf = models.ForeignKey(Paragraf, on_delete=models.PROTECT, related_name="expedieringarna")
    # Null for one that was sent to somebody who is no receiver of the §.
    mottagare = models.ForeignKey(
        Mottagare, on_delete=models.PROTECT, null=True, blank=True, related_name="expedieringarna"
    )
    version = models.ForeignKey(Protokollsversion, on_delete=models.PROTECT, related_name="expedieringarna")
    satt = models.CharField("sätt", max_length=10, choices=Satt, default=Satt.EPOST)
    namn = models.CharField("mottagare", max_length=200)
    till = models.EmailField("till", blank=True)
    # The utdrag as it was sent.
    utdrag = models.ForeignKey(Bilaga, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    utskick = models.ForeignKey(
        Utskick, on_delete=models.PROTECT, null=True, blank=True, related_name="expedieringarna"
    )
    anteckning = models.CharField("anteckning", max_length=300, blank=True)
    # Why the same was sent again.
    igen_skal = models.CharField("varför den skickades igen", max_length=300, blank=True)
    nyckel = models.CharField("nyckel", max_length=200, unique=True)
    tid = models.DateTimeField("tid", auto_now_add=True)
    av = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="av"
    )

    class Meta:
        verbose_name = "expediering"
        verbose_name_plural = "expedieringar"
        ordering = ["-tid", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(satt="epost", utskick__isnull=False) | Q(satt="annat", utskick=None),
                name="expediering_by_mail_has_mail",
            )
        ]

    def __str__(self):
        return f"{self.paragraf} till {self.namn}"


class Expedieringsbilaga(models.Model):
    """A file that went along with the utdrag. A row is added and never changed."""

    expediering = models.ForeignKey(Expediering, on_delete=models.PROTECT, related_name="bilagorna")
    bilaga = models.ForeignKey(Bilaga, on_delete=models.PROTECT, related_name="+")
    namn = models.CharField("namn", max_length=255)

    class Meta:
        verbose_name = "bilaga som följde med"
        verbose_name_plural = "bilagor som följde med"
        ordering = ["pk"]

    def __str__(self):
        return self.namn
