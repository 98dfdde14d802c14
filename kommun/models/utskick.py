"""Mail that goes out once: written in the act's own transaction, sent after it (kommun.utskick)."""

from django.db import models


class Bilaga(models.Model):
    """A file as it was sent or received; never changed."""

    namn = models.CharField("filnamn", max_length=255)
    typ = models.CharField("innehållstyp", max_length=100)
    innehall = models.BinaryField("innehåll")
    sha256 = models.CharField("SHA-256", max_length=64)
    tid = models.DateTimeField("tid", auto_now_add=True)

    class Meta:
        verbose_name = "bilaga"
        verbose_name_plural = "bilagor"

    def __str__(self):
        return self.namn


class Utskick(models.Model):
    """One mail to one address. `nyckel` names what it says to whom, so that the same is never said twice."""

    nyckel = models.CharField("nyckel", max_length=200, unique=True)
    till = models.EmailField("till")
    amne = models.CharField("ämne", max_length=200)
    text = models.TextField("text")
    bilaga = models.ForeignKey(
        Bilaga, on_delete=models.PROTECT, null=True, blank=True, related_name="utskicken", verbose_name="bilaga"
    )
    # What goes along beside it.
    fler = models.ManyToManyField(Bilaga, blank=True, related_name="+", verbose_name="fler bilagor")
    skapat = models.DateTimeField("skapat", auto_now_add=True)
    # Set before the mail is handed over: after a crash in between it is shown as uncertain, never sent again by itself.
    paborjat = models.DateTimeField("påbörjat", null=True, blank=True)
    skickat = models.DateTimeField("skickat", null=True, blank=True)
    fel = models.TextField("fel", blank=True)

    class Meta:
        verbose_name = "utskick"
        verbose_name_plural = "utskick"
        ordering = ["-skapat", "-pk"]
        # The few that wait among millions that have gone: asked for every five minutes, and by every probe.
        indexes = [models.Index(fields=["id"], condition=models.Q(skickat=None), name="utskick_osant")]

    def __str__(self):
        return f"{self.amne} till {self.till}"
