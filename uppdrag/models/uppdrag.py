import re
from datetime import timedelta
from uuid import uuid4

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Upper
from django.urls import reverse

from kommun.history import TrackedModel, TrackedQuerySet
from kommun.models import Forvaltning, Mandat, Organ, Person, Tjanst
from protokoll.models import Beslut, Sammantrade
from protokoll.models.sekretess import dolda_genom, hemliga_genom
from uppdrag.frister import FORFRAGAN_DAGAR, MOTE_INOM_DAGAR, ar_forsenat, dagar_forsenat

# What `Uppdrag.hemligt` reads, fetched beforehand for a list.
LEDENS_PARAGRAFER = "leden__beslut__paragraf__protokoll"
_SLUTLAGEN = ("avslutat", "avskrivet", "overfort")
_OPPNA = ("pagar", "aterrapporterat")

# The order of the list: the open by their frist, then the proposed, then the closed with the latest first. The index
# uppdrag_listordning is made of the same expressions, so that no row beyond the page is read.
_LISTORDNING = (
    Case(
        When(lage__in=_OPPNA, then=Value(0)),
        When(lage="foreslaget", then=Value(1)),
        default=Value(2),
        output_field=models.IntegerField(),
    ).asc(),
    Case(When(lage__in=_OPPNA, then=F("frist")), output_field=models.DateField()).asc(nulls_last=True),
    F("ar").desc(),
    F("nummer").desc(),
    F("id").asc(),
)


def _redovisningsmoten(*, rapportdag):
    """`uppdrag.frister.redovisningsmote` in SQL, for a subquery of uppdrag: the meeting is the first row."""
    tidigast = Cast(rapportdag - timedelta(days=MOTE_INOM_DAGAR), models.DateField())
    return (
        Sammantrade.objects.filter(organ=OuterRef("rapporteras_till"), datum__gt=OuterRef("givet"))
        .filter(datum__gte=tidigast, datum__lte=rapportdag)
        .exclude(lage__in=Sammantrade.RAKNAS_EJ)
        .order_by("-datum")
    )


def _givna_i(paragrafer):
    """The keys of those that one of the §§ gave."""
    return Uppdrag.objects.order_by().filter(beslut__paragraf__in=paragrafer).values("pk")


def _foreslagna_i(paragrafer):
    """The keys of those that one of the §§ proposed upwards: the words are from there."""
    return Uppdragsled.objects.order_by().filter(beslut__paragraf__in=paragrafer).values("uppdrag")


def dolda_uppdrag(user, falt: str = "pk") -> Q:
    """Those that the user does not read; `falt` is the way to them. Two conditions: a union is worked out by workers of
    the database, that take longer to start than to find them."""
    return Q(**{f"{falt}__in": dolda_genom(user, _givna_i)}) | Q(**{f"{falt}__in": dolda_genom(user, _foreslagna_i)})


