"""Component ``roamwatch_limits``: span group ``limits``: numbers of days with their shape.

A span's label is ``shape:days:window:per`` (``cumulative:60:120:sim``); days or window
are empty where there are none, per where the sentence does not say.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from analysis.components.base import (
    in_days,
    number_of,
    passage_of,
    slots,
    store,
    unit_of,
)  # fmt: skip
from analysis.components.passage import Marked, Passage
from analysis.lexicon import LIMIT_SHAPES
from analysis.lexicon import language as language_file
from analysis.matching import Hit, Matcher

GROUP = "limits"
#: Stands where the shape would in what is no limit any more.
OLD = "old"
_ORDER = ("ban", "cumulative", "calendar_year", "consecutive", "share", "plain")
_PER = ("per_imei", "per_imsi", "per_sim")


@dataclass(frozen=True)
class Limits:
    """Stateless but for its configuration and the matcher built from it."""

    language: str
    matcher: Matcher[str] = field(repr=False)
    group: str = GROUP

    def __call__(self, doc: Doc) -> Doc:
        """Write the span group."""
        return store(doc, passage_of(doc, self.language), self)

    def find(self, passage: Passage) -> Iterator[Marked]:
        """Mark each limit once, under its most telling shape."""
        starts = [start for start, _ in passage.bounds]
        sentences: dict[int, list[Hit[str]]] = {}
        for hit in self.matcher.find(passage.folded, passage.text):
            sentences.setdefault(bisect_right(starts, hit.start), []).append(hit)
        for hits in sentences.values():
            yield from self._in_sentence(hits)

    def _in_sentence(self, hits: list[Hit[str]]) -> Iterator[Marked]:
        has_context = any(hit.payload == "context" for hit in hits)
        taken: list[Hit[str]] = []
        for shape in _ORDER:
            # What names two lengths, the old and the new or a limit and its window, says more.
            here = [hit for hit in hits if hit.payload == shape]
            for hit in sorted(here, key=lambda hit: not hit.groups.get("m")):
                clash = any(hit.start < other.end and other.start < hit.end for other in taken)
                if clash or (shape == "plain" and not has_context):
                    continue
                if unit_of(self.language, hit.groups.get("unit") or "") == "working_day":
                    continue  # a term of procedure
                taken.append(hit)
                yield self._mark(hit, _counted_per(hit, hits))
                yield from self._before(hit)

    def _before(self, hit: Hit[str]) -> Iterator[Marked]:
        """The limit that a raised or lowered one had before: ``from <m> <window> to <n> <unit>``."""
        count = number_of(self.language, hit.groups.get("m") or "")
        if hit.payload == "plain" and count:
            unit = hit.groups.get("window") or hit.groups.get("unit") or ""
            days = in_days(count, unit_of(self.language, unit))
            yield Marked(hit.start, hit.end, f"{OLD}:{days}::", f"limits.{self.language}.{OLD}")

    def _mark(self, hit: Hit[str], per: str) -> Marked:
        groups = hit.groups
        count = number_of(self.language, groups.get("n") or "")
        unit = groups.get("unit")
        days = str(in_days(count, unit_of(self.language, unit))) if count and unit else ""
        window_count = number_of(self.language, groups.get("m") or "")
        window_unit = groups.get("window")
        window = (
            str(in_days(window_count, unit_of(self.language, window_unit)))
            if window_count and window_unit and hit.payload == "cumulative"
            else ""
        )
        value = f"{LIMIT_SHAPES[hit.payload]}:{days}:{window}:{per}"
        return Marked(
            hit.start, hit.end, value, f"limits.{self.language}.{hit.payload}:{hit.pattern[:60]}"
        )


@Language.factory("roamwatch_limits", default_config={"language": ""}, assigns=["doc.spans"])
def make_limits(nlp: Language, name: str, language: str) -> Limits:
    """Factory; a language without a file marks nothing."""
    return Limits(language, matcher_of(language))


@cache
def matcher_of(language: str) -> Matcher[str]:
    """Every limit wording of one language, and the words beside them."""
    words = language_file(language).limits
    return Matcher(
        ((entry, name) for name in type(words).model_fields for entry in getattr(words, name)),
        slots(language),
    )


def _counted_per(hit: Hit[str], hits: list[Hit[str]]) -> str:
    """What the nearest word says: ``imei``, ``imsi`` or ``sim``; empty when none is there."""
    near = min(
        (other for other in hits if other.payload in _PER),
        key=lambda other: abs(other.start - hit.start),
        default=None,
    )
    return near.payload.removeprefix("per_") if near else ""
