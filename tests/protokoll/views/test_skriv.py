import pytest
from django.urls import reverse

from protokoll import skrivning
from protokoll.models import Avsnitt, Beslut, Narvarotecken, Utkast
from protokoll.paragraftext import Deltext, spara_paragraf
from protokoll.utkast import anmal, spara_utkast
from tests.factories import (
    AvsnittFactory,
    FrasFactory,
    MotesdeltagareFactory,
    OrganFactory,
    ParagrafFactory,
    UppdragFactory,
)

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}


def url(name, paragraf):
    return reverse(f"protokoll:{name}", args=[paragraf.pk])


def fields(*parts, **extra):
    """What the form sends: (name, text, version) for each part."""
    data = dict(extra)
    for name, text, version in parts:
        data |= {f"{name}-text": text, f"{name}-version": version}
    return data


@pytest.fixture
def skriv(paragraf):
    return url("skriv", paragraf)


@pytest.fixture
def nasta(paragraf):
    return ParagrafFactory(protokoll=paragraf.protokoll, nummer=9)


@pytest.fixture
def pagar(paragraf):
    """The meeting is under way and is at the §."""
    sammantrade = paragraf.sammantrade
    sammantrade.lage, sammantrade.aktuell = "pagar", paragraf
    sammantrade.save()
    return sammantrade


# The page -----------------------------------------------------------------------------------------------------------


def test_the_decision_is_first_and_the_rest_of_the_mall_can_be_added(inloggad, sekreterare, paragraf, beslut, skriv):
    page = inloggad(sekreterare).get(skriv).content.decode()

    avsnitt = paragraf.avsnitten.get()
    assert page.index(f'data-del="{beslut.ankare}"') < page.index(f'data-del="{avsnitt.ankare}"')
    assert 'data-oppna="jav"' in page
    assert 'data-oppna="bakgrund"' not in page


def test_an_arende_without_text_has_its_decision_open(inloggad, sekreterare, nasta):
    page = inloggad(sekreterare).get(url("skriv", nasta)).content.decode()

    assert 'data-oppna="beslut"' not in page
    assert 'name="beslut-text"' in page


def test_oppna_opens_a_part_without_script(inloggad, sekreterare, skriv):
    formular = inloggad(sekreterare).get(f"{skriv}?oppna=jav").context["formular"]

    assert [d.typ for d in formular.oppna_delar] == ["beslut", "jav", "bakgrund"]


def test_information_says_that_it_decides_nothing_and_offers_its_sentence(inloggad, sekreterare, nasta):
    nasta.slag = "information"
    nasta.save()
    fras = FrasFactory(text="{organet} noterar informationen till protokollet.", organ=nasta.organ)
    client = inloggad(sekreterare)

    page = client.get(url("skriv", nasta)).content.decode()
    assert "paragrafen tar inget beslut" in page
    assert "Provnämnden noterar informationen till protokollet." in page

    svar = client.post(url("skriv", nasta), {"fras": fras.pk}, follow=True)
    assert svar.context["formular"].oppna_delar[0].form["text"].value() == (
        "<p>Provnämnden noterar informationen till protokollet.</p>"
    )


def test_after_a_save_the_rail_alone_is_asked_for(inloggad, sekreterare, paragraf, skriv):
    svar = inloggad(sekreterare).get(skriv, headers={"HX-Request": "true"})

    page = svar.content.decode()
    assert 'id="skrivpaneler"' in page
    assert "klarkollspanel" in page
    for helt in ("<html", 'id="skrivform', "skrivrad"):
        assert helt not in page
    assert "HX-Request" in svar["Vary"]


def test_queries_do_not_grow(inloggad, sekreterare, paragraf, skriv, count_queries):
    def fill(n):
        AvsnittFactory(paragraf=paragraf, ordning=300 + n)
        MotesdeltagareFactory(sammantrade=paragraf.sammantrade)
        ParagrafFactory(protokoll=paragraf.protokoll, nummer=20 + n)
        UppdragFactory(beslut=paragraf.besluten.get())
        FrasFactory(organ=paragraf.organ)
        spara_utkast(paragraf, delar=[Deltext(("jav", "mottagare", "reservation")[n], "<p>x</p>")], by=sekreterare)

    fill(0)
    one = count_queries(inloggad(sekreterare), skriv)
    fill(1)
    fill(2)

    assert count_queries(inloggad(sekreterare), skriv) == one


