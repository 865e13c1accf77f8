"""Where the sample fleet's SIMs were: a CSV of stays that fits the sample fleet, made up like it.

Most devices stay where they are, some came a few months ago, some travel: so that each limit on
days finds SIMs that are fine, near it and over it.
"""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

HEADERS = ("ICCID", "IMSI", "IMEI", "Country", "First seen", "Last seen", "Method")
#: So far back the made-up history goes, in days: a little more than the longest rolling window.
_REACH = 200
#: Days of a stay, and the share of SIMs that have been there for about so long.
_LENGTHS = ((200, 45), (130, 15), (88, 8), (75, 10), (40, 12), (6, 10))


def write_sample_stays(path: Path, fleet: Path) -> int:
    """Write the stays of the SIMs in ``fleet`` (a file of :mod:`data.fleet.sample`); how many."""
    written = 0
    # Not for secrets: the same fleet must give the same stays.
    dice = Random(11)  # noqa: S311
    with (
        fleet.open(encoding="utf-8", newline="") as source,
        path.open("w", encoding="utf-8", newline="") as file,
    ):
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADERS)
        for row in csv.DictReader(source):
            for stay in _stays(row, dice):
                writer.writerow(stay)
                written += 1
    return written


def _stays(row: dict[str, str], dice: Random) -> Iterator[list[str]]:
    """The stays of one row; none of a SIM that is in stock, or whose row is wrong."""
    try:
        last = datetime.fromisoformat(row["Last Session Start"])
        activated = datetime.fromisoformat(row["Date Activated"] + "T00:00:00+00:00")
    except ValueError:
        return
    country = row["Last Country"]
    if len(country) != 2 or not row["ICCID"].isdigit():
        return
    length = dice.choices([days for days, _ in _LENGTHS], [share for _, share in _LENGTHS])[0]
    first = max(last - timedelta(days=length + dice.randrange(7)), activated)
    yield _cells(row, country, first, last)
    if length < _REACH and dice.random() < 0.6:
        # It came from home, or from a neighbour, after a few days of silence.
        left = first - timedelta(days=dice.randrange(2, 9))
        came = max(left - timedelta(days=dice.randrange(5, 60)), activated)
        if came < left:
            yield _cells(row, dice.choice(("DE", "NL", "SE")), came, left)


def _cells(row: dict[str, str], country: str, first: datetime, last: datetime) -> list[str]:
    moments = [moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in (first, last)]
    return [row["ICCID"], row["IMSI"], row["IMEI"], country, *moments, "session"]
