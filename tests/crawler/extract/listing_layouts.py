"""The index pages beside this file, what a careful reader finds on each, and the reader's scores.

``make bench ARGS=listings`` prints them.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from crawler.extract.listing import read_listing

FOLDER = Path(__file__).parent / "listing_pages"
Row = tuple[str, str, str]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A page, and what it lists: address, title, day (empty where it shows none)."""

    name: str
    file: str
    url: str
    entries: tuple[Row, ...]
    language: str = ""
    next: str = ""
    """Where the page says that its list goes on."""

    @property
    def html(self) -> str:
        """The page."""
        return (FOLDER / self.file).read_text(encoding="utf-8")

    def read(self) -> list[Row]:
        """What our reader finds."""
        found = read_listing(self.html, url=self.url, options={"language": self.language})
        return [
            (link.url, link.title, link.published_on.isoformat() if link.published_on else "")
            for link in found
        ]


@dataclass(frozen=True, kw_only=True)
class Score:
    """Counts of one page or of many."""

    name: str
    found: int = 0
    wanted: int = 0
    right: int = 0
    titles: int = 0
    """Right links with the right title."""
    dated_found: int = 0
    """Right links that were given a day."""
    dated_wanted: int = 0
    dated_right: int = 0
    same_day: int = 0
    """Right links with the right day, or rightly none."""
    faults: tuple[str, ...] = field(default=())

    @cached_property
    def precision(self) -> float:
        """Of the links found, those that are entries."""
        return _ratio(self.right, self.found)

    @cached_property
    def recall(self) -> float:
        """Of the entries, those found."""
        return _ratio(self.right, self.wanted)

    @cached_property
    def title_share(self) -> float:
        """Of the entries found, those with the right title."""
        return _ratio(self.titles, self.right)

    @cached_property
    def date_precision(self) -> float:
        """Of the days given, those that are right."""
        return _ratio(self.dated_right, self.dated_found)

    @cached_property
    def date_recall(self) -> float:
        """Of the days that the page shows, those found and right."""
        return _ratio(self.dated_right, self.dated_wanted)

    @cached_property
    def date_accuracy(self) -> float:
        """Of the entries found, those with the right day, or rightly none."""
        return _ratio(self.same_day, self.right)

    @cached_property
    def least(self) -> float:
        """The worst of its figures."""
        return min(
            *(self.precision, self.recall, self.title_share),
            *(self.date_precision, self.date_recall, self.date_accuracy),
        )


def load() -> list[Layout]:
    """Every layout of ``expected.toml``."""
    tables = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))["page"]
    return [
        Layout(**(table | {"entries": tuple((row[0], row[1], row[2]) for row in table["entries"])}))
        for table in tables
    ]


def score(layout: Layout) -> Score:
    """Compare what the reader finds with what is there."""
    rows = {url: (title, day) for url, title, day in layout.read()}
    hits = [row for row in layout.entries if row[0] in rows]
    faults = [f"misses {url}" for url, _, _ in layout.entries if url not in rows]
    wanted = {url for url, _, _ in layout.entries}
    faults += [f"takes {url}" for url in rows if url not in wanted]
    faults += [f"title {rows[url][0]!r}" for url, title, _ in hits if rows[url][0] != title]
    faults += [f"day {rows[url][1] or 'none'!r}" for url, _, day in hits if rows[url][1] != day]
    return Score(
        name=layout.name,
        found=len(rows),
        wanted=len(layout.entries),
        right=len(hits),
        titles=sum(rows[url][0] == title for url, title, _ in hits),
        dated_found=sum(bool(rows[url][1]) for url, _, _ in hits),
        dated_wanted=sum(bool(day) for _, _, day in layout.entries),
        dated_right=sum(bool(day) and rows[url][1] == day for url, _, day in hits),
        same_day=sum(rows[url][1] == day for url, _, day in hits),
        faults=tuple(faults),
    )


def total(scores: Sequence[Score]) -> Score:
    """All pages as one."""
    return Score(
        name=f"{len(scores)} layouts",
        found=sum(one.found for one in scores),
        wanted=sum(one.wanted for one in scores),
        right=sum(one.right for one in scores),
        titles=sum(one.titles for one in scores),
        dated_found=sum(one.dated_found for one in scores),
        dated_wanted=sum(one.dated_wanted for one in scores),
        dated_right=sum(one.dated_right for one in scores),
        same_day=sum(one.same_day for one in scores),
    )


def worst(scores: Iterable[Score], count: int = 5) -> list[Score]:
    """The pages read worst, the worst first."""
    return sorted(scores, key=lambda one: (one.least, one.name))[:count]


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else float(part == whole)
