"""What stands on the map for one topic: each country's stance, and a circle for its live SIMs. Pure.

Shapes are kept apart (:mod:`webapp.worldmap.shapes`): a page only says who has which colour.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from analysis.ledger import Standing
from data.words import Stance, Topic
from webapp.language import gettext, ngettext
from webapp.wording.filters import country_name, number
from webapp.wording.labels import label, phrase
from webapp.worldmap.shapes import World

#: Radius of the largest circle, and the least that can be seen, in units of the picture.
_LARGEST, _LEAST = 22.0, 2.5
#: Radius of a state too small for a shape.
_DOT = 2.6
_UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Land:
    """One country: the word of its colour, what it says when pointed at, its dot if it is one."""

    code: str
    stance: str
    said: str
    dot: tuple[float, float] | None = None
    radius: float = _DOT


@dataclass(frozen=True, kw_only=True)
class Circle:
    """Live SIMs in a country: the area is in proportion to their number."""

    code: str
    x: float
    y: float
    radius: float
    said: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """The whole map for one topic."""

    width: int
    height: int
    lands: tuple[Land, ...]
    circles: tuple[Circle, ...]
    legend: tuple[tuple[str, int, int], ...]
    """Stance, how many countries have it, and how many live SIMs are there."""


def draw(
    world: World,
    topic: Topic,
    ledger: Mapping[str, Mapping[Topic, Standing]],
    live: Mapping[str, int],
    group_of: Mapping[str, str],
) -> Picture:
    """Colour the world by how each country stands on ``topic``.

    ``group_of``: country → the group whose rule counts where the country has none of its own.
    """
    stances = {code: _stance(code, topic, ledger, group_of) for code in world.places}
    lands = [
        Land(
            code=code,
            stance=stances[code][0],
            said=_said(code, topic, stances[code], live.get(code, 0)),
            dot=(place.x, place.y) if place.dot else None,
        )
        for code, place in world.places.items()
    ]
    return Picture(
        width=world.width,
        height=world.height,
        lands=tuple(sorted(lands, key=lambda land: land.dot is not None)),
        circles=_circles(world, live),
        legend=_legend({code: found[0] for code, found in stances.items()}, live),
    )


def _stance(
    code: str,
    topic: Topic,
    ledger: Mapping[str, Mapping[Topic, Standing]],
    group_of: Mapping[str, str],
) -> tuple[str, str]:
    """The stance's word, and the group that it comes from if it is not the country's own."""
    own = ledger.get(code, {}).get(topic)
    if own is not None and own.stance is not Stance.NO_RULE_FOUND:
        return own.stance.value, ""
    group = group_of.get(code, "")
    theirs = ledger.get(group, {}).get(topic)
    if theirs is not None and theirs.stance is not Stance.NO_RULE_FOUND:
        return theirs.stance.value, group
    return (own.stance.value if own is not None else _UNKNOWN), ""


def _said(code: str, topic: Topic, found: tuple[str, str], sims: int) -> str:
    stance, group = found
    rule = gettext("nobody has looked yet") if stance == _UNKNOWN else phrase(stance)
    by = gettext(" by the rule of the %(group)s", group=country_name(group)) if group else ""
    here = f"; {_live(sims)}" if sims else ""
    return f"{country_name(code)}: {label(topic)} – {rule}{by}{here}"


def _live(sims: int) -> str:
    return ngettext("%(n)s live SIM", "%(n)s live SIMs", sims, n=number(sims))


def _circles(world: World, live: Mapping[str, int]) -> tuple[Circle, ...]:
    """Largest first, so that a small one is never hidden."""
    seen = {code: sims for code, sims in live.items() if sims and code in world.places}
    most = max(seen.values(), default=1)
    return tuple(
        Circle(
            code=code,
            x=world.places[code].x,
            y=world.places[code].y,
            radius=round(max(_LARGEST * sqrt(sims / most), _LEAST), 1),
            said=f"{country_name(code)}: {_live(sims)}",
        )
        for code, sims in sorted(seen.items(), key=lambda item: -item[1])
    )


def _legend(
    stances: Mapping[str, str], live: Mapping[str, int]
) -> tuple[tuple[str, int, int], ...]:
    words = [*(stance.value for stance in Stance), _UNKNOWN]
    held = {word: [code for code, stance in stances.items() if stance == word] for word in words}
    return tuple(
        (word, len(codes), sum(live.get(code, 0) for code in codes))
        for word, codes in held.items()
        if codes
    )
