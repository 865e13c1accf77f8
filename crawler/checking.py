"""How sources would be called after a check, by the rules of a crawl; nothing is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Engine

from crawler.items import SourceResult
from crawler.source_recording import note_attempt
from crawler.verdicts import judge_source
from data.db import reading
from data.queries.sources import sources_by_id


@dataclass(frozen=True, kw_only=True)
class CheckVerdict:
    """What a check says of one source."""

    health: str
    reason: str
    """In a sentence; empty when it is healthy."""
    newest: date | None
    """The newest day among the entries that it listed, none in the future."""


def judge_checks(
    engine: Engine, results: Sequence[SourceResult], *, now: datetime
) -> list[CheckVerdict]:
    """The verdict on each result, in their order.

    An error of the network counts against the source here, though the fault may be ours:
    only a crawl of many sources can tell.
    """
    with reading(engine) as session:
        known = sources_by_id(session, [result.source_id for result in results])
        verdicts = []
        for result in results:
            source = known[result.source_id]
            # Out of the session: what the rules note in the row stays with this copy.
            session.expunge(source)
            note_attempt(source, result, now=now)
            days = [day for day in result.days if day <= now.astimezone(UTC).date()]
            judge_source(
                session,
                source,
                error=result.error,
                message=result.message,
                move=result.move,
                days=days,
                now=now,
            )
            verdicts.append(
                CheckVerdict(
                    health=source.health,
                    reason=source.health_reason,
                    newest=max(days, default=None),
                )
            )
    return verdicts
