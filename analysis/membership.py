"""For which countries a change counts that is told of a place. Pure."""

from datetime import date

from data.countries import is_group, members

#: A group with more members than this (``INT``) is recorded as itself, not country by country.
_MOST_MEMBERS = 60


def members_told(place: str, on: date) -> list[str]:
    """The countries to record: a group's members of that day, a large group or a country itself."""
    if not is_group(place):
        return [place]
    touched = members(place, on)
    return sorted(touched) if len(touched) <= _MOST_MEMBERS else [place]
