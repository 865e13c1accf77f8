"""Paragraph styles of WordprocessingML: which of them are headings, which are lists."""

import re
from dataclasses import dataclass

from lxml import etree

from crawler.extract.office.xml import attribute, value_of

_HEADING = re.compile(r"heading (\d)$")
#: Styles that build on one another in a ring are cut here.
_LONGEST_CHAIN = 20


@dataclass(frozen=True, kw_only=True)
class Style:
    """What a paragraph of this style is."""

    level: int = 0
    """Heading level 1 to 6; 0: no heading."""
    in_list: bool = False


def read_styles(root: etree._Element) -> dict[str, Style]:
    """Style id → what it means. Names of built-in styles are English in every language."""
    elements = {attribute(one, "styleId"): one for one in root.iter("{*}style")}
    return {name: _style(name, elements) for name in elements}


def _style(name: str, elements: dict[str, etree._Element]) -> Style:
    level, in_list = -1, False
    for _ in range(_LONGEST_CHAIN):
        element = elements.get(name)
        if element is None:
            break
        level = _level(element) if level < 0 else level
        numbered = element.find("{*}pPr/{*}numPr")
        in_list = in_list or (numbered is not None and value_of(numbered, "numId") != "0")
        name = value_of(element, "basedOn")
    return Style(level=max(level, 0), in_list=in_list and level <= 0)


def _level(element: etree._Element) -> int:
    """1 to 6; 0 when the style says that it is body text, -1 when it says nothing."""
    stated = value_of(element.find("{*}pPr"), "outlineLvl")
    if stated.isdecimal():
        return int(stated) + 1 if int(stated) < 6 else 0
    label = value_of(element, "name").lower()
    if label == "title":
        return 1
    found = _HEADING.match(label)
    return min(int(found[1]), 6) if found else -1
