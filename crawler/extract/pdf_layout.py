"""Lines of a printed page back to paragraphs: joined, dehyphenated, without running headers.

Places are in points (1/72 inch) from the top left of the page.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from crawler.extract.blocks import Block
from crawler.extract.clean import clean_line
from crawler.extract.types import SectionKind

#: PDFium's sign for “a word was divided here”, in place of hyphen and line break.
_DIVIDED = re.compile(r"(-?)([^\W\d_]+)[\ufffe\x02]\s*([^\W\d_]*)")
#: English words that keep their hyphen: a line may end behind them.
_COMPOUND = frozenset(
    [
        "cross",
        "end",
        "high",
        "long",
        "low",
        "machine",
        "non",
        "real",
        "self",
        "short",
        "third",
        "well",
    ]
)
_HYPHENS = "-\u2010\u00ad\ufffe\x02"
_MARKER = re.compile(
    r"^(?:[•●▪■◦‣–—·*]\s|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]\s|\(\w{1,4}\)\s|\d{1,2}(?:\.\d{1,2}){1,4}\.?\s)"
)
_CLAUSE = re.compile(
    r"^(?:article|art\.|section|chapter|annex|schedule|recital|whereas|§|artículo|artigo|capítulo|anexo"
    r"|artikel|abschnitt|anlage|madde|bölüm|ek\b|статья|глава|пункт|приложение|pasal|bab|điều|第\S{1,4}[条條章])",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(
    r"^[-–—\s|]*(?:(?:page|pág(?:ina)?\.?|seite|sayfa|стр(?:аница)?\.?|p\.|trang|halaman|صفحة|第)\s*)?"
    r"\d{1,4}\s*(?:(?:/|of|de|von|sur|из|di|dari|页|頁|ページ)\s*\d{0,4})?[-–—\s|页頁]*$",
    re.IGNORECASE,
)
_LONGEST_RUNNING = 60
_END = re.compile(r"[.!?;:。！？；：؟।…][\"'”’»)\]]*$")
_UNSPACED = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef\u0e00-\u0e7f]")
_PRESENTATION = re.compile(r"[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc]")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line as it stands on the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    """Font size of its first character."""
    page: int
    height: float
    """Height of the page."""


def blocks_of(pages: Sequence[Sequence[Line]]) -> list[Block]:
    """The paragraphs, headings and list items of all pages, in order."""
    lines = [line for page in without_running(pages) for line in page]
    if not lines:
        return []
    size = median(line.size for line in lines for _ in range(max(1, len(line.text) // 20)))
    measure = _Measure(lines, size)
    words = _words(lines)
    return [
        Block(
            text=_join(paragraph, words),
            kind=(kind := _kind(paragraph, size)),
            level=_level(paragraph[0].size, size) if kind == "heading" else 0,
            page=paragraph[0].page,
        )
        for paragraph in _paragraphs(lines, measure)
    ]


def without_running(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without headers, footers and page numbers: what stands again and again at an edge."""
    often: Counter[tuple[str, int]] = Counter()
    for page in pages:
        often.update({key for line in page if _is_edge(line) for key in _places(line)})
    least = max(2, 0.4 * len(pages))
    return [[line for line in page if not _is_running(line, often, least)] for page in pages]


def _is_running(line: Line, often: Counter[tuple[str, int]], least: float) -> bool:
    if not _is_edge(line):
        return False
    is_repeated = any(often[key] >= least for key in _places(line))
    return is_repeated or _PAGE_NUMBER.match(line.text) is not None


def _is_edge(line: Line) -> bool:
    return line.bottom < 0.12 * line.height or line.top > 0.88 * line.height


def _places(line: Line) -> tuple[tuple[str, int], tuple[str, int]]:
    """What a line says (numbers aside if it is short) and where, in two grids of four points."""
    text = clean_line(line.text).casefold()
    if len(text) < _LONGEST_RUNNING:
        text = re.sub(r"\d+", "#", text)
    return (text, round(line.top / 4)), (text, -round(line.top / 4 + 0.5))


