"""A filled store for pages to be looked at and measured: every state, several scripts, awkward texts.

All authorities, texts and SIMs are made up.
"""

from datetime import datetime, timedelta
from itertools import cycle, islice
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from analysis.clocking.sources import as_row, limits_at_hand
from analysis.proposals import PROPOSING
from data.counting import recount
from data.ledger import sync_ledger
from data.models import (
    AuditEntry,
    Finding,
    Fleet,
    FleetImport,
    FleetImportError,
    Presence,
    RuleChange,
    SavedView,
    Sim,
    Source,
    User,
)
from data.queries.clocks_work import sync_limits
from data.queries.proposals import unproposed
from data.rules import rule_facts
from data.words import TROUBLE
from tests.factories import (
    make_alert,
    make_change,
    make_development,
    make_document,
    make_fleet,
    make_people,
    make_source,
    make_version,
)
from tests.source_history import make_fetch, make_trouble
from tests.webapp.jobs_world import add_jobs, import_job
from tests.webapp.outbox_world import fill_outbox
from tests.webapp.stories import OLD_TURKISH, STORIES, Story
from tests.webapp.worked import work_alerts
from webapp.proposals.raising import propose

#: Country → live SIMs.
SIMS = {
    "DE": 3120, "TR": 2404, "BR": 1893, "US": 1650, "GB": 1204, "FR": 980, "IN": 871, "AU": 560,
    "AE": 433, "SA": 391, "JP": 280, "CN": 244, "MX": 190, "NG": 121, "BE": 64, "SG": 31, "": 18,
}  # fmt: skip

#: Per authority: id, short name, name, country, language, health, reason.
SOURCES = (
    ("tr-btd", "BTD", "Bosphorus Telecom Directorate", "TR", "tr", "healthy", ""),
    ("br-atel", "ATEL", "Agência Modelo de Telecomunicações", "BR", "pt", "healthy", ""),
    ("de-mna", "MNA", "Muster-Netzaufsicht", "DE", "de", "healthy", ""),
    ("sa-ctc", "CTC", "Commission for Telecom Conformity", "SA", "ar", "healthy", ""),
    ("in-dtb", "DTB", "Department of Telecom Balance", "IN", "en", "blocked",
     "The server answered 403 (http_403)."),
    ("ng-nca", "NCA", "National Carrier Authority", "NG", "en", "failing",
     "No whole answer within 60 seconds (timeout). 5 attempts in a row failed."),
    ("fr-arm", "ARM", "Autorité modèle des réseaux mobiles", "FR", "fr", "silent",
     "It answers, but its newest publication is of 2026-08-12, 96 days ago; the catalogue expects news"
     " within 60 days."),
    ("eu-mrb", "MRB", "Model Roaming Board", "EU", "en", "healthy", ""),
    ("us-fsc", "FSC", "Federal Spectrum Council", "US", "en", "unproven", ""),
)  # fmt: skip


def fill(session: Session, *, now: datetime) -> None:
    """Fill an empty store; dates are relative to ``now``."""
    owner = make_people(session, now=now - timedelta(days=90))["owner"]
    _habits(session, owner, now)
    sync_ledger(session, rule_facts(), now=now - timedelta(days=90))
    sources = {row[0]: _source(session, row, now) for row in SOURCES}
    fleet = make_fleet(session, "Sample fleet", sample=True, created_at=now - timedelta(days=30))
    _sims(session, fleet, now)
    _import(session, fleet, now)
    add_jobs(session, now)
    _presence(session, now)
    for story in STORIES:
        _tell(session, story, sources[story.source], fleet, now)
    _group_act(session, sources["eu-mrb"], now)
    work_alerts(session, fleet_id=fleet.id or 0, now=now)
    for development_id in unproposed(session, PROPOSING):
        propose(session, development_id, now=now - timedelta(hours=2))
    for place, source in enumerate(islice(cycle(sources.values()), 30)):
        make_document(
            session,
            source,
            title=f"Market report of quarter {place % 4 + 1}, part {place}",
            published_on=now.date() - timedelta(days=20 + 3 * place),
            first_seen_at=now - timedelta(days=20 + place),
        )
    make_document(
        session, sources["ng-nca"], title="Scanned circular", error="no_text",
        error_message="The document holds no text.", failures=2, first_seen_at=now,
    )  # fmt: skip
    limits = limits_at_hand(session, now=now)
    sync_limits(session, [as_row(limit) for limit in limits])
    fill_outbox(session, now=now)


