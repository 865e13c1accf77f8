"""Single signs of whether a rule gets harder or easier, read from statements."""

from collections.abc import Sequence

from analysis.statements import LEAD, TITLE, Statement
from data.words import ChangeKind


def recognises(statements: Sequence[Statement]) -> bool:
    """Whether title or first lines tell that another country's protection is recognised (adequacy)."""
    return any(
        value.endswith(":partner")
        for statement in statements
        if statement.place in (TITLE, LEAD)
        for value in statement.values("topics")
    )


def limit_falls(statements: Sequence[Statement]) -> float:
    """1 where a limit is lowered, -1 where it is raised, 0 where only one is named."""
    named = [value.split(":") for s in statements for value in s.values("limits")]
    before = [int(parts[1]) for parts in named if parts[0] == "old" and parts[1]]
    after = [int(parts[1]) for parts in named if parts[0] != "old" and parts[1]]
    after = [days for days in after if days not in before]
    if not before or not after:
        return 0.0
    return float(max(before) > after[0]) - float(max(before) < after[0])


def asks_for_comments(statement: Statement) -> bool:
    """Whether a sentence of the text says how to take part in a consultation."""
    return statement.place != TITLE and ChangeKind.CONSULTATION.value in statement.says("kind")
