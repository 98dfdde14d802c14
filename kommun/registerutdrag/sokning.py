"""Find somebody in every column of text of every table of ours: by name, by address and by the keys of registers."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import cache

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Max, Min, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from kommun.granskning.dolt import dolda_nycklar, utan_dolda
from kommun.granskning.objekt import UPPAT, hamta
from kommun.granskning.objekt import las as objektet
from kommun.models import Loggrad, Person, Registerutdrag, User
from kommun.registerutdrag.filer import filerna

VARA = ("kommun", "protokoll", "uppdrag")
ANDRAS = (EmailAddress, SocialAccount, UserSession)
# So many rows of one register are written out; the rest are counted.
MEST = 1000
RUNT_OM = 80

# What says nothing of a person: fingerprints, keys of forms and links, and what is a copy: of the search, and of
# what is printed (kept for a day).
UTAN_PERSON = {"sha256", "kedja", "kontrollkod", "token", "nyckel", "password", "session_key", "accentfarg", "typ"}
KOPIOR = {"uppdrag.sokrad", "uppdrag.offentligrad", "uppdrag.sokord", "kommun.utskriftsjobb", "protokoll.sattning"}
TIDER = ("tid", "skapad", "skapat", "inlamnad", "skickad", "history_date", "last_seen_at", "datum", "uppsatt", "fran")


@cache
def modellerna() -> tuple[type[models.Model], ...]:
    """Every table of ours with its history, and what the login keeps. Secrets of the second factor are not read."""
    vara = [m for m in apps.get_models() if m._meta.app_label in VARA]
    return tuple(m for m in [*vara, *ANDRAS, LogEntry] if m._meta.label_lower not in KOPIOR and m is not Registerutdrag)


@cache
def textfalt(modell: type[models.Model]) -> tuple[models.Field, ...]:
    """The columns that can hold a name or an address: all text but what is chosen from a list."""
    slag = (models.CharField, models.TextField, models.JSONField, ArrayField)
    return tuple(
        f for f in modell._meta.concrete_fields if isinstance(f, slag) and not f.choices and f.name not in UTAN_PERSON
    )


@cache
def pekare(modell: type[models.Model], till: type[models.Model]) -> tuple[models.Field, ...]:
    return tuple(f for f in modell._meta.concrete_fields if f.is_relation and f.related_model is till)


RUBRIKER = {
    "usersessions.usersession": "Inloggningar",
    "account.emailaddress": "Kontots e-postadresser",
    "socialaccount.socialaccount": "Identiteter hos kommunens inloggning",
    "admin.logentry": "Registrens ändringslogg",
}
FALT = {
    "history_user": "ändrad av",
    "history_change_reason": "skäl till ändringen",
    "user_agent": "webbläsare",
    "ip": "nätadress",
    "data": "sättet att logga in",
    "uid": "identitet",
    "extra_data": "vad tjänsten säger",
    "object_repr": "rad",
    "object_id": "rad",
    "change_message": "ändring",
    "user": "konto",
    "provider": "tjänst",
}


def rubrik(modell: type[models.Model]) -> str:
    namn = RUBRIKER.get(modell._meta.label_lower)
    namn = namn or str(getattr(modell, "instance_type", modell)._meta.verbose_name_plural)
    return namn[:1].upper() + namn[1:]


def faltets_namn(falt: models.Field) -> str:
    return FALT.get(falt.name) or ("konto" if falt.primary_key else str(falt.verbose_name))


def ar_historik(modell: type[models.Model]) -> bool:
    return hasattr(modell, "instance_type")


class Sokt:
    """Whom it is about: names as they are written, addresses, and the keys."""

    def __init__(self, utdrag: Registerutdrag):
        self.person = utdrag.person
        self.konto = User.objects.filter(person=utdrag.person).first() if utdrag.person else None
        namnen = [utdrag.namn]
        epost = [utdrag.epost]
        if self.person:
            namnen += [self.person.namn, *self.person.namnformerna.values_list("namn", flat=True)]
            epost += [self.person.epost, self.konto.email if self.konto else ""]
        self.ord = list(dict.fromkeys(o for n in namnen for o in skrivsatt(n)))
        self.epost = list(dict.fromkeys(e.casefold() for e in epost if e))

    @property
    def alla(self) -> list[str]:
        return [*self.ord, *self.epost]

    def monster(self) -> re.Pattern:
        """A whole word each: Ada Alm is not Ada Almgren. Case does not matter."""
        delar = "|".join(r"\s+".join(map(re.escape, o.split())) for o in sorted(self.alla, key=len, reverse=True))
        return re.compile(rf"(?<!\w)(?:{delar})(?!\w)", re.IGNORECASE)


def skrivsatt(namn: str) -> list[str]:
    """ "Ada Alm", and as lists have it: "Alm, Ada", "Alm Ada"."""
    delar = namn.split()
    if len(delar) < 2:
        return [namn] if namn.strip() else []
    fornamn, efternamn = " ".join(delar[:-1]), delar[-1]
    return [" ".join(delar), f"{efternamn}, {fornamn}", f"{efternamn} {fornamn}"]


def genomsok(utdrag: Registerutdrag, *, framsteg: Callable[[int, int], None] = lambda klara, alla: None) -> list[dict]:
    """A register for each table where something was found. What the one who asked may not read is counted alone."""
    sokt, ut = Sokt(utdrag), []
    alla = modellerna()
    for n, modell in enumerate(alla):
        framsteg(n, len(alla))
        if register := _register(modell, sokt, utdrag.av):
            ut.append(register)
    framsteg(len(alla), len(alla))
    return sorted(ut, key=lambda r: (r["historik"], r["register"]))


def _register(modell: type[models.Model], sokt: Sokt, laser: User) -> dict | None:
    rader = _traffar(modell, sokt)
    konto = list(_med_konto(modell, sokt.konto)) if sokt.konto else []
    dolda = 0
    fynd: list[dict] = []
    filer: list[dict] = []
    antal = 0
    if rader is not None and (alla := rader.count()):
        synliga = _synliga(modell, rader, laser)
        antal = synliga.count()
        dolda = alla - antal
        monster = sokt.monster()
        fynd = [f for rad in synliga.order_by("pk")[:MEST].iterator() for f in _fynd(modell, rad, sokt, monster)]
        pks = list(synliga.order_by("pk").values_list("pk", flat=True)[:MEST])
        filer = filerna(modell, pks, _synliga, laser)
    if not (fynd or konto or dolda):
        return None
    return {
        "register": rubrik(modell),
        "modell": modell._meta.label_lower,
        "historik": ar_historik(modell),
        "antal": antal,
        "fynd": fynd,
        "filer": filer,
        "genom_kontot": konto,
        "med_sekretess": dolda,
    }


def _traffar(modell: type[models.Model], sokt: Sokt) -> QuerySet | None:
    """Rows that name the person, or point at the row of the person in the register."""
    villkor, urval = Q(), modell._base_manager.all()
    for falt in textfalt(modell):
        namn = falt.name
        if isinstance(falt, models.JSONField | ArrayField):
            namn = f"_{falt.name}"
            urval = urval.annotate(**{namn: Cast(falt.name, TextField())})
        for ord_ in sokt.alla:
            # The first can use an index; the second says that Ada Almgren is somebody else.
            villkor |= Q(**{f"{namn}__icontains": ord_, f"{namn}__iregex": rf"(?<!\w){re.escape(ord_)}(?!\w)"})
    if sokt.person:
        for falt in pekare(modell, Person):
            villkor |= Q(**{falt.name: sokt.person})
        if modell is Person:
            villkor |= Q(pk=sokt.person.pk)
    if sokt.konto and modell in ANDRAS:
        villkor |= Q(user=sokt.konto)
    binara = [f.name for f in modell._meta.concrete_fields if isinstance(f, models.BinaryField)]
    return urval.defer(*binara).filter(villkor) if villkor else None


def _med_konto(modell: type[models.Model], konto: User) -> Iterator[dict]:
    """What somebody has done by the account: how much, and between which days. The lines stand in the registers."""
    if modell in ANDRAS:
        return
    tidfalt = _tidfalt(modell)
    for falt in pekare(modell, User):
        urval = modell._base_manager.filter(**{falt.name: konto}).order_by()
        tal = urval.aggregate(antal=Count("pk"), **({"forst": Min(tidfalt), "sist": Max(tidfalt)} if tidfalt else {}))
        if tal["antal"]:
            yield {
                "som": faltets_namn(falt),
                "antal": tal["antal"],
                "forst": _dag(tal.get("forst")),
                "sist": _dag(tal.get("sist")),
            }


def _synliga(modell: type[models.Model], rader: QuerySet, laser: User) -> QuerySet:
    """Without what hangs on a § with sekretess that the one who gathers does not read."""
    if modell is Loggrad:
        return utan_dolda(rader, dolda_nycklar(laser))
    for villkor in _vagar(modell, laser):
        rader = rader.filter(villkor)
    return rader


def _vagar(modell: type[models.Model], laser: User, djup: int = 0) -> list[Q]:
    if modell._meta.app_label == "kommun" or djup > 4:
        return []
    grund = getattr(modell, "instance_type", modell)
    if hasattr(grund._default_manager, "visible_to"):
        # Of what is deleted nobody can say whether it was secret: it is counted, not shown.
        return [Q(id__in=grund._default_manager.visible_to(laser).order_by().values("pk"))]
    ut = []
    for falt in modell._meta.concrete_fields:
        if falt.is_relation and falt.name in UPPAT and falt.related_model._meta.app_label != "kommun":
            over = falt.related_model
            if villkor := _vagar(over, laser, djup + 1):
                synliga = over._base_manager.filter(*villkor).order_by().values("pk")
                ut.append(Q(**{falt.name: None}) | Q(**{f"{falt.name}__in": synliga}))
    return ut


def _fynd(modell: type[models.Model], rad: models.Model, sokt: Sokt, monster: re.Pattern) -> Iterator[dict]:
    vad = None
    for falt, text in _stallen(modell, rad, sokt, monster):
        if vad is None:
            om = objektet(rad, far_fraga=True)
            url = getattr(rad, "get_absolute_url", None) if not ar_historik(modell) else None
            vad = {
                "nyckel": om.nycklar[0],
                "rad": _var(rad, om.text),
                "nar": _dag(_tiden(rad)),
                "url": url() if url else "",
            }
        yield {**vad, "falt": faltets_namn(falt), "text": text}


def _var(rad: models.Model, text: str) -> str:
    """What the row is called, with what it stands in: "Ada Alm, ledamot (KSAU 2026-03-04)"."""
    namnen = {f.name for f in rad._meta.concrete_fields if f.is_relation}
    for namn in UPPAT:
        if namn in namnen and namn != "person" and (over := getattr(rad, f"{namn}_id")):
            i = str(hamta(rad, namn) or over)
            return text if i in text else f"{text} ({i[:120]})"
    return text


def _stallen(modell, rad, sokt: Sokt, monster: re.Pattern) -> Iterable[tuple[models.Field, str]]:
    for falt in textfalt(modell):
        varde = getattr(rad, falt.attname)
        text = varde if isinstance(varde, str) else str(varde or "")
        if traff := monster.search(text):
            yield falt, utdrag_ur(text, traff)
    if sokt.person:
        for falt in pekare(modell, Person):
            if getattr(rad, falt.attname) == sokt.person.pk:
                yield falt, ""
    if sokt.konto and modell in ANDRAS and rad.user_id == sokt.konto.pk:
        yield (
            modell._meta.pk,
            " ".join(str(getattr(rad, f)) for f in ("email", "uid", "ip", "user_agent") if hasattr(rad, f)),
        )


def utdrag_ur(text: str, traff: re.Match) -> str:
    """The words around it, without the marks of the text."""
    fran, till = max(0, traff.start() - RUNT_OM), traff.end() + RUNT_OM
    bit = re.sub(r"<[^>]*>?|^[^<]*>", " ", text[fran:till])
    return f"{'…' if fran else ''}{' '.join(bit.split())}{'…' if till < len(text) else ''}"


@cache
def _tidfalt(modell: type[models.Model]) -> str:
    namn = {f.name: f for f in modell._meta.concrete_fields}
    return next((t for t in TIDER if isinstance(namn.get(t), models.DateField)), "")


def _tiden(rad: models.Model):
    falt = _tidfalt(type(rad))
    return getattr(rad, falt) if falt else None


def _dag(varde: date | datetime | None) -> str:
    if isinstance(varde, datetime):
        return f"{timezone.localtime(varde):%Y-%m-%d %H:%M}"
    return f"{varde:%Y-%m-%d}" if varde else ""
