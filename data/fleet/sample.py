"""The sample fleet: a CSV of 20,000 made-up SIMs in 25 countries, with forty rows that are wrong.

No number in it can belong to anybody: country calling code 999 is not assigned
(ITU-T E.164), and IMEIs begin with 00, which GSMA keeps for tests.
"""

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

SIMS = 20_000
BAD_ROWS = 40
HEADERS = (
    "ICCID", "IMSI", "IMSI 2", "MSISDN", "IMEI", "EID", "SIM Status", "Last Country", "Last MCC",
    "Date Activated", "Last Session Start", "Technology", "Rate Plan",
)  # fmt: skip
#: Country → its network code and its share of the fleet.
COUNTRIES: dict[str, tuple[str, int]] = {
    "DE": ("262", 24), "US": ("310", 21), "TR": ("286", 16), "BR": ("724", 15), "IN": ("404", 13),
    "GB": ("234", 12), "FR": ("208", 11), "CN": ("460", 9), "IT": ("222", 9), "ES": ("214", 8),
    "NL": ("204", 7), "PL": ("260", 7), "BE": ("206", 6), "MX": ("334", 6), "AU": ("505", 5),
    "CA": ("302", 5), "JP": ("440", 5), "SE": ("240", 4), "ZA": ("655", 4), "AE": ("424", 3),
    "CO": ("732", 3), "KR": ("450", 3), "NG": ("621", 3), "PE": ("716", 3), "SA": ("420", 3),
}  # fmt: skip
#: Network codes of the operators that sell to the whole world, and their share.
_ABROAD = {"901": 50, "204": 20, "262": 14, "234": 9, "240": 7}
#: Countries that press for local SIMs: more of the fleet has them there.
_LOCAL = {"CN": 0.6, "IN": 0.35, "TR": 0.3, "BR": 0.3, "NG": 0.25, "SA": 0.2}
#: How platforms word the states, and the share of each word.
_WORDS = {
    "Activated": 52, "active": 24, "Enabled": 9, "LIVE": 4, "ready": 2, "Test Ready": 1,
    "Suspended": 4, "Issued": 4, "Retired": 1, "PROVISIONED": 1,
}  # fmt: skip
_STOCK = "Issued"
_TECHNOLOGIES = {
    "single": 44, "multi-IMSI": 26, "SGP.02": 14, "SGP.32": 9, "SGP.22": 4, "": 3,
}  # fmt: skip
_WITH_EID = ("SGP.02", "SGP.22", "SGP.32")
_SHARES = {code: share for code, (_, share) in COUNTRIES.items()}
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_Row = dict[str, str]


def write_sample_fleet(path: Path, *, now: datetime) -> None:
    """Write the sample fleet; the same for the same ``now``, from which “last seen” counts back."""
    write_fleet(path, sims=SIMS, now=now)


def write_fleet(path: Path, *, sims: int, now: datetime, seed: int = 7) -> None:
    """Write a file of so many made-up SIMs (more than 200), and :data:`BAD_ROWS` wrong rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADERS)
        writer.writerows(_rows(sims, now, seed))


def _rows(sims: int, now: datetime, seed: int) -> Iterator[list[str]]:
    """The file's rows: the good ones, with the wrong ones strewn among them."""
    # Not for secrets: the same seed must give the same fleet.
    dice = Random(seed)  # noqa: S311
    faults = _bad_rows()
    dice.shuffle(faults)
    bad = dict(zip(_places(dice, sims), faults, strict=True))
    lately: deque[_Row] = deque(maxlen=7)
    for number in range(sims):
        lately.append(_sim(dice, number, now))
        yield _cells(lately[-1])
        if number in bad:
            # A SIM of its own, that no good row has.
            yield _spoilt(lately, iccid(sims + number), bad[number], now)


