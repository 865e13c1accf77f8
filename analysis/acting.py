"""Decision: whether a text changes a rule on a topic, and how: kind, status, direction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analysis import weights
from analysis.leanings import asks_for_comments, limit_falls, recognises
from analysis.newsworthy import news_features
from analysis.statements import BODY, LEAD, TITLE, Statement
from analysis.subjects import is_instrument, other_kind
from analysis.types import Mark
from analysis.weighing import Weighed
from data.words import ChangeKind, ChangeStatus, Direction, Topic

KINDS = tuple(kind for kind in ChangeKind if kind is not ChangeKind.NONE)
#: From so many statements near the topic on, a text is long.
_MANY = 60
_EASING = {ChangeKind.REPEAL.value, ChangeKind.EXTENSION.value}
#: How loud a feature is that logic, more than the examples, holds to decide.
_DECIDES = 3.0
#: Among so many statements from the beginning on a call for comments is the matter of the text.
_HEAD = 6
#: Kinds that say nothing of the direction by themselves.
EITHER_WAY = (
    ChangeKind.NEW_RULE, ChangeKind.AMENDMENT, ChangeKind.CONSULTATION, ChangeKind.GUIDANCE,
)  # fmt: skip
#: Places of a cue that weigh differently for each kind.
_OWN = ("title", "lead", "topic", "first", "body")
#: So near stands the name of the act that a cue changes.
_BESIDE = 40
_STATES = ("proposed", "adopted", "in_force", "stopped")


@dataclass(frozen=True)
class Timing:
    """What the dates say: is it to come, is it said at all, how many deadlines and dates of effect."""

    future: bool | None
    effective: bool
    deadline: bool
    limits: bool
    published: date | None = None
    """When the text was published, if that was told apart from the text."""


@dataclass(frozen=True)
class Act:
    """What the text does to the rule on a topic. ``points`` above 0: it is a change."""

    points: float
    kind: ChangeKind
    status: ChangeStatus
    direction: Direction
    sure: float
    """Probability of the kind, 0 to 1."""
    reasons: tuple[str, ...]


def act_of(
    weighed: Sequence[Weighed], timing: Timing, *, topic: Topic, retail: bool = False
) -> Act:
    """Decide all four questions, each by its model; the features of one feed the next."""
    weighed = [item for item in weighed if item.near]
    kind, sure = kind_of(weighed)
    change = change_features(weighed, timing, kind)
    points = weights.score("change", change)
    status = ChangeStatus.CONSULTATION
    if kind is not ChangeKind.CONSULTATION:
        status = ChangeStatus(weights.best("status", status_features(weighed, timing, kind))[0])
    # What travellers pay makes nothing easier or harder for machines.
    direction = Direction.NEUTRAL
    if not retail:
        tendency = direction_features(weighed, kind, topic=topic, retail=retail)
        direction = Direction(weights.best("direction", tendency)[0])
    reasons = [
        f"{'For' if added > 0 else 'Against'} a change: {name} ({added:+.1f})."
        for name, added in weights.parts("change", change)[:4]
    ]
    reasons.append(f"Its words fit {kind} best ({sure:.0%}).")
    return Act(points, kind, status, direction, sure, tuple(reasons))


def kind_of(weighed: Sequence[Weighed]) -> tuple[ChangeKind, float]:
    """The kind whose cues stand in the best places, and its probability."""
    chosen, probability = weights.rank("kind", kind_options(weighed))
    return ChangeKind(chosen), probability


def cue_features(weighed: Sequence[Weighed], family: str, value: str) -> dict[str, float]:
    """Where cues of one family and value stand, each place at most three times."""
    said = [item for item in weighed if value in item.statement.says(family)]
    fresh = [item for item in said if not item.statement.old]
    inside = [item for item in fresh if item.statement.place != TITLE]
    return {
        "title": float(any(i.statement.place == TITLE for i in said)),
        "lead": min(sum(i.statement.place == LEAD for i in fresh), 3) / 3,
        "topic": min(sum(i.about for i in inside), 3) / 3,
        "body": min(sum(i.statement.place == BODY for i in fresh), 3) / 3,
        "old": min(len(said) - len(fresh), 2) / 2,
    }


def kind_options(weighed: Sequence[Weighed]) -> dict[str, dict[str, float]]:
    """For every kind, where its cues stand: one set of weights judges them all."""
    first = next((i.statement for i in weighed if i.statement.place != TITLE), None)
    options: dict[str, dict[str, float]] = {}
    for kind in KINDS:
        found = cue_features(weighed, "kind", kind.value)
        found["first"] = float(first is not None and kind.value in first.says("kind"))
        dated = any(kind.value in i.statement.says("kind") and _sets_date(i) for i in weighed)
        found["dated"] = float(dated)
        if kind in (ChangeKind.CONSULTATION, ChangeKind.EXTENSION):
            found[f"dated {kind}"] = float(dated)
        # Most acts tell of their duties in the words of a new rule, whatever they do to older ones:
        # each kind has its own weight for each place.
        found |= {f"{place} {kind}": found[place] for place in _OWN}
        if kind is ChangeKind.AMENDMENT:
            found |= _alterations(weighed)
        if kind is ChangeKind.CONSULTATION:
            # Who asks for comments on a draft consults, whatever else the draft does.
            asked = found["title"] or found["lead"]
            found["draft asked about"] = _DECIDES * (bool(asked) and _drafted(weighed))
        found[f"is {kind}"] = 1.0
        options[kind.value] = found
    return options


def _alterations(weighed: Sequence[Weighed]) -> dict[str, float]:
    """Where a cue of amendment stands beside the name of an act: "amending Regulation …"."""
    found = [i.statement for i in weighed if not i.statement.old and _alters(i.statement)]
    return {
        "alters an act in title": float(any(s.place == TITLE for s in found)),
        "alters an act in lead": float(any(s.place == LEAD for s in found)),
        "alters an act": float(bool(found)),
    }


def _alters(statement: Statement) -> bool:
    """Whether a cue of amendment stands beside the name of an act, or spans one."""
    cues = [mark for mark in statement.marks if mark.value == "kind:amendment"]
    acts = [mark for mark in statement.marks if mark.value == "document:act"]
    return any(_beside(cue, act) for cue in cues for act in acts)


def _beside(cue: Mark, act: Mark) -> bool:
    gap = max(act.start - cue.end, cue.start - act.end)
    # "Amendment" is itself the name of an act: only a cue of several words spans another.
    spans = "..." in cue.rule and gap < 0 and act.start > cue.start
    return spans or 0 <= gap <= _BESIDE


def _drafted(weighed: Sequence[Weighed]) -> bool:
    """Whether title or first lines speak of a draft, and the title of nothing adopted."""
    heads = [i.statement for i in weighed if i.statement.place in (TITLE, LEAD)]
    adopted = any("adopted" in s.says("status") for s in heads if s.place == TITLE)
    return not adopted and any("proposed" in s.says("status") and not s.old for s in heads)


def _sets_date(item: Weighed) -> bool:
    """Whether the statement sets a deadline or a date of effect, of today's rule."""
    dates = item.statement.values("dates")
    return not item.statement.old and any(v.startswith(("deadline", "effective")) for v in dates)


