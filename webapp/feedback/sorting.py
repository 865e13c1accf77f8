"""Publications sorted by hand: taken out of a development, told to the alerts of both."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from analysis.splitting import Split, take_out
from data.db import writing
from data.models import Development, Document
from data.queries.order import hold_order
from webapp.alerts.wording import one_line, plain_text
from webapp.context import Context
from webapp.feedback.acts import NotThereError, RefusedError
from webapp.feedback.entered import MAX_NOTE
from webapp.feedback.telling import follow
from webapp.feedback.wording import with_note


@dataclass(frozen=True, kw_only=True)
class Sorted:
    """Where the publication is now, and the alerts that were raised by it."""

    development_id: int
    alerts: tuple[int, ...]


def sort_out(
    context: Context,
    development_id: int,
    document_id: int,
    *,
    into: str = "",
    note: str = "",
    actor: str,
) -> Sorted:
    """Take a document out of a development, into one of its own or (``into``: its number) another.

    Raises :class:`NotThereError`, :class:`RefusedError`, :class:`analysis.splitting.SplitError`.
    """
    note = plain_text(note).strip()
    if len(note) > MAX_NOTE:
        raise RefusedError(
            {"note": f"The note has {len(note)} characters; {MAX_NOTE} are allowed."}
        )
    other = int(into) if into.isascii() and into.isdigit() and len(into) < 10 else 0
    if into and not other:
        raise RefusedError({"into": "Choose one of these changes."})
    with writing(context.engine) as session:
        hold_order(session, alone=False)
        held = _hold(session, [development_id, *([other] if other else [])])
        old, document = held.get(development_id), session.get(Document, document_id)
        if old is None or document is None:
            raise NotThereError(f"there is no change {development_id} or document {document_id}")
        if other and other not in held:
            raise RefusedError({"into": "There is no such change."})
        split = take_out(
            session, old, document_id,
            into=held.get(other), actor=actor, note=note, now=context.clock(),
        )  # fmt: skip
        return _told(session, context, split, one_line(document.title or document.url, 120))


def _hold(session: Session, numbers: list[int]) -> dict[int, Development]:
    """Locked in the order of their numbers, so that two officers never wait for each other."""
    rows = session.exec(
        select(Development)
        .where(col(Development.id).in_(numbers))
        .order_by(col(Development.id))
        .with_for_update()
    )
    return {row.id or 0: row for row in rows}


def _told(session: Session, context: Context, split: Split, title: str) -> Sorted:
    act = split.regrouping
    old, new = act.from_development_id, act.to_development_id
    gone = f"“{title}” was taken out: it belongs to change {new}."
    if split.emptied:
        gone = f"Joined with change {new}: “{title}” was its only publication."
    came = f"“{title}” was taken out of change {old}" + (
        "." if act.founded else " and belongs to this one."
    )
    raised: list[int] = []
    for development, action, text in (
        (split.old, "joined" if split.emptied else "split", gone),
        (split.new, "split" if act.founded else "joined", came),
    ):
        raised += follow(
            session, [development], action=action, actor=act.actor,
            note=with_note(text, act.note), settings=context.settings, now=act.at,
        )  # fmt: skip
    return Sorted(development_id=new, alerts=tuple(raised))
