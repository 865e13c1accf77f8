"""Lists: filters as plain links, words from the address that may be anything, and paging."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from flask import request, url_for

from data import countries
from webapp.language import gettext
from webapp.wording.filters import country_name, label, said

Row = TypeVar("Row")
#: Stands for a country in an address; no country, and with an equals sign before it no other word.
_ANY_CODE = "ANY"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One link of a filter."""

    text: str
    href: str
    active: bool
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class FilterGroup:
    """One filter: its name and its links. ``folded`` ones have many and open on demand."""

    title: str
    choices: tuple[Choice, ...]
    folded: bool = False

    @property
    def chosen(self) -> str:
        """The text of the active link."""
        return next((choice.text for choice in self.choices if choice.active), gettext("All"))

    @property
    def narrowed(self) -> bool:
        """Whether anything but the first link (“all”) is active."""
        return not self.choices[0].active


@dataclass(frozen=True, kw_only=True)
class Page:
    """A stretch of a list: ``first`` to ``last`` (counted from 1) of ``total``."""

    number: int
    size: int
    total: int
    more: bool = False
    """Whether there are more than ``total``, which the list does not show."""

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """How many items stand before this page."""
        return (self.number - 1) * self.size

    @property
    def first(self) -> int:
        """The first item's place; 0 in an empty list."""
        return min(self.offset + 1, self.total)

    @property
    def last(self) -> int:
        """The last item's place."""
        return min(self.offset + self.size, self.total)

    @property
    def previous_href(self) -> str:
        """Address of the page before; empty on the first."""
        return here(page=self.number - 1) if self.number > 1 else ""

    @property
    def next_href(self) -> str:
        """Address of the page after; empty on the last."""
        return here(page=self.number + 1) if self.number < self.pages else ""


def here(**changed: Any) -> str:
    """This page's address with some of its words changed; an empty word goes away."""
    words = {**request.args.to_dict(), **changed}
    kept = {name: value for name, value in words.items() if value not in ("", None)}
    return url_for(request.endpoint or "", **{**kept, **(request.view_args or {})})


def word_arg(name: str, allowed: Collection[str]) -> str:
    """The word that the address gives for ``name`` if it is one of ours, else empty: any."""
    word = request.args.get(name, "")
    return word if word in allowed else ""


def number_arg(name: str) -> int:
    """The row's number that the address gives for ``name``; 0, which no row has, for anything else."""
    word = request.args.get(name, "")
    return int(word) if word.isascii() and word.isdigit() and len(word) < 10 else 0


def country_arg() -> str:
    """The country or group that the address names, else empty."""
    code = request.args.get("country", "").upper()
    return code if countries.is_country(code) or countries.is_group(code) else ""


def days_arg() -> tuple[date, date] | None:
    """The first and last day that the address names: ``days=2027-01-14``, or with ``/`` between two."""
    first, _, last = request.args.get("days", "").partition("/")
    try:
        found = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        return None
    return found if found[0] <= found[1] else None


def days_words(first: date, last: date) -> str:
    """The same for an address."""
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def since_arg() -> datetime | None:
    """The moment that the address names by ``since=2026-11-27T17:40:00Z``; without a zone it is UTC."""
    try:
        found = datetime.fromisoformat(request.args.get("since", ""))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def since_words(moment: datetime) -> str:
    """The same for an address."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def page_of(total: int, *, size: int, more: bool = False) -> Page:
    """The page that the address asks for, or the nearest that exists."""
    asked = request.args.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    last = max(1, -(-total // size))
    return Page(number=min(max(number, 1), last), size=size, total=total, more=more)


def page_rows(rows: Sequence[Row], *, size: int) -> tuple[Page, Sequence[Row]]:
    """The same of rows that are all at hand: the page, and its rows."""
    page = page_of(len(rows), size=size)
    return page, rows[page.offset : page.last]


def filter_group(
    title: str,
    name: str,
    words: Iterable[str],
    *,
    chosen: str,
    counts: Mapping[str, int] | None = None,
    labels: Mapping[str, str] | None = None,
) -> FilterGroup:
    """Links for “any” and for each word that would show something (or is chosen now).

    Without ``counts`` every word has its link, and none says how much it would show.
    """
    shown = [word for word in words if counts is None or counts.get(word) or word == chosen]
    choices = [
        Choice(text=gettext("All"), href=here(**{name: "", "page": ""}), active=not chosen),
        *(
            Choice(
                text=said((labels or {}).get(word, "")) or label(word),
                href=here(**{name: word, "page": ""}),
                active=word == chosen,
                count=None if counts is None else counts.get(word, 0),
            )
            for word in shown
        ),
    ]
    return FilterGroup(title=said(title), choices=tuple(choices))


def chosen_filter(title: str, name: str, shown: str) -> FilterGroup:
    """What a link from elsewhere has chosen, with the way back to all."""
    everything = Choice(text=gettext("All"), href=here(**{name: "", "page": ""}), active=False)
    return FilterGroup(
        title=said(title), choices=(everything, Choice(text=shown, href=here(page=""), active=True))
    )


def show_filter(counts: Mapping[str, int], labels: Mapping[str, str]) -> FilterGroup:
    """Links that narrow a list to one of its kinds, by the address's word ``show``."""
    chosen = word_arg("show", labels)
    return filter_group("Show", "show", labels, chosen=chosen, counts=counts, labels=labels)


def country_filter(
    codes: Iterable[str], *, chosen: str, counts: Mapping[str, int] | None = None
) -> FilterGroup:
    """Links for every country that the list knows, by name; folded, as there are many."""
    known = sorted({*codes, *([chosen] if chosen else [])}, key=country_name)
    # Made once and filled in: two hundred addresses made one by one take a tenth of a page's time.
    pattern = here(country=_ANY_CODE, page="")
    choices = [
        Choice(text=gettext("All"), href=here(country="", page=""), active=not chosen),
        *(
            Choice(
                text=country_name(code),
                href=pattern.replace(f"country={_ANY_CODE}", f"country={code}"),
                active=code == chosen,
                count=None if counts is None else counts.get(code, 0),
            )
            for code in known
        ),
    ]
    return FilterGroup(title=gettext("Country"), choices=tuple(choices), folded=len(known) > 8)