def _named(prefix: str, features: dict[str, float]) -> dict[str, float]:
    return {f"{prefix} in {place}": value for place, value in features.items()}


def change_features(
    weighed: Sequence[Weighed], timing: Timing, kind: ChangeKind
) -> dict[str, float]:
    """What speaks for and against a change."""
    statements = [item.statement for item in weighed]
    found = {
        **_cues_of_change(weighed),
        "takes effect": float(timing.effective),
        "deadline": float(timing.deadline),
        "limit": float(timing.limits),
        **_matter_features(statements),
        **news_features(statements, timing.published),
        f"kind {kind}": 1.0,
        **_length_features(statements),
    }
    # Neither a day nor a title or first line that says so: an essay in the words of the law.
    asked = float(any("consultation" in s.says("kind") and not s.old for s in statements[:_HEAD]))
    found["comments asked"] = asked
    dated = timing.effective or timing.deadline or found["near day"] or asked
    found["undated"] = float(not dated)
    found["nothing told"] = found["undated"] * (
        not (found["title says so"] or found["first line says so"])
    )
    return found


def _cues_of_change(weighed: Sequence[Weighed]) -> dict[str, float]:
    """What title, first line and body say that changes, binds or is a duty."""
    titles = [i.statement for i in weighed if i.statement.place == TITLE]
    body = [i for i in weighed if i.statement.place != TITLE]
    first = body[0].statement if body else None
    binding = [i for i in body if i.statement.binding and not i.statement.old]
    duty = [i for i in body if "duty" in i.statement.says("modality")]
    kinds = [i for i in body if i.statement.says("kind")]
    return {
        "title says so": float(any(s.says("kind") for s in titles)),
        "title moves": float(any(s.says("direction") | s.says("status") for s in titles)),
        "first line says so": float(bool(first and first.says("kind") and not first.old)),
        "kinds": min(len(kinds), 4) / 4,
        "binds on the topic": min(sum(i.about for i in binding), 3) / 3,
        "binds": min(len(binding), 5) / 5,
        "duty": min(len(duty), 3) / 3,
    }


