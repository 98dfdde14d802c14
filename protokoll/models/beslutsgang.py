"""How a decision came about (KL 5:67): yrkanden, the order in which the chair put them, votes, and what was announced.

The system writes the sentence of each row; `egen_lydelse` holds the secretary's own words in its place.
"""

from django.db import models
from django.db.models import Q

from kommun.history import TrackedModel
from protokoll.models.narvaro import Motesdeltagare
from protokoll.models.paragraf import Paragraf


class Yrkande(TrackedModel):
    """A motion put at the meeting, with who put it and who joined. One withdrawn is kept and not printed."""

    class Slag(models.TextChoices):
        BIFALL = "bifall", "Bifall till förslaget"
        AVSLAG = "avslag", "Avslag"
        ANDRING = "andring", "Ändringsyrkande eller eget förslag"
        TILLAGG = "tillagg", "Tilläggsyrkande"
        ATERREMISS = "aterremiss", "Återremiss"
        BORDLAGGNING = "bordlaggning", "Bordläggning"

    paragraf = models.ForeignKey(Paragraf, on_delete=models.PROTECT, related_name="yrkandena", verbose_name="paragraf")
    slag = models.CharField("slag", max_length=20, choices=Slag)
    # What is moved, after "yrkar": "bifall till motionen", "att ärendet återremitteras för …".
    text = models.TextField("yrkar", help_text="Det som står efter ”yrkar”: bifall till motionen, att …")
    aterkallat = models.BooleanField("återkallat", default=False)
    egen_lydelse = models.TextField("egen lydelse", blank=True)
    ordning = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "yrkande"
        verbose_name_plural = "yrkanden"
        ordering = ["ordning", "pk"]

    def __str__(self):
        return self.text


class Yrkare(TrackedModel):
    """Somebody who put a yrkande, or joined it (`instammer`)."""

    yrkande = models.ForeignKey(Yrkande, on_delete=models.PROTECT, related_name="yrkarna", verbose_name="yrkande")
    deltagare = models.ForeignKey(
        Motesdeltagare, on_delete=models.PROTECT, related_name="yrkandena", verbose_name="vem"
    )
    instammer = models.BooleanField("instämmer", default=False)
    ordning = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "yrkare"
        verbose_name_plural = "yrkare"
        ordering = ["ordning", "pk"]
        constraints = [models.UniqueConstraint(fields=["yrkande", "deltagare"], name="yrkare_once")]

    def __str__(self):
        return str(self.deltagare)


class Proposition(TrackedModel):
    """A question the chair put, in order: `forslag` against `mot` (null: avslag, or settled today)."""

    paragraf = models.ForeignKey(
        Paragraf, on_delete=models.PROTECT, related_name="propositionerna", verbose_name="paragraf"
    )
    # Null is the proposal that lay before the organ.
    forslag = models.ForeignKey(
        Yrkande,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="propositionerna",
        verbose_name="förslag",
    )
    mot = models.ForeignKey(
        Yrkande,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="motpropositionerna",
        verbose_name="ställs mot",
    )
    # Whether what stands first won; null until the chair has found out.
    bifall = models.BooleanField("bifölls", null=True, blank=True)
    egen_lydelse = models.TextField("egen lydelse", blank=True)
    ordning = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "proposition"
        verbose_name_plural = "propositioner"
        ordering = ["ordning", "pk"]

    def __str__(self):
        return f"Proposition {self.ordning}"


