"""What office documents say of themselves: title and language, where they can be believed."""

import re

from lxml import etree

from crawler.extract.clean import clean_line

_DC = "{http://purl.org/dc/elements/1.1/}"
_TAG = re.compile(r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")
#: Titles that a word processor or a printer driver left behind.
_NO_TITLES = (
    *("microsoft word", "microsoft excel", "microsoft powerpoint", "untitled", "print", "scan"),
    *("document", "dokument", "documento", "документ", "word ", "title", "powerpoint"),
)
_LONGEST = 500


def believable_title(title: str) -> str:
    """The title, or nothing where it is what a program wrote there by itself."""
    title = clean_line(title)
    is_left_behind = title.lower().startswith(_NO_TITLES) or "." in title[-5:-2]
    return "" if is_left_behind or len(title) < 4 else title[:_LONGEST]


def dublin_core(meta: etree._Element) -> tuple[str, str]:
    """Title and language (BCP 47) in a part with Dublin Core elements; each empty if none."""
    title = next((one.text or "" for one in meta.iter(f"{_DC}title")), "")
    language = next((one.text or "" for one in meta.iter(f"{_DC}language")), "").strip()
    return believable_title(title), language if _TAG.match(language) else ""
