"""From waiting versions to rows: each version in one transaction, under unique keys.

``read_version`` is for a process pool: plain values in, plain values out. What is news
is decided in :func:`news_of`, a pure function.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, delete
from sqlmodel import Session, col, select

from analysis.correcting import VIA, Layers, lay_over
from analysis.corrections import OFFICER, layers, values_of
from analysis.diff import changed_spans
from analysis.membership import members_told
from analysis.pipeline import analyse
from analysis.recomputing import key_of_row
from analysis.types import ANALYSER, Change, Mark, Quote, Reading
from data.db import reading as reading_session
from data.db import writing
from data.models import Analysis, Evidence, Finding, RuleChange
from data.queries.analysis import VersionPayload, load_version, pending_versions
from data.queries.feedback import feedback_of, hold_text
from data.words import VersionCause

log = logging.getLogger(__name__)

#: Findings kept per version: a report of 500 mentions needs no 500 rows.
_MOST_FINDINGS = 400


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One version read: the reading, or the error's machine word."""

    payload: VersionPayload
    reading: Reading | None
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class News:
    """Whether changes of this version may alert, and for which spans; ``spans`` None: all of it."""

    news: bool
    spans: tuple[tuple[int, int], ...] | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class AnalysisReport:
    """Counts of one run."""

    versions: int = 0
    relevant: int = 0
    findings: int = 0
    changes: int = 0
    failed: int = 0


def news_of(payload: VersionPayload) -> News:
    """What of a version is news. Our own edits and a watched page's first look never are."""
    if payload.read_before:
        return News(news=False, spans=None, reason="A newer analyser reads it again.")
    if payload.cause is VersionCause.RE_EXTRACTED:
        return News(news=False, spans=None, reason="Only our extraction changed.")
    if payload.cause is VersionCause.CHANGED and payload.previous_text is not None:
        spans = tuple(changed_spans(payload.previous_text, payload.text))
        return News(news=True, spans=spans, reason="Only passages that changed.")
    if payload.watched_page:
        return News(news=False, spans=None, reason="The first look at a watched page.")
    return News(news=True, spans=None, reason="A new publication.")


def read_version(payload: VersionPayload) -> Outcome:
    """Read one version. Never raises: a text that breaks the analysis must not stop the others."""
    try:
        spans = news_of(payload).spans
        found = analyse(
            payload.text,
            country=payload.country,
            language=payload.language,
            published=payload.published_on,
            title=payload.title,
            news=spans,
        )
    except Exception as exc:  # whatever hostile text does, it is recorded by name
        log.exception("the analysis failed on version %d", payload.version_id)
        return Outcome(payload=payload, reading=None, error=type(exc).__name__)
    return Outcome(payload=payload, reading=found)


def record(session: Session, outcome: Outcome, *, now: datetime) -> AnalysisReport:
    """Write one outcome. Does nothing when this analyser's row is there already."""
    payload, found = outcome.payload, outcome.reading
    texts = hold_text(session, payload.version_id)
    done = session.exec(
        select(Analysis.id).where(
            Analysis.version_id == payload.version_id, Analysis.analyser == ANALYSER
        )
    ).first()
    if done is not None:
        return AnalysisReport()
    session.add(_analysis_row(outcome, now))
    if found is None:
        return AnalysisReport(versions=1, failed=1)
    findings = _findings(found.marks) if found.relevant else []
    for mark in findings:
        session.add(
            Finding(
                version_id=payload.version_id, analyser=ANALYSER, group=mark.group,
                value=mark.value, rule=mark.rule, start=mark.start, end=mark.end,
            )
        )  # fmt: skip
    changes = expand(found.changes, now)
    # Comparing two versions of a long law takes its time: once for all changes.
    news = bool(changes) and news_of(payload).news
    told = layers(feedback_of(session, texts)) if changes else {}
    for country, change in changes:
        row = _record_change(session, payload, country, change, now=now, news=news)
        _overlay(row, change, told)
    return AnalysisReport(
        versions=1, relevant=int(found.relevant), findings=len(findings), changes=len(changes)
    )


def _analysis_row(outcome: Outcome, now: datetime) -> Analysis:
    found = outcome.reading
    return Analysis(
        version_id=outcome.payload.version_id,
        analyser=ANALYSER,
        created_at=now,
        language=found.language if found else "und",
        relevant=found.relevant if found else False,
        topics=[topic.value for topic in found.topics] if found else [],
        countries=list(found.countries) if found else [],
        error=outcome.error,
    )


def expand(changes: Iterable[Change], now: datetime) -> list[tuple[str, Change]]:
    """A group's change once per member of today; a member that the text names itself stays itself."""
    named = {(change.country, change.topic): change for change in changes if not change.via_group}
    for change in changes:
        if not change.via_group:
            continue
        for country in members_told(change.via_group, now.date()):
            named.setdefault((country, change.topic), change)
    return [(country, change) for (country, _), change in named.items() if country]


