"""Decision: what a text is about. A word in passing is no subject."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.statements import LEAD, TITLE, Statement
from data.words import Topic

#: Points from which a topic is a subject of the text; see :func:`subjects`.
THRESHOLD = 2.5
#: A topic with less than this share of the strongest one's points is beside it.
_SHARE = 0.3


@dataclass(frozen=True)
class Subject:
    """A topic with its points and the parts that add up to them."""

    topic: Topic
    points: float
    parts: dict[str, float]
    retail: bool


def is_instrument(statements: Sequence[Statement]) -> bool:
    """Whether title or first lines call the text a law, decree, order, decision, consultation …"""
    return any("act" in s.says("document") for s in statements if s.place in (TITLE, LEAD))


def other_kind(statements: Sequence[Statement]) -> float:
    """How much title (1 each) and first lines (0.5 each) call it a report, event, advertisement …"""
    titles = sum("other" in s.says("document") for s in statements if s.place == TITLE)
    leads = sum("other" in s.says("document") for s in statements if s.place == LEAD)
    return min(titles, 1) + min(0.5 * leads, 1.0)


def subjects(statements: Sequence[Statement], words: int) -> list[Subject]:
    """The topics that the text is about, strongest first. ``words`` is the length of the whole text.

    Points: 3 for the title, 1.5 for each of two first sentences, up to 3 for binding
    sentences with the topic (fully for a short text, per 1,000 words for a long one), up
    to 3 for words of the topic per 1,000 words; 1.5 more for a binding sentence of an
    instrument that is no book; 2 less for texts that are no instruments by their title.
    """
    found = [
        subject
        for topic in Topic
        if (subject := _weigh(topic, statements, words)).points >= THRESHOLD
    ]
    found.sort(key=lambda subject: -subject.points)
    return [s for s in found if s.points >= _SHARE * found[0].points or s.parts["title"]]


def _weigh(topic: Topic, statements: Sequence[Statement], words: int) -> Subject:
    about = [s for s in statements if s.about(topic)]
    thousands = max(words, 250) / 1000
    hits = sum(s.values("topics").count(topic.value) for s in about)
    coupled = sum(s.binding and not s.old for s in about if s.place != TITLE)
    duties = sum("duty" in s.says("modality") and not s.old for s in about)
    instrument = is_instrument(statements) and words < 25_000
    parts = {
        "title": 3.0 * any(s.place == TITLE for s in about),
        "lead": 1.5 * min(sum(s.place == LEAD for s in about), 2),
        "binding": min(coupled / max(thousands / 2, 1.0), 3.0),
        "density": min(hits / thousands, 3.0) if words > 400 else min(hits, 3.0),
        "instrument": 1.5 * (instrument and duties > 0),
        "other": -2.0 * min(other_kind(statements), 1.0),
    }
    retail = sum(f"{topic}:retail" in s.values("topics") for s in about)
    return Subject(
        topic, sum(parts.values()) if about else 0.0, parts, retail * 2 >= len(about) > 0
    )
