"""Decision: what a text is about. A word in passing is no subject."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from analysis import weights
from analysis.statements import LEAD, TITLE, Statement
from analysis.statutes import ARTICLE, has_article
from analysis.weights import Features
from analysis.wording import NOTHING, Points
from data.words import Topic

#: Features that the length, the topic and the wording alone decide.
_SURE = ("long", "core", "wording for", "wording against")
#: Features of dates and limits in the sentences about the topic; of cues there too; of those at the head.
UNREAD_OF_DATES = frozenset({"binding", "ruled"})
UNREAD_OF_THE_BODY = UNREAD_OF_DATES | {"excepted"}
UNREAD = UNREAD_OF_THE_BODY | {"instrument", "long instrument", "other title", "other lead"}


@dataclass(frozen=True)
class Subject:
    """A topic that the text is about; ``points`` above 0, with the features behind them."""

    topic: Topic
    points: float
    features: Features
    retail: bool

    @property
    def unnamed(self) -> bool:
        """Whether none of its words stands in the text: its wording tells."""
        return "unnamed" in self.features


def is_instrument(statements: Sequence[Statement]) -> bool:
    """Whether title or first lines call the text a law, decree, order, decision, consultation …"""
    return any("act" in s.says("document") for s in statements if s.place in (TITLE, LEAD))


def other_kind(statements: Sequence[Statement]) -> tuple[float, float]:
    """Whether the title, and how many of the first lines, call it a report, event, advertisement …"""
    titles = sum("other" in s.says("document") for s in statements if s.place == TITLE)
    leads = sum("other" in s.says("document") for s in statements if s.place == LEAD)
    return min(titles, 1.0), min(leads / 3, 1.0)


def subjects(
    statements: Sequence[Statement],
    words: int,
    *,
    statute: bool = False,
    worded: Points = NOTHING,
) -> list[Subject]:
    """The topics that the text is about, strongest first. ``words`` is the length of the whole text.

    ``statute``: whether it is written in articles (:func:`analysis.statutes.is_statute`);
    ``worded``: what its wording speaks for (:mod:`analysis.wording`).
    """
    found: list[Subject] = []
    for topic in Topic:
        features = topic_features(topic, statements, words, worded)
        if features is None:
            continue
        points = weights.score("topic", features)
        if points <= 0 and statute and has_article(topic, statements):
            points = ARTICLE
        if points > 0:
            found.append(Subject(topic, points, features, retail_only(topic, statements)))
    return sorted(found, key=lambda subject: -subject.points)


def topic_features(
    topic: Topic, statements: Sequence[Statement], words: int, worded: Points = NOTHING
) -> dict[str, float] | None:
    """What there is of the topic and where; None when neither a word of it counts nor its wording."""
    about = [s for s in statements if s.about(topic)]
    if not about:
        return unnamed_features(topic, worded, beside=any(s.topic_words for s in statements))
    body = [s for s in statements if s.place != TITLE]
    inside = [s for s in about if s.place != TITLE]
    thousands = max(words, 150) / 1000
    hits = _hits(topic, inside)
    every = sum(s.topic_words for s in body)
    titles, leads = other_kind(statements)
    size = max(math.log10(thousands / 0.3), 0.0)
    binding = sum(s.binding and not s.old for s in inside)
    excepted = sum("exception" in s.says("modality") for s in inside)
    return {
        "title": float(any(s.place == TITLE for s in about)),
        "first": float(any(s.about(topic) for s in body[:1])),
        "lead": min(sum(s.place == LEAD for s in inside) / 3, 1.0),
        "count": math.log1p(min(hits, 30)),
        "density": min(hits / thousands, 15.0) / 15,
        "dominance": hits / every if every else 0.0,
        "binding": min(binding, 3.0) / 3,
        "excepted": excepted / max(len(inside), 1),
        "ruled": max((_ruled(s) for s in inside), default=0.0),
        "long": size,
        "long density": size * min(hits / thousands, 4.0) / 4,
        "instrument": float(is_instrument(statements)),
        "long instrument": size * is_instrument(statements),
        "other title": titles,
        "other lead": leads,
        "core": float(topic in (Topic.ROAMING, Topic.NUMBERING)),
        **_wording_features(topic, worded),
    }


def unnamed_features(
    topic: Topic, worded: Points, *, beside: bool = False
) -> dict[str, float] | None:
    """Of a text without any word of the topic: how far its wording speaks for it all the same.

    ``beside``: whether it names another topic, of which the wording then mostly speaks.
    """
    beyond = worded.get(f"topic {topic}", 0.0)
    if beyond <= 0:
        return None
    return {
        "unnamed": 1.0,
        "worded": beyond,
        "worded beside": float(beside),
        "worded change": worded.get("change", 0.0),
    }


def may_be_unnamed(worded: Points) -> bool:
    """Whether wording alone makes any topic the subject."""
    found = (unnamed_features(topic, worded) for topic in Topic)
    return any(features and weights.score("topic", features) > 0 for features in found)


def _wording_features(topic: Topic, worded: Points) -> dict[str, float]:
    beyond = worded.get(f"topic {topic}", 0.0)
    return {"wording for": max(beyond, 0.0), "wording against": min(beyond, 0.0)}


def most_points(
    topic: Topic, hits: int, *, head: bool, words: int, worded: Points = NOTHING
) -> float:
    """The most points that a text with so many words of the topic could get.

    ``head``: whether one of them may stand in title or first lines. What the words alone do
    not tell is taken at its best: :func:`topic_features` never gives more.
    """
    thousands = max(words, 150) / 1000
    size = max(math.log10(thousands / 0.3), 0.0)
    at_best = {
        "title": float(head),
        "first": float(head),
        "lead": float(head),
        "count": math.log1p(min(hits, 30)),
        "density": min(hits / thousands, 15.0) / 15,
        "dominance": 1.0,
        "binding": min(hits, 3.0) / 3,
        "excepted": 1.0,
        "ruled": 1.0,
        "long": size,
        "long density": size * min(hits / thousands, 4.0) / 4,
        "instrument": 1.0,
        "long instrument": size,
        "other title": 1.0,
        "other lead": 1.0,
        "core": float(topic in (Topic.ROAMING, Topic.NUMBERING)),
        **_wording_features(topic, worded),
    }
    known = weights.load()["topic"]["yes"]
    return known.get(weights.BIAS, 0.0) + sum(
        known.get(name, 0.0) * most if name in _SURE else max(known.get(name, 0.0) * most, 0.0)
        for name, most in at_best.items()
    )


def may_be_subject(
    statements: Sequence[Statement],
    words: int,
    *,
    unread: Collection[str],
    worded: Points = NOTHING,
) -> bool:
    """Whether any topic can still be found by :func:`subjects`, with ``unread`` features at their best.

    The topics' words are marked in ``statements``; what the unread features are made of need not be.
    """
    known = weights.load()["topic"]["yes"]
    for topic in Topic:
        features = topic_features(topic, statements, words, worded)
        if features is None:
            continue
        most = dict.fromkeys(unread, 1.0) | {"long instrument": features.get("long", 0.0)}
        points = known.get(weights.BIAS, 0.0) + sum(
            max(known.get(name, 0.0) * most[name], 0.0)
            if name in unread
            else known.get(name, 0.0) * value
            for name, value in features.items()
        )
        if points > -1e-9 or has_article(topic, statements, ordered=True):
            return True
    return False


def _ruled(statement: Statement) -> float:
    """How much of a rule one sentence is by itself, 0 to 1.

    A limit, a duty and a date together are a rule wherever they stand, though the news item
    around them is about something else; one of the three stands in many a sentence in passing.
    """
    if statement.old:
        return 0.0
    dates = statement.values("dates")
    parts = (
        bool(statement.values("limits")),
        bool(statement.says("modality") & {"duty"} or statement.says("direction")),
        any(value.startswith(("effective", "deadline")) for value in dates),
    )
    return max(sum(parts) - 1, 0) / 2


def _hits(topic: Topic, statements: Sequence[Statement]) -> int:
    return sum(s.values("topics").count(topic.value) for s in statements)


def retail_only(topic: Topic, statements: Sequence[Statement]) -> bool:
    """Roaming as consumers pay for it, without a word about machines."""
    about = [s for s in statements if s.about(topic)]
    machines = any("m2m" in s.says("scope") for s in statements)
    priced = sum(f"{topic}:retail" in s.values("topics") for s in about)
    return topic is Topic.ROAMING and not machines and priced * 2 >= len(about) > 0