@pytest.mark.parametrize("lage", ["justerat", "avskrift"])
def test_what_is_not_written_here_leads_to_the_reading_page_and_says_why(
    inloggad, sekreterare, paragraf, skriv, lage, beslut
):
    paragraf.protokoll.lage = lage
    paragraf.protokoll.justeringsdag = paragraf.sammantrade.datum
    paragraf.protokoll.save()
    client = inloggad(sekreterare)

    page = client.get(skriv, follow=True)
    assert page.redirect_chain[-1][0] == paragraf.get_absolute_url()
    assert ("det som är justerat ändras inte" if lage == "justerat" else "rättas ett avsnitt i taget") in (
        page.content.decode()
    )

    svar = client.post(skriv, fields((beslut.ankare, "<p>Nytt.</p>", beslut.version)))
    assert svar.status_code == 422
    assert "Nytt." in svar.content.decode()
    assert Beslut.objects.get().text == beslut.text


def test_a_heading_of_the_dagordning_has_no_text(inloggad, sekreterare, nasta):
    nasta.nummer, nasta.slag = None, "rubrik"
    nasta.save()
    client = inloggad(sekreterare)

    for method in (client.get, client.post):
        assert "har ingen text" in method(url("skriv", nasta), follow=True).content.decode()


def test_only_the_writing_page_loosens_the_policy(inloggad, sekreterare, paragraf, skriv):
    client = inloggad(sekreterare)

    assert "style-src-attr 'unsafe-inline'" in client.get(skriv)["Content-Security-Policy"]
    assert "unsafe-inline" not in client.get(paragraf.get_absolute_url())["Content-Security-Policy"]


# Saving -------------------------------------------------------------------------------------------------------------


def test_save_stays_on_the_page(inloggad, sekreterare, paragraf, beslut, skriv):
    svar = inloggad(sekreterare).post(
        skriv, fields((beslut.ankare, "<p class=MsoNormal>Avslår.</p>", beslut.version), ("jav", "Ingen.", 0))
    )

    assert svar["Location"] == skriv
    assert Beslut.objects.get().text == "<p>Avslår.</p>"
    assert Avsnitt.objects.get(typ="jav").text == "<p>Ingen.</p>"


def test_save_answers_a_script_with_what_it_needs_to_go_on(inloggad, sekreterare, beslut, skriv):
    svar = (
        inloggad(sekreterare)
        .post(skriv, fields((beslut.ankare, "<p>Avslår.</p>", beslut.version), ("jav", "Ingen.", 0)), headers=JSON)
        .json()
    )

    jav = Avsnitt.objects.get(typ="jav")
    assert svar["delar"]["jav"] == {"namn": jav.ankare, "version": 1, "rubrik": "Jäv"}
    assert svar["delar"][beslut.ankare]["version"] == beslut.version + 1
    assert svar["nasta"] is None


def test_a_script_gets_the_text_that_somebody_else_wrote_in_a_part_left_alone(
    inloggad, sekreterare, annan_sekreterare, beslut, skriv
):
    skrivning.andra_text(beslut, text="<p>Den andras.</p>", version=beslut.version, by=annan_sekreterare)

    svar = inloggad(sekreterare).post(skriv, fields((beslut.ankare, beslut.text, beslut.version)), headers=JSON).json()

    assert svar["delar"][beslut.ankare]["text"] == "<p>Den andras.</p>"
    assert Beslut.objects.get().text == "<p>Den andras.</p>"


@pytest.mark.parametrize("headers", [{}, JSON])
def test_a_part_that_somebody_else_has_made_meanwhile_is_not_passed_over(
    inloggad, sekreterare, annan_sekreterare, nasta, headers
):
    """The page was opened before there was a decision."""
    spara_paragraf(nasta, delar=[Deltext("beslut", "<p>Den andras.</p>")], by=annan_sekreterare)

    svar = inloggad(sekreterare).post(url("skriv", nasta), fields(("beslut", "<p>Mitt.</p>", 0)), headers=headers)

    assert svar.status_code == (409 if headers else 422)
    assert Utkast.objects.get().text == "<p>Mitt.</p>"


def test_a_part_that_is_gone_is_told_and_its_text_shown(inloggad, sekreterare, skriv):
    svar = inloggad(sekreterare).post(skriv, fields(("avsnitt-999999", "<p>Mitt.</p>", 2)))

    assert svar.status_code == 422
    assert "finns inte längre" in svar.content.decode()
    assert "Mitt." in svar.content.decode()