def _habits(session: Session, owner: User, now: datetime) -> None:
    """The owner was here three days ago, and keeps a view of the alerts."""
    owner.visited_at = (now - timedelta(days=3)).replace(microsecond=0)
    words = {"state": "waiting", "severity": "high"}
    view = SavedView(user_id=owner.id or 0, name="Loud and waiting", words=words, created_at=now)
    session.add(view)


def _source(session: Session, row: tuple[str, ...], now: datetime) -> Source:
    source_id, short, name, country, language, health, reason = row
    good = health in ("healthy", "silent")
    tried = None if health == "unproven" else now - timedelta(minutes=42)
    source = make_source(
        session, source_id, authority=short, authority_name=name, country=country,
        authority_kind="telecom_regulator",
        language=language, title=f"{name}: announcements", health=health, health_reason=reason,
        failures=0 if good or not tried else 5, sample=True, last_attempt_at=tried,
        health_since=now - timedelta(days=2), last_new_at=now - timedelta(days=4) if good else None,
        last_success_at=tried if good else (now - timedelta(days=2) if tried else None),
        next_check_at=now + timedelta(hours=3),
    )  # fmt: skip
    if health in TROUBLE:
        make_trouble(session, source, opened_at=now - timedelta(days=2))
    for hours in range(1, 9) if tried else ():
        outcome = {"outcome": "failed", "http_status": None, "error": "timeout", "items": 0}
        make_fetch(
            session, source, started_at=now - timedelta(hours=6 * hours),
            **({} if good else outcome | {"message": reason}),
        )  # fmt: skip
    return source


