"""The spaCy pipeline of each language: blank, with the five components of this folder."""

from functools import cache

import spacy
from spacy.language import Language

from analysis.components import acts, dates, jurisdictions, limits, sentences, topics
from analysis.components.words import Words

GROUPS = (topics.GROUP, jurisdictions.GROUP, acts.GROUP, dates.GROUP, limits.GROUP)
COMPONENTS = (
    "roamwatch_sentences",
    "roamwatch_topics",
    "roamwatch_jurisdictions",
    "roamwatch_acts",
    "roamwatch_dates",
    "roamwatch_limits",
)

__all__ = ["COMPONENTS", "GROUPS", "Words", "build", "sentences"]


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
