"""Decision: of what kind a change is, by where the cues of each kind stand."""

from collections.abc import Sequence

from analysis import weights, wording
from analysis.components.limits import OLD
from analysis.cues import cue_features
from analysis.statements import LEAD, TITLE, Statement
from analysis.types import Mark
from analysis.weighing import Weighed
from data.words import ChangeKind

KINDS = tuple(kind for kind in ChangeKind if kind is not ChangeKind.NONE)
#: How loud a feature is that logic, more than the examples, holds to decide.
DECIDES = 3.0
#: Places of a cue that weigh differently for each kind.
_OWN = ("title", "lead", "topic", "first", "body")
#: Kinds of an edit that puts a day off or only strikes out.
_NOT_EDITED = {ChangeKind.EXTENSION.value, ChangeKind.REPEAL.value}
#: What an act says that becomes of older ones.
_RELATIONS = ("edition", "replaces", "alone", "puts_off", "ends", "enforces", "asks", "explains")
#: So many sentences are a page.
_PAGE = 25
#: So near stands the name of the act that a cue changes.
_BESIDE = 40


def kind_of(
    weighed: Sequence[Weighed], worded: wording.Points = wording.NOTHING
) -> tuple[ChangeKind, float]:
    """The kind whose cues stand in the best places, and its probability."""
    chosen, probability = weights.rank("kind", kind_options(weighed, worded))
    return ChangeKind(chosen), probability


def kind_options(
    weighed: Sequence[Weighed], worded: wording.Points = wording.NOTHING
) -> dict[str, dict[str, float]]:
    """For every kind, where its cues stand: one set of weights judges them all."""
    first = next((i.statement for i in weighed if i.statement.place != TITLE), None)
    fresh = [i.statement for i in weighed if not i.statement.old]
    related = told(fresh, "drafting", _RELATIONS)
    options: dict[str, dict[str, float]] = {}
    for kind in KINDS:
        found = cue_features(weighed, "kind", kind.value)
        found["first"] = float(first is not None and kind.value in first.says("kind"))
        dated = any(kind.value in i.statement.says("kind") and _sets_date(i) for i in weighed)
        found["dated"] = float(dated)
        if kind in (ChangeKind.CONSULTATION, ChangeKind.EXTENSION):
            found[f"dated {kind}"] = float(dated)
        # Most acts tell of their duties in the words of a new rule, whatever they do to older ones:
        # each kind has its own weight for each place.
        found |= {f"{place} {kind}": found[place] for place in _OWN}
        if kind is ChangeKind.AMENDMENT:
            found |= _alterations(weighed)
        if kind in (ChangeKind.AMENDMENT, ChangeKind.EXTENSION):
            found[f"swaps days {kind}"] = float(any(_swaps_days(i.statement) for i in weighed))
        found |= {f"{name} {kind}": value for name, value in related.items()}
        if kind is ChangeKind.CONSULTATION:
            # Who asks for comments on a draft consults, whatever else the draft does.
            asked = found["title"] or found["lead"]
            found["draft asked about"] = 4 * DECIDES * (bool(asked) and _drafted(weighed))
        found["wording"] = found[f"wording {kind}"] = worded.get(f"kind {kind}", 0.0)
        found[f"is {kind}"] = 1.0
        options[kind.value] = found
    return options


def _alterations(weighed: Sequence[Weighed]) -> dict[str, float]:
    """Where a cue of amendment stands beside the name of an act, and whether another's text is edited.

    "Amending Regulation …" tells of an amendment; "Article 5 is replaced by the following" is one.
    """
    found = [i.statement for i in weighed if not i.statement.old and _alters(i.statement)]
    edits = [i.statement for i in weighed if _edits(i.statement)]
    return {
        "edits an act": DECIDES * _presence(len(edits), len(weighed)),
        "edits an act in lead": DECIDES * any(s.place in (TITLE, LEAD) for s in edits),
        "alters an act in title": float(any(s.place == TITLE for s in found)),
        "alters an act in lead": float(any(s.place == LEAD for s in found)),
        "alters an act": _presence(len(found), len(weighed)),
        "alters a limit": float(any(_alters_a_limit(i.statement) for i in weighed)),
    }


def told(statements: Sequence[Statement], family: str, names: Sequence[str]) -> dict[str, float]:
    """Where the formulas of a family stand: anywhere, and at the head."""
    found: dict[str, float] = {}
    for name in names:
        said = [s for s in statements if name in s.says(family)]
        found[name] = _presence(len(said), len(statements))
        found[f"{name} in lead"] = float(any(s.place in (TITLE, LEAD) for s in said))
    return found


def _presence(count: int, statements: int) -> float:
    """1 for one such sentence a page; less in a book, where some sentence or other says anything."""
    return min(count * _PAGE / max(statements, 1), 1.0)


def _edits(statement: Statement) -> bool:
    """Whether it changes the words of another act, and neither only puts off nor only strikes out."""
    return "edits" in statement.says("drafting") and not statement.says("kind") & _NOT_EDITED


def _swaps_days(statement: Statement) -> bool:
    """Whether it edits an act and names two days: most such put one in the place of the other."""
    days = {day for day in statement.values("dates") if day.startswith("none:")}
    return "edits" in statement.says("drafting") and len(days) > 1


def _alters(statement: Statement) -> bool:
    """Whether a cue of amendment stands beside the name of an act, or spans one."""
    cues = [mark for mark in statement.marks if mark.value == "kind:amendment"]
    acts = [mark for mark in statement.marks if mark.value == "document:act"]
    return any(_beside(cue, act) for cue in cues for act in acts)


def _alters_a_limit(statement: Statement) -> bool:
    """Whether it names the limit of before beside the new one: ``from 120 to 60 days``."""
    return any(limit.startswith(f"{OLD}:") for limit in statement.values("limits"))


def _beside(cue: Mark, act: Mark) -> bool:
    gap = max(act.start - cue.end, cue.start - act.end)
    # "Amendment" is itself the name of an act: only a cue of several words spans another.
    spans = "..." in cue.rule and gap < 0 and act.start > cue.start
    return spans or 0 <= gap <= _BESIDE


def _drafted(weighed: Sequence[Weighed]) -> bool:
    """Whether title or first lines speak of a draft, and the title of nothing adopted."""
    heads = [i.statement for i in weighed if i.statement.place in (TITLE, LEAD)]
    adopted = any("adopted" in s.says("status") for s in heads if s.place == TITLE)
    return not adopted and any("proposed" in s.says("status") and not s.old for s in heads)


def _sets_date(item: Weighed) -> bool:
    """Whether the statement sets a deadline or a date of effect, of today's rule."""
    dates = item.statement.values("dates")
    return not item.statement.old and any(v.startswith(("deadline", "effective")) for v in dates)
