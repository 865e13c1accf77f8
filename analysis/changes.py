"""Decision: the rule changes of one text, put together from subject, act, country, dates, limits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from analysis import weights
from analysis.acting import Act, act_of
from analysis.components.limits import OLD
from analysis.statements import Statement
from analysis.subjects import Subject
from analysis.timing import Chosen, Dates, bare_day, dates_of, ordered_on, timing_of
from analysis.types import Change, Limit, Mark, Quote
from analysis.weighing import Weighed, weigh
from analysis.whose import Jurisdiction, whose
from analysis.wording import NOTHING, Points
from data.countries import is_group
from data.words import ChangeKind, ChangeStatus, LimitPer, LimitShape, Topic

#: Topics on which a number of days is a limit of use; elsewhere it is a term of procedure.
_LIMITED = tuple(topic for topic in Topic if topic is not Topic.DATA_LOCALISATION)
_MOST_QUOTES = 4
_MOST_PLAIN = 1
#: No rule seen lets a SIM or device stay for longer; beyond it are lifetimes and licences.
_LONGEST = 732
#: Points that a change needs more in a language without a file.
_CAUTION = 2.0
_YEAR, _BESIDE = 365, 60
#: Measured on real publications outside the repository.
_COOLING = 0.6
_OPEN = (ChangeStatus.PROPOSED, ChangeStatus.CONSULTATION)
_AT_ONCE = "effective:publication+0d"
#: Kinds that end or pause a rule as soon as they are told.
_ENDING = (ChangeKind.EXTENSION, ChangeKind.REPEAL)


@dataclass(frozen=True)
class Setting:
    """What is known of a text beside its words."""

    text: str
    country: str
    language_country: str
    published: date | None
    supported: bool
    worded: Points = field(default_factory=lambda: NOTHING)
    """What its wording speaks for (:mod:`analysis.wording`)."""


def changes_of(
    found: Sequence[Subject], statements: Sequence[Statement], setting: Setting
) -> list[Change]:
    """One change per topic and jurisdiction; topics that nothing changes give one without."""
    length = len(setting.text)
    made: list[Change] = []
    for subject in found:
        weighed = weigh(subject.topic, statements, length)
        made.extend(_of_topic(subject, weighed, setting))
    return made


def _of_topic(subject: Subject, weighed: list[Weighed], setting: Setting) -> Iterator[Change]:
    dates = dates_of(weighed, setting.published, len(setting.text))
    effective, deadline, decided = dates.effective, dates.deadline, dates.decided
    limits = limits_of(subject.topic, weighed)
    act = act_of(
        weighed,
        timing_of(dates, limits=bool(limits)),
        topic=subject.topic,
        retail=subject.retail,
        worded=setting.worded,
    )
    if act.status in _OPEN and effective and _of_another_act(effective, dates.published):
        effective = None
    if not (effective or deadline or act.status in _OPEN or act.kind is ChangeKind.EXTENSION):
        effective = bare_day(weighed, dates.published)
    if effective and deadline and effective.day == deadline.day:
        deadline = None  # what ends as the rule begins is that beginning
    is_change = act.points > (0.0 if setting.supported else _CAUTION)
    owners = whose(weighed, prior=setting.country, by_language=setting.language_country)
    for owner in owners or [Jurisdiction("", 0.0, "No country is named.")]:
        quotes = _quotes(subject.topic, weighed, [effective, deadline], limits, setting.text)
        if not quotes:
            continue
        yield Change(
            country=owner.code,
            topic=subject.topic,
            is_change=is_change,
            kind=act.kind,
            status=act.status,
            direction=act.direction,
            confidence=_confidence(subject, act, owner, is_change),
            evidence=quotes,
            effective_on=_in_effect_on(act, weighed, dates, effective),
            deadline_on=deadline.day if deadline else None,
            decided_on=decided.day if decided else None,
            limits=tuple(dict.fromkeys(limit for limit, _ in limits)),
            via_group=owner.code if owner.code and is_group(owner.code) else "",
            scope=_scope(subject, weighed),
            reasons=(_about(subject), *act.reasons, owner.reason),
        )


def _of_another_act(effective: Chosen, published: date | None) -> bool:
    """Whether what is only proposed cannot take effect then.

    A day that has come is another rule's; "six months after publication" counts from the
    publication of the act to come, whose day nobody knows.
    """
    passed = published is not None and effective.day <= published
    return passed or "publication" in effective.mark.value or "decision" in effective.mark.value


def _in_effect_on(
    act: Act, weighed: Sequence[Weighed], dates: Dates, effective: Chosen | None
) -> date | None:
    """The day of effect, which needs words; of what ends or pauses a rule that of its ruling or publication.

    A court's ruling works from its own day on, whatever "at once" counts from. What puts a duty on
    somebody and names no day has none, even where it is said to bind already.
    """
    told = effective.day if effective else None
    if act.status is not ChangeStatus.IN_FORCE or (effective and effective.mark.value != _AT_ONCE):
        return told
    if act.kind not in _ENDING:
        return told
    return ordered_on(weighed, dates, act.kind) or told or dates.published


def limits_of(topic: Topic, weighed: Sequence[Weighed]) -> list[tuple[Limit, Mark]]:
    """The limits that the text sets for ``topic``: beside its words, and not the old rule's."""
    if topic not in _LIMITED:
        return []
    found = _all_limits(topic, weighed)
    found = [pair for pair in found if not _is_window(pair, found)]
    shaped = [pair for pair in found if ".plain:" not in pair[1].rule]
    # Beside a limit with a shape, a plain length of time is a term of procedure.
    return shaped or found[:_MOST_PLAIN]


