"""Reading entries of an answer: what does not fit its description costs itself and no other."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from crawler.pulling.errors import UnreadableAnswerError
from crawler.pulling.records import Fault, SimRecord

_SHOWN = 4


def _as_text(value: object) -> object:
    """Numbers and truth values as text: platforms send an MCC as ``262`` or as ``"262"``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return value


Text = Annotated[str, BeforeValidator(_as_text)]
"""A text, a number or nothing; an object or a list is refused."""


class Entry(BaseModel):
    """A part of an answer: fields that we do not read may come and go."""

    model_config = ConfigDict(extra="ignore", frozen=True)


_Entry = TypeVar("_Entry", bound=Entry)
_Made = TypeVar("_Made")


def entries_of(body: Any, url: str, *, key: str = "") -> list[Any]:
    """The list of an answer, under ``key`` if given; raises :class:`UnreadableAnswerError`."""
    found = body.get(key) if key and isinstance(body, dict) else body
    if not isinstance(found, list):
        where = f"under {key!r} " if key else ""
        raise UnreadableAnswerError(
            url, f"the answer has no list {where}where the platform describes one"
        )
    return found


def read_entries(
    items: Iterable[Any], model: type[_Entry], make: Callable[[_Entry], _Made], *, name: str
) -> tuple[list[_Made], list[Fault]]:
    """What could be made of the entries, and the faults of those that are not as described.

    ``name``: the field that tells one entry from another, for the faults.
    """
    made: list[_Made] = []
    faults: list[Fault] = []
    for place, item in enumerate(items, start=1):
        try:
            made.append(make(model.model_validate(item)))
        except ValidationError as exc:
            first = exc.errors()[0]
            field = ".".join(map(str, first["loc"])) or "the entry"
            known = item.get(name) if isinstance(item, dict) else None
            faults.append(Fault(name=short(known, place), reason=f"{field}: {first['msg']}"))
    return made, faults


def short(identifier: object, place: int = 0) -> str:
    """An entry's id by its last signs, so that it can be found and is not given away."""
    if isinstance(identifier, str | int) and len(text := str(identifier)) > _SHOWN:
        return f"…{text[-_SHOWN:]}"
    return f"entry {place} of its page" if place else "an entry"


def read_sims(
    items: Iterable[Any], model: type[_Entry], make: Callable[[_Entry], SimRecord], *, name: str
) -> tuple[tuple[SimRecord, ...], tuple[Fault, ...]]:
    """As :func:`read_entries`, for a list of SIMs."""
    made, faults = read_entries(items, model, make, name=name)
    return tuple(made), tuple(faults)
