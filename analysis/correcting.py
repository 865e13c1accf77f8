"""Officers' words into the record: rows rewritten, developments found and told again.

One transaction, under the lock of the text (:func:`data.queries.feedback.hold_text`).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from analysis.corrections import (
    NOTHING,
    OFFICER,
    Key,
    Values,
    layers,
    standing,
    target_of,
    values_of,
    write,
)
from analysis.developments import record_piece
from analysis.membership import members_told
from analysis.recomputing import key_of_row, recompute
from data.countries import is_group
from data.models import (
    Development,
    DevelopmentMember,
    Document,
    Evidence,
    Feedback,
    RuleChange,
    Version,
)
from data.queries.developments import waiting_pieces
from data.queries.feedback import developments_of, feedback_of, rows_of
from data.words import ChangeKind

#: Beside an analysis's values: the group through which it meant the country, where that was overruled.
VIA = "via_group"

Layers = Mapping[Key, list[Values]]


def take_word(
    session: Session, feedback: Feedback, *, versions: Sequence[int], now: datetime
) -> Sequence[Development]:
    """Store a word and put the record right by it; the developments that it touches.

    ``versions`` are those of the text, held by the caller, who has seen that the word fits
    (no finding that it adds stands in the text already).
    """
    session.add(feedback)
    session.flush()
    said = feedback_of(session, versions)
    told = layers(said)
    spoken = next(one for one in said if one.id == (feedback.undoes or feedback.id))
    rows = [*rows_of(session, versions, spoken.jurisdiction, spoken.topic)]
    before = _developments(session, rows)
    for row in rows:
        lay_over(row, told)
    target = target_of(spoken)
    if (target is not None and target != Key(spoken.jurisdiction, spoken.topic)) or not rows:
        more = _rows_at(session, spoken, target, rows, now=now) if target in told else []
        more = more or [*rows_of(session, versions, *target)] if target else []
        before |= _developments(session, more)
        rows += [row for row in more if row not in rows]
    for row in rows:
        _give_back(session, row, told)
        lay_over(row, told)
    session.flush()
    if spoken.quote and target in told:
        _add_evidence(session, spoken, rows)
    for piece in waiting_pieces(session, versions):
        record_piece(session, piece, now=now)
    touched = before | _developments(session, rows)
    return [_settled(session, touched[number], rows, now) for number in sorted(touched)]


def lay_over(row: RuleChange, told: Layers) -> None:
    """Write into a row what stands by the analysis and the officers."""
    if row.analysed is None:
        row.analysed = values_of(row)
    write(row, standing(row.analysed, told.get(key_of_row(row), [])))


def _rows_at(
    session: Session, spoken: Feedback, target: Key, origin: list[RuleChange], *, now: datetime
) -> list[RuleChange]:
    """The rows of the finding that is right by this word; made where they are missing."""
    found = []
    via = target.jurisdiction if is_group(target.jurisdiction) else ""
    for country in members_told(target.jurisdiction, now.date()):
        row = session.exec(
            select(RuleChange).where(
                RuleChange.version_id == spoken.version_id,
                RuleChange.country == country,
                RuleChange.topic == target.topic,
            )
        ).first()
        if row is None:
            row = _new_row(session, spoken, country, via, origin, now=now)
        elif key_of_row(row) != target:
            if row.kind != ChangeKind.NONE:
                continue  # the text says something of its own for this member
            _pass_over(session, row, via)
        found.append(row)
    return found


def _new_row(
    session: Session,
    spoken: Feedback,
    country: str,
    via: str,
    origin: list[RuleChange],
    *,
    now: datetime,
) -> RuleChange:
    first = next((row for row in origin if row.version_id == spoken.version_id), None)
    version = session.get_one(Version, spoken.version_id)
    document = session.get_one(Document, version.document_id)
    row = RuleChange(
        version_id=spoken.version_id,
        document_id=version.document_id,
        analyser=OFFICER,
        country=country,
        via_group=via,
        topic=spoken.right["topic"],
        decided_on=first.decided_on if first else None,
        published_on=document.published_on,
        detected_at=first.detected_at if first else now,
        scope=dict(first.scope) if first else {},
        confidence=1.0,
        reasons=["An officer says so."],
        news=first.news if first else True,
        analysed={},
        **{name: value for name, value in NOTHING.items() if not name.endswith("_on")},
    )
    session.add(row)
    session.flush()
    if first is not None:
        _copy_evidence(session, first, row)
    return row


def _pass_over(session: Session, row: RuleChange, via: str) -> None:
    """A row of a finding that was set aside becomes one of another: the place is read otherwise."""
    row.analysed = {VIA: row.via_group} | (row.analysed or values_of(row))
    _leave(session, row, via)


def _give_back(session: Session, row: RuleChange, told: Layers) -> None:
    """Without a word left over it, a row is the analysis's again."""
    if row.analysed and VIA in row.analysed and key_of_row(row) not in told:
        via = row.analysed[VIA]
        row.analysed = {name: value for name, value in row.analysed.items() if name != VIA}
        _leave(session, row, via)


def _leave(session: Session, row: RuleChange, via: str) -> None:
    row.via_group = via
    session.add(row)
    session.flush()
    session.exec(delete(DevelopmentMember).where(col(DevelopmentMember.rule_change_id) == row.id))


def _copy_evidence(session: Session, origin: RuleChange, row: RuleChange) -> None:
    for item in session.exec(select(Evidence).where(Evidence.rule_change_id == origin.id)):
        copied: dict[str, Any] = item.model_dump(exclude={"id"})
        session.add(Evidence(**copied | {"rule_change_id": row.id}))


def _add_evidence(session: Session, spoken: Feedback, rows: Iterable[RuleChange]) -> None:
    version = session.get_one(Version, spoken.version_id)
    page, file, ocr = place_in(version, spoken.start)
    for row in rows:
        if row.version_id != spoken.version_id:
            continue
        there = select(Evidence.id).where(
            Evidence.rule_change_id == row.id,
            Evidence.start == spoken.start,
            Evidence.end == spoken.end,
        )
        if session.exec(there).first() is None:
            session.add(
                Evidence(
                    rule_change_id=row.id or 0, version_id=spoken.version_id, start=spoken.start,
                    end=spoken.end, quote=spoken.quote, rule=OFFICER, page=page, file=file, ocr=ocr,
                )
            )  # fmt: skip


def place_in(version: Version, at: int) -> tuple[int | None, str, bool]:
    """Page, file and whether it was read from a picture, of a character of a version's text."""
    blocks = (one for one in version.sections if one["start"] <= at < one["end"])
    page = next((one["page"] for one in blocks if one.get("page")), None)
    files = (one for one in version.attachments if one["start"] <= at < one["end"])
    file = next(files, None)
    return page, file["name"] if file else "", file["ocr"] if file else version.ocr


def _developments(session: Session, rows: Iterable[RuleChange]) -> dict[int, Development]:
    found = developments_of(session, [row.id or 0 for row in rows])
    return {development.id or 0: development for development in found}


def _settled(
    session: Session, development: Development, rows: Sequence[RuleChange], now: datetime
) -> Development:
    recompute(session, development, now=now, stirred=True)
    members = select(DevelopmentMember.rule_change_id).where(
        DevelopmentMember.development_id == development.id
    )
    empty = session.exec(members).first() is None
    others = [number for number in _developments(session, rows) if number != development.id]
    development.joined_id = others[-1] if empty and others else None
    return development