def _sim(dice: Random, number: int, now: datetime) -> _Row:
    word = _pick(dice, _WORDS)
    country = _pick(dice, _SHARES)
    visited = COUNTRIES[country][0]
    local = dice.random() < _LOCAL.get(country, 0.08)
    home = visited if local else _pick(dice, _ABROAD)
    technology = "single" if local else _pick(dice, _TECHNOLOGIES)
    stock = word == _STOCK
    activated = now - timedelta(days=dice.randrange(60, 1600))
    return {
        "ICCID": iccid(number),
        "IMSI": f"{home}99{number:010d}",
        "IMSI 2": f"20498{number:010d}" if technology == "multi-IMSI" else "",
        "MSISDN": f"999{number:010d}",
        "IMEI": "" if stock else _imei(number),
        "EID": _eid(number) if technology in _WITH_EID else "",
        "SIM Status": word,
        "Last Country": "" if stock else country,
        "Last MCC": "" if stock else visited,
        "Date Activated": "" if stock else activated.strftime("%Y-%m-%d"),
        "Last Session Start": "" if stock else _moment(now - _silence(dice)),
        "Technology": technology,
        "Rate Plan": dice.choice(("IoT 5 MB", "IoT 50 MB", "Telemetry pool")),
    }


def _silence(dice: Random) -> timedelta:
    """How long ago the SIM was seen: most of them lately, some weeks ago, a few long gone."""
    kind = dice.random()
    if kind < 0.85:
        return timedelta(minutes=dice.randrange(5, 5 * 24 * 60))
    if kind < 0.95:
        return timedelta(minutes=dice.randrange(5 * 24 * 60, 28 * 24 * 60))
    return timedelta(days=dice.randrange(40, 300))


def _bad_rows() -> list[tuple[str, str]]:
    """What is wrong in each of the forty: the column, and what stands there instead."""
    spoilt = [("ICCID", "8.99990E+19")] * 10
    spoilt += [("ICCID", "")] * 4
    spoilt += [("ICCID", "89999010000012300000"), ("ICCID", "89999010000045600000")]
    spoilt += [("ICCID", "8999901"), ("ICCID", "8999901000OO0123456"), ("ICCID", "n/a")]
    spoilt += [("Last Country", word) for word in ("Atlantis", "XX", "Freedonia", "ZZ", "Eurozone")]
    spoilt += [("Last MCC", "123"), ("Last MCC", "7")]
    spoilt += [("Last Session Start", "yesterday"), ("Last Session Start", "2026-13-45")]
    spoilt += [("Last Session Start", "45978.33"), ("Last Session Start", "31/31/2026")]
    spoilt += [("Last Session Start", "future")] * 2
    spoilt += [("twice", "")] * 6
    return spoilt + [("shifted", "")] * 2


def _spoilt(
    lately: Sequence[_Row], number: str, fault: tuple[str, str], now: datetime
) -> list[str]:
    column, text = fault
    if column == "twice":
        return _cells(lately[0])
    row = lately[-1] | {"ICCID": number}
    if column == "shifted":
        return ["", *_cells(row)]
    if text == "future":
        text = _moment(now + timedelta(days=400))
    changed = row | {column: text}
    if column == "Last MCC":
        changed["Last Country"] = ""
    return _cells(changed)


def _places(dice: Random, sims: int) -> list[int]:
    """After which good rows the wrong ones stand; the first hundred are left clean."""
    return sorted(dice.sample(range(100, sims), BAD_ROWS))


def iccid(number: int) -> str:
    """A made-up ICCID with its check digit; country calling code 999 is not assigned."""
    bare = f"8999901{number:012d}"
    return f"{bare}{_check_digit(bare)}"


def _imei(number: int) -> str:
    bare = f"00440299{number % 1_000_000:06d}"
    right = _check_digit(bare)
    # A few were typed in by hand: doubtful, but no reason to keep the SIM out.
    return f"{bare}{(right + (number % 3000 == 2999)) % 10}"


def _eid(number: int) -> str:
    body = f"89999001{number:022d}"
    return f"{body}{98 - int(body + '00') % 97:02d}"


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _cells(row: _Row) -> list[str]:
    return [row[header] for header in HEADERS]


def _pick(dice: Random, shares: dict[str, int]) -> str:
    words, weights = _weights(tuple(shares.items()))
    return dice.choices(words, cum_weights=weights)[0]


@cache
def _weights(shares: tuple[tuple[str, int], ...]) -> tuple[list[str], list[int]]:
    return [word for word, _ in shares], list(accumulate(share for _, share in shares))


def _check_digit(bare: str) -> int:
    """The Luhn check digit of these digits; millions of them are made for a benchmark."""
    backwards = [*map(int, reversed(bare))]
    return -(sum(_DOUBLED[digit] for digit in backwards[0::2]) + sum(backwards[1::2])) % 10
