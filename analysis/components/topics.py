"""Component ``roamwatch_topics``: span group ``topics``, one span per word of a topic that counts."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from analysis.components.base import passage_of, store
from analysis.components.passage import Marked, Passage, Role
from analysis.lexicon import ANY, topics
from analysis.matching import Hit, Matcher
from data.words import Topic

GROUP = "topics"
#: Words that can make a text be about a topic: by themselves, or in company.
_FIRM, _COMPANY = ("strong", "weak"), ("company",)
#: What else a sentence about the topic may say of it.
_ASIDE = ("retail", "partner")


@dataclass(frozen=True)
class Topics:
    """Stateless but for its configuration and the matcher built from it."""

    language: str
    words: Matcher[Role] = field(repr=False)
    company: Matcher[Role] = field(repr=False)
    asides: Matcher[Role] = field(repr=False)
    group: str = GROUP

    def __call__(self, doc: Doc) -> Doc:
        """Write the span group."""
        return store(doc, passage_of(doc, self.language), self)

    def find(self, passage: Passage) -> Iterable[Marked]:
        """Mark strong words, weak ones in company, and retail ones; drop what an anti word cancels."""
        firm = passage.topic_words
        if firm is None:
            firm = list(self.words.find(passage.folded, passage.text))
        if not firm:
            return ()
        hits = [*firm, *self.asides.find(passage.folded, passage.text)]
        if any(hit.payload.role == "weak" for hit in firm):
            hits += self.company.find(passage.folded, passage.text)
        return _decide(sorted(hits, key=lambda hit: (hit.start, -hit.end)), passage)


@Language.factory("roamwatch_topics", default_config={"language": ""}, assigns=["doc.spans"])
def make_topics(nlp: Language, name: str, language: str) -> Topics:
    """Factory; words of the language and those of every language."""
    return Topics(language, words_of(language), company_of(language), _asides_of(language))


@cache
def words_of(language: str) -> Matcher[Role]:
    """The topic words that can make a text be about a topic, of one language and of ``any``."""
    return Matcher(entry for entry in entries(language) if entry[1].role in _FIRM)


@cache
def company_of(language: str) -> Matcher[Role]:
    """The words beside which a weak one counts."""
    return Matcher(entry for entry in entries(language) if entry[1].role in _COMPANY)


@cache
def _asides_of(language: str) -> Matcher[Role]:
    """The others: what cancels a topic's words, or says something aside."""
    return Matcher(entry for entry in entries(language) if entry[1].role not in (*_FIRM, *_COMPANY))


def entries(language: str) -> Iterator[tuple[str, Role]]:
    """Every topic pattern of one language and of ``any``, with what it is to its topic."""
    return (
        (entry, Role(topic, role, code))
        for topic, file in topics().items()
        for code in (ANY, language)
        if code in file.words
        for role in (*_FIRM, *_COMPANY, "anti", *_ASIDE)
        for entry in getattr(file.words[code], role)
    )


def _decide(hits: list[Hit[Role]], passage: Passage) -> Iterator[Marked]:
    starts = [start for start, _ in passage.bounds]
    sentences: dict[int, list[Hit[Role]]] = {}
    for hit in hits:
        sentences.setdefault(bisect_right(starts, hit.start), []).append(hit)
    for index, group in sentences.items():
        beside = [*sentences.get(index - 1, ()), *sentences.get(index + 1, ())]
        for topic in dict.fromkeys(hit.payload.topic for hit in group):
            lent = [hit for hit in beside if hit.payload.topic is topic]
            yield from _in_sentence(topic, [h for h in group if h.payload.topic is topic], lent)


def _in_sentence(
    topic: Topic, hits: Iterable[Hit[Role]], beside: Iterable[Hit[Role]]
) -> Iterator[Marked]:
    """``beside``: the topic's hits in the sentences before and after, which may lend company."""
    by_role: dict[str, list[Hit[Role]]] = {}
    for hit in hits:
        by_role.setdefault(hit.payload.role, []).append(hit)
    strong, weak = by_role.get("strong", []), by_role.get("weak", [])
    if "anti" in by_role or not (strong or weak):
        return
    company = by_role.get("company", []) + [
        hit for hit in beside if hit.payload.role in ("strong", "company")
    ]
    accepted = list(strong)
    accepted += [hit for hit in weak if strong or any(_apart(hit, other) for other in company)]
    kept = [hit for hit in accepted if not any(_inside(hit, other) for other in accepted)]
    for hit in {(hit.start, hit.end): hit for hit in reversed(kept)}.values():
        yield Marked(hit.start, hit.end, topic.value, _rule(topic, hit))
    if kept:
        for hit in [hit for role in _ASIDE for hit in by_role.get(role, [])]:
            yield Marked(hit.start, hit.end, f"{topic}:{hit.payload.role}", _rule(topic, hit))


def _apart(left: Hit[Role], right: Hit[Role]) -> bool:
    return left.end <= right.start or right.end <= left.start


def _inside(hit: Hit[Role], other: Hit[Role]) -> bool:
    return (other.start <= hit.start and hit.end <= other.end) and (
        other.end - other.start > hit.end - hit.start
    )


def _rule(topic: Topic, hit: Hit[Role]) -> str:
    return f"{topic}.{hit.payload.language}.{hit.payload.role}:{hit.pattern[:60]}"
