"""The passages of a text: looked through as far as it takes to know its topics, then read by spaCy."""

from collections.abc import Iterable, Sequence

from analysis.boundaries import typical_line
from analysis.components import build
from analysis.components.passage import Passage, Role
from analysis.folding import Folded
from analysis.matching import Hit
from analysis.statements import LEAD, TITLE, Outline, Statement, read_statements

_LEAD_WORDS = 250
_LONGEST_TITLE = 300
#: A character of a script without spaces stands for about half a word, of another for a sixth.
_CHARS_PER_WORD = {"zh": 1.7, "ja": 2.0, "ko": 3.0, "th": 5.0}
#: The components of which topics are decided, in the order of their worth for that.
TOPICS, ACTS, DATES, LIMITS = (
    f"roamwatch_{group}" for group in ("topics", "acts", "dates", "limits")
)


class Passages:
    """A title apart first, then the windows of the text. ``words``: its strong and weak topic words."""

    def __init__(
        self,
        text: str,
        title: str,
        language: str,
        country: str,
        windows: Iterable[tuple[int, int]],
        folded: Folded,
        words: Sequence[Hit[Role]],
    ) -> None:
        typical = typical_line(text)
        self._places, apart = _places(text, title, lead(language))
        self._pipeline = build(language)
        self._passages: list[tuple[int, Passage]] = []
        self._outlines: dict[int, Outline] = {}
        if apart:
            passage = Passage(title, language, country=country, typical=typical)
            self._passages.append((-1, passage))
        for start, end in windows:
            here = folded if end - start == len(text) else folded.cut(start, end)
            passage = Passage(
                text[start:end],
                language,
                country=country,
                typical=typical,
                folded=here,
                topic_words=_within(words, folded.find(start), len(here.text)),
            )
            self._passages.append((start, passage))

    def outline(self, *names: str, head: bool = False) -> list[Statement]:
        """Let these components look for what they have not; the sentences that have any marks so far.

        ``head``: only in the passages that title and first paragraphs stand in.
        """
        last = self._places[-1][0]
        found: list[Statement] = []
        for offset, passage in self._passages:
            if not (head and offset > last):
                for name in names:
                    passage.read(self._pipeline.get_pipe(name))  # type: ignore[arg-type]  # untyped
            if offset not in self._outlines:
                self._outlines[offset] = Outline(passage, offset=offset, places=self._places)
            found += self._outlines[offset].statements()
        return found

    def read(self) -> list[Statement]:
        """Every sentence with all marks, read by the whole pipeline of the language."""
        found: list[Statement] = []
        for offset, passage in self._passages:
            doc = self._pipeline.make_doc(passage.text)
            doc.user_data["passage"] = passage
            for _, component in self._pipeline.pipeline:
                doc = component(doc)
            found += read_statements(doc, passage, offset=offset, places=self._places)
        return found


def _within(words: Sequence[Hit[Role]], start: int, length: int) -> list[Hit[Role]]:
    """The words that lie in a stretch of the folded text, placed from its beginning."""
    return [
        word._replace(start=word.start - start, end=word.end - start)
        for word in words
        if start <= word.start and word.end <= start + length
    ]


def word_count(text: str, language: str) -> int:
    """Roughly, by the characters."""
    return round(len(text) / _CHARS_PER_WORD.get(language, 6.0))


def lead(language: str) -> int:
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
