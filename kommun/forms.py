"""How every form looks: `{{ form }}` gives the error summary and the fields, each wired to its help and errors."""

from django import forms
from django.forms.renderers import TemplatesSetting


def posted(request):
    """What a form is bound to: the POST, also an empty one, or None."""
    return request.POST if request.method == "POST" else None


def nycklar(values) -> list[int]:
    """The primary keys that an address or a form names; what can be no key is passed over."""
    return [int(v) for v in values if v.isdecimal() and len(v) < 19]


class BoundField(forms.BoundField):
    bredd = ""

    def build_widget_attrs(self, attrs, widget=None):
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if not widget.is_hidden:
            classes = [widget.attrs.get("class"), attrs.get("class"), "ds-input"]
            attrs["class"] = " ".join(c for c in classes if c)
        return attrs

    @property
    def aria_describedby(self):
        described = super().aria_describedby
        # A group is a fieldset, for which Django leaves the errors out; a screen reader needs them there too.
        if self.use_fieldset and self.errors and self.auto_id and not self.is_hidden:
            error = f"{self.auto_id}_error"
            if error not in (described or ""):
                described = f"{described} {error}".strip() if described else error
        return described

    @property
    def ensam_kryssruta(self) -> bool:
        """A single checkbox has its label after it, not above."""
        return getattr(self.field.widget, "input_type", "") == "checkbox" and not self.use_fieldset


class Valrader(forms.models.ModelChoiceIterator):
    """Read at once. Django opens a cursor in the server for them, which costs two round trips more for a few rows."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for rad in self.queryset.all():
            yield self.choice(rad)


forms.ModelChoiceField.iterator = Valrader


class FormRenderer(TemplatesSetting):
    form_template_name = "django/forms/formular.html"
    field_template_name = "django/forms/falt.html"
    bound_field_class = BoundField


class DatumInput(forms.DateInput):
    """The browser's own date field; it speaks ISO whatever the locale."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class KlockslagInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%H:%M")
