"""The passages of a text that are read, component by component, as far as it takes to decide."""

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc

from analysis.components import COMPONENTS, GROUPS, build
from analysis.components.sentences import typical_line
from analysis.statements import LEAD, TITLE, Statement, read_statements

_LEAD_WORDS = 250
_LONGEST_TITLE = 300
#: A character of a script without spaces stands for about half a word, of another for a sixth.
_CHARS_PER_WORD = {"zh": 1.7, "ja": 2.0, "ko": 3.0, "th": 5.0}
#: The components that find the sentences and the topics' words in them; and that of the cues.
TOPICS, ACTS = COMPONENTS[:2], "roamwatch_acts"


class Passages:
    """A title apart first, then ``(start, end)`` of the text; each a spaCy document."""

    def __init__(
        self,
        text: str,
        title: str,
        language: str,
        country: str,
        windows: Iterable[tuple[int, int]],
    ) -> None:
        typical = typical_line(text)
        self._places, apart = _places(text, title, lead(language))
        self._language = language
        pieces = [(-1, title)] if apart else []
        pieces += [(start, text[start:end]) for start, end in windows]
        self._docs: list[tuple[int, Doc]] = []
        self._done: list[set[str]] = [set() for _ in pieces]
        for offset, piece in pieces:
            doc = build(language).make_doc(piece)
            doc.user_data |= {"country": country, "text": piece, "typical_line": typical}
            self._docs.append((offset, doc))

    def read(self, names: Sequence[str] = COMPONENTS, *, head: bool = False) -> list[Statement]:
        """Let these components read what they have not read; the statements with all marks so far.

        ``head``: only the passages that title and first paragraphs stand in.
        """
        nlp = build(self._language)
        last = self._places[-1][0]
        found: list[Statement] = []
        for (offset, doc), done in zip(self._docs, self._done, strict=True):
            for name in names:
                if name not in done and not (head and offset > last):
                    nlp.get_pipe(name)(doc)
                    done.add(name)
            found += read_statements(doc, offset=offset, groups=GROUPS, places=self._places)
        return found


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
