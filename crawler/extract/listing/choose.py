"""Which lists of a page are its index. Several may be; menus, teasers and pages to turn are not."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from urllib.parse import urlsplit

from lxml import html

from crawler.extract.listing.entries import Entry, EntryList
from crawler.extract.listing.words import is_document

_LEAST = 0.5
#: If no list reaches that, the best one above this is taken: a page without an index is rare.
_LAST_RESORT = 0.4
#: A second list without dates must be surer than a first one.
_LEAST_BESIDE = 0.6
_SURE = 0.85
_FEW, _MANY = 4, 6
_NEARLY_ALL = 0.7
_FIGURE = re.compile(r"\d+")


def choose_lists(rated: Sequence[tuple[float, EntryList]]) -> list[tuple[float, EntryList]]:
    """The lists that are the page's index, the surest first, without entries in entries."""
    chosen: list[tuple[float, EntryList]] = []
    enough = [one for one in rated if one[0] >= _LEAST]
    likely = [one for one in rated if one[0] >= _LAST_RESORT]
    for certainty, found in sorted(
        enough or sorted(likely, key=_strength)[-1:], key=_strength, reverse=True
    ):
        if chosen and not _belongs(certainty, found, chosen[0][1]):
            continue
        if any(_alternates(found, other) for _, other in chosen):
            continue
        items = {one.item for _, other in chosen for one in other.entries}
        rest = [entry for entry in found.entries if not _overlaps(entry, items)]
        if len(rest) > 0.5 * len(found.entries):
            chosen.append((certainty, EntryList(entries=rest)))
    return chosen


def without_strangers(found: EntryList) -> EntryList:
    """A dated list without undated links to places where no dated entry leads: a help page."""
    dated = [entry for entry in found.entries if entry.is_dated]
    if len(found.entries) < _FEW or len(dated) < _NEARLY_ALL * len(found.entries):
        return found
    counts = Counter(_home(entry) for entry in found.entries)
    days = Counter(_home(entry) for entry in dated)
    homes = {home for home, count in days.items() if count > 0.5 * counts[home]}
    beside = {entry.item.getparent() for entry in dated} if len(found.entries) < _MANY else set()
    kept = [
        entry
        for entry in found.entries
        if _home(entry) in homes or entry.item.getparent() in beside
    ]
    return EntryList(entries=kept, aside=found.aside)


def _home(entry: Entry) -> tuple[str, str]:
    """An address's host and folder, figures aside."""
    parts = urlsplit(entry.link.url)
    return parts.netloc, _FIGURE.sub("0", parts.path.rsplit("/", 1)[0])


def _strength(one: tuple[float, EntryList]) -> float:
    """Sure, long and dated lists first.

    Not those with several links to an entry, which are its annexes, nor teasers.
    """
    certainty, found = one
    records = len({entry.item for entry in found.entries})
    annexed = records / len(found.entries)
    size = math.sqrt(math.sqrt(min(records, 12)))
    texts = len({entry.link.text for entry in found.entries}) / len(found.entries)
    kind = (1 + 0.15 * found.headed) * (1 - 0.5 * found.labels) * (0.85 + 0.15 * texts)
    kind *= 0.85 + 0.15 * found.own
    return kind * annexed * (1 - 0.5 * found.aside) * (1 + found.dated) * certainty * size


def _belongs(certainty: float, found: EntryList, first: EntryList) -> bool:
    """Whether a further list is of the same kind as the first: dated where that is, not aside."""
    if found.aside > first.aside:
        return False
    if first.dated >= 0.5:
        return found.dated >= 0.5 or (certainty >= _SURE and _is_library_above(found, first))
    return certainty >= _LEAST_BESIDE


def _is_library_above(found: EntryList, first: EntryList) -> bool:
    """Whether a list without days is one of files, above a dated list: news beside documents."""
    files = sum(is_document(entry.link.url) for entry in found.entries)
    return files >= 0.8 * len(found.entries) and (
        found.entries[-1].link.place < first.entries[0].link.place
    )


def _alternates(found: EntryList, other: EntryList) -> bool:
    """Whether two lists take turns on the page: the title's link and the file's, of the same records."""
    if not 0.6 < len(found.entries) / len(other.entries) < 1.6 or len(found.entries) < 3:
        return False
    both = [(entry.link.place, True) for entry in found.entries]
    both += [(entry.link.place, False) for entry in other.entries]
    whose = [is_found for _, is_found in sorted(both)]
    turns = sum(before != after for before, after in pairwise(whose))
    return turns > 0.7 * (len(whose) - 1)


def _overlaps(entry: Entry, items: AbstractSet[html.HtmlElement]) -> bool:
    """Whether the entry lies in a chosen one, or holds one."""
    if not items:
        return False
    if entry.item in items or any(one in items for one in entry.item.iterancestors()):
        return True
    return any(one in items for one in entry.item.iterdescendants())
