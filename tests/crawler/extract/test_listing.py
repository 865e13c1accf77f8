"""The reader of index pages, scored on pages modelled on those of authorities everywhere."""

import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.extract.listing import read_listing

FOLDER = Path(__file__).parent / "listing_pages"
Row = tuple[str, str, str]


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page and what a careful reader finds listed on it: address, title, day."""

    name: str
    file: str
    url: str
    entries: tuple[Row, ...]
    language: str = ""

    def read(self) -> list[Row]:
        """What our reader finds."""
        html = (FOLDER / self.file).read_text(encoding="utf-8")
        found = read_listing(html, url=self.url, options={"language": self.language})
        return [
            (link.url, link.title, link.published_on.isoformat() if link.published_on else "")
            for link in found
        ]


def load() -> list[Page]:
    tables = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))["page"]
    return [
        Page(**(table | {"entries": tuple((row[0], row[1], row[2]) for row in table["entries"])}))
        for table in tables
    ]


PAGES = load()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_is_read_exactly(page: Page) -> None:
    assert page.read() == list(page.entries)


def test_precision_and_recall_over_all_pages(capsys: pytest.CaptureFixture[str]) -> None:
    right = found = wanted = dated = 0
    for page in PAGES:
        rows = {url: day for url, _, day in page.read()}
        hits = [row for row in page.entries if row[0] in rows]
        right += len(hits)
        found += len(rows)
        wanted += len(page.entries)
        dated += sum(rows[url] == day for url, _, day in hits)
    precision, recall, days = right / found, right / wanted, dated / right
    with capsys.disabled():
        sys.stdout.write(
            f"\nlisting reader: {len(PAGES)} pages, {wanted} entries: "
            f"precision {precision:.3f}, recall {recall:.3f}, days right {days:.3f}\n"
        )
    assert len(PAGES) >= 25
    assert min(precision, recall, days) >= 0.95


def test_every_page_has_its_expectation() -> None:
    assert {path.name for path in FOLDER.glob("*.html")} == {page.file for page in PAGES}
