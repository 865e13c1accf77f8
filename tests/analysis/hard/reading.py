"""How the hard cases are read: with a title apart, from a source of a known country, on a fixed day."""

from datetime import date

from analysis.pipeline import analyse
from analysis.types import Change, Reading
from data.words import Topic

PUBLISHED = date(2026, 11, 2)


def read(title: str, text: str, language: str = "en", country: str = "") -> Reading:
    """What the analysis says of one publication of 2 November 2026."""
    return analyse(text, title=title, language=language, country=country, published=PUBLISHED)


def change(found: Reading, topic: Topic) -> Change:
    """The only change on a topic."""
    (only,) = (change for change in found.changes if change.topic is topic)
    return only


def page(sentence: str, times: int = 60) -> str:
    """Pages of one sentence: what a report says around the matter."""
    return " ".join([sentence] * times)
