"""Component ``roamwatch_sentences``: marks the token that each sentence of the passage begins with."""

from dataclasses import dataclass

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from analysis.components.base import passage_of


@dataclass(frozen=True)
class Sentences:
    """Stateless but for its configuration: the language's code."""

    language: str

    def __call__(self, doc: Doc) -> Doc:
        """Set ``is_sent_start`` of every token."""
        begins = np.full(len(doc), -1, dtype=np.int64)
        starts = [start for start, _ in passage_of(doc, self.language).sentences]
        begins[np.searchsorted(doc.to_array(["IDX"]), starts)] = 1
        # All at once: the setter of a single token looks through the whole doc.
        doc.from_array(["SENT_START"], begins.astype(np.uint64).reshape(-1, 1))  # type: ignore[arg-type]  # its stub wants lists
        return doc


@Language.factory(
    "roamwatch_sentences",
    default_config={"language": ""},
    assigns=["token.is_sent_start", "doc.sents"],
)
def make_sentences(nlp: Language, name: str, language: str) -> Sentences:
    """Factory; ``language`` is an ISO 639-1 code, with or without a file."""
    return Sentences(language)
