"""Arabic words as patterns meet them: with the article and the particles that are written onto them."""

import re

from analysis.letters import ARABIC

ARABIC_WORD = re.compile(rf"[{ARABIC}]+")
#: The most letters that may be written onto the front of a word.
PROCLITIC_WIDTH = 4
#: and, so; the; to the; by, to, like; the future of a verb.
_PROCLITIC = "[وف]?(?:ال|لل|[بلك](?:ال)?|س(?=[يتن]))?"
_ARTICLE = "ال"


def stem_of(word: str) -> str:
    """An Arabic word without what looks like the article: after ل it loses its first letter."""
    return word.removeprefix(_ARTICLE) if len(word) > len(_ARTICLE) + 1 else word


def with_proclitics(match: re.Match[str]) -> str:
    """An expression for an Arabic word and what may be written onto its front."""
    word = match.group()
    stem = stem_of(word)
    if stem == word:
        return rf"(?:(?<!\w){_PROCLITIC})?{word}"
    return rf"(?:(?:(?<!\w){_PROCLITIC})?{_ARTICLE}|(?<!\w)[وف]?لل){stem}"
