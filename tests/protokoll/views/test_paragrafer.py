import pytest
from django.urls import reverse

from protokoll.models import Avsnitt, Beslut
from protokoll.skrivning import andra_text
from tests.factories import (
    AvsnittFactory,
    MotesdeltagareFactory,
    NarvarohandelseFactory,
    ParagrafFactory,
    UppdragFactory,
)

pytestmark = pytest.mark.django_db


def edit_url(del_):
    return del_.andra_url


def test_paragraf_is_read_with_the_decision_first(inloggad, lasare, paragraf):
    page = inloggad(lasare).get(paragraf.get_absolute_url()).content.decode()

    assert page.index("Provnämndens beslut") < page.index("Bakgrund")
    assert "Ändra" not in page


def test_paragraf_offers_editing_to_its_secretary(inloggad, sekreterare, paragraf):
    page = inloggad(sekreterare).get(paragraf.get_absolute_url()).content.decode()

    skriv = reverse("protokoll:skriv", args=[paragraf.pk])
    assert f'href="{skriv}"' in page
    assert f"{skriv}#{paragraf.besluten.get().ankare}" in page
    assert reverse("uppdrag:logga", args=[paragraf.besluten.get().pk]) in page


def test_justerad_paragraf_is_locked_and_says_why(inloggad, sekreterare, justerad):
    page = inloggad(sekreterare).get(justerad.get_absolute_url()).content.decode()

    assert edit_url(justerad.besluten.get()) not in page
    assert "det som är justerat ändras inte" in page


def test_avskrift_is_edited_section_by_section(inloggad, sekreterare, avskrift):
    page = inloggad(sekreterare).get(avskrift.get_absolute_url()).content.decode()

    assert edit_url(avskrift.besluten.get()) in page
    assert reverse("protokoll:skriv", args=[avskrift.pk]) not in page


def test_paragraf_is_shown_as_it_is_printed(inloggad, lasare, paragraf):
    """What is empty is not printed, and what the system writes stands in its place."""
    AvsnittFactory(paragraf=paragraf, typ="arendet", rubrik="Ärendet", text="", ordning=300)
    jav = NarvarohandelseFactory(
        deltagare=MotesdeltagareFactory(sammantrade=paragraf.sammantrade, namn="Jonna Jävig"),
        slag="jav",
        paragraf=paragraf,
        bara_paragrafen=True,
    )

    page = inloggad(lasare).get(paragraf.get_absolute_url()).content.decode()

    assert ">Bakgrund</h" in page
    assert ">Ärendet</h" not in page
    assert page.index(jav.deltagare.namn) < page.index("Bakgrund")


def test_paragraf_queries_do_not_grow(inloggad, sekreterare, paragraf, count_queries):
    def fill(n):
        AvsnittFactory(paragraf=paragraf, ordning=300 + n)
        MotesdeltagareFactory(sammantrade=paragraf.sammantrade)
        ParagrafFactory(protokoll=paragraf.protokoll, nummer=20 + n)
        UppdragFactory(beslut=paragraf.besluten.get())

    fill(0)
    one = count_queries(inloggad(sekreterare), paragraf.get_absolute_url())
    fill(1)
    fill(2)

    assert count_queries(inloggad(sekreterare), paragraf.get_absolute_url()) == one


def test_andra_beslut_saves_clean_html(inloggad, sekreterare, beslut):
    response = inloggad(sekreterare).post(
        edit_url(beslut),
        {"text": "<p class=MsoNormal>Provnämnden avslår.<script>x</script></p>", "version": beslut.version},
    )

    assert response["Location"] == f"{beslut.paragraf.get_absolute_url()}#beslut-{beslut.pk}"
    assert Beslut.objects.get(pk=beslut.pk).text == "<p>Provnämnden avslår.</p>"