def test_adding_a_part_without_script_saves_first(inloggad, sekreterare, beslut, skriv):
    svar = inloggad(sekreterare).post(skriv, fields((beslut.ankare, "<p>Avslår.</p>", beslut.version), oppna="jav"))

    assert svar["Location"] == f"{skriv}?oppna=jav#jav"
    assert Beslut.objects.get().text == "<p>Avslår.</p>"


def test_a_proposal_to_a_higher_organ(inloggad, sekreterare, paragraf, skriv):
    fullmaktige = OrganFactory(namn="Kommunfullmäktige", slag="fullmaktige")

    inloggad(sekreterare).post(
        skriv, fields(("forslag", "<p>Antar planen.</p>", 0), **{"forslag-niva": str(fullmaktige.pk)})
    )

    forslag = Beslut.objects.get(beslutsniva="forslag")
    assert forslag.rubrik == "Provnämndens förslag till beslut i kommunfullmäktige"
    page = inloggad(sekreterare).get(paragraf.get_absolute_url()).content.decode()
    assert forslag.rubrik in page


def test_save_and_next_goes_to_the_next_paragraf(inloggad, sekreterare, beslut, skriv, nasta):
    svar = inloggad(sekreterare).post(skriv, fields((beslut.ankare, "<p>Avslår.</p>", beslut.version), nasta="1"))

    assert svar["Location"] == url("skriv", nasta)


def test_next_passes_over_headings_and_what_has_left(inloggad, sekreterare, paragraf, skriv, nasta):
    for ordning, falt in ((8, {"slag": "rubrik"}), (10, {"utfall": "utgar"})):
        ParagrafFactory(protokoll=paragraf.protokoll, nummer=None, ordning=ordning, **falt)
    nasta.ordning = 11
    nasta.save()

    assert inloggad(sekreterare).post(skriv, {"nasta": "1"})["Location"] == url("skriv", nasta)


def test_in_a_running_meeting_the_next_paragraf_is_taken_up(inloggad, sekreterare, paragraf, skriv, nasta, pagar):
    nasta.nummer = None
    nasta.save()

    inloggad(sekreterare).post(skriv, {"nasta": "1"})

    pagar.refresh_from_db()
    nasta.refresh_from_db()
    assert pagar.aktuell == nasta
    assert nasta.nummer == 8


def test_mending_an_earlier_paragraf_leaves_the_meeting_where_it_is(
    inloggad, sekreterare, paragraf, skriv, nasta, pagar
):
    sist = ParagrafFactory(protokoll=paragraf.protokoll, nummer=10)
    pagar.aktuell = sist
    pagar.save()

    inloggad(sekreterare).post(skriv, {"nasta": "1"})

    pagar.refresh_from_db()
    assert pagar.aktuell == sist


# Two texts ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def konflikt(beslut, annan_sekreterare):
    """(name, the version one began from); meanwhile the second paragraph has been changed."""
    beslut.text = "<p>Ett.</p><p>Två.</p>"
    beslut.save()
    version = beslut.version
    skrivning.andra_text(beslut, text="<p>Ett.</p><p>Den andras.</p>", version=version, by=annan_sekreterare)
    return beslut.ankare, version


def test_a_newer_version_shows_both_and_asks_piece_by_piece(
    inloggad, sekreterare, annan_sekreterare, skriv, konflikt, beslut
):
    namn, version = konflikt
    client = inloggad(sekreterare)

    svar = client.post(skriv, fields((namn, "<p>Ett.</p><p>Mitt.</p>", version), ("jav", "Ingen.", 0)))

    page = svar.content.decode()
    assert svar.status_code == 422
    assert str(annan_sekreterare) in page
    assert [r.nummer for r in svar.context["delar"][0].rader] == [0, 1]
    assert Beslut.objects.get().text == "<p>Ett.</p><p>Den andras.</p>"
    assert not Avsnitt.objects.filter(typ="jav").exists()
    assert Utkast.objects.count() == 2  # what was typed is kept meanwhile

    dolda = dict(svar.context["dolda"])
    client.post(skriv, dolda | {f"{namn}-val-1": "bada"})
    assert Beslut.objects.get().text == "<p>Ett.</p><p>Den andras.</p><p>Mitt.</p>"
    assert Avsnitt.objects.get(typ="jav").text == "<p>Ingen.</p>"
    assert not Utkast.objects.exists()


