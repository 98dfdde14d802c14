"""The pages of a proposal on its way: proposed further, decided, refused."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from tests.factories import (
    BeslutFactory,
    OrganFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
    TjanstFactory,
    UppdragFactory,
)
from uppdrag.models import Uppdrag

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
AKTER = ("foresla-vidare", "besluta-forslag", "avsla-forslag")
MENING = "Fullmäktige ger kontoret i uppdrag att rusta upp lekplatsen i Storparken."


@pytest.fixture
def today():
    with time_machine.travel("2026-04-20"):
        yield


def beslut_i(organ, dag, *, till=None, dnr="2026/7", text=MENING):
    protokoll = ProtokollFactory(sammantrade__organ=organ, sammantrade__datum=dag, sammantrade__lage="avslutat")
    niva = {"beslutsniva": "forslag", "till_organ": till} if till else {}
    return BeslutFactory(paragraf=ParagrafFactory(protokoll=protokoll, dnr=dnr), text=f"<p>{text}</p>", **niva)


@pytest.fixture
def kf(organ):
    """Fullmäktige above Provnämnden."""
    kf = OrganFactory(namn="Provfullmäktige", kortnamn="KF", slag="fullmaktige")
    organ.overordnat = kf
    organ.save()
    return kf


@pytest.fixture
def uppdrag(organ, kf):
    """Proposed to fullmäktige by the arbetsutskott of Provnämnden."""
    au = OrganFactory(namn="Provnämndens arbetsutskott", kortnamn="PNAU", slag="utskott", overordnat=organ)
    return UppdragFactory(
        beslut=beslut_i(au, date(2026, 3, 2), till=kf), givare=kf, rapporteras_till=kf, lage="foreslaget",
        frist=None, ingen_frist=True, text="Rusta upp lekplatsen i Storparken.", mening=MENING,
    )  # fmt: skip


@pytest.fixture
def hos(sekreterare, kf, inloggad):
    """The client of the secretary, who keeps the minutes of fullmäktige too."""
    TjanstFactory(person=sekreterare.person, roll="sekreterare", organ=kf)
    return inloggad(sekreterare)


def url(akt, uppdrag, beslut=None):
    return reverse(f"uppdrag:{akt}", args=[uppdrag.pk]) + (f"?beslut={beslut.pk}" if beslut else "")


def felen(response) -> str:
    assert response.status_code == 422
    former = filter(None, [response.context["form"], response.context.get("tid")])
    return " ".join(m for form in former for rader in form.errors.values() for m in rader)


TID = {"nar": "dag", "frist": "2026-11-01", "frist_ord": ""}


def test_the_whole_way_is_one_uppdrag(hos, uppdrag, organ, kf):
    i_pn, i_kf = beslut_i(organ, date(2026, 3, 16), till=kf), beslut_i(kf, date(2026, 4, 1))

    assert hos.get(url("foresla-vidare", uppdrag)).context["form"]["beslut"].value() == i_pn.pk, "the same ärende"
    svar = hos.post(url("foresla-vidare", uppdrag), {"beslut": i_pn.pk})
    assert svar["Location"] == i_pn.paragraf.get_absolute_url()
    assert hos.get(url("besluta-forslag", uppdrag, i_kf)).context["form"]["beslut"].value() == i_kf.pk
    svar = hos.post(url("besluta-forslag", uppdrag), {"beslut": i_kf.pk, "rapporteras_till": kf.pk, **TID})

    assert svar["Location"] == i_kf.paragraf.get_absolute_url()
    nu = Uppdrag.objects.get()
    assert (nu.beteckning, nu.lage, nu.beslut, nu.frist) == (uppdrag.beteckning, "pagar", i_kf, date(2026, 11, 1))
    assert [led.beslut for led in nu.leden.all()] == [uppdrag.beslut, i_pn]


def test_refused_goes_to_the_paragraf_that_refused(hos, uppdrag, kf):
    nej = beslut_i(kf, date(2026, 4, 1), text="Fullmäktige avslår förslaget.")

    svar = hos.post(url("avsla-forslag", uppdrag), {"beslut": nej.pk, "skal": "Förslaget avslogs."})

    uppdrag.refresh_from_db()
    assert svar["Location"] == nej.paragraf.get_absolute_url()
    assert (uppdrag.lage, uppdrag.avslutat_i) == ("avskrivet", nej)


def test_the_meetings_of_another_organ_judge_nothing_and_keep_what_was_typed(hos, uppdrag, organ, kf):
    i_kf = beslut_i(kf, date(2026, 4, 1))
    mote = SammantradeFactory(organ=organ, datum=date(2026, 6, 1), lage="planerat")
    data = {"beslut": i_kf.pk, "rapporteras_till": organ.pk, **TID, "frist": "", "frist_ord": "till sommaren"}

    svar = hos.post(url("besluta-forslag", uppdrag), data | {"akt": "moten"})

    tid = svar.context["tid"]
    assert (svar.status_code, tid.errors, tid["frist_ord"].value()) == (200, {}, "till sommaren")
    assert svar.context["form"]["beslut"].value() == i_kf.pk
    assert str(mote.pk) in dict(tid.fields["mote"].choices)


@pytest.mark.parametrize(
    ("akt", "data", "mening"),
    [
        ("foresla-vidare", {}, "Välj vilket beslut det är"),
        ("foresla-vidare", {"beslut": "999999"}, "Det beslutet kan inte väljas"),
        ("besluta-forslag", {"beslut": "kf", **TID, "nar": ""}, "Välj när uppdraget ska rapporteras"),
        ("besluta-forslag", {"beslut": "kf", **TID, "frist": "2026-03-31"}, "ligger före sammanträdet"),
        ("avsla-forslag", {"beslut": "kf", "skal": ""}, "Skriv varför uppdraget inte blev av"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(hos, uppdrag, kf, akt, data, mening):
    i_kf = beslut_i(kf, date(2026, 4, 1))
    if data.get("beslut") == "kf":
        data = data | {"beslut": i_kf.pk, "rapporteras_till": kf.pk}

    svar = hos.post(url(akt, uppdrag), data)

    assert mening in felen(svar)
    assert Uppdrag.objects.get().lage == "foreslaget"
    if "beslut" in data:
        assert svar.context["form"]["beslut"].value() == str(data["beslut"])


@pytest.mark.parametrize("akt", AKTER)
def test_what_is_no_proposal_any_more_says_so_and_changes_nothing(hos, uppdrag, kf, akt):
    uppdrag.lage = "pagar"
    uppdrag.nasta_rapport = date(2026, 9, 1)
    uppdrag.save()
    till = kf if akt == "foresla-vidare" else None
    beslut = beslut_i(uppdrag.beslut.paragraf.organ.overordnat, date(2026, 3, 16), till=till)

    sida = hos.get(url(akt, uppdrag), follow=True)
    assert "Uppdraget pågår och är inte längre ett förslag." in sida.content.decode()
    svar = hos.post(url(akt, uppdrag), {"beslut": beslut.pk, "rapporteras_till": kf.pk, "skal": "Nej.", **TID})

    assert "Bara ett föreslaget uppdrag kan" in felen(svar)
    assert Uppdrag.objects.get().leden.count() == 0


@pytest.mark.parametrize("akt", AKTER)
@pytest.mark.parametrize(("vem", "status"), [("utomstaende", 404), ("annan_sekreterare", 403), ("ordforande", 403)])
def test_the_steps_are_for_the_secretaries_of_the_way(inloggad, request, uppdrag, akt, vem, status):
    client = inloggad(request.getfixturevalue(vem))

    assert client.post(url(akt, uppdrag)).status_code == status
    assert client.delete(url(akt, uppdrag)).status_code == 405


@pytest.mark.parametrize("akt", AKTER)
def test_queries_do_not_grow(hos, uppdrag, organ, kf, akt, count_queries):
    def more(*dagar):
        for dag in dagar:
            beslut_i(organ, date(2026, 3, dag), till=kf)
            beslut_i(kf, date(2026, 4, dag), dnr="")
            SammantradeFactory(organ=kf, datum=date(2026, 9, dag), lage="planerat")

    more(16)
    with_one = count_queries(hos, url(akt, uppdrag))
    more(17, 18)

    assert count_queries(hos, url(akt, uppdrag)) == with_one


# Beside the §


def panelen(client, beslut):
    (panel,) = [c for mall, c in client.get(beslut.paragraf.get_absolute_url()).context["paneler"] if "vantande" in c]
    return panel


def test_a_sentence_that_says_a_proposal_offers_its_next_step(hos, uppdrag, organ, kf):
    i_pn = beslut_i(organ, date(2026, 3, 16), till=kf, text=MENING.replace("att rusta", "att under 2027 rusta"))

    panel = panelen(hos, i_pn)

    (funnen,) = panel["forslagen"].vantar
    assert [(s.uppdrag, s.text, s.url) for s in funnen.steg] == [
        (uppdrag, "Föreslå vidare", url("foresla-vidare", uppdrag, i_pn))
    ]
    assert panel["vantande"] == []
    hos.post(funnen.steg[0].url, {"beslut": i_pn.pk})
    assert not panelen(hos, i_pn)["forslagen"], "nothing is offered twice"
    assert not panelen(hos, uppdrag.beslut)["vantande"]


def test_a_proposal_that_no_sentence_says_waits_beside_its_arende(hos, uppdrag, kf):
    nej = beslut_i(kf, date(2026, 4, 1), text="Fullmäktige avslår förslaget.")

    (steg,) = panelen(hos, nej)["vantande"]

    assert (steg.uppdrag, steg.avslag_url) == (uppdrag, url("avsla-forslag", uppdrag, nej))
    nej.paragraf.utfall = "bordlagt"
    nej.paragraf.save()
    assert panelen(hos, nej)["vantande"] == [], "put off is no answer"


def test_logga_at_the_sentence_asks_whether_it_is_the_same(hos, uppdrag, kf):
    i_kf = beslut_i(kf, date(2026, 4, 1))
    logga = reverse("uppdrag:logga", args=[i_kf.pk])

    sida = hos.get(f"{logga}?start=0&slut={len(MENING)}")

    assert "Är det samma uppdrag?" in sida.content.decode()
    assert [s.uppdrag for s in sida.context["vantande"]] == [uppdrag]


def test_the_page_of_a_proposal_puts_the_step_of_the_secretary_first(inloggad, sekreterare, uppdrag, kf):
    def akter():
        sida = inloggad(sekreterare).get(uppdrag.get_absolute_url())
        return [(a.text, a.variant) for a in sida.context["akter"]]

    assert akter() == [("Föreslå vidare", "primar"), ("Beslutat", "tyst"), ("Avslogs", "tyst")]
    TjanstFactory(person=sekreterare.person, roll="sekreterare", organ=kf)
    assert akter()[0] == ("Beslutat", "primar")
