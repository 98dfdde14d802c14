"""What is searched: rows that the database keeps, by triggers on the tables they come from (migrations 0009 to 0011).

Nothing is written here by Django. `manage.py sokindex` fills them anew and tells where they differ from their source.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from kommun.models import Organ
from protokoll.models import Publicering

# So many kilobytes of what was written last wait beside an index to be put in order: each question reads them.
NYSS = 512


class Sokbart(models.Model):
    """What a row for everybody and a row for those who work here have in common."""

    organ = models.ForeignKey(
        Organ, on_delete=models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    ar = models.IntegerField("år", null=True)
    datum = models.DateField("datum", null=True)
    nummer = models.IntegerField("nummer", null=True)
    # "§ 34", "KSAU 2020:3".
    beteckning = models.CharField("beteckning", max_length=60, blank=True)
    dnr = models.CharField("diarienummer", max_length=60, blank=True)
    # The year and number of it, however it is written: "2020/53".
    dnrtal = models.CharField("diarienummer i korthet", max_length=20, blank=True)
    titel = models.TextField("titel")
    text = models.TextField("text", blank=True)
    # Of the title and what else the thing itself is called: whole words and stems. Both hold the place of the row, too:
    # "/o7" its organ, "/sparagraf" its kind, "/y2020" its year, "/d2020" and "/m202003" its day.
    titelvektor = SearchVectorField()
    # Of all of it, by weight: A the title, B the decision, C the sections, D what is beside.
    vektor = SearchVectorField()

    class Meta:
        abstract = True


class Sokrad(Sokbart):
    """One thing that can be found by those who work here."""

    class Slag(models.TextChoices):
        PARAGRAF = "paragraf", "Paragraf"
        UPPDRAG = "uppdrag", "Uppdrag"
        RAPPORT = "rapport", "Återrapport"
        RESERAPPORT = "reserapport", "Reserapport"
        INBJUDAN = "inbjudan", "Inbjudan"
        SAMMANTRADE = "sammantrade", "Sammanträde"
        PERSON = "person", "Person"
        ORGAN = "organ", "Organ"

    slag = models.CharField("slag", max_length=20, choices=Slag)
    objekt = models.BigIntegerField("objekt")
    # Who is linked to it, whatever the text calls them.
    personer = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        verbose_name = "sökrad"
        verbose_name_plural = "sökrader"
        constraints = [models.UniqueConstraint(fields=["slag", "objekt"], name="sokrad_once")]
        indexes = [
            GinIndex(fields=["vektor"], name="sokrad_vektor", gin_pending_list_limit=NYSS),
            GinIndex(fields=["titelvektor"], name="sokrad_titelvektor", gin_pending_list_limit=NYSS),
            # Few among the many, and looked for by the beginning of a name.
            GinIndex(fields=["titelvektor"], name="sokrad_sjalva", condition=Q(slag__in=["person", "organ"])),
            GinIndex(fields=["personer"], name="sokrad_personer"),
            models.Index(F("datum").desc(nulls_last=True), F("id").desc(), name="sokrad_datum"),
            models.Index(fields=["slag", "nummer", "ar"], name="sokrad_nummer"),
            models.Index(OpClass("dnrtal", name="varchar_pattern_ops"), name="sokrad_dnrtal"),
        ]

    def __str__(self):
        return f"{self.get_slag_display()} {self.beteckning} {self.titel}".strip()


class Offentligrad(Sokbart):
    """One § that everybody may find, as it stands on the web: of the publication alone, less what it withholds.

    `plats` is the place of the § in the document, from 0; -1 is its front page.
    """

    publicering = models.ForeignKey(
        Publicering, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", verbose_name="publicering"
    )
    protokoll_id = models.BigIntegerField("protokoll")
    plats = models.IntegerField("plats")

    class Meta:
        verbose_name = "offentlig sökrad"
        verbose_name_plural = "offentliga sökrader"
        constraints = [models.UniqueConstraint(fields=["publicering", "plats"], name="offentligrad_once")]
        indexes = [
            GinIndex(fields=["vektor"], name="offentligrad_vektor", gin_pending_list_limit=NYSS),
            GinIndex(fields=["titelvektor"], name="offentligrad_titelvektor", gin_pending_list_limit=NYSS),
            models.Index(F("datum").desc(nulls_last=True), F("id").desc(), name="offentligrad_datum"),
            models.Index(fields=["nummer", "ar"], name="offentligrad_nummer"),
            models.Index(OpClass("dnrtal", name="varchar_pattern_ops"), name="offentligrad_dnrtal"),
        ]

    def __str__(self):
        return f"{self.beteckning} {self.titel}".strip()


class Sokord(models.Model):
    """A word that stands somewhere, folded: what a misspelt one is compared with, and the beginning of one found in.

    Not unique: nobody waits for another who writes the same new word at the same time, and one too many does no harm.
    """

    ord = models.CharField("ord", max_length=40)
    # As it is typed on a keyboard without å, ä and ö.
    utan = models.CharField("utan prickar", max_length=40, default="")
    # Stands in what is on the web. Others are not to be told apart by what the public asks.
    offentligt = models.BooleanField("står på webben", default=False, db_default=False)

    class Meta:
        verbose_name = "sökord"
        verbose_name_plural = "sökord"
        indexes = [
            models.Index(fields=["ord"], name="sokord_ord"),
            models.Index(OpClass("utan", name="varchar_pattern_ops"), name="sokord_utan"),
            GinIndex(OpClass("utan", name="gin_trgm_ops"), name="sokord_trigram"),
        ]

    def __str__(self):
        return self.ord
