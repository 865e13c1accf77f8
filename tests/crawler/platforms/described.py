"""Holds a conversation to the vendor's own description: every request, and every answer that we make up."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from jsonschema import Draft202012Validator

_FOLDER = Path(__file__).parent / "described"


@cache
def operations(platform: str) -> dict[str, Any]:
    """What is described of a platform; nothing where no description is to be had."""
    path = _FOLDER / f"{platform}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def operation_of(platform: str, method: str, path: str) -> dict[str, Any] | None:
    """The operation that a path belongs to."""
    for name, found in operations(platform).items():
        verb, _, template = name.partition(":")
        shape = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(template))
        if verb == method.lower() and re.fullmatch(shape, path):
            described: dict[str, Any] = found
            return described
    return None


def check_request(described: dict[str, Any], request: web.Request, body: bytes) -> None:
    """Raise AssertionError for a parameter or a body that the description does not allow."""
    known = {name: one for name, one in described["parameters"].items() if one["in"] == "query"}
    for name, text in request.query.items():
        assert name in known, f"{request.path} takes no {name}"
        schema = known[name]["schema"]
        value: object = int(text) if schema.get("type") == "integer" else text
        check(schema, value, f"parameter {name} of {request.path}")
    for name, one in known.items():
        assert not one["required"] or name in request.query, f"{request.path} needs {name}"
    if described["body"]:
        check(described["body"], json.loads(body), f"body of {request.path}")


def check(schema: dict[str, Any], value: object, what: str) -> None:
    """Raise AssertionError, naming the first place where ``value`` is not as described."""
    for error in Draft202012Validator(schema).iter_errors(value):
        place = "/".join(map(str, error.absolute_path))
        raise AssertionError(f"{what}, {place}: {error.message[:200]}")
