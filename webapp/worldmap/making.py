"""Make ``data/seed/maps/world.json`` out of Natural Earth's outlines (public domain).

``python -m webapp.worldmap.making countries-110m.json countries-10m.json``: the two files of the npm
package ``world-atlas``, which packs Natural Earth (https://www.naturalearthdata.com) as TopoJSON.
Shapes come from the coarse file; the fine one knows where the states are that the coarse one leaves out.
"""

import json
import sys
from pathlib import Path
from typing import Any

from webapp.worldmap.projection import Point, equal_earth
from webapp.worldmap.topojson import Ring, outlines

OUT = Path("data/seed/maps/world.json")
WIDTH = 1000
_SCALE = WIDTH / (2 * equal_earth(180, 0)[0])
#: The top and the bottom of the picture: nothing to colour lies beyond.
_NORTH, _SOUTH = 84, -57
#: Square units of the picture below which a country is too small to be seen or clicked.
_SMALL = 8
#: Degrees (east, north) of places that Natural Earth draws as parts of other states.
_PARTS = {
    "BQ": (-68.3, 12.2), "GF": (-53.1, 4.0), "GP": (-61.5, 16.2), "MQ": (-61.0, 14.6),
    "RE": (55.5, -21.1), "SJ": (16.0, 78.5), "XK": (20.9, 42.6), "YT": (45.2, -12.8),
}  # fmt: skip
#: Nobody's devices roam there, and they would fill the picture.
_LEFT_OUT = {"AQ", "BV", "HM", "TF", "GS", "UM"}


def world(coarse: dict[str, Any], fine: dict[str, Any]) -> dict[str, Any]:
    """The file's content: the picture's size, a path for each shape, a place for each country.

    A place is ``[x, y, dot]``: where a circle stands, and whether the country is drawn as one.
    """
    shapes = {code: _drawn(rings) for code, rings in outlines(coarse).items()}
    known = {code: _drawn(rings) for code, rings in outlines(fine).items()} | shapes
    places = {code: _place(rings, code in shapes) for code, rings in known.items()}
    for code, degrees in _PARTS.items():
        places.setdefault(code, [*map(round, _project(degrees)), True])
    return {
        "size": [WIDTH, round(_project((0, _SOUTH))[1])],
        "shapes": {code: _path(shapes[code]) for code in sorted(shapes.keys() - _LEFT_OUT)},
        "places": {code: places[code] for code in sorted(places.keys() - _LEFT_OUT)},
    }


def _project(degrees: Point) -> Point:
    x, y = equal_earth(*degrees)
    return WIDTH / 2 + x * _SCALE, (equal_earth(0, _NORTH)[1] - y) * _SCALE


def _drawn(rings: list[Ring]) -> list[Ring]:
    return [[_project(point) for point in ring] for ring in rings]


def _area(ring: Ring) -> float:
    """Signed, by the shoelace formula."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs) / 2


def _place(rings: list[Ring], has_shape: bool) -> list[Any]:
    """The middle of the largest part, and whether the country is too small for a shape."""
    x, y = _middle(max(rings, key=lambda ring: abs(_area(ring))))
    whole = sum(abs(_area(ring)) for ring in rings)
    return [round(x, 1), round(y, 1), not has_shape or whole < _SMALL]


def _middle(ring: Ring) -> Point:
    """The centroid; of a ring without area, its first point."""
    area = _area(ring)
    if not area:
        return ring[0]
    x = y = 0.0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
        weight = x0 * y1 - x1 * y0
        x, y = x + (x0 + x1) * weight, y + (y0 + y1) * weight
    return x / (6 * area), y / (6 * area)


def _path(rings: list[Ring]) -> str:
    """An SVG path in tenths of a unit, by relative steps; parts smaller than a dot are dropped."""
    return "".join(
        _steps([(round(x * 10), round(y * 10)) for x, y in ring])
        for ring in rings
        if abs(_area(ring)) >= 0.3
    )


def _steps(ring: list[tuple[int, int]]) -> str:
    text = [f"M{ring[0][0]} {ring[0][1]}l"]
    before = ring[0]
    for point in ring[1:]:
        if point != before:
            step = f"{point[0] - before[0]} {point[1] - before[1]}".replace(" -", "-")
            text.append(step if step.startswith("-") or text[-1].endswith("l") else f" {step}")
            before = point
    return "".join(text) + "z"


def main(coarse: str, fine: str) -> None:
    """Read the two files and write ours."""
    read = [json.loads(Path(name).read_text(encoding="utf-8")) for name in (coarse, fine)]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(world(*read), separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
