"""Import of a fleet's SIMs from a file: good rows go in, bad ones are named, none is lost.

Importing the same file again changes nothing. Each batch is a transaction of its own, so a
crash leaves whole batches, and the next import of the file completes them.
"""

from array import array
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import BinaryIO

from sqlalchemy import Engine, insert
from sqlmodel import Session

from data.counting import sweep
from data.db import reading, writing
from data.fleet.beside import each_done
from data.fleet.collector import collector_paused
from data.fleet.csvfile import CsvFile, Progress, Row
from data.fleet.errors import RowError
from data.fleet.habits import file_notes, read_habits
from data.fleet.headers import Columns, map_columns
from data.fleet.mapping import chosen_columns
from data.fleet.opening import blocks_of, open_file
from data.fleet.report import ImportReport, Tally
from data.fleet.retiring import Retired, highest_sim, retire_missing
from data.fleet.stays import Stay, StayReader, store_stays
from data.fleet.store import Counts, ensure_fleet, hold_fleet, store_batch, written_columns
from data.fleet.taking import Taking
from data.fleet.unchanged import Sieve
from data.fleet.values import FileHabits, SimColumns, in_batches
from data.models import FleetImport, FleetImportError
from data.queries.exposure_history import record_day
from data.queries.fleet import fleet_named
from data.queries.imports import sign_of_life

#: Rows per transaction: few enough that others write in between, many enough to be quick.
BATCH = 10_000
#: Warnings of one code beyond this are counted, but not stored one by one.
STORED_WARNINGS = 1000
#: The note of an import whose columns somebody had chosen.
REMEMBERED = "columns were read as remembered for files with these headers"


def import_csv(
    engine: Engine,
    path_or_stream: str | Path | BinaryIO,
    *,
    fleet: str,
    filename: str,
    now: datetime,
    dry_run: bool = False,
    platform: str = "",
    sample: bool = False,
    live_days: int = 30,
    full: bool = False,
    confirmed: bool = False,
    mapped: bool = True,
    progress: Progress | None = None,
) -> ImportReport:
    """Import a CSV, XLSX or NDJSON file (path or binary stream) into the fleet of that name, made if need be.

    ``platform`` names whose status words the file uses; empty finds out. ``sample`` marks a
    fleet made here as a sample. ``live_days``: the setting by which SIMs count as live in the
    history of exposure. ``full``: the file lists the whole fleet, and what it does not name is
    retired, on a doubt (less than half of the fleet named, rows refused) only when
    ``confirmed``. ``mapped``: columns that were chosen for files of this shape are used
    (:mod:`data.fleet.mapping`). ``progress`` is called with bytes read and bytes in all.
    Raises :class:`~data.fleet.errors.FleetFileError` when the file as a whole is no use;
    then nothing is written.
    """
    with open_file(path_or_stream) as file:
        chosen = chosen_columns(engine, file.headers, use=mapped)
        columns = map_columns(file.headers, chosen)
        habits = read_habits(file, columns, platform)
        run = _Run(engine, file, columns, habits, now=now, dry_run=dry_run)
        run.remembered = bool(chosen)
        run.begin(fleet, filename, sample=sample)
        with collector_paused():
            run.take(blocks_of(file, progress))
        if full and not columns.stays:
            run.retire(confirmed=confirmed)
        return run.finish(fleet, filename, live_days)


