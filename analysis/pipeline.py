"""From a text to a reading: gate, language, passages, spaCy, decisions."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from analysis import lexicon
from analysis.changes import Setting, changes_of
from analysis.fields import in_field
from analysis.gate import may_pass, windows_of
from analysis.identify import identify
from analysis.passages import ACTS, DATES, LIMITS, TOPICS, Passages, lead, word_count
from analysis.statements import Statement
from analysis.statutes import TOPICS as STATUTORY
from analysis.statutes import has_article, is_statute
from analysis.subjects import (
    UNREAD,
    UNREAD_OF_DATES,
    UNREAD_OF_THE_BODY,
    Subject,
    may_be_subject,
    subjects,
)
from analysis.topic_words import TopicWords
from analysis.types import Change, Mark, Reading
from analysis.unnamed import hinted, marked
from analysis.wording import HEAD, NOTHING, Points, points


def analyse(
    text: str,
    *,
    country: str = "",
    language: str = "",
    published: date | None = None,
    title: str = "",
    gated: bool = True,
    news: Sequence[tuple[int, int]] | None = None,
) -> Reading:
    """Read one text.

    ``country``: alpha-2 or group of the source, the prior for whose rule changes; ``language``: a hint
    (BCP 47); ``published``: for "upon publication"; ``title``: if the text does not begin with it;
    ``gated``: read only what :mod:`analysis.gate` lets through, which changes nothing but the time;
    ``news``: ``(start, end)`` of what is new: changes whose evidence lies wholly outside are left out.
    """
    code = identify(text, language)
    words = TopicWords(text, title, code)
    if gated and _is_silent(text, words):
        return _empty(code)
    worded = _wording(title, text, words) if code in lexicon.supported() else NOTHING
    windows = _windows(text, code, words, worded) if gated else [(0, len(text))]
    if not windows:
        return _empty(code)
    passages = Passages(text, title, code, country, windows, words.folded, words.firm)
    if gated and not _may_be_told(passages, text, code, worded):
        return _empty(code)
    found = _topics(passages, text, title, code, worded)
    if not found:
        return _empty(code)
    setting = Setting(
        text=text,
        country=country,
        language_country=lexicon.language(code).country,
        published=published,
        supported=code in lexicon.supported(),
        worded=worded,
    )
    return _told(found, marked(passages.read(), found, text, title), setting, code, news)


def _is_silent(text: str, words: TopicWords) -> bool:
    """Whether no word of a topic counts in a text too long to be judged by its wording alone."""
    return len(text) > HEAD and not words.telling and not words.titled


def _wording(title: str, text: str, words: TopicWords) -> Points:
    """What the wording speaks for; of a topic that is not named only where all of the text is seen."""
    whole = len(text) <= HEAD
    topics = words.topics if whole else {hit.payload.topic for hit in words.telling}
    return hinted(points(title, text), topics, whole=whole)


def _windows(text: str, language: str, words: TopicWords, worded: Points) -> list[tuple[int, int]]:
    """What is to be read of the text; nothing when it cannot be about any topic."""
    head = len(text) - len(text.lstrip()) + lead(language)
    count = word_count(text, language)
    if not may_pass(words.telling, words.titled, head, count, worded):
        return []
    # Without a word of any topic its wording tells, wherever it stands.
    return windows_of(words.folded, text, language, words.telling) or [(0, len(text))]


def _may_be_told(passages: Passages, text: str, language: str, worded: Points) -> bool:
    """Whether it may be about a topic: by its topic words, then by cues at its head, then by all."""
    words = word_count(text, language)
    steps = (
        ([TOPICS], False, UNREAD),
        ([ACTS], True, UNREAD_OF_THE_BODY),
        ([ACTS], False, UNREAD_OF_DATES),
    )
    return all(
        may_be_subject(passages.outline(*names, head=head), words, unread=unread, worded=worded)
        for names, head, unread in steps
    )


def _topics(
    passages: Passages, text: str, title: str, language: str, worded: Points
) -> list[Subject]:
    """The topics that the text is about."""
    statements = passages.outline(TOPICS, ACTS, DATES, LIMITS)
    statute = _is_statute(text, statements)
    words = word_count(text, language)
    return [
        subject
        for subject in subjects(statements, words, statute=statute, worded=worded)
        if in_field(subject.topic, f"{title}\n{text}", language)
    ]


def _told(
    found: Sequence[Subject],
    statements: Sequence[Statement],
    setting: Setting,
    language: str,
    news: Sequence[tuple[int, int]] | None,
) -> Reading:
    changes = changes_of(found, statements, setting)
    if news is not None:
        changes = [change for change in changes if _touches(change, news)]
    changing = [change for change in changes if change.is_change]
    return Reading(
        language=language,
        supported=setting.supported,
        relevant=True,
        topics=tuple(subject.topic for subject in found),
        countries=tuple(dict.fromkeys(c.country for c in changing if c.country)),
        marks=tuple(_marks(statements)),
        changes=tuple(changing),
    )


def _is_statute(text: str, statements: Sequence[Statement]) -> bool:
    """Whether it is a statute with an article about a topic; looked for only where it matters."""
    return any(has_article(topic, statements) for topic in STATUTORY) and is_statute(text)


def _empty(language: str) -> Reading:
    return Reading(
        language=language,
        supported=language in lexicon.supported(),
        relevant=False,
        topics=(),
        countries=(),
        marks=(),
        changes=(),
    )


def read(text: str, title: str, language: str, country: str) -> list[Statement]:
    """The statements of a text in a known language: a title apart first, then its passages."""
    words = TopicWords(text, title, language)
    windows = windows_of(words.folded, text, language, words.telling) or [(0, len(text))]
    return Passages(text, title, language, country, windows, words.folded, words.firm).read()


def _touches(change: Change, news: Iterable[tuple[int, int]]) -> bool:
    return any(
        quote.start < end and start < quote.end for start, end in news for quote in change.evidence
    )


def _marks(statements: Iterable[Statement]) -> Iterator[Mark]:
    """The marks of the text itself, without those of a title apart."""
    for statement in statements:
        if statement.quotable:
            yield from statement.marks
