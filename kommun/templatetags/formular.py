"""The components of forms; kommun.templatetags.kommun says how they are written."""

from collections.abc import Mapping

from django import template
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from kommun.templatetags.kommun import _choice, _render

register = template.Library()


@register.simple_tag
def alternativen(optgroups) -> SafeString:
    """The options of a select. Django renders two templates for each: of a list of three hundred people that was half
    the time of a page."""
    rader = []
    for grupp, alternativ, _ in optgroups:
        if grupp:
            rader.append(format_html('\n  <optgroup label="{}">', grupp))
        rader += [_alternativ(a["value"], a["attrs"], a["label"]) for a in alternativ]
        if grupp:
            rader.append("\n  </optgroup>")
    return mark_safe("".join(rader))  # noqa: S308 (of pieces that are escaped)


@register.simple_tag
def inmatning(widget: Mapping) -> SafeString:
    """As Django's widgets/input.html, which reads three templates for each field: of a meeting in the editor, sixty."""
    varde = "" if widget["value"] is None else f' value="{conditional_escape(str(widget["value"]))}"'
    typ, namn = conditional_escape(widget["type"]), conditional_escape(widget["name"])
    return mark_safe(f'<input type="{typ}" name="{namn}"{varde}{_attributen(widget["attrs"])}>')  # noqa: S308 (escaped)


def _attributen(attrs: Mapping) -> str:
    """As Django's widgets/attrs.html, in their order."""
    delar = []
    for namn, varde in attrs.items():
        if varde is not False:
            ord_ = "" if varde is True else f'="{conditional_escape(str(varde))}"'
            delar.append(f" {conditional_escape(namn)}{ord_}")
    return "".join(delar)


def _alternativ(varde, attrs: Mapping, etikett) -> str:
    attribut = flatatt({namn: v if v is True or v is False else str(v) for namn, v in attrs.items()}) if attrs else ""
    return f'\n  <option value="{conditional_escape(str(varde))}"{attribut}>{conditional_escape(etikett)}</option>'


@register.simple_tag
def falt(field, bredd=None, etikett=None, hjalp=None):
    """One field of a form: label, help, the field, its errors, wired together. `bredd`: "kort", "mellan" or "full".

    `etikett` and `hjalp` reword a form that is not ours; say it before `felsammanfattning`, which quotes the label.
    """
    if etikett is not None:
        field.label = etikett
        field.field.widget.attrs.pop("placeholder", None)
    if hjalp is not None:
        field.help_text = hjalp
    if bredd:
        _choice(bredd, dict.fromkeys(("kort", "mellan", "full")), "bredd")
        field.bredd = bredd
    return field.as_field_group()


def _kolon(label) -> str:
    """A label as the beginning of a sentence: "Senast:", but "Hur rapporteras uppdraget?"."""
    return str(label) if str(label).endswith(("?", ":", "!")) else f"{label}:"


@register.simple_tag
def felsammanfattning(*former):
    """What is wrong in these forms, or lists of them, with a link to each field; nothing when nothing is wrong."""
    fel = []
    for form in [f for x in former for f in (x if isinstance(x, list) else [x])]:
        if not getattr(form, "is_bound", False):
            continue
        for e in form.non_field_errors():
            fel.append({"text": e, "url": None})
        for f in form:
            if f.is_hidden:  # nothing to go to
                fel += [{"text": e, "url": None} for e in f.errors]
            elif f.errors:
                # A group of choices has no element with the field's id that can take focus: its first choice does.
                first = next(iter(f), None) if f.use_fieldset else None
                mal = (first.id_for_label if first is not None else None) or f.id_for_label or f.auto_id
                fel += [{"text": e, "url": f"#{mal}", "falt": _kolon(f.label)} for e in f.errors]
    return _render("felsammanfattning", fel=fel) if fel else mark_safe("")
