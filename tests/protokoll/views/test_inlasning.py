import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from protokoll.models import Inlasning, Paragraf, Protokoll
from tests.factories import OrganFactory, TjanstFactory
from tests.protokoll.provprotokoll import PROV

pytestmark = pytest.mark.django_db

READ = reverse("protokoll:las-in")


@pytest.fixture
def provnamnden(sekreterare):
    organ = OrganFactory(namn="Provstads nämnd", kortnamn="PSN")
    TjanstFactory(person=sekreterare.person, roll="sekreterare", organ=organ)
    return organ


def upload(client, content=PROV, name="prov.txt", **kwargs):
    content = content.encode() if isinstance(content, str) else content
    return client.post(READ, {"fil": SimpleUploadedFile(name, content)}, **kwargs)


def test_upload_leads_to_the_preview_and_saves_nothing(inloggad, sekreterare, provnamnden):
    response = upload(inloggad(sekreterare), follow=True)

    page = response.content.decode()
    assert "Granska innan du sparar" in page
    for text in ("Ada Provsson", "Lekplats i parken", "§§ 1–3", "Regionen: Konferens, 5 maj, Provstad", "Arkivet"):
        assert text in page
    assert Protokoll.objects.count() == 0


def test_confirm_saves_and_shows_the_meeting(inloggad, sekreterare, provnamnden):
    client = inloggad(sekreterare)
    upload(client)

    response = client.post(reverse("protokoll:inlasning-spara", args=[Inlasning.objects.get().pk]), follow=True)

    protokoll = Protokoll.objects.get()
    assert response.redirect_chain[-1][0] == protokoll.sammantrade.get_absolute_url()
    assert "3 paragrafer är sparade" in response.content.decode()
    assert protokoll.history.get().history_user == sekreterare


def test_confirm_twice_saves_once(inloggad, sekreterare, provnamnden):
    client = inloggad(sekreterare)
    upload(client)
    url = reverse("protokoll:inlasning-spara", args=[Inlasning.objects.get().pk])

    assert client.post(url)["Location"] == client.post(url)["Location"]
    assert Paragraf.objects.count() == 3


def test_same_file_again_leads_to_the_meeting_it_made(inloggad, sekreterare, provnamnden):
    client = inloggad(sekreterare)
    upload(client)
    client.post(reverse("protokoll:inlasning-spara", args=[Inlasning.objects.get().pk]))

    response = upload(client)

    assert response["Location"] == Protokoll.objects.get().sammantrade.get_absolute_url()


def test_other_file_with_the_same_paragrafer_is_shown_but_not_saved(inloggad, sekreterare, provnamnden):
    client = inloggad(sekreterare)
    upload(client)
    client.post(reverse("protokoll:inlasning-spara", args=[Inlasning.objects.get().pk]))

    response = upload(client, PROV + "\n", follow=True)

    assert "har redan §§ 1–3 för 2026" in response.content.decode()
    waiting = Inlasning.objects.get(protokoll=None)
    assert client.post(reverse("protokoll:inlasning-spara", args=[waiting.pk])).status_code == 422
    assert Paragraf.objects.count() == 3


def test_secretary_of_another_organ_may_look_but_not_save(inloggad, annan_sekreterare, provnamnden):
    client = inloggad(annan_sekreterare)

    response = upload(client, follow=True)

    assert "Du är inte sekreterare i Provstads nämnd" in response.content.decode()
    assert client.post(reverse("protokoll:inlasning-spara", args=[Inlasning.objects.get().pk])).status_code == 422
    assert Protokoll.objects.count() == 0


def test_unknown_organ_is_said(inloggad, sekreterare):
    response = upload(inloggad(sekreterare), follow=True)

    assert "”Provstads nämnd” finns inte i registret. Välj vilket av dina organ" in response.content.decode()


def test_ticked_mend_is_made(inloggad, sekreterare, provnamnden):
    client = inloggad(sekreterare)
    response = upload(client, PROV.replace("Frågan har väckts", "Frågan har v\u0430ckts"), follow=True)
    n = next(n for n, v, _ in response.context["varningar"] if v.forslag and "v\u0430ckts" in (v.citat or ""))

    client.post(reverse("protokoll:inlasning-spara", args=[Inlasning.objects.get().pk]), {"ratta": [n]})

    assert "vackts" in Paragraf.objects.get(nummer=2).avsnitten.get(typ="sammanfattning").text


def test_thrown_away_file_is_gone(inloggad, sekreterare, provnamnden):
    client = inloggad(sekreterare)
    upload(client)

    client.post(reverse("protokoll:inlasning-slang", args=[Inlasning.objects.get().pk]))

    assert Inlasning.objects.count() == 0


def test_file_of_a_saved_protokoll_is_never_thrown_away(inloggad, sekreterare, provnamnden):
    client = inloggad(sekreterare)
    upload(client)
    pk = Inlasning.objects.get().pk
    client.post(reverse("protokoll:inlasning-spara", args=[pk]))

    client.post(reverse("protokoll:inlasning-slang", args=[pk]))

    assert Inlasning.objects.filter(pk=pk).exists()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        pytest.param("brev.txt", b"Hej! Vi ses.", "protokoll", id="no protokoll"),
        pytest.param("tom.txt", b"", "tom", id="empty"),
        pytest.param("stor.txt", b"x" * (21 * 1024 * 1024), "20 MB", id="too large"),
        pytest.param("latin.txt", "Nämnden beslutar på åäö".encode("latin-1"), "UTF-8", id="not UTF-8"),
        pytest.param("trasig.pdf", b"%PDF-1.7 trasig", "PDF", id="broken PDF"),
        pytest.param("bild.png", b"\x89PNG\r\n", ".txt", id="another kind of file"),
    ],
)
def test_bad_file_gets_a_sentence_and_nothing_is_written(inloggad, sekreterare, name, content, sentence):
    response = upload(inloggad(sekreterare), content, name)

    assert response.status_code == 422
    [error] = response.context["form"].errors["fil"]
    assert sentence in error
    assert Inlasning.objects.count() == 0


def test_no_file_says_what_to_choose(inloggad, sekreterare):
    response = inloggad(sekreterare).post(READ, {})

    assert "Välj den fil som protokollet finns i." in response.content.decode()


def test_name_of_the_file_is_only_a_name(inloggad, sekreterare, provnamnden):
    upload(inloggad(sekreterare), name="../../etc/<script>.txt")

    page = inloggad(sekreterare).get(READ).content.decode()
    assert "<script>.txt" not in page
    assert "/" not in Inlasning.objects.get().filnamn
