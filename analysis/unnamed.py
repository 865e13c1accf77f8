"""Where a text speaks of a subject that it never names: the sentences whose wording says most."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from analysis.statements import Statement
from analysis.subjects import Subject
from analysis.types import Mark
from analysis.wording import HEAD, Points, spoken, telling_terms
from data.words import Topic

#: At most so many sentences, each with at least this share of what the strongest says.
_MOST, _SHARE = 3, 0.5
_TERMS = 4
#: What a topic loses of its points in a text without any word of it. Of 1,125 passages cut by chance
#: from 172 real publications (counted once), six have more on another topic than data.
_UNHINTED = 0.5
#: Whoever speaks of the protection of data speaks as rules on where it is kept do.
_NEVER = f"topic {Topic.DATA_LOCALISATION}"


def hinted(worded: Points, topics: Collection[Topic], *, whole: bool) -> Points:
    """The points, fewer for a topic of which not even a word stands that is weak by itself.

    ``whole``: the points are of all of the text, not of the beginning of a long one, where
    they count for nothing by themselves. Decisions on frequencies, fees or boards are worded
    somewhat as decisions on numbers are.
    """
    unhinted = {f"topic {topic}" for topic in Topic if topic not in topics}
    return {
        choice: _unhinted(choice, value, whole) if choice in unhinted and value > 0.0 else value
        for choice, value in worded.items()
    }


def _unhinted(choice: str, value: float, whole: bool) -> float:
    return max(value - _UNHINTED, 0.0) if whole and choice != _NEVER else 0.0


def marked(
    statements: Sequence[Statement], found: Iterable[Subject], text: str, title: str
) -> list[Statement]:
    """The statements, with a mark of each topic that is not named in those that speak most for it.

    Such a topic has no word of its own in the text. A statement of the beginning is marked
    as a whole; the rule names its telling terms. Without one that speaks for the topic the
    first is marked, so that every reading has its quote.
    """
    kept = list(statements)
    for topic in (subject.topic for subject in found if subject.unnamed):
        for place in _speaking(kept, topic, text, title):
            statement = kept[place]
            terms = ", ".join(
                telling_terms(_words(statement, text, title), f"topic {topic}", _TERMS)
            )
            mark = Mark(
                group="topics",
                value=topic.value,
                rule=f"{topic}.wording:{terms}"[:100],
                start=max(statement.start, 0),
                end=max(statement.end, 0),
            )
            marks = sorted((*statement.marks, mark), key=lambda mark: mark.start)
            kept[place] = replace(statement, marks=tuple(marks))
    return kept


def _speaking(statements: Sequence[Statement], topic: Topic, text: str, title: str) -> list[int]:
    said = [
        (spoken(_words(statement, text, title), f"topic {topic}"), -place)
        for place, statement in enumerate(statements)
        if statement.start < HEAD
    ]
    ranked = sorted(said, reverse=True)
    least = ranked[0][0] * _SHARE if ranked else 0.0
    return [-place for value, place in ranked[:_MOST] if value >= least]


def _words(statement: Statement, text: str, title: str) -> str:
    return text[statement.start : statement.end] if statement.quotable else title
