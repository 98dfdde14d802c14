"""Putting a protokoll on the web and taking it away, and which bytes the public gets."""

from datetime import date
from hashlib import sha256

import pytest
from django.utils import timezone

from kommun.fel import DomanFel
from kommun.utskick import ny_bilaga
from kommun.varden import fran_json
from protokoll.dokumentvarden import Dokument
from protokoll.models import Maskering, Publicering, Undertecknande
from protokoll.publicering import avpublicera, gallande, maskera, publicera, ta_bort_maskering, underlag
from protokoll.publikfil import certifikat_med_personnummer, publik_pdf
from tests.factories import (
    AvsnittFactory,
    BeslutFactory,
    MandatFactory,
    ParagrafFactory,
    VersionFactory,
    justera,
    publicerat_protokoll,
)

pytestmark = pytest.mark.django_db
TEXT = "<p>Anna Andersson, 19811228-9874, beviljas dispens.</p>"


@pytest.fixture
def protokoll(organ):
    beslut = BeslutFactory(paragraf__protokoll__sammantrade__organ=organ, paragraf__nummer=7, text=TEXT)
    AvsnittFactory(paragraf=beslut.paragraf)
    VersionFactory(protokoll=beslut.paragraf.protokoll)
    return beslut.paragraf.protokoll


@pytest.fixture
def paragraf(protokoll):
    return protokoll.paragraferna.get()


def _mask(paragraf, by, text, **annat):
    return maskera(paragraf, slag="stycke", text=text, by=by, **annat)


def test_published_it_is_the_version_as_it_stands(organ, sekreterare):
    publicering = publicerat_protokoll(organ, by=sekreterare)
    version = publicering.protokollsversion
    assert publicering.innehall == version.innehall
    assert publicering.bilaga is None
    assert publik_pdf(publicering) == (bytes(version.pdf), version.sha256)
    assert publicera(publicering.protokoll, by=sekreterare) == publicering
    assert Publicering.objects.count() == 1


@pytest.mark.parametrize(
    ("lage", "slag", "ord_"),
    [
        ("utkast", "ordinarie", "inte justerat"),
        ("fryst", "ordinarie", "inte justerat"),
        ("avskrift", "ordinarie", "avskrift"),
        ("fryst", "sekretess", "sekretess"),
    ],
)
def test_what_is_not_justerat_or_is_secret_is_not_published(protokoll, sekreterare, lage, slag, ord_):
    protokoll.lage, protokoll.slag = lage, slag
    protokoll.save()
    with pytest.raises(DomanFel, match=ord_):
        publicera(protokoll, skal="x", bedomt=True, by=sekreterare)
    assert not Publicering.objects.exists()


def test_personnummer_and_names_must_be_looked_at(protokoll, paragraf, sekreterare):
    justera(protokoll)
    with pytest.raises(DomanFel, match="personnummer"):
        publicera(protokoll, bedomt=True, by=sekreterare)
    with pytest.raises(DomanFel, match="namnen"):
        publicera(protokoll, skal="Det är ett exempel", by=sekreterare)
    assert gallande(protokoll) is None

    publicering = publicera(protokoll, skal="Det är ett exempel", bedomt=True, by=sekreterare)
    assert publicering.history.get().history_change_reason.endswith("Det är ett exempel")


def test_masked_it_is_a_web_version_and_the_original_says_it_all(protokoll, paragraf, sekreterare):
    justera(protokoll)
    _mask(paragraf, sekreterare, "19811228-9874", skal="personnummer")
    _mask(paragraf, sekreterare, "Anna Andersson")
    publicering = publicera(protokoll, by=sekreterare)

    assert "Anna" not in repr(publicering.innehall)
    assert "Anna Andersson, 19811228-9874" in repr(publicering.protokollsversion.innehall)
    data, summa = publik_pdf(publicering)
    assert data.startswith(b"%PDF")
    assert summa == sha256(data).hexdigest() != publicering.protokollsversion.sha256
    assert publicering.kontrollkod
    assert publicering.kontrollkod != publicering.protokollsversion.kontrollkod
    assert fran_json(Dokument, publicering.innehall).status.startswith("Webbversion")

    # A mask taken off shows at the next publication, and the one before it is kept as it was.
    ta_bort_maskering(Maskering.objects.get(text="Anna Andersson"), by=sekreterare)
    assert gallande(protokoll) == publicering
    ny = publicera(protokoll, bedomt=True, by=sekreterare)
    publicering.refresh_from_db()
    assert gallande(protokoll) == ny != publicering
    assert publicering.borttagen


