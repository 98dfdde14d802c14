"""The acts on a vote (KL 5:54–57): start it, save the röster, say how it fell out, take it back."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from kommun.fel import DomanFel
from kommun.history import spara, ta_bort
from protokoll.beslutsgang import NyareRad, las, las_om, nasta
from protokoll.models import Anmalan, Motesdeltagare, Omrostning, Paragraf, Proposition, Rost
from protokoll.narvarolista import Narvarolista, narvarolista
from protokoll.rostning import Brist, Rakning, Utgang, brister, brister_sluten, rakna, rostande, utgang


class Rostfel(DomanFel):
    """The röster do not add up; `brister` says what about each, `i_utfallet` that only the outcome lacks."""

    def __init__(self, brister_: Sequence[Brist] = (), *, i_utfallet: str = ""):
        self.brister = tuple(brister_)
        self.i_utfallet = i_utfallet
        super().__init__(" ".join(b.text for b in self.brister) or i_utfallet)


def deltar_ej(paragraf: Paragraf, *, utom: Anmalan | None = None) -> frozenset[int]:
    """Those who take no part in the decision of the §. Reads the prefetched relations."""
    return frozenset(
        a.deltagare_id
        for anmalan in paragraf.anmalningarna.all()
        if anmalan.slag == Anmalan.Slag.DELTAR_EJ and anmalan != utom
        for a in anmalan.anmalarna.all()
    )


def rostberattigade(paragraf: Paragraf, lista: Narvarolista) -> list[Motesdeltagare]:
    """Who votes at the §, in the order they are called: the chair last."""
    vid = lista.vid_paragraf(paragraf)
    ids = rostande(vid.tjanstgorande, vid.ordforande, deltar_ej=deltar_ej(paragraf))
    return [lista.deltagaren(id) for id in ids]


def givna_roster(omrostning: Omrostning) -> dict[int, str]:
    return {r.deltagare_id: r.rost for r in omrostning.rosterna.all()}


def rakning(omrostning: Omrostning) -> Rakning:
    """Of an open vote the röster are counted; a closed one has only its totals."""
    if omrostning.sluten:
        return Rakning(omrostning.ja or 0, omrostning.nej or 0, omrostning.avstar or 0)
    return rakna(givna_roster(omrostning))


def angivet(omrostning: Omrostning) -> Rakning | None:
    """What the chair stated, where all of it is known."""
    tal = (omrostning.ja, omrostning.nej, omrostning.avstar)
    return None if None in tal else Rakning(*tal)


def utgangen(omrostning: Omrostning, ordforande_id: int | None) -> Utgang:
    return utgang(
        rakning(omrostning),
        ordforandens_rost=givna_roster(omrostning).get(ordforande_id),
        sluten=omrostning.sluten,
        angivet=omrostning.utfall,
    )


def bristerna(omrostning: Omrostning, paragraf: Paragraf, lista: Narvarolista) -> tuple[Brist, ...]:
    """What is wrong with a vote as it stands, also when the presence was changed after it. For klarkoll."""
    rostar = rostberattigade(paragraf, lista)
    if omrostning.sluten:
        return brister_sluten(rakning(omrostning), len(rostar))
    return brister(
        givna_roster(omrostning),
        [d.pk for d in rostar],
        namn={d.pk: d.namn_med_parti for d in lista.deltagare},
        angivet=angivet(omrostning),
        hel=omrostning.utfall is not None,
        vid=paragraf.beteckning,
    )


@transaction.atomic
def starta_omrostning(
    *,
    paragraf: Paragraf,
    ja_innebar: str,
    nej_innebar: str,
    by,
    proposition: Proposition | None = None,
    sluten: bool = False,
    ja_ar_mot: bool = False,
) -> Omrostning:
    """Begin a vote. The same question again while it goes on gives the vote that was begun."""
    nu = las(paragraf.pk)
    varden = {
        "ja_innebar": ja_innebar.strip(),
        "nej_innebar": nej_innebar.strip(),
        "proposition_id": proposition.pk if proposition else None,
        "sluten": sluten,
        "ja_ar_mot": bool(proposition and ja_ar_mot),
    }
    _kontrollera_fragan(varden)
    if redan := nu.omrostningarna.filter(utfall=None, **varden).first():
        return redan
    if proposition:
        if proposition.paragraf_id != nu.pk:
            raise DomanFel("Propositionen hör till en annan paragraf.")
        if nu.omrostningarna.filter(proposition=proposition).exists():
            raise DomanFel("Det finns redan en omröstning om propositionen. Ändra den, eller ta bort den först.")
    omrostning = Omrostning(paragraf=nu, ordning=nasta(nu.omrostningarna), **varden)
    return spara(omrostning, by=by, reason="Omröstning begärdes")


def _kontrollera_fragan(varden: Mapping) -> None:
    if varden["ja_innebar"].casefold() == varden["nej_innebar"].casefold():
        raise DomanFel("Ja-röst och nej-röst kan inte innebära samma sak.")


@transaction.atomic
def andra_omrostning(
    omrostning: Omrostning,
    *,
    ja_innebar: str,
    nej_innebar: str,
    version: int,
    by,
    sluten: bool = False,
    ja_ar_mot: bool = False,
    egen_lydelse: str = "",
) -> Omrostning:
    """Change what a ja and a nej mean, or the words of the result. What was voted stays."""
    las(omrostning.paragraf_id)
    nu = las_om(omrostning)
    varden = {
        "ja_innebar": ja_innebar.strip(),
        "nej_innebar": nej_innebar.strip(),
        "sluten": sluten,
        "ja_ar_mot": bool(nu.proposition_id and ja_ar_mot),
        "egen_lydelse": egen_lydelse.strip(),
    }
    if all(getattr(nu, falt) == varde for falt, varde in varden.items()):
        return nu
    if nu.version != version:
        raise NyareRad(nu, "omröstningen")
    _kontrollera_fragan(varden)
    if sluten != nu.sluten and (nu.utfall or nu.rosterna.exists()):
        raise DomanFel("Omröstningen har redan röster. Ta bort den och börja om för att göra den öppen eller sluten.")
    for falt, varde in varden.items():
        setattr(nu, falt, varde)
    return spara(nu, by=by, reason="Ändrade omröstningen")


@transaction.atomic
def spara_roster(
    omrostning: Omrostning,
    *,
    roster: Mapping[int, str],
    version: int,
    by,
    angivet: Rakning | None = None,
    utfall: str | None = None,
    avsluta: bool = True,
) -> Omrostning:
    """Write the röster of an open vote, by Motesdeltagare; who is not among them has no röst.

    `avsluta` says that all have voted: then everybody who may vote has a röst, the sum is what the chair stated, and
    the outcome follows. Raises Rostfel when it does not add up, NyareRad when somebody saved other röster meanwhile.
    """
    paragraf = las(omrostning.paragraf_id)
    nu = las_om(omrostning)
    if nu.sluten:
        raise DomanFel("Omröstningen är sluten: bara summorna antecknas.")
    lista = narvarolista(paragraf.sammantrade)
    fel = brister(
        roster,
        [d.pk for d in rostberattigade(paragraf, lista)],
        namn={d.pk: d.namn_med_parti for d in lista.deltagare},
        angivet=angivet if avsluta else None,
        hel=avsluta,
        vid=paragraf.beteckning,
    )
    if fel:
        raise Rostfel(fel)
    raknat, nytt_utfall = rakna(roster), None
    if avsluta:
        ordforande = lista.vid_paragraf(paragraf).ordforande
        ut = utgang(raknat, ordforandens_rost=roster.get(ordforande), angivet=utfall)
        if ut.fel:
            raise Rostfel(i_utfallet=ut.fel)
        nytt_utfall = ut.utfall
    tal = (raknat.ja, raknat.nej, raknat.avstar) if avsluta else (None, None, None)
    return _skriv(nu, roster, tal, nytt_utfall, version=version, by=by)


@transaction.atomic
def spara_sluten(omrostning: Omrostning, *, raknat: Rakning, version: int, by, utfall: str | None = None) -> Omrostning:
    """Write the totals of a closed vote. Of a tie `utfall` is what the lot fell on."""
    paragraf = las(omrostning.paragraf_id)
    nu = las_om(omrostning)
    if not nu.sluten:
        raise DomanFel("Omröstningen är öppen: anteckna hur var och en har röstat.")
    lista = narvarolista(paragraf.sammantrade)
    if fel := brister_sluten(raknat, len(rostberattigade(paragraf, lista))):
        raise Rostfel(fel)
    ut = utgang(raknat, sluten=True, angivet=utfall)
    if ut.fel:
        raise Rostfel(i_utfallet=ut.fel)
    return _skriv(nu, {}, (raknat.ja, raknat.nej, raknat.avstar), ut.utfall, version=version, by=by)


def _skriv(
    nu: Omrostning, roster: Mapping[int, str], tal: tuple, utfall: str | None, *, version: int, by
) -> Omrostning:
    finns = {r.deltagare_id: r for r in nu.rosterna.all()}
    samma = {d: r.rost for d, r in finns.items()} == dict(roster)
    if samma and (nu.ja, nu.nej, nu.avstar, nu.utfall) == (*tal, utfall):
        return nu
    if nu.version != version:
        raise NyareRad(nu, "rösterna")
    skal = "Omröstningen avslutades" if utfall else "Sparade röster"
    nu.ja, nu.nej, nu.avstar = tal
    nu.utfall = utfall
    spara(nu, by=by, reason=skal)
    for deltagare, rost in roster.items():
        rad = finns.pop(deltagare, None) or Rost(omrostning=nu, deltagare_id=deltagare)
        if rad.pk is None or rad.rost != rost:
            rad.rost = rost
            spara(rad, by=by, reason=skal)
    for rad in finns.values():
        ta_bort(rad, by=by, reason="Tog bort rösten")
    return nu


@transaction.atomic
def oppna_igen(omrostning: Omrostning, *, by) -> Omrostning:
    """The vote goes on: its outcome is taken back, the röster stay."""
    las(omrostning.paragraf_id)
    nu = las_om(omrostning)
    if nu.utfall is None:
        return nu
    nu.utfall = None
    if not nu.sluten:
        nu.ja = nu.nej = nu.avstar = None
    return spara(nu, by=by, reason="Omröstningen togs upp igen")


@transaction.atomic
def ta_bort_omrostning(omrostning: Omrostning, *, by) -> None:
    """Of a vote that was not held, or is to be held anew; its history stays."""
    las(omrostning.paragraf_id)
    nu = Omrostning.objects.filter(pk=omrostning.pk).first()
    if nu is None:
        return
    for rad in nu.rosterna.all():
        ta_bort(rad, by=by, reason="Tog bort omröstningen")
    ta_bort(nu, by=by, reason="Tog bort omröstningen")
