"""Choosing people of a meeting, in an order: by boxes to tick, and with JavaScript by first letters."""

from collections.abc import Iterable

from django import forms

from protokoll.models import Motesdeltagare
from protokoll.narvarolista import Narvarolista


class PersonerField(forms.MultipleChoiceField):
    """Motesdeltagare in the order they were chosen.

    Whoever stands on the roll may be chosen; who may do what is for the act, which answers with a sentence.
    """

    widget = forms.CheckboxSelectMultiple(attrs={"class": "personval"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.villkorad = not self.required
        self.rollen: dict[str, Motesdeltagare] = {}

    def erbjud(self, lista: Narvarolista, erbjudna: Iterable[tuple[Motesdeltagare, str]], valda: Iterable) -> None:
        """Offer these people, each with a word about him or her; those chosen stand first, in their order."""
        self.rollen = {str(d.pk): d for d in lista.deltagare if not d.ar_vakant}
        ord_ = {str(d.pk): f"{d.namn_med_parti}{tillagg}" for d, tillagg in erbjudna}
        forst = [pk for pk in dict.fromkeys(str(getattr(v, "pk", v)) for v in valda) if pk in self.rollen]
        ovriga = [pk for pk in ord_ if pk not in forst]
        self.choices = [(pk, ord_.get(pk) or str(self.rollen[pk])) for pk in [*forst, *ovriga]]

    def valid_value(self, value) -> bool:
        return str(value) in self.rollen

    def clean(self, value):
        return [self.rollen[pk] for pk in dict.fromkeys(super().clean(value))]


def tjanstgorande(lista: Narvarolista, paragraf) -> list[tuple[Motesdeltagare, str]]:
    """Those who serve at the §, the chair marked."""
    ordforande = lista.ordforande(paragraf)
    return [(d, ", ordförande" if d == ordforande else "") for d in lista.tjanstgorande(paragraf)]


def bisittande(lista: Narvarolista, paragraf) -> list[tuple[Motesdeltagare, str]]:
    """Elected people who are in the room at the § without serving."""
    vid = lista.vid_paragraf(paragraf)
    return [
        (d, ", tjänstgör inte")
        for d in lista.deltagare
        if d.slag in Motesdeltagare.FORTROENDEVALDA and d.pk in vid.narvarande and d.pk not in vid.tjanstgorande
    ]


def valda_i(form: forms.Form, namn: str) -> list:
    """What is chosen in the field now: as posted, else as it was."""
    if form.is_bound:
        return form.data.getlist(form.add_prefix(namn))
    return form.initial.get(namn) or []
