"""What tells news from explanation, apart from any word: who acts, when, for whom it is written.

A regulator's notice names who acted and a day near its own; a vendor's explainer asks
questions, lists countries and dates from years ago.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from analysis.statements import LEAD, TITLE, Statement

#: A day so long before publication is history; so short before, it is the news.
_STALE, _RECENT = timedelta(days=300), timedelta(days=60)
#: From so many countries on, a text compares them.
_COMPARED = 4
#: Acts of so many countries in one text make a digest.
_DIGEST = 3
_MOVING = ("adopted", "in_force", "proposed", "stopped")


def news_features(statements: Sequence[Statement], published: date | None) -> dict[str, float]:
    """Features of the change model, 0 to 1; ``statements``: those that may speak of the topic."""
    head = [s for s in statements if s.place in (TITLE, LEAD)]
    days = list(_days(head)) if published else []
    # A date beside nothing is a dateline; one beside an act, a duty or a term is the news.
    told = [s for s in head if _moves(s)]
    near = any(published - _RECENT <= day for day in _days(told)) if published else _sets_day(head)
    named = {code for s in head for code in s.values("jurisdictions")}
    asked = sum(s.asks for s in statements)
    return {
        "near day": float(near or any(_by_publication(s) for s in told)),
        "stale days": float(
            bool(days) and published is not None and max(days) < published - _STALE
        ),
        "authority acts": min(sum(_authority_acts(s) for s in head), 2) / 2,
        "author acts": min(sum(_author_acts(s) for s in head), 3) / 3,
        "nothing moves": float(not any(_moves(s) for s in head)),
        "to the reader": min(sum("reader" in s.says("voice") for s in statements), 4) / 4,
        "countries compared": float(len(named) >= _COMPARED),
        "digest": float(len(_movers(statements)) >= _DIGEST),
        "asks in title": float(any(s.asks for s in head if s.place == TITLE)),
        "asks": min(asked, 3) / 3,
    }


def _movers(statements: Sequence[Statement]) -> set[str]:
    """The countries that are named first in a sentence that tells of an act: one, but in a digest."""
    firsts = (
        min((m for m in s.marks if m.group == "jurisdictions"), key=lambda m: m.start, default=None)
        for s in statements
        if _moves(s)
    )
    return {mark.value for mark in firsts if mark}


def _days(head: Sequence[Statement]) -> Iterator[date]:
    """The whole dates of title and first lines, but for those of older laws."""
    for statement in head:
        for value in statement.values("dates"):
            role, _, day = value.partition(":")
            if role != "other" and day[:4].isdigit():
                yield date.fromisoformat(day.rstrip("~>"))


def _sets_day(head: Sequence[Statement]) -> bool:
    """Whether a day of effect or a deadline is set: all that can be told where publication is unknown."""
    return any(v.startswith(("effective", "deadline")) for s in head for v in s.values("dates"))


def _by_publication(statement: Statement) -> bool:
    """Whether a day is said that lies near publication by its very form: today, in 30 days, 29 June."""
    return any(
        value.partition(":")[2].startswith(("publication", "--"))
        for value in statement.values("dates")
    )


def _authority_acts(statement: Statement) -> bool:
    """Whether an authority is named in one sentence with what it does."""
    named = any(
        mark.group == "jurisdictions" and mark.rule.startswith("authority")
        for mark in statement.marks
    )
    return named and _moves(statement)


def _author_acts(statement: Statement) -> bool:
    """Whether somebody who makes rules, of whatever name, does so in the sentence."""
    return "author" in statement.says("voice") and _moves(statement)


def _moves(statement: Statement) -> bool:
    """Whether it tells of an act, or sets a day."""
    moves = (
        statement.says("kind") or statement.says("status") & {*_MOVING} or _sets_day([statement])
    )
    return bool(moves) and not statement.old
