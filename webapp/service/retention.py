"""Forgetting raw bytes that nothing rests on, as far as the settings allow; rows and hashes stay."""

from datetime import timedelta

from sqlmodel import Session

from data.db import reading, writing
from data.queries.archive import forgettable_hashes, mark_removed, removed_since
from webapp.context import Context

#: Marked as removed, but perhaps not removed yet, because the process died in between.
_UNFINISHED = timedelta(days=2)


def forgettable(context: Context, session: Session) -> dict[str, int]:
    """Hash → size of what may go now: old, superseded, cited by nothing, and long unused."""
    from crawler.archive import Archive

    settings, now = context.settings, context.clock()
    if settings.keep_days is None:
        return {}
    archive = Archive(settings.snapshots)
    limit = now - timedelta(days=settings.keep_unused_days)
    old = forgettable_hashes(session, older_than=now - timedelta(days=settings.keep_days))
    return {
        sha256: size
        for sha256, size in old.items()
        if (used := archive.last_used(sha256)) is not None and used < limit
    }


def forget(context: Context) -> int:
    """Remove what may go; how much was removed. Repeating it, after a crash too, does no harm."""
    from crawler.archive import Archive

    settings, now = context.settings, context.clock()
    if settings.keep_days is None:
        return 0
    with writing(context.engine) as session:
        chosen = sorted(forgettable(context, session))
        # Marked first: a row must never promise bytes that are gone.
        mark_removed(session, chosen, at=now)
    with reading(context.engine) as session:
        waiting = removed_since(session, now - _UNFINISHED)
    archive = Archive(settings.snapshots)
    limit = now - timedelta(days=settings.keep_unused_days)
    used = [
        one for one in waiting if one in archive and not archive.remove(one, unused_since=limit)
    ]
    if used:
        with writing(context.engine) as session:
            mark_removed(session, used, at=None)
    return len(set(chosen) - set(used))
