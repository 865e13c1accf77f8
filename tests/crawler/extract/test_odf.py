"""OpenDocument: texts and spreadsheets, as their readers see them."""

import pytest

from crawler.extract import ExtractError, Extraction, extract
from tests.crawler.extract.office_files import odf


def read(body: bytes) -> Extraction:
    return extract(body, url="https://a.example/x.odt", media_type="application/octet-stream")


def shape(found: Extraction) -> list[tuple[str, int, str]]:
    return [(one.kind, one.level, found.text[one.start : one.end]) for one in found.sections]


def test_headings_lists_and_tables_are_kept() -> None:
    body = (
        '<text:h text:outline-level="2">Besluit</text:h>'
        "<text:p>De termijn is <text:span>90</text:span> dagen.</text:p>"
        "<text:list><text:list-item><text:p>voor meters</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>Klasse</text:p></table:table-cell>"
        "<table:table-cell><text:p>Dagen</text:p></table:table-cell></table:table-row></table:table>"
    )
    found = read(odf(body, title="Besluit 12"))
    assert shape(found) == [
        ("heading", 2, "Besluit"),
        ("paragraph", 0, "De termijn is 90 dagen."),
        ("list_item", 0, "voor meters"),
        ("table", 0, "Klasse | Dagen"),
    ]
    assert (found.title, found.language) == ("Besluit 12", "nl-BE")


def test_spaces_tabs_and_line_breaks_are_elements() -> None:
    body = '<text:p>a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d<text:s text:c="9999999"/></text:p>'
    assert read(odf(body)).text == "a b c\nd"


def test_deleted_text_comments_and_contents_are_left_out_and_notes_stand_last() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:p>old</text:p>"
        "</text:changed-region></text:tracked-changes>"
        "<text:table-of-content><text:index-body><text:p>Art. 1 … 3</text:p>"
        "</text:index-body></text:table-of-content>"
        "<text:p>Now<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>A note</text:p>"
        "</text:note-body></text:note> said"
        "<office:annotation><text:p>remark</text:p></office:annotation>.</text:p>"
        "<text:p>After</text:p>"
    )
    assert read(odf(body)).text == "Now said.\n\nAfter\n\nA note"


def test_text_in_frames_is_read() -> None:
    body = "<text:p>Out<draw:frame><draw:text-box><text:p>In</text:p></draw:text-box></draw:frame></text:p>"
    assert read(odf(body)).text == "Out\n\nIn"


def test_a_spreadsheet_s_sheets_have_their_names() -> None:
    row = "<table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row>"
    empty = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell/></table:table-row>'
    body = f'<table:table table:name="MNC">{row.format("262")}{empty}</table:table>'
    assert shape(read(odf(body, kind="spreadsheet"))) == [
        ("heading", 2, "MNC"),
        ("table", 0, "262"),
    ]


def test_a_file_with_a_password_is_said_to_be_encrypted() -> None:
    with pytest.raises(ExtractError) as caught:
        read(odf("", parts={"META-INF/manifest.xml": "<manifest:encryption-data/>"}))
    assert caught.value.code == "encrypted"


def test_a_drawing_is_no_text() -> None:
    with pytest.raises(ExtractError) as caught:
        read(odf("", kind="graphics"))
    assert caught.value.code == "unknown_format"
