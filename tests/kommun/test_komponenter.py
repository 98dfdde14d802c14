"""The components: what they render, that they escape, keep the URL's filters, and tell a screen reader the same."""

from datetime import UTC, date, datetime, time

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from pytest_django.asserts import assertHTMLEqual, assertInHTML

from tests.kommun import exempelsida

TODAY = date(2020, 3, 7)
SVART = '<script>alert("x")</script>'


def render(text, path="/uppdrag/", **values):
    values.setdefault("request", RequestFactory().get(path))
    return Template(text).render(Context({"today": TODAY, **values}))


def query_of(html, text):
    """The query of the link with this text."""
    before = html.split(f">{text}</a>")[0]
    return QueryDict(before.rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&").split("?")[1])


# Buttons


def test_knapp_is_a_button_without_url_and_a_link_with_one():
    assertHTMLEqual(
        render('{% knapp "Spara" variant="primar" %}'),
        '<button class="ds-button" type="submit" data-variant="primary">Spara</button>',
    )
    assertHTMLEqual(
        render('{% knapp "Visa" "/a/?b=1&c=2" variant="tyst" %}'),
        '<a class="ds-button" href="/a/?b=1&amp;c=2" data-variant="tertiary">Visa</a>',
    )


def test_knapp_turns_left_over_arguments_into_attributes():
    html = render('{% knapp "Visa" url hx_get=url hx_target="#x" aria_label="Visa § 3" %}', url="/p/3/")
    assert 'href="/p/3/"' in html
    assert 'hx-get="/p/3/"' in html
    assert 'hx-target="#x"' in html
    assert 'aria-label="Visa § 3"' in html


def test_knapp_with_unknown_variant_is_a_programming_error():
    with pytest.raises(TemplateSyntaxError, match="primar, sekundar, tyst, fara"):
        render('{% knapp "Spara" variant="rosa" %}')


def test_postknapp_posts_with_csrf_and_value():
    html = render('{% postknapp "Ta bort" "/x/" namn="id" varde=0 %}', csrf_token="abc")
    assert 'method="post"' in html
    assert 'name="csrfmiddlewaretoken" value="abc"' in html
    assertInHTML('<input type="hidden" name="id" value="0">', html)


# Escaping


@pytest.mark.parametrize(
    "tag",
    [
        "{% knapp x %}",
        "{% knapp x x %}",
        "{% knapp x hx_get=x %}",
        "{% chip x %}",
        "{% alert rubrik=x %}{{ x }}{% endalert %}",
        "{% sidhuvud x ovanrad=x ingress=x chips=x %}{% endsidhuvud %}",
        "{% brodsmulor x x x %}",
        "{% tomt x %}{{ x }}{% endtomt %}",
        "{% radlank x x %}",
        "{% rad x x under=x nummer=x chips=x %}{{ x }}{% endrad %}",
        "{% fakta x %}{{ x }}{% endfakta %}",
        "{% handelse x av=x %}{{ x }}{% endhandelse %}",
        "{% tabell x %}{{ x }}{% endtabell %}",
        "{% kolumn x sortera=x %}",
        "{% sektion x id=x %}{{ x }}{% endsektion %}",
        "{% blad organ=x datum=today beteckning=x rubrik=x dnr=x %}{{ x }}{% endblad %}",
        "{% avsnitt x andra=x %}{{ x }}{% endavsnitt %}",
        "{% datum today lag=x %}",
    ],
)
def test_arguments_and_bodies_are_escaped(tag):
    html = render(tag, x=SVART)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html or "%3Cscript%3E" in html


def test_bodies_keep_the_markup_of_the_page():
    html = render('{% sidhuvud "Rubrik" %} {% knapp "Visa" "/x/" %} {% endsidhuvud %}')
    assertInHTML('<a class="ds-button" href="/x/" data-variant="secondary">Visa</a>', html)


def test_tags_can_be_stored_and_used_as_arguments():
    html = render('{% chip "Öppet" "info" as lage %}{% sidhuvud "Uppdrag" chips=lage %}{% endsidhuvud %}')
    assertInHTML('<span class="ds-tag chip" data-color="info">Öppet</span>', html)


# Words about state and time


@pytest.mark.parametrize(
    ("frist", "ord_"),
    [(date(2020, 3, 6), "Försenat 1 dag"), (date(2020, 2, 24), "Försenat 12 dagar"), (12, "Försenat 12 dagar")],
)
def test_forsening_says_the_number_of_days(frist, ord_):
    assert ord_ in render("{% forsening frist %}", frist=frist)


@pytest.mark.parametrize("frist", [TODAY, date(2020, 3, 8), None, 0, -3])
def test_forsening_is_silent_when_nothing_is_late(frist):
    assert render("{% forsening frist %}", frist=frist) == ""


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("{% datum d %}", "tisdag 10 mars 2020"),
        ("{% datum d relativt=True %}", "tisdag 10 mars 2020 (om 3 dagar)"),
        ("{% datum d veckodag=False %}", "10 mars 2020"),
    ],
)
def test_datum_in_swedish_words_with_a_machine_date(tag, text):
    assertHTMLEqual(render(tag, d=date(2020, 3, 10)), f'<time class="datum" datetime="2020-03-10">{text}</time>')


