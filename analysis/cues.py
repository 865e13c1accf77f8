"""Where the cues of one family and value stand in a text."""

from collections.abc import Sequence

from analysis.statements import BODY, LEAD, TITLE
from analysis.weighing import Weighed


def cue_features(weighed: Sequence[Weighed], family: str, value: str) -> dict[str, float]:
    """Where cues of one family and value stand, each place at most three times."""
    said = [item for item in weighed if value in item.statement.says(family)]
    fresh = [item for item in said if not item.statement.old]
    inside = [item for item in fresh if item.statement.place != TITLE]
    return {
        "title": float(any(i.statement.place == TITLE for i in said)),
        "lead": min(sum(i.statement.place == LEAD for i in fresh), 3) / 3,
        "topic": min(sum(i.about for i in inside), 3) / 3,
        "body": min(sum(i.statement.place == BODY for i in fresh), 3) / 3,
        "old": min(len(said) - len(fresh), 2) / 2,
    }
