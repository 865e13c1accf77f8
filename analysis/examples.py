"""Training examples: the features of labelled texts, and of books made of them, with the right classes."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from analysis import acting, changes, kinds, passages, pipeline, subjects, timing, weighing, wording
from analysis.evaluate import Item
from analysis.statements import Statement
from analysis.weighing import Weighed
from analysis.wording import Points
from data.words import ChangeKind, ChangeStatus, Direction, Topic

Row = tuple[str, Any, str]
"""Model, features (for ``kind`` those of every option), right class."""
#: Topics whose rules put duties on a fleet; the others (numbers, roaming between networks) also serve it.
_BURDENS = (Topic.SIM_REGISTRATION, Topic.IMEI, Topic.DATA_LOCALISATION, Topic.TYPE_APPROVAL)
#: States between which only a day, or a word for it, decides.
_SETTLED = (ChangeStatus.ADOPTED, ChangeStatus.IN_FORCE)


def unsaid_directions() -> Iterator[tuple[dict[str, float], str]]:
    """What a text without any cue of direction does: by its topic, for the kinds that leave it open."""
    for topic in Topic:
        direction = Direction.TIGHTENING if topic in _BURDENS else Direction.NEUTRAL
        for kind in acting.EITHER_WAY:
            yield acting.direction_features([], kind, topic=topic, retail=False), direction.value


def examples(item: Item, worded: Points, *, views: int = 2) -> Iterator[Row]:
    """What one labelled text teaches: with its title apart, and, as a second view, in one piece.

    ``worded``: the points of its wording as if it had not been among the examples.
    """
    gold = item.gold
    title = str(gold.get("title") or "")
    seen = [(title, item.text)]
    if title:
        seen.append(("", f"{title}\n\n{item.text}"))
    for apart, text in seen[:views]:
        statements = list(
            pipeline.read(text, apart, str(gold["lang"]), str(gold.get("country") or ""))
        )
        words = passages.word_count(text, str(gold["lang"]))
        yield from topic_rows(gold, statements, words, worded)
        for topic in gold["topics"]:
            weighed = weighing.weigh(Topic(topic), statements, len(text))
            yield from _act_rows(gold, Topic(topic), weighed, len(text), worded)


def long_texts(items: Sequence[Item]) -> Iterator[tuple[str, str, str, list[str]]]:
    """Books made of the short texts: ``(title, text, language, topics)``.

    Real reports and decisions run to hundreds of pages, which nobody labels by the dozen.
    A passage on a topic among many others is a mention; a text of nothing else is not.
    """
    for language in sorted({str(item.gold["lang"]) for item in items}):
        spoken = [item for item in items if item.gold["lang"] == language]
        fillers = [item for item in spoken if not item.gold["topics"]]
        topical = [item for item in spoken if item.gold["topics"]]
        if not fillers:
            continue
        filler = "\n\n".join(item.text for item in fillers)
        for index, item in enumerate(topical):
            pages = filler * (1 + 3 * (index % 4))
            middle = pages.find("\n\n", len(pages) // 2)
            passage = item.text if index % 2 else item.text[: len(item.text) // 2]
            if len(pages) < 12 * len(passage):
                continue
            title = str(fillers[index % len(fillers)].gold["title"])
            yield title, f"{pages[:middle]}\n\n{passage}\n{pages[middle:]}", language, []
            if index % 3 == 0:  # a decision after long grounds: its title tells what it is about
                yield (
                    str(item.gold["title"]),
                    f"{pages}\n\n{item.text}",
                    language,
                    item.gold["topics"],
                )
        for topic in Topic:
            alike = [item for item in topical if topic.value in item.gold["topics"]]
            whole = "\n\n".join(item.text for item in alike)
            for share in (0, 1, 2):
                if len(alike) > 2:
                    title = str(fillers[share % len(fillers)].gold["title"])
                    text = f"{whole}\n\n{(filler * 3)[: share * len(whole)]}\n\n{whole}"
                    yield title, text, language, [topic.value]


def long_acts(items: Sequence[Item], model: wording.Model) -> Iterator[Row]:
    """Books again, now for the change model: of texts that change nothing, and of such that do."""
    for language in sorted({str(item.gold["lang"]) for item in items}):
        for topic in Topic:
            alike = [
                item
                for item in items
                if item.gold["lang"] == language and topic.value in item.gold["topics"]
            ]
            for changing in (False, True):
                chosen = [item for item in alike if bool(item.gold["is_change"]) is changing]
                if len(chosen) < 2:
                    continue
                text = "\n\n".join(item.text for item in chosen * 4)
                title = str(chosen[0].gold["title"])
                statements = list(pipeline.read(text, title, language, ""))
                weighed = weighing.weigh(topic, statements, len(text))
                dates = timing.dates_of(weighed, None, len(text))
                when = timing.timing_of(dates, limits=bool(changes.limits_of(topic, weighed)))
                weighed = [item for item in weighed if item.near]
                worded = wording.points(title, text, model)
                features = acting.change_features(weighed, when, _likely(weighed, worded), worded)
                yield "change", features, "yes" if changing else "no"


def topic_rows(
    gold: Any, statements: Sequence[Statement], words: int, worded: Points
) -> Iterator[Row]:
    """Whether the text is about each topic of which it has a word, or the wording."""
    for topic in Topic:
        features = subjects.topic_features(topic, statements, words, worded)
        if features is not None:
            yield "topic", features, "yes" if topic.value in gold["topics"] else "no"


def _act_rows(
    gold: Any, topic: Topic, weighed: Sequence[Weighed], length: int, worded: Points
) -> Iterator[Row]:
    published = date.fromisoformat(gold["published"]) if gold.get("published") else None
    dates = timing.dates_of(weighed, published, length)
    limits = bool(changes.limits_of(topic, weighed))
    when = timing.timing_of(dates, limits=limits)
    weighed = [item for item in weighed if item.near]
    kind = ChangeKind(gold["change_kind"])
    guessed = acting.change_features(weighed, when, _likely(weighed, worded), worded)
    if not gold["is_change"]:
        yield "change", guessed, "no"
        return
    yield "change", guessed, "yes"
    yield "kind", kinds.kind_options(weighed, worded), kind.value
    if kind is not ChangeKind.CONSULTATION and not _unsettled(gold, when):
        yield "status", acting.status_features(weighed, when, kind, worded), gold["status"]
    retail = subjects.retail_only(topic, [item.statement for item in weighed])
    tendency = acting.direction_features(weighed, kind, topic=topic, retail=retail, worded=worded)
    yield "direction", tendency, gold["direction"]


def _unsettled(gold: Any, when: acting.Timing) -> bool:
    """Whether its status hangs on a convention about undated acts, which lessons were written before."""
    lesson = "effective_date" not in gold
    return lesson and not when.effective and gold["status"] in _SETTLED


def _likely(weighed: Sequence[Weighed], worded: Points) -> ChangeKind:
    """The kind that cues alone suggest, for texts that change nothing."""
    points = {
        kind: sum(value for name, value in features.items() if not name.startswith("is "))
        for kind, features in kinds.kind_options(weighed, worded).items()
    }
    return ChangeKind(max(points, key=lambda kind: points[kind]))
