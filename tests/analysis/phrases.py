"""What one sentence says by the words of its language alone: labels of every mark, no decisions."""

from functools import cache

from analysis.components import GROUPS, build


@cache
def labels(language: str, sentence: str) -> frozenset[str]:
    """Labels such as ``roaming``, ``kind:repeal``, ``effective:2027-01-01`` or ``consecutive:90::sim``."""
    nlp = build(language)
    doc = nlp.make_doc(sentence)
    doc.user_data["text"] = sentence
    for _, component in nlp.pipeline:
        doc = component(doc)
    return frozenset(span.label_ for group in GROUPS for span in doc.spans.get(group, ()))
