"""Decision: how much each statement of a text says about the change of one topic's rule."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.statements import LEAD, TITLE, Statement
from data.words import Topic

#: Below so many characters all of a text may speak of its topic.
_SHORT = 2_500
_NEAR, _FAR = 0.8, 0.2


@dataclass(frozen=True)
class Weighed:
    """A statement with how much it says about one topic's change."""

    statement: Statement
    weight: float
    about: bool

    @property
    def near(self) -> bool:
        """Whether it may speak of the topic: at the head, beside its words, or in a short text."""
        return self.weight >= _NEAR

    @property
    def worth(self) -> float:
        """The weight, less where it speaks of the rule as it was."""
        return self.weight * 0.4 if self.statement.old else self.weight


def weigh(topic: Topic, statements: Sequence[Statement], length: int) -> list[Weighed]:
    """Each statement with its weight for ``topic``; ``length`` of the text in characters."""
    weighed: list[Weighed] = []
    about = [s.about(topic) for s in statements]
    for index, statement in enumerate(statements):
        beside = any(about[max(index - 1, 0) : index + 2])
        weight = _NEAR if length < _SHORT else _FAR
        if beside:
            weight = max(weight, 1.0)
        if statement.place == LEAD:
            weight = max(weight, 1.5)
        if about[index]:
            weight = max(weight, 2.0) + 0.5 * (statement.place == LEAD)
        if statement.place == TITLE:
            weight = 5.0 if about[index] else 4.0
        weighed.append(Weighed(statement, weight, about[index]))
    return weighed
