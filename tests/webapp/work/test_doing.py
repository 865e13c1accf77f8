"""Long work on both stores: asked once, done once, stopped between steps, taken over from the dead."""

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from data.db import reading, writing
from data.models import Job, Lease
from data.queries.jobs import KEEP, cancel
from data.queries.members import set_members
from data.settings import Settings
from tests.factories import NOW, make_fleet
from tests.webapp.work.kinds import Counting, asked, job_of, kind_of, person
from webapp.context import Context
from webapp.service.housekeeping import housekeeping
from webapp.work import doing
from webapp.work.doing import Worked, work_off
from webapp.work.kind import FailedError, Hands


@pytest.fixture
def context(store_settings: Settings, store: Engine) -> Context:
    return Context(engine=store, settings=store_settings, clock=lambda: NOW, owner="one")


def other(context: Context, *, later: float = 0) -> Context:
    """A second worker, so many seconds later."""
    moment = NOW + timedelta(seconds=later)
    return dataclasses.replace(context, owner="two", clock=lambda: moment)


def leases(store: Engine) -> list[str]:
    with reading(store) as session:
        return list(session.exec(select(Lease.key)))


def test_it_is_done_step_by_step_and_keeps_what_came_of_it(store: Engine, context: Context) -> None:
    seen: list[tuple[str, int, int, str]] = []

    def look(_hands: Hands) -> None:
        job = job_of(store)
        seen.append((job.state, job.done, job.total, job.message))

    kind = kind_of(Counting(at={2: look}))
    number = asked(store, kind).id
    assert job_of(store, number).state == "waiting"
    assert work_off(context, kind) == Worked(jobs=1)
    assert seen == [("running", 2, 5, "Step 2")]
    job = job_of(store, number)
    assert (job.state, job.result, job.ended_at) == ("done", {"counted": 5}, NOW)
    assert leases(store) == []
    assert work_off(context, kind) == Worked()


def test_the_same_question_twice_is_one_job_until_it_has_failed(
    store: Engine, context: Context
) -> None:
    kind = kind_of(Counting())
    first = asked(store, kind)
    assert asked(store, kind, name="stranger").id == first.id
    assert asked(store, kind, key="another").id != first.id
    work_off(context, kind)
    assert asked(store, kind).id == first.id  # the second of two clicks
    assert asked(store, kind, now=NOW + timedelta(minutes=1)).id != first.id
    broken = kind_of(Counting(at={0: fails}))
    work_off(context, broken)
    failed = asked(store, broken, key="broken")
    work_off(context, broken)
    assert asked(store, broken, key="broken").id != failed.id


def fails(_hands: Hands) -> None:
    raise FailedError("The archive is away. Bring it back, then ask again")


