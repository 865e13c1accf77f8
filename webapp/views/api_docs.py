"""The API's description, for programs and for people: both are made from the same models."""

from flask import Blueprint, Response, jsonify, render_template, request

from webapp.api.description import description
from webapp.api.reading import chapters, runs
from webapp.auth import public
from webapp.context import current

blueprint = Blueprint("api_docs", __name__, url_prefix="/api")


@blueprint.get("/v1/openapi.json")
@public
def openapi() -> Response:
    """The OpenAPI 3.1 description. It tells nothing of any fleet, so no token is needed."""
    response = jsonify(description(current().settings.base_url))
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response


@blueprint.get("/docs")
@public
def page() -> str:
    """The same as a page to read, search and print."""
    whole = description(current().settings.base_url)
    wanted = request.args.get("q", "")[:100]
    return render_template(
        "api/docs.html",
        whole=whole,
        wanted=wanted,
        opened=request.args.get("all") == "yes",
        chapters=chapters(whole, wanted),
        runs=runs,
        count=sum(map(len, whole["paths"].values())),
    )
