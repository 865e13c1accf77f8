"""The catalogue of sources: TOML files per region, checked, and copied into the store.

A file holds ``[[authority]]`` tables, each with its ``[[authority.source]]`` tables; one
source is one address that a spider reads. To add a source is to add a table. The
catalogue owns a source's facts, the crawler its state: syncing never touches the latter.
"""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from data.countries import is_country, is_group
from data.errors import CatalogueError
from data.source_options import SourceOptions
from data.words import Certainty, SourceKind, SourceRole

SEED = Path(__file__).parent / "seed" / "sources"

AuthorityKind = Literal[
    "telecom_regulator",
    "data_protection",
    "gazette",
    "ministry",
    "customs",
    "regional_body",
    "standards_body",
    "industry_body",
    "vendor",
    "trade_press",
]


def _place(code: str) -> str:
    if not (is_country(code) or is_group(code)):
        raise ValueError(f"{code!r} is neither an ISO 3166-1 alpha-2 code nor a known group")
    return code


def _address(url: str) -> str:
    parts = urlsplit(url)
    try:
        port = parts.port or 1
    except ValueError:
        port = 0
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or not port
        or " " in url
        or not url.isprintable()
    ):
        raise ValueError(f"{url!r} is not an http(s) address")
    return url


Place = Annotated[str, AfterValidator(_place)]
Address = Annotated[str, AfterValidator(_address)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$")]
Words = Annotated[str, Field(min_length=2, max_length=200)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Watched(_Strict):
    """Where a source is read, and what is expected of it: what an officer may say otherwise."""

    url: Address
    rhythm_days: float = Field(default=7.0, gt=0, le=365)
    """Usual days between two publications; only a first guess, the crawler learns better."""
    min_items: int = Field(default=1, ge=0, le=100_000)
    """Assertion: fewer entries than this is an error, not “no news”."""
    max_silence_days: int = Field(default=90, ge=1, le=1000)
    """Assertion: longer without anything new is shown as silent."""


class CatalogueSource(Watched):
    """One address. ``id`` is unique within its authority; the source's own is both joined."""

    id: Slug
    title: Words
    kind: SourceKind
    language: Language
    certainty: Certainty = Certainty.SEEN
    newest_seen: date | None = None
    """Date of the newest entry when the address was last tried by hand."""
    options: SourceOptions = SourceOptions()
    enabled: bool = True
    reason: str = ""
    """Why it is not enabled."""

    @model_validator(mode="after")
    def _disabled_says_why(self) -> Self:
        if not self.enabled and not self.reason:
            raise ValueError("a source that is not enabled needs a reason")
        if self.certainty is Certainty.PROVEN and self.newest_seen is None:
            raise ValueError("a proven address needs newest_seen")
        return self

    @model_validator(mode="after")
    def _options_fit_the_kind(self) -> Self:
        misfit = self.options.misfits(self.kind)
        if misfit:
            raise ValueError(misfit)
        return self


class CatalogueAuthority(_Strict):
    """Who publishes, with its addresses."""

    id: Slug
    abbr: Annotated[str, Field(min_length=2, max_length=40)]
    name: Words
    """In its own language."""
    name_en: Words
    kind: AuthorityKind
    country: Place
    homepage: Address
    role: SourceRole = SourceRole.PRIMARY
    source: tuple[CatalogueSource, ...] = Field(min_length=1)


class _CatalogueFile(_Strict):
    authority: tuple[CatalogueAuthority, ...]


@dataclass(frozen=True, kw_only=True)
class SourceEntry:
    """The catalogue's facts about one source: the columns of :class:`data.models.Source`."""

    id: str
    authority: str
    authority_name: str
    authority_kind: str
    country: str
    title: str
    kind: str
    url: str
    language: str
    homepage: str = ""
    role: str = SourceRole.PRIMARY.value
    certainty: str = Certainty.SEEN.value
    sample: bool = False
    rhythm_days: float = 7.0
    min_items: int = 1
    max_silence_days: int = 90
    options: dict[str, Any] = field(default_factory=dict)
    enabled: bool = True
    reason: str = ""
    """Why it is not enabled; stays in the file."""


def load_catalogue(folder: Path = SEED) -> list[SourceEntry]:
    """Every source of every file, by id. Raises :class:`CatalogueError` naming file and entry."""
    entries = [entry for path in sorted(folder.glob("*.toml")) for entry in read_file(path)]
    seen: dict[str, SourceEntry] = {}
    for entry in entries:
        if entry.id in seen:
            raise CatalogueError(f"source {entry.id} stands twice in {folder.name}/*.toml")
        seen[entry.id] = entry
    return [seen[key] for key in sorted(seen)]


def read_file(path: Path) -> list[SourceEntry]:
    """The sources of one file, in its order. Raises :class:`CatalogueError`."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        parsed = _CatalogueFile.model_validate(content)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise CatalogueError(f"{path.name} is not TOML: {exc}") from exc
    except ValidationError as exc:
        faults = "; ".join(_fault(content, error) for error in exc.errors())
        raise CatalogueError(f"{path.name}: {faults}") from exc
    return [
        _entry(authority, source) for authority in parsed.authority for source in authority.source
    ]


def _fault(content: dict[str, Any], error: ErrorDetails) -> str:
    """``de-bnetza/press: url …``: the entry by its ids as far as it has them, then what is wrong."""
    node: Any = content
    names: list[str] = []
    path: list[str] = []
    for step in error["loc"]:
        node = _inside(node, step)
        if isinstance(step, int):
            names.append(
                str(node.get("id", f"entry {step + 1}")) if isinstance(node, dict) else "?"
            )
        elif step not in ("authority", "source") or step == error["loc"][-1]:
            path.append(str(step))
    message = error["msg"].removeprefix("Value error, ")
    return ": ".join(part for part in ("/".join(names), ".".join(path), message) if part)


def _inside(node: Any, step: str | int) -> Any:
    if isinstance(node, list) and isinstance(step, int) and step < len(node):
        return node[step]
    return node.get(step) if isinstance(node, dict) else None


def _entry(authority: CatalogueAuthority, source: CatalogueSource) -> SourceEntry:
    return SourceEntry(
        id=f"{authority.id}-{source.id}",
        authority=authority.abbr,
        authority_name=authority.name_en,
        authority_kind=authority.kind,
        country=authority.country,
        homepage=authority.homepage,
        role=authority.role.value,
        title=source.title,
        kind=source.kind.value,
        url=source.url,
        language=source.language,
        certainty=source.certainty.value,
        rhythm_days=source.rhythm_days,
        min_items=source.min_items,
        max_silence_days=source.max_silence_days,
        options=source.options.model_dump(mode="json", exclude_defaults=True),
        enabled=source.enabled,
        reason=source.reason,
    )
