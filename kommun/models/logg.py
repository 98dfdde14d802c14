from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, HashIndex, OpClass
from django.db import models
from django.db.models.functions import Upper


class LoggradQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of it for whoever examines the log; everybody else what the log says of the own account."""
        if user.behorighet.granskar_logg:
            return self
        return self.filter(konto=user.pk)


class Loggrad(models.Model):
    """One line of the granskningslogg: who did what with which object, in the words of that moment.

    Written by kommun.granskning, never changed (a trigger). The keys have no constraint in the database: a line waits
    for no other row, and stands for itself when what it tells of is gone.
    """

    class Slag(models.TextChoices):
        LASTE = "laste", "Läste"
        HAMTADE = "hamtade", "Hämtade som fil"
        ANDRADE = "andrade", "Ändrade"
        GODKANDE = "godkande", "Godkände"
        SKICKADE = "skickade", "Skickade"
        LOGGADE_IN = "loggade_in", "Loggade in"
        LOGGADE_UT = "loggade_ut", "Loggade ut"
        FICK_INTE_IN = "fick_inte_in", "Försökte logga in"
        GALLRADE = "gallrade", "Gallrade"

    class Utfall(models.TextChoices):
        GENOMFORT = "genomfort", "Genomfört"
        INGET = "inget", "Inget ändrades"
        NEKAT = "nekat", "Nekades"
        FEL = "fel", "Fel"

    tid = models.DateTimeField("tid")
    slag = models.CharField("vad som gjordes", max_length=20, choices=Slag)
    utfall = models.CharField("utfall", max_length=10, choices=Utfall)
    konto = models.ForeignKey(
        "kommun.User",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        null=True,
        related_name="+",
        verbose_name="konto",
    )
    kontonamn = models.CharField("kontonamn", max_length=150, blank=True)
    namn = models.CharField("namn", max_length=150, blank=True)
    inloggning = models.CharField("inloggning", max_length=200, blank=True)
    adress = models.CharField("nätadress", max_length=45, blank=True)
    # The object itself ("paragraf:36"), then what it stands in: its protokoll, its sammanträde.
    objekten = ArrayField(models.CharField(max_length=100), default=list, verbose_name="objekt, nycklar")
    objekt = models.CharField("objekt", max_length=300, blank=True)
    organ = models.ForeignKey(
        "kommun.Organ",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        null=True,
        related_name="+",
        verbose_name="organ",
    )
    vad = models.TextField("med vilka ord", blank=True)
    sida = models.CharField("sida", max_length=100, blank=True)
    begaran = models.CharField("begärans nummer", max_length=64, blank=True)

    objects = LoggradQuerySet.as_manager()

    class Meta:
        verbose_name = "rad i granskningsloggen"
        verbose_name_plural = "granskningsloggen"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["tid"], name="logg_tid"),
            models.Index(fields=["konto", "id"], name="logg_konto"),
            models.Index(fields=["organ", "id"], name="logg_organ"),
            models.Index(fields=["slag", "id"], name="logg_slag"),
            # What did not go as it was meant to is rare, and what one looks for.
            models.Index(fields=["utfall", "id"], name="logg_avvikelse", condition=~models.Q(utfall="genomfort")),
            HashIndex(fields=["begaran"], name="logg_begaran", condition=~models.Q(begaran="")),
            GinIndex(fields=["objekten"], name="logg_objekten"),
            GinIndex(OpClass(Upper("objekt"), name="gin_trgm_ops"), name="logg_objekt_trgm"),
            GinIndex(OpClass(Upper("vad"), name="gin_trgm_ops"), name="logg_vad_trgm"),
        ]

    def __str__(self):
        return " ".join(filter(None, [self.namn or self.kontonamn, self.get_slag_display().lower(), self.objekt]))
