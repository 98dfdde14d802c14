"""A meeting with a roll, and its pages in short, for the tests of presence."""

from datetime import date

from django.urls import reverse

from tests.factories import MotesdeltagareFactory, ParagrafFactory, ProtokollFactory, SammantradeFactory


def nytt_mote(organ):
    """§§ 1–4; Asta presides, Bo and Cia are ledamöter, Elsa and Frej ersättare."""
    mote = SammantradeFactory(organ=organ, datum=date(2026, 3, 4))
    protokoll = ProtokollFactory(sammantrade=mote)
    for n in range(1, 5):
        ParagrafFactory(protokoll=protokoll, nummer=n, rubrik=f"Ärende {n}")
    for namn, slag, roll in (
        ("Asta Alm", "ledamot", "ordforande"),
        ("Bo Bok", "ledamot", "vice_1"),
        ("Cia Ceder", "ledamot", "ledamot"),
        ("Elsa Ek", "ersattare", ""),
        ("Frej Furu", "ersattare", ""),
    ):
        MotesdeltagareFactory(
            sammantrade=mote, namn=namn, slag=slag, roll=roll, parti="A", vid_upprop=slag == "ledamot"
        )
    return mote


def url(mote, name="narvaro"):
    return reverse(f"protokoll:{name}", args=[mote.pk])


def vem(mote, namn):
    return mote.motesdeltagarna.get(namn=namn)


def p(mote, nummer):
    return mote.paragraferna.get(nummer=nummer)


def post(client, mote, namn, vad, nummer=None, **data):
    return client.post(
        url(mote, "handelse-ny"),
        {"deltagare": vem(mote, namn).pk, "vad": vad, "paragraf": p(mote, nummer).pk if nummer else "", **data},
    )


def text(response):
    return response.content.decode().replace("\xa0", " ")
