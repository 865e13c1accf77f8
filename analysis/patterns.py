"""The little pattern language of the lexicon files.

- words stand as in a dictionary; case, diacritics, hyphens and line breaks play no part;
- ``word*`` / ``*word``: more letters may follow / come before (inflection, compounds);
- ``(a|b)``: alternatives; ``(a)?``: optional; parentheses may nest;
- ``a ... b``: up to 60 characters of the same sentence may lie between;
- ``=eSIM``: exactly this spelling, capitals included (no other signs then);
- ``<n>`` a number, ``<unit>`` a unit of time, ``<ord>`` an ordinal (limit and date patterns).

A pattern has edges where its letters have edges: in a script with spaces it matches
whole words, in one without it matches anywhere. Arabic words match with the article and
the particles that are written onto them: قرار also finds القرار, بقرار, وللقرار.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from analysis.arabic import ARABIC_WORD, PROCLITIC_WIDTH, stem_of, with_proclitics
from analysis.folding import SEAM, fold
from analysis.letters import SPACELESS

#: Up to 60 characters of one sentence. The dot of ``1. August``, ``Art. 5`` and ``2.500`` ends none.
_GAP = r"(?:[^\n.;!?]|(?<=\d)(?<!\d\d\d)\.|\.(?= ?\d)){0,60}?"
_LETTERS = r"\w*"
#: Not between two letters of one word. Folding puts a seam between letters with and without spaces.
_EDGE = r"(?:(?<!\w)|(?!\w))"
_SPACELESS = re.compile(rf"[{SPACELESS}]")
#: Where Latin letters may stand beside others: ``境外(SIM|物联网)卡``.
_SEAMED = re.compile(rf"[{SPACELESS}\uac00-\ud7a3]")
_TOKEN = re.compile(r"\s?\.\.\.\s?|<\w+>|\)\?|[()|*]|[^()|*<.]+|.")


class PatternError(ValueError):
    """A pattern of a lexicon file cannot be read; the message quotes it."""


@dataclass(frozen=True)
class Text:
    """Letters as they stand in the folded text."""

    text: str


@dataclass(frozen=True)
class Mark:
    """``*``, ``...`` or a slot's name."""

    name: str


@dataclass(frozen=True)
class Group:
    """Alternatives, each a sequence of parts."""

    choices: tuple["Parts", ...]
    optional: bool


Parts = tuple[Text | Mark | Group, ...]
Letters = tuple[tuple[str, ...], ...]
"""For each part of a pattern the letters of which one stands in every match."""


@dataclass(frozen=True)
class Pattern:
    """A pattern as read. ``exact`` holds the required spelling of a ``=`` pattern."""

    source: str
    parts: Parts
    exact: str = ""

    @property
    def literal(self) -> bool:
        """Whether it is plain letters, for which the automaton needs no expression."""
        return all(isinstance(part, Text) and not _arabic(part.text) for part in self.parts)

    def literals(self) -> Mapping[str, int]:
        """Letters of which every match holds one, and how far before them a match may begin."""
        found = _keys(self.parts)
        if not found:
            raise PatternError(f"no letters to look for in {self.source!r}")
        return found

    @cached_property
    def beside(self) -> tuple[Letters, Letters]:
        """Letters of the parts in front of the key's and of those behind it: every match holds some of each.

        The surest, which are the longest, first.
        """
        keys = self.literals()
        found = [_keys((part,)) for part in self.parts]
        key = next(index for index, letters in enumerate(found) if letters.keys() == keys.keys())
        front, back = (
            [tuple(letters) for letters in side if letters and not letters.keys() & keys.keys()]
            for side in (found[:key], found[key + 1 :])
        )
        return tuple(sorted(front, key=_longest)), tuple(sorted(back, key=_longest))

    @property
    def width(self) -> int:
        """The most characters that a match may have."""
        return sum(map(_width, self.parts)) + len(self.parts)

    def check(self, slots: Mapping[str, str]) -> None:
        """Raise :class:`PatternError` for a slot that is not known here."""
        for name in _slots(self.parts):
            if name not in slots:
                raise PatternError(f"unknown slot <{name}> in {self.source!r}")

    def expression(self, slots: Mapping[str, str]) -> str:
        """A regular expression over folded text; slots become named groups."""
        edge = _EDGE if is_edged(self.source) else ""
        seam = f"{SEAM}?" if _SEAMED.search(self.source) else ""
        return edge + _expression(self.parts, slots, edge, seam) + edge


def _longest(letters: Sequence[str]) -> int:
    return -min(map(len, letters))


def is_edged(source: str) -> bool:
    """Whether a pattern matches whole words only."""
    return not _SPACELESS.search(source)


@cache
def parse(source: str) -> Pattern:
    """Read one pattern; raise :class:`PatternError` with the pattern in it."""
    if source.startswith("="):
        letters = source[1:]
        return Pattern(source, (Text(fold(letters).text),), exact=letters)
    plain = fold(source).text.strip()
    if _SPACELESS.search(plain):
        plain = re.sub(r" ?\.\.\. ?", "...", plain)  # no space need stand beside the gap
    tokens = _TOKEN.findall(plain)
    parts, rest = _sequence(tokens, 0, source)
    if rest != len(tokens) or not parts:
        raise PatternError(f"unbalanced parentheses in {source!r}")
    return Pattern(source, parts)


