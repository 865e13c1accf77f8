"""Country outlines out of a TopoJSON file of Natural Earth's, by ISO code. Pure.

The format: https://github.com/topojson/topojson-specification. Arcs are shared by neighbours
and kept as whole-number steps.
"""

from collections.abc import Iterable
from typing import Any

from babel.core import get_global

from data import countries
from webapp.worldmap.projection import Point

Ring = list[Point]

#: What Natural Earth draws apart and ISO 3166-1 does not know, by its name in the file.
_BY_NAME = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}


def outlines(topology: dict[str, Any]) -> dict[str, list[Ring]]:
    """The outer rings of each country's polygons, in degrees; what has no ISO code is left out."""
    arcs = _arcs(topology)
    found: dict[str, list[Ring]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        if code := _code(shape):
            rings = found.setdefault(code, [])
            for ring in _rings(shape, arcs):
                rings += cut(ring)
    return found


def _code(shape: dict[str, Any]) -> str:
    aliases: Any = get_global("territory_aliases")
    known = aliases.get(shape.get("id") or "", ())
    code = known[0] if known else _BY_NAME.get(shape["properties"]["name"], "")
    return code if countries.is_country(code) else ""


def _arcs(topology: dict[str, Any]) -> list[Ring]:
    """Each arc in degrees: the steps added up, scaled and moved."""
    (across, up), (left, low) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arc.append((left + x * across, low + y * up))
        arcs.append(arc)
    return arcs


def _rings(shape: dict[str, Any], arcs: list[Ring]) -> Iterable[Ring]:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for polygon in polygons:
        ring: Ring = []
        for number in polygon[0]:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            ring += arc[1:] if ring else arc
        yield ring


def cut(ring: Ring) -> list[Ring]:
    """Rings on one side of the 180th meridian each, from one that may cross it.

    The crossing shows as a step of more than half the globe.
    """
    whole = [ring[0]]
    for x, y in ring[1:]:
        before = whole[-1][0]
        whole.append((x + 360 * round((before - x) / 360), y))
    sides = ((-540.0, -180.0, 360.0), (-180.0, 180.0, 0.0), (180.0, 540.0, -360.0))
    parts = [
        [(x + moved, y) for x, y in _clip(_clip(whole, west, 1), east, -1)]
        for west, east, moved in sides
    ]
    return [part for part in parts if len(part) > 2]


def _clip(ring: Ring, meridian: float, side: int) -> Ring:
    """What of the ring lies east (``side`` 1) or west (-1) of the meridian (Sutherland and Hodgman)."""
    kept: Ring = []
    for (x0, y0), (x1, y1) in zip(ring[-1:] + ring[:-1], ring, strict=True):
        was, here = (x0 - meridian) * side >= 0, (x1 - meridian) * side >= 0
        if was != here:
            kept.append((meridian, y0 + (y1 - y0) * (meridian - x0) / (x1 - x0)))
        if here:
            kept.append((x1, y1))
    return kept
