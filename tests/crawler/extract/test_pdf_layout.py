"""Lines of a printed page become paragraphs again."""

from crawler.extract.pdf_layout import Line, blocks_of, without_running

WIDTH = 5.0
"""Points that one character takes."""


def lines(
    *texts: str, page: int = 1, top: float = 150.0, left: float = 72.0, size: float = 10.0
) -> list[Line]:
    """Lines below one another at the usual distance; ``""`` leaves a blank line."""
    found = []
    for number, text in enumerate(texts):
        if text:
            y = top + 12 * number
            found.append(
                Line(
                    text=text,
                    left=72.0,
                    right=72.0 + WIDTH * len(text),
                    top=y,
                    bottom=y + size,
                    size=size,
                    page=page,
                    height=842,
                )
            )
    return found


def texts(*pages: list[Line]) -> list[str]:
    return [block.text for block in blocks_of(pages)]


FULL = "A provider of mobile services shall keep a record of every device that it has"


def test_lines_of_a_paragraph_are_joined() -> None:
    assert texts(
        lines(
            FULL, "connected to its network, and of the day on which it was seen first", "or last."
        )
    ) == [f"{FULL} connected to its network, and of the day on which it was seen first or last."]


def test_a_blank_line_parts_paragraphs() -> None:
    assert texts(lines(FULL, "connected.", "", "The record is kept.")) == [
        f"{FULL} connected.",
        "The record is kept.",
    ]


def test_a_line_that_ends_early_ends_its_paragraph() -> None:
    assert texts(
        lines(FULL, "connected.", "The record is kept for a year by the provider of the service it")
    ) == [
        f"{FULL} connected.",
        "The record is kept for a year by the provider of the service it",
    ]


def test_a_small_letter_goes_on_whatever_the_room() -> None:
    assert (
        texts(lines(FULL, "connected", "to its network.", FULL))[0]
        == f"{FULL} connected to its network."
    )


def test_clauses_begin_paragraphs() -> None:
    found = texts(
        lines(FULL, "connected.", "Article 2 The record is kept for as long as the service is provided.",
              "(a) for consumers, one year from the day on which the contract ended there,",
              "(b) for machines, two years.")
    )  # fmt: skip
    assert [text[:9] for text in found] == ["A provide", "Article 2", "(a) for c", "(b) for m"]


def test_a_quoted_clause_does_not() -> None:
    before = "connected, as set out in detail for all of them by the provisions under"
    assert texts(lines(FULL, before, "Article 5 of the Act.")) == [
        f"{FULL} {before} Article 5 of the Act."
    ]


def test_a_divided_word_is_put_together() -> None:
    assert texts(lines("The numbers are for inter\ufffenational use and the opera\x02tors"))[0] == (
        "The numbers are for international use and the operators"
    )
    assert texts(
        lines(FULL + " con-", "nected to its network in the territory of the state, always.")
    ) == [f"{FULL} connected to its network in the territory of the state, always."]


def test_a_compound_keeps_its_hyphen() -> None:
    assert texts(lines("machine-to\ufffemachine and cross\ufffeborder services")) == [
        "machine-to-machine and cross-border services"
    ]
    assert texts(lines("A pre\ufffepaid card. Each pre-paid card is registered.")) == [
        "A pre-paid card. Each pre-paid card is registered."
    ]


def test_a_word_the_document_writes_whole_loses_the_hyphen() -> None:
    assert texts(lines("long\ufffeterm use; longterm plans")) == ["longterm use; longterm plans"]


def test_larger_letters_are_a_heading() -> None:
    page = lines("Decision on the registration", "of devices", size=16, top=100) + lines(
        FULL, top=150
    )
    found = blocks_of([page])
    assert [(block.kind, block.level, block.text) for block in found] == [
        ("heading", 1, "Decision on the registration of devices"),
        ("paragraph", 0, FULL),
    ]


def test_marks_make_list_items() -> None:
    found = blocks_of([lines("• handsets;", "• meters;", "1. vehicles;", "2.1 trailers;")])
    assert [block.kind for block in found] == ["list_item"] * 4


def test_a_sentence_goes_on_over_the_page() -> None:
    last = "connected to its network.", "", "", "Another one."
    found = blocks_of(
        [
            lines(
                "It is for the regulator and for nobody else to see to it that every one of them:",
                FULL,
            ),
            lines(*last, page=2),
        ]
    )
    assert found[-2].text.endswith(f"{FULL} connected to its network.")
    assert [block.page for block in found[-2:]] == [1, 2]


def test_a_new_sentence_on_a_new_page_is_a_new_block() -> None:
    found = blocks_of([lines(FULL + " seen."), lines("The record is kept.", page=2)])
    assert [(block.page, block.text[:10]) for block in found] == [
        (1, "A provider"),
        (2, "The record"),
    ]


def running_page(number: int) -> list[Line]:
    return [
        *lines("Official Journal, issue 12", top=30, page=number),
        *lines(f"Clause number {number} is about something of its own.", page=number),
        *lines(f"Page {number} of 4", top=800, page=number),
    ]


def test_running_headers_and_footers_are_dropped() -> None:
    assert texts(*(running_page(number) for number in range(1, 5))) == [
        f"Clause number {number} is about something of its own." for number in range(1, 5)
    ]


def test_what_stands_once_at_an_edge_is_kept() -> None:
    kept = without_running([lines("Ministry of Transport", top=30), lines("Text", page=2)])
    assert [[line.text for line in page] for page in kept] == [["Ministry of Transport"], ["Text"]]


def test_bare_page_numbers_are_dropped_even_on_few_pages() -> None:
    for number in (
        "3",
        "- 3 -",
        "3/12",
        "Seite 3",
        "Página 3 de 12",
        "Sayfa 3",
        "第 3 页",
        "стр. 3",
    ):
        assert without_running([lines(number, top=810)]) == [[]], number


def test_a_number_within_the_page_is_text() -> None:
    assert texts(lines("12", top=400)) == ["12"]


def test_chinese_lines_are_joined_without_a_space() -> None:
    first = "为加强物联网卡的安全管理工作根据有关法律法规的规定制定本办法"
    assert texts(lines(first, "自发布之日起施行。")) == [f"{first}自发布之日起施行。"]


def test_body_lines_that_resemble_each_other_are_kept() -> None:
    row = "{n}. The provider of row {n} shall be registered within {n} days of its first use there."
    pages = [lines(row.format(n=number), top=60, page=number) for number in range(1, 6)]
    assert len(texts(*pages)) == 5


def test_ligatures_and_presentation_forms_become_letters() -> None:
    assert texts(lines("The ﬁrst oﬃce, ﻻ")) == ["The first office, لا"]


def test_no_lines_are_no_blocks() -> None:
    assert blocks_of([]) == []
    assert blocks_of([[], []]) == []
