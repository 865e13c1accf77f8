"""Texts that officers spoke of as gold lines: what ``roamwatch evaluate`` reads.

A line tells the whole text as the record has it, so that it says of each finding what the
officers said, and of the rest what nobody objected to. Who said it is left out.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from analysis.corrections import NOTHING, in_force, layers, target_of
from analysis.recomputing import key_of_row
from data.models import Analysis, Document, Feedback, RuleChange, Source, Version
from data.queries.feedback import feedback_of_texts
from data.words import ChangeKind, FeedbackVerdict
from webapp.feedback.wording import summary, with_note


def gold_lines(session: Session) -> Iterator[dict[str, Any]]:
    """One line for each text of which a word holds, the first that was spoken of first."""
    done: set[int] = set()
    spoken = select(Feedback.version_id).distinct().order_by(col(Feedback.version_id))
    for version_id in session.exec(spoken).all():
        if version_id in done:
            continue
        said = feedback_of_texts(session, [version_id])
        done |= {one.version_id for one in said}
        if in_force(said):
            yield _line(session, max(one.version_id for one in said), said)


def _line(session: Session, version_id: int, said: Sequence[Feedback]) -> dict[str, Any]:
    version, document, source = session.exec(
        select(Version, Document, Source)
        .join(Document, col(Document.id) == Version.document_id)
        .join(Source, col(Source.id) == Document.source_id)
        .where(Version.id == version_id)
    ).one()
    versions = {one.version_id for one in said}
    rows = session.exec(select(RuleChange).where(col(RuleChange.version_id).in_(versions))).all()
    topics = session.exec(
        select(Analysis.topics)
        .where(Analysis.version_id == version_id, Analysis.error == "")
        .order_by(col(Analysis.id).desc())
        .limit(1)
    ).first()
    return {
        "id": f"feedback-{version_id}",
        "lang": version.language,
        "authority": source.authority,
        "country": source.country,
        "published": _iso(document.published_on),
        "title": version.title or document.title,
        "text": version.text,
        **labels(rows, said, topics or []),
        "why": " ".join(with_note(summary(one), one.note) for one in in_force(said)),
    }


def labels(
    rows: Sequence[RuleChange], said: Sequence[Feedback], topics: Sequence[str]
) -> dict[str, Any]:
    """The labels of one text, by the conventions of ``data/seed/gold/README.md``. Pure.

    ``topics`` are those that the analysis saw. The fields are of the change that officers
    spoke of, else of the surest.
    """
    told = layers(said)
    alive = [row for row in rows if row.kind != ChangeKind.NONE]
    main = max(
        alive,
        key=lambda row: (key_of_row(row) in told, row.confidence, -(row.id or 0)),
        default=None,
    )
    found = {row.topic for row in alive}
    subjects = found | (set(topics) - _not_about(said))
    if main is None:
        nothing = {**NOTHING, "effective_on": None, "deadline_on": None}
        return _labels(subjects, [], None, nothing)
    values = {
        "kind": main.kind,
        "status": main.status,
        "direction": main.direction,
        "effective_on": _iso(main.effective_on),
        "deadline_on": _iso(main.deadline_on),
    }
    days = sorted({limit["days"] for limit in main.limits if limit.get("days")})
    places = sorted({key_of_row(row).jurisdiction for row in alive})
    return _labels(subjects, places, days, values)


def _labels(
    topics: set[str], places: list[str], days: list[int] | None, values: dict[str, Any]
) -> dict[str, Any]:
    several = days if days and len(days) > 1 else None
    return {
        "topics": sorted(topics),
        "countries": places,
        "is_change": values["kind"] != ChangeKind.NONE,
        "change_kind": values["kind"],
        "status": values["status"],
        "direction": values["direction"],
        "effective_date": values["effective_on"],
        "deadline": values["deadline_on"],
        "limit_days": several or (days[0] if days else None),
    }


def _not_about(said: Sequence[Feedback]) -> set[str]:
    """Topics of which officers said that the text is not about them."""
    return {
        one.topic
        for one in in_force(said)
        if one.verdict == FeedbackVerdict.OFF_TOPIC
        or ((target := target_of(one)) is not None and target.topic != one.topic)
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
