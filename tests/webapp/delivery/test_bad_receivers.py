"""A small fault run: moody receivers, a worker killed again and again, nothing lost."""

import pytest

from data.settings import Settings
from tests.bad_receivers import EACH, ONE_IN, measure

KILLS = 4


@pytest.mark.slow
def test_killed_workers_lose_nothing_and_repeat_only_under_the_same_key(
    store_settings: Settings,
) -> None:
    outcomes, run = measure(store_settings, KILLS)
    assert [outcome.kind for outcome in outcomes] == ["mail", "webhook"]
    for outcome in outcomes:
        assert (outcome.deliveries, outcome.lost, outcome.waiting) == (KILLS * EACH, 0, 0)
        assert outcome.arrived + outcome.refused == outcome.deliveries
    assert outcomes[0].refused == KILLS * EACH // ONE_IN
    assert run.hook.moods.counts["500 for two days"] > 0
