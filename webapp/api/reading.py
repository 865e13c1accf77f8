"""The description as chapters that people read: what the page ``/api/docs`` shows. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_METHODS = ("get", "post", "put", "patch", "delete")
#: A list of words longer than this is told by its name alone.
_FEW = 12


@dataclass(frozen=True, kw_only=True)
class Row:
    """One word of the address, or one member of a body or an answer."""

    name: str
    kind: str
    about: str
    required: bool
    depth: int = 0


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One operation."""

    name: str
    method: str
    path: str
    summary: str
    about: str
    words: tuple[Row, ...]
    takes: tuple[Row, ...]
    media: tuple[str, ...]
    gives: tuple[Row, ...]
    statuses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """One resource."""

    name: str
    about: str
    entries: tuple[Entry, ...]


def chapters(whole: Mapping[str, Any], wanted: str = "") -> list[Chapter]:
    """The operations by resource; only those in which all the words of ``wanted`` stand."""
    entries: dict[str, list[Entry]] = {}
    for path, methods in whole["paths"].items():
        for method in _METHODS:
            if method in methods:
                entry = _entry(whole, method, path, methods[method])
                if _has(entry, methods[method]["tags"][0], wanted):
                    entries.setdefault(methods[method]["tags"][0], []).append(entry)
    return [
        Chapter(name=tag["name"], about=tag["description"], entries=tuple(entries[tag["name"]]))
        for tag in whole["tags"]
        if tag["name"] in entries
    ]


def runs(text: str) -> list[tuple[str, bool]]:
    """A text of the description by what is code (stands between back quotes) and what is not."""
    parts = text.replace("*", "").split("`")
    return [(part, place % 2 == 1) for place, part in enumerate(parts) if part]


def _has(entry: Entry, tag: str, wanted: str) -> bool:
    rows = (*entry.words, *entry.takes, *entry.gives)
    told = (tag, entry.name, entry.method, entry.path, entry.summary, entry.about)
    text = " ".join((*told, *(f"{row.name} {row.about}" for row in rows))).casefold()
    return all(word in text for word in wanted.casefold().split())


def _entry(whole: Mapping[str, Any], method: str, path: str, one: Mapping[str, Any]) -> Entry:
    content = one.get("requestBody", {}).get("content", {})
    good = next(one["responses"][status] for status in one["responses"] if status < "300")
    return Entry(
        name=one["operationId"],
        method=method.upper(),
        path=f"/api/v1{path}",
        summary=one["summary"],
        about=one["description"],
        words=tuple(
            Row(
                name=word["name"],
                kind=f"{_kind(word['schema'])}, in the {_PLACES[word['in']]}",
                about=word.get("description", ""),
                required=word["required"],
            )
            for word in one["parameters"]
        ),
        takes=tuple(_members(whole, content.get("application/json", {}).get("schema", {}))),
        media=tuple(sorted(content)),
        gives=tuple(
            _members(whole, good.get("content", {}).get("application/json", {}).get("schema", {}))
        ),
        statuses=tuple(
            (status, _resolved(whole, answer)["description"])
            for status, answer in sorted(one["responses"].items())
        ),
    )


_PLACES = {"query": "address", "path": "path", "header": "header"}


def _members(
    whole: Mapping[str, Any], schema: Mapping[str, Any], depth: int = 0, seen: tuple[str, ...] = ()
) -> Iterator[Row]:
    """The members of an object, and below each those of the objects in it; none twice on the way."""
    ref = schema.get("$ref", "")
    if ref in seen:
        return
    found = _resolved(whole, schema)
    for name, member in found.get("properties", {}).items():
        inner = _inner(_resolved(whole, member))
        yield Row(
            name=name,
            kind=_kind(member),
            about=member.get("description", ""),
            required=name in found.get("required", ()),
            depth=depth,
        )
        if depth < 3:
            yield from _members(whole, _inner(member) or inner or member, depth + 1, (*seen, ref))


def _inner(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a list, a table of names or an optional value holds; empty for a plain value."""
    if "items" in schema:
        return _inner(schema["items"]) or dict(schema["items"])
    if isinstance(schema.get("additionalProperties"), Mapping):
        held = schema["additionalProperties"]
        return _inner(held) or dict(held)
    for one in schema.get("anyOf", ()):
        if "$ref" in one or "items" in one:
            return _inner(one) or dict(one)
    return {}


def _resolved(whole: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    found: Any = whole
    for part in schema["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


def _kind(schema: Mapping[str, Any]) -> str:
    """A schema in a few words: “list of Alert”, “date or null”, “one of read, work”."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(map(_kind, schema["anyOf"])))
    words = schema.get("enum")
    if words is not None and len(words) <= _FEW:
        return "one of " + ", ".join(str(word) or "nothing" for word in words)
    if "const" in schema:
        return f"“{schema['const']}”"
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    if words is not None:
        return str(schema.get("title", "word")).lower()
    return str(schema.get("format") or schema.get("type") or "any value")
