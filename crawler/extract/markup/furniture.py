"""What surrounds the content of a page on every page of its site: menus, banners, footers."""

import re
from itertools import islice

from lxml import html

from crawler.extract.markup.tree import drop, sizes_of

_TAGS = ("nav", "footer")
_ROLES = frozenset(["navigation", "contentinfo", "search", "banner", "menu", "menubar", "toolbar"])
_WINDOW_ROLES = frozenset(["dialog", "alertdialog"])
#: Words in a class or an id that name furniture, whole: ``main-nav`` has ``nav``.
_WORDS = frozenset(
    [
        *("cookie", "cookies", "cookiebar", "cookieconsent", "consent", "gdpr", "onetrust"),
        *("nav", "navbar", "navigation", "menu", "submenu", "megamenu", "offcanvas", "navi"),
        *("sidenav", "subnav", "topnav", "leftnav", "mainnav", "mainmenu", "quicklinks"),
        *("breadcrumb", "breadcrumbs", "skip", "skiplink", "skiplinks", "pagination", "pager"),
        *("footer", "share", "sharing", "social", "addtoany", "addthis", "sharethis"),
        *("related", "newsletter", "subscribe", "popup", "modal", "advert", "advertisement"),
        *("sitemap", "langswitcher", "langs", "login", "ticker", "marquee", "rating", "feedback"),
        *("comment", "comments", "commentlist", "respond", "disqus", "tags", "tagcloud", "author"),
    ]
)
#: Words that name furniture so plainly that its size does not matter.
_PLAIN = frozenset(["footer", "breadcrumb", "breadcrumbs", "navbar", "cookie", "cookies", "pager"])
_WINDOWS = frozenset(["modal", "popup"])
_MOST_IN_WINDOW = 8
_PAIRS = re.compile(
    r"language[-_ ]?(?:switch|select|bar)|lang[-_]?(?:switch|select|menu)|back[-_]?to[-_]?top"
    r"|see[-_]?also|read[-_]?(?:more|also)s?\b|also[-_]like|most[-_]read|site[-_]?map"
    r"|screen[-_]?reader|sr-only|visually[-_]?hidden|print[-_]?(?:link|button)|search[-_]?(?:box|form|bar)",
    re.IGNORECASE,
)
#: A side bar by its whole class, not what is merely beside one (``has-sidebar``).
_SIDE_BAR = re.compile(
    r"(?:^|\s)(?!(?:has|with|no|without|hide)[-_])(?:[\w-]*[-_])?side[-_]?bar"
    r"(?:[-_](?:left|right|first|second|inner|primary|secondary|area|wrap(?:per)?|col\w*|\d+))?(?=\s|$)",
    re.IGNORECASE,
)
#: Of the page's running text, more than this is no furniture, whatever it is called.
_LARGEST = 0.35
_LONGEST_NAME = 300
_SPLIT = re.compile(r"[^A-Za-z]+|(?<=[a-z])(?=[A-Z])")
_CORE = ("main", "article")


def drop_furniture(root: html.HtmlElement) -> None:
    """Take menus, banners, footers and the like out of ``root``."""
    for element in find_furniture(root, links=False):
        drop(element)


def find_furniture(root: html.HtmlElement, *, links: bool) -> list[html.HtmlElement]:
    """Menus, banners, footers and the like, in the order of the page.

    What only its name betrays must also be small: by its running text, or by all its
    text (``links``) where the content itself may be a list of links.
    """
    sizes = sizes_of(root, links=links)
    most = _LARGEST * max(sizes[root], 1)
    return [
        element
        for element in find_likely(root)
        if _is_marked(element) or _is_plain(element) or sizes[element] <= most
    ]


def find_likely(root: html.HtmlElement) -> list[html.HtmlElement]:
    """What is furniture by its tag, role or name, of whatever size."""
    return [
        element
        for element in root.iter("*")
        if element is not root
        and element.tag not in ("html", "body", *_CORE)
        and (_is_marked(element) or (_is_likely(element) and not _holds_core(element)))
    ]


def _is_marked(element: html.HtmlElement) -> bool:
    """The page itself says that this is furniture."""
    role = element.get("role", "").lower()
    if role in _WINDOW_ROLES:
        return not _is_full(element)
    return element.tag in _TAGS or role in _ROLES


def _is_plain(element: html.HtmlElement) -> bool:
    return not _PLAIN.isdisjoint(_words_of(element))


def _holds_core(element: html.HtmlElement) -> bool:
    """Whether the page's heading or core is in it: then it is no furniture, whatever its name."""
    return next(element.iter("h1", "main"), None) is not None


def _is_likely(element: html.HtmlElement) -> bool:
    return _is_named(element) or _is_page_header(element) or _is_aside(element)


def _is_named(element: html.HtmlElement) -> bool:
    words = _words_of(element)
    if not _WINDOWS.isdisjoint(words) and _is_full(element):
        words -= _WINDOWS
    return bool(words) and (
        not _WORDS.isdisjoint(words)
        or _PAIRS.search(_name_of(element)) is not None
        or _SIDE_BAR.search(_name_of(element)) is not None
    )


def _is_full(element: html.HtmlElement) -> bool:
    """Whether a window has so many links that they are what it shows: results of a search."""
    return sum(1 for _ in islice(element.iter("a"), _MOST_IN_WINDOW)) == _MOST_IN_WINDOW


def _name_of(element: html.HtmlElement) -> str:
    return f"{element.get('class', '')[:_LONGEST_NAME]} {element.get('id', '')[:_LONGEST_NAME]}"


def _words_of(element: html.HtmlElement) -> frozenset[str]:
    name = _name_of(element)
    return frozenset() if name == " " else frozenset(map(str.lower, _SPLIT.split(name)))


def _is_page_header(element: html.HtmlElement) -> bool:
    """The header of the site; an article's own holds its title and date."""
    return (
        element.tag == "header"
        and not _within_core(element)
        and next(element.iter("h1"), None) is None
    )


def _is_aside(element: html.HtmlElement) -> bool:
    """Beside the article, not a remark in it."""
    return element.tag == "aside" and next(element.iterancestors("article"), None) is None


def _within_core(element: html.HtmlElement) -> bool:
    return next(element.iterancestors(*_CORE), None) is not None