class _Run:
    """One import on its way: reads rows, writes batches, counts."""

    def __init__(
        self,
        engine: Engine,
        file: CsvFile,
        columns: Columns,
        habits: FileHabits,
        *,
        now: datetime,
        dry_run: bool,
    ) -> None:
        self._engine = engine
        self._file = file
        self._columns = columns
        self._written = written_columns(columns.fields)
        self._habits = habits
        self._now = now
        self._dry_run = dry_run
        self._began = monotonic()
        self._reader = StayReader(columns, habits, now=now)
        self._tally = Tally()
        self._met = array("q")
        self._taking = Taking(
            columns,
            habits,
            self._reader,
            now=now,
            tally=self._tally,
            met=self._met,
            note=self._note_row,
        )
        self._retired = Retired()
        self._highest = 0
        self._faults: list[RowError] = []
        self._fleet_id: int | None = None
        self._import_id: int | None = None
        self.remembered = False

    def begin(self, fleet: str, filename: str, *, sample: bool) -> None:
        """Find or make the fleet, and write down that an import began."""
        with self._session() as session:
            if self._dry_run:
                found = fleet_named(session, fleet)
                self._fleet_id = found.id if found else None
                self._highest = highest_sim(session)
                return
            self._fleet_id = ensure_fleet(session, fleet, sample=sample, now=self._now)
            self._highest = highest_sim(session)
            record = FleetImport(
                fleet_id=self._fleet_id,
                filename=filename,
                sha256=self._file.sha256,
                started_at=self._now,
            )
            session.add(record)
            session.flush()
            self._import_id = record.id

    def take(self, blocks: Iterable[list[Row]]) -> None:
        """Write the good rows in batches, and the faults with them."""
        store = self._take_stays if self._columns.stays else self._take_sims
        for counts in store(blocks):
            for name in ("added", "changed", "unchanged", "stretches"):
                setattr(self._tally, name, getattr(self._tally, name) + getattr(counts, name))
            self._met.extend(counts.sims)

    def _take_sims(self, blocks: Iterable[list[Row]]) -> Iterator[Counts]:
        sieve = Sieve(self._engine, self._columns, self._habits, self._fleet_id)
        taken = (self._taking.take(rows, sieve.sift(rows)) for rows in blocks)
        batches = ((batch, self._noted()) for batch in in_batches(taken, BATCH))
        # While PostgreSQL works, the next rows are read. SQLite works in this very process.
        yield from each_done(self._store_sims, batches, beside=self._engine.name == "postgresql")

    def _store_sims(self, batch: SimColumns, faults: list[RowError]) -> Counts:
        with self._session() as session:
            counts = store_batch(
                session,
                batch,
                fleet_id=self._fleet_id,
                written=self._written,
                now=self._now,
                dry_run=self._dry_run,
            )
            self._store_faults(session, faults)
        return counts

    def _take_stays(self, blocks: Iterable[list[Row]]) -> Iterator[Counts]:
        stays = (self._readable_stay(row) for rows in blocks for row in rows)
        readable = (stay for stay in stays if stay is not None)
        while batch := list(islice(readable, BATCH)):
            with self._session() as session:
                counts, unknown = store_stays(
                    session,
                    batch,
                    fleet_id=self._fleet_id,
                    header=self._columns.header("iccid"),
                    now=self._now,
                    dry_run=self._dry_run,
                )
                self._note(unknown)
                self._store_faults(session, self._noted())
                yield counts

    def retire(self, *, confirmed: bool) -> None:
        """Retire the SIMs that a full list does not name; those that it brought are above all others."""
        if self._fleet_id is None:
            return
        refused = sum(
            not fault.code.startswith("duplicate") for fault in self._tally.errors if fault.refused
        )
        with self._session() as session:
            if not self._dry_run:
                hold_fleet(session, self._fleet_id)
            self._retired = retire_missing(
                session,
                self._fleet_id,
                frozenset(self._met),
                highest=self._highest,
                refused=refused,
                confirmed=confirmed,
                now=self._now,
                dry_run=self._dry_run,
            )

    def finish(self, fleet: str, filename: str, live_days: int) -> ImportReport:
        """Close the record; everything that is to be said of the import."""
        tally, file = self._tally, self._file
        report = ImportReport(
            fleet=fleet,
            fleet_id=self._fleet_id,
            import_id=self._import_id,
            filename=filename,
            sha256=file.sha256,
            dry_run=self._dry_run,
            rows=tally.rows,
            added=tally.added,
            changed=tally.changed,
            unchanged=tally.unchanged,
            refused=tally.refused,
            warnings=tally.warnings,
            stretches=tally.stretches,
            retired=self._retired.sims,
            columns=self._columns.as_json(),
            ignored=self._columns.ignored,
            headers=self._columns.headers,
            platform=self._habits.platform,
            encoding=file.encoding,
            delimiter=file.delimiter,
            notes=(
                *([self._retired.refusal] if self._retired.refusal else []),
                *([REMEMBERED] if self.remembered else []),
                *file_notes(file, self._columns, self._habits, self._reader.naive_moments),
            ),
            unknown_words=dict(self._reader.unknown_words.most_common(100)),
            codes=dict(tally.codes),
            errors=tuple(tally.errors),
            seconds=round(monotonic() - self._began, 3),
        )
        if not self._dry_run:
            self._record(report, live_days)
        return report

    def _readable_stay(self, row: Row) -> Stay | None:
        self._tally.rows += 1
        stay = self._reader.read_stay(row)
        self._note_row(self._reader.faults)
        return stay

    def _note_row(self, faults: Iterable[RowError]) -> None:
        """Note them outside of a batch; many refused rows do not wait for a good one."""
        self._note(faults)
        if len(self._faults) >= BATCH:
            with self._session() as session:
                self._store_faults(session, self._noted())

    def _note(self, faults: Iterable[RowError]) -> None:
        for fault in faults:
            self._tally.note(fault)
            if fault.refused or self._tally.codes[fault.code] <= STORED_WARNINGS:
                self._faults.append(fault)

    def _noted(self) -> list[RowError]:
        """What was noted since this was asked last."""
        faults, self._faults = self._faults, []
        return faults

    def _store_faults(self, session: Session, faults: list[RowError]) -> None:
        moment = self._now + timedelta(seconds=monotonic() - self._began)
        sign_of_life(session, self._import_id, at=moment)
        if faults and self._import_id is not None:
            rows = [fault.as_json() | {"import_id": self._import_id} for fault in faults]
            session.connection().execute(insert(FleetImportError), rows)

    def _record(self, report: ImportReport, live_days: int) -> None:
        with self._session() as session:
            self._store_faults(session, self._noted())
            sweep(session.connection(), report.fleet_id or 0)
            record_day(session, report.fleet_id or 0, now=self._now, live_days=live_days)
            record = session.get_one(FleetImport, self._import_id)
            record.finished_at = self._now + timedelta(seconds=report.seconds)
            for name in ("rows", "added", "changed", "unchanged", "refused", "warnings"):
                setattr(record, name, getattr(report, name))
            record.mapping = report.mapping()
            session.add(record)

    def _session(self) -> AbstractContextManager[Session]:
        return reading(self._engine) if self._dry_run else writing(self._engine)
