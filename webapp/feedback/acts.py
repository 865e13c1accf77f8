"""An officer's word carried out: checked, kept, put into the record and told to the alerts.

Each is one transaction. Texts and alerts are locked in one order, so that two officers
at the same moment come one after the other, and the second is told of the first.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from analysis.correcting import take_word
from analysis.corrections import Key, in_force, values_of
from analysis.membership import members_told
from analysis.recomputing import key_of_row
from data.audit import record
from data.db import writing
from data.errors import RoamwatchError
from data.models import DevelopmentMember, Feedback, RuleChange, Version
from data.queries.feedback import changes_on, feedback_of, hold_text, rows_of
from data.queries.order import hold_order
from data.words import FeedbackVerdict
from webapp.context import Context
from webapp.feedback.entered import Entered
from webapp.feedback.telling import follow
from webapp.feedback.wording import summary, with_note


class NotThereError(RoamwatchError):
    """What the word is about does not exist."""

    code = "feedback_not_found"


class RefusedError(RoamwatchError):
    """The word cannot be taken; ``errors`` says why, by field."""

    code = "feedback_refused"

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__(" ".join(errors.values()))


class OvertakenError(RoamwatchError):
    """Somebody spoke of this text meanwhile: ``by``, at ``at``. Nothing was changed."""

    code = "feedback_overtaken"

    def __init__(self, by: str, at: datetime) -> None:
        self.by = by
        self.at = at
        super().__init__(f"{by} corrected this text meanwhile")


@dataclass(frozen=True, kw_only=True)
class Done:
    """What became of a word."""

    feedback_id: int
    development_id: int | None
    """The development that speaks of the finding now; None when there is none."""
    alerts: tuple[int, ...]
    """Alerts that were raised by it."""


def correct(context: Context, change_id: int, entered: Entered, *, actor: str, seen: int) -> Done:
    """A finding is wrong: put it right. ``seen`` is the newest word on the text that the officer saw.

    Raises :class:`NotThereError`, :class:`RefusedError`, :class:`OvertakenError`.
    """
    with writing(context.engine) as session:
        hold_order(session, alone=False)
        row = session.get(RuleChange, change_id)
        if row is None:
            raise NotThereError(f"there is no finding {change_id}")
        versions = hold_text(session, row.version_id)
        session.refresh(row)
        key = key_of_row(row)
        word = Feedback(
            at=context.clock(), actor=actor, version_id=row.version_id,
            jurisdiction=key.jurisdiction, topic=key.topic, verdict=entered.verdict,
            said={"jurisdiction": key.jurisdiction, "topic": key.topic} | values_of(row),
            right=entered.right, note=entered.note,
        )  # fmt: skip
        again = _said_already(session, versions, word, seen)
        if again is not None:
            return again
        _check(session, word, key, versions, dict(entered.errors))
        return _carry_out(session, context, word, versions)


def add(context: Context, version_id: int, entered: Entered, *, actor: str, seen: int) -> Done:
    """A change was missed: add it with its evidence, which must stand in the version's text.

    Raises :class:`NotThereError`, :class:`RefusedError`, :class:`OvertakenError`.
    """
    with writing(context.engine) as session:
        hold_order(session, alone=False)
        version = session.get(Version, version_id)
        if version is None:
            raise NotThereError(f"there is no version {version_id}")
        versions = hold_text(session, version_id)
        errors, start = dict(entered.errors), version.text.find(entered.quote)
        if start < 0 and "quote" not in errors:
            errors["quote"] = (
                "These words do not stand in the text, letter for letter. Copy them from it."
            )
        word = Feedback(
            at=context.clock(), actor=actor, version_id=version_id,
            jurisdiction=entered.right.get("jurisdiction", ""),
            topic=entered.right.get("topic", ""), verdict=FeedbackVerdict.MISSED.value,
            right=entered.right, quote=entered.quote, start=start,
            end=start + len(entered.quote), note=entered.note,
        )  # fmt: skip
        again = _said_already(session, versions, word, seen)
        if again is not None:
            return again
        _check(session, word, None, versions, errors)
        return _carry_out(session, context, word, versions)


def undo(context: Context, feedback_id: int, *, actor: str, note: str = "") -> Done:
    """An earlier word no longer holds. Undoing what is undone does nothing.

    Raises :class:`NotThereError`.
    """
    with writing(context.engine) as session:
        hold_order(session, alone=False)
        spoken = session.get(Feedback, feedback_id)
        if spoken is None or spoken.undoes:
            raise NotThereError(f"there is no correction {feedback_id}")
        versions = hold_text(session, spoken.version_id)
        said = feedback_of(session, versions)
        if spoken.id not in {one.id for one in in_force(said)}:
            undoing = next(one for one in said if one.undoes == spoken.id)
            return _done(session, undoing, spoken, [])
        word = Feedback(
            at=context.clock(), actor=actor, version_id=spoken.version_id,
            jurisdiction=spoken.jurisdiction, topic=spoken.topic,
            verdict=FeedbackVerdict.UNDONE.value, note=note, undoes=spoken.id,
        )  # fmt: skip
        return _carry_out(session, context, word, versions, spoken=spoken)


def _said_already(session: Session, versions: list[int], word: Feedback, seen: int) -> Done | None:
    """A form sent twice is one word; a word said meanwhile by somebody else is told first."""
    said = feedback_of(session, versions)
    newer = [one for one in said if (one.id or 0) > seen]
    if not newer:
        return None
    last = newer[-1]
    same = (last.actor, last.verdict, last.right, last.note, last.quote) == (
        word.actor, word.verdict, word.right, word.note, word.quote,
    )  # fmt: skip
    if same:
        return _done(session, last, last, [])
    raise OvertakenError(last.actor, last.at)


def _check(
    session: Session, word: Feedback, key: Key | None, versions: list[int], errors: dict[str, str]
) -> None:
    nothing = word.verdict in (FeedbackVerdict.NO_CHANGE, FeedbackVerdict.OFF_TOPIC)
    if nothing and word.said.get("kind") == "none":
        errors["verdict"] = "It is set aside already."
    if not errors and not nothing:
        if word.right == word.said:
            errors["verdict"] = "Nothing here differs from what stands. Change what is wrong first."
        target = Key(word.right["jurisdiction"], word.right["topic"])
        if target != key and _is_taken(session, target, key, versions, word.at):
            errors["topic" if key and target.topic != key.topic else "place"] = (
                "The text has a change on this topic there already; correct that one."
            )
    if errors:
        raise RefusedError(errors)


def _is_taken(
    session: Session, target: Key, key: Key | None, versions: list[int], at: datetime
) -> bool:
    """Whether the text has this finding, or all its countries in others than the one set aside."""
    countries = members_told(target.jurisdiction, at.date())
    told = [
        row
        for row in changes_on(session, versions, countries, target.topic)
        if key_of_row(row) != key
    ]
    found = any(key_of_row(row) == target for row in told)
    return found or {row.country for row in told} == set(countries)


def _carry_out(
    session: Session,
    context: Context,
    word: Feedback,
    versions: list[int],
    *,
    spoken: Feedback | None = None,
) -> Done:
    touched = take_word(session, word, versions=versions, now=word.at)
    record(
        session, actor=word.actor, action=word.verdict, subject=f"feedback:{word.id}", note=word.note,
        detail={"place": word.jurisdiction, "topic": word.topic, "said": word.said,
                "right": word.right, "undoes": word.undoes},
        now=word.at,
    )  # fmt: skip
    text = f"Undone: {summary(spoken)}" if spoken else summary(word)
    raised = follow(
        session, touched, action="corrected", actor=word.actor, note=with_note(text, word.note),
        settings=context.settings, now=word.at,
    )  # fmt: skip
    return _done(session, word, spoken or word, raised)


def _done(session: Session, word: Feedback, spoken: Feedback, raised: list[int]) -> Done:
    right: dict[str, Any] = spoken.right if word is spoken else {}
    place = right.get("jurisdiction", spoken.jurisdiction)
    rows = rows_of(session, [spoken.version_id], place, right.get("topic", spoken.topic))
    member = session.get(DevelopmentMember, rows[0].id) if rows else None
    return Done(
        feedback_id=word.id or 0,
        development_id=member.development_id if member else None,
        alerts=tuple(raised),
    )
