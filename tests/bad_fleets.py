"""Every wrong fleet file that we know of, and what becomes of it: ``python -m tests.bad_fleets``.

The suite imports the same files on both stores and holds each to what stands here.
"""

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from data.db import make_engine, migrate
from data.settings import Settings
from tests.data.fleet.files import HEADERS, SEEN, csv_of, iccid, row
from tests.data.fleet.workbooks import archive, with_cached, workbook
from tests.fleet_outcomes import BadFile, happen, promised, told

STAYS = ("ICCID", "Country", "First seen", "Last seen")
_GOOD = csv_of(row(1), row(2), row(3))
_WRONG = iccid(2)[:-1] + str((int(iccid(2)[-1]) + 1) % 10)


def _stay(number: int, first: str, last: str) -> dict[str, str]:
    return {"ICCID": iccid(number), "Country": "TR", "First seen": first, "Last seen": last}


def _lines(*rows: dict[str, object]) -> bytes:
    return "".join(json.dumps(one) + "\n" for one in rows).encode()


def _cells(*rows: dict[str, str]) -> list[Sequence[object]]:
    return [HEADERS, *([one[name] for name in HEADERS] for one in rows)]


def bad_files() -> list[BadFile]:
    """All of them."""
    return [
        *_spoilt_numbers(), *_unusual_numbers(), *_twice(), *_moments(), *_places(),
        *_workbooks(), *_json(), *_wrong_containers(),
    ]  # fmt: skip


def _spoilt_numbers() -> list[BadFile]:
    return [
        BadFile(
            title="ICCID in scientific notation",
            content=csv_of(
                row(1), row(2, ICCID="8.94902E+19"), row(3, ICCID="8,949E+18"), delimiter=";"
            ),
            added=1, refused=2, codes={"iccid_scientific": 2}, says="format the column as text",
        ),
        BadFile(
            title="ICCID rounded by a spreadsheet",
            content=csv_of(row(1), row(2, ICCID="89490200000001300000")),
            added=1, refused=1, codes={"iccid_rounded": 1}, says="a spreadsheet rounded it",
        ),
        BadFile(
            title="ICCID that lost its leading digits",
            content=csv_of(row(1), row(2, ICCID=iccid(2)[4:])),
            added=1, refused=1, codes={"bad_iccid": 1}, says="instead of 18 to 20",
        ),
        BadFile(
            title="leading zeros lost: MNC 1, IMSI of 13 digits",
            content=csv_of(row(1), row(2, IMSI="2620100000001")),
            added=2, codes={"bad_imsi": 1}, says="the IMSI has 13 digits",
        ),
    ]  # fmt: skip


def _unusual_numbers() -> list[BadFile]:
    no_check = iccid(1, checked=False, length=18)
    return [
        BadFile(
            title="wrong check digit",
            content=csv_of(row(1), row(2, ICCID=_WRONG)),
            added=2, codes={"bad_check_digit": 1}, says="check digit does not fit",
        ),
        BadFile(
            title="without check digits, after a file with them",
            before=csv_of(row(1, ICCID=iccid(1, length=18))),
            content=csv_of(row(1, ICCID=no_check)),
            unchanged=1,
        ),
        BadFile(
            title="an IMSI whose MCC is 901",
            content=csv_of(row(1, IMSI="901405100000001")),
            added=1,
        ),
    ]  # fmt: skip


def _twice() -> list[BadFile]:
    return [
        BadFile(
            title="the same SIM twice in one file",
            content=csv_of(row(1), row(2), row(1)),
            added=2, refused=1, codes={"duplicate_in_file": 1}, says="stands on line 2",
        ),
        BadFile(
            title="two rows that contradict",
            content=csv_of(row(1), row(1, Country="TR", **{"SIM Status": "Retired"})),
            added=1, refused=1, codes={"contradiction": 1}, says="line 2 says otherwise",
        ),
        BadFile(
            title="the same SIM in two files", before=_GOOD, content=_GOOD, unchanged=3,
        ),
        BadFile(
            title="a header that stands twice",
            content=_GOOD.replace(b"Technology", b"Country", 1),
            added=3, says="stands twice; the first is read",
        ),
    ]  # fmt: skip


