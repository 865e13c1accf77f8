"""PDFs: text by page; broken, locked and scanned files each by their name."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from fpdf import FPDF

from crawler.extract import ExtractError, Extraction, extract

URL = "https://a.example/decision.pdf"
CLAUSES = [
    f"Article {number}. A device that is used for more than {number * 10} days within the "
    f"territory shall be registered with the Authority by its provider. "
    f"The provider keeps the record of clause {number} for two years."
    for number in range(1, 41)
]


class Gazette(FPDF):
    def header(self) -> None:
        self.set_font("helvetica", size=8)
        self.cell(0, 8, "Gazette of the Office, No. 12", align="C")
        self.ln(14)

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("helvetica", size=8)
        self.cell(0, 8, f"Page {self.page_no()}", align="C")


def gazette() -> FPDF:
    document = Gazette()
    document.set_title("Decision 5/2026")
    document.set_lang("en-GB")
    document.add_page()
    document.set_font("helvetica", style="B", size=16)
    document.multi_cell(0, 9, "Decision 5/2026 on devices", new_x="LMARGIN", new_y="NEXT")
    document.ln(4)
    document.set_font("helvetica", size=11)
    for clause in CLAUSES:
        document.multi_cell(0, 6, clause, new_x="LMARGIN", new_y="NEXT")
        document.ln(3)
    return document


@pytest.fixture(scope="module")
def body() -> bytes:
    return bytes(gazette().output())


def read(body: bytes) -> Extraction:
    return extract(body, url=URL, media_type="application/pdf")


def test_every_paragraph_comes_out_whole(body: bytes) -> None:
    text = read(body).text
    assert [clause for clause in CLAUSES if clause not in text] == []


def test_headers_footers_and_page_numbers_stay_out(body: bytes) -> None:
    text = read(body).text
    assert "Gazette of the Office" not in text
    assert "Page 1" not in text


def test_sections_are_exact_and_know_their_page(body: bytes) -> None:
    found = read(body)
    pieces = [found.text[section.start : section.end] for section in found.sections]
    assert "\n\n".join(pieces) == found.text
    pages = [section.page for section in found.sections]
    assert pages == sorted(pages, key=lambda page: page or 0)
    assert (pages[0], pages[-1]) == (1, 3)
    assert (found.sections[0].kind, pieces[0]) == ("heading", "Decision 5/2026 on devices")


def test_title_and_language_are_the_file_s_own(body: bytes) -> None:
    found = read(body)
    assert (found.title, found.language, found.problem) == ("Decision 5/2026", "en-GB", "")


@pytest.mark.parametrize(
    "title", ["Microsoft Word - draft_v3.doc", "untitled", "decision.docx", "x"]
)
def test_a_title_left_behind_by_a_program_is_no_title(title: str) -> None:
    document = gazette()
    document.set_title(title)
    assert read(bytes(document.output())).title == ""


def test_a_scan_has_no_text() -> None:
    document = FPDF()
    document.add_page()
    document.rect(20, 20, 100, 100, style="F")
    assert read(bytes(document.output())) == Extraction(text="", problem="no_text")


def test_a_file_that_wants_a_password_is_encrypted() -> None:
    document = gazette()
    document.set_encryption(owner_password="owner", user_password="user")
    found = read(bytes(document.output()))
    assert (found.text, found.problem) == ("", "encrypted")


def test_a_file_that_anybody_may_open_is_read_although_protected() -> None:
    document = gazette()
    document.set_encryption(owner_password="owner")
    assert CLAUSES[0] in read(bytes(document.output())).text


def test_a_file_without_its_end_is_a_typed_error(body: bytes) -> None:
    with pytest.raises(ExtractError) as caught:
        read(body[: len(body) // 2])
    assert caught.value.code == "pdf_truncated"
    assert URL in str(caught.value)


@pytest.mark.parametrize("broken", [b"%PDF-1.7\nrubbish\n%%EOF", b"%PDF-1.4\n%%EOF\n"])
def test_a_broken_file_is_a_typed_error(broken: bytes) -> None:
    with pytest.raises(ExtractError) as caught:
        read(broken)
    assert caught.value.code == "pdf_broken"


def test_many_threads_may_read_at_once(body: bytes) -> None:
    with ThreadPoolExecutor(4) as pool:
        texts = set(pool.map(lambda _: read(body).text, range(8)))
    assert len(texts) == 1


def test_turkish_letters_come_out() -> None:
    # The built-in fonts have no ş; a PDF with such letters carries its font. Written by hand
    # here: one page whose font maps codes to Unicode.
    to_unicode = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> "
        b"endcodespacerange 3 beginbfchar <41> <015f> <42> <0131> <43> <011f> endbfchar endcmap end"
    )
    content = b"BT /F 12 Tf 72 700 Td (ABC) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(to_unicode), to_unicode),
    ]
    out = BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(
        b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in places)
    )
    out.write(b"trailer << /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)
    assert read(out.getvalue()).text == "şığ"
