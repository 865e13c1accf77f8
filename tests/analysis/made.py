"""Statements made by hand, for tests of decisions: no spaCy, no text."""

from analysis.statements import BODY, Statement
from analysis.types import Mark


def mark(group: str, value: str, start: int = 0, rule: str = "", width: int = 5) -> Mark:
    """A mark of one group; the rule defaults to the value."""
    return Mark(group=group, value=value, rule=rule or value, start=start, end=start + width)


def statement(
    *, place: str = BODY, start: int = 0, topics: str = "", acts: str = "", dates: str = "",
    limits: str = "", countries: str = "", authorities: str = "",
) -> Statement:  # fmt: skip
    """A statement whose marks are given as space-separated values per group."""
    groups = {
        "topics": topics, "acts": acts, "dates": dates, "limits": limits, "jurisdictions": countries,
    }  # fmt: skip
    marks = [
        mark(group, value, start + 10 * index)
        for group, given in groups.items()
        for index, value in enumerate(given.split())
    ]
    marks += [
        mark("jurisdictions", code, start, rule="authority:X") for code in authorities.split()
    ]
    return Statement(start, start + 100, place, tuple(marks))
