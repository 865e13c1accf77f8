"""Options of a source are checked by its kind."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from data.source_options import NARROWED_BY, OPTIONS, SourceOptions
from data.words import SourceKind


def misfit(kind: str, **options: Any) -> str:
    return SourceOptions(**options).misfits(SourceKind(kind))


def test_every_kind_has_its_options() -> None:
    assert set(OPTIONS) == set(SourceKind)
    known = set(SourceOptions.model_fields)
    assert set().union(*OPTIONS.values()) <= known
    assert all(names <= OPTIONS[kind] for kind, names in NARROWED_BY.items())


def test_an_option_of_another_kind_is_refused_with_those_it_has() -> None:
    message = misfit("feed", item="li.news")
    assert (
        message == "feed has no option item; it has attachments, content, departments, drop, words"
    )
    assert misfit("listing", item="li.news") == ""


def test_a_documents_options_go_with_every_kind() -> None:
    narrowed = {"paths": ["/a/"], "words": ["roaming"]}
    for kind in SourceKind:
        given = {name: value for name, value in narrowed.items() if name in OPTIONS[kind]}
        assert misfit(kind, content="main", drop=".menu", **given) == ""


@pytest.mark.parametrize("kind", sorted(NARROWED_BY))
def test_what_lists_everything_has_to_be_narrowed(kind: str) -> None:
    assert misfit(kind).startswith(f"{kind} lists everything; say what concerns us with ")
    name = min(NARROWED_BY[SourceKind(kind)])
    assert misfit(kind, **{name: []}) != "", "an empty list narrows nothing"
    assert misfit(kind, **{name: ["/rules/"]}) == ""


@pytest.mark.parametrize(
    "options",
    [
        {"paths": ["decisions/"]},
        {"paths": ["/a b/"]},
        {"words": ["x"]},
        {"sections": ["6"]},
        {"sections": ["do9"]},
        {"categories": [0]},
        {"days": 2},
        {"days": 32},
        {"organisations": ["Ofcom"]},
        {"block": "a b"},
        {"search": [""]},
        {"unknown": 1},
    ],
)
def test_a_value_that_cannot_be_meant_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        SourceOptions(**options)


@pytest.mark.parametrize("section", ["1", "2A", "5C", "do1", "do3", "doe"])
def test_the_gazettes_sections_are_known(section: str) -> None:
    assert SourceOptions(sections=(section,)).sections == (section,)


@pytest.mark.parametrize("name", sorted(SourceOptions.model_fields))
def test_every_option_is_documented(name: str) -> None:
    text = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition("### Options of a source")[2].partition("## Decisions")[0]
    assert f"`{name}`" in section
