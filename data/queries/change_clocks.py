"""How a fleet's SIMs stand against the limits that a change sets, by what they can do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from data.models import ClockKind, ClockLimit, Development, RuleProposal


@dataclass(frozen=True, kw_only=True)
class ChangeClocks:
    """One limit of a change, and how SIMs (devices, IMSIs) stand against it."""

    limit: ClockLimit
    kinds: Sequence[ClockKind]
    """By technology, those with most over first; none while it is counted for the first time."""

    def total(self, word: str) -> int:
        """Of all technologies: ``counted``, ``approaching``, ``over`` or ``over_then``."""
        return sum(getattr(kind, word) for kind in self.kinds)

    @property
    def then(self) -> date | None:
        """The day on which it takes effect; None when it binds, or no day is told."""
        return self.limit.effective_on


def change_clocks(
    session: Session, development: Development, *, fleet_id: int
) -> list[ChangeClocks]:
    """The limits of a development with clocks, most SIMs over (then) first. Three statements."""
    proposals = session.exec(
        select(RuleProposal.id).where(RuleProposal.development_id == development.id)
    )
    accepted = tuple(f"-p{number}" for number in proposals)
    rows = session.exec(
        select(ClockLimit).where(
            ClockLimit.runs,
            col(ClockLimit.country).in_([development.jurisdiction, *development.countries]),
        )
    )
    limits = {row.id or 0: row for row in rows if _is_said(row, development.id or 0, accepted)}
    kinds: dict[int, list[ClockKind]] = {number: [] for number in limits}
    counted = select(ClockKind).where(
        ClockKind.fleet_id == fleet_id, col(ClockKind.limit_id).in_(limits)
    )
    for kind in session.exec(counted):
        kinds[kind.limit_id].append(kind)
    found = [
        ChangeClocks(limit=limits[number], kinds=sorted(several, key=_order))
        for number, several in kinds.items()
    ]
    return sorted(found, key=lambda one: (-one.total("over_then"), one.limit.key))


def _is_said(limit: ClockLimit, development_id: int, accepted: tuple[str, ...]) -> bool:
    """Whether the change is a ground of the limit: itself, or the entry that came of its proposal."""
    return any(
        ground["ref"] == str(development_id)
        if ground["kind"] == "change"
        else bool(accepted) and str(ground["ref"]).endswith(accepted)
        for ground in limit.grounds
    )


def _order(kind: ClockKind) -> tuple[int, int, str]:
    return (-kind.over_then, -kind.over, kind.technology)
