"""The supervisor: real child processes that die, hang and refuse to start."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from webapp.service.parent import with_parent
from webapp.service.supervisor import (
    LONGEST_PAUSE,
    READY,
    Child,
    Supervisor,
    pause_before_restart,
    service_child,
)

#: Says that it has started, to its parent and with its process id in a file; waits for its end.
STEADY = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
os.write(int(sys.argv[1]), b"1")
with open(sys.argv[2], "a") as file:
    file.write(f"{os.getpid()}\\n")
time.sleep(60)
"""


def child(code: str, *arguments: str, name: str = "child") -> Child:
    return Child(name=name, command=(sys.executable, "-c", code, READY, *arguments))


async def until(true: Callable[[], bool]) -> None:
    """Wait for something that happens in another process; gives up after 20 seconds."""
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline, "it never happened"
        await asyncio.sleep(0.02)


def starts(path: Path) -> list[int]:
    return [int(line) for line in path.read_text().splitlines()] if path.exists() else []


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_all_children_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    marks = [tmp_path / "a", tmp_path / "b"]

    async def scene() -> int:
        running = asyncio.create_task(
            Supervisor([child(STEADY, str(mark)) for mark in marks]).run()
        )
        await until(lambda: all(starts(mark) for mark in marks))
        os.kill(os.getpid(), number)
        return await running

    assert asyncio.run(scene()) == 0
    assert not any(is_running(pid) for mark in marks for pid in starts(mark))


def test_a_child_that_died_is_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.service.supervisor.FIRST_PAUSE", 0.01)
    mark = tmp_path / "a"

    async def scene() -> int:
        running = asyncio.create_task(Supervisor([child(STEADY, str(mark))]).run())
        await until(lambda: len(starts(mark)) == 1)
        os.kill(starts(mark)[0], signal.SIGKILL)
        await until(lambda: len(starts(mark)) == 2)
        os.kill(os.getpid(), signal.SIGTERM)
        return await running

    assert asyncio.run(scene()) == 0
    first, second = starts(mark)
    assert first != second


def test_a_child_that_cannot_start_stops_the_others_and_is_an_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mark = tmp_path / "a"
    fails_beside_it = (
        "import os, sys, time\n"
        "while not (os.path.exists(sys.argv[2]) and os.path.getsize(sys.argv[2])): time.sleep(0.01)\n"
        "sys.exit(2)"
    )
    children = [child(STEADY, str(mark)), child(fails_beside_it, str(mark), name="web")]
    assert asyncio.run(Supervisor(children).run()) == 1
    assert starts(mark)
    assert not any(is_running(pid) for pid in starts(mark))
    (record,) = [record for record in caplog.records if record.message == "child cannot start"]
    assert getattr(record, "facts", {})["child"] == "web"
    assert getattr(record, "facts", {})["code"] == 2


def test_a_child_that_ignores_the_stop_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.service.supervisor.STOP_WITHIN", 0.2)
    mark = tmp_path / "a"
    stubborn = STEADY.replace("lambda *_: sys.exit(0)", "signal.SIG_IGN")

    async def scene() -> int:
        running = asyncio.create_task(Supervisor([child(stubborn, str(mark))]).run())
        await until(lambda: bool(starts(mark)))
        os.kill(os.getpid(), signal.SIGTERM)
        return await running

    asyncio.run(scene())
    assert not is_running(starts(mark)[0])


def test_a_child_that_has_started_once_is_given_its_chances_however_soon_it_dies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.service.supervisor.FIRST_PAUSE", 0.01)
    mark = tmp_path / "a"
    brief = STEADY.replace("time.sleep(60)", "sys.exit(7)")

    async def scene() -> int:
        running = asyncio.create_task(Supervisor([child(brief, str(mark))]).run())
        await until(lambda: len(starts(mark)) >= 3)
        os.kill(os.getpid(), signal.SIGTERM)
        return await running

    assert asyncio.run(scene()) == 0


def test_a_stop_during_the_pause_does_not_wait_for_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("webapp.service.supervisor.FIRST_PAUSE", 3600.0)
    monkeypatch.setattr("webapp.service.supervisor.LONGEST_PAUSE", 3600.0)
    brief = STEADY.replace("time.sleep(60)", "sys.exit(7)")

    async def scene() -> int:
        running = asyncio.create_task(Supervisor([child(brief, str(tmp_path / "a"))]).run())
        await until(lambda: "child died" in caplog.messages)
        os.kill(os.getpid(), signal.SIGTERM)
        return await asyncio.wait_for(running, 20)

    assert asyncio.run(scene()) == 0


def test_pauses_double_up_to_a_minute() -> None:
    assert [pause_before_restart(deaths) for deaths in (1, 2, 3, 4)] == [1.0, 2.0, 4.0, 8.0]
    assert pause_before_restart(50) == LONGEST_PAUSE


def test_children_are_this_very_program_and_end_with_their_parent() -> None:
    command = service_child("worker").command
    assert command[0] == sys.executable
    assert command[-3:] == ("worker", "--with-parent", READY)


def test_a_child_ends_when_its_parent_is_gone() -> None:
    code = (
        "import sys, time\nfrom webapp.service.parent import with_parent\n"
        "with_parent(int(sys.argv[1]))()\ntime.sleep(60)"
    )

    async def scene() -> int:
        hears, says = os.pipe()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", code, str(says)),
            stdin=asyncio.subprocess.PIPE,
            pass_fds=(says,),
        )
        os.close(says)
        assert await asyncio.to_thread(os.read, hears, 1) == b"1"
        os.close(hears)
        assert process.stdin is not None
        process.stdin.close()
        return await asyncio.wait_for(process.wait(), 20)

    assert asyncio.run(scene()) == -signal.SIGTERM


def test_who_is_not_supervised_says_nothing() -> None:
    with_parent(None)()