def test_two_who_ask_at_one_moment_have_one_job(store: Engine) -> None:
    kind, together = kind_of(Counting()), Barrier(4)
    asked(store, kind, key="people")  # makes the people
    numbers: list[int | None] = []

    def click() -> None:
        together.wait()
        numbers.append(asked(store, kind).id)

    threads = [Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == 4
    assert len(set(numbers)) == 1


def test_two_workers_never_do_one_job_twice(store: Engine, context: Context) -> None:
    counting = Counting()
    kind = kind_of(counting)
    tried: list[Worked] = []
    counting.at[1] = lambda _hands: tried.append(work_off(other(context), kind))
    asked(store, kind)
    assert work_off(context, kind) == Worked(jobs=1)
    assert tried == [Worked()]
    assert counting.counted == [0, 1, 2, 3, 4]


def test_it_is_stopped_between_two_steps(store: Engine, context: Context) -> None:
    def press(_hands: Hands) -> None:
        with writing(store) as session:
            assert cancel(session, 1, message="Stopped by x", now=NOW) == "stopping"

    counting = Counting(at={2: press})
    asked(store, kind_of(counting))
    assert work_off(context, kind_of(counting)) == Worked(jobs=1)
    assert counting.counted == [0, 1, 2]
    job = job_of(store)
    assert (job.state, job.message, job.result) == ("cancelled", "Stopped by x", {})
    assert leases(store) == []
    with writing(store) as session:
        assert cancel(session, 1, message="again", now=NOW) == ""


def test_what_waits_is_stopped_at_once(store: Engine, context: Context) -> None:
    counting = Counting()
    asked(store, kind_of(counting))
    with writing(store) as session:
        assert cancel(session, 1, message="Stopped by x", now=NOW) == "cancelled"
    assert work_off(context, kind_of(counting)) == Worked()
    assert counting.counted == []


def test_a_worker_that_ends_gives_it_back_and_it_is_no_failed_try(
    store: Engine, context: Context
) -> None:
    counting = Counting(at={1: lambda _hands: context.stop.set()})
    kind = kind_of(counting)
    asked(store, kind)
    assert work_off(context, kind) == Worked()
    assert (job_of(store).state, job_of(store).tries) == ("waiting", 0)
    context.stop.clear()
    counting.at.clear()
    assert work_off(other(context), kind) == Worked(jobs=1)
    assert counting.counted == [0, 1, 0, 1, 2, 3, 4]


def dies(_hands: Hands) -> None:
    raise SystemExit  # as a killed process: nothing after it is written


def test_the_work_of_a_dead_worker_is_begun_anew_when_its_claim_has_run_out(
    store: Engine, context: Context
) -> None:
    counting = Counting(at={3: dies})
    kind = kind_of(counting)
    asked(store, kind)
    with pytest.raises(SystemExit):
        work_off(context, kind)
    counting.at.clear()
    assert work_off(other(context), kind) == Worked()
    later = context.settings.lease_seconds + 1
    assert work_off(other(context, later=later), kind) == Worked(jobs=1)
    assert (job_of(store).state, job_of(store).tries) == ("done", 2)


def test_what_kills_its_workers_is_given_up_after_three(store: Engine, context: Context) -> None:
    kind = kind_of(Counting(at={0: dies}))
    asked(store, kind)
    for turn in range(3):
        with pytest.raises(SystemExit):
            work_off(other(context, later=400 * turn), kind)
    assert work_off(other(context, later=1200), kind) == Worked(jobs=1, failed=1)
    assert "ended 3 times in the middle of it" in job_of(store).message


def test_one_who_stops_a_job_whose_worker_died_sees_it_end(store: Engine, context: Context) -> None:
    kind = kind_of(Counting(at={1: dies}))
    asked(store, kind)
    with pytest.raises(SystemExit):
        work_off(context, kind)
    with writing(store) as session:
        cancel(session, 1, message="Stopped by x", now=NOW)
    assert work_off(other(context, later=400), kind) == Worked(jobs=1)
    assert job_of(store).state == "cancelled"


def slow(hands: Hands) -> None:
    """While this worker sleeps past its claim, another does the job."""
    work_off(other(hands.context, later=400), kind_of(Counting()))


def test_a_worker_that_lost_its_claim_changes_nothing_any_more(
    store: Engine, context: Context
) -> None:
    counting = Counting(at={2: slow})
    asked(store, kind_of(counting))
    work_off(context, kind_of(counting))
    job = job_of(store)
    assert (job.state, job.result, job.tries) == ("done", {"counted": 5}, 2)
    assert counting.counted == [0, 1, 2]


def breaks(_hands: Hands) -> None:
    raise KeyError("a fault of ours")


@pytest.mark.parametrize(
    ("what", "said", "logged"),
    [(fails, "The archive is away", False), (breaks, "went wrong on our side", True)],
)
def test_a_failure_says_what_to_do_and_holds_up_no_other(
    store: Engine,
    context: Context,
    caplog: pytest.LogCaptureFixture,
    what: Callable[[Hands], Any],
    said: str,
    logged: bool,
) -> None:
    counting = Counting(at={1: what})
    kind = kind_of(counting)
    asked(store, kind, key="first")
    asked(store, kind, key="second")
    assert work_off(context, kind) == Worked(jobs=2, failed=2)
    assert said in job_of(store).message
    assert "KeyError" not in job_of(store).message
    assert any(record.message == "work failed" for record in caplog.records) is logged


def test_while_the_store_is_in_trouble_nothing_has_failed(store: Engine, context: Context) -> None:
    def away(_hands: Hands) -> None:
        raise OperationalError("select", {}, Exception("gone"))

    kind = kind_of(Counting(at={1: away}))
    asked(store, kind)
    with pytest.raises(OperationalError):
        work_off(context, kind)
    assert job_of(store).state == "running"


def test_it_sees_what_the_asker_may_see(store: Engine, context: Context) -> None:
    seen: list[object] = []
    kind = kind_of(Counting(upto=1, at={0: lambda hands: seen.append(hands.sight)}))
    asked(store, kind, name="stranger")
    with writing(store) as session:
        own, hidden = make_fleet(session, "Own"), make_fleet(session, "Hidden")
        set_members(session, hidden.id or 0, [person(store, "owner").id or 0])
        number = own.id
    asked(store, kind, key="of an admin", name="owner")
    work_off(context, kind)
    assert seen == [frozenset({number}), None]


def test_marks_are_made_once_a_second(
    store: Engine, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doing, "EVERY", 3600.0)
    seen: list[int] = []

    def run(hands: Hands) -> dict[str, Any]:
        for number in range(3):
            hands.step(number, 3, "The same")
            seen.append(job_of(store).done)
        return {}

    asked(store, kind_of(run))
    work_off(context, kind_of(run))
    assert seen == [0, 0, 0]


def test_what_ended_is_forgotten_in_the_end(store: Engine, context: Context) -> None:
    kind = kind_of(Counting())
    asked(store, kind)
    work_off(context, kind)
    asked(store, kind, key="waits")
    housekeeping(other(context, later=KEEP.total_seconds() - 1))
    with reading(store) as session:
        assert len(session.exec(select(Job)).all()) == 2
    housekeeping(other(context, later=KEEP.total_seconds() + 1))
    with reading(store) as session:
        assert [job.key for job in session.exec(select(Job))] == ["waits"]
