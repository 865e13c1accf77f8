"""Sample files: what a good one holds, and the sentence that a bad one gets."""

from pathlib import Path

import pytest

from webapp.demo.errors import SampleError
from webapp.demo.samples import load_samples

AUTHORITY = """
name = "Sample: test authority, Brazil"
local_name = "Agência Teste"
kind = "telecom_regulator"
country = "BR"
language = "pt-BR"
[[sources]]
id = "s"
title = "Test"
kind = "feed"
form = "rss"
path = "rss.xml"
"""
PUBLICATION = """+++
title = "Um"
source = "s"
path = "um.html"
published = -3
+++
Texto.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "br").mkdir()
    (tmp_path / "br" / "authority.toml").write_text(AUTHORITY, encoding="utf-8")
    (tmp_path / "br" / "um.md").write_text(PUBLICATION, encoding="utf-8")
    return tmp_path


def test_an_authority_is_a_folder_with_a_file_per_publication(folder: Path) -> None:
    (authority,) = load_samples(folder)

    assert (authority.slug, authority.lang) == ("br", "pt")
    assert [(p.title, p.week, p.body) for p in authority.publications] == [("Um", 1, "Texto.\n")]


def test_a_text_expects_nothing_unless_it_says_so(folder: Path) -> None:
    expect = load_samples(folder)[0].publications[0].expect

    assert (expect.topics, expect.changes) == ((), ())


def test_what_a_text_is_expected_to_say_is_read(folder: Path) -> None:
    change = (
        '[expect]\ntopics = ["imei"]\n[[expect.changes]]\ncountry = "BR"\ntopic = "imei"\n'
        'kind = "repeal"\nstatus = "adopted"\ndirection = "loosening"\neffective_on = 9\n+++\nT'
    )
    path = folder / "br" / "um.md"
    path.write_text(PUBLICATION.replace("+++\nT", change), encoding="utf-8")

    (expected,) = load_samples(folder)[0].publications[0].expect.changes

    assert (expected.topic, expected.kind, expected.effective_on) == ("imei", "repeal", 9)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('source = "s"', 'source = "t"', "no source 't'"),
        ("um.html", "um.doc", "must end in .html or .pdf"),
        ("published = -3", "published = 3", "less than or equal to 0"),
        ("published = -3", "pubished = -3", "pubished"),
        ("published = -3", "published = ", "Invalid value"),
        ("+++\nTexto", "Texto", "between two lines of"),
    ],
)
def test_a_wrong_publication_is_named(folder: Path, old: str, new: str, problem: str) -> None:
    path = folder / "br" / "um.md"
    path.write_text(PUBLICATION.replace(old, new), encoding="utf-8")

    with pytest.raises(SampleError, match=problem) as caught:
        load_samples(folder)

    assert str(caught.value).startswith("sample br/")


def test_two_files_of_one_week_may_not_share_a_path(folder: Path) -> None:
    (folder / "br" / "zwei.md").write_text(PUBLICATION, encoding="utf-8")

    with pytest.raises(SampleError, match=r"um\.html: twice in week 1"):
        load_samples(folder)


def test_a_second_week_may_replace_the_first(folder: Path) -> None:
    second = PUBLICATION.replace("published", "week = 2\npublished")
    (folder / "br" / "um.week2.md").write_text(second, encoding="utf-8")

    assert [p.week for p in load_samples(folder)[0].publications] == [1, 2]


@pytest.mark.parametrize(
    ("old", "new"),
    [('"Sample: test', '"Test'), ('country = "BR"\n', ""), ("pt-BR", "pt-BR\nx")],
    ids=["not marked as sample", "no country", "not TOML"],
)
def test_a_wrong_authority_is_named(folder: Path, old: str, new: str) -> None:
    path = folder / "br" / "authority.toml"
    path.write_text(AUTHORITY.replace(old, new), encoding="utf-8")

    with pytest.raises(SampleError, match=r"sample br/authority\.toml"):
        load_samples(folder)
