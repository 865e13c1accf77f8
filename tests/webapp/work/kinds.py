"""A kind of work for tests: it counts to a number, and does something at one of its steps."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine

from data.db import reading, writing
from data.models import Job, User
from data.queries.people import user_by_email
from data.words import Role
from tests.factories import NOW, make_people
from webapp.work.asking import ask
from webapp.work.kind import Hands, Kind, Start


@dataclass
class Counting:
    """Counts ``upto`` steps; ``at`` says what happens at a step."""

    upto: int = 5
    at: dict[int, Callable[[Hands], object]] = field(default_factory=dict)
    counted: list[int] = field(default_factory=list)

    def __call__(self, hands: Hands) -> dict[str, Any]:
        """Count; what a job keeps of it."""
        for number in range(self.upto):
            hands.step(number, self.upto, f"Step {number}")
            if number in self.at:
                self.at[number](hands)
            self.counted.append(number)
        return {"counted": self.upto}


def kind_of(run: Callable[[Hands], dict[str, Any]]) -> Kind:
    """A kind that does this."""
    return Kind(
        name="count", run=run, title=lambda words: f"Counting {words.get('what', '')}",
        unit="step", asks=Role.VIEWER, start=lambda _words: Start("overview.index", {}, "Overview"),
    )  # fmt: skip


def asked(store: Engine, kind: Kind, *, key: str = "k", name: str = "teammate", **more: Any) -> Job:
    """A job that one of the three people asked for."""
    with writing(store) as session:
        user = user_by_email(session, f"{name}@fleet.test") or make_people(session)[name]
        job, _ = ask(
            session, kind, {"what": key}, key=key, user_id=user.id or 0, by=user.email,
            **{"now": NOW, **more},
        )  # fmt: skip
        return job


def job_of(store: Engine, number: int | None = 1) -> Job:
    """A job as it stands now."""
    with reading(store) as session:
        return session.get_one(Job, number)


def person(store: Engine, name: str) -> User:
    """One of the three people."""
    with reading(store) as session:
        found = user_by_email(session, f"{name}@fleet.test")
        assert found is not None
        return found
