"""Both worlds answer the same questions."""

import json
from datetime import date
from pathlib import Path

import pytest

from webapp.demo.errors import CorpusError
from webapp.demo.worlds import CorpusWorld, SampleWorld, World

BASE = "http://127.0.0.1:8041"
DAY = date(2026, 11, 22)


def corpus_file(folder: Path, *names: str) -> Path:
    path = folder / "corpus.jsonl"
    facts = {"country": "BE", "authority": "Board", "language_hint": "en", "title": "T"}
    lines = [json.dumps(facts | {"id": name, "text": f"Text of {name}."}) for name in names]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(params=["samples", "corpus"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> World:
    if request.param == "samples":
        return SampleWorld()
    return CorpusWorld(corpus_file(tmp_path, "a", "b", "c"))


def test_every_source_is_on_the_site_in_every_week(world: World) -> None:
    for week in range(1, world.weeks + 1):
        site = world.site(week, anchor=DAY, base_url=BASE)

        assert {source.url.removeprefix(BASE) for source in world.sources(BASE)} <= site.keys()


def test_worlds_keep_apart_in_folders_of_their_own(tmp_path: Path) -> None:
    corpus = CorpusWorld(corpus_file(tmp_path, "a"))

    assert SampleWorld.folder != corpus.folder
    assert SampleWorld.name != corpus.name


def test_a_corpus_is_known_by_its_content(tmp_path: Path) -> None:
    first = CorpusWorld(corpus_file(tmp_path, "a")).name

    assert CorpusWorld(corpus_file(tmp_path, "a")).name == first
    assert CorpusWorld(corpus_file(tmp_path, "a", "b")).name != first


def test_a_corpus_is_compared_with_its_originals(tmp_path: Path) -> None:
    originals = CorpusWorld(corpus_file(tmp_path, "a", "b")).originals(BASE)

    assert sorted(originals.values()) == ["Text of a.", "Text of b."]
    assert all(url.startswith(f"{BASE}/board/") for url in originals)


def test_samples_are_not_compared() -> None:
    assert SampleWorld().originals(BASE) == {}


def test_a_file_that_is_no_corpus_is_refused_before_anything_starts(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text("hello")

    with pytest.raises(CorpusError):
        CorpusWorld(path)
