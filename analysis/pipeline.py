"""From a text to a reading: gate, language, passages, spaCy, decisions."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from analysis import lexicon
from analysis.changes import Setting, changes_of
from analysis.components import GROUPS, build
from analysis.components.sentences import typical_line
from analysis.fields import in_field
from analysis.folding import fold
from analysis.gate import may_pass, passages, telling
from analysis.identify import identify
from analysis.statements import LEAD, TITLE, Statement, read_statements
from analysis.statutes import is_statute
from analysis.subjects import subjects
from analysis.types import Change, Mark, Reading

_LEAD_WORDS = 250
_LONGEST_TITLE = 300
#: A character of a script without spaces stands for about half a word, of another for a sixth.
_CHARS_PER_WORD = {"zh": 1.7, "ja": 2.0, "ko": 3.0, "th": 5.0}


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
    return _decide(setting, code, title, list(_read(text, title, code, country, windows)), news)


def _windows(text: str, title: str, language: str) -> list[tuple[int, int]]:
    """What is to be read of the text; nothing when it cannot be about any topic."""
    folded = fold(text)
    hits = telling(folded, text, language)
    titled = (
        {hit.payload.topic for hit in telling(fold(title), title, language)} if title else set()
    )
    head = len(text) - len(text.lstrip()) + _lead(language)
    if not may_pass(hits, titled, head, word_count(text, language)):
        return []
    return passages(folded, text, language, hits) or [(0, min(len(text), _lead(language)))]


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
        for subject in subjects(statements, words, statute=is_statute(setting.text))
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


def word_count(text: str, language: str) -> int:
    """Roughly, by the characters."""
    return round(len(text) / _CHARS_PER_WORD.get(language, 6.0))


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


def read(text: str, title: str, language: str, country: str) -> Iterator[Statement]:
    """The statements of a text in a known language: a title apart first, then its passages."""
    folded = fold(text)
    windows = passages(folded, text, language, telling(folded, text, language))
    if not windows and title:
        windows = [(0, min(len(text), _lead(language)))]
    return _read(text, title, language, country, windows)


def _read(
    text: str, title: str, language: str, country: str, windows: Sequence[tuple[int, int]]
) -> Iterator[Statement]:
    nlp = build(language)
    typical = typical_line(text)
    places, apart = _places(text, title, _lead(language))
    pieces = [(-1, title)] if apart else []
    pieces += [(start, text[start:end]) for start, end in windows]
    for offset, piece in pieces:
        doc = nlp.make_doc(piece)
        doc.user_data |= {"country": country, "text": piece, "typical_line": typical}
        for _, component in nlp.pipeline:
            doc = component(doc)
        yield from read_statements(doc, offset=offset, groups=GROUPS, places=places)


def _lead(language: str) -> int:
    """How many characters the first paragraphs have."""
    return round(_LEAD_WORDS * _CHARS_PER_WORD.get(language, 6.0))


def _places(text: str, title: str, first: int) -> tuple[list[tuple[int, str]], bool]:
    """Where title and lead of ``first`` characters end, and whether the title stands apart."""
    begin = len(text) - len(text.lstrip())
    lead = (begin + first, LEAD)
    if title:
        at = text.find(title[:80], 0, 500) if len(title) > 8 else -1
        if at < 0:
            return [lead], True
        return [(at, LEAD), (at + len(title), TITLE), lead], False
    line = text.find("\n", begin)
    if 0 <= line <= begin + _LONGEST_TITLE:
        return [(line, TITLE), lead], False
    return [lead], False


def _touches(change: Change, news: Iterable[tuple[int, int]]) -> bool:
    return any(
        quote.start < end and start < quote.end for start, end in news for quote in change.evidence
    )


def _marks(statements: Iterable[Statement]) -> Iterator[Mark]:
    """The marks of the text itself, without those of a title apart."""
    for statement in statements:
        if statement.quotable:
            yield from statement.marks
