"""A page's structure becomes blocks, in order, with nothing lost."""

from lxml import html

from crawler.extract.markup.blocks import read_blocks
from crawler.extract.markup.tree import parse


def blocks(markup: str) -> list[tuple[str, str]]:
    root = parse(f"<body>{markup}</body>")
    assert root is not None
    body = next(root.iter("body"))
    return [(item.block.kind, item.block.text) for item in read_blocks(body)]


def texts(markup: str) -> list[str]:
    return [text for _, text in blocks(markup)]


def test_headings_keep_their_level() -> None:
    root = parse("<h1>Act</h1><h3>Scope</h3>")
    assert root is not None
    found = [(item.block.text, item.block.level) for item in read_blocks(root)]
    assert found == [("Act", 1), ("Scope", 3)]


def test_paragraphs_and_loose_text_are_blocks() -> None:
    assert texts("Before.<p>One.</p>Between.<div>Two.<p>Three.</p>Four.</div>") == [
        "Before.", "One.", "Between.", "Two.", "Three.", "Four.",
    ]  # fmt: skip


def test_inline_markup_does_not_break_a_sentence() -> None:
    assert texts("<p>The <b>Auth</b>ority <a href=x>shall <i>not</i></a>&nbsp;block.</p>") == [
        "The Authority shall not block."
    ]


def test_one_break_is_a_line_two_are_a_paragraph() -> None:
    assert texts("<p>One<br>two<br><br>three<br/> <br/>four</p>") == ["One\ntwo", "three", "four"]


def test_line_feeds_in_the_source_are_spaces() -> None:
    assert texts("<p>One\n   two\n\n\nthree</p>") == ["One two three"]


def test_preformatted_text_keeps_its_lines() -> None:
    assert texts("<pre>Art. 1\nRoaming\n\nArt. 2</pre>") == ["Art. 1\nRoaming", "Art. 2"]


def test_list_items_are_blocks_also_when_nested() -> None:
    found = blocks("<ol><li>One<ul><li>One a</li></ul></li><li><p>Two</p><p>more</p></li></ol>")
    assert found == [
        ("list_item", "One"), ("list_item", "One a"), ("list_item", "Two"), ("list_item", "more"),
    ]  # fmt: skip


def test_a_table_is_read_row_by_row() -> None:
    found = blocks(
        "<table><caption>Limits</caption><thead><tr><th>Country</th><th>Days</th></tr></thead>"
        "<tbody><tr><td>Ruritania</td><td>90</td></tr><tr><td>Syldavia<br>(north)</td>"
        "<td><p>120</p><p>cumulative</p></td></tr></tbody></table>"
    )
    assert found == [
        ("paragraph", "Limits"),
        ("table", "Country | Days"),
        ("table", "Ruritania | 90"),
        ("table", "Syldavia (north) | 120 cumulative"),
    ]


def test_empty_cells_and_rows_leave_no_trace() -> None:
    assert texts("<table><tr><td></td><td>A</td></tr><tr><td> </td></tr></table>") == ["A"]


def test_a_numbered_clause_in_a_table_reads_as_a_clause() -> None:
    markup = "<table><tr><td>(1)</td><td>Devices shall be registered.</td></tr></table>"
    assert texts(markup) == ["(1) Devices shall be registered."]


def test_a_table_that_arranges_the_page_is_no_data() -> None:
    found = blocks(
        "<table><tr><td><h2>Notice</h2><p>Text.</p></td><td>"
        "<table><tr><td>a</td><td>b</td></tr></table></td></tr></table>"
    )
    assert found == [("heading", "Notice"), ("paragraph", "Text."), ("table", "a | b")]


def test_a_cell_with_a_page_in_it_is_no_datum() -> None:
    paragraphs = "".join(f"<p>Clause {number}.</p>" for number in range(8))
    assert len(texts(f"<table><tr><td>{paragraphs}</td></tr></table>")) == 8


def test_a_term_stands_with_its_definition() -> None:
    found = blocks(
        "<dl><dt>Permanent roaming</dt><dd>Use for more than 90 days.</dd><dd>Or as decided.</dd>"
        "<dt>IMSI:</dt><dd>A number.</dd><dt>Left alone</dt></dl>"
    )
    assert found == [
        ("list_item", "Permanent roaming: Use for more than 90 days."),
        ("list_item", "Or as decided."),
        ("list_item", "IMSI: A number."),
        ("list_item", "Left alone"),
    ]


def test_a_quotation_is_a_quote() -> None:
    assert blocks("<blockquote><p>Said.</p></blockquote><p>So.</p>") == [
        ("quote", "Said."),
        ("paragraph", "So."),
    ]


def test_comments_and_instructions_leave_their_surroundings_whole() -> None:
    assert texts("<p>One <!-- two --> three <?x y?> four</p>") == ["One three four"]


def test_nothing_is_lost_between_deeply_nested_tags() -> None:
    markup = "<div>" * 5_000 + "deep" + "</div>" * 5_000 + "<p>after</p>"
    assert texts(markup) == ["deep", "after"]


def test_unclosed_inline_tags_do_not_hide_what_follows() -> None:
    markup = "".join(f"<p><font><b>Clause {number}." for number in range(1_500))
    assert len(texts(markup)) == 1_500


def test_link_text_is_counted() -> None:
    root = html.document_fromstring("<p>See <a href=x>the act</a> now</p>")
    assert [item.linked for item in read_blocks(root)] == [len("the act")]
