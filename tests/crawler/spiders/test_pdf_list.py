"""Pages whose links are the documents."""

from datetime import date

import pytest

from crawler.spiders.pdf_list import is_file
from tests.crawler.spiders.asking import make_task, read
from tests.replica.publishers import files_page
from tests.replica.server import Page, listing

TASK = make_task("pdf_list", "https://r.example/regulations/")
ROWS = [
    ("16 November 2026", "Regulations on the registration of devices", "/files/reg-1.pdf"),
    ("2 October 2026", "Guidelines on permanent roaming", "/files/guide.docx"),
    ("3 March 2026", "Numbering plan of the country", "/files/plan.pdf?v=2"),
]


def test_each_file_has_the_title_and_day_of_its_row() -> None:
    entries = read(TASK, files_page(ROWS)).entries
    assert [entry.url for entry in entries] == [f"https://r.example{row[2]}" for row in ROWS]
    assert [entry.title for entry in entries] == [row[1] for row in ROWS]
    assert entries[0].published_on == date(2026, 11, 16)


def test_files_of_menu_and_footer_are_no_documents() -> None:
    found = [entry.url for entry in read(TASK, files_page(ROWS)).entries]
    assert not any("privacy" in url or "accessibility" in url for url in found)


def test_a_file_that_stands_alone_is_taken_too() -> None:
    page = files_page(ROWS).body.replace(
        b"</main>",
        b"<p>Draft rules for eSIM: <a href='/files/draft.pdf'>PDF</a></p>"
        b"<p><a href='/up/2026/05/licence_fees-2026.pdf'></a></p></main>",
    )
    titles = {entry.url[-9:]: entry.title for entry in read(TASK, Page(body=page)).entries}
    assert titles["draft.pdf"].startswith("Draft rules for eSIM")
    assert titles["-2026.pdf"] == "licence fees 2026"


def test_a_page_without_files_is_read_as_a_list() -> None:
    links = {f"/media/{n}/view": f"Regulation number {n} on devices" for n in range(1, 6)}
    entries = read(TASK, Page(body=listing(links))).entries
    assert [entry.url for entry in entries] == [f"https://r.example{url}" for url in links]


def test_addresses_with_backslashes_lead_where_browsers_go() -> None:
    page = files_page(ROWS).body.replace(b"/files/reg-1.pdf", b"..\\files\\reg-1.pdf")
    assert read(TASK, Page(body=page)).entries[0].url == "https://r.example/files/reg-1.pdf"


def test_an_empty_page_has_no_files() -> None:
    assert read(TASK, Page(body=b"<html><body><p>Soon.</p></body></html>")).entries == ()
    assert read(TASK, Page(body=b"")).entries == ()


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://r.example/a.PDF", True),
        ("https://r.example/a%2Epdf", True),
        ("https://r.example/get?file=a.docx", True),
        ("https://r.example/send.php?f=7_8.pdf&c=3", True),
        ("https://r.example/send.php?f=7_8.pdfx&c=3", False),
        ("https://r.example/a.pdf.html", False),
        ("https://r.example/pdf", False),
        ("https://r.example/a.zip", False),
    ],
)
def test_a_file_is_known_by_the_end_of_its_address(url: str, is_one: bool) -> None:
    assert is_file(url) is is_one
