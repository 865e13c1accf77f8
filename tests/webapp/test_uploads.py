"""Large files through the worker: progress, stopping, dying, and what is left of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Event
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func
from sqlmodel import col, select
from werkzeug.test import TestResponse

from data.db import reading, writing
from data.fleet.importing import import_csv
from data.models import FleetImport, FleetImportError, Job, Lease, Sim
from data.settings import Settings
from tests.webapp.conftest import SignIn
from webapp.context import Context
from webapp.uploads import LARGE, folder
from webapp.work import doing
from webapp.work.doing import Worked, work_off
from webapp.work.kinds import fleet_import, kinds

ROWS = 25_000


def check_digit(key: str) -> int:
    """By Luhn, as ITU-T E.118 has it."""
    doubled = [int(d) * (2 - place % 2) for place, d in enumerate(reversed(key))]
    return -sum(value // 10 + value % 10 for value in doubled) % 10


def lines(rows: int) -> Iterator[str]:
    yield "ICCID,SIM Status,Last Country,Last Seen,Notes\n"
    for number in range(rows):
        key = f"894930{number:012d}"
        yield f"{key}{check_digit(key)},active,TR,2026-11-15,{'x' * 60}\n"


LARGE_FILE = "".join(lines(ROWS)).encode()


@pytest.fixture(autouse=True)
def always_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress is written at each chance, not once a second."""
    monkeypatch.setattr(doing, "EVERY", 0.0)


@pytest.fixture
def context(sqlite_settings: Settings, sqlite_store: Engine, now: datetime) -> Context:
    return Context(engine=sqlite_store, settings=sqlite_settings, clock=lambda: now, owner="one")


def post(client: FlaskClient, body: bytes, **more: str) -> TestResponse:
    """Send the form as bytes: the test client's own encoder leaves a temporary file open."""
    head = b"--edge\r\nContent-Disposition: form-data; "
    fields = {"fleet": "Meters", **more}.items()
    parts = [b'%sname="%s"\r\n\r\n%s' % (head, k.encode(), v.encode()) for k, v in fields]
    parts.append(head + b'name="file"; filename="large.csv"\r\n\r\n' + body)
    data = b"\r\n".join(parts) + b"\r\n--edge--\r\n"
    kind = "multipart/form-data; boundary=edge"
    return client.post("/fleet/imports", data=data, content_type=kind)


def send(client: FlaskClient, body: bytes = LARGE_FILE) -> str:
    answer = post(client, body)
    assert answer.status_code == 302
    return str(answer.location)


def work(context: Context) -> Worked:
    return work_off(context, kinds()["import"])


def job_of(store: Engine) -> Job:
    with reading(store) as session:
        return session.exec(select(Job)).one()


def counted(store: Engine, table: type[Sim] | type[FleetImport]) -> int:
    with reading(store) as session:
        return session.exec(select(func.count()).select_from(table)).one()


class StopsAfter(Event):
    """A stop that is asked for at the n-th look; ``dies`` then instead, as a killed process does."""

    def __init__(self, looks: int, *, dies: bool = False) -> None:
        super().__init__()
        self.looks, self.dies = looks, dies

    def is_set(self) -> bool:
        self.looks -= 1
        if self.looks < 0 and self.dies:
            raise SystemExit
        return self.looks < 0


def test_a_large_file_waits_and_is_imported_by_the_worker(
    sign_in: SignIn, context: Context, sqlite_store: Engine
) -> None:
    client = sign_in("teammate")
    assert len(LARGE_FILE) > LARGE
    address = send(client)
    page = client.get(address).text
    assert "It waits for the worker" in page
    assert '<meta http-equiv="refresh" content="3"></noscript>' in page
    assert counted(sqlite_store, Sim) == 0
    assert work(context) == Worked(jobs=1)
    assert counted(sqlite_store, Sim) == ROWS
    assert client.get(address).location == "/fleet/imports/1"
    assert list(folder(context.settings).iterdir()) == []
    assert work(context) == Worked()


def test_a_small_file_and_a_dry_run_stay_in_the_request(
    sign_in: SignIn, sqlite_store: Engine
) -> None:
    client = sign_in("teammate")
    assert send(client, "".join(lines(3)).encode()) == "/fleet/imports/1"
    assert "would be added" in post(client, LARGE_FILE, dry_run="1").text
    with reading(sqlite_store) as session:
        assert session.exec(select(Job)).all() == []


def test_it_can_be_stopped_on_its_way_and_what_is_in_stays(
    sign_in: SignIn, context: Context, sqlite_store: Engine
) -> None:
    client = sign_in("teammate")
    address = send(client)

    class Presses(Event):
        """Presses the button at the fourth look."""

        looks = 0

        def is_set(self) -> bool:
            self.looks += 1
            if self.looks == 5:
                assert " %: " in client.get(address).text
                client.post(f"{address}/cancel")
            return False

    pressing = Context(
        engine=context.engine, settings=context.settings, clock=context.clock, stop=Presses()
    )
    assert work(pressing) == Worked(jobs=1)
    assert 0 < counted(sqlite_store, Sim) < ROWS
    page = client.get(address).text
    assert "What was in stays in the fleet" in page
    assert "refresh" not in page
    assert list(folder(context.settings).iterdir()) == []
    assert "come to its end already" in client.post(f"{address}/cancel", follow_redirects=True).text


