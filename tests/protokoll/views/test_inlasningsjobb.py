"""The pages where many files are handed over, followed and saved."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kommun import bakgrund, uploads
from kommun.models import Organ
from protokoll.inlasningsfiler import Fil
from protokoll.inlasningsjobb import lamna_in
from protokoll.models import Inlasning, Inlasningsjobb, Protokoll
from protokoll.views import inlasningsjobb as vyer
from tests.factories import OrganFactory, PersonFactory, TjanstFactory
from tests.protokoll.inlasning.generator import LAYOUTER, texter
from tests.protokoll.inlasning.test_zipfil import gor_zip

pytestmark = pytest.mark.django_db

FLERA = reverse("protokoll:las-in-flera")
AKTER = ["fortsatt", "stoppa", "spara", "om", "ta-bort"]


@pytest.fixture
def namnden(sekreterare):
    organ = OrganFactory(namn="Provstads nämnd", kortnamn="PSN")
    TjanstFactory(person=sekreterare.person, roll="sekreterare", organ=organ)


def filer(antal):
    """Of the one organ."""
    return [(namn, text) for namn, layout, text in texter(len(LAYOUTER) * antal) if layout == "Vimmerby"]


def upload(*filer, **annat):
    upp = [SimpleUploadedFile(n, i if isinstance(i, bytes) else i.encode()) for n, i in filer]
    return {"nyckel": uuid4(), "filer": upp, **annat}


@pytest.fixture
def jobb(sekreterare, namnden):
    """Two that can be saved, one with a warning, and one that is no protokoll."""
    (a, b, c) = filer(3)
    med_varning = (c[0], c[1].replace("avslår förslaget", "av- slår fоrslaget"))
    alla = [a, b, med_varning, ("konstig.txt", "Hej.")]
    return lamna_in([Fil(n, t.encode()) for n, t in alla], nyckel=uuid4(), by=sekreterare)


def akt(namn, jobb):
    return reverse(f"protokoll:inlasningsjobb-{namn}" if namn else "protokoll:inlasningsjobb", args=[jobb.pk])


def test_files_handed_over_lead_to_the_page_of_the_job(inloggad, sekreterare, namnden):
    client = inloggad(sekreterare)
    svar = client.post(FLERA, upload(*filer(2), ("bild.jpg", "x")), follow=True)
    sida = svar.content.decode()
    assert svar.redirect_chain[-1][0] == Inlasningsjobb.objects.get().get_absolute_url()
    assert "Spara alla 2 utan varningar" in sida
    assert "Filer av slaget .jpg läses inte in" in sida
    assert "4 personer upp i personregistret" not in sida
    assert "3 personer upp i personregistret" in sida
    assert "Dina inläsningar" in client.get(FLERA).content.decode()


def test_a_zip_larger_than_one_protokoll_may_be_comes_in(inloggad, sekreterare, namnden, monkeypatch):
    monkeypatch.setattr(uploads, "STORSTA_FIL", 10)
    client = inloggad(sekreterare)
    client.post(FLERA, upload(("2012.zip", gor_zip(filer(2)))))
    assert Inlasningsjobb.objects.get().filerna.count() == 2


def test_more_than_the_page_takes_is_said_to_be_too_large(inloggad, sekreterare, namnden, monkeypatch):
    monkeypatch.setattr(vyer.las_in_flera, "upload_limit", 100)
    svar = inloggad(sekreterare).post(FLERA, upload(*filer(1)))
    assert svar.status_code == 422
    assert "större än 100 MB" in svar.content.decode()
    assert not Inlasningsjobb.objects.exists()


def test_nothing_chosen_says_so(inloggad, sekreterare):
    svar = inloggad(sekreterare).post(FLERA, {"nyckel": uuid4()})
    assert svar.status_code == 422
    assert "Välj filer, en mapp eller en zip-fil" in svar.content.decode()


def test_a_script_sends_some_at_a_time_with_their_paths(inloggad, sekreterare, namnden):
    client, nyckel = inloggad(sekreterare), uuid4()
    for namn, text in filer(3):
        data = upload((namn.rpartition("/")[2], text), nyckel=nyckel, fler="on", stig=[f"2012/{namn}"])
        svar = client.post(FLERA, data, headers={"Accept": "application/json"})
        assert (svar.status_code, svar.json()) == (200, {})
    assert Inlasningsjobb.objects.get().lage == "tas_emot"
    assert "Är alla filer med?" in client.get(akt("", Inlasningsjobb.objects.get())).content.decode()
    client.post(FLERA, {"nyckel": nyckel})
    jobb = Inlasningsjobb.objects.get()
    assert (jobb.lage, jobb.namn, jobb.filerna.count()) == ("last", "2012", 3)
    nekad = client.post(FLERA, {"nyckel": "x", "fler": "on"}, headers={"Accept": "application/json"})
    assert (nekad.status_code, len(nekad.json()["fel"])) == (422, 1)


def test_more_files_come_into_the_same_job(inloggad, sekreterare, jobb):
    client = inloggad(sekreterare)
    till = f"{FLERA}?till={jobb.pk}"
    assert f'value="{jobb.nyckel}"' in client.get(till).content.decode()
    client.post(till, upload(filer(4)[3], nyckel=jobb.nyckel))
    assert jobb.filerna.count() == 5


def test_the_page_shows_what_came_of_each_file_and_the_filter_chooses(inloggad, sekreterare, jobb):
    client = inloggad(sekreterare)
    sida = client.get(akt("", jobb)).content.decode()
    for text in ("10 januari 2012", "§ 1", "konstig.txt", "ser inte ut som ett protokoll", "kyrillisk bokstav"):
        assert text in sida
    bara = client.get(akt("", jobb), {"visa": "obegriplig"}).content.decode()
    assert "konstig.txt" in bara
    assert "§ 1" not in bara


def test_all_are_saved_and_the_rest_mended_one_after_the_other(inloggad, sekreterare, jobb):
    client = inloggad(sekreterare)
    sida = client.post(akt("spara", jobb), follow=True).content.decode()
    assert "2 sparade" in sida
    assert "Gå igenom filen med varningar" in sida
    kvar = Inlasning.objects.get(jobbfilerna__lage="varningar")
    assert jobb.namn in client.get(kvar.get_absolute_url()).content.decode()
    svar = client.post(reverse("protokoll:inlasning-spara", args=[kvar.pk]))
    assert svar.url == jobb.get_absolute_url()
    assert Protokoll.objects.count() == 3
    assert jobb.filerna.filter(lage="sparad").count() == 3


def test_the_next_one_to_mend_follows_on_the_one_saved(inloggad, sekreterare, namnden):
    alla = [(n, t.replace("avslår förslaget", "av- slår fоrslaget")) for n, t in filer(2)]
    lamna_in([Fil(n, t.encode()) for n, t in alla], nyckel=uuid4(), by=sekreterare)
    ett, tva = Inlasning.objects.order_by("pk")
    svar = inloggad(sekreterare).post(reverse("protokoll:inlasning-spara", args=[ett.pk]))
    assert svar.url == tva.get_absolute_url()


def test_a_name_that_is_answered_once_is_known_in_the_other_files(inloggad, sekreterare, namnden):
    person = PersonFactory(namn="Bo Testmann")
    alla = [Fil(n, t.encode()) for n, t in filer(3)]
    jobb = lamna_in(alla, nyckel=uuid4(), by=sekreterare)
    assert jobb.filerna.filter(lage="varningar").count() == 3
    client, ett = inloggad(sekreterare), Inlasning.objects.order_by("pk").first()
    svar = {"namn Bo Testman": f"person:{person.pk}"}
    sida = client.post(reverse("protokoll:inlasning-spara", args=[ett.pk]), svar, follow=True).content.decode()
    assert "Det du har svarat gäller nu i hela inläsningen" in sida
    client.post(akt("om", jobb))
    assert jobb.filerna.filter(lage="last").count() == 2


def test_an_organ_that_is_chosen_once_is_chosen_in_the_other_files(inloggad, sekreterare, namnden):
    alla = [Fil(n, t.replace("Provstads nämnd", "Fritidsnämnden").encode()) for n, t in filer(3)]
    jobb = lamna_in(alla, nyckel=uuid4(), by=sekreterare)
    client, ett = inloggad(sekreterare), Inlasning.objects.order_by("pk").first()
    organ = Organ.objects.get(namn="Provstads nämnd")
    sida = client.post(reverse("protokoll:inlasning-spara", args=[ett.pk]), {"organ": organ.pk}, follow=True)
    assert "Det du har svarat gäller nu i hela inläsningen" in sida.content.decode()
    client.post(akt("om", jobb))
    assert "I filen: Fritidsnämnden" in client.get(akt("", jobb)).content.decode()
    client.post(akt("spara", jobb))
    assert Protokoll.objects.filter(sammantrade__organ=organ).count() == 3


def test_one_file_thrown_away_leaves_the_job(inloggad, sekreterare, jobb):
    fil = jobb.filerna.get(lage="varningar")
    svar = inloggad(sekreterare).post(reverse("protokoll:inlasning-slang", args=[fil.inlasning_id]))
    assert svar.url == jobb.get_absolute_url()
    assert not jobb.filerna.filter(pk=fil.pk).exists()


def test_files_of_a_job_do_not_crowd_the_page_of_one(inloggad, sekreterare, jobb):
    assert "Väntar på att sparas" not in inloggad(sekreterare).get(reverse("protokoll:las-in")).content.decode()


def test_while_it_is_read_the_page_asks_again_and_then_shows_the_whole(inloggad, sekreterare, jobb, monkeypatch):
    Inlasningsjobb.objects.update(lage="lases")
    jobb.filerna.filter(lage="obegriplig").update(lage="vantar", rapport={})
    client = inloggad(sekreterare)
    assert "Arbetet har stannat" in client.get(akt("", jobb)).content.decode()
    monkeypatch.setattr(bakgrund, "pa_gang", lambda task: {jobb.pk})
    sida = client.get(akt("", jobb)).content.decode()
    assert "3 av 4 filer är lästa" in sida
    assert "Inget arbete görs i bakgrunden" in sida
    del_ = client.get(akt("", jobb), headers={"HX-Request": "true"})
    assert 'hx-trigger="every 2s"' in del_.content.decode()
    assert "<html" not in del_.content.decode()
    Inlasningsjobb.objects.update(lage="last")
    assert client.get(akt("", jobb), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_while_a_zip_is_unpacked_the_page_tells_how_far_it_is(inloggad, sekreterare, jobb, monkeypatch):
    Inlasningsjobb.objects.update(lage="lases")
    zip_ = jobb.zipfilerna.create(namn="2012.zip", sha256="x", antal=1200, packade=340)
    monkeypatch.setattr(bakgrund, "pa_gang", lambda task: {jobb.pk})
    sida = inloggad(sekreterare).get(akt("", jobb)).content.decode()
    assert "2012.zip packas upp: 340 av 1200 filer" in sida
    assert f'<progress id="framsteg" max="1200" value="{zip_.packade}">' in sida


def test_a_wrong_state_says_why_and_changes_nothing(inloggad, sekreterare, jobb, monkeypatch):
    client = inloggad(sekreterare)
    for namn, mening in (("fortsatt", "Alla filer är redan lästa"), ("stoppa", "Inget läses just nu")):
        assert mening in client.post(akt(namn, jobb), follow=True).content.decode()
    Inlasningsjobb.objects.update(lage="lases")
    for namn, mening in (("spara", "Vänta tills"), ("om", "Vänta tills"), ("ta-bort", "Stoppa arbetet först")):
        assert mening in client.post(akt(namn, jobb), follow=True).content.decode()
    assert not Protokoll.objects.exists()
    assert jobb.filerna.count() == 4


def test_thrown_away_it_leads_back_to_where_files_are_handed_over(inloggad, sekreterare, jobb):
    svar = inloggad(sekreterare).post(akt("ta-bort", jobb), follow=True)
    assert svar.redirect_chain[-1][0] == FLERA
    assert not Inlasning.objects.exists()


@pytest.mark.parametrize("namn", ["", *AKTER])
def test_a_job_is_ones_own(inloggad, utomstaende, annan_sekreterare, administrator, jobb, namn):
    for vem in (utomstaende, annan_sekreterare, administrator):
        client = inloggad(vem)
        assert (client.post if namn else client.get)(akt(namn, jobb)).status_code == 404


def test_one_who_keeps_no_minutes_hands_nothing_over(inloggad, ledamot):
    assert inloggad(ledamot).get(FLERA).status_code == 403


def test_wrong_methods(inloggad, sekreterare, jobb):
    client = inloggad(sekreterare)
    assert [client.get(akt(namn, jobb)).status_code for namn in AKTER] == [405] * 5
    assert client.post(akt("", jobb)).status_code == 405


def test_the_pages_cost_the_same_whatever_they_hold(inloggad, sekreterare, namnden, count_queries):
    client = inloggad(sekreterare)
    kostar = []
    for antal in (1, 3):
        jobb = lamna_in([Fil(n, t.encode()) for n, t in filer(antal)], nyckel=uuid4(), by=sekreterare)
        kostar.append((count_queries(client, akt("", jobb)), count_queries(client, FLERA)))
    assert kostar[0] == kostar[1]
