"""The OpenAPI 3.1 description, made from the operations and the models that validate. Pure."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from data.words import Role
from webapp.api.idempotency import HEADER, PATTERN
from webapp.api.operation import Operation, operations
from webapp.api.problems import Problem
from webapp.api.tags import TAGS
from webapp.security import RowNumber

_FILE = {"type": "string", "format": "binary", "minLength": 1}
JSON, PROBLEM = "application/json", "application/problem+json"
_REF = "#/components/schemas/{model}"
_VARIABLE = re.compile(r"<(?:(\w+):)?(\w+)>")
_ABOUT = """\
What changed in the rules, what it means for your SIMs, and the work on it: for other programs.

Send a token of your own (*Account*) as `Authorization: Bearer …`. A token opens what its scopes
say, and never more than its owner may see. Every error is a problem by RFC 9457. A write may
carry an `Idempotency-Key`: the same request under the same key is done once.
"""
#: Status → what it means wherever it may come.
_PROBLEMS = {
    400: "A word of the address, a header or the JSON itself cannot be read.",
    401: "No token, or one that is unknown, revoked or expired.",
    403: "The token, or the role of its owner, does not open this.",
    404: "There is no such thing, or it belongs to a fleet that the token's owner may not see.",
    409: "It contradicts how things stand now.",
    413: "The body is too large.",
    415: "The body is of another media type.",
    422: "The body does not fit its model, or the Idempotency-Key came with another request.",
    429: "Too many requests in this minute.",
}


@cache
def description(base_url: str) -> dict[str, Any]:
    """The whole document for an app at this address."""
    known = operations()
    schemas, components = _schemas(known)
    paths: dict[str, dict[str, Any]] = {}
    for one in known:
        paths.setdefault(openapi_path(one.path), {})[one.method.lower()] = _operation(one, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Roamwatch",
            "version": "1",
            "summary": "Rule changes for IoT fleets that roam.",
            "description": _ABOUT,
        },
        "servers": [{"url": f"{base_url}/api/v1"}],
        "tags": [{"name": name, "description": about} for name, about in TAGS.items()],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "responses": {str(status): _problem(about) for status, about in _PROBLEMS.items()},
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Made under *Account*, shown once, revocable.",
                }
            },
        },
    }


def openapi_path(path: str) -> str:
    """``/alerts/<id:alert_id>`` as OpenAPI writes it."""
    return _VARIABLE.sub(r"{\2}", path)


def _schemas(
    known: Sequence[Operation],
) -> tuple[dict[tuple[Any, JsonSchemaMode], dict[str, Any]], dict[str, Any]]:
    adapters: list[tuple[Any, JsonSchemaMode, TypeAdapter[Any]]] = [
        (Problem, "serialization", TypeAdapter(Problem))
    ]
    for one in known:
        if one.body is not None:
            adapters.append((one.body, "validation", TypeAdapter(one.body)))
        if one.reply is not None:
            adapters.append((one.reply, "serialization", TypeAdapter(one.reply)))
    unique = {(model, mode): adapter for model, mode, adapter in adapters}
    found, definitions = TypeAdapter.json_schemas(
        [(key, key[1], adapter) for key, adapter in unique.items()], ref_template=_REF
    )
    return (
        {key: schema for (key, _), schema in found.items()},
        dict(sorted(definitions.get("$defs", {}).items())),
    )


def _operation(
    one: Operation, schemas: dict[tuple[Any, JsonSchemaMode], dict[str, Any]]
) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": one.name,
        "tags": [one.tag],
        "summary": one.summary,
        "description": _about(one),
        "parameters": [*_path_parameters(one), *_query_parameters(one), *_header_parameters(one)],
        "responses": _responses(one, schemas),
    }
    if one.body is not None:
        schema = schemas[one.body, "validation"]
        made["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}
    elif one.files:
        content = {media: {"schema": _FILE} for media in one.files}
        made["requestBody"] = {"required": True, "content": content}
    return made


def _about(one: Operation) -> str:
    wanted = " or ".join(f"`{scope}`" for scope in one.scopes)
    opens = f"Needs a token for {wanted}." if wanted else "Any token that is good."
    owner = "" if one.role == Role.VIEWER else f" Its owner must be an {one.role}."
    return f"{one.about}\n\n{opens}{owner}".strip()


def _path_parameters(one: Operation) -> Iterable[dict[str, Any]]:
    for kind, name in _VARIABLE.findall(one.path):
        number = {"type": "integer", "minimum": 1, "maximum": RowNumber.most}
        schema = number if kind == "id" else {"type": "string", "minLength": 1}
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _query_parameters(one: Operation) -> Iterable[dict[str, Any]]:
    whole = one.words.model_json_schema(mode="validation")
    definitions = whole.get("$defs", {})
    for name, schema in whole.get("properties", {}).items():
        schema = _plain(schema, definitions)
        about = schema.pop("description", "")
        schema.pop("title", None)
        made = {"name": name, "in": "query", "required": name in whole.get("required", ())}
        yield made | {"schema": schema} | ({"description": about} if about else {})


def _plain(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """A parameter's schema with its references put in, and without the null of “left out”."""
    if "$ref" in schema:
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        return {**definitions[schema["$ref"].rpartition("/")[2]], **rest}
    schema = {key: value for key, value in schema.items() if value is not None or key != "default"}
    choices = [one for one in schema.pop("anyOf", ()) if one.get("type") != "null"]
    if len(choices) == 1:
        return {**_plain(choices[0], definitions), **schema}
    if choices:
        schema["anyOf"] = [_plain(one, definitions) for one in choices]
    if "items" in schema:
        schema["items"] = _plain(schema["items"], definitions)
    return schema


def _header_parameters(one: Operation) -> Iterable[dict[str, Any]]:
    if one.writes:
        yield {
            "name": HEADER,
            "in": "header",
            "required": False,
            "schema": {"type": "string", "pattern": PATTERN},
            "description": "The same request under the same key is done once; its answer is "
            "kept for two days.",
        }


def _responses(
    one: Operation, schemas: dict[tuple[Any, JsonSchemaMode], dict[str, Any]]
) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "Done." if one.writes else "Found."}
    if one.reply is not None:
        good["content"] = {JSON: {"schema": schemas[one.reply, "serialization"]}}
    elif one.gives:
        good["content"] = {one.gives: {"schema": {"type": "string", "format": "binary"}}}
    found: dict[str, Any] = {str(one.status): good}
    if not one.writes and not one.gives:
        found["304"] = {"description": "As it was when its `ETag` was given (`If-None-Match`)."}
    for status in sorted({*_statuses(one), *one.problems}):
        found[str(status)] = (
            _problem(one.problems[status])
            if status in one.problems
            else {"$ref": f"#/components/responses/{status}"}
        )
    return found


def _statuses(one: Operation) -> set[int]:
    found = {400, 401, 403, 429}
    if "<" in one.path:
        found.add(404)
    if "after" in one.words.model_fields:
        found.add(409)
    if one.writes:
        found |= {409, 422}
    if one.body is not None or one.files:
        found |= {413, 415}
    return found


def _problem(about: str) -> dict[str, Any]:
    schema = {"$ref": _REF.format(model=Problem.__name__)}
    return {"description": about, "content": {PROBLEM: {"schema": schema}}}
