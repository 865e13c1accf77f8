"""Tag soup put right: rows in cells and items in items, where end tags are missing.

A browser ends a row where the next begins; the parser does not where a ``<font>`` or
``<b>`` was left open between them.
"""

from lxml import html

#: What is nested without → what it belongs in: its own kind, unless one of these is between.
_HOLDERS = {
    "tr": ("table", "tbody", "thead", "tfoot"),
    "li": ("ul", "ol", "menu", "dir"),
    "td": ("tr",),
    "dt": ("dl",),
    "dd": ("dl",),
}
_FEWEST = 2
_ALIKE = {"td": ("td", "th"), "dt": ("dt", "dd"), "dd": ("dt", "dd")}


def mend(root: html.HtmlElement) -> None:
    """Lift every row, cell or item that lies in another one to stand behind it.

    A term and what follows it in a definition list become one element.
    """
    for element in list(root.iter(*_HOLDERS)):
        outer = _wrongly_around(element)
        if outer is not None:
            _move_behind(element, outer)
    for definitions in list(root.iter("dl")):
        _pair(definitions)


def _pair(definitions: html.HtmlElement) -> None:
    """Put each ``dt`` and the one ``dd`` behind it into an element of their own.

    A term with several things under it (a day with its documents) is left as it is.
    """
    children = list(definitions.iterchildren("dt", "dd"))
    tags = [child.tag for child in children]
    if len(tags) < _FEWEST or tags != ["dt", "dd"] * (len(tags) // 2):
        return
    for term, meaning in zip(children[::2], children[1::2], strict=True):
        pair = term.makeelement("div")
        term.addprevious(pair)
        pair.extend([term, meaning])


def _wrongly_around(element: html.HtmlElement) -> html.HtmlElement | None:
    tag = str(element.tag)
    own = _ALIKE.get(tag, (tag,))
    for one in element.iterancestors():
        if one.tag in own:
            return one
        if one.tag in _HOLDERS[tag] or one.tag == "table":
            return None
    return None


def _move_behind(element: html.HtmlElement, outer: html.HtmlElement) -> None:
    """Element after element in the order of the page: each lands behind the one before it."""
    parent = outer.getparent()
    if parent is None:
        return
    text, element.tail = element.tail, None
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (text or "")
    elif (holder := element.getparent()) is not None:
        holder.text = (holder.text or "") + (text or "")
    behind, outer.tail = outer.tail, None
    outer.addnext(element)
    element.tail = behind
