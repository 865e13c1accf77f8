"""Which lists of a page are its index. Several may be; menus, teasers and pages to turn are not."""

import math
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from lxml import html

from crawler.extract.listing.entries import Entry, EntryList

_LEAST = 0.5
#: If no list reaches that, the best one above this is taken: a page without an index is rare.
_LAST_RESORT = 0.25
#: A second list without dates must be surer than a first one.
_LEAST_BESIDE = 0.6


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


def _strength(one: tuple[float, EntryList]) -> float:
    """Sure, long and dated lists first.

    Not those with several links to an entry, which are its annexes, nor teasers.
    """
    certainty, found = one
    records = len({entry.item for entry in found.entries})
    annexed = records / len(found.entries)
    size = math.sqrt(math.sqrt(min(records, 12)))
    return annexed * (1 - 0.5 * found.aside) * (1 + found.dated) * certainty * size


def _belongs(certainty: float, found: EntryList, first: EntryList) -> bool:
    """Whether a further list is of the same kind as the first: dated where that is, not aside."""
    if found.aside > first.aside:
        return False
    if first.dated >= 0.5:
        return found.dated >= 0.5
    return certainty >= _LEAST_BESIDE


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
