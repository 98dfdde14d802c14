from kommun.permissions import can_keep_minutes


def can_log_uppdrag(user, beslut) -> bool:
    """The secretary of the organ that decided."""
    return can_keep_minutes(user, beslut.paragraf.organ_id)


def can_handle_uppdrag(user, uppdrag) -> bool:
    """The secretary of the giver, or of the organ it is reported to."""
    return can_keep_minutes(user, uppdrag.givare_id) or can_keep_minutes(user, uppdrag.rapporteras_till_id)
