"""From a platform's own word to the state of a SIM: per platform, and never guessed."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from data.fleet.errors import FleetFileError
from data.fleet.headers import fold
from data.words import SimState

_SEED = Path(__file__).parents[1] / "seed" / "platforms.toml"


@cache
def _platforms() -> dict[str, dict[str, Any]]:
    return tomllib.loads(_SEED.read_text(encoding="utf-8"))


def platforms() -> tuple[str, ...]:
    """The platforms whose words we know."""
    return tuple(_platforms())


def title(platform: str) -> str:
    """A platform's name for people."""
    return str(_platforms()[platform]["title"])


def connectable() -> tuple[str, ...]:
    """The platforms from which a fleet can be pulled."""
    return tuple(name for name, entry in _platforms().items() if "address" in entry)


def address_of(platform: str) -> str:
    """The platform's own API address."""
    return str(_platforms()[platform]["address"])


def credentials_of(platform: str) -> dict[str, str]:
    """What signing in needs: name → label for people."""
    return {one["name"]: one["label"] for one in _platforms()[platform]["credentials"]}


def checked(platform: str) -> str:
    """How well our connector is proven, in words."""
    return str(_platforms()[platform]["checked"])


@cache
def vocabulary(platform: str) -> Mapping[str, SimState]:
    """A platform's folded words → state; unclear words → ``unknown``.

    Without a platform: the words that mean the same wherever they are used. Numbers mean
    something only where the platform is known. Raises :class:`FleetFileError` for an
    unknown platform.
    """
    if platform == "":
        return _common()
    if platform not in _platforms():
        known = ", ".join(platforms())
        raise FleetFileError("unknown_platform", f"no platform {platform!r}; known: {known}")
    entry = _platforms()[platform]
    words = {fold(word): state for state in SimState for word in entry.get(state.value, ())}
    return words | {fold(word): SimState.UNKNOWN for word in entry.get("unclear", ())}


def words_of(platform: str, *, detected: bool) -> Mapping[str, SimState]:
    """The folded words to read a file with.

    A platform that somebody named is taken at its word. One that we detected may be wrong,
    so what all platforms agree on counts as well.
    """
    return {**vocabulary(""), **vocabulary(platform)} if detected else vocabulary(platform)


def _common() -> dict[str, SimState]:
    meanings: dict[str, set[SimState]] = {}
    for platform in platforms():
        for word, state in vocabulary(platform).items():
            meanings.setdefault(word, set()).add(state)
    return {
        word: min(states) if len(states) == 1 else SimState.UNKNOWN
        for word, states in meanings.items()
        if not word.isdecimal()
    }


def detect_platform(headers: Iterable[str], words: Iterable[str]) -> str:
    """Which platform a file comes from, by its headers and status words; empty when not sure.

    Sure means: two headers that are a platform's own, or a word that only it uses, and no
    other platform with as much for it.
    """
    seen_headers = {fold(header) for header in headers}
    seen_words = {folded for word in words if (folded := fold(word)) and not folded.isdecimal()}
    scores: dict[str, int] = {}
    for platform, entry in _platforms().items():
        hits = len(seen_headers & {fold(header) for header in entry["headers"]})
        own = len(seen_words & _own_words(platform))
        scores[platform] = (hits if hits > 1 else 0) + own
    best = max(scores.values())
    winners = [platform for platform, score in scores.items() if score == best]
    return winners[0] if best and len(winners) == 1 else ""


@cache
def _own_words(platform: str) -> frozenset[str]:
    others = {word for other in platforms() if other != platform for word in vocabulary(other)}
    return frozenset(vocabulary(platform).keys() - others)