def test_one_that_waits_is_stopped_before_it_begins(
    sign_in: SignIn, context: Context, sqlite_store: Engine
) -> None:
    client = sign_in("teammate")
    address = send(client)
    client.post(f"{address}/cancel")
    assert job_of(sqlite_store).state == "cancelled"
    assert list(folder(context.settings).iterdir()) == []
    assert work(context) == Worked()
    assert counted(sqlite_store, Sim) == 0


@pytest.mark.parametrize("dies", [False, True])
def test_a_worker_that_stops_or_dies_leaves_it_to_the_next_without_doubles(
    sign_in: SignIn, context: Context, sqlite_store: Engine, now: datetime, dies: bool
) -> None:
    send(sign_in("teammate"))
    ending = StopsAfter(4, dies=dies)
    first = Context(
        engine=sqlite_store, settings=context.settings, clock=lambda: now, owner="a", stop=ending
    )
    if dies:
        with pytest.raises(SystemExit):
            work(first)
        # Its claim still stands: nobody takes the file out of hands that may yet be at work.
        assert work(context) == Worked()
    else:
        assert work(first) == Worked()
    assert job_of(sqlite_store).state == ("running" if dies else "waiting")
    assert 0 < counted(sqlite_store, Sim) < ROWS
    later = now + timedelta(seconds=context.settings.lease_seconds + 1)
    second = Context(engine=sqlite_store, settings=context.settings, clock=lambda: later, owner="b")
    assert work(second) == Worked(jobs=1)
    assert (counted(sqlite_store, Sim), counted(sqlite_store, FleetImport)) == (ROWS, 1)
    with reading(sqlite_store) as session:
        assert session.exec(select(FleetImport.finished_at)).one() is not None
        assert session.exec(select(Lease).where(col(Lease.key) == "job:1")).all() == []


def test_a_file_that_is_no_use_says_why(sign_in: SignIn, context: Context) -> None:
    client = sign_in("teammate")
    address = send(client, b"a,b\n" + b"1,2\n" * (LARGE // 4))
    assert work(context) == Worked(jobs=1, failed=1)
    assert "no column for the ICCID" in client.get(address).text


def test_a_file_that_vanished_is_said_and_holds_up_no_other(
    sign_in: SignIn, context: Context, sqlite_store: Engine
) -> None:
    client = sign_in("teammate")
    address = send(client)
    for path in folder(context.settings).iterdir():
        path.unlink()
    send(client, LARGE_FILE + b"\n")
    assert work(context) == Worked(jobs=2, failed=1)
    assert "Its file is gone" in client.get(address).text
    assert counted(sqlite_store, Sim) == ROWS


def test_a_fault_of_ours_is_told_logged_and_holds_up_no_other(
    sign_in: SignIn,
    context: Context,
    sqlite_store: Engine,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first import meets a fault in our own code; the real one goes on with the second file."""
    faults = [RuntimeError("a fault of ours")]

    def faulty(*words: Any, **more: Any) -> Any:
        if faults:
            raise faults.pop()
        return import_csv(*words, **more)

    monkeypatch.setattr(fleet_import, "import_csv", faulty)
    client = sign_in("teammate")
    address = send(client)
    send(client, LARGE_FILE + b"\n")
    assert work(context) == Worked(jobs=2, failed=1)
    assert "went wrong on our side" in client.get(address).text
    assert any(record.message == "work failed" for record in caplog.records)
    assert counted(sqlite_store, Sim) == ROWS


def test_faults_of_a_broken_off_import_go_with_its_record(
    sign_in: SignIn, context: Context, sqlite_store: Engine, now: datetime
) -> None:
    send(sign_in("teammate"))
    with writing(sqlite_store) as session:
        broken = FleetImport(fleet_id=1, filename="large.csv", sha256="x", started_at=now)
        session.add(broken)
        session.flush()
        session.add(
            FleetImportError(import_id=broken.id or 0, line=2, column="", code="x", message="x")
        )
    work(context)
    assert counted(sqlite_store, FleetImport) == 1
    with reading(sqlite_store) as session:
        assert session.exec(select(FleetImportError)).all() == []


def test_the_same_file_sent_twice_is_one_job_and_one_file(
    sign_in: SignIn, context: Context
) -> None:
    client = sign_in("teammate")
    assert send(client) == send(client)
    assert len(list(folder(context.settings).iterdir())) == 1
    assert send(client, LARGE_FILE + b"\n") != send(client)


def test_sending_a_file_again_brings_it_back_if_it_vanished(
    sign_in: SignIn, context: Context, sqlite_store: Engine
) -> None:
    client = sign_in("teammate")
    send(client)
    for path in folder(context.settings).iterdir():
        path.unlink()
    send(client)
    assert work(context) == Worked(jobs=1)
    assert counted(sqlite_store, Sim) == ROWS


def test_viewers_see_one_and_do_not_stop_it(sign_in: SignIn) -> None:
    address = send(sign_in("teammate"))
    assert "Stop it" not in sign_in("stranger").get(address).text
    assert sign_in("stranger").post(f"{address}/cancel").status_code == 403
