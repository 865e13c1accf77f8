"""A development as its members, its officers and nothing else say: for when one of those changed."""

from datetime import datetime

from sqlmodel import Session

from analysis.corrections import Key, differences, in_force, target_of
from analysis.developments import heard, is_alive, stand
from analysis.history import Heard, PutRight, replayed
from data.models import Development, RuleChange
from data.queries.developments import Told, told_of
from data.queries.feedback import feedback_of_texts
from data.words import ChangeKind, ChangeStatus, Direction, FeedbackVerdict

#: What readers see of a development.
_SEEN = (
    "title", "kind", "status", "direction", "effective_on", "deadline_on", "confirmed", "countries",
)  # fmt: skip


def recompute(
    session: Session, development: Development, *, now: datetime, stirred: bool = False
) -> bool:
    """Hear a development's whole history again; whether what readers see of it changed.

    One without a change left is closed: kind ``none``, no dates. ``stirred``: it counts as
    moved in any case (limits stand in its rule changes). Never commits.
    """
    before = [getattr(development, name) for name in _SEEN]
    members = [(member, told) for member, told in told_of(session, development.id or 0)]
    alive = [(member, told) for member, told in members if is_alive(told)]
    reports: dict[int, Heard] = {}
    for member, told in alive:
        # Of a group's changes in one version the first speaks for all: they say the same.
        reports.setdefault(told.change.version_id, heard(told, at=member.joined_at))
    found = replayed(reports.values(), _put_right(session, [told for _, told in alive]))
    if found is None:
        _close(development)
    else:
        standing, development.confirmed = found
        stand(development, standing)
        development.countries = sorted({told.change.country for _, told in alive})
    changed = stirred or [getattr(development, name) for name in _SEEN] != before
    if changed:
        development.moved_at = now
    session.add(development)
    session.flush()
    return changed


def key_of_row(change: RuleChange) -> Key:
    """The finding to which a rule change belongs."""
    return Key(change.via_group or change.country, change.topic)


def _put_right(session: Session, told: list[Told]) -> list[PutRight]:
    keys = {key_of_row(one.change) for one in told}
    said = feedback_of_texts(session, {one.change.version_id for one in told})
    return [
        PutRight(at=one.at, said=one.said, right=differences(one.said, one.right))
        for one in in_force(said)
        if one.verdict == FeedbackVerdict.WRONG
        and target_of(one) == Key(one.jurisdiction, one.topic)
        and target_of(one) in keys
    ]


def _close(development: Development) -> None:
    development.kind = ChangeKind.NONE.value
    development.status = ChangeStatus.NONE.value
    development.direction = Direction.NEUTRAL.value
    development.effective_on = development.deadline_on = None
