"""Our own tag writes an input as Django's templates do, letter by letter."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.utils.safestring import mark_safe

WIDGETAR = (
    forms.TextInput,
    forms.HiddenInput,
    forms.NumberInput,
    forms.EmailInput,
    forms.DateInput,
    forms.TimeInput,
    forms.PasswordInput,
    forms.CheckboxInput,
)
VARDEN = (None, "", 0, 1, True, 1234567.5, "a<b>\"'&å", mark_safe("x&amp;y"))
ATTRIBUT = (
    {},
    {"id": "id_x", "required": True, "disabled": False, "class": "a&b", "data-x": 0, "title": mark_safe("&lt;")},
)


@pytest.mark.parametrize("widget", WIDGETAR)
@pytest.mark.parametrize("varde", VARDEN)
@pytest.mark.parametrize("attrs", ATTRIBUT, ids=["bare", "attributes"])
def test_inputs_read_as_djangos_own(widget, varde, attrs):
    djangos, vara = (
        widget().render("namn", varde, attrs=dict(attrs), renderer=renderer).strip()
        for renderer in (DjangoTemplates(), get_default_renderer())
    )

    assert vara == djangos
