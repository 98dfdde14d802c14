"""The page that 13 § lagen (2018:1937) om tillgänglighet till digital offentlig service asks for."""

import pytest
from django.urls import reverse

from tests.factories import KommunFactory

pytestmark = pytest.mark.django_db

SIDAN = reverse("kommun:tillganglighet")


def test_redogorelsen_says_what_the_law_asks_for(client):
    KommunFactory(namn="Provkommun", epost="kommunen@example.invalid", postadress="Box 1, 598 81 Provstad")

    svar = client.get(SIDAN)

    text = svar.content.decode()
    for ord_ in (
        "Provkommun står bakom",
        "delvis förenlig",
        "Det här är inte tillgängligt",
        'href="mailto:kommunen@example.invalid?subject=Tillg%C3%A4nglighet"',
        "Box 1, 598 81 Provstad",
        'href="https://www.digg.se/tdosanmalan"',
        "Bedömningen är en självskattning",
        "Senast bedömd och uppdaterad",
    ):
        assert ord_ in text
    assert not svar.cookies
    assert "public" in svar["Cache-Control"]


def test_redogorelsen_of_a_municipality_without_addresses_says_whom_to_ask(client):
    KommunFactory()

    text = client.get(SIDAN).content.decode()

    assert "Hör av dig till kommunens växel" in text
    assert "mailto:" not in text


@pytest.mark.parametrize("path", [reverse("account_login"), reverse("protokoll:anslagstavla"), "/finns-inte/"])
def test_redogorelsen_is_reached_from_the_foot_of_every_page(client, path):
    KommunFactory()

    assert f'<a href="{SIDAN}">Tillgänglighet</a>' in client.get(path).content.decode()


def test_redogorelsen_is_only_read(client):
    KommunFactory()

    assert client.post(SIDAN).status_code == 405