class Omrostning(TrackedModel):
    """A vote: open by name (its röster are counted), or closed with totals only (KL 5:54–57)."""

    class Utfall(models.TextChoices):
        JA = "ja", "Ja"
        NEJ = "nej", "Nej"

    paragraf = models.ForeignKey(
        Paragraf, on_delete=models.PROTECT, related_name="omrostningarna", verbose_name="paragraf"
    )
    # The question it answers, when it was put.
    proposition = models.OneToOneField(
        Proposition,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="omrostningen",
        verbose_name="proposition",
    )
    sluten = models.BooleanField("sluten", default=False)
    # A ja is ordinarily for what the proposition put first; the chair may turn it round.
    ja_ar_mot = models.BooleanField("ja-röst är för det som ställdes mot", default=False)
    ja_innebar = models.CharField("ja-röst innebär", max_length=300)
    nej_innebar = models.CharField("nej-röst innebär", max_length=300)
    # What the chair stated. In an open vote checked against the röster; in a closed one all there is.
    ja = models.PositiveSmallIntegerField("ja-röster", null=True, blank=True)
    nej = models.PositiveSmallIntegerField("nej-röster", null=True, blank=True)
    avstar = models.PositiveSmallIntegerField("avstår", null=True, blank=True)
    # Null while it goes on. Of a tie: what the chair's casting vote, or the lot in a val, made it.
    utfall = models.CharField("utfall", max_length=5, choices=Utfall, null=True, blank=True)
    egen_lydelse = models.TextField("egen lydelse", blank=True)
    ordning = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "omröstning"
        verbose_name_plural = "omröstningar"
        ordering = ["ordning", "pk"]

    def __str__(self):
        return f"Omröstning {self.ordning}"


class Rost(TrackedModel):
    """How one who served voted in an open vote."""

    class Val(models.TextChoices):
        JA = "ja", "Ja"
        NEJ = "nej", "Nej"
        AVSTAR = "avstar", "Avstår"

    omrostning = models.ForeignKey(
        Omrostning, on_delete=models.PROTECT, related_name="rosterna", verbose_name="omröstning"
    )
    deltagare = models.ForeignKey(Motesdeltagare, on_delete=models.PROTECT, related_name="rosterna", verbose_name="vem")
    rost = models.CharField("röst", max_length=6, choices=Val)

    class Meta:
        verbose_name = "röst"
        verbose_name_plural = "röster"
        ordering = ["deltagare__ordning", "pk"]
        constraints = [models.UniqueConstraint(fields=["omrostning", "deltagare"], name="rost_once")]

    def __str__(self):
        return f"{self.deltagare}: {self.get_rost_display()}"


class Anmalan(TrackedModel):
    """What somebody had noted at a §: reservation, särskilt yttrande, protokollsanteckning, no part in the decision."""

    class Slag(models.TextChoices):
        RESERVATION = "reservation", "Reservation"
        SARSKILT_YTTRANDE = "sarskilt_yttrande", "Särskilt yttrande"
        PROTOKOLLSANTECKNING = "protokollsanteckning", "Protokollsanteckning"
        DELTAR_EJ = "deltar_ej", "Deltar inte i beslutet"

    paragraf = models.ForeignKey(
        Paragraf, on_delete=models.PROTECT, related_name="anmalningarna", verbose_name="paragraf"
    )
    slag = models.CharField("slag", max_length=30, choices=Slag)
    # For what one reserves oneself, "eget förslag"; the sentence says "till förmån för …".
    till_forman_for = models.CharField("till förmån för", max_length=300, blank=True)
    motivering = models.TextField("motivering", blank=True, help_text="HTML, cleaned by kommun.editor.")
    # A reservation is announced before the meeting closes (KL 4:27); its motivation may come until the justering.
    anmald_i_tid = models.BooleanField("anmäldes innan sammanträdet avslutades", default=True)
    egen_lydelse = models.TextField("egen lydelse", blank=True)
    ordning = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "anmälan till protokollet"
        verbose_name_plural = "anmälningar till protokollet"
        ordering = ["ordning", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(slag="reservation") | Q(anmald_i_tid=True),
                name="anmalan_reservation_in_time",
                violation_error_message=(
                    "En reservation ska anmälas innan sammanträdet avslutas (4 kap. 27 § kommunallagen)."
                ),
            )
        ]

    def __str__(self):
        return self.get_slag_display()


class Anmalare(TrackedModel):
    """Who had it noted."""

    anmalan = models.ForeignKey(Anmalan, on_delete=models.PROTECT, related_name="anmalarna", verbose_name="anmälan")
    deltagare = models.ForeignKey(
        Motesdeltagare, on_delete=models.PROTECT, related_name="anmalningarna", verbose_name="vem"
    )
    ordning = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "anmälare"
        verbose_name_plural = "anmälare"
        ordering = ["ordning", "pk"]
        constraints = [models.UniqueConstraint(fields=["anmalan", "deltagare"], name="anmalare_once")]

    def __str__(self):
        return str(self.deltagare)