def test_datum_kort_is_the_iso_date():
    html = render("{% datum d kort=True %}", d=date(2020, 3, 10))
    assertHTMLEqual(html, '<time class="datum kort" datetime="2020-03-10">2020-03-10</time>')


def test_datum_of_a_moment_is_local_time_also_over_midnight():
    html = render("{% datum d veckodag=False %}", d=datetime(2020, 3, 9, 23, 30, tzinfo=UTC))
    assert "10 mars 2020 kl. 00.30" in html
    assert 'datetime="2020-03-10T00:30:00+01:00"' in html


def test_datum_of_nothing_is_nothing():
    assert render("{% datum d %}", d=None) == ""


def test_filters_write_as_swedes_write():
    assert render("{{ t|klockslag }} {{ d|i_ord }}", t=time(9, 5), d=TODAY) == "09.05 7 mars 2020"
    assert render("{{ t|klockslag }}{{ t|i_ord }}", t=None) == ""


def test_stegrad_has_a_word_for_every_state_and_marks_the_present_one():
    html = render("{% stegrad s %}", s=exempelsida.STEGEN)
    for ord_ in ("Klart", "Försenat", "Nu", "Kommande"):
        assert ord_ in html
    assert html.count('aria-current="step"') == 1
    with pytest.raises(TemplateSyntaxError):
        render("{% stegrad s %}", s=[{"namn": "Möte", "lage": "okänt"}])


# Frame


def test_brodsmulor_end_in_the_page_itself_without_a_link():
    html = render('{% brodsmulor "Sammanträden" "/s/" "§ 34" %}')
    assertInHTML('<a href="/s/">Sammanträden</a>', html)
    assertInHTML('<span aria-current="page">§ 34</span>', html)
    assertHTMLEqual(html, render("{% brodsmulor b %}", b=[("Sammanträden", "/s/"), "§ 34"]))


def test_fakta_without_content_is_left_out():
    assert "Dnr" not in render('{% faktalista %}{% fakta "Dnr" %}  {% endfakta %}{% endfaktalista %}')


# Lists


def test_kolumn_links_to_the_other_direction_and_keeps_the_filters_but_not_the_page():
    path = "/uppdrag/?q=v%C3%A4g&organ=1&organ=2&sida=4"
    html = render('{% kolumn "Senast" sortera="frist" forvald="frist" %}', path=path)
    assert 'aria-sort="ascending"' in html
    query = query_of(html, "Senast")
    assert query["sortera"] == "-frist"
    assert query["q"] == "väg"
    assert query.getlist("organ") == ["1", "2"]
    assert "sida" not in query


