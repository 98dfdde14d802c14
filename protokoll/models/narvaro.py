"""Who was in the room: the roll of a meeting and what happened to it; protokoll.narvaro works out the rest."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from kommun.history import TrackedModel
from kommun.models import Mandat, Person
from protokoll.models.paragraf import Paragraf
from protokoll.models.sammantrade import Sammantrade


class Motesdeltagare(TrackedModel):
    """One line of the roll: a seat of the organ (`LEDAMOT`, also a vacant one), an ersättare, or somebody else present.

    Name, party and title are copies of that day: people marry and change party, minutes do not change.
    """

    class Slag(models.TextChoices):
        LEDAMOT = "ledamot", "Ledamot"
        ERSATTARE = "ersattare", "Ersättare"
        TJANSTEPERSON = "tjansteperson", "Tjänsteperson"
        PERSONALFORETRADARE = "personalforetradare", "Personalföreträdare"
        OVRIG = "ovrig", "Övrig"

    FORTROENDEVALDA = (Slag.LEDAMOT, Slag.ERSATTARE)

    sammantrade = models.ForeignKey(
        Sammantrade, on_delete=models.PROTECT, related_name="motesdeltagarna", verbose_name="sammanträde"
    )
    # Null is a vacant seat.
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="motesdeltagandena",
        verbose_name="person",
    )
    slag = models.CharField("närvarar som", max_length=20, choices=Slag)
    # Of a ledamot: ordförande, vice or plain; decides who presides.
    roll = models.CharField("roll", max_length=20, choices=Mandat.Roll, blank=True)
    namn = models.CharField("namn i protokollet", max_length=150)
    parti = models.CharField("parti", max_length=10, blank=True)
    titel = models.CharField("roll eller titel", max_length=150, blank=True)
    # Answered at the upprop. A ledamot is taken to be there until marked absent.
    vid_upprop = models.BooleanField("närvarande vid uppropet", default=True)
    ordning = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "mötesdeltagare"
        verbose_name_plural = "mötesdeltagare"
        ordering = ["ordning", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sammantrade", "person"],
                name="motesdeltagare_once",
                violation_error_message="Personen står redan på närvarolistan.",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(slag="ledamot", vid_upprop=False),
                name="motesdeltagare_only_seat_is_vacant",
            ),
            models.CheckConstraint(condition=Q(slag="ledamot") | Q(roll=""), name="motesdeltagare_roll_of_ledamot"),
            # The target of the foreign key that keeps a händelse in the meeting of its deltagare (migration 0005).
            models.UniqueConstraint(fields=["id", "sammantrade"], name="motesdeltagare_id_sammantrade"),
        ]

    def __str__(self):
        return self.namn_med_parti

    @property
    def ar_vakant(self) -> bool:
        return self.person_id is None

    @property
    def namn_med_parti(self) -> str:
        return f"{self.namn} ({self.parti})" if self.parti else self.namn


class Narvarohandelse(TrackedModel):
    """Something that changed who was there or who served, from a § on.

    `paragraf` null is from the opening. KOMMER, GAR, ERSATTER and ORDFORANDE take effect before the § is handled and
    last until something else happens; with `bara_paragrafen` they hold for that § alone. JAV is always of one §.
    """

    class Slag(models.TextChoices):
        KOMMER = "kommer", "Kommer"
        GAR = "gar", "Går"
        JAV = "jav", "Jäv"
        ERSATTER = "ersatter", "Tjänstgör för"
        ORDFORANDE = "ordforande", "Leder sammanträdet"

    sammantrade = models.ForeignKey(
        Sammantrade, on_delete=models.PROTECT, related_name="narvarohandelserna", verbose_name="sammanträde"
    )
    deltagare = models.ForeignKey(
        Motesdeltagare, on_delete=models.PROTECT, related_name="handelserna", verbose_name="vem"
    )
    slag = models.CharField("vad", max_length=20, choices=Slag)
    paragraf = models.ForeignKey(
        Paragraf,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="narvarohandelserna",
        verbose_name="från och med paragraf",
    )
    # ERSATTER: whose seat is filled.
    for_deltagare = models.ForeignKey(
        Motesdeltagare,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ersattningarna",
        verbose_name="tjänstgör för",
    )
    bara_paragrafen = models.BooleanField("bara den paragrafen", default=False)
    mitt_i = models.BooleanField("medan ärendet behandlades", default=False)
    klockslag = models.TimeField("klockan", null=True, blank=True)
    anmarkning = models.CharField("anmärkning", max_length=200, blank=True)

    class Meta:
        verbose_name = "närvarohändelse"
        verbose_name_plural = "närvarohändelser"
        ordering = ["paragraf__ordning", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(slag="ersatter", for_deltagare__isnull=False)
                | (~Q(slag="ersatter") & Q(for_deltagare=None)),
                name="narvarohandelse_ersatter_somebody",
            ),
            models.CheckConstraint(
                condition=Q(for_deltagare=None) | ~Q(for_deltagare=F("deltagare")),
                name="narvarohandelse_not_for_oneself",
                violation_error_message="Ingen kan tjänstgöra för sig själv.",
            ),
            models.CheckConstraint(
                condition=~Q(slag="jav") | Q(paragraf__isnull=False, bara_paragrafen=True),
                name="narvarohandelse_jav_at_one_paragraf",
            ),
            models.UniqueConstraint(
                fields=["deltagare", "paragraf"],
                condition=Q(slag="jav"),
                name="narvarohandelse_jav_once",
                violation_error_message="Jävet är redan antecknat.",
            ),
        ]

    def __str__(self):
        return f"{self.deltagare} {self.get_slag_display().lower()}"

    def clean(self):
        if self.slag == self.Slag.ERSATTER and self.for_deltagare_id and self.deltagare_id:
            if self.for_deltagare.slag != Motesdeltagare.Slag.LEDAMOT:
                raise ValidationError({"for_deltagare": "Bara en ordinarie ledamots plats kan fyllas."})
            if self.deltagare.slag != Motesdeltagare.Slag.ERSATTARE:
                raise ValidationError({"deltagare": "Bara en ersättare kan tjänstgöra för någon annan."})
        if self.slag == self.Slag.ORDFORANDE and self.deltagare.slag not in Motesdeltagare.FORTROENDEVALDA:
            raise ValidationError({"deltagare": "Bara en tjänstgörande ledamot kan leda sammanträdet."})
