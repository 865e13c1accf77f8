"""Full lists: a SIM that such a file no longer names is retired. Never on a doubt."""

from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, func, select, update
from sqlmodel import Session

from data.counting import COUNTED, CountKey, add_counts, count_key
from data.models import Sim
from data.words import SimState

_TABLE: Table = Sim.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table classes
#: What stands as the platform's word of a SIM that a full list no longer names.
MISSING = "not in the full list"


@dataclass(frozen=True, kw_only=True)
class Retired:
    """How many SIMs were retired (or would be), or why none were."""

    sims: int = 0
    refusal: str = ""


def doubt(*, kept: int, missing: int, refused: int) -> str:
    """Why a list that names ``kept`` of a fleet's SIMs and not ``missing`` retires none; empty: no doubt.

    Half of a fleet does not end in a day: such a file is a part. And a refused row may be of
    one of the missing.
    """
    if missing and kept < missing:
        return (
            f"the file names {kept} of {kept + missing} SIMs, less than half; none was retired. "
            "Confirm if it is the whole list"
        )
    if missing and refused:
        return (
            f"{refused} rows were refused, and their SIMs may be among the {missing} missing; none "
            "was retired. Mend the rows, or confirm"
        )
    return ""


def retire_missing(
    session: Session,
    fleet_id: int,
    seen: AbstractSet[int],
    *,
    highest: int,
    refused: int,
    confirmed: bool,
    now: datetime,
    dry_run: bool,
) -> Retired:
    """Retire the fleet's SIMs up to number ``highest`` that are not among ``seen``, unless there is a doubt.

    Call it with the fleet held. Later numbers are SIMs that the same file brought.
    """
    columns = [_TABLE.c[name] for name in ("id", *COUNTED)]
    ended = SimState.TERMINATED.value
    mine = select(*columns).where(
        _TABLE.c.fleet_id == fleet_id, _TABLE.c.state != ended, _TABLE.c.id <= highest
    )
    rows = session.connection().execute(mine).all()
    missing = [row for row in rows if row[0] not in seen]
    why = doubt(kept=len(rows) - len(missing), missing=len(missing), refused=refused)
    if why and not confirmed:
        return Retired(refusal=why)
    if not dry_run:
        end_sims(session, fleet_id, missing, now)
    return Retired(sims=len(missing))


def highest_sim(session: Session) -> int:
    """The highest number of any SIM: later ones are above it."""
    return session.connection().scalar(select(func.max(_TABLE.c.id))) or 0


def end_sims(session: Session, fleet_id: int, missing: list[Any], now: datetime) -> None:
    """Retire these SIMs (id, then :data:`data.counting.COUNTED`), and count them so."""
    if not missing:
        return
    differences: Counter[CountKey] = Counter()
    for _, visited, home, technology, state, last in missing:
        ended = SimState.TERMINATED.value
        differences[count_key(fleet_id, visited, home, technology, state, last)] -= 1
        differences[count_key(fleet_id, visited, home, technology, ended, last)] += 1
    statement = (
        update(_TABLE)
        .where(_TABLE.c.id == bindparam("sim"))
        .values(state=SimState.TERMINATED.value, native_status=MISSING, updated_at=now, row_mark=0)
    )
    session.connection().execute(statement, [{"sim": row[0]} for row in missing])
    add_counts(session.connection(), differences)