class UppdragQuerySet(TrackedQuerySet):
    def visible_to(self, user):
        """All of them for anyone with a role today, except one given, or proposed on its way, by a § that he or she
        does not read."""
        return self.exclude(dolda_uppdrag(user)) if user.behorighet.har_insyn else self.none()

    def oppna(self):
        return self.filter(lage__in=Uppdrag.OPPNA)

    def utom_hemliga(self):
        """For what everybody reads: without those that a § with sekretess gave, or proposed."""
        return self.exclude(pk__in=hemliga_genom(_givna_i))

    def slutade_i(self, paragrafer):
        """Closed by one of the §§, or their report taken there. Each by its own index: with "or" all are read."""
        alla = Uppdrag.objects.order_by()
        i, rapport = (
            alla.filter(**{f"{falt}__paragraf__in": paragrafer}).values("pk")
            for falt in ("avslutat_i", "aterrapporterat_i")
        )
        return self.filter(pk__in=i.union(rapport))

    def i_organ(self, organ_ids):
        """Given by one of the organ, or reported to it."""
        return self.filter(Q(givare__in=organ_ids) | Q(rapporteras_till__in=organ_ids))

    def sok(self, ord_):
        """By words of the text, or by beteckning: "KSAU 2020:3", "2020:3"."""
        if traff := re.fullmatch(r"(?:(\S+)\s+)?(\d{4}):(\d{1,6})", ord_.strip()):
            kortnamn, ar, nummer = traff.groups()
            funna = self.filter(ar=int(ar), nummer=int(nummer))
            return funna.filter(serie__kortnamn__iexact=kortnamn) if kortnamn else funna
        return self.filter(text__icontains=ord_)

    def med_stoppdag(self):
        """`stopp`: the last day to hand in the report, as `uppdrag.frister.stoppdag` counts it.

        The two are run over one table by a test.
        """

        def fore(dag: str, stopp_dagar: str) -> Cast:
            dagar = ExpressionWrapper(F(stopp_dagar) * Value(timedelta(days=1)), output_field=models.DurationField())
            return Cast(F(dag) - dagar, models.DateField())

        moten = _redovisningsmoten(rapportdag=OuterRef("rapportdag"))
        vid = Case(
            When(rapporteras_vid__lage__in=Sammantrade.RAKNAS_EJ, then=None),
            When(
                rapporteras_vid__isnull=False,
                then=Coalesce(
                    "rapporteras_vid__stoppdag", fore("rapporteras_vid__datum", "rapporteras_till__stopp_dagar")
                ),
            ),
            output_field=models.DateField(),
        )
        return self.annotate(rapportdag=Coalesce("frist", "nasta_rapport")).annotate(
            stopp=Coalesce(
                vid,
                Subquery(moten.values(dag=Coalesce("stoppdag", fore("datum", "organ__stopp_dagar")))[:1]),
                fore("rapportdag", "rapporteras_till__stopp_dagar"),
            )
        )

    def i_listordning(self):
        return self.order_by(*_LISTORDNING)

    def med_rapportmote(self):
        """`rapportmote`: the day of the meeting where the report is due, as `uppdrag.frister.redovisningsmote` says."""
        vid = Case(
            When(rapporteras_vid__lage__in=Sammantrade.RAKNAS_EJ, then=None), default=F("rapporteras_vid__datum")
        )
        moten = _redovisningsmoten(rapportdag=Coalesce(OuterRef("frist"), OuterRef("nasta_rapport")))
        return self.annotate(rapportmote=Coalesce(vid, Subquery(moten.values("datum")[:1])))

    def utan_ansvarig_i_tjanst(self, today):
        """Open, but whoever was to answer for it has left, or nobody was ever named.

        Somebody elected who answers for one is there as long as the mandat.
        """
        vem = OuterRef("ansvarig")
        i_tjanst = Tjanst.objects.gallande(today).filter(person=vem)
        vald = Mandat.objects.gallande(today).filter(person=vem)
        return self.oppna().filter(~Exists(i_tjanst), ~Exists(vald))

    def ej_besvarade(self, today):
        """The same rule as `uppdrag.frister.ar_ej_besvarat`; one test runs both over one table."""
        return self._utan_svar().filter(stopp__lt=today)

    def att_rapportera(self, today):
        """Asked for and not answered: the stoppdag is near, or has passed."""
        return self._utan_svar().filter(stopp__lte=today + timedelta(days=FORFRAGAN_DAGAR))

    def _utan_svar(self):
        """No report since the latest one was asked for."""
        svar = self.model.rapporterna.rel.related_model.objects.filter(
            uppdrag=OuterRef("pk"), inlamnad__date__gte=OuterRef("stopp") - timedelta(days=FORFRAGAN_DAGAR)
        )
        return self.filter(lage=Uppdrag.Lage.PAGAR).med_stoppdag().filter(~Exists(svar))

    def forsenade(self, today):
        """The same rule as `uppdrag.frister.ar_forsenat`; one test runs both over one table."""
        return self.oppna().filter(frist__lt=today)


