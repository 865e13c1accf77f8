"""Word files: their structure, and only what a reader of the final document sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import Extraction, extract
from tests.crawler.extract.office_files import STRICT_W, docx, paragraph, table


def read(body: bytes) -> Extraction:
    return extract(body, url="https://a.example/x", media_type="application/octet-stream")


def shape(found: Extraction) -> list[tuple[str, int, str]]:
    return [(one.kind, one.level, found.text[one.start : one.end]) for one in found.sections]


def test_headings_lists_and_tables_are_kept() -> None:
    body = (
        paragraph("Decision on SIMs", style="Kop1")
        + paragraph("The term is 90 days.")
        + paragraph("for meters", style="Lijst")
        + paragraph("for cars", more='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="4"/></w:numPr>')
        + table(("Class", "Days"), ("Meter", "120"))
    )
    assert shape(read(docx(body))) == [
        ("heading", 1, "Decision on SIMs"),
        ("paragraph", 0, "The term is 90 days."),
        ("list_item", 0, "for meters"),
        ("list_item", 0, "for cars"),
        ("table", 0, "Class | Days"),
        ("table", 0, "Meter | 120"),
    ]


@pytest.mark.parametrize(
    ("style", "more", "level"),
    [
        ("Kop2", "", 2), ("Artikel", "", 2), ("Deel", "", 3), ("A", "", 0), ("nowhere", "", 0),
        ("", '<w:outlineLvl w:val="0"/>', 1), ("Kop1", '<w:outlineLvl w:val="9"/>', 0),
    ],
)  # fmt: skip
def test_a_style_is_a_heading_by_its_name_its_level_or_what_it_builds_on(
    style: str, more: str, level: int
) -> None:
    (found,) = shape(read(docx(paragraph("Article 7", style=style, more=more))))
    assert found == ("heading" if level else "paragraph", level, "Article 7")


def test_a_list_may_be_switched_off_in_one_paragraph() -> None:
    off = paragraph("No item", style="Lijst", more='<w:numPr><w:numId w:val="0"/></w:numPr>')
    assert shape(read(docx(off)))[0][0] == "paragraph"


def test_inserted_text_counts_and_deleted_text_does_not() -> None:
    body = (
        "<w:p><w:r><w:t>Within </w:t></w:r><w:del><w:r><w:delText>120</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>90</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom>"
        "<w:r><w:t> days</w:t></w:r></w:p>"
    )
    assert read(docx(body)).text == "Within 90 days"


def test_content_controls_links_and_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('In the box')}</w:txbxContent>"
    body = (
        f"<w:sdt><w:sdtContent>{paragraph('Controlled')}</w:sdtContent></w:sdt>"
        "<w:p><w:hyperlink><w:r><w:t>A link</w:t></w:r></w:hyperlink><w:r><mc:AlternateContent>"
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert read(docx(body)).text == "Controlled\n\nA link\n\nIn the box"


def test_codes_hidden_text_and_tables_of_contents_are_left_out() -> None:
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
        f"</w:sdtPr><w:sdtContent>{paragraph('Article 1 … 3')}</w:sdtContent></w:sdt>"
    )
    body = contents + (
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>Shown</w:t>'
        "<w:tab/><w:t>here</w:t><w:br/><w:t>below</w:t></w:r></w:p>"
    )
    assert read(docx(body)).text == "Shown here\nbelow"


def test_notes_stand_at_the_end() -> None:
    found = read(
        docx(paragraph("Text"), footnotes=f"<w:footnote>{paragraph('A note')}</w:footnote>")
    )
    assert found.text == "Text\n\nA note"


def test_merged_cells_are_read_once_and_nested_tables_in_their_cell() -> None:
    body = (
        "<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>"
        + paragraph("Both")
        + f"</w:tc><w:tc>{table(('inner', 'cell'))}</w:tc></w:tr>"
        "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>"
        + paragraph("ghost")
        + f"</w:tc><w:tc>{paragraph('second')}</w:tc></w:tr></w:tbl>"
    )
    assert [text for _, _, text in shape(read(docx(body)))] == ["Both | inner | cell", "second"]


def test_a_table_that_only_arranges_the_page_is_no_data() -> None:
    many = "".join(paragraph(f"Paragraph {number}") for number in range(7))
    found = shape(read(docx(f"<w:tbl><w:tr><w:tc>{many}</w:tc></w:tr></w:tbl>")))
    assert [kind for kind, _, _ in found] == ["paragraph"] * 7


@pytest.mark.parametrize(
    ("stated", "title"),
    [("Order 12 of 2026", "Order 12 of 2026"), ("Microsoft Word - x", "First"), ("", "First")],
)
def test_the_title_is_the_stated_one_if_somebody_wrote_it(stated: str, title: str) -> None:
    assert read(docx(paragraph("First", style="Kop1"), title=stated)).title == title


def test_the_strict_edition_is_read_too() -> None:
    assert shape(read(docx(paragraph("S", style="Kop1"), namespace=STRICT_W))) == [
        ("heading", 1, "S")
    ]


def test_a_file_without_text_says_so() -> None:
    assert read(docx("<w:p/>")).problem == "no_text"


def test_tables_nested_absurdly_deep_are_read_in_bounded_depth() -> None:
    body = "<w:tbl><w:tr><w:tc>" * 400 + paragraph("deep") + "</w:tc></w:tr></w:tbl>" * 400
    assert read(docx(paragraph("Top") + body)).text == "Top"


@given(
    st.lists(
        st.text(
            alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "Z")), max_size=40
        ),
        max_size=6,
    )
)
def test_sections_are_exact_for_any_text(texts: list[str]) -> None:
    escaped = [text.replace("&", "&amp;").replace("<", "&lt;") for text in texts]
    found = read(docx("".join(map(paragraph, escaped))))
    assert "\n\n".join(found.text[one.start : one.end] for one in found.sections) == found.text