def _sims(session: Session, fleet: Fleet, now: datetime) -> None:
    technologies = cycle(("single", "single", "multi_imsi", "euicc_sgp02", "euicc_sgp32"))
    homes = cycle(("DE", "901", "DE", "NL"))
    rows: list[dict[str, Any]] = []
    for country, count in SIMS.items():
        for place in range(count + count // 8):
            key = f"8949300{len(rows):011d}"
            seen = now - timedelta(hours=place % 600) if place < count else now - timedelta(days=70)
            rows.append(
                {
                    "fleet_id": fleet.id, "iccid": f"{key}3", "iccid_key": key, "eid": "",
                    "imsi": "", "imei": "", "msisdn": "", "state": "active",
                    "native_status": "Activated", "technology": next(technologies),
                    "home_country": next(homes), "visited_country": country, "visited_mcc": "",
                    "activated_at": now - timedelta(days=400), "last_seen_at": seen,
                    "updated_at": now,
                }
            )  # fmt: skip
    session.execute(insert(Sim), rows)
    recount(session.connection())


def _presence(session: Session, now: datetime) -> None:
    """Some SIMs were watched for months: near and over limits, one without its device's number."""
    sims = {
        country: session.exec(
            select(Sim.id).where(Sim.visited_country == country).order_by(col(Sim.id)).limit(60)
        ).all()
        for country in ("TR", "CN")
    }
    rows = [
        {
            "sim_id": sim, "country": country, "mcc": "", "imsi": f"26201{place:010d}",
            "imei": f"35000000{place:07d}" if place else "", "method": "session",
            "first_at": now - timedelta(days=30 + 3 * place), "last_at": now,
        }
        for country, numbers in sims.items()
        for place, sim in enumerate(numbers)
    ]  # fmt: skip
    session.execute(insert(Presence), rows)


def _import(session: Session, fleet: Fleet, now: datetime) -> None:
    done = FleetImport(
        fleet_id=fleet.id or 0, filename="sims-november.csv", sha256="a3" * 32,
        started_at=now - timedelta(days=1), finished_at=now - timedelta(days=1, seconds=-4),
        rows=16300, added=16284, changed=3, unchanged=1, refused=12, warnings=2,
        mapping={"iccid": "ICCID", "state": "SIM Status", "visited_country": "Last Country",
                 "separator": "comma", "notes": ["days were read as day/month/year"]},
    )  # fmt: skip
    session.add(done)
    session.add(
        import_job(
            fleet.id or 0, "sims-december.csv", now=now, size=9_000_000, done=2_400_000,
            state="running", user_id=2, message="Reading the file, row by row",
        )
    )  # fmt: skip
    session.flush()
    for line in range(12):
        session.add(
            FleetImportError(
                import_id=done.id or 0, line=40 + 7 * line, column="ICCID",
                code="iccid_scientific",
                message="the ICCID reads 8.94930E+18, a spreadsheet rounded it; format the column as text"
                " in the spreadsheet and export again",
            )
        )  # fmt: skip


def _tell(session: Session, story: Story, source: Source, fleet: Fleet, now: datetime) -> None:
    change = _reported(session, story, source, now)
    development = make_development(session, change, title=story.title)
    score = {"high": 80, "medium": 55, "low": 25}[story.severity]
    alert = make_alert(
        session, development, fleet, change, title=story.title, live_sims=story.live,
        severity=story.severity, severity_score=score, state=story.state,
        created_at=now - timedelta(days=2),
        severity_parts=[
            {"name": "status", "points": score - 20, "because": "it is in force"},
            {"name": "sims", "points": 20, "because": f"{story.live:,} live SIMs are there"},
        ],
    )  # fmt: skip
    acts = {"acknowledged": ("acknowledged",), "resolved": ("acknowledged", "resolved")}
    for place, action in enumerate(acts.get(story.state, ())):
        session.add(
            AuditEntry(
                alert_id=alert.id, subject=f"alert:{alert.id}",
                at=now - timedelta(hours=20 - 9 * place),
                actor="teammate@fleet.test", action=action,
                detail={"changed": {"state": [("new", "acknowledged")[place], action]}},
                note=("Asked the operator for local profiles.", "All devices are registered.")[place],
            )
        )  # fmt: skip
    session.flush()


def _reported(session: Session, story: Story, source: Source, now: datetime) -> RuleChange:
    text, quote = (
        story.text.replace("[[", "").replace("]]", ""),
        story.text[story.text.index("[[") + 2 : story.text.index("]]")],
    )
    seen, today = now - timedelta(days=2, hours=3), now.date()
    document = make_document(
        session, source, title=text.splitlines()[0], first_seen_at=seen,
        published_on=today - timedelta(days=5),
    )  # fmt: skip
    if story.source == "tr-btd":
        make_version(session, document, OLD_TURKISH, language="tr", fetched_at=seen - timedelta(90))
    version = make_version(
        session, document, text, seq=2 if story.source == "tr-btd" else 1,
        language=source.language, fetched_at=seen,
    )  # fmt: skip
    if story.paged:
        version.sections = [
            {**block, "page": place + 1} for place, block in enumerate(version.sections)
        ]
    start = text.index(quote)
    for group, offset in (("topics", 0), ("limits", len(quote) - 12)):
        span = {"start": start + offset, "end": start + offset + 8}
        session.add(
            Finding(
                version_id=version.id or 0, analyser="1", group=group, value="sample",
                rule=f"{group}.sample", **span,
            )
        )  # fmt: skip
    return make_change(
        session, version, quote=quote, detected_at=seen, published_on=today - timedelta(days=5),
        effective_on=None if story.days is None else today + timedelta(days=story.days),
        deadline_on=None if story.deadline is None else today + timedelta(days=story.deadline),
        page=2 if story.paged else None, **story.change,
    )  # fmt: skip


def _group_act(session: Session, source: Source, now: datetime) -> None:
    """An act of a group: one development, a rule change for each member."""
    document = make_document(session, source, title="Opinion on fair use of roaming by devices")
    version = make_version(session, document, fetched_at=now - timedelta(hours=6))
    changes = [
        make_change(
            session, version, country=code, via_group="EU", kind="guidance", status="in_force",
            direction="neutral", effective_on=None, limits=[],
        )
        for code in ("DE", "FR", "BE")
    ]  # fmt: skip
    make_development(
        session, *changes, title="The EU explains fair use of roaming by connected devices",
        moved_at=now - timedelta(hours=5),
    )  # fmt: skip
