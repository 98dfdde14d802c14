"""Roles follow the day: a mandate that ends today ends the right tomorrow, not before."""

from datetime import date, timedelta

import pytest

from kommun.permissions import behorighet_for, can_keep_minutes
from tests.factories import MandatFactory, TjanstFactory, UserFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("fran", "till", "in_force"),
    [
        (TODAY, TODAY, True),
        (TODAY - DAY, None, True),
        (TODAY + DAY, None, False),
        (TODAY - 9 * DAY, TODAY - DAY, False),
    ],
)
def test_a_tjanst_counts_from_its_first_to_its_last_day(organ, fran, till, in_force):
    user = UserFactory()
    TjanstFactory(person=user.person, roll="sekreterare", organ=organ, fran=fran, till=till)

    behorighet = behorighet_for(user, today=TODAY)

    assert (organ.pk in behorighet.sekreterare_i) is in_force
    assert behorighet.har_insyn is in_force


def test_a_mandat_gives_insight_but_not_the_pen(organ):
    user = UserFactory()
    MandatFactory(person=user.person, organ=organ)

    assert user.behorighet.har_insyn
    assert not can_keep_minutes(user, organ)


def test_an_account_that_is_switched_off_has_no_role(organ):
    user = UserFactory(is_active=False, is_superuser=True)
    TjanstFactory(person=user.person, roll="lasare")

    assert not behorighet_for(user, today=TODAY).har_insyn


def test_an_account_without_person_has_no_role():
    assert not behorighet_for(UserFactory(person=None), today=TODAY).har_insyn
