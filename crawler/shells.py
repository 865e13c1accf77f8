"""Recognising pages that are only a frame: their text comes when a browser runs their scripts.

Pure. Such a page answers 200 and reads as “nothing published”; taken for the list, it would
be silence. Strong signs only, since a short page is not a frame by being short.
"""

import re

from lxml import html

from crawler.extract.markup.tree import parse

#: A page with more letters than this, outside of scripts, shows something.
_LETTERS = 400
#: What a browser has rendered may be short.
_LETTERS_RENDERED = 20
#: Links that a page without scripts would have besides its menu.
_LINKS = 12
#: A frame's scripts weigh more than this many times its text.
_HEAVY = 20
_UNSEEN = ("script", "style", "noscript", "template", "head", "svg")
#: Where the libraries put the page: React, Vue, Angular, Next, Nuxt, Gatsby, Quasar, Ember, SvelteKit.
_MOUNTS = re.compile(
    r"^(?:root|app|app-root|main-app|react-root|reactroot|vue-app|q-app|__next|__nuxt|___gatsby"
    r"|ember-application|svelte|spa|application|wrapper-app)$",
    re.IGNORECASE,
)
_MOUNT_TAGS = re.compile(r"^(?:app|my-app|[a-z]+-app|app-[a-z]+)$")
#: Notes to people without scripts: “Please enable JavaScript”, in the languages that need no parser.
_NOTE = re.compile(r"java\s?script|ジャバスクリプト|जावास्क्रिप्ट|جافا ?سكر[يى]بت", re.IGNORECASE)


def shell_in(page: str, *, rendered: bool = False) -> str:
    """Why a page (markup) cannot be read without a browser; empty for an ordinary page.

    Of a page that a browser has ``rendered``, why there is nothing in it even so.
    """
    least = _LETTERS_RENDERED if rendered else _LETTERS
    root = parse(page)
    if root is None:
        return ""
    scripts = list(root.iter("script"))
    note = any(_NOTE.search(one.text_content()) for one in root.iter("noscript"))
    mount = _mount(root, least)
    links = sum(1 for _ in root.iter("a"))
    letters = _letters(root)
    if not scripts or letters > least or links > _LINKS:
        return ""
    if mount:
        return f"a script is to fill {mount}"
    if note:
        return "it asks for JavaScript instead of showing something"
    weight = sum(len(one.text or "") for one in scripts)
    sources = [one for one in scripts if one.get("src")]
    if letters < least / 10 and (weight > _HEAVY * max(letters, 20) or len(sources) > 1):
        return "it holds scripts and no text"
    return ""


def _letters(root: html.HtmlElement) -> int:
    """Letters that are seen without running anything."""
    unseen = set(root.iter(*_UNSEEN))
    count = 0
    for element in root.iter():
        if element not in unseen and unseen.isdisjoint(element.iterancestors()):
            count += sum(map(str.isalpha, element.text or ""))
        if unseen.isdisjoint(element.iterancestors()):
            count += sum(map(str.isalpha, element.tail or ""))
    return count


def _mount(root: html.HtmlElement, least: int) -> str:
    """The nearly empty element that a library will fill, as markup; empty if there is none."""
    for element in root.iter("*"):
        tag = str(element.tag)
        name = element.get("id", "")
        if (_MOUNTS.match(name) or _MOUNT_TAGS.match(tag)) and _letters(element) < least:
            return f'<{tag} id="{name}">' if name else f"<{tag}>"
    return ""