def test_a_mask_is_made_once_and_only_of_what_stands_there(protokoll, paragraf, sekreterare):
    with pytest.raises(DomanFel, match="inte fryst"):
        _mask(paragraf, sekreterare, "Anna Andersson")
    justera(protokoll)
    with pytest.raises(DomanFel, match="finns inte i § 7"):
        _mask(paragraf, sekreterare, "Bo Björk")
    with pytest.raises(DomanFel, match="Markera eller klistra"):
        _mask(paragraf, sekreterare, "  ")
    with pytest.raises(DomanFel, match="i stället innehåller"):
        _mask(paragraf, sekreterare, "Anna Andersson", ersattning="Anna Andersson, sökande")
    assert _mask(paragraf, sekreterare, "Anna Andersson") == _mask(paragraf, sekreterare, " Anna Andersson ")
    ny = _mask(paragraf, sekreterare, "Anna Andersson", ersattning="sökanden")
    assert (Maskering.objects.count(), ny.ersattning) == (1, "sökanden")
    ta_bort_maskering(ny, by=sekreterare)
    ta_bort_maskering(ny, by=sekreterare)
    assert [h.history_type for h in Maskering.history.all()] == ["-", "~", "+"]


def test_a_mask_that_lost_its_text_stops_the_publication(protokoll, paragraf, sekreterare):
    justera(protokoll)
    mask = _mask(paragraf, sekreterare, "Anna Andersson")
    mask.text = "Någon Annan"
    mask.save()
    with pytest.raises(DomanFel, match="hittar inte sin text"):
        publicera(protokoll, skal="x", bedomt=True, by=sekreterare)


def test_names_of_the_register_may_stand(protokoll, organ, sekreterare):
    justera(protokoll)
    assert [f.passage for f in underlag(protokoll).koll.namn] == ["Anna Andersson"]
    MandatFactory(organ=organ, person__namn="Anna Andersson", till=date(2020, 1, 1))
    assert underlag(protokoll).koll.namn == []


def test_taken_away_with_a_reason_and_put_back(organ, sekreterare):
    protokoll = publicerat_protokoll(organ).protokoll
    with pytest.raises(DomanFel, match="varför"):
        avpublicera(protokoll, skal=" ", by=sekreterare)
    bort = avpublicera(protokoll, skal="Ett namn", by=sekreterare)
    assert (bort.borttagen_skal, gallande(protokoll)) == ("Ett namn", None)
    assert avpublicera(protokoll, skal="Igen", by=sekreterare) == bort
    assert publicera(protokoll, by=sekreterare) != bort
    with pytest.raises(DomanFel, match="inte publicerat"):
        avpublicera(ParagrafFactory().protokoll, skal="x", by=sekreterare)


def _undertecknad(version, data, satt):
    bilaga = ny_bilaga(namn="u.pdf", typ="application/pdf", innehall=data)
    return Undertecknande.objects.create(version=version, satt=satt, bilaga=bilaga, tid=timezone.now())


def test_the_public_gets_the_signed_file_unless_it_is_another_or_tells_a_personnummer(organ):
    publicering = publicerat_protokoll(organ)
    version = publicering.protokollsversion
    fryst = bytes(version.pdf)
    med_nummer = fryst + b"/Contents <" + b"01\x0c198112289874\x31".hex().encode() + b"0" * 64 + b">"
    _undertecknad(version, b"%PDF-1.7 something made anew", "uppladdat")
    assert publik_pdf(publicering)[0] == fryst
    _undertecknad(version, med_nummer, "fjarr")
    assert certifikat_med_personnummer(med_nummer)
    assert publik_pdf(publicering)[0] == fryst
    stamplad = fryst + b"/Contents <" + b"Provkommun 20261122175327Z".hex().encode() + b"0" * 64 + b">"
    _undertecknad(version, stamplad, "godkannande")
    assert publik_pdf(publicering) == (stamplad, sha256(stamplad).hexdigest())
