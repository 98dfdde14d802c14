from django.db.models import Q, QuerySet

from kommun.forvaltningstrad import Forvaltningstrad
from kommun.models import Person, Tjanst
from kommun.permissions import can_enter, can_keep_minutes
from protokoll.justering import att_justera
from uppdrag.ansvar import svarar_for
from uppdrag.models import Uppdrag
from uppdrag.organvag import kan_ta_upp


def can_log_uppdrag(user, beslut) -> bool:
    """The secretary of the organ that decided."""
    return can_keep_minutes(user, beslut.paragraf.organ_id)


def can_register_uppdrag(user, obj=None) -> bool:
    """A secretary registers by hand; of which organ is asked again where it is chosen."""
    return user.behorighet.ar_sekreterare


def can_take_forslag(user, uppdrag) -> bool:
    """The secretary of an organ that the proposal passes; the beslut chosen must be of one of his or her own."""
    if not user.behorighet.ar_sekreterare:
        return False
    foreslog, trad = uppdrag.beslut.paragraf.organ_id, user.behorighet.organtrad
    return any(
        kan_ta_upp(organ, foreslog=foreslog, avgor=uppdrag.givare_id, trad=trad)
        for organ in user.behorighet.sekreterare_i
    )


def can_handle_uppdrag(user, uppdrag) -> bool:
    """The secretary of the giver, or of the organ it is reported to."""
    return can_keep_minutes(user, uppdrag.givare_id) or can_keep_minutes(user, uppdrag.rapporteras_till_id)


def can_follow_paminnelser(user, obj=None) -> bool:
    """Sees who is reminded of what: a secretary, and the administrator."""
    return user.behorighet.ar_sekreterare or user.behorighet.ar_administrator


def can_resend_paminnelse(user, paminnelse) -> bool:
    return user.behorighet.ar_administrator or can_handle_uppdrag(user, paminnelse.uppdrag)


def can_hand_over(user, obj=None) -> bool:
    """A secretary, and the head of a förvaltning."""
    return bool(user.behorighet.ar_sekreterare or user.behorighet.chef_for)


def uppdrag_att_lamna_over(user) -> QuerySet:
    """Of the secretary's organ, and of the förvaltningar the user leads with all below them."""
    behorighet, urval = user.behorighet, Q()
    if behorighet.sekreterare_i:
        urval |= Q(givare__in=behorighet.sekreterare_i) | Q(rapporteras_till__in=behorighet.sekreterare_i)
    if behorighet.chef_for:
        ledda = Forvaltningstrad().under(behorighet.chef_for)
        anstallda = Tjanst.objects.filter(forvaltning__in=ledda).values("person")
        urval |= Q(forvaltning__in=ledda) | Q(forvaltning=None, ansvarig__in=anstallda)
    return Uppdrag.objects.visible_to(user).filter(urval) if urval else Uppdrag.objects.none()


def can_hand_over_uppdrag(user, uppdrag) -> bool:
    if can_handle_uppdrag(user, uppdrag):
        return True
    return bool(user.behorighet.chef_for) and uppdrag_att_lamna_over(user).filter(pk=uppdrag.pk).exists()


def can_register_franvaro(user, obj=None) -> bool:
    """Whoever works here, for himself or herself; a secretary, a head and the administrator for others too."""
    return bool(user.behorighet.tjansteroller - {Tjanst.Roll.LASARE})


def franvarande_att_anmala(user, today) -> QuerySet:
    """The people in service whose absence the user may register."""
    behorighet = user.behorighet
    i_tjanst = Tjanst.objects.gallande(today)
    if not (behorighet.ar_sekreterare or behorighet.ar_administrator):
        ledda = Forvaltningstrad().under(behorighet.chef_for) if behorighet.chef_for else ()
        egna = Q(person=behorighet.person_id) if can_register_franvaro(user) else Q(pk__in=())
        i_tjanst = i_tjanst.filter(egna | Q(forvaltning__in=ledda))
    return Person.objects.filter(pk__in=i_tjanst.values("person"))


def can_report(user, uppdrag) -> bool:
    """Whoever answers for it today, and the secretary on behalf of somebody."""
    return can_report_for(user, uppdrag) or svarar_for(uppdrag, user.behorighet.person_id, today=user.behorighet.dag)


def can_report_for(user, uppdrag) -> bool:
    """Enter a report on behalf of somebody: the secretary of the giver, of who it is reported to, of who got it."""
    fick = uppdrag.mottagande_organ_id
    return can_handle_uppdrag(user, uppdrag) or bool(fick and can_keep_minutes(user, fick))


def can_redovisa(user, obj=None) -> bool:
    """A secretary puts uppdrag on a dagordning; of which organ is asked again where it is chosen."""
    return user.behorighet.ar_sekreterare


def can_decide_redovisning(user, redovisning) -> bool:
    return can_keep_minutes(user, redovisning.paragraf.organ_id)


def can_read_report(user, rapportbilaga) -> bool:
    return user.behorighet.har_insyn


def can_import(user, obj=None) -> bool:
    """A secretary reads in lists; the rows ask again, about the organ that each names."""
    return user.behorighet.ar_sekreterare


def can_handle_import(user, uppdragsimport) -> bool:
    """The secretary of the organ that the list belongs to."""
    return can_keep_minutes(user, uppdragsimport.organ_id)


def can_see_min_dag(user, obj=None) -> bool:
    """Anyone with a role today; and whoever still has a protokoll to adjust, though the mandat has ended."""
    person = user.behorighet.person_id
    return can_enter(user) or (person is not None and att_justera(person).exists())


def can_join_dnr(user, obj=None) -> bool:
    """Says that two dnr are one ärende: a secretary, and a registrator."""
    return user.behorighet.ar_sekreterare or user.behorighet.ar_registrator
