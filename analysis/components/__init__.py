"""The spaCy pipeline of each language: blank, with the five components of this folder."""

import re
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from analysis.components import acts, dates, jurisdictions, limits, sentences, topics
from analysis.letters import SPACELESS

#: A character of a script without spaces, a word, a sign or a white space; then a space after it.
_TOKEN = re.compile(rf"([{SPACELESS}]|[^\W{SPACELESS}]+|[^\w\s]|\s)( ?)")
GROUPS = (topics.GROUP, jurisdictions.GROUP, acts.GROUP, dates.GROUP, limits.GROUP)
COMPONENTS = (
    "roamwatch_sentences",
    "roamwatch_topics",
    "roamwatch_jurisdictions",
    "roamwatch_acts",
    "roamwatch_dates",
    "roamwatch_limits",
)

__all__ = ["COMPONENTS", "GROUPS", "build", "sentences"]


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


@cache
def build(language: str) -> Language:
    """The pipeline of one language, built once per process; one without a file finds loan words."""
    nlp = spacy.blank("xx")
    nlp.tokenizer = Words(nlp.vocab)
    # A passage may be as long as the longest text that the crawler keeps.
    nlp.max_length = 10_000_000
    for component in COMPONENTS:
        nlp.add_pipe(component, config={"language": language})
    return nlp
