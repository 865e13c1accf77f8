"""HTML to a tree, and what of the tree no reader sees."""

from lxml import etree, html

#: Elements whose text no reader sees as text.
_UNSEEN = [
    "script",
    "style",
    "template",
    "head",
    "noscript",
    "svg",
    "math",
    "object",
    "embed",
    "applet",
    "audio",
    "video",
    "canvas",
    "iframe",
    "select",
    "button",
    "input",
    "textarea",
    "datalist",
    "dialog",
    "map",
]
_HIDDEN = (
    "//*[@hidden or @aria-hidden='true' or contains(translate(@style, ' ', ''), 'display:none') "
    "or contains(translate(@style, ' ', ''), 'visibility:hidden')]"
)


def parse(text: str) -> html.HtmlElement | None:
    """The tree of a page, however broken; None when there is nothing in it."""
    # Bytes with a stated encoding: lxml refuses a str that has an XML declaration.
    body = text.replace("\0", "").encode("utf-8", "replace")
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(body, parser=parser, ensure_head_body=True)
    except etree.ParserError:
        return None
    return root


def drop_unseen(root: html.HtmlElement) -> None:
    """Take out of ``root`` what a browser does not show; text behind it stays."""
    for element in list(root.iter(*_UNSEEN)):
        drop(element)
    for element in root.xpath(_HIDDEN):
        # Some pages hide everything until their script has run.
        if element.tag not in ("html", "body"):
            drop(element)


def drop(element: html.HtmlElement) -> None:
    """Take an element out; the text that follows it stays."""
    if element.getparent() is not None:
        element.drop_tree()


def by_selector(root: html.HtmlElement, selectors: str | list[str]) -> list[html.HtmlElement]:
    """Elements that one of the CSS selectors matches, in the order of the page."""
    joined = selectors if isinstance(selectors, str) else ", ".join(selectors)
    return list(root.cssselect(joined)) if joined else []
