"""The job that pulls fleets from SIM platforms: what is due, one account after the other."""

from dataclasses import dataclass

from data.db import reading
from data.queries.platforms import due_accounts
from webapp.context import Context


@dataclass(frozen=True, kw_only=True)
class Pulled:
    """What the job did: accounts pulled, those that failed, SIMs added and changed."""

    accounts: int = 0
    failed: int = 0
    added: int = 0
    changed: int = 0


async def pull_due(context: Context) -> Pulled:
    """Pull every account that is due. One that fails waits for its next attempt."""
    with reading(context.engine) as session:
        waiting = due_accounts(session, now=context.clock())
    if not waiting:
        return Pulled()
    # Only now: most workers have no account, and need no client for one.
    from crawler.pulling.pull import pull_account

    pulled = failed = added = changed = 0
    for number in waiting:
        if context.stop.is_set():
            break
        report = await pull_account(
            context.engine,
            context.settings,
            number,
            owner=context.owner,
            clock=context.clock,
        )
        if report is not None:
            pulled += 1
            failed += not report.finished
            added += report.added
            changed += report.changed
    return Pulled(accounts=pulled, failed=failed, added=added, changed=changed)
