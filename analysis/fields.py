"""Whether a text is of the trade in which a topic's words mean the topic.

A court homologates a settlement, an authority approves a fund (``agrément``): only beside
words such as telecommunications or radio is it the approval of equipment.
"""

from functools import cache

from analysis.folding import fold
from analysis.lexicon import ANY, topics
from analysis.matching import Matcher
from data.words import Topic

#: One word of the trade is enough for so many characters; a book has some by chance.
_PER_WORD = 20_000
_ENOUGH = 4


def in_field(topic: Topic, text: str, language: str) -> bool:
    """Whether enough words of the topic's trade stand in the text, its title included.

    A topic that names none in this language takes every text.
    """
    matcher = _matcher(topic, language)
    if matcher is None:
        return True
    wanted = min(1 + len(text) // _PER_WORD, _ENOUGH)
    found = matcher.find(fold(text), text)
    return sum(1 for _ in zip(range(wanted), found, strict=False)) == wanted


@cache
def _matcher(topic: Topic, language: str) -> Matcher[None] | None:
    words = topics()[topic].words
    own = words[language].field if language in words else ()
    if not own:
        return None
    shared = words[ANY].field if ANY in words else ()
    return Matcher([(entry, None) for entry in (*own, *shared)])
