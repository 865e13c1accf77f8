"""The tokenizer of every language, and where its tokens begin."""

import re

from spacy.tokens import Doc
from spacy.vocab import Vocab

from analysis.letters import SPACELESS

#: A character of a script without spaces, a word, a sign or a white space; then a space after it.
_TOKEN = re.compile(rf"([{SPACELESS}]|[^\W{SPACELESS}]+|[^\w\s]|\s)( ?)")
_WORD = re.compile(rf"[^\W{SPACELESS}]+")


class Words:
    """The tokenizer of every language: words and signs, and single characters where no spaces are.

    spaCy's own tokenizers split by word lists of each language, five times as slowly, and some
    need a segmenter of their own; the components look at letters, not at tokens.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenize without loss: ``doc.text == text``."""
        pairs = _TOKEN.findall(text)
        return Doc(
            self.vocab,
            words=[word for word, _ in pairs],
            spaces=[bool(space) for _, space in pairs],
        )


def token_from(text: str, at: int) -> int:
    """Where the first token begins that does not begin before ``at``, as :class:`Words` would part them."""
    if 0 < at < len(text) and _WORD.match(text, at - 1) and (rest := _WORD.match(text, at)):
        at = rest.end()
        return at + text.startswith(" ", at)
    if not text.startswith(" ", at):
        return at
    first = at
    while first > 0 and text[first - 1] == " ":
        first -= 1
    # Every second space belongs to what stands before it, the first of a run to the word there.
    return at + ((at - first) % 2 == (first == 0))
