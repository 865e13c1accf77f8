"""What requests and answers are made of: base models, and texts, places and days that hold."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from data import countries
from webapp import webaddress

#: Longest address that we keep or compare.
_LONGEST = 2000


class Reply(BaseModel):
    """An answer, made of values or read off the attributes of a row."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class Words(BaseModel):
    """The words of an address. One that is not known is refused: a mistyped filter narrows nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Body(BaseModel):
    """What a request brings as JSON. Types are taken strictly: ``"5"`` is no number."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


#: How a cursor reads, see :mod:`webapp.api.cursors`.
CURSOR = r"c1\.[0-9a-f]{8}\.[0-9A-Za-z_:.-]{1,120}"


class Page(Words):
    """The words by which a list is read piece by piece."""

    after: str = Field(
        default="",
        max_length=200,
        pattern=rf"^({CURSOR})?$",
        description="Where to go on: the `next` of the page before. Belongs to the same filters.",
    )
    limit: int = Field(default=50, ge=1, le=200, description="Items in one answer, at most.")


class Empty(Words):
    """No words at all."""


def place_words() -> list[str]:
    """Every code that names a country or a group."""
    return sorted({*countries.codes(), *countries.groups()})


def _place(code: str) -> str:
    found = code.strip().upper()
    if countries.is_country(found) or countries.is_group(found):
        return found
    raise ValueError(
        f"“{code[:40]}” is no country or group; use ISO 3166-1 alpha-2 such as TR, or EU"
    )


#: A country by ISO 3166-1 alpha-2 (and XK), or a group such as EU; small letters are taken too.
Place = Annotated[
    str,
    AfterValidator(_place),
    WithJsonSchema(
        {"type": "string", "enum": place_words(), "title": "Country or group"}, mode="validation"
    ),
]
#: A text of ours holds no NUL: PostgreSQL can neither store nor compare one.
Text = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=_LONGEST)]


#: How a text reads that says something.
SAID = r"^[^\x00]*[^\s\x00][^\x00]*$"
#: A text that says something.
Said = Annotated[str, Field(pattern=SAID, min_length=1, max_length=4000)]


#: An address of the web.
Address = Annotated[
    str,
    Field(max_length=webaddress.LONGEST),
    AfterValidator(webaddress.checked),
    WithJsonSchema(
        {"type": "string", "pattern": webaddress.PATTERN, "examples": ["https://a.example/hook"]},
        mode="validation",
    ),
]


def _day(given: Any) -> date:
    if not isinstance(given, str) or not _DAY.fullmatch(given):
        raise ValueError("a day is written as 2026-03-01")
    return date.fromisoformat(given)


def _whole(given: Any) -> Any:
    # For JSON 5 and 5.0 are the same number.
    return int(given) if isinstance(given, float) and given.is_integer() else given


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
#: A day as ISO 8601 writes it; not the number of seconds that pydantic would take as well.
Day = Annotated[date, BeforeValidator(_day)]
#: What takes 5.0 for 5, in a body.
Whole = BeforeValidator(_whole)
#: A number that a row can have, in a body.
Number = Annotated[int, Field(ge=1, le=2**31 - 1), Whole]
#: How many days, up to a year and a day.
Days = Annotated[int, Field(ge=1, le=366), Whole]
#: A moment that is written already, as the command line prints it.
Stamp = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
