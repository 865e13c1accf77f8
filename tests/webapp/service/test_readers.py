"""The analysis pool: what a hostile text does to a process ends that text's reading and no other."""

import multiprocessing
import os
import time
from datetime import date

import pytest

from analysis.recording import Outcome
from data.queries.analysis import VersionPayload
from data.settings import Settings
from data.words import VersionCause
from webapp.service.readers import Readers

TEXT = (
    "The Authority has adopted an order. From 1 March 2027 devices with foreign SIM cards may "
    "use permanent roaming for no more than 90 consecutive days."
)


def payload(number: int, text: str = TEXT) -> VersionPayload:
    return VersionPayload(
        version_id=number,
        document_id=number,
        title="Order",
        text=text,
        sections=(),
        language="en",
        country="BR",
        published_on=date(2026, 11, 10),
        cause=VersionCause.FIRST,
        watched_page=False,
        previous_text=None,
        read_before=False,
    )


def act(payload: VersionPayload) -> Outcome:
    """Read by the text's own command; runs in the pool's process."""
    if payload.text == "die":
        os._exit(9)
    if payload.text == "hang":
        time.sleep(60)
    return Outcome(payload=payload, reading=None, error=f"read {payload.text}")


def outcomes(readers: Readers, *texts: str) -> list[str]:
    numbered = [payload(number, text) for number, text in enumerate(texts)]
    found = list(readers.read_all(numbered))
    assert [outcome.payload.version_id for outcome in found] == list(range(len(texts)))
    return [outcome.error for outcome in found]


def no_children_left() -> bool:
    """Whether all have ended. The pool's own thread may be reaping one at this very moment."""
    deadline = time.monotonic() + 30
    while multiprocessing.active_children() and time.monotonic() < deadline:
        time.sleep(0.01)
    return not multiprocessing.active_children()


def test_without_processes_texts_are_read_here(settings: Settings) -> None:
    none = settings.model_copy(update={"analysis_processes": 0})
    with Readers.of(none) as readers:
        (outcome,) = readers.read_all([payload(1)])
    assert outcome.reading is not None
    assert outcome.reading.relevant
    assert no_children_left()


def test_a_real_text_is_read_in_another_process(settings: Settings) -> None:
    with Readers.of(settings) as readers:
        (outcome,) = readers.read_all([payload(1)])
        assert len(multiprocessing.active_children()) == 1
    assert outcome.reading is not None
    assert [change.country for change in outcome.reading.changes] == ["BR"]
    assert no_children_left()


@pytest.mark.parametrize("processes", [1, 2])
def test_a_text_that_kills_its_process_is_named_and_the_others_are_read(processes: int) -> None:
    with Readers(processes=processes, timeout=30, read=act) as readers:
        assert outcomes(readers, "a", "die", "b") == ["read a", "analysis_crashed", "read b"]


def test_a_text_that_takes_too_long_is_named_and_the_others_are_read() -> None:
    with Readers(processes=1, timeout=1, read=act) as readers:
        assert outcomes(readers, "a", "hang", "b") == ["read a", "analysis_timeout", "read b"]


def test_outcomes_come_one_by_one_so_that_each_can_be_stored_at_once() -> None:
    with Readers(processes=1, timeout=30, read=act) as readers:
        found = readers.read_all([payload(1, "a"), payload(2, "die")])
        assert next(found).error == "read a"


def test_the_pool_can_be_used_again_after_it_was_closed() -> None:
    readers = Readers(processes=1, timeout=30, read=act)
    assert outcomes(readers, "a") == ["read a"]
    readers.close()
    assert no_children_left()
    assert outcomes(readers, "b") == ["read b"]
    readers.close()
