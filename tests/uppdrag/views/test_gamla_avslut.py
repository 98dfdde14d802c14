"""Closings told of in read-in protokoll: collected, and confirmed one by one."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from protokoll.models import Protokoll
from tests.factories import (
    BeslutFactory,
    ForvaltningFactory,
    OrganFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
    UppdragFactory,
)
from uppdrag.aterberattade import aterberattade
from uppdrag.gamla_avslut import gamla_avslut, nyckel
from uppdrag.models import AvvisatForslag, Uppdrag

pytestmark = pytest.mark.django_db
LISTAN = reverse("uppdrag:gamla-avslut")
GAVS = date(2015, 4, 14)


def beslut_i(organ, dag, text, nummer, lage=Protokoll.Lage.AVSKRIFT):
    protokoll = ProtokollFactory(sammantrade=SammantradeFactory(organ=organ, datum=dag), lage=lage)
    return BeslutFactory(paragraf=ParagrafFactory(protokoll=protokoll, nummer=nummer), text=f"<p>{text}</p>")


@pytest.fixture
def gav(organ):
    return beslut_i(organ, GAVS, "Provnämnden ger kontoret i uppdrag att utreda parkeringen.", 97)


@pytest.fixture
def stanger(organ):
    mening = f"{organ.namn} förklarar uppdraget som lämnades av {organ.namn} 2015-04-14, § 97, för avslutat."
    return beslut_i(organ, date(2016, 3, 1), mening, 12)


def tryck(organ):
    (avslut,) = gamla_avslut([organ.pk])
    return avslut.nyckel


def skicka(client, vad, beslut, **falt):
    return client.post(reverse(f"uppdrag:gamla-avslut-{vad}", args=[beslut.pk]), falt, follow=True)


def test_list_tells_what_is_closed_and_where(inloggad, sekreterare, organ, stanger):
    sida = inloggad(sekreterare).get(LISTAN)
    text = sida.content.decode()
    assert "för avslutat" in text
    assert f"Uppdraget gavs av {organ.i_mening} den" in text
    assert "14 april 2015" in text
    assert "Registrera och avsluta" in text


def test_registered_uppdrag_is_closed_by_the_paragraf_that_says_so(inloggad, sekreterare, organ, gav, stanger):
    uppdrag = UppdragFactory(beslut=gav, frist=None, ingen_frist=True)
    client = inloggad(sekreterare)
    assert "Avsluta uppdraget" in client.get(LISTAN).content.decode()

    svar = skicka(client, "bekrafta", stanger, avtryck=tryck(organ), uppdrag=uppdrag.pk)

    uppdrag.refresh_from_db()
    assert (uppdrag.lage, uppdrag.avslutat_i, uppdrag.avslutat_den) == ("avslutat", stanger, date(2016, 3, 1))
    assert uppdrag.history.first().history_user == sekreterare
    assert "Inga avslut att ta ställning till" in svar.content.decode()


def test_what_another_paragraf_has_closed_is_said_and_not_registered_again(inloggad, sekreterare, organ, gav, stanger):
    annan = beslut_i(organ, date(2016, 2, 1), "Annat.", 8)
    slutet = UppdragFactory(beslut=gav, lage="avslutat", avslutat_i=annan, avslutat_den=date(2016, 2, 1))
    client = inloggad(sekreterare)
    sida = client.get(LISTAN).content.decode()
    assert slutet.beteckning in sida
    assert "Redan avslutat" in sida
    assert "finns inte i registret" not in sida
    assert (
        "Inga avslut att ta ställning till" in skicka(client, "avvisa", stanger, avtryck=tryck(organ)).content.decode()
    )


def test_uppdrag_of_another_paragraf_is_not_closed(inloggad, sekreterare, organ, gav, stanger):
    annat = UppdragFactory(beslut=beslut_i(organ, date(2015, 5, 5), "Provnämnden ger kontoret i uppdrag.", 98))
    svar = skicka(inloggad(sekreterare), "bekrafta", stanger, avtryck=tryck(organ), uppdrag=annat.pk)
    assert "gavs inte i den paragraf som meningen nämner" in svar.content.decode()
    annat.refresh_from_db()
    assert annat.lage == "pagar"


@pytest.mark.parametrize("falt", [{"uppdrag": ""}, {"uppdrag": "x"}, {"uppdrag": "999999"}])
def test_without_an_uppdrag_nothing_happens(inloggad, sekreterare, organ, stanger, falt):
    svar = skicka(inloggad(sekreterare), "bekrafta", stanger, avtryck=tryck(organ), **falt)
    assert "Välj vilket uppdrag som avslutas" in svar.content.decode()


def test_changed_sentence_is_said(inloggad, sekreterare, organ, gav, stanger):
    uppdrag = UppdragFactory(beslut=gav)
    svar = skicka(inloggad(sekreterare), "bekrafta", stanger, avtryck="x" * 64, uppdrag=uppdrag.pk)
    assert "Meningen står inte längre så" in svar.content.decode()
    uppdrag.refresh_from_db()
    assert uppdrag.lage == "pagar"


def test_no_closing_is_put_away_and_taken_back(inloggad, sekreterare, organ, stanger):
    client, nu = inloggad(sekreterare), tryck(organ)
    for _ in range(2):
        svar = skicka(client, "avvisa", stanger, avtryck=nu)
    assert AvvisatForslag.objects.get().avtryck == nu
    assert "Inga avslut att ta ställning till" in svar.content.decode()
    assert "Undanlagda meningar" in svar.content.decode()

    skicka(client, "aterta", stanger, avtryck=nu)
    assert tryck(organ) == nu


def test_one_that_is_not_here_is_registered_and_closed(inloggad, sekreterare, organ, gav, stanger):
    client = inloggad(sekreterare)
    (avslut,) = gamla_avslut([organ.pk])
    form = client.get(avslut.registrera_url).context["form"]
    # The § that gave it is here, and says what the task is.
    assert form.initial["text"] == "Utreda parkeringen"
    assert (form.initial["givare"], form.initial["datum"], form.initial["paragraf"]) == (organ, GAVS, 97)

    falt = {k: v for k, v in form.initial.items() if v is not None} | {
        "givare": organ.pk,
        "forvaltning": ForvaltningFactory().pk,
        "nyckel": form.fields["nyckel"].initial(),
    }
    svar = client.post(avslut.registrera_url, falt)
    assert svar.status_code == 302, svar.context["form"].errors
    uppdrag = Uppdrag.objects.get()
    assert (uppdrag.beslut, uppdrag.avslutat_i) == (gav, stanger)
    assert gamla_avslut([organ.pk]) == []


def test_only_read_in_protokoll_and_ones_own_organ(organ, sekreterare, inloggad):
    mening = "Nämnden förklarar uppdraget från 2015-04-14, § 97, för avslutat."
    beslut_i(organ, date(2016, 3, 1), mening, 12, lage=Protokoll.Lage.UTKAST)
    beslut_i(OrganFactory(), date(2016, 3, 1), mening, 12)
    assert inloggad(sekreterare).get(LISTAN).context["sida"].paginator.count == 0


def test_giver_that_is_not_ones_own_is_left_to_its_secretary(inloggad, sekreterare, organ):
    annat = OrganFactory(namn="Kulturnämnden")
    beslut = beslut_i(organ, date(2016, 3, 1), "Uppdraget från kulturnämnden 2015-04-14 § 97 anses besvarat.", 12)
    (avslut,) = gamla_avslut([organ.pk])
    assert (avslut.givare, avslut.egen) == (annat, False)
    assert "Registrera och avsluta" not in inloggad(sekreterare).get(LISTAN).content.decode()
    assert avslut.nyckel == nyckel(avslut.fynd)
    assert beslut.paragraf.beteckning in inloggad(sekreterare).get(LISTAN).content.decode()


def test_as_many_queries_for_three_as_for_one(inloggad, sekreterare, organ, gav, stanger, django_assert_num_queries):
    client = inloggad(sekreterare)
    UppdragFactory(beslut=gav, frist=None, ingen_frist=True)
    client.get(LISTAN)
    with CaptureQueriesContext(
        connection,
    ) as forst:
        client.get(LISTAN)
    for n in range(2):
        mening = f"Nämnden förklarar uppdraget från 2015-04-14, § 97, för avslutat. Omgång {n}."
        beslut_i(organ, date(2017, 3, 1 + n), mening, 20 + n)
    with django_assert_num_queries(len(forst)):
        assert client.get(LISTAN).context["sida"].paginator.count == 3


@pytest.mark.parametrize("vad", ["bekrafta", "avvisa", "aterta"])
def test_wrong_method(inloggad, sekreterare, stanger, vad):
    assert inloggad(sekreterare).get(reverse(f"uppdrag:gamla-avslut-{vad}", args=[stanger.pk])).status_code == 405


def test_lacking_role_and_outsider(inloggad, handlaggare, utomstaende, organ, stanger):
    nu = tryck(organ)
    assert skicka(inloggad(handlaggare), "avvisa", stanger, avtryck=nu).status_code == 403
    assert skicka(inloggad(utomstaende), "avvisa", stanger, avtryck=nu).status_code == 404
    assert inloggad(handlaggare).get(LISTAN).status_code == 403


ATERGES = f"{LISTAN}?visa=aterges"


@pytest.fixture
def aterger(organ):
    """A § that tells of an uppdrag and closes nothing."""
    mening = f"{organ.namn} noterar redovisningen av uppdraget som lämnades av {organ.namn} 2015-04-14, § 97."
    return beslut_i(organ, date(2016, 2, 1), mening, 5)


def test_closing_shows_the_sentence_of_another_protokoll_that_gave_it(inloggad, sekreterare, gav, stanger):
    sida = inloggad(sekreterare).get(LISTAN).content.decode()
    assert "ger kontoret i uppdrag att utreda parkeringen" in sida
    assert gav.paragraf.get_absolute_url() in sida


def test_of_several_that_were_given_one_is_chosen(inloggad, sekreterare, organ, stanger):
    text = "Provnämnden ger kontoret i uppdrag att utreda parkeringen.</p><p>"
    text += "Provnämnden ger kontoret i uppdrag att måla bänkarna i parken."
    beslut_i(organ, GAVS, text, 97)
    client = inloggad(sekreterare)
    ((avslut, ursprung),) = client.get(LISTAN).context["rader"]
    assert len(ursprung) == 2
    url = f"{avslut.registrera_url}&gavs={ursprung[1].avtryck}"
    assert url.replace("&", "&amp;") in client.get(LISTAN).content.decode()
    assert client.get(url).context["form"].initial["text"] == "Måla bänkarna i parken"


def test_what_is_only_retold_is_listed_with_where_it_was_given(inloggad, sekreterare, organ, gav, aterger):
    sida = inloggad(sekreterare).get(ATERGES)
    ((rad, ursprung),) = sida.context["rader"]
    assert (rad.fynd.datum, rad.fynd.paragraf, rad.givare) == (GAVS, 97, organ)
    assert [f.beslut for f in ursprung] == [gav]
    assert "Återges utan avslut" in sida.content.decode()
    assert inloggad(sekreterare).get(rad.sist.registrera_url).context["form"].initial["text"] == "Utreda parkeringen"


def test_retold_and_closed_elsewhere_stands_with_its_closing(inloggad, sekreterare, aterger, stanger):
    client = inloggad(sekreterare)
    assert client.get(ATERGES).context["rader"] == []
    assert len(client.get(LISTAN).context["rader"]) == 1


def test_retold_in_several_is_one(organ, aterger):
    mening = "Nämnden noterar att uppdraget från 2015-04-14 ännu inte är slutfört."
    sist = beslut_i(organ, date(2016, 6, 1), mening, 20)
    (rad,) = aterberattade([organ.pk])
    assert (rad.sist.beslut, [s.beslut for s in rad.forr], rad.fynd.paragraf) == (sist, [aterger], 97)


def test_registered_uppdrag_is_no_longer_retold(organ, gav, aterger):
    uppdrag = UppdragFactory(beslut=gav, frist=None, ingen_frist=True)
    (rad,) = aterberattade([organ.pk])
    assert rad.registrerat == uppdrag
    uppdrag.lage, uppdrag.aterrapporterat_i = "aterrapporterat", aterger
    uppdrag.save()
    assert aterberattade([organ.pk]) == []


def test_retold_is_put_away_and_taken_back(inloggad, sekreterare, organ, aterger):
    client = inloggad(sekreterare)
    (rad,) = aterberattade([organ.pk])
    falt = {"avtryck": rad.sist.nyckel, "visa": "aterges"}
    for _ in range(2):
        svar = skicka(client, "avvisa", aterger, **falt)
    assert svar.redirect_chain[-1][0] == ATERGES
    assert "Inga återgivna uppdrag" in svar.content.decode()
    assert "Behöver inte registreras (1)" in svar.content.decode()
    assert "står inte längre" in skicka(client, "avvisa", aterger, visa="aterges", avtryck="x").content.decode()
    skicka(client, "aterta", aterger, **falt)
    assert len(aterberattade([organ.pk])) == 1


def test_retold_list_costs_the_same_for_three(inloggad, sekreterare, organ, gav, aterger, django_assert_num_queries):
    client = inloggad(sekreterare)
    client.get(ATERGES)
    with CaptureQueriesContext(connection) as forst:
        client.get(ATERGES)
    for n in range(2):
        mening = f"Nämnden noterar redovisningen av uppdraget från 2014-03-0{n + 1}, § 9."
        beslut_i(organ, date(2017, 3, 1 + n), mening, 20 + n)
    with django_assert_num_queries(len(forst)):
        assert len(client.get(ATERGES).context["rader"]) == 3
