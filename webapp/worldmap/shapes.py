"""The world as the seed has it, read once, and its shapes as one picture file for the browser."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from flask import Flask

from webapp.assets import serve


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a country is in the picture, and whether it is too small for more than a dot."""

    x: float
    y: float
    dot: bool


@dataclass(frozen=True, kw_only=True)
class World:
    """Size of the picture, paths in tenths of its unit, and a place for each country."""

    width: int
    height: int
    paths: dict[str, str]
    places: dict[str, Place]


@cache
def world() -> World:
    """``data/seed/maps/world.json``, made by :mod:`webapp.worldmap.making`."""
    text = (files("data") / "seed" / "maps" / "world.json").read_text(encoding="utf-8")
    raw = json.loads(text)
    width, height = raw["size"]
    places = {code: Place(x=x, y=y, dot=dot) for code, (x, y, dot) in raw["places"].items()}
    return World(width=width, height=height, paths=raw["shapes"], places=places)


def _file() -> str:
    """Each shape under its country's code, so that a page can use it with a colour of its own."""
    shapes = "".join(
        f'<path id="{code}" transform="scale(.1)" d="{path}"/>'
        for code, path in world().paths.items()
        if not world().places[code].dot
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">{shapes}</svg>\n'


def install(app: Flask) -> None:
    """Serve the shapes; templates find their address in ``shapes_url``."""
    app.jinja_env.globals["shapes_url"] = serve(
        app, "shapes", _file(), suffix="svg", mimetype="image/svg+xml"
    )
