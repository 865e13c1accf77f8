"""Silences: what is kept quiet for a while, openly, for everybody who sees a fleet."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from data.models import Fleet
from data.models import Silence as SilenceRow
from data.queries.silences import quiet_counts, silences_below
from data.words import Scope, Topic
from webapp.alerts.quiet import MAX_WHY, SilenceError
from webapp.alerts.silencing import create_silence
from webapp.alerts.ticking import end_within
from webapp.api.listing import Items, piece, start
from webapp.api.operation import Call, operation
from webapp.api.problems import Refusal, existing
from webapp.api.shapes import SAID, Body, Day, Empty, Number, Page, Place, Reply, Text
from webapp.context import current

NAME = "silences"
_WORK = (Scope.WORK,)
_COVERED = ("country", "topic", "source")


class SilenceWords(Page):
    """Which silences."""

    state: Literal["holding", "ended"] | None = None


class Quiet(Body):
    """A silence as it is to be: an alert is quiet when it fits all that is given."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": [name]} for name in _COVERED]}
    )

    fleet: Number = Field(description="A fleet's number.")
    country: Place | SkipJsonSchema[None] = Field(
        default=None,
        description="Of an alert that touches several countries all must be silenced.",
    )
    topic: Topic | SkipJsonSchema[None] = None
    source: Text | SkipJsonSchema[None] = Field(
        default=None, description="The id of the source whose publication raised the alert."
    )
    until: Day = Field(description="The last day (UTC) on which it holds.")
    why: Annotated[str, Field(pattern=SAID, min_length=1, max_length=MAX_WHY)]

    @model_validator(mode="after")
    def _something(self) -> "Quiet":
        if any(getattr(self, name) is None for name in self.model_fields_set):
            raise ValueError("leave out what it does not ask for")
        if not self.model_fields_set & set(_COVERED):
            raise ValueError("give a country, a topic or a source; all is too much")
        return self


class Silence(Reply):
    """What is kept quiet, until when, why, and by whom."""

    id: int
    fleet: int
    country: str | None
    topic: Topic | None
    source: str | None
    until: date
    why: str
    created_by: str
    created_at: datetime
    ended_at: datetime | None = Field(description="When it ended, on its day or before.")
    ended_by: str | None = Field(description="`roamwatch`: it ended on its day.")
    quiet: int = Field(description="How many alerts still to be worked it keeps quiet now.")


@operation("GET", "/silences")
def list_silences(call: Call[SilenceWords, None]) -> Items[Silence]:
    """Silences of the fleets that the token's owner sees, the newest first."""
    words = call.words
    ended = {"holding": False, "ended": True}.get(words.state or "")
    rows = silences_below(
        call.session, below=start(NAME, words), ended=ended, limit=words.limit + 1
    )
    counts = quiet_counts(call.session)
    return piece(NAME, words, rows, lambda row: row.id or 0, lambda row: _silence(row, counts))


@operation("GET", "/silences/<id:silence_id>")
def read_silence(call: Call[Empty, None], silence_id: int) -> Silence:
    """One silence."""
    return _silence(_found(call, silence_id), quiet_counts(call.session))


@operation(
    "POST",
    "/silences",
    scopes=_WORK,
    status=201,
    problems={409: "There is no such fleet or source, or its last day is past or too far ahead."},
)
def make_silence(call: Call[Empty, Quiet]) -> Silence:
    """Keep alerts quiet: they are raised and kept, and nobody is told.

    What is still open when it ends is told then.
    """
    body = call.body
    if call.session.get(Fleet, body.fleet) is None:
        raise Refusal(409, "silence", "choose one of the fleets that you see", field="fleet")
    try:
        row, _ = create_silence(
            call.session,
            actor=call.user.email,
            most_days=current().settings.silence_days,
            now=call.now,
            fleet_id=body.fleet,
            country=body.country or "",
            topic=body.topic.value if body.topic else "",
            source_id=body.source or "",
            until=body.until,
            why=body.why,
        )
    except SilenceError as exc:
        raise Refusal(409, exc.code, str(exc), field=exc.field) from exc
    call.made(f"/silences/{row.id}")
    return _silence(row, quiet_counts(call.session))


@operation("POST", "/silences/<id:silence_id>/end", scopes=_WORK)
def end_silence(call: Call[Empty, None], silence_id: int) -> Silence:
    """End it before its day; what it kept quiet is told. One that has ended stays as it is."""
    row = _found(call, silence_id)
    settings = current().settings
    end_within(call.session, silence_id, actor=call.user.email, settings=settings, now=call.now)
    return _silence(row, quiet_counts(call.session))


def _found(call: Call[Any, Any], silence_id: int) -> SilenceRow:
    return existing(call.session.get(SilenceRow, silence_id), "silence", silence_id)


def _silence(row: SilenceRow, counts: dict[int, int]) -> Silence:
    facts = {
        "fleet": row.fleet_id,
        "country": row.country or None,
        "topic": row.topic or None,
        "source": row.source_id or None,
        "ended_by": row.ended_by or None,
        "quiet": counts.get(row.id or 0, 0),
    }
    return Silence.model_validate(row.model_dump() | facts)
