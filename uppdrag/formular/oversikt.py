from datetime import date

from django import forms

from kommun.models import Organ
from kommun.organval import OrganVal
from uppdrag.perioder import Tertial, tertial_av, tertial_for, tertialer
from uppdrag.statistik import med_utskott

# So many tertials are shown when nothing else is asked for, and at most.
VANLIGT, MEST = 6, 30


class OversiktFilter(forms.Form):
    organ = OrganVal(label="Givna av")
    utskott = forms.ChoiceField(
        label="Utskott",
        required=False,
        choices=[("med", "Organet och dess utskott"), ("utan", "Bara organet")],
    )

    @property
    def valt(self) -> Organ | None:
        return self.cleaned_data.get("organ") if self.is_valid() else None

    @property
    def med_utskott(self) -> bool:
        return self.data.get("utskott") != "utan"

    def avgransa(self, urval):
        if not self.valt:
            return urval
        return urval.filter(givare__in=med_utskott(self.valt) if self.med_utskott else [self.valt.pk])

    @property
    def vilka(self) -> str:
        """Whose uppdrag, in words."""
        if not self.valt:
            return "Alla organ"
        return f"{self.valt.namn} med utskott" if self.med_utskott else self.valt.namn


class RevisionFilter(OversiktFilter):
    """The period too: whole tertials, the current one included."""

    fran = forms.ChoiceField(label="Från och med", required=False)
    till = forms.ChoiceField(label="Till och med", required=False)

    def __init__(self, *args, today: date, forsta: date | None, **kwargs):
        super().__init__(*args, **kwargs)
        nu = tertial_for(today)
        tidigast = max(min(tertial_for(forsta), nu) if forsta else nu, nu + (1 - MEST))
        self.alla = tertialer(tidigast, nu)
        for namn in ("fran", "till"):
            self.fields[namn].choices = [(t.kod, t.namn) for t in reversed(self.alla)]
        self.fran, self.till = max(tidigast, nu + (1 - VANLIGT)), nu
        # Shown as chosen where the address says nothing.
        self.data = self.data.copy()
        self.data.setdefault("fran", self.fran.kod)
        self.data.setdefault("till", self.till.kod)

    def clean(self):
        data = super().clean()
        fran, till = (tertial_av(data.get(namn) or "") for namn in ("fran", "till"))
        if fran and till and till < fran:
            self.add_error("till", "Perioden slutar före den börjar. Byt plats på tertialen.")
        return data

    @property
    def tertialerna(self) -> list[Tertial]:
        if not self.is_valid():
            return []
        data = self.cleaned_data
        return tertialer(
            tertial_av(data.get("fran") or "") or self.fran, tertial_av(data.get("till") or "") or self.till
        )
