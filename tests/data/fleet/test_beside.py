"""Work beside the making of the next thing is done in order, one at a time, and its faults are raised."""

from collections.abc import Iterator
from threading import Event, current_thread, main_thread

import pytest

from data.fleet.beside import each_done

both = pytest.mark.parametrize("beside", [False, True])


@both
def test_results_come_in_order(beside: bool) -> None:
    things = ((number, 1) for number in range(7))
    assert list(each_done(lambda a, b: a + b, things, beside=beside)) == [1, 2, 3, 4, 5, 6, 7]
    assert list(each_done(lambda: 0, [], beside=beside)) == []


def test_the_next_thing_is_made_while_one_is_worked_on() -> None:
    made = Event()

    def things() -> Iterator[tuple[int]]:
        yield (1,)
        made.set()
        yield (2,)

    def work(number: int) -> tuple[int, bool]:
        return number, made.wait(30) and current_thread() is not main_thread()

    assert list(each_done(work, things(), beside=True)) == [(1, True), (2, True)]


@both
def test_after_a_fault_nothing_further_is_begun(beside: bool) -> None:
    done: list[int] = []

    def work(number: int) -> None:
        if number == 2:
            raise ValueError("two")
        done.append(number)

    with pytest.raises(ValueError, match="two"):
        list(each_done(work, ((number,) for number in range(9)), beside=beside))
    assert done == [0, 1]


@both
def test_what_is_begun_is_finished_when_no_next_thing_can_be_made(beside: bool) -> None:
    done: list[int] = []

    def things() -> Iterator[tuple[int]]:
        yield (1,)
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        list(each_done(done.append, things(), beside=beside))
    assert done == [1]
