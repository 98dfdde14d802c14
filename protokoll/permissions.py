from django.db.models import QuerySet

from kommun.models import Organ
from kommun.permissions import can_keep_minutes
from protokoll.models import Inbjudan, Paragraf, Protokoll, Underskrift
from protokoll.models.sekretess import dolda_genom


def can_edit_paragraf(user, paragraf) -> bool:
    """Is secretary of the organ. Whether the § is locked is a matter of state, answered by the act."""
    return can_keep_minutes(user, paragraf.organ_id)


def can_edit_del(user, del_) -> bool:
    return can_keep_minutes(user, del_.paragraf.organ_id)


def can_expediera(user, protokoll) -> bool:
    """Send the decisions, and vouch for an utdrag: the secretary of the organ, and the registrator."""
    return user.behorighet.ar_registrator or can_keep_minutes(user, protokoll.sammantrade.organ_id)


def can_expediera_rad(user, expediering) -> bool:
    return can_expediera(user, expediering.paragraf.protokoll)


def can_expediera_bilaga(user, rad) -> bool:
    return can_expediera(user, rad.expediering.paragraf.protokoll)


def can_keep_bilagor(user, paragraf) -> bool:
    """Who sends the decisions sees to it that what belongs to them goes along."""
    return user.behorighet.ar_registrator or can_keep_minutes(user, paragraf.organ_id)


def can_keep_bilaga(user, rad) -> bool:
    return can_keep_bilagor(user, rad.paragraf)


def can_fortsatta(user, sandning) -> bool:
    return can_expediera(user, sandning.version.protokoll)


def can_keep_sandlistor(user, obj=None) -> bool:
    """Any secretary: the lists of one's own organ, and the common ones."""
    return user.behorighet.ar_sekreterare


def can_edit_sandlista(user, lista) -> bool:
    return can_keep_minutes(user, lista.organ_id) if lista.organ_id else can_keep_sandlistor(user)


def can_plan(user, obj=None) -> bool:
    """A secretary plans; which organ is asked again where it is chosen."""
    return user.behorighet.ar_sekreterare


def can_arkivera(user, obj=None) -> bool:
    """A secretary, of the own organ, or the administrator; which organ is asked again where it is chosen."""
    return user.behorighet.ar_sekreterare or user.behorighet.ar_administrator


def can_folja_arkivpaket(user, paket) -> bool:
    """Sees how far it has come, and orders it again: the secretary of the organ, and the administrator."""
    return can_keep_minutes(user, paket.organ_id) or user.behorighet.ar_administrator


def can_hamta_arkivpaket(user, paket) -> bool:
    """What has sekretess lies in it as everything else: then it is for those who read all of it."""
    return can_folja_arkivpaket(user, paket) and not arets_dolda(user, paket).exists()


def arets_dolda(user, paket) -> QuerySet[Paragraf]:
    """The §§ of its organ and year that the user does not read."""
    return Paragraf.objects.filter(organ=paket.organ_id, ar=paket.ar, pk__in=dolda_genom(user))


def can_change_sammantrade(user, sammantrade) -> bool:
    """Is secretary of the organ. What may still be changed is a matter of state, answered by the act."""
    return can_keep_minutes(user, sammantrade.organ_id)


def can_keep_standigt(user, standigt) -> bool:
    return can_keep_minutes(user, standigt.organ_id)


def can_read_in(user, obj=None) -> bool:
    """A secretary reads in; saving asks again, about the organ of the document."""
    return user.behorighet.ar_sekreterare


def can_confirm_inlasning(user, inlasning) -> bool:
    """One's own upload that still waits."""
    return can_read_in(user) and inlasning.av_id == user.pk


def can_keep_inlasningsjobb(user, jobb) -> bool:
    """One's own. Whether the own organ are meant is asked for each protokoll that is saved."""
    return can_read_in(user) and jobb.av_id == user.pk


def can_kalla(user, sammantrade) -> bool:
    """Is secretary of the organ. Whether it can still be called is a matter of state, answered by the act."""
    return can_keep_minutes(user, sammantrade.organ_id)


def can_kalla_in(user, kallad) -> bool:
    return can_kalla(user, kallad.sammantrade)


def can_godta(user, sammantrade) -> bool:
    """Let a warning of klarkoll stand: the secretary of the organ."""
    return can_keep_minutes(user, sammantrade.organ_id)


def can_keep_fraser(user, obj=None) -> bool:
    """Any secretary: the phrases of one's own organ, and the common ones."""
    return user.behorighet.ar_sekreterare


def can_edit_fras(user, fras) -> bool:
    return can_keep_minutes(user, fras.organ_id) if fras.organ_id else can_keep_fraser(user)


def can_keep_narvaro(user, sammantrade) -> bool:
    """Writes down who is in the room: is secretary of the organ. What is justerat is a matter of state."""
    return can_keep_minutes(user, sammantrade.organ_id)


def can_keep_narvarorad(user, rad) -> bool:
    """A line of the roll, an händelse, a break."""
    return can_keep_narvaro(user, rad.sammantrade)


def can_keep_protokoll(user, protokoll) -> bool:
    """Freezes it, takes it back, corrects it: the secretary of the organ. What its state allows is the act's answer."""
    return can_keep_minutes(user, protokoll.sammantrade.organ_id)


