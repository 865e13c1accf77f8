"""One stylesheet for the browser, kept as several small files for people."""

from functools import cache
from importlib.resources import files

from flask import Flask

from webapp.assets import serve


@cache
def _sheet() -> str:
    """The parts in the order of their names."""
    folder = files("webapp") / "styles"
    parts = sorted(
        (part for part in folder.iterdir() if part.name.endswith(".css")), key=lambda p: p.name
    )
    return "\n".join(part.read_text(encoding="utf-8") for part in parts)


def install(app: Flask) -> None:
    """Serve the sheet; templates find its address in ``stylesheet_url``."""
    app.jinja_env.globals["stylesheet_url"] = serve(
        app, "stylesheet", _sheet(), suffix="css", mimetype="text/css"
    )
