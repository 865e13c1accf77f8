"""What the pages of corrections show, read from the store."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from analysis.corrections import values_of
from analysis.recomputing import key_of_row
from data.models import Development, Document, Feedback, RuleChange, Source, Version
from data.queries.alert_page import evidence_of
from data.queries.feedback import (
    development_of,
    feedback_of_texts,
    regroupings_of,
    said_of_development,
    source_of,
)
from webapp.feedback.entered import filled
from webapp.feedback.wording import Line, lines
from webapp.reading import evidence_passages
from webapp.texts.passages import Passage


@dataclass(frozen=True, kw_only=True)
class TextPage:
    """One text that an officer speaks of, and one finding in it (None: a missed one)."""

    version: Version
    document: Document
    source: Source
    change: RuleChange | None
    development: Development | None
    passages: Sequence[tuple[Passage, str]]
    said: Sequence[Line]
    seen: int
    """The newest word on this text."""
    form: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Moved:
    """That a publication was sorted by hand, as the page of one development tells it."""

    line: Line
    other: int
    """The other development."""


def finding_page(session: Session, change_id: int) -> TextPage | None:
    """What is shown to who corrects a finding; None when there is no such finding."""
    change = session.get(RuleChange, change_id)
    return _page(session, change.version_id, change) if change else None


def text_page(session: Session, version_id: int) -> TextPage | None:
    """What is shown to who adds a missed change; None when there is no such version."""
    return _page(session, version_id, None)


def _page(session: Session, version_id: int, change: RuleChange | None) -> TextPage | None:
    version = session.get(Version, version_id)
    if version is None:
        return None
    feedback = feedback_of_texts(session, [version_id])
    form: dict[str, str] = {}
    if change is not None:
        key = key_of_row(change)
        # What was set aside is offered as the analysis had it.
        values = change.analysed or {} if change.kind == "none" else values_of(change)
        form = filled({"jurisdiction": key.jurisdiction, "topic": key.topic, **values})
    return TextPage(
        version=version,
        document=session.get_one(Document, version.document_id),
        source=source_of(session, version.document_id),
        change=change,
        development=development_of(session, change.id or 0) if change else None,
        passages=evidence_passages(version, evidence_of(session, change.id or 0) if change else []),
        said=lines(_about(feedback, change)),
        seen=max((one.id or 0 for one in feedback), default=0),
        form=form,
    )


def _about(feedback: Sequence[Feedback], change: RuleChange | None) -> list[Feedback]:
    if change is None:
        return list(feedback)
    key = key_of_row(change)
    about = {
        one.id
        for one in feedback
        if key
        in (
            (one.jurisdiction, one.topic),
            (one.right.get("jurisdiction"), one.right.get("topic")),
        )
    }
    return [one for one in feedback if one.id in about or one.undoes in about]


def said_of(session: Session, development: Development) -> list[Line]:
    """What officers said of a development's findings, the newest first."""
    return lines(said_of_development(session, development))


def sorted_of(session: Session, development_id: int) -> list[Moved]:
    """What was put into a development or taken out of it by hand, the newest first."""
    found = []
    for act, title in regroupings_of(session, development_id):
        out = act.from_development_id == development_id
        found.append(
            Moved(
                line=Line(
                    id=act.id or 0,
                    actor=act.actor,
                    at=act.at,
                    text=f"“{title}” was " + ("taken out of this change" if out else "put here"),
                    note=act.note,
                ),
                other=act.to_development_id if out else act.from_development_id,
            )
        )
    return found[::-1]
