"""The file that the map is drawn from, as made and as committed."""

import json
from pathlib import Path

import pytest

from data import countries
from tests.webapp.worldmap.test_topojson import TOPOLOGY
from webapp.worldmap import making
from webapp.worldmap.shapes import world

#: Small states that must be seen and clicked.
SMALL = ("SG", "MT", "BH", "HK", "MU", "LU", "LI")


def test_the_command_writes_shapes_and_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "coarse.json").write_text(json.dumps(TOPOLOGY), encoding="utf-8")
    monkeypatch.setattr(making, "OUT", tmp_path / "maps" / "world.json")
    making.main(str(tmp_path / "coarse.json"), str(tmp_path / "coarse.json"))
    made = json.loads((tmp_path / "maps" / "world.json").read_text(encoding="utf-8"))
    assert made["shapes"].keys() == {"DE", "PL", "XK"}
    (x, y, dot), width = made["places"]["DE"], made["size"][0]
    assert width / 2 < x < width
    assert 0 < y < made["size"][1]
    assert dot is False


def test_what_a_shape_cannot_show_still_has_a_place() -> None:
    made = making.world({**TOPOLOGY, "objects": {"countries": {"geometries": []}}}, TOPOLOGY)
    assert made["shapes"] == {}
    assert made["places"]["PL"][2] is True
    assert "RE" in made["places"]


def test_the_world_has_a_place_for_every_country_where_devices_can_be() -> None:
    missing = countries.codes() - world().places.keys()
    assert missing == {"AQ", "BV", "CC", "CX", "GS", "HM", "TF", "TK", "UM"}


@pytest.mark.parametrize("code", SMALL)
def test_a_small_state_is_a_dot(code: str) -> None:
    assert world().places[code].dot


@pytest.mark.parametrize(
    ("one", "other"), [("US", "DE"), ("DE", "IN"), ("IN", "JP"), ("CL", "BR"), ("CA", "NO")]
)
def test_countries_stand_west_and_east_of_each_other_as_on_the_globe(one: str, other: str) -> None:
    places = world().places
    assert places[one].x < places[other].x


def test_every_place_is_inside_the_picture() -> None:
    whole = world()
    outside = [
        code
        for code, place in whole.places.items()
        if not (0 <= place.x <= whole.width and 0 <= place.y <= whole.height)
    ]
    assert outside == []


def test_every_country_is_a_shape_or_a_dot() -> None:
    whole = world()
    assert [c for c, place in whole.places.items() if not place.dot and c not in whole.paths] == []
