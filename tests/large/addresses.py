"""The address of every page of a store, from the table of routes, with filters as people set them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlmodel import Session, col, func, select

from data.db import reading
from data.models import (
    Alert,
    Clock,
    DevelopmentMember,
    Document,
    FleetImportError,
    RuleChange,
)
from tests.factories import QUOTE
from tests.webapp.filled import engine_of
from tests.webapp.page_roles import routes
from tests.webapp.test_routes import VALUES

#: Endpoint → what is asked for beside its plain address. A page that is not named is asked for plainly.
ASKED: dict[str, tuple[str, ...]] = {
    "overview.index": ("topic=imei",),
    "alerts.index": (
        "state=waiting&severity=high&topic=roaming", "country=TR", "country=EU", "work=mine",
        "state=resolved&page=100", "work=all&tick=all",
    ),
    "changes.index": ("topic=imei&status=proposed", "country=TR", "country=EU", "page=200"),
    "countries.index": ("show=live", "show=blind", "page=2"),
    "coverage.index": ("show=blind",),
    "clocks.index": ("fleet=1", "country=TR", "show=touched", "show=idle&page=2", "show=ahead"),
    "clocks.show": ("state=over", "fleet=1", "page=50"),
    "rules.index": ("show=live", "show=disputed"),
    "rules.show": ("on=2026-03-01",),
    "check.index": ("country=TR:400,DE:50,US,CN,AQ&technology=euicc_sgp32&days=200&home=DE",),
    "whatif.index": ("country=IN&days=90&effective=2027-01-01",),
    "proposals.index": ("state=rejected&page=20",),
    "documents.index": (
        "country=TR", "show=changes", "show=unread", "page=1500", "source=tr-btd", *(
            f"q={words}" for words in (
                "roaming", "IMEI", "ref000500", "the", "permanent+roaming+devices", "ba",
                "%22permanent+roaming%22", f"%22{QUOTE.replace(' ', '+')}%22", "roaming&page=300",
            )
        ),
    ),
    "sources.index": ("health=trouble", "country=DE&kind=feed", "page=9"),
    "fleet.sims": (
        "live=yes&country=TR", "technology=single&state=active&home=901", "page=9000",
        "fleet=1&live=no",
    ),
    "silences.index": ("country=TR&topic=imei&fleet=1",),
    "deliveries.index": ("state=dead", "channel=mail&page=100"),
    "audit.index": ("about=alert", "about=alert&page=200"),
    "news.trail": ("after=0",),
    "platforms.index": ("platform=kore",),
    "plans.index": ("share=100",),
    "api_docs.page": ("q=country",),
}  # fmt: skip
#: A page that shows nothing without its words.
_ONLY = {"documents.compare": "/documents/1/difference?old=1&new=2"}
#: Files to be taken away, and addresses of programs: listed, held to no goal.
FILES = frozenset(
    {
        "clocks.download",
        "fleet.import_rows",
        "said.gold",
        "api_docs.openapi",
        "work.file",
        "touched.download",
    }
)


@dataclass(frozen=True, kw_only=True)
class Address:
    """One page."""

    endpoint: str
    path: str

    @property
    def goal(self) -> float | None:
        """Milliseconds that it may take at the server; None for what is no page."""
        if self.endpoint in FILES:
            return None
        return 150.0 if "?q=" in self.path and self.endpoint == "documents.index" else 80.0


def addresses(app: Flask) -> list[Address]:
    """Every page of a row of the filled store, of the one with the most behind it, and with its filters."""
    with reading(engine_of(app)) as session:
        kinds = [VALUES, VALUES | _busiest(session), VALUES | _others(session)]
    found: dict[Address, None] = {}
    for values in kinds:
        for route in routes(app, values):
            if route.method == "GET":
                found.update(dict.fromkeys(_asked(route.name, route.address)))
    return list(found)


def _asked(endpoint: str, address: str) -> Iterator[Address]:
    if endpoint in _ONLY:
        yield Address(endpoint=endpoint, path=_ONLY[endpoint])
        return
    yield Address(endpoint=endpoint, path=address)
    for words in ASKED.get(endpoint, ()):
        yield Address(endpoint=endpoint, path=f"{address}?{words}")


def _busiest(session: Session) -> dict[str, Any]:
    """The rows with the most behind them: changes of a publication, SIMs of a clock, refused rows."""
    document = _most(session, RuleChange.document_id)
    development = _most(session, DevelopmentMember.development_id)
    alert = select(func.min(Alert.id)).where(Alert.development_id == development)
    source = _most(session, Document.source_id)
    wanted = {
        "document_id": document, "version_id": document, "development_id": development,
        "alert_id": session.exec(alert).one(), "limit_id": _most(session, Clock.limit_id),
        "import_id": _most(session, FleetImportError.import_id), "source_id": source,
    }  # fmt: skip
    return {name: value for name, value in wanted.items() if value is not None}


def _others(session: Session) -> dict[str, Any]:
    """A group instead of a country, an alert of a clock instead of one of a change."""
    clock = session.exec(select(func.max(Alert.id)).where(col(Alert.limit_id).is_not(None))).one()
    newest = session.exec(select(func.max(Alert.id)).where(col(Alert.limit_id).is_(None))).one()
    return {"code": "EU", "alert_id": clock or newest}


def _most(session: Session, column: Any) -> Any:
    """The value that most rows of a table have."""
    rows = select(column).group_by(column).order_by(func.count().desc(), column).limit(1)
    return session.exec(rows).first()
