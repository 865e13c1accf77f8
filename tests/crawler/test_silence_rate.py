"""The rule of silence against sources that never die; the command counts more of them."""

from tests.simulation.silence import count


def test_at_most_one_false_silence_in_a_hundred_source_years() -> None:
    found = count(sources=300, years=5, seed=1)
    assert found.source_years == 1500
    assert found.per_hundred <= 1.0


def test_the_rule_is_not_without_teeth() -> None:
    found = count(sources=300, years=3, seed=1)
    daily = found.allowed[30]
    assert sorted(daily)[len(daily) // 2] <= 120
