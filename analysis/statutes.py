"""Statutes: long laws of which one article or chapter is about a topic.

A data protection act of two hundred pages has two on transfers abroad; counted by the
thousand words they are a mention in passing, but they are the rule.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from analysis.statements import Statement
from data.words import Topic

#: The points of a topic that has an article of its own.
ARTICLE = 0.3
#: Topics that general laws rule in passing; the words of the others mean too much else in them.
TOPICS = (Topic.DATA_LOCALISATION, Topic.ROAMING, Topic.IMEI)
#: Characters of an article with its paragraphs.
LENGTH = 2_500
#: So many headings make a statute, if no more than so many characters lie between two.
_FEWEST, _MOST_BETWEEN = 8, 3_500
#: So many words of the topic stand in an article about it.
MARKS = 3
#: What a heading begins with: Article 5, Artículo 23, § 12, Madde 4, Статья 7, المادة 9, 第三十七条, 제5조.
_HEADING = re.compile(
    r"(?:^|[\n.;。；:])[\s\u3000#*•\-–—\"“«(]{0,6}"
    r"(?:(?:art(?:icle|[íi]culo|igo|icolo|ikel|yku[łl]|\.)|section|sec\.|paragraaf|madde|стать[яи]|"
    r"ст\.|(?:ال)?مادة|pasal|seksyen|điều|regulation|rule)\s*\(?\d|§+\s*\d|"
    r"第[〇零一二三四五六七八九十百\d]{1,6}[条條]|제\s?\d{1,4}\s?조|\d{1,3}\.\s*[—–-]\s*[(A-ZÀ-Ý])",
    re.IGNORECASE,
)


def is_statute(text: str) -> bool:
    """Whether the text is written in articles from beginning to end."""
    found = sum(1 for _ in _HEADING.finditer(text))
    return found >= _FEWEST and len(text) <= found * _MOST_BETWEEN


def has_article(topic: Topic, statements: Sequence[Statement], *, ordered: bool = False) -> bool:
    """Whether an article is about the topic: it speaks of it again and again, and as a duty.

    A word in passing has no company. ``ordered``: suppose the duty, before cues are read.
    """
    if topic not in TOPICS:
        return False
    about = [s for s in statements if s.about(topic) and s.quotable]
    starts = [s.start for s in about]
    marks = [0, *accumulate(s.values("topics").count(topic.value) for s in about)]
    for index, start in enumerate(starts):
        end = bisect_right(starts, start + LENGTH)
        enough = end - index > 1 and marks[end] - marks[index] >= MARKS
        if enough and (ordered or any(map(_orders, about[index:end]))):
            return True
    return False


def _orders(statement: Statement) -> bool:
    """Whether it lays down a duty of today."""
    return "duty" in statement.says("modality") and not statement.old
