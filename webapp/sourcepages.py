"""One source as a page: how it stands, what it brought, and the form that changes where it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import abort, render_template
from pydantic import ValidationError

from data.catalogue import Watched
from data.models import Job, Source
from data.queries.jobs import running_job
from data.queries.pages_documents import DocumentFilter, list_documents
from data.queries.troubles import troubles_of
from data.queries.watching import documents_per_source, fetch_log
from data.source_edits import watched
from webapp.listing import number_arg
from webapp.pages import db, forget_reading

_SAYS = {
    "url": "Give the address of a page or feed, beginning with https:// or http://, without a password",
    "rhythm_days": "Give days: more than 0, at most 365",
    "min_items": "Give a whole number, 0 or more",
    "max_silence_days": "Give a whole number of days, 1 to 1000",
}
#: The longest address that is taken.
_LONGEST = 2000


class SourceFieldsError(ValueError):
    """What was typed cannot hold of a source: ``faults`` says why, by field."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = faults
        super().__init__("; ".join(faults.values()))


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What somebody sent that was not taken, and why; empty when the page is just looked at."""

    form: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    stale: bool = False
    """Somebody else changed the source since the form was shown."""


def read_form(form: Mapping[str, str]) -> Watched:
    """What a form says of a source. Raises :class:`SourceFieldsError`."""
    words = {name: form.get(name, "").strip() for name in Watched.model_fields}
    try:
        found = Watched(**words)
    except ValidationError as exc:
        raise SourceFieldsError(
            {str(one["loc"][0]): _SAYS[str(one["loc"][0])] for one in exc.errors()}
        ) from exc
    if "@" in found.url.partition("://")[2].partition("/")[0] or len(found.url) > _LONGEST:
        raise SourceFieldsError({"url": _SAYS["url"]})
    return found


def mark_of(source: Source) -> str:
    """What a form was filled in from: another mark, and somebody else was quicker."""
    return " ".join(
        f"{value:g}" if isinstance(value, float) else str(value)
        for value in watched(source).values()
    )


def source_html(source_id: str, typed: Typed | None = None) -> str:
    """The page of one source; aborts with 404 when there is none."""
    forget_reading()
    session, typed = db(), typed or Typed()
    source = session.get(Source, source_id)
    if source is None:
        abort(404)
    return render_template(
        "sources/show.html",
        source=source,
        troubles=troubles_of(session, source_id, limit=20),
        fetches=fetch_log(session, source_id, limit=30),
        documents=list_documents(session, DocumentFilter(source=source_id), limit=15),
        total=documents_per_source(session, [source_id]).get(source_id, 0),
        read=_asked_for(source_id),
        under_way=running_job(session, f"crawl:{source_id}"),
        mark=mark_of(source),
        typed=typed,
    )


def _asked_for(source_id: str) -> Job | None:
    """The job that the address names, if it read this source."""
    number = number_arg("job")
    job = db().get(Job, number) if number else None
    if job is None or job.kind != "crawl" or job.state != "done":
        return None
    return job if job.params.get("source_id") == source_id else None
