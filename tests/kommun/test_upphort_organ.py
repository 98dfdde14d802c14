"""An organ that has ceased: it has a past and nothing to come, and nobody sits in it."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kommun.fel import DomanFel
from kommun.models import User
from protokoll import sammantradesplan
from protokoll.models import Sammantrade
from protokoll.paragraftext import hogre_organ
from tests.factories import MandatFactory, OrganFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def gammalt(db):
    return OrganFactory(namn="Gamla nämnden", kortnamn="GN", upphord=timezone.localdate())


@pytest.mark.parametrize(("om_dagar", "sitter"), [(0, False), (1, True)])
def test_a_mandat_ends_with_its_organ_also_in_an_open_session(client, om_dagar, sitter):
    organ = OrganFactory()
    user = UserFactory()
    MandatFactory(person=user.person, organ=organ)
    client.force_login(user)
    sidan = reverse("protokoll:sammantraden")
    assert client.get(sidan).status_code == 200
    organ.upphord = timezone.localdate() + timedelta(days=om_dagar)
    organ.save()
    assert User.objects.get(pk=user.pk).behorighet.har_insyn is sitter
    assert client.get(sidan).status_code == (200 if sitter else 403)


def test_it_is_found_among_the_filters_last_and_is_not_offered_to_work_in(inloggad, lasare, gammalt):
    OrganFactory(namn="Östra nämnden")
    sidan = inloggad(lasare).get(reverse("protokoll:sammantraden"))
    namnen = [str(etikett) for _, etikett in sidan.context["form"].fields["organ"].choices]
    assert namnen[-1].startswith("Gamla nämnden (upphörde ")
    assert gammalt not in sidan.context["organ_att_valja"]


def test_nothing_is_planned_for_it(sekreterare, organ):
    organ.upphord = date(2027, 1, 1)
    organ.save()
    som = {"organ": organ, "plats": "Salen", "today": date(2026, 11, 1), "by": sekreterare}
    tid = {"start": time(9), "slut": time(12)}
    mote, _ = sammantradesplan.skapa(datum=date(2026, 12, 30), **som, **tid)
    for akt in (
        lambda: sammantradesplan.skapa(datum=date(2027, 1, 4), **som, **tid),
        lambda: sammantradesplan.planera(rader=[sammantradesplan.Planrad(date(2027, 1, 4), time(9), time(12))], **som),
        lambda: sammantradesplan.flytta(
            mote, datum=date(2027, 1, 4), plats="Salen", rakna_om=True, today=som["today"], by=sekreterare, **tid
        ),
    ):
        with pytest.raises(DomanFel, match="sista dagen organet kan sammanträda är 31 december 2026"):
            akt()
    assert Sammantrade.objects.get().datum == date(2026, 12, 30)


def test_nothing_is_proposed_to_it(organ, gammalt):
    organ.overordnat = gammalt
    organ.save()
    assert gammalt not in hogre_organ(organ)
