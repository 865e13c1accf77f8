"""The spaCy pipeline of each language: blank, with the five components of this folder."""

from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from analysis.components import acts, dates, jurisdictions, limits, sentences, topics
from analysis.folding import is_word
from analysis.lexicon import supported

#: Languages whose spaCy tokenizer needs a segmenter that we do not ship, or splits by word lists.
_OWN_TOKENS = frozenset({"ja", "ko", "th", "vi", "zh", "lo", "km", "my"})
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


class CharacterTokens:
    """Tokens for scripts without spaces: each such character alone, other words whole."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenize without loss: ``doc.text == text``."""
        words: list[str] = []
        spaces: list[bool] = []
        for char in text:
            if char == " " and words and not spaces[-1]:
                spaces[-1] = True
            elif words and not spaces[-1] and is_word(char) and is_word(words[-1][-1]):
                words[-1] += char
            else:
                words.append(char)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)


@cache
def build(language: str) -> Language:
    """The pipeline of one language, built once per process; unknown codes get the generic one."""
    try:
        nlp = spacy.blank(language if language in supported() - _OWN_TOKENS else "xx")
    except ImportError:
        nlp = spacy.blank("xx")
    if language in _OWN_TOKENS:
        nlp.tokenizer = CharacterTokens(nlp.vocab)
    # A passage may be as long as the longest text that the crawler keeps.
    nlp.max_length = 10_000_000
    for component in COMPONENTS:
        nlp.add_pipe(component, config={"language": language})
    return nlp
