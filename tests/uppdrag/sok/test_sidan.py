"""The page of the search, its suggestions, and what of it is for whom."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from kommun.models import Namnform
from tests.factories import (
    AterrapportFactory,
    AvsnittFactory,
    BeslutFactory,
    InbjudanFactory,
    MandatFactory,
    OrganFactory,
    ParagrafFactory,
    PersonFactory,
    ProtokollFactory,
    ReserapportFactory,
    SammantradeFactory,
    TjanstFactory,
    UppdragFactory,
)
from tests.protokoll.inbjudansprov import konferensen
from uppdrag.sok import fonster, motor

pytestmark = pytest.mark.django_db
SOK, FORSLAG = "/sok/", "/sok/forslag/"


def _sida(client, adress=SOK, **fraga) -> str:
    return client.get(f"{adress}?{urlencode(fraga)}").content.decode()


def _titlar(client, **fraga) -> list[str]:
    svar = client.get(f"{SOK}?{urlencode(fraga)}")
    return ["".join(b.text for b in t.titel) for t in svar.context["traffar"]]


@pytest.fixture
def lekplatsen(organ):
    """A § about a playground, with a decision that gives an uppdrag."""
    p = ParagrafFactory(
        protokoll__sammantrade__organ=organ,
        protokoll__sammantrade__datum=date(2026, 3, 4),
        nummer=34,
        rubrik="Lekplats i Västerby",
        dnr="KS-2026-00053",
    )
    beslut = BeslutFactory(paragraf=p, text="<p>Nämnden ger kontoret i uppdrag att utreda saken.</p>")
    AvsnittFactory(paragraf=p, text="<p>Föräldrarna har skrivit till kommunen om gungorna.</p>")
    UppdragFactory(
        beslut=beslut, text="Utreda var en lekplats kan ligga.", ansvarig=PersonFactory(namn="Hanna Handlund")
    )
    return p


@pytest.fixture
def sok(inloggad, lasare):
    return inloggad(lasare)


def test_without_a_question_it_tells_how_to_ask(sok, organ):
    assert "ett diarienummer, hur det än är skrivet" in _sida(sok)


def test_a_hit_is_marked_and_leads_to_the_paragraf(sok, lekplatsen):
    sida = _sida(sok, q="gungor")
    assert f'<a href="{lekplatsen.get_absolute_url()}">Lekplats i Västerby</a>' in sida
    assert "skrivit till kommunen om <mark>gungorna</mark>." in sida
    assert "PN · § 34 · 4 mars 2026 · dnr KS-2026-00053" in sida.replace("\n", "")


def test_what_is_found_is_escaped(sok, organ):
    p = ParagrafFactory(protokoll__sammantrade__organ=organ, rubrik="<script>alert(1)</script> brygga")
    BeslutFactory(paragraf=p, text="<p>&lt;img src=x&gt; brygga</p>")
    sida = _sida(sok, q="brygga <i>")
    assert "<script>alert" not in sida
    assert "<img src=x" not in sida
    assert "&lt;img src=x&gt; <mark>brygga</mark>" in sida


@pytest.mark.parametrize(
    ("fraga", "forst"),
    [
        ("pn 34 2026", "Lekplats i Västerby"),
        ("§ 34", "Lekplats i Västerby"),
        ("2026/53", "Lekplats i Västerby"),
        ("KS 2026/53", "Lekplats i Västerby"),
        ("lekplats", "Lekplats i Västerby"),
        ("LEKPLATSERNA", "Lekplats i Västerby"),
        ("lеkplats vasterby"[:8], "Lekplats i Västerby"),  # a Cyrillic е
        ("lekplast", "Lekplats i Västerby"),
        ("lekpl", "Lekplats i Västerby"),
        ("”uppdrag att utreda”", "Lekplats i Västerby"),
        ("handlund", "Hanna Handlund"),
        ("Hana Handlunnd", "Hanna Handlund"),
        ("provnämnden", "Provnämnden"),
        ("PN", "Provnämnden"),
        ("4 mars 2026", "Provnämnden 4 mars 2026"),
        ("pn mars 2026", "Provnämnden 4 mars 2026"),
        ("2026-03-04", "Provnämnden 4 mars 2026"),
    ],
)
def test_the_thing_itself_comes_first(sok, lekplatsen, fraga, forst):
    # Others mention all of it.
    p = ParagrafFactory(protokoll=lekplatsen.protokoll, nummer=35, rubrik="Övriga frågor", dnr="2026/1")
    text = "Provnämnden, PN, talade om lekplatsen (KS-2026-00053, 2026-03-04 § 34) med Hanna Handlund den 4 mars 2026."
    BeslutFactory(paragraf=p, text=f"<p>{text}</p>")
    assert _titlar(sok, q=fraga)[0] == forst


def test_a_dnr_leads_to_its_arende(sok, lekplatsen):
    (arende,) = sok.get(f"{SOK}?q=2026/53").context["arenden"]
    assert arende.url == reverse("uppdrag:arende", args=["KS-2026-00053"])
    assert arende.under == ("1 paragraf",)
    assert sok.get(arende.url).status_code == 200


def test_every_inflection_finds_every_other(sok, organ):
    """A stemmer alone makes "lekplat" of the first and "lekplats" of the others."""
    former = ["lekplats", "lekplatser", "lekplatsen", "lekplatserna", "lekplatsernas"]
    for form in former:
        p = ParagrafFactory(protokoll__sammantrade__organ=organ, rubrik=f"Om {form[::-1]}")
        BeslutFactory(paragraf=p, text=f"<p>Nämnden såg {form} i dag.</p>")
    for form in former:
        sida = _sida(sok, q=form)
        assert all(f"såg <mark>{f}</mark> i dag" in sida for f in former), form


def test_an_uppdrag_is_found_by_its_number(sok, lekplatsen):
    uppdrag = lekplatsen.besluten.get().uppdragen.get()
    assert _titlar(sok, q=uppdrag.beteckning)[0] == uppdrag.text


def test_every_word_counts_and_a_phrase_as_it_stands(sok, lekplatsen):
    assert _titlar(sok, q="gungorna utreda")
    assert not _titlar(sok, q="gungorna simhall")
    assert not _titlar(sok, q="”utreda uppdrag”")


def test_another_form_of_the_name_finds_the_person(sok, organ):
    person = PersonFactory(namn="Marie Provsson-Ek")
    Namnform(person=person, namn="Marie-Charlotte Škorić").save()
    MandatFactory(person=person, organ=organ, roll="ordforande")
    for fraga in ("skoric", "Marie-Charlotte Škorić", "Skoricc"):
        assert _titlar(sok, q=fraga) == ["Marie Provsson-Ek"]
    assert "Ordförande i PN" in _sida(sok, q="skoric")


def test_filters(sok, lekplatsen, organ):
    annat = OrganFactory(namn="Grannämnden", kortnamn="GN")
    ParagrafFactory(
        protokoll__sammantrade__organ=annat, protokoll__sammantrade__datum=date(2025, 5, 6), rubrik="Lekplats i Norr"
    )
    utan = _titlar(sok, q="lekplats")
    assert len(utan) == 3
    assert _titlar(sok, q="lekplats", organ=annat.pk) == ["Lekplats i Norr"]
    assert _titlar(sok, q="lekplats", ar=2025) == ["Lekplats i Norr"]
    assert _titlar(sok, q="gn lekplats") == ["Lekplats i Norr"]
    assert _titlar(sok, q="lekplats 2025") == ["Lekplats i Norr"]
    assert _titlar(sok, q="lekplats", slag="uppdrag") == ["Utreda var en lekplats kan ligga."]
    hanna = lekplatsen.besluten.get().uppdragen.get().ansvarig
    assert set(_titlar(sok, person=hanna.pk)) == {"Hanna Handlund", "Utreda var en lekplats kan ligga."}
    assert ("Paragrafer", 2) in [r[:3:2] for r in sok.get(f"{SOK}?q=lekplats").context["slagen"]]


def test_what_is_not_handed_in_is_not_found(sok, lekplatsen):
    uppdrag = lekplatsen.besluten.get().uppdragen.get()
    rapport = AterrapportFactory(uppdrag=uppdrag, slag="", text="Ett hemligt utkast.", inlamnad=None)
    assert not _titlar(sok, q="hemligt utkast")
    rapport.slag, rapport.inlamnad = "delrapport", timezone.now()
    rapport.save()
    assert _titlar(sok, q="hemligt utkast") == [f"Delrapport, {uppdrag.beteckning}"]


def test_a_mended_word_is_told_of(sok, lekplatsen):
    assert "stämmer med <strong>lekplats</strong>" in _sida(sok, q="lekplast")
    assert "Inga träffar" in _sida(sok, q="kvantmekanik")
    assert "Skriv något mer" in _sida(sok, q="och att")


def test_words_that_do_not_meet_are_told_of_each_for_itself(sok, lekplatsen):
    sida = _sida(sok, q="lekplats kvantmekanik uppdrag", organ=lekplatsen.organ_id)
    assert f'<a href="?q=lekplats&amp;organ={lekplatsen.organ_id}">lekplats</a> (2)' in sida
    assert "kvantmekanik</a> (" not in sida


def test_a_heading_is_told_from_its_text(sok, lekplatsen):
    AvsnittFactory(paragraf=lekplatsen, rubrik="Sammanfattning", text="", ordning=900)
    AvsnittFactory(paragraf=lekplatsen, rubrik="Ekonomi", text="<p>Bryggan kostar mycket.</p>", ordning=901)
    assert "Sammanfattning. Ekonomi: <mark>Bryggan</mark> kostar" in _sida(sok, q="brygga")


def test_an_address_that_leads_nowhere_is_words(sok, lekplatsen):
    assert "Inga träffar" in _sida(sok, q="pn 9876 2026")  # a number that no factory comes to
    BeslutFactory(paragraf=lekplatsen, text="<p>Se KS 2019/1234.</p>", ordning=900)
    assert _titlar(sok, q="2019/1234") == ["Lekplats i Västerby"]


@pytest.mark.parametrize(
    "fraga", ["'", "\\", "a:*", "!&|()<->", "%", "_%", "\x00", "§" * 300, "’; DROP TABLE", "((", "-1"]
)
def test_anything_can_be_asked(sok, organ, fraga):
    for adress in (SOK, FORSLAG, "/protokoll-pa-webben/"):
        assert sok.get(adress, {"q": fraga}).status_code == 200


@pytest.mark.parametrize("manga", [-2, 5_000])
def test_more_than_are_read_is_said(sok, organ, monkeypatch, manga):
    """In windows, as among very many, and at once."""
    monkeypatch.setattr(fonster, "MANGA", manga)
    monkeypatch.setattr(motor, "KANDIDATER", 30)
    monkeypatch.setattr("uppdrag.sok.intern.KANDIDATER", 30)
    monkeypatch.setattr("uppdrag.sok.intern.TITLAR", 10)
    mote = SammantradeFactory(organ=organ)
    for n in range(35):
        ParagrafFactory(protokoll__sammantrade=mote, nummer=n + 1, rubrik=f"Brygga {n}")
    assert 'Fler än <span class="tal">30</span> träffar' in _sida(sok, q="brygga")
    assert len(_titlar(sok, q="brygga", sida=2)) >= 10
    assert len(_titlar(sok, q="brygga 7")) == 1


@pytest.mark.parametrize("datum", [date(1994, 5, 6), date(2019, 5, 6), timezone.localdate(), date(2090, 1, 1)])
def test_it_is_found_however_long_ago(sok, organ, monkeypatch, datum):
    monkeypatch.setattr(fonster, "MANGA", -2)
    ParagrafFactory(protokoll__sammantrade__organ=organ, protokoll__sammantrade__datum=datum, rubrik="Lekplats")
    assert _titlar(sok, q="lekplats") == ["Lekplats"]
    assert _titlar(sok, q="lekplats", ar=datum.year, organ=organ.pk, slag="paragraf") == ["Lekplats"]
    assert _titlar(sok, q=f"pn lekplats {datum.year}") == ["Lekplats"]


@pytest.mark.parametrize(
    ("fraga", "titel"),
    [
        ("skolskjuts", "Reglemente för skolskjutsverksamhet"),  # begins it
        ("skolskj", "Reglemente för skolskjutsverksamhet"),
        ("skjutsverksamhet", "Reglemente för skolskjutsverksamhet"),  # is a part of it
        ("friskvard", "Friskvårdsbidrag"),
        ("friskvardsbidraget", "Friskvårdsbidrag"),
        ("gangväg", "Gångväg till Älmhult"),
        ("almhult", "Gångväg till Älmhult"),
    ],
)
def test_compounds_and_words_without_dots(sok, organ, fraga, titel):
    for rubrik in ("Reglemente för skolskjutsverksamhet", "Friskvårdsbidrag", "Gångväg till Älmhult"):
        ParagrafFactory(protokoll__sammantrade__organ=organ, rubrik=rubrik)
    assert _titlar(sok, q=fraga) == [titel]


def test_the_dots_that_were_typed_are_meant(sok, organ):
    for rubrik in ("Hål i vägen", "Hal väg"):
        ParagrafFactory(protokoll__sammantrade__organ=organ, rubrik=rubrik)
    assert _titlar(sok, q="hål") == ["Hål i vägen"]
    assert _titlar(sok, q="hal")[0] == "Hal väg"


def test_what_hangs_on_a_secret_paragraf_another_way_is_not_even_counted(
    inloggad, sekreterare, annan_sekreterare, lasare, organ
):
    """Proposed there on its way; taken up there as a report; and given by one secret § while another proposed it."""
    hemlig = ParagrafFactory(protokoll__sammantrade__organ=organ, sekretess="19 kap. 3 § OSL", nummer=36)
    annans = ParagrafFactory(sekretess="19 kap. 3 § OSL", nummer=37)
    TjanstFactory(person=annan_sekreterare.person, roll="sekreterare", organ=annans.organ)
    beslut, andra = BeslutFactory(paragraf=hemlig), BeslutFactory(paragraf=annans)
    foreslaget = UppdragFactory(text="Utreda kvarnstenen")
    foreslaget.leden.create(beslut=beslut)
    AterrapportFactory(uppdrag=foreslaget, text="Kvarnstenen är utredd", inlamnad=timezone.now())
    UppdragFactory(beslut=andra, text="Flytta kvarnstenen").leden.create(beslut=beslut)
    inbjudan = konferensen(organ, borjar=date(2040, 5, 5), slutar=None)
    inbjudan.titel = "Kvarnstenens dag"
    inbjudan.save()
    ReserapportFactory(inbjudan=inbjudan, paragraf=hemlig, text="Om kvarnstenen")
    UppdragFactory(text="Måla kvarnstenen")

    def sida(user):
        svar = inloggad(user).get(SOK, {"q": "kvarnstenen"})
        return svar.context["resultat"].antal, len(svar.context["traffar"])

    assert sida(lasare) == (1, 1)
    assert sida(annan_sekreterare) == (1, 1)
    assert sida(sekreterare) == (5, 5)
    assert _titlar(inloggad(lasare), q="kvarnstenen") == ["Måla kvarnstenen"]


def test_sekretess_is_found_by_its_own_organ_alone(inloggad, sekreterare, annan_sekreterare, lasare, organ):
    """No hit, count, suggestion or ärende, nothing of its uppdrag and their reports."""
    p = ParagrafFactory(protokoll__sammantrade__organ=organ, nummer=7, rubrik="Vite mot krukmakare", dnr="KS 2026/55")
    uppdrag = UppdragFactory(beslut=BeslutFactory(paragraf=p), text="Kräv in krukmakarens vite.")
    AterrapportFactory(uppdrag=uppdrag, slag="slutrapport", text="Krukmakaren betalade.", inlamnad=timezone.now())
    fragor = ("krukmakare", "vite", "pn 7", "2026/55", uppdrag.beteckning, "krukmakaren betalade", "krukmakre")

    def funna(client) -> dict:
        ut = {}
        for q in fragor:
            svar = client.get(f"{SOK}?{urlencode({'q': q})}")
            text = (svar.content.decode() + _sida(client, FORSLAG, q=q)).replace("<mark>", "")
            ut[q] = (svar.context["resultat"].antal, len(svar.context["arenden"]), "Vite" in text)
        return ut

    oppet = funna(inloggad(lasare))
    assert all(antal for antal, _, _ in oppet.values())
    p.protokoll.slag = "sekretess"
    p.protokoll.save()
    assert all(antal for antal, _, _ in funna(inloggad(sekreterare)).values())
    for user in (lasare, annan_sekreterare):
        assert set(funna(inloggad(user)).values()) == {(0, 0, False)}
    annat = ProtokollFactory(sammantrade=p.sammantrade)
    p.protokoll = annat
    p.save()
    assert funna(inloggad(lasare)) == oppet


def test_suggestions_while_typing(sok, lekplatsen):
    InbjudanFactory(organ=lekplatsen.organ, inbjudan="Kommunförbundet: Lekdagar, Kalmar")
    sida = _sida(sok, FORSLAG, q="lek")
    assert "<mark>Lekplats</mark> i Västerby" in sida
    assert "<mark>Lekdagar</mark>" in sida
    assert "Hanna Handlund" in _sida(sok, FORSLAG, q="hanna ha").replace("<mark>", "").replace("</mark>", "")
    assert "Lekplats i Västerby" in _sida(sok, FORSLAG, q="§ 34")
    assert "KS-2026" in _sida(sok, SOK, q="2026/5")
    assert "<a" not in _sida(sok, FORSLAG, q="l")
    assert "Inga förslag" in _sida(sok, FORSLAG, q="kvantmekanik")


def test_the_box_is_on_every_page_for_those_who_may(client, inloggad, lasare, utomstaende):
    assert 'action="/sok/"' in inloggad(lasare).get(reverse("uppdrag:uppdragen")).content.decode()
    assert 'action="/sok/"' not in client.get("/protokoll-pa-webben/").content.decode()
    assert inloggad(utomstaende).get(SOK).status_code == 403
    assert inloggad(utomstaende).get(FORSLAG).status_code == 403


def test_it_is_only_read(sok, organ):
    assert sok.post(SOK).status_code == 405
    assert sok.post(FORSLAG).status_code == 405


def test_htmx_gets_the_hits_alone(sok, lekplatsen):
    sida = sok.get(f"{SOK}?q=lekplats", headers={"HX-Request": "true"}).content.decode()
    assert "<mark>Lekplats</mark> i Västerby" in sida
    assert "<html" not in sida


@pytest.mark.parametrize("adress", [SOK, FORSLAG])
def test_queries_do_not_grow(sok, organ, count_queries, adress):
    def med(antal):
        for _ in range(antal):
            p = ParagrafFactory(protokoll__sammantrade__organ=organ, rubrik="Lekplats")
            UppdragFactory(beslut=BeslutFactory(paragraf=p), text="Bygga en lekplats.")
        return count_queries(sok, f"{adress}?q=lekplats")

    assert med(1) == med(2)
