"""Takes the facts out of a vendor's API description that the test servers hold us to.

``python -m tests.crawler.platforms.describe DESCRIPTION get:/v2/sims …`` prints, for each operation
named: its parameters with their bounds, and the shapes of its body and answer. Nothing else of
the description is kept. The results lie in ``described/``.
"""

import json
import sys
from pathlib import Path
from typing import Any

import yaml

_KEPT = (
    "type", "properties", "items", "required", "enum", "nullable", "minimum", "maximum",
    "minLength", "maxLength", "pattern", "format", "additionalProperties",
)  # fmt: skip


def describe(description: dict[str, Any], operations: list[str]) -> dict[str, Any]:
    """Operation → ``{"parameters": {name: {"in", "required", "schema"}}, "body", "answer"}``."""
    return {name: _operation(description, *name.split(":", 1)) for name in operations}


def _operation(whole: dict[str, Any], method: str, path: str) -> dict[str, Any]:
    operation = whole["paths"][path][method]
    parameters = [_followed(whole, one) for one in operation.get("parameters", [])]
    answers = operation["responses"].get("200") or operation["responses"]["201"]
    return {
        "parameters": {
            one["name"]: {
                "in": one["in"],
                "required": bool(one.get("required")),
                "schema": _shape(whole, one["schema"]),
            }
            for one in parameters
        },
        "body": _content(whole, operation.get("requestBody", {})),
        "answer": _content(whole, answers),
    }


def _content(whole: dict[str, Any], holder: dict[str, Any]) -> dict[str, Any]:
    for media in holder.get("content", {}).values():
        return _shape(whole, media.get("schema", {}))
    return {}


def _followed(whole: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in value:
        found: Any = whole
        for step in value["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        value = found
    return value


def _shape(whole: dict[str, Any], schema: dict[str, Any], depth: int = 0) -> dict[str, Any]:
    """A JSON Schema without words: what OpenAPI calls nullable becomes a second type."""
    schema = _followed(whole, schema)
    if depth > 8 or "oneOf" in schema:
        return {}
    found = {key: schema[key] for key in _KEPT if key in schema}
    if "properties" in found:
        found["properties"] = {
            name: _shape(whole, one, depth + 1) for name, one in found["properties"].items()
        }
    for key in ("items", "additionalProperties"):
        if isinstance(found.get(key), dict):
            found[key] = _shape(whole, found[key], depth + 1)
    if found.pop("nullable", False) and "type" in found:
        found["type"] = [found["type"], "null"]
        if "enum" in found:
            found["enum"] = [*found["enum"], None]
    return found


if __name__ == "__main__":
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    print(json.dumps(describe(yaml.safe_load(text), sys.argv[2:]), indent=1))  # noqa: T201 - its work
