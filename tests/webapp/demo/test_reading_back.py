"""What the real extractor gives back of the sample world's pages: all of the text, no furniture."""

from datetime import date

import pytest

from crawler.extract import Extraction, extract
from webapp.demo.recall import word_recall
from webapp.demo.samples import load_samples
from webapp.demo.site import Page
from webapp.demo.world import Text, build_site, look_of, texts

ANCHOR = date(2026, 11, 22)
BASE = "http://127.0.0.1:8041"
AUTHORITIES = load_samples()
SITE = build_site(AUTHORITIES, anchor=ANCHOR, week=2, base_url=BASE)
TEXTS = list(texts(AUTHORITIES, anchor=ANCHOR, week=2))


def read(page: Page, path: str, language: str) -> Extraction:
    media_type, _, charset = page.media_type.partition("; charset=")
    return extract(
        page.body, url=BASE + path, media_type=media_type, charset=charset, language=language
    )


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: str(text.path))
def test_every_word_of_a_publication_comes_back(text: Text) -> None:
    body = "\n\n".join(block.plain for block in text.blocks)

    extraction = read(SITE[text.path], text.path, text.authority.lang)

    assert extraction.problem == ""
    assert word_recall(body, extraction.text) >= 0.99


@pytest.mark.parametrize(
    "text", [t for t in TEXTS if not t.publication.is_pdf], ids=lambda text: str(text.path)
)
def test_menus_banner_and_footer_stay_out(text: Text) -> None:
    look = look_of(text.authority, BASE)

    read_text = read(SITE[text.path], text.path, text.authority.lang).text

    for furniture in (look.notice, look.words["cookies"], look.words["footer"]):
        assert furniture not in read_text
    assert " ".join(look.words["menu"]) not in " ".join(read_text.split())
