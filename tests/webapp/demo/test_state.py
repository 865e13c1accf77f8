"""What the demo remembers, and when it refuses to go on with it."""

import json
import stat
from datetime import date
from pathlib import Path

import pytest

from webapp.demo.errors import DemoError
from webapp.demo.state import FILE, PORT, DemoState

DAY = date(2026, 11, 22)
LATER = date(2027, 2, 1)


def opened(folder: Path, **changes: object) -> DemoState:
    facts: dict[str, object] = {"world": "samples", "port": None, "today": DAY}
    return DemoState.open(folder, **(facts | changes))  # type: ignore[arg-type]  # by name


def test_a_new_demo_is_anchored_on_today_at_the_usual_port(tmp_path: Path) -> None:
    state = opened(tmp_path)

    assert (state.anchor, state.port, state.week) == (DAY, PORT, 1)


def test_a_new_demo_takes_the_port_asked_for(tmp_path: Path) -> None:
    assert opened(tmp_path, port=0).port == 0
    assert opened(tmp_path, port=9000).port == 9000


def test_anchor_port_and_week_stay_when_the_demo_runs_again_months_later(tmp_path: Path) -> None:
    opened(tmp_path, port=9000).save(tmp_path, week=2, feed_token="t")

    again = opened(tmp_path, today=LATER)

    assert (again.anchor, again.port, again.week) == (DAY, 9000, 2)
    assert again.feed_token == "t"


def test_asking_for_the_kept_port_again_is_no_contradiction(tmp_path: Path) -> None:
    opened(tmp_path, port=9000).save(tmp_path)

    assert opened(tmp_path, port=9000).port == 9000
    assert opened(tmp_path, port=0).port == 9000


def test_another_port_would_break_the_addresses_and_is_refused(tmp_path: Path) -> None:
    opened(tmp_path, port=9000).save(tmp_path)

    with pytest.raises(DemoError, match="have addresses on port 9000; leave out --port"):
        opened(tmp_path, port=9001)


def test_a_folder_of_another_world_is_refused(tmp_path: Path) -> None:
    opened(tmp_path).save(tmp_path)

    with pytest.raises(DemoError, match=r"holds the demo of another world \(samples\)"):
        opened(tmp_path, world="corpus 0123456789ab")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"world": "samples"}'])
def test_a_damaged_file_is_one_clear_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)

    with pytest.raises(DemoError, match=r"demo\.json is damaged; remove the folder"):
        opened(tmp_path)


def test_only_the_owner_may_read_it_since_it_holds_a_token(tmp_path: Path) -> None:
    opened(tmp_path).save(tmp_path / "new", feed_token="t")

    mode = (tmp_path / "new" / FILE).stat().st_mode

    assert stat.S_IMODE(mode) == 0o600
    assert [path.name for path in (tmp_path / "new").iterdir()] == [FILE]


def test_saving_gives_the_changed_state_and_keeps_the_rest(tmp_path: Path) -> None:
    first = opened(tmp_path, port=9000)

    second = first.save(tmp_path, week=2)

    assert (second.week, second.port, first.week) == (2, 9000, 1)
    assert json.loads((tmp_path / FILE).read_text())["anchor"] == "2026-11-22"