def _moments() -> list[BadFile]:
    naive = SEEN.removesuffix("Z").replace("T", " ")
    return [
        BadFile(
            title="time zones missing",
            content=csv_of(row(1, **{"Last Seen": naive}), row(2)),
            added=2, says="1 moments without a time zone were taken as UTC",
        ),
        BadFile(
            title="epoch milliseconds",
            content=csv_of(row(1, **{"Last Seen": "1794727800000"})),
            added=1,
        ),
        BadFile(
            title="0000-00-00",
            content=csv_of(row(1, **{"Last Seen": "0000-00-00 00:00:00"})),
            added=1,
        ),
        BadFile(
            title="a moment in the future, a day that does not exist",
            content=csv_of(row(1, **{"Last Seen": "2031-01-01"}), row(2, **{"Last Seen": "2026-02-30"})),
            refused=2, codes={"bad_date": 2},
        ),
        BadFile(
            title="stays that run backwards",
            before=_GOOD,
            content=csv_of(_stay(1, "2026-02-10", "2026-02-01"), headers=STAYS),
            refused=1, codes={"backwards": 1}, says="ends before it begins",
        ),
        BadFile(
            title="stays that overlap",
            before=_GOOD,
            content=csv_of(
                _stay(1, "2026-01-01", "2026-01-10"), _stay(1, "2026-01-05", "2026-01-20"), headers=STAYS
            ),
            added=2, says="1 stretch",
        ),
    ]  # fmt: skip


def _places() -> list[BadFile]:
    return [
        BadFile(
            title="a country that does not exist",
            content=csv_of(row(1), row(2, Country="Atlantis"), row(3, Country="XX")),
            added=1, refused=2, codes={"unknown_country": 2}, says="no country is called 'Atlantis'",
        ),
        BadFile(
            title="a column that everything needs is missing",
            content=csv_of(row(1), headers=tuple(name for name in HEADERS if name != "Country")),
            whole="missing_column", says="no column for the visited country",
        ),
    ]  # fmt: skip


def _workbooks() -> list[BadFile]:
    book = _cells(row(1), row(2))
    computed = [
        *book,
        [iccid(3), "262010000000003", '=CONCATENATE("Act","ive")', "BR", SEEN, "SGP.32"],
    ]
    cut_book = workbook(book)
    return [
        BadFile(
            title="an XLSX with formulas",
            content=with_cached(workbook(computed), 'CONCATENATE("Act","ive")', "Active"),
            added=3, says="1 cells hold formulas",
        ),
        BadFile(
            title="an XLSX with ICCIDs as numbers",
            content=workbook([*book, [8949020000000000033, "", "Active", "BR", SEEN, ""]]),
            added=2, refused=1,
            codes={"iccid_scientific": 1}, says="format the column as text",
        ),
        BadFile(
            title="an XLSX cut off in the middle",
            content=cut_book[: len(cut_book) // 2],
            whole="broken_workbook", says="cut off",
        ),
    ]  # fmt: skip


def _json() -> list[BadFile]:
    return [
        BadFile(
            title="JSON lines, one broken, one with a field of another type",
            content=_lines(
                {"iccid": iccid(1), "status": "Active", "location": {"country": "BR"}, "last_seen": SEEN},
                {"iccid": iccid(2), "status": "Active", "location": "BR", "last_seen": SEEN},
            ) + b"{broken\n",
            added=2, refused=1, codes={"bad_json": 1},
        ),
        BadFile(
            title="JSON in one piece",
            content=json.dumps([{"iccid": iccid(1)}]).encode(),
            whole="not_a_csv", says="one object per line",
        ),
    ]  # fmt: skip


def _wrong_containers() -> list[BadFile]:
    return [
        BadFile(
            title="a ZIP that says it is a CSV",
            content=archive(fleet__csv=_GOOD),
            whole="zip_archive", says="It holds: fleet.csv",
        ),
        BadFile(
            title="a CSV cut off in the middle of a row",
            content=_GOOD[:-30],
            added=2, refused=1, codes={"cut_off": 1}, says="export it again",
        ),
        BadFile(title="a PDF", content=b"%PDF-1.7".ljust(99), whole="not_a_csv", says="a PDF"),
        BadFile(title="two gigabytes of zeros", content=b"\0" * 4096, whole="not_a_csv", says="binary"),
        BadFile(title="nothing", content=b"", whole="empty_file", says="empty"),
    ]  # fmt: skip


def main() -> int:
    """Print file → what happened, on SQLite; 1 when one is not as promised."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.load(instance=Path(folder))
        migrate(settings)
        engine = make_engine(settings)
        for bad in bad_files():
            outcome = happen(engine, bad, fleet=bad.title)
            kept = promised(bad, outcome)
            wrong += not kept
            click.echo(f"{'ok ' if kept else 'NOT'} {bad.title}\n      → {told(outcome)}")
        engine.dispose()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