class Uppdrag(TrackedModel):
    """A task that a decision gives, until a § closes it."""

    class Lage(models.TextChoices):
        FORESLAGET = "foreslaget", "Föreslaget"
        PAGAR = "pagar", "Pågår"
        ATERRAPPORTERAT = "aterrapporterat", "Återrapporterat"
        AVSLUTAT = "avslutat", "Avslutat"
        AVSKRIVET = "avskrivet", "Avskrivet"
        OVERFORT = "overfort", "Överfört"

    UTAN_HISTORIK = frozenset({"givet"})
    OPPNA = (Lage.PAGAR, Lage.ATERRAPPORTERAT)
    SLUTLAGEN = _SLUTLAGEN

    # What gives it; while it is only proposed upwards, the latest proposal. Those before are `leden`.
    beslut = models.ForeignKey(Beslut, on_delete=models.PROTECT, related_name="uppdragen", verbose_name="beslut")
    # The day of the meeting of `beslut`. Kept by triggers (migration 0015) and never set here: three tables away it
    # took longer to find than all else of a list.
    givet = models.DateField("givet", null=True, blank=True, editable=False)
    # The organ that gives it, or that is to decide of a proposal.
    givare = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="uppdragen", verbose_name="givet av")
    # The organ whose numbers it has: where it was first logged. It keeps its number when a higher organ decides.
    serie = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+", verbose_name="nummerserie")
    ar = models.PositiveSmallIntegerField("år")
    nummer = models.PositiveIntegerField("nummer")
    text = models.TextField("uppdraget")
    # The sentence of the decision, as it read when the uppdrag was logged.
    mening = models.TextField("beslutets mening", blank=True)
    forvaltning = models.ForeignKey(
        Forvaltning,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="uppdragen",
        verbose_name="mottagande förvaltning",
    )
    # A nämnd or a board that got it.
    mottagande_organ = models.ForeignKey(
        Organ,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mottagna_uppdrag",
        verbose_name="mottagande nämnd",
    )
    ansvarig = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="uppdragen",
        verbose_name="ansvarig person",
    )
    rapporteras_till = models.ForeignKey(
        Organ, on_delete=models.PROTECT, related_name="uppdrag_att_folja_upp", verbose_name="rapporteras till"
    )
    frist = models.DateField("frist", null=True, blank=True)
    ingen_frist = models.BooleanField("ingen frist", default=False)
    # When it is next reported although no frist is set.
    nasta_rapport = models.DateField("nästa rapport", null=True, blank=True)
    # What the decision itself says of the time: "i samband med delårsrapport och bokslut".
    frist_ord = models.CharField("tiden enligt beslutet", max_length=300, blank=True)
    # Where the report is due, when a meeting was said; else the last one before the frist (uppdrag.frister).
    rapporteras_vid = models.ForeignKey(
        Sammantrade,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="uppdrag_att_rapportera",
        verbose_name="rapporteras vid",
    )
    lage = models.CharField("läge", max_length=20, choices=Lage, default=Lage.PAGAR)
    aterrapporterat_i = models.ForeignKey(
        Beslut,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="aterrapporterade_uppdrag",
        verbose_name="återrapporterat i",
    )
    avslutat_i = models.ForeignKey(
        Beslut,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="avslutade_uppdrag",
        verbose_name="avslutat i",
    )
    avslutat_den = models.DateField("avslutat den", null=True, blank=True)
    avslutsskal = models.TextField("skäl till avslut utan paragraf", blank=True)
    # The organ that has it now, when it was handed over to another body.
    overfort_till = models.ForeignKey(
        Organ, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="överfört till"
    )
    # One showing of the form: a double click logs once.
    nyckel = models.UUIDField("formulärnyckel", default=uuid4, unique=True, editable=False)

    objects = UppdragQuerySet.as_manager()

    class Meta:
        verbose_name = "uppdrag"
        verbose_name_plural = "uppdrag"
        ordering = ["-ar", "-nummer"]
        constraints = [
            models.UniqueConstraint(fields=["serie", "ar", "nummer"], name="uppdrag_number_once_per_organ_and_year"),
            models.CheckConstraint(
                condition=Q(frist__isnull=False, ingen_frist=False) | Q(frist=None, ingen_frist=True),
                name="uppdrag_frist_or_explicitly_none",
                violation_error_message="Ange en frist, eller välj uttryckligen ”ingen frist”.",
            ),
            models.CheckConstraint(
                condition=Q(forvaltning__isnull=False) | Q(mottagande_organ__isnull=False) | Q(ansvarig__isnull=False),
                name="uppdrag_has_mottagare",
                violation_error_message="Ange vem som får uppdraget: en förvaltning, en nämnd eller en person.",
            ),
            models.CheckConstraint(
                condition=Q(nasta_rapport=None) | Q(frist=None),
                name="uppdrag_frist_or_nasta_rapport",
                violation_error_message="Nästa rapport anges bara när uppdraget inte har någon frist.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(lage__in=_SLUTLAGEN, avslutat_den__isnull=False)
                    & (Q(avslutat_i__isnull=False) | ~Q(avslutsskal=""))
                )
                | (~Q(lage__in=_SLUTLAGEN) & Q(avslutat_den=None)),
                name="uppdrag_closed_by_beslut_or_reason",
                violation_error_message="Ett uppdrag avslutas med en paragraf, eller med ett skäl.",
            ),
        ]
        indexes = [
            models.Index(fields=["lage", "frist"], name="uppdrag_lage_frist"),
            models.Index(*_LISTORDNING, name="uppdrag_listordning"),
            models.Index(fields=["rapporteras_till", "lage"], name="uppdrag_till_lage"),
            models.Index(fields=["givet", "id"], name="uppdrag_givet"),
            models.Index(fields=["avslutat_den"], name="uppdrag_avslutat_den"),
            GinIndex(OpClass(Upper("text"), name="gin_trgm_ops"), name="uppdrag_text_trgm"),
        ]

    def __str__(self):
        return f"{self.beteckning}: {self.text[:60]}"

    def get_absolute_url(self):
        return reverse("uppdrag:uppdrag", args=[self.pk])

    @property
    def hemligt(self) -> bool:
        """Given, or proposed on its way, by a § with sekretess: no word of it stands in a mail or a feed. Reads the
        leden with their §§ (LEDENS_PARAGRAFER)."""
        return any(b.paragraf.ar_hemlig for b in (self.beslut, *(led.beslut for led in self.leden.all())))

    @property
    def beteckning(self) -> str:
        """ "KSAU 2020:3": the organ that logged it first, the year and the running number."""
        return f"{self.serie.kortnamn} {self.ar}:{self.nummer}"

    @property
    def mottagare(self) -> str:
        """Who got it, in words: the nämnd or förvaltning, and the person."""
        return ", ".join(str(m) for m in (self.mottagande_organ, self.forvaltning, self.ansvarig) if m)

    @property
    def oppet(self) -> bool:
        return self.lage in self.OPPNA

    @property
    def lage_i_mening(self) -> str:
        """The state as the verb of a sentence: "pågår", "är avslutat"."""
        namn = self.get_lage_display().lower()
        return namn if self.lage == self.Lage.PAGAR else f"är {namn}"

    def ar_forsenat(self, today) -> bool:
        return ar_forsenat(self.frist, oppet=self.oppet, today=today)

    def dagar_forsenat(self, today) -> int:
        return dagar_forsenat(self.frist, oppet=self.oppet, today=today)


