"""Makes the pack of one alert from the store and the archive, and writes that down."""

from collections.abc import Callable
from typing import BinaryIO

from crawler.archive import Archive
from data.audit import record
from data.db import reading, writing
from data.errors import RoamwatchError
from data.queries.archive import captures
from data.queries.sight import Sight, narrow
from webapp.context import Context
from webapp.evidence.content import content_of
from webapp.evidence.pack import Made, write_pack


class NoSuchAlertError(RoamwatchError):
    """There is no alert of this number, or it is not in sight of the one who asks."""

    code = "no_such_alert"


def make_pack(
    context: Context,
    alert_id: int,
    out: BinaryIO,
    *,
    actor: str,
    sight: Sight = None,
    step: Callable[[int, int], None] = lambda _done, _total: None,
) -> Made:
    """Write the alert's pack to ``out``; the audit trail keeps the hash of its manifest.

    ``step`` hears how many archived answers are packed, and of how many.
    Raises :class:`NoSuchAlertError`.
    """
    now = context.clock()
    with reading(context.engine) as session:
        narrow(session, sight)
        content = content_of(session, alert_id)
        if content is None:
            raise NoSuchAlertError(f"there is no alert {alert_id}; see roamwatch alerts list")
        found = list(captures(session, snapshots=content.snapshots))
        archive = Archive(context.settings.snapshots)
        made = write_pack(out, content, archive, found, now=now, step=step)
    with writing(context.engine) as session:
        record(
            session,
            actor=actor,
            action="evidence_packed",
            alert_id=alert_id,
            detail={"manifest": made.manifest, "files": made.files, "snapshots": made.snapshots},
            now=now,
        )
    return made
