"""A group of links read as entries: titles, days, and what speaks for and against the group."""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from urllib.parse import urlsplit

from lxml import html

from crawler.extract.listing.days import Dated, dates_of
from crawler.extract.listing.groups import Group
from crawler.extract.listing.links import Link
from crawler.extract.listing.pieces import Piece, read_pieces
from crawler.extract.listing.reader import Reader
from crawler.extract.listing.titles import is_code, title_of
from crawler.extract.listing.traits import is_in_heading, is_in_sentence, is_label
from crawler.extract.listing.words import is_document, is_generic, is_paging, without_file_note

_LONG_PATH = re.compile(r"\d{2,}|(?:[^/-]+[-_]){3,}|[?&]\w*id=", re.IGNORECASE)
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)

_MOST_LINKS = 7
_MOST_LINKS_READ = 40
_REPEATED = 0.2


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What of a page is furniture."""

    furniture: AbstractSet[html.HtmlElement]
    likely: AbstractSet[html.HtmlElement]
    """Also what is only called so and is large: it may be the content after all."""


@dataclass(eq=False)
class Entry:
    """One link of a group with what its surroundings say."""

    link: Link
    item: html.HtmlElement
    title: str
    dates: list[Dated]

    @property
    def is_dated(self) -> bool:
        """Whether a date stands beside it (not merely in its title)."""
        return bool(self.dates) and not self.dates[0].is_mention

    @property
    def is_labelled(self) -> bool:
        """Whether a date stands by itself beside it, not in a sentence."""
        return bool(self.dates) and self.dates[0].rank > 0 and not self.dates[0].is_other


@dataclass(eq=False)
class EntryList:
    """Entries in the same place of the page."""

    entries: list[Entry]
    aside: float = 0.0
    """Share of entries that stand in what is called furniture: a box of teasers, a footer."""
    headed: float = 0.0
    """Share of entries whose link is a heading."""
    own: float = 0.0
    """Share of entries whose link says the title itself."""
    labels: float = 0.0
    """Share of entries that lead to a category, a tag or an author."""
    texts: Mapping[html.HtmlElement, Sequence[Piece]] = field(default_factory=dict)
    """What each entry's element says."""
    repeated: frozenset[str] = frozenset()
    """Texts that many of the links have."""

    @cached_property
    def dated(self) -> float:
        """Share of entries with a day beside them."""
        return _share(self.entries, lambda entry: entry.is_dated)


def read_list(group: Group, reader: Reader) -> EntryList:
    """Read a group; page numbers and second links to one address are left out.

    A title may be empty: it may stand beside the entry.
    """
    seen: dict[str, Entry] = {}
    titles: dict[html.HtmlElement, set[str]] = {}
    texts: dict[html.HtmlElement, list[Piece]] = {}
    repeated = _repeated(group.links)
    pairs = list(zip(group.links, group.items, strict=True))
    naming = [(link, item) for link, item in pairs if _names_itself(link, repeated)]
    named = {item for _, item in naming}
    numbered = {item for link, item in pairs if is_code(link.text)}
    numbered -= {item for link, item in naming if not is_code(link.text)}
    numbered &= {item for link, item in pairs if is_document(link.url)}
    for link, item in pairs:
        if item not in texts:
            texts[item] = [] if _is_section(item) else _pieces(item, reader)
        if item in numbered and not is_document(link.url):
            continue  # the number leads to a file of the case, the icon to the document
        if item in named - numbered and not _names_itself(link, repeated):
            continue  # “Summary”, beside the link that has the title
        pieces = texts[item]
        title = title_of(link, pieces, reader, repeated=repeated)
        known = titles.setdefault(item, set())
        if known and title and (title in known or title not in link.text):
            continue  # the same document in another form, or its annex
        known.add(title)
        if not is_paging(link.text) and link.url not in seen:
            dates = dates_of(link, pieces, reader)
            seen[link.url] = Entry(link=link, item=item, title=title, dates=dates)
    return EntryList(entries=list(seen.values()), texts=texts, repeated=repeated)


def _names_itself(link: Link, repeated: AbstractSet[str]) -> bool:
    return link.text not in repeated and not is_generic(without_file_note(link.text))


