"""Decision: whether a text changes a rule on a topic, and how: kind, status, direction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analysis import weights, wording
from analysis.cues import cue_features
from analysis.kinds import DECIDES, kind_of, told
from analysis.leanings import asks_for_comments, limit_falls, recognises
from analysis.newsworthy import news_features
from analysis.statements import LEAD, TITLE, Statement
from analysis.subjects import is_instrument, other_kind
from analysis.weighing import Weighed
from data.words import ChangeKind, ChangeStatus, Direction, Topic

#: From so many statements near the topic on, a text is long.
_MANY = 60
_EASING = {ChangeKind.REPEAL.value, ChangeKind.EXTENSION.value}
#: Among so many statements from the beginning on a call for comments is the matter of the text.
_HEAD = 6
#: Kinds that say nothing of the direction by themselves.
EITHER_WAY = (
    ChangeKind.NEW_RULE, ChangeKind.AMENDMENT, ChangeKind.CONSULTATION, ChangeKind.GUIDANCE,
)  # fmt: skip
#: What is told of a rule that stays as it is.
_NO_CHANGE = ("stands", "shelved", "single")
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
    weighed: Sequence[Weighed],
    timing: Timing,
    *,
    topic: Topic,
    retail: bool = False,
    worded: wording.Points = wording.NOTHING,
) -> Act:
    """Decide all four questions, each by its model; the features of one feed the next."""
    weighed = [item for item in weighed if item.near]
    kind, sure = kind_of(weighed, worded)
    change = change_features(weighed, timing, kind, worded)
    points = weights.score("change", change)
    status = ChangeStatus.CONSULTATION
    if kind is not ChangeKind.CONSULTATION:
        status = ChangeStatus(
            weights.best("status", status_features(weighed, timing, kind, worded))[0]
        )
    # What travellers pay makes nothing easier or harder for machines.
    direction = Direction.NEUTRAL
    if not retail:
        tendency = direction_features(weighed, kind, topic=topic, retail=retail, worded=worded)
        direction = Direction(weights.best("direction", tendency)[0])
    reasons = [
        f"{'For' if added > 0 else 'Against'} a change: {name} ({added:+.1f})."
        for name, added in weights.parts("change", change)[:4]
    ]
    reasons.append(f"Its words fit {kind} best ({sure:.0%}).")
    return Act(points, kind, status, direction, sure, tuple(reasons))


def _named(prefix: str, features: dict[str, float]) -> dict[str, float]:
    return {f"{prefix} in {place}": value for place, value in features.items()}


def change_features(
    weighed: Sequence[Weighed],
    timing: Timing,
    kind: ChangeKind,
    worded: wording.Points = wording.NOTHING,
) -> dict[str, float]:
    """What speaks for and against a change."""
    statements = [item.statement for item in weighed]
    found = {
        **_cues_of_change(weighed),
        "takes effect": float(timing.effective),
        "deadline": float(timing.deadline),
        "limit": float(timing.limits),
        **_matter_features(statements),
        **told(statements, "no_change", _NO_CHANGE),
        **news_features(statements, timing.published),
        f"kind {kind}": 1.0,
        "wording": worded.get("change", 0.0),
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
    weighed: Sequence[Weighed],
    timing: Timing,
    kind: ChangeKind,
    worded: wording.Points = wording.NOTHING,
) -> dict[str, float]:
    """Cues of status by place, and what the dates say."""
    found = {f"kind {kind}": 1.0, **wording.family(worded, "status")}
    for state in ("proposed", "adopted", "in_force"):
        places = cue_features(weighed, "status", state)
        found |= _named(state, {name: places[name] for name in ("title", "lead", "topic")})
    stopped = [i for i in weighed if "stopped" in i.statement.says("status")]
    found["stopped"] = float(any(i.statement.place in (TITLE, LEAD) for i in stopped))
    found["in future"] = float(timing.future is True)
    # What its title calls a draft has not taken effect, whatever dates of older rules it names.
    draft = found["proposed in title"] > found["adopted in title"]
    found["in effect"] = float(timing.future is False and not draft)
    found["draft in title"] = DECIDES * draft
    found[f"undated {kind}"] = float(not timing.effective)
    return found


def direction_features(
    weighed: Sequence[Weighed],
    kind: ChangeKind,
    *,
    topic: Topic,
    retail: bool,
    worded: wording.Points = wording.NOTHING,
) -> dict[str, float]:
    """By place: how far cues of duty and ban outweigh those of ease, and how many there are."""
    found = {f"kind {kind}": 1.0, "retail": float(retail), **wording.family(worded, "direction")}
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
    found["limit falls"] = DECIDES * limit_falls([item.statement for item in weighed])
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
