"""manage.py las_in_protokoll and protokoll_pdf, as they are typed."""

import json
import re
from collections import Counter
from io import StringIO

import pdfplumber
import pytest
from django.core.management import CommandError, call_command

from protokoll.models import Inlasning, Paragraf, Protokoll, Sammantrade
from tests.conftest import SEED, SHARED
from tests.pdfprov import granska_pdf
from tests.protokoll.provprotokoll import PROV

pytestmark = pytest.mark.django_db


@pytest.fixture
def prov(tmp_path):
    file = tmp_path / "prov.txt"
    file.write_text(PROV, "utf-8")
    return file


@pytest.fixture
def seed():
    if not SEED.exists():
        pytest.skip("../shared/seed saknas här")
    return SEED


def run(*args, **options) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(*map(str, args), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_las_in_without_spara_writes_nothing(prov):
    out, _ = run("las_in_protokoll", prov)

    assert "Provstads nämnd 2026-03-04" in out
    assert "§ 2 Lekplats i parken" in out
    assert (Protokoll.objects.count(), Inlasning.objects.count()) == (0, 0)


def test_las_in_json_is_the_facts(prov):
    facts = json.loads(run("las_in_protokoll", prov, "--json")[0])

    assert facts["organ"] == "Provstads nämnd"
    assert facts["ajournering"] == [["14:00", "14:10"]]
    assert [p["nummer"] for p in facts["paragrafer"]] == [1, 2, 3]
    assert facts["ovriga"][0] == facts["ovriga"][0] | {"namn": "Cia Exempel", "paragrafer": [1, 2, 3]}


def test_las_in_spara_twice_does_not_double(prov):
    first = run("las_in_protokoll", prov, "--spara")[1]
    second = run("las_in_protokoll", prov, "--spara")[1]

    assert "Sparat: PN 2026-03-04, antal paragrafer: 3" in first
    assert "har redan §§ 1–3 för 2026" in second
    assert (Sammantrade.objects.count(), Paragraf.objects.count(), Inlasning.objects.count()) == (1, 3, 1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "tom"), (b"Hej!", "protokoll"), ("åäö".encode("latin-1"), "UTF-8")],
)
def test_las_in_bad_file_is_a_sentence_and_writes_nothing(tmp_path, content, sentence):
    file = tmp_path / "fel.txt"
    file.write_bytes(content)

    with pytest.raises(CommandError, match=sentence):
        run("las_in_protokoll", file, "--spara")

    assert Inlasning.objects.count() == 0


def test_las_in_missing_file_and_folder(tmp_path):
    with pytest.raises(CommandError, match="finns inte"):
        run("las_in_protokoll", tmp_path / "finns-inte.txt")
    with pytest.raises(CommandError, match="är en mapp"):
        run("las_in_protokoll", tmp_path)


def test_las_in_file_of_fifty_megabytes_is_refused(tmp_path):
    file = tmp_path / "stor.txt"
    with file.open("wb") as handle:
        handle.truncate(50 * 1024 * 1024)

    with pytest.raises(CommandError, match="20 MB"):
        run("las_in_protokoll", file)


def test_protokoll_pdf_of_what_is_not_here(organ):
    for arguments, sentence in (
        (("XX", "2026-03-04"), "Organet ”XX” finns inte"),
        (("PN", "2026-03-04"), "PN har inget protokoll från 2026-03-04"),
        (("PN", "4 mars"), "”4 mars” är ingen dag"),
    ):
        with pytest.raises(CommandError, match=sentence):
            run("protokoll_pdf", *arguments, "--ut", "ut.pdf")


def test_protokoll_pdf_of_a_meeting_with_two_protokoll_writes_two_files(prov, tmp_path):
    run("las_in_protokoll", prov, "--spara")
    second = re.sub(r"§ (\d)\b(?=[\n\t])", lambda m: f"§ {int(m[1]) + 3}", PROV).replace("§§ 1-3", "§§ 4-6")
    prov.write_text(second, "utf-8")
    run("las_in_protokoll", prov, "--spara")

    run("protokoll_pdf", "PN", "2026-03-04", "--ut", tmp_path / "ut.pdf")

    assert sorted(p.name for p in tmp_path.glob("*.pdf")) == ["ut-2.pdf", "ut.pdf"]


# The acceptance of the first step, on the seed


def words(text: str) -> list[str]:
    """Words broken at a line end joined; dashes one kind; leader dots, underscores and bare punctuation aside."""
    text = re.sub(r"(?<=\w)-\n(?=[a-zåäö])", "", text)
    text = re.sub(r"[\u2010-\u2015]", "-", text).replace("\u00ad", "")
    text = re.sub(r"\.{3,}|_{2,}", " ", text)
    return re.findall(r"\w+", text)


def test_the_printed_seed_says_what_the_seed_says(seed, tmp_path):
    run("las_in_protokoll", seed, "--spara")
    run("protokoll_pdf", "KSAU", "2020-02-25", "--ut", tmp_path / "ut.pdf")

    data = (tmp_path / "ut.pdf").read_bytes()
    granska_pdf(data)
    with pdfplumber.open(tmp_path / "ut.pdf") as pdf:
        pages = [p.extract_text() for p in pdf.pages]
    printed = words("\n".join(pages))
    original = words(seed.read_text("utf-8"))
    missing = list((Counter(original) - Counter(printed)).elements())
    assert len(missing) / len(original) <= 0.005, missing
    # Every § body, in the original order: the running heads of the original aside.
    organ = "Kommunstyrelsens arbetsutskott"
    bodies = re.split(r"(?m)^§ \d+\n", seed.read_text("utf-8"))[1:]
    joined, at = " ".join(printed), 0
    for body in bodies:
        for line in body.replace(f"\n{organ}\n", "\n").splitlines():
            if len(words(line)) > 3 and "\t" not in line and not line.startswith("Dnr"):
                opening = " ".join(words(line)[:8])
                assert opening in joined[at:], opening
                at = joined.index(opening, at)


def test_the_front_page_prints_presence_as_ranges(seed, tmp_path):
    run("las_in_protokoll", seed, "--spara")
    run("protokoll_pdf", "KSAU", "2020-02-25", "--ut", tmp_path / "ut.pdf")

    with pdfplumber.open(tmp_path / "ut.pdf") as pdf:
        front = pdf.pages[0].extract_text()
        contents = pdf.pages[1].extract_text()
        numbers = [p.extract_text().splitlines()[-1] for p in pdf.pages]

    for text in ("§§ 14–35, utom § 21", "§§ 20; 24", "§§ 19–25", "§ 18"):
        assert text in front
    assert numbers == [f"sida {n} (7)" for n in range(1, 8)]
    assert re.findall(r"^[A-ZÅÄÖ][^§]* (\d)$", contents, re.MULTILINE) == ["3", "4", "5", "7"], contents


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/exempel saknas här")
@pytest.mark.parametrize("name", ["kungsbacka-ksau-2024-12-03-p368.txt", "kungsbacka-vo-2025-12-11-p179.txt"])
def test_the_other_layout_is_saved_and_printed(name, tmp_path):
    run("las_in_protokoll", SHARED / "exempel" / name, "--spara")

    protokoll = Protokoll.objects.get()
    run(
        "protokoll_pdf",
        protokoll.sammantrade.organ.namn,
        protokoll.sammantrade.datum.isoformat(),
        "--ut",
        tmp_path / "ut.pdf",
    )
    granska_pdf((tmp_path / "ut.pdf").read_bytes())
