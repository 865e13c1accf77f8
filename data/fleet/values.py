"""What a row of a fleet file says of a SIM, and how one file writes what can be written in two ways."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from data.fleet.stretches import Stretch, device_of
from data.words import SimState


class SimValues(NamedTuple):
    """What a row says of a SIM; names as in the table. ``other_key``: see :class:`Iccid`."""

    iccid: str
    iccid_key: str
    other_key: str
    eid: str
    imsi: str
    imei: str
    msisdn: str
    state: str
    native_status: str
    technology: str
    home_country: str
    visited_country: str
    visited_mcc: str
    activated_at: datetime | None
    last_seen_at: datetime | None
    began_at: datetime | None = None
    """Where the session that ended at ``last_seen_at`` began; None: seen, no more is known."""
    more_imsis: str = ""
    row_mark: int = 0
    """See :mod:`data.fleet.unchanged`."""

    @property
    def stretch(self) -> Stretch | None:
        """Where the row saw the SIM; None where it tells no place or no moment."""
        if self.last_seen_at is None or not (self.visited_country or self.visited_mcc):
            return None
        return Stretch(  # by place: once for every new SIM
            self.visited_country,
            self.visited_mcc,
            self.imsi,
            device_of(self.imei),
            self.began_at or self.last_seen_at,
            self.last_seen_at,
            "session" if self.began_at else "snapshot",
        )


@dataclass(frozen=True, kw_only=True)
class FileHabits:
    """How one file writes what can be written in two ways."""

    day_first: bool = True
    order_shown: bool = True
    """False when the file never shows whether ``03/04/2026`` begins with the day."""
    nineteen_checked: bool = True
    platform: str = ""
    words: Mapping[str, SimState] = field(default_factory=dict)