def _all_limits(topic: Topic, weighed: Sequence[Weighed]) -> list[tuple[Limit, Mark]]:
    found: list[tuple[Limit, Mark]] = []
    before = {
        value for i in weighed for value in i.statement.values("limits") if value.startswith(OLD)
    }
    for item in weighed:
        if item.worth < 0.8 and not item.about:
            continue
        marks = item.statement.marks
        dates = [mark for mark in marks if mark.group == "dates"]
        # A ban that is lifted limits nothing any more.
        banned = topic is Topic.ROAMING and "repeal" not in item.statement.says("kind")
        for mark in marks:
            if mark.group != "limits" or mark.value in before or _is_old(mark, marks):
                continue
            if any(mark.start < other.end and other.start < mark.end for other in dates):
                continue
            limit = _limit(mark, topic)
            if f"{OLD}:{limit.days}::" in before:
                continue
            if limit.days is not None and limit.days > _LONGEST:
                continue
            if limit.shape is not LimitShape.BAN or banned:
                found.append((limit, mark))
    return found


def _is_window(pair: tuple[Limit, Mark], every: Sequence[tuple[Limit, Mark]]) -> bool:
    """Whether a plain year only says over which time a shorter limit right before it is counted."""
    limit, mark = pair
    return (
        limit.days is not None and limit.days >= _YEAR and ".plain:" in mark.rule
        and any(
            other.days is not None and other.days < _YEAR and 0 < mark.start - beside.end <= _BESIDE
            for other, beside in every
        )
    )  # fmt: skip


def _is_old(mark: Mark, marks: Sequence[Mark]) -> bool:
    """Whether words such as "instead of the present" stand right before the limit."""
    return any(
        other.value == "modality:past" and 0 <= mark.start - other.end <= 40 for other in marks
    )


def _limit(mark: Mark, topic: Topic) -> Limit:
    shape, days, window, per = mark.value.split(":")
    default = LimitPer.IMEI if topic is Topic.IMEI else LimitPer.SIM
    return Limit(
        days=int(days) if days else None,
        shape=LimitShape(shape),
        per=LimitPer(per) if per else default,
        window_days=int(window) if window else None,
    )


def _quotes(
    topic: Topic,
    weighed: Sequence[Weighed],
    dates: Sequence[Chosen | None],
    limits: Sequence[tuple[Limit, Mark]],
    text: str,
) -> tuple[Quote, ...]:
    """The sentences that carry the change, in the text's order; each byte-exact."""
    quotable = [item for item in weighed if item.statement.quotable]
    about = [item for item in quotable if item.about]
    about.sort(key=lambda item: -(item.worth + 2 * item.statement.binding))
    wanted = {item.statement: _topic_rule(item.statement, topic) for item in about[:_MOST_QUOTES]}
    for mark in [chosen.mark for chosen in dates if chosen] + [mark for _, mark in limits[:2]]:
        for item in quotable:
            if mark in item.statement.marks:
                wanted.setdefault(item.statement, mark.rule)
    if not wanted and quotable:
        wanted[quotable[0].statement] = f"{topic}.title"
    ordered = sorted(wanted.items(), key=lambda pair: pair[0].start)
    return tuple(
        Quote(start=s.start, end=s.end, quote=text[s.start : s.end], rule=rule)
        for s, rule in ordered
    )


def _topic_rule(statement: Statement, topic: Topic) -> str:
    return next(mark.rule for mark in statement.marks if mark.value == topic.value)


def _scope(subject: Subject, weighed: Sequence[Weighed]) -> dict[str, object]:
    near = [item.statement.says("scope") for item in weighed if item.worth >= 1.0]
    m2m = sum("m2m" in said for said in near)
    consumer = sum("consumer" in said for said in near)
    devices = "m2m" if m2m > consumer else "consumer" if consumer > m2m else "all"
    return {"devices": devices, "retail_only": subject.retail}


def _confidence(subject: Subject, act: Act, owner: Jurisdiction, is_change: bool) -> float:
    """0 to 1: the smaller of the probabilities of subject and act, less where the country is unsure.

    The models are fitted on texts that are clearer than real ones and too sure of themselves
    by as much: their points are cooled, so that of changes told with 0.7 seven in ten are right
    (``roamwatch evaluate`` prints how it stands with any gold).
    """
    distance = min(subject.points, act.points if is_change else -act.points)
    sure = 1.0 if owner.points >= 2.0 else 0.85 if owner.code else 0.6
    return round(sure * weights.probability(_COOLING * distance), 2)


def _about(subject: Subject) -> str:
    strongest = weights.parts("topic", subject.features)[:4]
    parts = ", ".join(f"{name} {added:+.1f}" for name, added in strongest)
    return f"It is about {subject.topic}: {subject.points:.1f} points ({parts})."
