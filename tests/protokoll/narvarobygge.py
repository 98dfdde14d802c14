"""Meetings in short for the tests of presence: a roll, what happened, and the numbers of the §§."""

from protokoll.narvaro import Deltagare, Handelse, Mote, narvaro


def ledamot(id, namn, parti="", roll="ledamot", **kwargs):
    return Deltagare(id, "ledamot", namn, parti, roll=roll, **kwargs)


def ersattare(id, namn, parti="", vid_upprop=False, **kwargs):
    return Deltagare(id, "ersattare", namn, parti, vid_upprop=vid_upprop, **kwargs)


def vakant(id, parti=""):
    return Deltagare(id, "ledamot", "Vakant", parti, roll="ledamot", vid_upprop=False, vakant=True)


def hande(deltagare, slag, vid, for_deltagare=None, *, bara=False, mitt_i=False):
    return Handelse(deltagare, slag, vid, for_deltagare, bara=bara or slag == "jav", mitt_i=mitt_i)


def mote(roll, *handelser, nummer, platser=None, kvar=False):
    """§§ are numbered as `nummer` says; the key of each is its number, or 1000 and its place where it has none."""
    handelser = sorted(handelser, key=lambda h: h.vid)
    return Mote(
        roll=tuple(roll),
        handelser=tuple(handelser),
        vid=narvaro(roll, handelser, len(nummer), platser=platser, javig_far_vara_kvar=kvar),
        nummer=tuple(nummer),
        id=tuple(n or 1000 + i for i, n in enumerate(nummer)),
        javig_far_vara_kvar=kvar,
    )