@pytest.mark.parametrize(
    ("sortera", "aria", "nasta"),
    [("nr", 'aria-sort="ascending"', "-nr"), ("-nr", 'aria-sort="descending"', "nr"), ("frist", None, "nr")],
)
def test_kolumn_says_how_it_is_sorted(sortera, aria, nasta):
    html = render('{% kolumn "Nr" sortera="nr" %}', path=f"/uppdrag/?sortera={sortera}")
    assert (aria in html) if aria else ("aria-sort" not in html)
    assert query_of(html, "Nr")["sortera"] == nasta


def test_sidor_keep_the_filters_and_mark_the_present_page():
    sida = Paginator(range(412), 50).page(3)
    html = render("{% sidor sida %}", path="/uppdrag/?q=x%26y&sida=3", sida=sida)
    assert query_of(html, "Nästa").dict() == {"q": "x&y", "sida": "4"}
    assert query_of(html, "Föregående").dict() == {"q": "x&y", "sida": "2"}
    assert html.count('aria-current="page"') == 1
    assert "101–150 av 412" in html


def test_sidor_of_one_page_are_nothing():
    assert render("{% sidor sida %}", sida=Paginator(range(3), 50).page(1)) == ""


def test_filterrad_keeps_the_sorting_counts_and_can_be_cleared():
    form = exempelsida.Filterform({"q": "väg"})
    html = render(
        '{% filterrad form %}{% traffrad 1 enhet="träffar" enhet_en="träff" %}{% endtraffrad %}',
        path="/uppdrag/?q=v%C3%A4g&sortera=-nr",
        form=form,
    )
    assertInHTML('<input type="hidden" name="sortera" value="-nr">', html)
    assertInHTML('<p class="traffar" role="status"><span class="tal">1</span> träff</p>', html)
    assertInHTML('<a class="rensa" href="/uppdrag/?organ=">Rensa</a>', html)


# Forms


class Form(forms.Form):
    namn = forms.CharField(label="Namn", help_text="Som i registret.")
    val = forms.ChoiceField(label="Vilket?", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    ja = forms.BooleanField(label="Ja", required=False)
    hemlig = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        raise forms.ValidationError("Namnet och valet hör inte ihop.")


def test_field_is_wired_to_its_help_and_its_error():
    html = render("{% falt form.namn %}", form=Form({}))
    assertInHTML(
        '<input type="text" name="namn" required aria-invalid="true" class="ds-input" id="id_namn"'
        ' aria-describedby="id_namn_helptext id_namn_error">',
        html,
    )
    assert 'id="id_namn_helptext"' in html
    assert 'id="id_namn_error"' in html
    assert '<label for="id_namn">' in html


def test_group_is_a_fieldset_with_legend_and_its_error_read_out():
    html = render("{% falt form.val %}", form=Form({}))
    assert "<legend>Vilket?" in html
    assert 'aria-describedby="id_val_error"' in html
    assertInHTML('<label for="id_val_1">B</label>', html)


def test_form_in_one_line_has_summary_hidden_fields_and_all_fields_once():
    html = render("{{ form }}", form=Form({}))
    assert html.count('id="felsammanfattning"') == 1
    for name in ("namn", "ja", "hemlig"):
        assert html.count(f'name="{name}"') == 1
    assert "3 saker behöver rättas" in html


def test_summary_links_to_the_field_that_can_take_focus():
    html = render("{% felsammanfattning form %}", form=Form({}))
    assert '<a href="#id_namn">Namn: ' in html
    assert '<a href="#id_val_0">Vilket? ' in html
    assertInHTML("<li>Namnet och valet hör inte ihop.</li>", html)


def test_summary_is_nothing_without_errors():
    assert render("{% felsammanfattning form other %}", form=Form(), other=None) == ""


def test_optional_fields_say_so_and_required_ones_do_not():
    class Valfri(forms.Form):
        a = forms.CharField(label="A")
        b = forms.CharField(label="B", required=False)

    assert render("{{ form }}", form=Valfri()).count("(valfritt)") == 1


def test_label_and_help_of_a_form_that_is_not_ours_can_be_reworded():
    html = render('{% falt form.namn etikett="E-postadress" hjalp="" %}', form=Form())
    assert "E-postadress" in html
    assert "Som i registret" not in html
    assert "helptext" not in html
