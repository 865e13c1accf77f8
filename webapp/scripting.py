"""The few scripts for the browser: small hand-written ES modules, each under the hash of its content."""

from importlib.resources import files

from flask import Flask

from webapp.assets import serve


def install(app: Flask) -> None:
    """Serve each module of ``webapp/scripts``; templates find its address in ``scripts``."""
    found = (files("webapp") / "scripts").iterdir()
    app.jinja_env.globals["scripts"] = {
        part.name.removesuffix(".js"): serve(
            app,
            f"script-{part.name.removesuffix('.js')}",
            part.read_text(encoding="utf-8"),
            suffix="js",
            mimetype="text/javascript",
        )
        for part in found
        if part.name.endswith(".js")
    }
