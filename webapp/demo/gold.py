"""What the sample texts are expected to say, as gold lines for ``roamwatch evaluate``."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from data.words import ChangeKind, ChangeStatus, Direction
from webapp.demo.samples import Authority, ExpectedChange
from webapp.demo.world import Text, texts


def gold_lines(authorities: Sequence[Authority], *, anchor: date) -> Iterator[dict[str, Any]]:
    """A line for each text of either week; where several rules change, the first speaks for it."""
    seen: set[str] = set()
    for week in (1, 2):
        for text in texts(authorities, anchor=anchor, week=week):
            name = f"{text.path}@{text.publication.week}"
            if name not in seen:
                seen.add(name)
                yield _line(name, text, anchor)


def _line(name: str, text: Text, anchor: date) -> dict[str, Any]:
    changes = text.expect.changes
    return {
        "id": name,
        "lang": text.authority.lang,
        "country": text.authority.country,
        "published": text.day.isoformat(),
        "title": text.title,
        "text": text.plain,
        "topics": [topic.value for topic in text.expect.topics],
        "countries": sorted({change.country for change in changes}),
        "is_change": bool(changes),
        **_fields(changes[0] if changes else None, anchor),
    }


def _fields(change: ExpectedChange | None, anchor: date) -> dict[str, Any]:
    if change is None:
        return {
            "change_kind": ChangeKind.NONE.value,
            "status": ChangeStatus.NONE.value,
            "direction": Direction.NEUTRAL.value,
            "effective_date": None,
            "deadline": None,
            "limit_days": None,
        }
    return {
        "change_kind": change.kind.value,
        "status": change.status.value,
        "direction": change.direction.value,
        "effective_date": _day(change.effective_on, anchor),
        "deadline": _day(change.deadline_on, anchor),
        "limit_days": change.limit_days[0] if change.limit_days else None,
    }


def _day(days: int | None, anchor: date) -> str | None:
    return None if days is None else (anchor + timedelta(days=days)).isoformat()
