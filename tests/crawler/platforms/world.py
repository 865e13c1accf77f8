"""SIMs as a platform knows them, made up: numbers of the ranges for tests, no real device."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from stdnum import luhn

#: Moment at which the worlds are looked at.
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
_PLACES = (("DE", "262", "DEUD1"), ("TR", "286", "TURTC"), ("BR", "724", "BRATC"))


@dataclass
class FakeSim:
    """One SIM."""

    number: int
    live: bool = True
    place: int | None = None
    """Which of the places; None where the platform knows none."""
    seen: datetime | None = None
    imsi_2: str = ""
    extra: dict[str, object] = field(default_factory=dict)

    @property
    def bare(self) -> str:
        """The ICCID without its check digit, 19 digits."""
        return f"8988303{self.number:012d}"

    @property
    def iccid(self) -> str:
        """The ICCID, 20 digits."""
        return self.bare + luhn.calc_check_digit(self.bare)

    @property
    def imsi(self) -> str:
        """Of a shared code: foreign everywhere."""
        return f"90140{self.number:010d}"

    @property
    def imei(self) -> str:
        """Fifteen digits with their check digit."""
        bare = f"35{self.number:012d}"
        return bare + luhn.calc_check_digit(bare)

    @property
    def country(self) -> str:
        """Where it is."""
        return "" if self.place is None else _PLACES[self.place][0]

    @property
    def mcc(self) -> str:
        """The same as a network code."""
        return "" if self.place is None else _PLACES[self.place][1]

    @property
    def tadig(self) -> str:
        """The same as an operator's TADIG code."""
        return "" if self.place is None else _PLACES[self.place][2]


def fleet(count: int) -> list[FakeSim]:
    """SIMs in three countries; every tenth is disabled, every seventh was never seen."""
    return [
        FakeSim(
            number=number,
            live=number % 10 != 0,
            place=None if number % 7 == 0 or number % 10 == 0 else number % 3,
            seen=None
            if number % 7 == 0 or number % 10 == 0
            else NOW - timedelta(hours=number % 100),
        )
        for number in range(1, count + 1)
    ]
