"""A text read by the whole pipeline of its language, for tests of what each component marks."""

from spacy.tokens import Doc

from analysis.components import build


def read(text: str, language: str = "en", **facts: str) -> Doc:
    """A text after the whole pipeline."""
    nlp = build(language)
    doc = nlp.make_doc(text)
    doc.user_data |= facts
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def marks(text: str, group: str, language: str = "en", **facts: str) -> list[tuple[str, str]]:
    """``(text, value)`` of one span group."""
    doc = read(text, language, **facts)  # a span group does not outlive its doc
    return [(span.text, span.label_) for span in doc.spans[group]]


def values(text: str, group: str, language: str = "en") -> list[str]:
    """Only the values."""
    return [value for _, value in marks(text, group, language)]
