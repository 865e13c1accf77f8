"""Reading an index page: which links are its entries, what they are called and when they appeared."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urldefrag, urljoin

from crawler.extract.clean import clean_line
from crawler.extract.markup.tree import by_selector, drop_unseen, parse
from crawler.items import ListedLink

__all__ = ["read_listing"]


def read_listing(
    html_text: str, *, url: str, options: Mapping[str, Any] | None = None
) -> list[ListedLink]:
    """The entries of an index page, in its order, each address once."""
    root = parse(html_text)
    if root is None:
        return []
    drop_unseen(root)
    found: dict[str, ListedLink] = {}
    for item in by_selector(root, (options or {}).get("item", "li, tr, article")):
        anchor = next(item.iter("a"), None)
        if anchor is None:
            continue
        address = urldefrag(urljoin(url, anchor.get("href", "").strip()))[0]
        title = clean_line(anchor.text_content())
        if address.startswith(("http://", "https://")) and len(title) > 12:
            found.setdefault(address, ListedLink(url=address, title=title, certainty=0.5))
    return list(found.values())