def test_a_missing_choice_is_asked_for_again(inloggad, sekreterare, skriv, konflikt):
    namn, version = konflikt
    client = inloggad(sekreterare)
    svar = client.post(skriv, fields((namn, "<p>Ett.</p><p>Mitt.</p>", version)))

    svar = client.post(skriv, dict(svar.context["dolda"]))

    assert svar.status_code == 422
    assert "Välj på varje ställe" in svar.content.decode()
    assert Beslut.objects.get().text == "<p>Ett.</p><p>Den andras.</p>"
    # What is known of who changed what is still known.
    assert dict(svar.context["dolda"])[f"{namn}-bas"] == str(version)


def test_a_third_version_while_choosing_is_asked_about_anew(inloggad, sekreterare, annan_sekreterare, skriv, konflikt):
    namn, version = konflikt
    client = inloggad(sekreterare)
    svar = client.post(skriv, fields((namn, "<p>Ett.</p><p>Mitt.</p>", version)))
    nu = Beslut.objects.get()
    skrivning.andra_text(nu, text="<p>Ett.</p><p>Ännu nyare.</p>", version=nu.version, by=annan_sekreterare)

    svar = client.post(skriv, dict(svar.context["dolda"]) | {f"{namn}-val-1": "sparad"})

    assert svar.status_code == 422
    assert "Ännu nyare." in svar.content.decode()
    assert Beslut.objects.get().text == "<p>Ett.</p><p>Ännu nyare.</p>"


def test_a_script_is_told_of_the_conflict_and_the_draft_is_kept(inloggad, sekreterare, skriv, konflikt):
    namn, version = konflikt

    svar = inloggad(sekreterare).post(skriv, fields((namn, "<p>Mitt.</p>", version)), headers=JSON)

    assert svar.status_code == 409
    assert Utkast.objects.get().text == "<p>Mitt.</p>"


# Drafts and presence ------------------------------------------------------------------------------------------------


def test_a_draft_comes_back_and_can_be_thrown_away(inloggad, sekreterare, paragraf, beslut, skriv):
    client = inloggad(sekreterare)
    svar = client.post(url("utkast", paragraf), fields((beslut.ankare, "<p>Halv</p>", beslut.version)))
    assert set(svar.json()) == {"tid"}

    page = client.get(skriv)
    assert "Ditt utkast är tillbaka" in page.content.decode()
    assert page.context["formular"].oppna_delar[0].form["text"].value() == "<p>Halv</p>"

    page = client.post(url("utkast-kasta", paragraf), follow=True)
    assert "Ditt utkast är tillbaka" not in page.content.decode()
    assert page.context["formular"].oppna_delar[0].form["text"].value() == beslut.text


def test_a_draft_opens_its_part(inloggad, sekreterare, paragraf, skriv):
    client = inloggad(sekreterare)
    client.post(url("utkast", paragraf), fields(("reservation", "<p>Halv</p>", 0)))

    assert "reservation" in [d.namn for d in client.get(skriv).context["formular"].oppna_delar]


def test_a_draft_of_a_locked_paragraf_is_refused(inloggad, sekreterare, justerad):
    svar = inloggad(sekreterare).post(url("utkast", justerad), fields(("jav", "<p>x</p>", 0)))

    assert svar.status_code == 422
    assert "justerat" in svar.json()["fel"]


@pytest.mark.parametrize("name", ["skriv", "utkast"])
def test_what_cannot_be_read_is_refused(inloggad, sekreterare, paragraf, name):
    svar = inloggad(sekreterare).post(
        url(name, paragraf), {"jav-text": "<p>x</p>", "jav-version": "noll"}, headers=JSON
    )

    assert svar.status_code == 422


def test_vilka_tells_who_else_is_here(inloggad, sekreterare, annan_sekreterare, paragraf, beslut):
    anmal(paragraf, by=annan_sekreterare, skriver=True)
    client = inloggad(sekreterare)

    svar = client.post(url("vilka", paragraf), {"skriver": "0"}).json()

    assert svar["andra"] == [{"namn": str(annan_sekreterare), "skriver": True}]
    assert svar["versioner"][beslut.ankare] == beslut.version
    assert Narvarotecken.objects.count() == 2
    client.post(url("vilka", paragraf), {"borta": "1"})
    assert Narvarotecken.objects.get().av == annan_sekreterare
