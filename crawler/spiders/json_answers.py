"""What the readers of JSON APIs share: a body as values, texts and days out of values."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from w3lib.html import remove_tags, replace_entities

from crawler.answers import Answer
from crawler.errors import BadAnswerError
from crawler.extract.clean import clean_line


def json_of(answer: Answer) -> Any:
    """The body's content. Raises :class:`BadAnswerError`."""
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError) as exc:
        raise BadAnswerError(answer.url, "the API's answer is not JSON") from exc


def objects(answer: Answer, found: Any) -> Iterator[dict[str, Any]]:
    """The objects of a list. Raises :class:`BadAnswerError` when it is none."""
    if not isinstance(found, list):
        raise BadAnswerError(answer.url, "the API's answer has no list of documents")
    return (one for one in found if isinstance(one, dict))


def text_of(values: Mapping[str, Any], name: str) -> str:
    """A text among the values; empty if it is none."""
    value = values.get(name)
    return value if isinstance(value, str) else ""


def texts_of(values: Mapping[str, Any], name: str) -> list[str]:
    """The texts of a list among the values."""
    value = values.get(name)
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def plain(markup: str) -> str:
    """A text that may hold tags and entities, as one line."""
    return clean_line(replace_entities(remove_tags(markup)))


def day_in(text: str) -> date | None:
    """The day at the beginning of an ISO 8601 text, with or without a time."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def moment_in(text: str) -> datetime | None:
    """An ISO 8601 moment; one without a zone counts as UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