def _sequence(tokens: list[str], index: int, source: str) -> tuple[Parts, int]:
    """The parts from ``index`` to the end or to a ``|`` or ``)``, and where that is."""
    parts: list[Text | Mark | Group] = []
    while index < len(tokens) and tokens[index] not in ("|", ")", ")?"):
        sign = tokens[index]
        index += 1
        if sign == "(":
            group, index = _group(tokens, index, source)
            parts.append(group)
        elif sign == "*" or sign.strip() == "..." or sign.startswith("<"):
            parts.append(Mark(sign.strip(" <>")))
        elif parts and isinstance(parts[-1], Text):
            parts[-1] = Text(parts[-1].text + sign)  # "SGP.32" comes in pieces
        else:
            parts.append(Text(sign))
    return tuple(_attach_spaces(parts)), index


def _group(tokens: list[str], index: int, source: str) -> tuple[Group, int]:
    choices: list[Parts] = []
    while True:
        parts, index = _sequence(tokens, index, source)
        choices.append(parts)
        if index == len(tokens):
            raise PatternError(f"unbalanced parentheses in {source!r}")
        index += 1
        if tokens[index - 1] != "|":
            break
    filled = tuple(choice for choice in choices if choice)
    return Group(filled, tokens[index - 1] == ")?" or len(filled) < len(choices)), index


def _attach_spaces(parts: list[Text | Mark | Group]) -> Iterator[Text | Mark | Group]:
    """``a (b)? c`` → ``a( b)? c``, so that what is left out takes its space along."""
    for index, part in enumerate(parts):
        before = parts[index - 1] if index else None
        after = parts[index + 1] if index + 1 < len(parts) else Text(" ")
        if isinstance(part, Group) and part.optional and not _has_space(part):
            spaced = isinstance(after, Text) and after.text.startswith(" ")
            if isinstance(before, Text) and before.text.endswith(" ") and spaced:
                yield Group(tuple((Text(" "), *choice) for choice in part.choices), True)
                continue
            if before is None and spaced and len(parts) > 1:
                yield Group(tuple((*choice, Text(" ")) for choice in part.choices), True)
                continue
        yield _trimmed(parts, index)


def _trimmed(parts: list[Text | Mark | Group], index: int) -> Text | Mark | Group:
    """A text without the spaces that its optional neighbours took."""
    part = parts[index]
    if not isinstance(part, Text):
        return part
    text = part.text
    after = parts[index + 1 : index + 3]
    follows = after[1] if len(after) > 1 else Text(" ")
    if (
        text.endswith(" ") and after and isinstance(after[0], Group) and after[0].optional
        and not _has_space(after[0]) and isinstance(follows, Text) and follows.text.startswith(" ")
    ):  # fmt: skip
        text = text[:-1]
    first = parts[0]
    if index == 1 and isinstance(first, Group) and first.optional and not _has_space(first):
        text = text.removeprefix(" ")
    return Text(text)


def _has_space(group: Group) -> bool:
    """Whether the alternatives bring their own space: ``(the )?`` or ``( of)?``."""
    ends = [part for choice in group.choices for part in (choice[0], choice[-1])]
    return any(
        isinstance(part, Text) and (part.text.startswith(" ") or part.text.endswith(" "))
        for part in ends
    )


def _keys(parts: Parts) -> dict[str, int]:
    best: dict[str, int] = {}
    before = 0
    for part in parts:
        found: dict[str, int] = {}
        if isinstance(part, Text) and part.text.strip():
            key, lead = _key(part.text)
            found = {key: before + lead} if key else {}
        elif isinstance(part, Group) and not part.optional:
            each = [_keys(choice) for choice in part.choices]
            if all(each):
                for keys in each:
                    for key, inside in keys.items():
                        found[key] = max(found.get(key, 0), before + inside)
        if found and (not best or min(map(len, found)) > min(map(len, best))):
            best = found
        before += _width(part) + 1  # a seam
    return best


def _key(text: str) -> tuple[str, int]:
    """Letters that stand in every match of ``text``, and how far before them it may begin."""
    if not _arabic(text):
        return text.strip(), len(text) - len(text.lstrip())
    word = max(ARABIC_WORD.finditer(text), key=lambda match: len(stem_of(match.group())))
    stem = stem_of(word.group())
    return stem, _width(Text(text[: word.end()])) - len(stem)


def key_of(text: str) -> tuple[str, bool]:
    """The key within the letters of a part, and whether it is all of them but for spaces."""
    return _key(text)[0], not _arabic(text)


def _arabic(text: str) -> bool:
    return ARABIC_WORD.search(text) is not None


def _width(part: Text | Mark | Group) -> int:
    """The most characters that a part may take."""
    if isinstance(part, Text):
        return len(part.text) + PROCLITIC_WIDTH * len(ARABIC_WORD.findall(part.text))
    if isinstance(part, Group):
        return max((sum(map(_width, choice)) + len(choice) for choice in part.choices), default=0)
    return {"*": 40, "...": 60}.get(part.name, 70)


def _slots(parts: Parts) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Group):
            for choice in part.choices:
                yield from _slots(choice)
        elif isinstance(part, Mark) and part.name not in ("*", "..."):
            yield part.name


def _expression(parts: Parts, slots: Mapping[str, str], edge: str, seam: str) -> str:
    written: list[str] = []
    for part in parts:
        if isinstance(part, Text):
            written.append(ARABIC_WORD.sub(with_proclitics, re.escape(part.text)))
        elif isinstance(part, Group):
            choices = "|".join(_expression(choice, slots, edge, seam) for choice in part.choices)
            written.append(f"(?:{choices})" + "?" * part.optional)
        elif part.name == "*":
            written.append(_LETTERS)
        elif part.name == "...":
            written.append(edge + _GAP + edge)
        else:
            written.append(f"(?P<{part.name}>{slots[part.name]})")
    return seam.join(written)
