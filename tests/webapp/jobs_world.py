"""Long work in each of its states, for the filled store."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from data.models import Job
from data.queries.people import user_by_email


def add_jobs(session: Session, now: datetime) -> None:
    """Long work of the owner that failed, waits, was stopped."""
    owner = user_by_email(session, "owner@fleet.test")
    assert owner is not None
    stories: tuple[dict[str, Any], ...] = (
        {"state": "failed", "message": "Its file is gone; send it again",
         "ended_at": now - timedelta(hours=3), "done": 50_000, "total": 812_340},
        {"state": "waiting"},
        {"state": "cancelled", "message": "Stopped by owner@fleet.test",
         "ended_at": now - timedelta(hours=9)},
    )  # fmt: skip
    for place, values in enumerate(stories):
        days = (120, 60, 30)[place]
        session.add(
            Job(
                kind="what_if", params={"country": "IN", "days": f"{days}"}, key=f"{days}",
                user_id=owner.id, asked_by=owner.email,
                asked_at=now - timedelta(minutes=201 + 200 * place), **values,
            )
        )  # fmt: skip


def import_job(fleet_id: int, filename: str, *, now: datetime, size: int = 1, **values: Any) -> Job:
    """A fleet file on its way in."""
    return Job(
        kind="import", key=f"import:{filename}", fleet_id=fleet_id, sight=[fleet_id], shared=True,
        params={"fleet": "Sample fleet", "filename": filename, "stored": "none", "size": size,
                "full": False, "confirmed": False},
        total=size, asked_at=now, alive_at=now, asked_by="teammate@fleet.test", **values,
    )  # fmt: skip
