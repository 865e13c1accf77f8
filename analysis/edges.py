"""Where the keys of a pattern stand at the edge of a word: inside another word they are no find.

``end`` stands in every *attend*; what the automaton finds there need not be looked at.
"""

from collections.abc import Iterator

from analysis.patterns import Group, Mark, Parts, Pattern, Text, is_edged, key_of

Edges = tuple[bool, bool]


def edges(pattern: Pattern) -> dict[str, Edges]:
    """Key → whether no letter may stand before it, and none behind it, in any match."""
    if pattern.literal:
        return dict.fromkeys(pattern.literals(), (True, True))
    found: dict[str, Edges] = {}
    edged = is_edged(pattern.source)
    for key, before, behind in _places(pattern.parts, edged, edged, edged):
        known = found.get(key, (True, True))
        found[key] = (known[0] and before, known[1] and behind)
    keys = pattern.literals()
    # A key within another one of the pattern ("act" beside "action") is found where that stands.
    parts = {key for key in keys for other in keys if key != other and key in other}
    return {key: (False, False) if key in parts else found[key] for key in keys}


def _places(
    parts: Parts, before: bool, behind: bool, edged: bool
) -> Iterator[tuple[str, bool, bool]]:
    """Every key of ``parts``; ``before``, ``behind``: whether the sequence itself stands apart."""
    turned = parts[::-1]
    for index, part in enumerate(parts):
        left = _apart(parts[:index], before, edged, -1)
        right = _apart(turned[: len(parts) - index - 1], behind, edged, 0)
        if isinstance(part, Text) and part.text.strip():
            key, plain = key_of(part.text)
            text = part.text
            yield key, plain and (left or text[0] == " "), plain and (right or text[-1] == " ")
        elif isinstance(part, Group):
            for choice in part.choices:
                yield from _places(choice, left, right, edged)


def _apart(parts: Parts, outside: bool, edged: bool, side: int) -> bool:
    """Whether the last of ``parts`` (seen from what follows) surely has no letter on that side."""
    if not parts:
        return outside
    near = parts[-1]
    if isinstance(near, Text) and near.text:
        return near.text[side] == " "
    if isinstance(near, Mark):
        return near.name == "..." and edged
    beyond = _apart(parts[:-1], outside, edged, side)
    if isinstance(near, Text):
        return beyond
    inside = (choice if side else choice[::-1] for choice in near.choices)
    return all(_apart(choice, beyond, edged, side) for choice in inside) and (
        beyond or not near.optional
    )
