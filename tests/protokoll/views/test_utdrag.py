"""The pages of utdrag, receivers, expediering and sändlistor."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from protokoll.expedieringslage import laget
from protokoll.models import Expediering, Mottagare, Sandlista, Sandning
from tests import provpost
from tests.efter import efter_commit
from tests.factories import ForvaltningFactory, TjanstFactory, UserFactory
from tests.protokoll.utdragsprov import mottagare, protokollet

pytestmark = pytest.mark.django_db


def url(namn, obj, **fraga):
    return reverse(f"protokoll:{namn}", args=[obj.pk])


@pytest.fixture
def prov(organ, sekreterare, settings, monkeypatch):
    settings.EMAIL_BACKEND = "tests.provpost.Backend"
    monkeypatch.setattr("protokoll.expediering.utdrag_pdf", lambda u: b"%PDF prov")
    provpost.nollstall()
    yield protokollet(organ, by=sekreterare)
    provpost.nollstall()


@pytest.fixture
def siv(inloggad, sekreterare):
    return inloggad(sekreterare)


def val(prov, *nycklar, **annat):
    return {"version": 1, "nyckel": uuid4(), "mottagare": nycklar} | annat


@efter_commit
def skicka(client, prov, *nycklar, **annat):
    return client.post(url("expediera-skicka", prov.protokoll), val(prov, *nycklar, **annat))


def ord_(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


# Utdrag


def test_one_paragraf_by_one_press_and_vouched_for_by_who_makes_it(siv, organ, sekreterare, monkeypatch):
    gjorda = []
    monkeypatch.setattr("protokoll.views.utdrag.utdrag_pdf", lambda u, tryck: gjorda.append(u) or b"%PDF prov")
    prov = protokollet(organ, by=sekreterare)
    assert url("paragraf-utdrag", prov.paragrafer[0]) in ord_(siv.get(prov.paragrafer[0].get_absolute_url()))

    svar = siv.get(url("paragraf-utdrag", prov.paragrafer[0]))
    assert svar["Content-Type"] == "application/pdf"
    siv.get(url("utdrag-pdf", prov.protokoll), {"paragraf": [p.pk for p in prov.paragrafer]})

    assert [(u.paragrafspann, u.intygas_av) for u in gjorda] == [
        ("§ 7", str(sekreterare)),
        ("§§ 7–8", str(sekreterare)),
    ]


def test_who_may_only_read_gets_one_that_nobody_vouches_for(inloggad, lasare, organ, sekreterare, monkeypatch):
    gjorda = []
    monkeypatch.setattr("protokoll.views.utdrag.utdrag_pdf", lambda u, tryck: gjorda.append(u) or b"%PDF prov")
    prov = protokollet(organ, by=sekreterare, lage="utkast", antal=1)
    inloggad(lasare).get(url("paragraf-utdrag", prov.paragrafer[0]))
    assert [u.intygas_av for u in gjorda] == [""]


def test_nothing_ticked_is_said_on_the_page(siv, prov):
    svar = siv.get(url("utdrag-pdf", prov.protokoll), follow=True)
    assert "Kryssa för minst en paragraf" in ord_(svar)
    assert "§ 8" in ord_(svar)


# Mottagare


def test_receiver_is_added_by_name(siv, paragraf):
    ForvaltningFactory(namn="Ekonomiavdelningen")
    sidan = url("mottagare", paragraf)
    assert 'value="Ekonomiavdelningen"' in ord_(siv.get(sidan))

    assert siv.post(sidan, {"namn": "ekonomiavdelningen", "epost": ""}).status_code == 302
    assert siv.post(sidan, {"namn": "Länsstyrelsen", "epost": "lst@example.invalid"}).status_code == 302
    assert list(Mottagare.objects.values_list("slag", "epost")) == [
        ("forvaltning", ""),
        ("extern", "lst@example.invalid"),
    ]
    fel = siv.post(sidan, {"namn": "Någon", "epost": "inte en adress"})
    assert fel.status_code == 422
    assert 'value="inte en adress"' in ord_(fel)


def test_proposals_are_added_by_ticking(siv, paragraf):
    f = ForvaltningFactory(namn="Ekonomiavdelningen")
    siv.post(url("mottagare", paragraf), {"forslag": [f"forvaltning:{f.pk}", "extern:Deltagarna", "person:999999"]})
    assert list(Mottagare.objects.values_list("namn", flat=True)) == ["Ekonomiavdelningen", "Deltagarna"]


def test_receivers_are_moved_changed_and_removed(siv, paragraf):
    a, b = mottagare(paragraf, "A"), mottagare(paragraf, "B")
    siv.post(url("mottagare-flytta", b), {"upp": "1"})
    siv.post(url("mottagare-andra", a), {"namn": "Aa", "epost": "a@example.invalid"})
    assert list(paragraf.mottagarna.values_list("namn", flat=True)) == ["B", "Aa"]
    siv.post(url("mottagare-ta-bort", b))
    assert [m.epost for m in paragraf.mottagarna.all()] == ["a@example.invalid"]


def test_of_a_transcript_the_page_says_why(siv, avskrift):
    svar = siv.post(url("mottagare", avskrift), {"namn": "A"}, follow=True)
    assert "Det här är en avskrift" in ord_(svar)
    assert not Mottagare.objects.exists()


# Expediering


def test_page_shows_what_is_unsent_and_sends_it_in_one_go(siv, prov):
    sida = ord_(siv.get(url("expediera", prov.protokoll)))
    assert "<strong>3</strong> av 3 mottagare har inte fått allt. <strong>1</strong> saknar e-postadress." in sida
    assert "Skriv adressen" in sida

    svar = skicka(siv, prov, "ada@example.invalid", "kontoret@example.invalid")
    assert svar.status_code == 302
    assert sorted(b.to[0] for b in provpost.skickat) == ["ada@example.invalid", "kontoret@example.invalid"]
    efter = ord_(siv.get(url("expediera", prov.protokoll)))
    assert "Utdrag är lämnade till e-postservern för 2 mottagare" in efter
    assert "<strong>1</strong> av 3 mottagare" in efter
    e = Expediering.objects.first()
    assert bytes(siv.get(url("expediering-utdrag", e)).content) == b"%PDF prov"


def test_nothing_ticked_or_without_address_comes_back_with_what_was_ticked(siv, prov):
    tom = skicka(siv, prov)
    assert tom.status_code == 422
    assert "Kryssa för minst en mottagare" in ord_(tom)
    [utan] = laget(prov.protokoll).utan_adress
    fel = skicka(siv, prov, utan.nyckel, "ada@example.invalid")
    assert fel.status_code == 422
    assert "E-postadress saknas för Länsstyrelsen" in ord_(fel)
    assert ord_(fel).count(" checked") == 2
    assert not provpost.skickat


def test_many_are_left_to_the_worker_with_progress(siv, prov, monkeypatch):
    lagda = []
    monkeypatch.setattr("protokoll.views.expediering.utfor_sandning", type("T", (), {"enqueue": lagda.append}))
    for n in range(6):
        mottagare(prov.paragrafer[0], f"Nr {n}", f"nr{n}@example.invalid")

    skicka(siv, prov, *[f"nr{n}@example.invalid" for n in range(6)])

    sandning = Sandning.objects.get()
    assert lagda == [sandning.pk]
    assert not provpost.skickat
    sida = ord_(siv.get(url("expediera", prov.protokoll)))
    assert "0 av 6 mottagare klara" in sida
    assert 'hx-trigger="every 2s"' in sida

    efter_commit(siv.post)(url("sandning-fortsatt", sandning))
    assert len(provpost.skickat) == 6
    assert "every 2s" not in ord_(siv.get(url("expediera", prov.protokoll)))


def test_long_ones_are_left_to_the_worker_too(siv, prov, monkeypatch):
    lagda = []
    monkeypatch.setattr("protokoll.views.expediering.utfor_sandning", type("T", (), {"enqueue": lagda.append}))
    monkeypatch.setattr("protokoll.expedieringsjobb.TECKEN_I_ANROP", 5)

    skicka(siv, prov, "ada@example.invalid")

    assert lagda == [Sandning.objects.get().pk]
    assert not provpost.skickat


def test_the_task_of_the_worker_sends(prov, sekreterare):
    from protokoll.expediering import bestall
    from protokoll.expedieringsjobb import utfor_sandning

    sandning = bestall(prov.protokoll, mottagare=["ada@example.invalid"], version=1, nyckel=uuid4(), by=sekreterare)
    efter_commit(utfor_sandning.enqueue)(sandning.pk)
    assert [b.to[0] for b in provpost.skickat] == ["ada@example.invalid"]


def test_address_is_written_beside_the_row_and_what_went_by_post_is_noted(siv, prov):
    [utan] = laget(prov.protokoll).utan_adress
    # Its button belongs to the form of the address: in the one around it, it would send the mails.
    assert re.search(
        r'<button [^>]*form="adress-3"[^>]*>Spara adressen<', ord_(siv.get(url("expediera", prov.protokoll)))
    )
    fel = siv.post(url("expediera-adress", prov.protokoll), {"mottagare": utan.nyckel, "epost": "lst"})
    assert fel.status_code == 422
    assert "Skriv en fullständig e-postadress" in ord_(fel)
    assert 'value="lst"' in ord_(fel)

    hur = siv.post(url("expediera-anteckna", prov.protokoll), val(prov, utan.nyckel, hur=" "))
    assert (hur.status_code, "Skriv hur beslutet lämnades" in ord_(hur)) == (422, True)
    siv.post(url("expediera-anteckna", prov.protokoll), val(prov, utan.nyckel, hur="med post 12 mars"))
    assert Expediering.objects.get().anteckning == "med post 12 mars"


def test_again_asks_for_a_reason(siv, prov):
    skicka(siv, prov, "kontoret@example.invalid")
    sidan = url("expediering-igen", Expediering.objects.get())
    assert "Varför skickas utdraget igen?" in ord_(siv.get(sidan))
    utan = siv.post(sidan, {"nyckel": uuid4(), "skal": ""})
    assert (utan.status_code, "Skriv varför det skickas igen" in ord_(utan)) == (422, True)
    efter_commit(siv.post)(sidan, {"nyckel": uuid4(), "skal": "Hittar det inte"})
    assert len(provpost.skickat) == 2


@pytest.mark.parametrize("lage", ["utkast", "fryst"])
def test_before_the_justering_the_page_says_why(siv, organ, sekreterare, lage):
    prov = protokollet(organ, by=sekreterare, lage=lage, antal=1)
    assert "Protokollet är inte justerat än" in ord_(siv.get(url("expediera", prov.protokoll)))
    svar = skicka(siv, prov, "ada@example.invalid")
    assert svar.status_code == 422
    assert not Expediering.objects.exists()


def test_registrator_sends_and_others_do_not(prov, client, lasare, utomstaende, annan_sekreterare):
    registrator = UserFactory()
    TjanstFactory(person=registrator.person, roll="registrator")
    sidan = url("expediera", prov.protokoll)
    svar = {}
    for namn, vem in (("r", registrator), ("l", lasare), ("u", utomstaende), ("a", annan_sekreterare)):
        client.force_login(vem)
        svar[namn] = client.get(sidan).status_code
    assert svar == {"r": 200, "l": 403, "u": 404, "a": 403}


def test_min_dag_tells_of_decisions_that_wait(siv, prov):
    text = ord_(siv.get(reverse("uppdrag:min-dag")))
    assert "Beslut ska expedieras" in text
    assert "3 mottagare har inte fått sina beslut." in text


# Sändlistor


def test_list_is_made_changed_and_ended(siv, organ):
    fel = siv.post(
        reverse("protokoll:sandlista-ny"), {"namn": "Revisorerna", "rader": "Ada Alm, ada@example.invalid\nBo utan"}
    )
    assert fel.status_code == 422
    assert "Rad 2: ”Bo utan” har ingen fullständig e-postadress." in ord_(fel)
    assert "Bo utan" in fel.content.decode()

    siv.post(
        reverse("protokoll:sandlista-ny"),
        {"namn": "Revisorerna", "rader": "Ada Alm <ada@example.invalid>\nbo@example.invalid"},
    )
    lista = Sandlista.objects.get()
    assert list(lista.raderna.values_list("namn", "epost")) == [
        ("Ada Alm", "ada@example.invalid"),
        ("bo@example.invalid", "bo@example.invalid"),
    ]
    siv.post(
        url("sandlista", lista),
        {"namn": "Revisorer", "rader": "Bo Bok; bo@example.invalid", "upphord": "on", "organ": organ.pk},
    )
    lista.refresh_from_db()
    assert (lista.namn, lista.upphord, lista.organ) == ("Revisorer", True, organ)
    assert list(lista.raderna.values_list("namn", flat=True)) == ["Bo Bok"]
    assert "Revisorer" in ord_(siv.get(reverse("protokoll:sandlistor")))


def test_of_another_organ_is_not_mine_to_change(inloggad, annan_sekreterare, organ):
    lista = Sandlista.objects.create(namn="Egen", organ=organ)
    assert inloggad(annan_sekreterare).post(url("sandlista", lista), {"namn": "Min"}).status_code == 403


# Queries


def test_queries_are_the_same_for_one_and_many(siv, organ, sekreterare, count_queries, monkeypatch):
    prov = protokollet(organ, by=sekreterare, antal=1)
    sidor = [
        url("expediera", prov.protokoll),
        reverse("uppdrag:min-dag"),
        reverse("protokoll:sandlistor"),
        url("mottagare", prov.paragrafer[0]),
    ]
    lista = Sandlista.objects.create(namn="L0")
    mottagare(prov.paragrafer[0], "L0", slag="lista", sandlista=lista)
    fore = [count_queries(siv, s) for s in sidor]
    for n in range(1, 4):
        mottagare(prov.paragrafer[0], f"Nr {n}", f"nr{n}@example.invalid")
        lista = Sandlista.objects.create(namn=f"L{n}")
        lista.raderna.create(namn="A", epost=f"l{n}@example.invalid")
        mottagare(prov.paragrafer[0], f"L{n}", slag="lista", sandlista=lista)
    assert [count_queries(siv, s) for s in sidor] == fore
