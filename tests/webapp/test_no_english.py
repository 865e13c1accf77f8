"""Pages in German and Spanish hold no English of ours: only names, and what is marked as English."""

import re
from collections.abc import Iterator

import lxml.html
import pytest
from flask import Flask
from lxml.html import HtmlElement

from tests.webapp.filled import PAGES
from tests.webapp.test_language import settled
from tests.words.catalogues import read
from webapp.language import gettext
from webapp.wording import labels

#: Words of English that are none in German or Spanish; two of them make a sentence.
ENGLISH = frozenset(
    re.findall(
        r"\w+",
        """the of and is are were been be to from with without not it its this that there has have had what
        which who when since until before after any than you
        your but if does can may must by for on at or nor""",
    )
)
#: Elements that hold names, words of others and code.
NAMES = ("bdi", "blockquote", "code", "kbd", "mark", "option", "pre", "script", "style", "textarea")
SAID = ("title", "aria-label", "placeholder", "alt", "data-label")


def sentences(page: str, code: str) -> Iterator[str]:
    """What a page says in the language ``code``, as far as it is ours."""
    yield from _said(lxml.html.document_fromstring(page), code, "")


def _said(element: HtmlElement, code: str, language: str) -> Iterator[str]:
    language = element.get("lang") or language
    ours = language == code and element.tag not in NAMES and element.get("dir") != "auto"
    if ours and isinstance(element.tag, str):
        yield from (element.get(name, "") for name in SAID)
        yield element.text or ""
    for child in element:
        if ours or child.get("lang") == code:
            yield from _said(child, code, language)
        if ours:
            yield child.tail or ""


def english_in(text: str) -> set[str]:
    """The English words of a text that only a sentence has, if it has two."""
    # An address may have such words in its parameters.
    words = re.sub(r"\bhttps?://\S+", "", text).lower()
    found = set(re.findall(r"[a-z]+", words)) & ENGLISH
    return found if len(found) > 1 else set()


@pytest.mark.parametrize("code", ["de", "es"])
def test_no_page_says_an_english_sentence(filled_app: Flask, code: str) -> None:
    client, found = settled(filled_app, code), {}
    for path in PAGES:
        answer = client.get(path, follow_redirects=True)
        if answer.mimetype == "text/html":
            for text in sentences(answer.text, code):
                if english_in(text):
                    found[" ".join(text.split())] = path
    assert found == {}


@pytest.mark.parametrize("code", ["de", "es"])
def test_every_stored_word_that_a_page_shows_is_in_the_catalogues(
    filled_app: Flask, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    known = {message.id for message in read(code)}
    shown: set[str] = set()

    def noted(text: str) -> str:
        shown.add(text)
        return gettext(text)

    monkeypatch.setattr(labels, "gettext", noted)
    client = settled(filled_app, code)
    for path in PAGES:
        client.get(path, follow_redirects=True)
    assert len(shown) > 100
    assert shown - known == set()


def test_an_english_sentence_would_be_found() -> None:
    page = '<html lang="de"><p>Hier<b>what is <i>not</i> said</b><bdi>is the</bdi><q lang="en">is the</q></p>'
    assert [text for text in sentences(page, "de") if english_in(text)] == ["what is "]
