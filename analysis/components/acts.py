"""Component ``roamwatch_acts``: span group ``acts``: cues of kind, status, direction, duty, scope.

A span's label is ``family:value`` (``kind:repeal``, ``direction:loosening``, ``modality:duty``,
``document:other`` …). A cue that a negation right before it turns round gets the family
``not-kind``, ``not-direction`` …
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from analysis.components.base import passage_of, store
from analysis.components.passage import Marked, Passage
from analysis.lexicon import language as language_file
from analysis.matching import Hit, Matcher, longest

GROUP = "acts"
#: How many characters a negation reaches forward, in front of the cue it turns.
_REACH = 14
#: A word of so many letters between them is what is negated: "not registered will be blocked".
_CONTENT = re.compile(r"\b[a-zа-я]{6,}\b")
#: What stands behind a "no" that is no negation.
_NUMBER = re.compile(r"(?:\.|°|º)\s?\d|\s?\d+[/-]\d")
_TURNED = ("kind", "direction", "status", "modality")

_WIDE = "wide"


@dataclass(frozen=True)
class Cue:
    """What a word says: family and value."""

    family: str
    value: str


_NEW = Cue("kind", "new_rule")
_NEGATION = Cue("modality", "negation")


@dataclass(frozen=True)
class Acts:
    """Stateless but for its configuration and the matcher built from it."""

    language: str
    matcher: Matcher[Cue] = field(repr=False)
    group: str = GROUP

    def __call__(self, doc: Doc) -> Doc:
        """Write the span group."""
        return store(doc, passage_of(doc, self.language), self)

    def find(self, passage: Passage) -> Iterator[Marked]:
        """Mark every cue; in each family the longest wins; negated ones are named so."""
        hits = self.matcher.find(passage.folded, passage.text)
        families: dict[str, list[Hit[Cue]]] = {}
        for hit in hits:
            family = _WIDE if _is_wide(hit) else hit.payload.family
            families.setdefault(family, []).append(hit)
        kept = [hit for group in families.values() for hit in longest(group)]
        kept.sort(key=lambda hit: hit.start)
        return self._marks(kept, passage.bounds, passage.folded.text)

    def _marks(
        self, hits: list[Hit[Cue]], bounds: list[tuple[int, int]], text: str
    ) -> Iterator[Marked]:
        hits = [hit for hit in hits if not _is_number(hit, text)]
        negations = [hit for hit in hits if hit.payload == _NEGATION]
        negations.sort(key=lambda hit: hit.end)
        ends = [hit.end for hit in negations]
        starts = [start for start, _ in bounds]
        for hit in hits:
            cue = hit.payload
            family = cue.family
            if family in _TURNED and cue.value not in (
                "negation",
                "exception",
                "past",
                "unchanged",
            ):
                sentence = bisect_right(starts, hit.start)
                near = slice(bisect_left(ends, hit.start - _REACH), bisect_right(ends, hit.start))
                if any(
                    _turns(negation, hit, text) and bisect_right(starts, negation.start) == sentence
                    for negation in negations[near]
                ):
                    family = f"not-{family}"
            rule = f"acts.{self.language}.{cue.family}.{cue.value}:{hit.pattern[:60]}"
            yield Marked(hit.start, hit.end, f"{family}:{cue.value}", rule)


@Language.factory("roamwatch_acts", default_config={"language": ""}, assigns=["doc.spans"])
def make_acts(nlp: Language, name: str, language: str) -> Acts:
    """Factory; a language without a file marks nothing."""
    return Acts(language, matcher_of(language))


@cache
def matcher_of(language: str) -> Matcher[Cue]:
    """Every cue of one language."""
    return Matcher(list(_cues(language)))


def _cues(language: str) -> Iterator[tuple[str, Cue]]:
    words = language_file(language)
    for kind, entries in words.kinds.items():
        for entry in entries:
            yield entry, Cue("kind", kind.value)
    tables = {
        "status": words.status,
        "direction": words.direction,
        "modality": words.modality,
        "document": words.documents,
        "drafting": words.drafting,
        "no_change": words.no_change,
        "scope": words.scope,
        "voice": words.voice,
    }
    for family, table in tables.items():
        for value in type(table).model_fields:
            for entry in getattr(table, value):
                yield entry, Cue(family, value)


def _is_wide(hit: Hit[Cue]) -> bool:
    """Whether it spans words in between to tell of a new rule.

    "Adopts … the law": whatever more telling stands in between ("amending", "postpones")
    is not swallowed by it.
    """
    return hit.payload == _NEW and "..." in hit.pattern


def _is_number(hit: Hit[Cue], text: str) -> bool:
    """Whether a "no" says number: ``Resolution No. 715``, ``No 12/2026``."""
    return hit.payload == _NEGATION and _NUMBER.match(text, hit.end) is not None


def _turns(negation: Hit[Cue], hit: Hit[Cue], text: str) -> bool:
    """Whether no other word stands between a negation and the cue near behind it."""
    return _CONTENT.search(text, negation.end, hit.start) is None