def test_andra_beslut_over_a_newer_version_shows_both_texts(inloggad, sekreterare, annan_sekreterare, beslut):
    old = beslut.version
    andra_text(beslut, text="<p>Den andras text.</p>", version=old, by=annan_sekreterare)
    client = inloggad(sekreterare)

    response = client.post(edit_url(beslut), {"text": "<p>Min egen text.</p>", "version": old})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Den andras text." in page
    assert "Min egen text." in page
    assert Beslut.objects.get(pk=beslut.pk).text == "<p>Den andras text.</p>"
    # Saved again with the version now shown, what the person settled on goes in.
    version = response.context["form"]["version"].value()
    client.post(edit_url(beslut), {"text": "<p>Båda.</p>", "version": version})
    assert Beslut.objects.get(pk=beslut.pk).text == "<p>Båda.</p>"


def test_andra_avskrift_asks_for_a_reason_and_keeps_what_was_typed(inloggad, sekreterare, avskrift):
    beslut = avskrift.besluten.get()

    response = inloggad(sekreterare).post(
        edit_url(beslut), {"text": "<p>Rättad text.</p>", "version": beslut.version, "skal": ""}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "Skriv varför avskriften rättas" in page
    assert "Rättad text." in page
    assert Beslut.objects.get(pk=beslut.pk).text == beslut.text


def test_andra_justerat_is_refused_with_the_reason(inloggad, sekreterare, justerad):
    beslut = justerad.besluten.get()

    response = inloggad(sekreterare).post(edit_url(beslut), {"text": "<p>Nytt.</p>", "version": beslut.version})

    assert response.status_code == 422
    assert "det som är justerat ändras inte" in response.content.decode()
    assert Beslut.objects.get(pk=beslut.pk).text == beslut.text


def test_andra_avsnitt(inloggad, sekreterare, paragraf):
    avsnitt = paragraf.avsnitten.get()

    inloggad(sekreterare).post(edit_url(avsnitt), {"text": "<p>Ny bakgrund.</p>", "version": avsnitt.version})

    assert Avsnitt.objects.get(pk=avsnitt.pk).text == "<p>Ny bakgrund.</p>"


def test_andra_rubrik(inloggad, sekreterare, paragraf):
    inloggad(sekreterare).post(
        reverse("protokoll:paragraf-andra", args=[paragraf.pk]),
        {"rubrik": "Ny rubrik", "dnr": "KS 2018/14", "klassificering": "", "version": paragraf.version},
    )

    paragraf.refresh_from_db()
    assert (paragraf.rubrik, paragraf.dnr) == ("Ny rubrik", "KS 2018/14")


def test_andra_rubrik_empty_says_what_to_write(inloggad, sekreterare, paragraf):
    response = inloggad(sekreterare).post(
        reverse("protokoll:paragraf-andra", args=[paragraf.pk]), {"rubrik": "", "version": paragraf.version}
    )

    assert response.status_code == 422
    assert "Skriv vad paragrafen handlar om." in response.content.decode()


def test_nytt_avsnitt_opens_it_for_writing(inloggad, sekreterare, paragraf):
    response = inloggad(sekreterare).post(reverse("protokoll:avsnitt-nytt", args=[paragraf.pk]), {"typ": "jav"})

    assert response["Location"] == edit_url(Avsnitt.objects.get(typ="jav"))


def test_what_is_no_transcript_is_written_on_the_page_of_the_whole(inloggad, sekreterare, beslut):
    skriv = reverse("protokoll:skriv", args=[beslut.paragraf_id])

    assert inloggad(sekreterare).get(edit_url(beslut))["Location"] == f"{skriv}#{beslut.ankare}"


def test_only_the_editor_page_loosens_the_policy(inloggad, sekreterare, avskrift, beslut):
    client = inloggad(sekreterare)

    reading = client.get(beslut.paragraf.get_absolute_url())["Content-Security-Policy"]
    editing = client.get(edit_url(beslut))["Content-Security-Policy"]

    assert "unsafe-inline" not in reading
    assert "style-src-attr 'unsafe-inline'" in editing
    assert "script-src 'self' 'nonce-" in editing


def test_timeline_tells_who_changed_what(inloggad, sekreterare, beslut):
    andra_text(beslut, text="<p>Ny.</p>", version=beslut.version, by=sekreterare)

    page = inloggad(sekreterare).get(beslut.paragraf.get_absolute_url()).content.decode()

    assert "Ändrade Provnämndens beslut" in page
    assert str(sekreterare) in page