def can_publicera(user, protokoll) -> bool:
    """Puts it on the web and takes it away: the secretary of the organ. Whether it may be is a matter of state."""
    return can_keep_minutes(user, protokoll.sammantrade.organ_id)


def can_publicera_maskering(user, maskering) -> bool:
    return can_publicera(user, maskering.paragraf.protokoll)


def _justerar(user, protokoll) -> bool:
    person = user.behorighet.person_id
    return person is not None and any(
        u.person_id == person and u.roll in Underskrift.JUSTERAR for u in protokoll.underskrifterna.all()
    )


def protokoll_att_lasa(user) -> QuerySet[Protokoll]:
    """What the user may open on the page where it is adjusted: all of it for anyone with a role today, else what he or
    she signs as ordförande or justerare. That right comes from the line to sign on, not from a mandat: one whose mandat
    has ended still adjusts the meeting that he or she served at."""
    if user.behorighet.har_insyn:
        return Protokoll.objects.visible_to(user)
    if user.behorighet.person_id is None:
        return Protokoll.objects.none()
    mina = Underskrift.objects.filter(roll__in=Underskrift.JUSTERAR, person=user.behorighet.person_id)
    return Protokoll.objects.filter(pk__in=mina.values("protokoll"))


def can_read_frozen(user, protokoll) -> bool:
    return user.behorighet.har_insyn or _justerar(user, protokoll)


def can_justera(user, protokoll) -> bool:
    """Reads, objects and approves: who signs it as ordförande or justerare, with or without a mandat today."""
    return _justerar(user, protokoll)


def can_withdraw_invandning(user, invandning) -> bool:
    return invandning.person_id == user.behorighet.person_id


def can_answer_invandning(user, protokoll) -> bool:
    """Answers those who object: the secretary of the organ."""
    return can_keep_minutes(user, protokoll.sammantrade.organ_id)


def can_answer_this_invandning(user, invandning) -> bool:
    return can_answer_invandning(user, invandning.protokollsversion.protokoll)


def can_keep_underskrift(user, underskrift) -> bool:
    return can_keep_minutes(user, underskrift.protokoll.sammantrade.organ_id)


def can_ansla(user, protokoll) -> bool:
    """Put up its anslag: the secretary of the organ. Whether it is justerat is a matter of state."""
    return can_keep_minutes(user, protokoll.sammantrade.organ_id)


def can_keep_anslag(user, anslag) -> bool:
    return can_keep_minutes(user, anslag.organ_id)


def can_register_inbjudan(user, obj=None) -> bool:
    """The registrator takes in the mail, and any secretary; for which organ is asked again where it is chosen."""
    return user.behorighet.ar_registrator or user.behorighet.ar_sekreterare


def can_keep_inbjudan(user, inbjudan) -> bool:
    """The registrator, and the secretary of the organ that it came to."""
    return user.behorighet.ar_registrator or can_keep_minutes(user, inbjudan.organ_id)


def can_keep_inbjudansbilaga(user, rad) -> bool:
    return can_keep_inbjudan(user, rad.inbjudan)


def can_boka(user, inbjudan) -> bool:
    """Registers and books for those who go: the one named for it, the secretary of the organ, the registrator."""
    person = user.behorighet.person_id
    namngiven = inbjudan.anmals_av_id or inbjudan.organ.inbjudningar_anmals_av_id
    return (
        user.behorighet.ar_registrator
        or can_keep_minutes(user, inbjudan.organ_id)
        or (person is not None and person == namngiven)
    )


def can_boka_nagot(user, obj=None) -> bool:
    """Whoever registers for some event; which ones is asked of each."""
    behorighet, person = user.behorighet, user.behorighet.person_id
    if behorighet.ar_sekreterare or behorighet.ar_registrator:
        return True
    return person is not None and (
        Organ.objects.filter(inbjudningar_anmals_av=person).exists()
        or Inbjudan.objects.filter(anmals_av=person).exists()
    )


def can_boka_for(user, deltagande) -> bool:
    return can_boka(user, deltagande.inbjudan)


def can_rapportera_resa(user, inbjudan) -> bool:
    """Tells of it: who goes, and whoever enters what they have said."""
    person = user.behorighet.person_id
    deltar = person is not None and any(d.person_id == person for d in inbjudan.deltagandena.all())
    return deltar or can_keep_minutes(user, inbjudan.organ_id)


def can_ta_upp_resa(user, inbjudan) -> bool:
    """Puts what they tell on a dagordning: the secretary of the organ."""
    return can_keep_minutes(user, inbjudan.organ_id)


def can_keep_reserapport(user, rapport) -> bool:
    return can_keep_minutes(user, rapport.inbjudan.organ_id)


def can_behandla_inbjudan(user, inbjudan) -> bool:
    """Puts it on a dagordning: the secretary of the organ that it came to."""
    return can_keep_minutes(user, inbjudan.organ_id)


def can_avgora_inbjudan(user, inbjudan) -> bool:
    """Notes what was decided between meetings: the chair who decides, and the secretary of the organ."""
    return can_keep_minutes(user, inbjudan.organ_id) or inbjudan.organ_id in user.behorighet.ordforande_i