def _pieces(item: html.HtmlElement, reader: Reader) -> list[Piece]:
    """An entry's texts; those of a row with the cells that reach into it from above."""
    above = reader.tables.reaching.get(item, ())
    return [piece for one in (*above, item) for piece in read_pieces(one)]


def _repeated(links: Sequence[Link]) -> frozenset[str]:
    """Texts that a good part of the links share (“Open the decision”, “in a new window”)."""
    counts = Counter(
        text
        for link in links
        for text in {link.text, *(link.element.get(name, "") for name in ("title", "aria-label"))}
    )
    return frozenset(
        text for text, count in counts.items() if count > max(2, _REPEATED * len(links))
    )


def rate(found: EntryList, *, host: str, page: Surroundings) -> float:
    """0 to 1: how surely these are the entries of an index and not furniture."""
    entries = found.entries
    count = len(entries)
    titles = [entry.title.casefold() for entry in entries]
    words = sum(map(word_count, titles)) / count
    logit = -3.0 + 4.0 * found.dated
    logit += max(-1.5, min(1.8, 0.4 * (words - 3)))
    logit += min(2.0, 0.5 * math.log2(count))
    logit += 0.8 * _share(entries, _is_in_main)
    found.aside = _share(entries, lambda entry: is_in(entry.item, page.likely))
    logit -= 2.0 * found.aside
    logit -= 3.0 * _share(entries, lambda entry: is_in(entry.item, page.furniture))
    logit -= 3.0 * (1 - len(set(titles)) / count)
    logit -= 2.0 * _share(entries, _is_crowded)
    logit += 1.2 * _share(entries, is_deep)
    found.own = _share(entries, _is_own_title)
    logit += 0.8 * found.own
    found.headed = _share(entries, lambda entry: is_in_heading(entry.link))
    found.labels = _share(entries, lambda entry: is_label(entry.link))
    logit += 1.0 * found.headed - 2.5 * found.labels
    logit -= 2.5 * _share(entries, lambda entry: is_in_sentence(entry.link))
    logit -= 1.5 * _share(entries, lambda entry: _is_foreign(entry, host))
    return 1 / (1 + math.exp(-logit))


def _share(entries: Sequence[Entry], holds: Callable[[Entry], bool]) -> float:
    return sum(map(holds, entries)) / len(entries)


def word_count(title: str) -> float:
    """How many words; of scripts without spaces, two characters make one."""
    unspaced = len(_UNSPACED.findall(title))
    return unspaced / 2 + len(_UNSPACED.sub(" ", title).split())


def _is_in_main(entry: Entry) -> bool:
    return any(
        one.tag in ("main", "article") or one.get("role") == "main"
        for one in entry.item.iterancestors()
    )


def _is_own_title(entry: Entry) -> bool:
    """Whether the link says the title itself; the link of a file number beside it does not."""
    return entry.title.casefold() in entry.link.text.casefold()


def is_deep(entry: Entry) -> bool:
    """Whether the address looks like one document's: a file, a number, a long name."""
    parts = urlsplit(entry.link.url)
    tail = f"{parts.path.rstrip('/').rsplit('/', 1)[-1]}?{parts.query}"
    return is_document(entry.link.url) or _LONG_PATH.search(tail) is not None


def _is_crowded(entry: Entry) -> bool:
    """Whether it holds so many links that it is a section, not an entry."""
    return len({anchor.get("href") for anchor in entry.item.iter("a")}) > _MOST_LINKS


def _is_section(item: html.HtmlElement) -> bool:
    """Whether an element is so large that reading it as one entry would be idle work."""
    return sum(1 for _ in islice(item.iter("a"), _MOST_LINKS_READ + 1)) > _MOST_LINKS_READ


def _is_foreign(entry: Entry, host: str) -> bool:
    other = (urlsplit(entry.link.url).hostname or "").removeprefix("www.")
    mine = host.removeprefix("www.")
    return not (other.endswith(mine[-12:]) or mine.endswith(other[-12:]))


def is_in(item: html.HtmlElement, furniture: AbstractSet[html.HtmlElement]) -> bool:
    """Whether an element is furniture or lies in it."""
    return item in furniture or any(one in furniture for one in item.iterancestors())