class _Measure:
    """What is usual in this document: the distance of lines, and where a column ends."""

    def __init__(self, lines: Sequence[Line], size: float) -> None:
        gaps = [
            below.top - above.top
            for above, below in pairwise(lines)
            if above.page == below.page and 0 < below.top - above.top < 4 * size
        ]
        self.gap = median(gaps) if gaps else 1.2 * size
        self.size = size
        edges: dict[tuple[int, int], list[float]] = {}
        for line in lines:
            edges.setdefault(self._column(line), []).append(line.right)
        self._edges = {key: sorted(rights)[int(0.9 * len(rights))] for key, rights in edges.items()}

    def _column(self, line: Line) -> tuple[int, int]:
        return line.page, round(line.left / 60)

    def room(self, line: Line) -> float:
        """Free space behind a line, in points."""
        return self._edges[self._column(line)] - line.right


def _paragraphs(lines: Sequence[Line], measure: _Measure) -> list[list[Line]]:
    found = [[lines[0]]]
    for line in lines[1:]:
        if _begins(found[-1], line, measure):
            found.append([line])
        else:
            found[-1].append(line)
    return found


def _begins(paragraph: Sequence[Line], line: Line, measure: _Measure) -> bool:
    """Whether ``line`` begins a new paragraph."""
    last = paragraph[-1]
    if last.text[-1] in _HYPHENS and line.text[:1].islower():
        return False
    if line.page != last.page or line.top < last.top - measure.gap:
        return not _goes_on(last, line)
    if abs(line.size - last.size) > 0.08 * measure.size:
        return True
    if line.top - last.top > 1.4 * measure.gap * max(1.0, last.size / measure.size):
        return True
    if _MARKER.match(line.text):
        return not last.text[-1].isalnum()
    if _CLAUSE.match(line.text):
        return not _is_sentence_middle(last)
    if last.size > 1.12 * measure.size:
        return False
    return _had_room(last, line, measure)


def _goes_on(last: Line, line: Line) -> bool:
    """Over the end of a page or column: an unfinished sentence goes on with a small letter."""
    return not _END.search(last.text) and line.text[:1].islower() and not _MARKER.match(line.text)


def _is_sentence_middle(last: Line) -> bool:
    """“… as set out in / Article 5”: the clause word is quoted, not a new clause."""
    return (
        not _END.search(last.text)
        and last.text[-1:] not in ")]"
        and last.text.split()[-1].islower()
    )


def _had_room(last: Line, line: Line, measure: _Measure) -> bool:
    """The next word would have fitted: the line was ended on purpose."""
    if line.text[0].islower() and not _END.search(last.text):
        return False
    if _UNSPACED.match(line.text):
        return measure.room(last) > 3 * measure.size
    word = line.text.split()[0]
    width = (line.right - line.left) / max(len(line.text), 1) * (len(word) + 1)
    return measure.room(last) > width + measure.size


def _kind(paragraph: Sequence[Line], size: float) -> SectionKind:
    text = paragraph[0].text
    if paragraph[0].size >= 1.15 * size and sum(len(line.text) for line in paragraph) < 300:
        return "heading"
    return "list_item" if _MARKER.match(text) else "paragraph"


def _level(size: float, usual: float) -> int:
    return 1 if size >= 1.6 * usual else 2 if size >= 1.3 * usual else 3


def _words(lines: Sequence[Line]) -> frozenset[str]:
    """Every undivided word of the document, in small letters."""
    return frozenset(
        word.casefold()
        for line in lines
        for word in re.findall(r"[\w-]+", _DIVIDED.sub(" ", line.text))
    )


def _join(paragraph: Sequence[Line], words: frozenset[str]) -> str:
    text = paragraph[0].text
    for line in paragraph[1:]:
        if text[-1] in _HYPHENS and text[-2:-1].isalpha() and line.text[:1].isalpha():
            text = f"{text[:-1]}\ufffe{line.text}"
        elif _UNSPACED.match(text[-1]) and _UNSPACED.match(line.text[0]):
            text += line.text
        else:
            text = f"{text} {line.text}"
    whole = _DIVIDED.sub(lambda found: _undivided(found, words), text)
    return clean_line(
        _PRESENTATION.sub(lambda found: unicodedata.normalize("NFKC", found[0]), whole)
    )


def _undivided(found: re.Match[str], words: frozenset[str]) -> str:
    """``inter`` + ``national``: as the document writes it elsewhere, else without the hyphen."""
    hyphen, before, after = found.groups()
    if f"{before}{after}".casefold() in words:
        return f"{hyphen}{before}{after}"
    is_compound = (
        hyphen
        or after[:1].isupper()
        or before.casefold() in _COMPOUND
        or f"{before}-{after}".casefold() in words
    )
    return f"{hyphen}{before}-{after}" if is_compound else f"{before}{after}"
