"""What a feed is narrowed to: words of its address, each checked, none passed over."""

from collections.abc import Mapping
from dataclasses import asdict

from data import countries
from data.errors import RoamwatchError
from data.queries.feed import FeedFilter
from data.words import SEVERITY_ORDER, Topic

_WORDS = {"topic": tuple(topic.value for topic in Topic), "severity": tuple(SEVERITY_ORDER)}
#: What else may stand in the address of a feed.
_OTHERS = frozenset({"token", "before"})


class FilterError(RoamwatchError):
    """A feed is asked for by a word that it does not know; the message names those that it does."""

    code = "bad_filter"


def filter_of(arguments: Mapping[str, str]) -> FeedFilter:
    """Read ``country``, ``topic``, ``severity`` (it and worse) and ``fleet`` (its name).

    Raises :class:`FilterError`: a feed that silently showed all, or nothing, would be trusted.
    """
    known = [*asdict(FeedFilter()), *_OTHERS]
    for name in arguments:
        if name not in known:
            raise FilterError(
                f"“{name}” is no word of a feed; those are {', '.join(sorted(known))}"
            )
    for name, words in _WORDS.items():
        if arguments.get(name) and arguments[name] not in words:
            raise FilterError(f"“{name}” must be one of {', '.join(words)}")
    code = arguments.get("country", "").upper()
    if code and not (countries.is_country(code) or countries.is_group(code)):
        raise FilterError("“country” must be ISO 3166-1 alpha-2 such as TR, or a group such as EU")
    return FeedFilter(
        country=code,
        topic=arguments.get("topic", ""),
        severity=arguments.get("severity", ""),
        fleet=arguments.get("fleet", ""),
    )
