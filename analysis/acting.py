"""Decision: whether a text changes a rule on a topic, and how: kind, status, direction."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.statements import LEAD, TITLE, Statement
from analysis.subjects import is_instrument, other_kind
from data.words import ChangeKind, ChangeStatus, Direction, Topic

#: Points from which a text on a topic is taken as a change; see :func:`act_of`.
THRESHOLD = 3.0
#: How telling a cue of each kind is: adopting is said of everything, consulting of little.
_TELLING = {
    ChangeKind.NEW_RULE: 0.7,
    ChangeKind.AMENDMENT: 1.0,
    ChangeKind.REPEAL: 1.1,
    ChangeKind.EXTENSION: 1.4,
    ChangeKind.CONSULTATION: 1.5,
    ChangeKind.ENFORCEMENT: 1.0,
    ChangeKind.GUIDANCE: 0.9,
}
_SHORT = 2_500
_MOST = 4


@dataclass(frozen=True)
class Weighed:
    """A statement with how much it says about one topic's change."""

    statement: Statement
    weight: float
    about: bool


@dataclass(frozen=True)
class Act:
    """What the text does to the rule on a topic."""

    points: float
    kind: ChangeKind
    status: ChangeStatus
    direction: Direction
    reasons: tuple[str, ...]

    @property
    def is_change(self) -> bool:
        """Whether the points suffice."""
        return self.points >= THRESHOLD


def weigh(topic: Topic, statements: Sequence[Statement], length: int) -> list[Weighed]:
    """Each statement with its weight for ``topic``; ``length`` of the text in characters."""
    weighed: list[Weighed] = []
    about = [s.about(topic) for s in statements]
    for index, statement in enumerate(statements):
        beside = any(about[max(index - 1, 0) : index + 2])
        weight = 0.8 if length < _SHORT else 0.2
        if beside:
            weight = max(weight, 1.0)
        if statement.place == LEAD:
            weight = max(weight, 1.5)
        if about[index]:
            weight = max(weight, 2.0) + 0.5 * (statement.place == LEAD)
        if statement.place == TITLE:
            weight = 5.0 if about[index] else 4.0
        if statement.old:
            weight *= 0.2
        weighed.append(Weighed(statement, weight, about[index]))
    return weighed


def act_of(weighed: Sequence[Weighed], *, future: bool | None, dated: bool) -> Act:
    """Decide. ``future`` tells whether the rule takes effect after publication, None if unsaid."""
    statements = [item.statement for item in weighed]
    kinds = {kind: _score(weighed, "kind", kind.value) * _TELLING[kind] for kind in _TELLING}
    kind = max(kinds, key=lambda name: kinds[name]) if any(kinds.values()) else ChangeKind.NONE
    status = _status(weighed, kind, future)
    points, reasons = _points(weighed, statements, kinds, dated)
    direction = _direction(weighed, kind)
    if kind is not ChangeKind.NONE:
        reasons.append(f"Its words fit {kind} best ({kinds[kind]:.1f} points).")
    return Act(points, kind, status, direction, tuple(reasons))


def _score(weighed: Sequence[Weighed], family: str, value: str) -> float:
    """Sum of the strongest statements that hold the cue."""
    found = sorted(
        (item.weight for item in weighed if value in item.statement.says(family)), reverse=True
    )
    return sum(found[:_MOST])


def _points(
    weighed: Sequence[Weighed],
    statements: Sequence[Statement],
    kinds: dict[ChangeKind, float],
    dated: bool,
) -> tuple[float, list[str]]:
    title = any(item.statement.says("kind") for item in weighed if item.statement.place == TITLE)
    lead = sum(bool(i.statement.says("kind")) for i in weighed if i.statement.place == LEAD)
    operative = sum(i.about and i.statement.binding and not i.statement.old for i in weighed)
    other = other_kind(statements)
    instrument = is_instrument(statements)
    unchanged = sum(
        "unchanged" in i.statement.says("modality") and i.weight >= 0.15 for i in weighed
    )
    parts = [
        (2.0 * title, "The title says that a rule is made or changed."),
        (min(1.0 * lead, 2.0), "The first lines say that a rule is made or changed."),
        (min(1.0 * operative, 3.0), f"{operative} sentences bind on the topic."),
        (1.5 * dated, "A date of effect or a deadline is set."),
        (1.5 * instrument, "It calls itself a legal instrument."),
        (-3.0 * other, "It is a report, an event, an advertisement or the like."),
        (-3.0 * min(unchanged, 2), "It says that no rule changes."),
    ]
    if not any(kinds.values()):
        parts.append((-2.0, "Nothing in it adopts, changes, proposes or enforces."))
    return sum(points for points, _ in parts), [reason for points, reason in parts if points]


def _status(weighed: Sequence[Weighed], kind: ChangeKind, future: bool | None) -> ChangeStatus:
    if kind is ChangeKind.CONSULTATION:
        return ChangeStatus.CONSULTATION
    if kind is ChangeKind.NONE:
        return ChangeStatus.NONE
    proposed = _score(weighed, "status", "proposed")
    adopted = _score(weighed, "status", "adopted")
    near = [i for i in weighed if i.statement.place in (TITLE, LEAD)]
    proposed_first = _score(near, "status", "proposed") > _score(near, "status", "adopted")
    if proposed_first and proposed > 0.8 * adopted:
        return ChangeStatus.PROPOSED
    if future is not None:
        return ChangeStatus.ADOPTED if future else ChangeStatus.IN_FORCE
    if proposed > 1.5 * adopted and proposed >= 2.0:
        return ChangeStatus.PROPOSED
    in_force = _score([i for i in weighed if i.weight >= 0.8], "status", "in_force")
    if in_force >= 1.5 or kind in (ChangeKind.ENFORCEMENT, ChangeKind.GUIDANCE):
        return ChangeStatus.IN_FORCE
    return ChangeStatus.ADOPTED


def _direction(weighed: Sequence[Weighed], kind: ChangeKind) -> Direction:
    tight = _score(weighed, "direction", "tightening") + _score(
        weighed, "not-direction", "loosening"
    )
    loose = _score(weighed, "direction", "loosening") + _score(
        weighed, "not-direction", "tightening"
    )
    # Every rule binds somebody: words of easing are rarer and say more.
    loose *= 1.3
    if kind in (ChangeKind.REPEAL, ChangeKind.EXTENSION):
        loose += 4.0
    elif kind is ChangeKind.ENFORCEMENT:
        tight += 4.0
    elif kind is ChangeKind.GUIDANCE and max(tight, loose) < 4.0:
        return Direction.NEUTRAL
    if max(tight, loose) < 1.0:
        return Direction.NEUTRAL
    return Direction.TIGHTENING if tight >= loose else Direction.LOOSENING
