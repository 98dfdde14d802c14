"""Who may what, one way: a view is marked @require or @public, and fetching the object is asking permission.

Roles come from mandates and appointments that are in force on the day (kommun.models.Mandat, Tjanst), never from
Django's groups. What one may not know of is 404; what one may see but not do is 403; a wrong *state* is neither,
it is answered with a sentence (DomanFel) by the act.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kommun.granskning import anteckning
from kommun.granskning.objekt import nyckel
from kommun.models import Mandat, Organ, Person, Tjanst, User


@dataclass(frozen=True)
class Behorighet:
    """What one person is on one day. All that a predicate knows of who asks, and of the day."""

    person_id: int | None = None
    dag: date = field(default_factory=timezone.localdate)
    sekreterare_i: frozenset[int] = field(default_factory=frozenset)
    mandat_i: frozenset[int] = field(default_factory=frozenset)
    ordforande_i: frozenset[int] = field(default_factory=frozenset)
    # The förvaltningar the person leads.
    chef_for: frozenset[int] = field(default_factory=frozenset)
    tjansteroller: frozenset[str] = field(default_factory=frozenset)
    ar_administrator: bool = False
    # Reads what the granskningslogg says of everybody.
    granskar_logg: bool = False

    @property
    def har_insyn(self) -> bool:
        """May see what the organ's own people see. An account without a role today sees nothing."""
        return bool(self.ar_administrator or self.tjansteroller or self.mandat_i)

    @property
    def organ(self) -> frozenset[int]:
        """The organ the person works with: keeps the minutes of, or sits in."""
        return self.sekreterare_i | self.mandat_i

    @property
    def ar_sekreterare(self) -> bool:
        return bool(self.sekreterare_i)

    @property
    def ar_registrator(self) -> bool:
        return Tjanst.Roll.REGISTRATOR in self.tjansteroller

    @cached_property
    def organtrad(self) -> dict[int, int | None]:
        """The organ above each organ: one query, when somebody asks."""
        return dict(Organ.objects.values_list("pk", "overordnat"))


def behorighet_for(user: User, *, today: date) -> Behorighet:
    """Two queries; none for an account without person."""
    flagga = user.is_active and user.is_superuser
    if user.person_id is None or not user.is_active:
        return behorighet_av(dag=today, flagga=flagga)
    tjanster = Tjanst.objects.gallande(today).filter(person=user.person_id)
    mandat = Mandat.objects.gallande(today).filter(person=user.person_id)
    return behorighet_av(tjanster, mandat, person_id=user.person_id, dag=today, flagga=flagga)


def behorighet_av(
    tjanster: Iterable[Tjanst] = (),
    mandat: Iterable[Mandat] = (),
    *,
    dag: date,
    person_id: int | None = None,
    flagga: bool = False,
) -> Behorighet:
    """What these roles make of somebody on a day when they are in force. `flagga`: Django's own superuser."""
    tjanster, mandat = list(tjanster), list(mandat)
    administrator = flagga or any(t.roll == Tjanst.Roll.SYSTEMADMINISTRATOR for t in tjanster)
    return Behorighet(
        person_id=person_id,
        dag=dag,
        sekreterare_i=frozenset(t.organ_id for t in tjanster if t.roll == Tjanst.Roll.SEKRETERARE),
        mandat_i=frozenset(m.organ_id for m in mandat),
        ordforande_i=frozenset(m.organ_id for m in mandat if m.roll == Mandat.Roll.ORDFORANDE),
        chef_for=frozenset(t.forvaltning_id for t in tjanster if t.roll == Tjanst.Roll.FORVALTNINGSCHEF),
        tjansteroller=frozenset(t.roll for t in tjanster),
        ar_administrator=administrator,
        granskar_logg=administrator or any(t.granskar_logg for t in tjanster),
    )


def can_enter(user: User, obj: object = None) -> bool:
    """Anyone with a role today."""
    return user.behorighet.har_insyn


def can_examine_log(user: User, obj: object = None) -> bool:
    """Reads the whole granskningslogg: the administrator, and the auditor who has been given it."""
    return user.behorighet.granskar_logg


def can_skota_driften(user: User, obj: object = None) -> bool:
    """The systemadministratör: sees how it runs, and sends again the mail that did not go out."""
    return user.behorighet.ar_administrator


def can_keep_register(user: User, obj: object = None) -> bool:
    """The systemadministratör: organ, people, their mandat and tjänster, and the accounts."""
    return user.behorighet.ar_administrator


def can_see_behorigheter(user: User, obj: object = None) -> bool:
    """The systemadministratör, who gives the roles, sees what they let each person do."""
    return user.behorighet.ar_administrator


def can_see_behorighet(user: User, person: Person) -> bool:
    """And everybody sees what he or she may do, also who has no role today and wonders why nothing opens."""
    return can_see_behorigheter(user) or user.behorighet.person_id == person.pk


def can_lamna_ut_uppgifter(user: User, obj: object = None) -> bool:
    """Gathers what is held about a person, for that person, and makes a private person's data anonymous."""
    return user.behorighet.ar_administrator or user.behorighet.ar_registrator


def can_end_session(user: User, session) -> bool:
    """One's own logins, with or without a role today."""
    return session.user_id == user.pk


def can_keep_minutes(user: User, organ: Organ | int) -> bool:
    """Is secretary of the organ today."""
    return (organ if isinstance(organ, int) else organ.pk) in user.behorighet.sekreterare_i


def require(predicate: Callable, *, get: Callable[[User], QuerySet] | None = None, logg: str = "", ofta: bool = False):
    """Mark a view: fetch by `pk` what the user may see (else 404), ask the predicate (else 403), hand over the object.

    `get` takes the user and gives the queryset of what he or she may see; without it the predicate is asked about
    nothing and the view gets the request alone.

    The object stands in the granskningslogg, with what was done to it: read or changed by the method, or what `logg`
    says (a Loggrad.Slag). A view that one page asks for again and again (`ofta`) gives one line for a while of it.
    """

    def decorator(view):
        @wraps(view)
        def wrapped(request, *args, pk=None, **kwargs):
            nu = anteckning.pagar() or anteckning.Anteckning()
            nu.ofta = ofta
            if logg and request.method == "POST":
                nu.slag = logg
            if get is None:
                if not predicate(request.user):
                    raise PermissionDenied
                return view(request, *args, **kwargs)
            urval = get(request.user)
            # Said before it is found: that somebody asked for what he or she may not see is news too.
            nu.nyckel = nyckel(urval.model, pk)
            nu.objekt = obj = get_object_or_404(urval, pk=pk)
            if not predicate(request.user, obj):
                raise PermissionDenied
            return view(request, obj, *args, **kwargs)

        wrapped.permission = predicate
        wrapped.hamtar = get
        return wrapped

    return decorator


def public(view):
    """Mark a view that needs no login."""
    view = login_not_required(view)
    view.permission = "public"
    return view
