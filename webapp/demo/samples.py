"""The bundled sample texts: one folder per authority, one Markdown file per publication.

``authority.toml`` describes the authority and its sources; every ``*.md`` beside it is a
publication with TOML front matter between ``+++`` lines. Day numbers count from the
demo's anchor day: ``published = -12`` is twelve days before it.
"""

import tomllib
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.catalogue import AuthorityKind
from data.words import ChangeKind, ChangeStatus, Direction, SourceKind, Topic
from webapp.demo.errors import SampleError

#: Where the bundled samples lie.
FOLDER = Path(__file__).parents[2] / "data" / "seed" / "samples"
FENCE = "+++"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ExpectedChange(_Strict):
    """A rule change that a careful reader finds in the text. Days count from the anchor."""

    country: str
    """ISO 3166-1 alpha-2, or a group such as ``EU``."""
    topic: Topic
    kind: ChangeKind
    status: ChangeStatus
    direction: Direction
    effective_on: int | None = None
    deadline_on: int | None = None
    limit_days: tuple[int, ...] = ()


class Expected(_Strict):
    """What a careful reader says of the whole text."""

    topics: tuple[Topic, ...] = ()
    """What it is about, also where nothing changes."""
    changes: tuple[ExpectedChange, ...] = ()
    note: str = ""
    """Why, where a reader might doubt it."""


class Publication(_Strict):
    """One text. A second file with the same ``path`` and ``week = 2`` replaces the first."""

    title: str
    source: str
    path: str
    """Below the authority's folder on the server; ends in ``.html`` or ``.pdf``."""
    week: Literal[1, 2] = 1
    published: int = Field(le=0)
    expect: Expected = Expected()
    body: str

    @property
    def is_pdf(self) -> bool:
        """Whether the text is served as PDF."""
        return self.path.endswith(".pdf")


class SampleSource(_Strict):
    """One address of a sample authority that is watched."""

    id: str
    title: str
    kind: SourceKind
    path: str
    form: Literal["rss", "atom", "json", "list", "table", "cards", "definitions", "page"]
    rhythm_days: float = 7.0
    min_items: int = 1
    second_week: Literal["ok", "error", "challenge", "empty"] = "ok"


class Authority(_Strict):
    """A made-up authority of a real kind, in a real country."""

    slug: str
    name: str = Field(pattern=r"^Sample: ")
    local_name: str
    """As it calls itself in its own language; just as plainly made up."""
    kind: AuthorityKind
    country: str
    language: str
    """BCP 47, such as ``en-GB``: decides how dates are written."""
    encoding: str = "utf-8"
    charset_in_header: bool = True
    layout: Literal["classic", "portal", "gov"] = "portal"
    sources: tuple[SampleSource, ...]
    publications: tuple[Publication, ...]

    @cached_property
    def lang(self) -> str:
        """Primary language subtag."""
        return self.language.partition("-")[0]


def load_samples(folder: Path = FOLDER) -> tuple[Authority, ...]:
    """Every sample authority, by folder name; :class:`SampleError` names a file that is wrong."""
    return tuple(_authority(path) for path in sorted(folder.glob("*/authority.toml")))


def _authority(path: Path) -> Authority:
    publications = tuple(_publication(file) for file in sorted(path.parent.glob("*.md")))
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
        authority = Authority(slug=path.parent.name, publications=publications, **facts)
    except (tomllib.TOMLDecodeError, ValidationError) as exc:
        raise SampleError(path, str(exc)) from exc
    _check(authority, path)
    return authority


def _publication(path: Path) -> Publication:
    head, found, body = path.read_text(encoding="utf-8").removeprefix(FENCE).partition(f"\n{FENCE}")
    if not found:
        raise SampleError(path, f"front matter must stand between two lines of {FENCE}")
    try:
        return Publication(body=body.strip() + "\n", **tomllib.loads(head))
    except (tomllib.TOMLDecodeError, ValidationError) as exc:
        raise SampleError(path, str(exc)) from exc


def _check(authority: Authority, path: Path) -> None:
    known = {source.id for source in authority.sources}
    seen: set[tuple[str, int]] = set()
    for publication in authority.publications:
        if publication.source not in known:
            raise SampleError(path, f"{publication.path}: no source {publication.source!r}")
        if not publication.path.endswith((".html", ".pdf")):
            raise SampleError(path, f"{publication.path}: must end in .html or .pdf")
        place = (publication.path, publication.week)
        if place in seen:
            raise SampleError(path, f"{publication.path}: twice in week {publication.week}")
        seen.add(place)
