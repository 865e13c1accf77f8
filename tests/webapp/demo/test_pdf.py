"""PDFs of texts: every word can be read again, and the bytes are always the same."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from webapp.demo.markup import read_markup
from webapp.demo.pdf import can_show, make_pdf
from webapp.demo.recall import word_recall

BLOCKS = read_markup(
    "## Bölüm 1\n\nIĞDIR'da şebeke çalışır; ölçüm süresi 90 gündür.\n\n- ğüşiöç\n- İzmir\n\n"
    "| Łódź | Żywiec |\n| 1 | 2 |"
)


def written(**changes: object) -> bytes:
    facts: dict[str, object] = {
        "title": "Örnek Kurul Kararı",
        "blocks": BLOCKS,
        "issuer": "Örnek Kurul",
        "notice": "Örnek belge",
        "published": date(2026, 11, 2),
        "language": "tr-TR",
    }
    return make_pdf(**(facts | changes))  # type: ignore[arg-type]  # the facts above, by name


def read(body: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(body)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def test_letters_of_turkish_and_polish_can_be_read_again() -> None:
    (page,) = read(written())

    assert word_recall("\n".join(block.plain for block in BLOCKS), page) == 1.0
    assert "Örnek Kurul Kararı" in page


def test_the_same_text_gives_the_same_bytes() -> None:
    assert written() == written()


def test_another_process_gives_the_same_bytes() -> None:
    script = (
        "import hashlib; from tests.webapp.demo.test_pdf import written; "
        "print(hashlib.sha256(written()).hexdigest())"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", script],
            check=True,
            capture_output=True,
            text=True,
            cwd=Path(__file__).parents[3],
        ).stdout
        for _ in range(2)
    }

    assert len(hashes) == 1


def test_another_day_gives_other_bytes() -> None:
    assert written() != written(published=date(2026, 11, 3))


def test_a_text_without_a_date_still_has_fixed_bytes() -> None:
    assert written(published=None) == written(published=None)


def test_every_page_says_what_the_paper_is_and_has_its_number() -> None:
    pages = read(written(blocks=read_markup("\n\n".join(["Bir iki üç dört. " * 30] * 20))))

    assert len(pages) >= 3
    assert all(f"Örnek belge – {number}" in page for number, page in enumerate(pages, start=1))


@pytest.mark.parametrize(
    "text", ["Ölçüm – “90 gün”", "zażółć gęślą", "ääkköset", "Ελλάδα", "a\tb\n"]
)
def test_european_letters_can_be_shown(text: str) -> None:
    assert can_show(text)


@pytest.mark.parametrize(
    "text", ["网络安全法", "विनियामक", "Ver\u00adfah\u00adren", "\uf022", "a\u200bb"]
)
def test_what_the_font_lacks_or_readers_drop_cannot_be_shown(text: str) -> None:
    assert not can_show(text)
