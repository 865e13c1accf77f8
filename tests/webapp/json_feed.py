"""The rules of JSON Feed 1.1 as a JSON Schema, written from https://www.jsonfeed.org/version/1.1/."""

from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

_TEXT = {"type": "string", "minLength": 1}
_URL = {"type": "string", "pattern": "^https?://"}
_LANGUAGE = {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"}
_AUTHORS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"name": _TEXT, "url": _URL, "avatar": _URL},
        "patternProperties": {"^_": {"type": "object"}},
        "additionalProperties": False,
        "minProperties": 1,
    },
}
#: RFC 3339; the time zone must be there.
_MOMENT = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
}
_EXTENSION = {"^_[A-Za-z]": {"type": "object"}}
_ITEM = {
    "type": "object",
    "required": ["id"],
    "anyOf": [{"required": ["content_text"]}, {"required": ["content_html"]}],
    "properties": {
        "id": _TEXT,
        "url": _URL,
        "external_url": _URL,
        "title": {"type": "string"},
        "content_html": {"type": "string"},
        "content_text": {"type": "string"},
        "summary": {"type": "string"},
        "image": _URL,
        "banner_image": _URL,
        "date_published": _MOMENT,
        "date_modified": _MOMENT,
        "authors": _AUTHORS,
        "tags": {"type": "array", "items": _TEXT},
        "language": _LANGUAGE,
        "attachments": {
            "type": "array",
            "items": {"type": "object", "required": ["url", "mime_type"]},
        },
    },
    "patternProperties": _EXTENSION,
    "additionalProperties": False,
}
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": _TEXT,
        "home_page_url": _URL,
        "feed_url": _URL,
        "description": {"type": "string"},
        "user_comment": {"type": "string"},
        "next_url": _URL,
        "icon": _URL,
        "favicon": _URL,
        "authors": _AUTHORS,
        "language": _LANGUAGE,
        "expired": {"type": "boolean"},
        "hubs": {"type": "array", "items": {"type": "object", "required": ["type", "url"]}},
        "items": {"type": "array", "items": _ITEM},
    },
    "patternProperties": _EXTENSION,
    "additionalProperties": False,
}


def faults(feed: dict[str, Any]) -> list[str]:
    """What breaks the rules, a sentence each; none when the feed is valid.

    What a schema cannot say is checked here: ids are unique, and a page must not
    name itself as the next one.
    """
    validator = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
    found = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(feed)]
    ids = [item.get("id") for item in feed.get("items", ())]
    found += [f"id {one} stands twice" for one in sorted({i for i in ids if ids.count(i) > 1})]
    if feed.get("next_url") and feed["next_url"] == feed.get("feed_url"):
        found.append("next_url must not be the feed itself")
    return found
