"""Lists: filters as plain links, words from the address that may be anything, and paging."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from data import countries
from webapp.wording import country_name, label


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
        return next((choice.text for choice in self.choices if choice.active), "All")

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


def country_arg() -> str:
    """The country or group that the address names, else empty."""
    code = request.args.get("country", "").upper()
    return code if countries.is_country(code) or countries.is_group(code) else ""


def page_of(total: int, *, size: int) -> Page:
    """The page that the address asks for, or the nearest that exists."""
    asked = request.args.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    last = max(1, -(-total // size))
    return Page(number=min(max(number, 1), last), size=size, total=total)


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
        Choice(text="All", href=here(**{name: "", "page": ""}), active=not chosen),
        *(
            Choice(
                text=(labels or {}).get(word) or label(word),
                href=here(**{name: word, "page": ""}),
                active=word == chosen,
                count=None if counts is None else counts.get(word, 0),
            )
            for word in shown
        ),
    ]
    return FilterGroup(title=title, choices=tuple(choices))


def show_filter(counts: Mapping[str, int], labels: Mapping[str, str]) -> FilterGroup:
    """Links that narrow a list to one of its kinds, by the address's word ``show``."""
    chosen = word_arg("show", labels)
    return filter_group("Show", "show", labels, chosen=chosen, counts=counts, labels=labels)


def country_filter(codes: Iterable[str], *, chosen: str) -> FilterGroup:
    """Links for every country that the list knows, by name; folded, as there are many."""
    known = sorted({*codes, *([chosen] if chosen else [])}, key=country_name)
    choices = [
        Choice(text="All", href=here(country="", page=""), active=not chosen),
        *(
            Choice(text=country_name(code), href=here(country=code, page=""), active=code == chosen)
            for code in known
        ),
    ]
    return FilterGroup(title="Country", choices=tuple(choices), folded=len(known) > 8)