def _findings(marks: Sequence[Mark]) -> list[Mark]:
    """Each span and rule once; the marks of topics, dates and limits before the rest."""
    first = {(mark.rule, mark.start, mark.end): mark for mark in reversed(marks)}
    telling = ("limits", "dates", "topics", "jurisdictions", "acts")
    ranked = sorted(first.values(), key=lambda mark: (telling.index(mark.group), mark.start))
    return sorted(ranked[:_MOST_FINDINGS], key=lambda mark: mark.start)


def _record_change(
    session: Session,
    payload: VersionPayload,
    country: str,
    change: Change,
    *,
    now: datetime,
    news: bool,
) -> RuleChange:
    row = session.exec(
        select(RuleChange).where(
            RuleChange.version_id == payload.version_id,
            RuleChange.country == country,
            RuleChange.topic == change.topic.value,
        )
    ).first()
    values = _values(payload, change)
    if row is None:
        row = RuleChange(
            version_id=payload.version_id, document_id=payload.document_id, country=country,
            topic=change.topic.value, detected_at=now, news=news, **values,
        )  # fmt: skip
    else:
        # Another analyser's row: corrected in place, so that what hangs on it stays; never news.
        if row.analysed is not None:
            # Officers spoke of it: to which place it belongs is theirs to say.
            values |= {"via_group": row.via_group}
        for name, value in values.items():
            setattr(row, name, value)
    session.add(row)
    session.flush()
    _write_evidence(session, payload, row, change)
    return row


def _write_evidence(
    session: Session, payload: VersionPayload, row: RuleChange, change: Change
) -> None:
    """The analyser's quotes in place of an older one's; those that an officer gave stay."""
    mine = col(Evidence.rule_change_id) == row.id
    session.exec(delete(Evidence).where(mine, col(Evidence.rule) != OFFICER))
    kept = set(session.exec(select(Evidence.start, Evidence.end).where(mine)))
    for quote in change.evidence:
        if (quote.start, quote.end) in kept:
            continue
        file, ocr = _file(payload, quote)
        session.add(
            Evidence(
                rule_change_id=row.id or 0, version_id=payload.version_id, start=quote.start,
                end=quote.end, quote=quote.quote, rule=quote.rule, page=_page(payload, quote),
                file=file, ocr=ocr,
            )
        )  # fmt: skip


def _overlay(row: RuleChange, change: Change, told: Layers) -> None:
    """What officers said of this text stands over whatever an analyser says of it."""
    if row.analysed is not None:
        other = change.via_group != row.via_group
        row.analysed = values_of(row) | ({VIA: change.via_group} if other else {})
    elif key_of_row(row) not in told:
        return
    lay_over(row, told)


def _values(payload: VersionPayload, change: Change) -> dict[str, Any]:
    return {
        "analyser": ANALYSER,
        "via_group": change.via_group,
        "kind": change.kind.value,
        "status": change.status.value,
        "direction": change.direction.value,
        "decided_on": change.decided_on,
        "published_on": payload.published_on,
        "effective_on": change.effective_on,
        "deadline_on": change.deadline_on,
        "limits": [asdict(limit) for limit in change.limits],
        "scope": dict(change.scope),
        "confidence": change.confidence,
        "reasons": list(change.reasons),
    }


def _page(payload: VersionPayload, quote: Quote) -> int | None:
    return next((page for start, end, page in payload.sections if start <= quote.start < end), None)


def _file(payload: VersionPayload, quote: Quote) -> tuple[str, bool]:
    """In which attached file a quote stands (empty: in none), and whether it comes from a picture."""
    found = ((name, ocr) for start, end, name, ocr in payload.files if start <= quote.start < end)
    return next(found, ("", payload.ocr))


def analyse_pending(
    engine: Engine,
    *,
    limit: int = 100,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    read: Callable[[VersionPayload], Outcome] = read_version,
) -> AnalysisReport:
    """Read up to ``limit`` waiting versions in this process and record each by itself."""
    with reading_session(engine) as session:
        waiting = pending_versions(session, analyser=ANALYSER, limit=limit)
    total = AnalysisReport()
    for version_id in waiting:
        with reading_session(engine) as session:
            payload = load_version(session, version_id)
        if payload is None:
            continue
        outcome = read(payload)
        with writing(engine) as session:
            total = add(total, record(session, outcome, now=clock()))
    return total


def add(left: AnalysisReport, right: AnalysisReport) -> AnalysisReport:
    """Both counts together."""
    mine, theirs = asdict(left), asdict(right)
    return AnalysisReport(**{name: mine[name] + theirs[name] for name in mine})
