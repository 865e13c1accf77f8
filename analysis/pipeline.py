"""From a text to a reading: gate, language, passages, spaCy, decisions."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from analysis import lexicon
from analysis.changes import Setting, changes_of
from analysis.fields import in_field
from analysis.folding import fold
from analysis.gate import may_pass, passages, telling
from analysis.identify import identify
from analysis.passages import ACTS, TOPICS, Passages, lead, word_count
from analysis.statements import Statement
from analysis.statutes import TOPICS as STATUTORY
from analysis.statutes import has_article, is_statute
from analysis.subjects import UNREAD, UNREAD_OF_THE_BODY, may_be_subject, subjects
from analysis.types import Change, Mark, Reading


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

    ``country``: alpha-2 or group of the source, the prior for whose rule changes;
    ``language``: a hint (BCP 47); ``published``: for "upon publication"; ``title``: if the
    text does not begin with it; ``gated``: read only what :mod:`analysis.gate` lets through,
    which changes nothing but the time; ``news``: ``(start, end)`` of what is new in this version
    (None: all of it): changes whose evidence lies wholly outside are left out.
    """
    code = identify(text, language)
    windows = [(0, len(text))]
    if gated:
        windows = _windows(text, title, code)
        if not windows:
            return _empty(code)
    setting = Setting(
        text=text,
        country=country,
        language_country=lexicon.language(code).country,
        published=published,
        supported=code in lexicon.supported(),
    )
    read = Passages(text, title, code, country, windows)
    if gated and not _may_be_told(read, text, code):
        return _empty(code)
    return _decide(setting, code, title, read.read(), news)


def _windows(text: str, title: str, language: str) -> list[tuple[int, int]]:
    """What is to be read of the text; nothing when it cannot be about any topic."""
    folded = fold(text)
    hits = telling(folded, text, language)
    titled = (
        {hit.payload.topic for hit in telling(fold(title), title, language)} if title else set()
    )
    head = len(text) - len(text.lstrip()) + lead(language)
    if not may_pass(hits, titled, head, word_count(text, language)):
        return []
    return passages(folded, text, language, hits) or [(0, min(len(text), lead(language)))]


def _may_be_told(read: Passages, text: str, language: str) -> bool:
    """Whether it may be about a topic, by its topic words alone, then by the cues at its head too."""
    words = word_count(text, language)
    if not may_be_subject(read.read(TOPICS), words, unread=UNREAD):
        return False
    return may_be_subject(read.read([ACTS], head=True), words, unread=UNREAD_OF_THE_BODY)


def _decide(
    setting: Setting,
    language: str,
    title: str,
    statements: Sequence[Statement],
    news: Sequence[tuple[int, int]] | None,
) -> Reading:
    words = word_count(setting.text, language)
    found = [
        subject
        for subject in subjects(statements, words, statute=_is_statute(setting.text, statements))
        if in_field(subject.topic, f"{title}\n{setting.text}", language)
    ]
    changes = changes_of(found, statements, setting)
    if news is not None:
        changes = [change for change in changes if _touches(change, news)]
    changing = [change for change in changes if change.is_change]
    return Reading(
        language=language,
        supported=setting.supported,
        relevant=bool(found),
        topics=tuple(subject.topic for subject in found),
        countries=tuple(dict.fromkeys(c.country for c in changing if c.country)),
        marks=tuple(_marks(statements)) if found else (),
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
    folded = fold(text)
    windows = passages(folded, text, language, telling(folded, text, language))
    if not windows and title:
        windows = [(0, min(len(text), lead(language)))]
    return Passages(text, title, language, country, windows).read()


def _touches(change: Change, news: Iterable[tuple[int, int]]) -> bool:
    return any(
        quote.start < end and start < quote.end for start, end in news for quote in change.evidence
    )


def _marks(statements: Iterable[Statement]) -> Iterator[Mark]:
    """The marks of the text itself, without those of a title apart."""
    for statement in statements:
        if statement.quotable:
            yield from statement.marks