def _matter_features(statements: Sequence[Statement]) -> dict[str, float]:
    """What sort of text it is: an instrument, a reminder, a draft, one on another matter."""
    titles, leads = other_kind(statements)
    unchanged = [s for s in statements if "unchanged" in s.says("modality")]
    reminding = [s for s in statements if "reminder" in s.says("modality")]
    states = set().union(*(s.says("status") for s in statements)) if statements else set()
    return {
        "instrument": float(is_instrument(statements)),
        "other title": titles,
        "other lead": leads,
        "reminder in title": float(any(s.place == TITLE for s in reminding)),
        "reminder": min(sum(s.place == LEAD for s in reminding), 2) / 2,
        "nothing changes": min(len(unchanged), 2) / 2,
        "old": min(sum(s.old for s in statements), 3) / 3,
        **{state.replace("_", " "): float(state in states) for state in _STATES},
        "draft stopped": float(
            any({"stopped", "proposed"} <= s.says("status") for s in statements)
        ),
    }


def _length_features(statements: Sequence[Statement]) -> dict[str, float]:
    """That a text is long, which speaks louder where nothing marks it as an instrument."""
    long = float(len(statements) > _MANY)
    return {
        "long": long,
        "long without instrument": long * (not is_instrument(statements)),
        "long, other title": long * other_kind(statements)[0],
    }


def status_features(
    weighed: Sequence[Weighed], timing: Timing, kind: ChangeKind
) -> dict[str, float]:
    """Cues of status by place, and what the dates say."""
    found: dict[str, float] = {f"kind {kind}": 1.0}
    for state in ("proposed", "adopted", "in_force"):
        places = cue_features(weighed, "status", state)
        found |= _named(state, {name: places[name] for name in ("title", "lead", "topic")})
    stopped = [i for i in weighed if "stopped" in i.statement.says("status")]
    found["stopped"] = float(any(i.statement.place in (TITLE, LEAD) for i in stopped))
    found["in future"] = float(timing.future is True)
    # What its title calls a draft has not taken effect, whatever dates of older rules it names.
    draft = found["proposed in title"] > found["adopted in title"]
    found["in effect"] = float(timing.future is False and not draft)
    found[f"undated {kind}"] = float(not timing.effective)
    return found


def direction_features(
    weighed: Sequence[Weighed], kind: ChangeKind, *, topic: Topic, retail: bool
) -> dict[str, float]:
    """By place: how far cues of duty and ban outweigh those of ease, and how many there are."""
    found: dict[str, float] = {f"kind {kind}": 1.0, "retail": float(retail)}
    # "Comments must be sent by …" binds whoever comments, not a fleet.
    weighed = [item for item in weighed if item.about or not asks_for_comments(item.statement)]
    # "Repeals the ban", "puts off the blocking": the cue of duty stands under one of ease.
    turned = [item for item in weighed if item.statement.says("kind") & _EASING]
    straight = [item for item in weighed if not item.statement.says("kind") & _EASING]
    tight = cue_features(straight, "direction", "tightening")
    eased = cue_features(turned, "direction", "tightening")
    loose = cue_features(weighed, "direction", "loosening")
    not_tight = cue_features(weighed, "not-direction", "tightening")
    not_loose = cue_features(weighed, "not-direction", "loosening")
    for place in ("title", "lead", "topic", "body"):
        against = tight[place] + not_loose[place]
        ease = loose[place] + not_tight[place] + eased[place]
        found[f"lean in {place}"] = against - ease
        found[f"amount in {place}"] = min(against + ease, 1.0)
    found["recognises"] = float(recognises([item.statement for item in weighed]))
    found["limit falls"] = _DECIDES * limit_falls([item.statement for item in weighed])
    found["ease in title"] = loose["title"]
    found["duty"] = cue_features(weighed, "modality", "duty")["topic"]
    said = found["duty"] + abs(found["limit falls"]) + found["recognises"]
    said += sum(value for name, value in found.items() if name.startswith("amount"))
    found["unsaid"] = float(not said and kind in EITHER_WAY)
    # Plans of numbers and standards of devices say "must" in every line and harden nothing by it;
    # what registers or keeps data in the country is a duty even where no word of duty is found.
    found[f"topic {topic}"] = 1.0
    found[f"unsaid {topic}"] = found["unsaid"]
    found[f"{kind} {topic}"] = 1.0
    found[f"lean {topic}"] = sum(v for n, v in found.items() if n.startswith("lean in"))
    return found
