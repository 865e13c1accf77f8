"""A source's options: how it is read where the usual way falls short, checked by its kind."""

from typing import Annotated, Literal

import cssselect
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from data.words import SourceKind


def _selector(text: str) -> str:
    try:
        if text:
            cssselect.parse(text)
    except cssselect.SelectorError as exc:
        raise ValueError(f"{text!r} is no CSS selector: {exc}") from exc
    return text


Selector = Annotated[str, AfterValidator(_selector)]
Some = Annotated[str, Field(min_length=2, max_length=200)]
Path = Annotated[str, Field(pattern=r"^/\S*$")]
"""The beginning of a path, or a pattern of a whole one with ``*``."""
Slug = Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
#: Sections of the gazettes that have them: Spain's ``1`` to ``5C``, Brazil's ``do1`` to ``doe``.
Section = Annotated[str, Field(pattern=r"^([1-5][A-C]?|do[1-3e][a-z]?)$")]

#: Pages of an index that are followed at its first reading, where its options say nothing.
CATCH_UP = 3
#: What every kind takes: how its documents are read.
_OF_DOCUMENTS = frozenset({"content", "drop", "attachments"})
#: What every list takes: which of its entries concern us.
_OF_LISTS = frozenset({"words", "departments"})
SELECTORS = frozenset({"item", "link", "title", "date", "date_order"})
OPTIONS: dict[SourceKind, frozenset[str]] = {
    SourceKind.FEED: _OF_LISTS,
    SourceKind.LISTING: _OF_LISTS | SELECTORS | {"max_pages", "catch_up", "browser"},
    SourceKind.PDF_LIST: _OF_LISTS | SELECTORS | {"max_pages", "catch_up", "browser"},
    SourceKind.PAGE: frozenset({"browser"}),
    SourceKind.SITEMAP: _OF_LISTS | {"paths", "not_paths"},
    SourceKind.WORDPRESS: _OF_LISTS | {"max_pages", "search", "categories", "from_api"},
    SourceKind.GOVUK: _OF_LISTS | {"search", "organisations"},
    SourceKind.FEDERAL_REGISTER: _OF_LISTS | {"max_pages"},
    SourceKind.BOE: _OF_LISTS | {"sections", "days"},
    SourceKind.DZIENNIK_USTAW: _OF_LISTS,
    SourceKind.PRAVO: _OF_LISTS | {"max_pages", "search", "block"},
    SourceKind.DOU: _OF_LISTS | {"sections", "days", "search"},
}
#: Kinds that list everything a state enacts: without one of these options, thousands of
#: documents that concern nobody here. A sitemap lists every page of a site, furniture included.
NARROWED_BY: dict[SourceKind, frozenset[str]] = {
    SourceKind.SITEMAP: frozenset({"paths"}),
    SourceKind.BOE: _OF_LISTS,
    SourceKind.DZIENNIK_USTAW: _OF_LISTS,
    SourceKind.PRAVO: _OF_LISTS | {"search"},
    SourceKind.DOU: _OF_LISTS | {"search"},
}


class SourceOptions(BaseModel):
    """Every option of every kind; which of them a kind takes says :data:`OPTIONS`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    item: Selector = ""
    """Index page: the elements of its entries; ``link``, ``title`` and ``date`` lie within."""
    link: Selector = ""
    title: Selector = ""
    date: Selector = ""
    date_order: Literal["", "dmy", "mdy"] = ""
    max_pages: int = Field(default=1, ge=1, le=50)
    """How many pages of a list are followed."""
    catch_up: int = Field(default=CATCH_UP, ge=1, le=10)
    """Index page: how many pages of it are followed at its first reading, or while all that a
    page lists is new: more was published than one page holds. 1: never more than ``max_pages``."""
    content: Selector = ""
    """Document: the elements to read."""
    drop: Selector = ""
    """Document: the elements to leave out."""
    attachments: Selector | None = None
    """Document: the links to its files; empty: it has none."""
    words: tuple[Some, ...] = ()
    """Entries that concern us: one of these stands in the title, or in what the list adds to it.
    Neither case nor accents count."""
    departments: tuple[Some, ...] = ()
    """Entries that concern us whatever their title: of an issuing body with one of these in its name."""
    paths: tuple[Path, ...] = ()
    """Sitemap: only addresses whose path begins so, or matches a pattern with ``*``."""
    not_paths: tuple[Path, ...] = ()
    search: tuple[Some, ...] = ()
    """What the publisher's own search is asked for: one request each."""
    categories: tuple[Annotated[int, Field(ge=1)], ...] = ()
    """WordPress: numbers of categories, any of which will do."""
    from_api: bool = False
    """WordPress: the text comes from the API too, for sites whose pages are built by scripts."""
    organisations: tuple[Slug, ...] = ()
    """GOV.UK: slugs of organisations, any of which will do."""
    sections: tuple[Section, ...] = ()
    """Gazettes: the sections to read."""
    days: int = Field(default=7, ge=3, le=31)
    """Gazettes by day: how many days back the first reading goes, and later ones at most."""
    block: Slug | Literal[""] = ""
    """pravo.gov.ru: whose acts, by the portal's own word (``president``, ``government`` …)."""
    browser: bool = False
    """The page is rendered by a browser before it is read (extra ``browser``)."""

    def misfits(self, kind: SourceKind) -> str:
        """What is wrong with these options for a kind, as a sentence; empty if nothing."""
        given = self.model_fields_set
        foreign = sorted(given - OPTIONS[kind] - _OF_DOCUMENTS)
        if foreign:
            known = ", ".join(sorted(OPTIONS[kind] | _OF_DOCUMENTS))
            return f"{kind.value} has no option {', '.join(foreign)}; it has {known}"
        narrowing = NARROWED_BY.get(kind, given)
        if narrowing and not narrowing & {name for name in given if getattr(self, name)}:
            names = " or ".join(sorted(narrowing))
            return f"{kind.value} lists everything; say what concerns us with {names}"
        return ""