class Uppdragsled(TrackedModel):
    """A decision that proposed the uppdrag upwards, before the one it hangs on now: AU, then KS, then KF."""

    uppdrag = models.ForeignKey(Uppdrag, on_delete=models.PROTECT, related_name="leden", verbose_name="uppdrag")
    beslut = models.ForeignKey(Beslut, on_delete=models.PROTECT, related_name="uppdragsleden", verbose_name="beslut")
    # The sentence of that decision; the next one may say it in other words.
    mening = models.TextField("beslutets mening", blank=True)

    class Meta:
        verbose_name = "led"
        verbose_name_plural = "led"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["uppdrag", "beslut"], name="uppdragsled_once")]

    def __str__(self):
        return f"{self.uppdrag.beteckning} föreslogs i {self.beslut.paragraf}"


class Fristandring(TrackedModel):
    """A moved frist: the old day, the new one, and why. The only way a frist changes."""

    uppdrag = models.ForeignKey(
        Uppdrag, on_delete=models.PROTECT, related_name="fristandringarna", verbose_name="uppdrag"
    )
    tidigare = models.DateField("tidigare frist", null=True, blank=True)
    ny = models.DateField("ny frist", null=True, blank=True)
    skal = models.TextField("skäl")
    beslut = models.ForeignKey(
        Beslut,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="fristandringarna",
        verbose_name="beslut om anstånd",
    )
    tid = models.DateTimeField("tid", auto_now_add=True)

    class Meta:
        verbose_name = "friständring"
        verbose_name_plural = "friständringar"
        ordering = ["tid"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tidigare=None, ny__isnull=False)
                | Q(tidigare__isnull=False, ny=None)
                | ~Q(tidigare=F("ny")),
                name="fristandring_changes_something",
                violation_error_message="Den nya fristen är densamma som den gamla.",
            )
        ]

    def __str__(self):
        return f"{self.uppdrag.beteckning}: {self.tidigare} → {self.ny}"
