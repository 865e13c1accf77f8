from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from webapp.delivery.backoff import FIRST_WAIT, LONGEST_WAIT, MAX_ATTEMPTS, wait_after


def middle(attempts: int) -> timedelta:
    wait = wait_after(attempts, jitter=0.5)
    assert wait is not None
    return wait


def test_waits_double_from_a_minute_to_six_hours() -> None:
    waits = [middle(attempts) for attempts in range(1, MAX_ATTEMPTS)]
    assert waits[:4] == [timedelta(minutes=m) for m in (1, 2, 4, 8)]
    assert waits[-1] == LONGEST_WAIT
    assert waits == sorted(waits)


def test_a_server_that_is_down_over_a_weekend_loses_nothing() -> None:
    total = sum((middle(attempts) for attempts in range(1, MAX_ATTEMPTS)), timedelta())
    assert timedelta(hours=54) <= total <= timedelta(hours=58)


def test_after_the_last_attempt_it_gives_up() -> None:
    assert wait_after(MAX_ATTEMPTS, jitter=0.5) is None
    assert wait_after(MAX_ATTEMPTS + 100, jitter=0.5) is None


@given(st.integers(1, MAX_ATTEMPTS - 1), st.floats(0, 1))
def test_jitter_spreads_a_wait_by_a_fifth_each_way(attempts: int, jitter: float) -> None:
    wait = wait_after(attempts, jitter=jitter)
    assert wait is not None
    assert middle(attempts) * 0.79 <= wait <= middle(attempts) * 1.21
    assert wait >= FIRST_WAIT * 0.8
