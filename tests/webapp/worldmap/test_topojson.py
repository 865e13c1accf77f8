"""Outlines out of shared arcs, cut where the globe is."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from webapp.worldmap.topojson import Ring, cut, outlines

#: Two neighbours, Germany (276) west and Poland (616) east of the arc they share, in steps of a degree.
TOPOLOGY: dict[str, Any] = {
    "transform": {"scale": [1, 1], "translate": [10, 50]},
    "arcs": [
        [[4, 0], [0, 4]],
        [[4, 4], [-4, 0], [0, -4], [4, 0]],
        [[4, 0], [6, 0], [0, 4], [-6, 0]],
    ],
    "objects": {
        "countries": {
            "geometries": [
                {"type": "Polygon", "id": "276", "arcs": [[0, 1]], "properties": {"name": "x"}},
                {
                    "type": "MultiPolygon",
                    "id": "616",
                    "arcs": [[[2, ~0]]],
                    "properties": {"name": "x"},
                },
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"name": "Kosovo"}},
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"name": "Nowhere"}},
            ]
        }
    },
}


def test_neighbours_share_the_points_of_their_border() -> None:
    found = outlines(TOPOLOGY)
    border = {(14.0, 50.0), (14.0, 54.0)}
    assert border <= set(found["DE"][0])
    assert border <= set(found["PL"][0])


def test_an_arc_can_run_backwards() -> None:
    assert outlines(TOPOLOGY)["PL"][0] == [
        (14, 50), (20, 50), (20, 54), (14, 54), (14, 50),
    ]  # fmt: skip


def test_a_place_without_an_iso_number_is_known_by_its_name_or_left_out() -> None:
    assert set(outlines(TOPOLOGY)) == {"DE", "PL", "XK"}


def test_a_ring_across_the_180th_meridian_becomes_two() -> None:
    ring: Ring = [(170, 60), (-170, 60), (-170, 70), (170, 70)]
    east, west = sorted(cut(ring), key=lambda part: -part[0][0])
    assert {point[0] for point in east} == {170, 180}
    assert {point[0] for point in west} == {-180, -170}


def test_a_ring_on_one_side_stays_as_it_is() -> None:
    ring: Ring = [(10, 50), (20, 50), (20, 60), (10, 60)]
    assert cut(ring) == [ring]


@given(st.integers(-179, 179), st.integers(1, 40))
def test_nothing_drawn_ever_spans_the_whole_picture(west: int, width: int) -> None:
    def wrapped(x: int) -> float:
        return (x + 180) % 360 - 180

    ring: Ring = [
        (wrapped(west), 0), (wrapped(west + width), 0),
        (wrapped(west + width), 10), (wrapped(west), 10),
    ]  # fmt: skip
    parts = cut(ring)
    spans = [max(x for x, _ in part) - min(x for x, _ in part) for part in parts]
    assert sum(spans) == width
    assert all(-180 <= x <= 180 for part in parts for x, _ in part)
