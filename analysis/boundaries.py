"""Where sentences begin in a raw text, also in gazettes and PDFs with broken lines."""

import re
from bisect import bisect_right
from functools import cache

from analysis.lexicon import language as language_file

_END = re.compile(r"(?:[.!?।؟۔]+|[:;]+[ \t]*\n\s*)[\"'”’»)\]]*(?=\s)|[。！？；]+[」』”）]*\s*")
_BREAK = re.compile(
    r"\n[ \t\u3000]*(?=\n|[-–•▪*●◦#|(\[\"“«]|\d+[.)\-]|[A-Za-zÀ-ÿ]{1,3}[.)]\s|[IVX]+[.)\s]|§|Art|ART|Sec"
    # Numbered as in China, Taiwan, Japan and Korea: 第三条, 三、, （三）, ①, 가., 제3조, □, ㅇ.
    r"|第|[一二三四五六七八九十]{1,3}、|[（【〔「『□■○◯◇◆△※＊①-⑳㉠-㉻ㅇ]|[가나다라마바사아자차카타파하]\."
    r"|제\d|\d{1,2}[\u3000、])"
)
_SHORT_LINE = re.compile(r"\n[ \t\u3000]*(?=\S)")
#: A Korean date: its dots end no sentence.
_DOTTED_DATE = re.compile(r"(?:\d{4}|['’‘]\d\d)\.\s?\d{1,2}\.\s?(?:\d{1,2}\.?)?")


@cache
def _abbreviation(language: str) -> re.Pattern[str]:
    words = language_file(language).sentences.abbreviations
    known = "|".join(re.escape(word.removesuffix(".")) for word in words)
    single = r"\b[^\W\d_]|\b(?:[^\W\d_]\.)+[^\W\d_]"
    ordinal = r"|\b\d{1,3}" if language_file(language).sentences.ordinal_dot else ""
    return re.compile(
        rf"(?:{single}{ordinal}{'|' + chr(92) + 'b(?:' + known + ')' if known else ''})\.$",
        re.IGNORECASE,
    )


def sentence_starts(text: str, language: str, typical: float | None = None) -> list[int]:
    """Offsets at which sentences after the first begin, in order.

    ``typical``: the length of a full line in the whole text of which this is a passage.
    """
    found: set[int] = set()
    dates = [match.span() for match in _DOTTED_DATE.finditer(text)]
    for match in _END.finditer(text):
        if match.group().startswith(".") and (
            _goes_on(text, match, language) or _inside(match.start(), dates)
        ):
            continue
        found.add(match.end())
    found.update(match.end() for match in _BREAK.finditer(text))
    typical = typical_line(text) if typical is None else typical
    for match in _SHORT_LINE.finditer(text):
        begin = text.rfind("\n", 0, match.start()) + 1
        if match.start() - begin < 0.6 * typical:
            found.add(match.end())
    return sorted(found)


def _inside(position: int, spans: list[tuple[int, int]]) -> bool:
    """Whether one of the spans, in order and apart, holds the position."""
    index = bisect_right(spans, (position, len(spans) + position + 1)) - 1
    return index >= 0 and position < spans[index][1]


def _goes_on(text: str, match: re.Match[str], language: str) -> bool:
    """Whether a dot belongs to an abbreviation or an ordinal, or a small letter follows."""
    tail = text[match.end() : match.end() + 2].strip()
    if tail and tail[0].islower():
        return True
    return (
        _abbreviation(language).search(text[max(match.start() - 12, 0) : match.start() + 1])
        is not None
    )


def typical_line(text: str) -> float:
    """Upper quartile of the line lengths: lines clearly shorter end a paragraph or are headings."""
    lengths = sorted(len(line) for line in text.split("\n") if line.strip())
    return lengths[(3 * len(lengths)) // 4] if lengths else 0.0
