"""Rule changes told by the publications, the developments that they make up, and proposals of these."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Engine, insert
from sqlmodel import Session, SQLModel, col, func, select

from analysis.types import ANALYSER
from data import countries
from data.db import writing
from data.models import (
    Development,
    DevelopmentMember,
    Document,
    Evidence,
    RuleChange,
    RuleProposal,
    Source,
    Version,
)
from data.words import ChangeKind, ChangeStatus, Direction, Topic
from tests.factories import QUOTE
from tests.large.sizes import Sizes

Rows = list[dict[str, Any]]
#: Members of a group whose rule changes one act writes, at most.
MEMBERS = 8
#: One of so many is another publication of the development before it; one of so many is proposed.
_JOINS, _PROPOSED = 4, 4
_KINDS = [word.value for word in ChangeKind if word is not ChangeKind.NONE]
_STATUSES = [word.value for word in ChangeStatus if word is not ChangeStatus.NONE]


@dataclass(frozen=True, kw_only=True)
class _Told:
    version: int
    at: datetime
    start: int
    source_country: str

    @property
    def countries(self) -> list[str]:
        """Whose rules change: a group's act changes those of some members."""
        if not countries.is_group(self.source_country):
            return [self.source_country]
        return sorted(countries.expand([self.source_country], self.at.date()))[:MEMBERS]

    @property
    def group(self) -> str:
        return self.source_country if countries.is_group(self.source_country) else ""


def write_changes(engine: Engine, sizes: Sizes, *, now: datetime) -> None:
    """So many rule changes with their evidence, in developments; every fourth of these is proposed."""
    with writing(engine) as session:
        telling = session.exec(
            select(Version.id, Version.created_at, func.instr(Version.text, QUOTE), Source.country)
            .join(Document, col(Document.id) == Version.document_id)
            .join(Source, col(Source.id) == Document.source_id)
            .where(col(Version.text).contains(QUOTE), ~col(Source.sample))
            .order_by(col(Version.id))
            .limit(sizes.changes)
        )
        rows = _Rows(session, now)
        for number, at, place, country in telling.all():
            if len(rows.changes) >= sizes.changes:
                break
            told = _Told(version=number or 0, at=at, start=place - 1, source_country=country)
            rows.tell(told, most=sizes.changes - len(rows.changes))
        rows.write(session)


class _Rows:
    """The rows of all tables, numbered by hand."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._now, self._dice = now, Random(7)
        self._change = session.exec(select(func.max(RuleChange.id))).one() or 0
        self._development = session.exec(select(func.max(Development.id))).one() or 0
        self._draft = session.exec(select(RuleProposal)).first()
        self.changes: Rows = []
        self._evidence: Rows = []
        self._developments: Rows = []
        self._members: Rows = []
        self._proposals: Rows = []
        self._last: dict[tuple[str, str], int] = {}

    def tell(self, told: _Told, *, most: int) -> None:
        """One publication: a change for each country, one development."""
        topic = self._dice.choice(list(Topic)).value
        facts = {
            "topic": topic,
            "kind": self._dice.choice(_KINDS),
            "status": self._dice.choice(_STATUSES),
            "direction": self._dice.choice(list(Direction)).value,
            "published_on": (told.at - timedelta(days=2)).date(),
            "effective_on": (told.at + timedelta(days=self._dice.randrange(500))).date(),
            "deadline_on": (told.at + timedelta(days=self._dice.randrange(90))).date(),
        }
        codes = told.countries[:most]
        where = (told.source_country, topic)
        joined = where in self._last and self._dice.randrange(_JOINS) == 0
        if not joined:
            self._found(told, facts, codes)
        for code in codes:
            self._write_change(told, facts, code, self._last[where])

    def _found(self, told: _Told, facts: dict[str, Any], codes: list[str]) -> None:
        self._development += 1
        number = self._last[(told.source_country, facts["topic"])] = self._development
        self._developments.append(
            {
                **facts, "id": number, "key": f"large-{number}", "countries": codes,
                "jurisdiction": told.source_country, "created_at": told.at, "moved_at": told.at,
                "title": f"{facts['topic'].replace('_', ' ')}: decision {number} of the authority",
            }
        )  # fmt: skip
        if self._draft is not None and number % _PROPOSED == 0:
            self._proposals.append(
                {
                    "development_id": number, "moved_at": told.at, "topic": facts["topic"],
                    "rule_change_id": self._change + 1, "country": told.source_country,
                    "draft": self._draft.draft, "state": "open" if number % 80 == 0 else "rejected",
                    "created_at": told.at,
                }
            )  # fmt: skip

    def _write_change(
        self, told: _Told, facts: dict[str, Any], code: str, development: int
    ) -> None:
        self._change += 1
        number = self._change
        self.changes.append(
            {
                **facts, "id": number, "version_id": told.version, "document_id": told.version,
                "analyser": ANALYSER, "country": code, "via_group": told.group, "detected_at": told.at,
                "confidence": 0.9, "reasons": ["an authority amends a rule"],
                "limits": [{"days": 90, "shape": "consecutive", "per": "sim", "window_days": None}],
            }
        )  # fmt: skip
        self._evidence.append(
            {
                "rule_change_id": number, "version_id": told.version, "start": told.start,
                "end": told.start + len(QUOTE), "quote": QUOTE, "rule": "roaming.en.permanent",
            }
        )  # fmt: skip
        self._members.append(
            {
                "rule_change_id": number, "development_id": development, "joined_at": told.at,
                "reason": "the same rule, another publication",
            }
        )  # fmt: skip

    def write(self, session: Session) -> None:
        """Insert them all."""
        tables: tuple[tuple[type[SQLModel], Rows], ...] = (
            (RuleChange, self.changes),
            (Evidence, self._evidence),
            (Development, self._developments),
            (DevelopmentMember, self._members),
            (RuleProposal, self._proposals),
        )
        for model, rows in tables:
            if rows:
                session.connection().execute(insert(model), rows)
