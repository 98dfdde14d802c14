"""The worker unpacks the zip files of a job, some files at a time.

What has come out is in the job together with the word of how far it is: killed or stopped it goes on after them.
"""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import F

from kommun.fel import DomanFel
from protokoll.inlasning.zipfil import Post, packa_upp
from protokoll.inlasningsfiler import Mottagare, mapp_av
from protokoll.models import Inlasningsjobb, Inlasningszip

# A zip file that has taken so many workers with it is left alone.
FORSOK = 2
_FLEST, _STORST = 25, 20 * 1024 * 1024  # files and bytes that come in together
_AVBROTS = (
    "Uppackningen avbröts flera gånger, så resten av zip-filen hoppades över. "
    "Packa upp den själv och lämna in filerna som de är."
)


def packa_upp_nasta(pk: int, bradskar) -> bool:
    """Unpack the first zip file of a job that is read until it is done or `bradskar()`; False where there is none."""
    zip_ = _att_packa_upp(pk)
    if zip_ is None:
        return False
    # Outside the transaction, and so counted also when the worker dies of it.
    Inlasningszip.objects.filter(pk=zip_.pk).update(forsok=F("forsok") + 1)
    if zip_.forsok >= FORSOK:
        _ge_upp(zip_, _AVBROTS)
        return True
    try:
        innehall = b"".join(bytes(del_) for del_ in zip_.delarna.order_by("nummer").values_list("innehall", flat=True))
        poster = packa_upp(innehall, fran=zip_.packade, uppackat=zip_.uppackat)
        while _ta_in(zip_, list(_nagra(poster))) and not bradskar():
            pass
    except DomanFel as fel:
        _ge_upp(zip_, str(fel))
    return True


def _att_packa_upp(pk: int) -> Inlasningszip | None:
    zipfiler = Inlasningszip.objects.filter(jobb=pk, jobb__lage=Inlasningsjobb.Lage.LASES)
    return zipfiler.order_by("pk").first()


def _nagra(poster: Iterator[Post]) -> Iterator[Post]:
    antal = storlek = 0
    while antal < _FLEST and storlek < _STORST and (post := next(poster, None)):
        antal, storlek = antal + 1, storlek + post.uppackat
        yield post


@transaction.atomic
def _ta_in(zip_: Inlasningszip, poster: list[Post]) -> bool:
    """Let these into the job. False when there are no more, or when it is not for this worker to go on: the job was
    stopped or thrown away, or another worker is further."""
    jobb = Inlasningsjobb.objects.select_for_update().filter(pk=zip_.jobb_id, lage=Inlasningsjobb.Lage.LASES).first()
    nu = Inlasningszip.objects.select_for_update().filter(pk=zip_.pk).first()
    if jobb is None or nu is None or nu.packade != zip_.packade:
        return False
    if not poster:
        nu.delete()
        return False
    mottagare, mapp = Mottagare(jobb), mapp_av(nu)
    for post in poster:
        namn = post.namn if post.namn.split("/")[0] == mapp else f"{mapp}/{post.namn}"
        if post.innehall is None:
            mottagare.neka(namn, post.mening)
        else:
            mottagare.en(namn, post.innehall)
    zip_.packade = nu.packade = nu.packade + len(poster)
    nu.uppackat, nu.forsok = nu.uppackat + sum(p.uppackat for p in poster), 0
    nu.save(update_fields=["packade", "uppackat", "forsok"])
    return True


@transaction.atomic
def _ge_upp(zip_: Inlasningszip, mening: str) -> None:
    """What is out of it stays; the rest is told of in one line."""
    jobb = Inlasningsjobb.objects.select_for_update().filter(pk=zip_.jobb_id).first()
    nu = Inlasningszip.objects.select_for_update().filter(pk=zip_.pk).first()
    if jobb and nu:
        Mottagare(jobb).neka(nu.namn, mening)
        nu.delete()
