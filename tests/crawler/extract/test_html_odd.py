"""Regulators' pages are odd: markup of the nineties, of word processors, of page builders."""

import pytest

from crawler.extract import Extraction, extract

MENU = (
    "<a href=/1>Home</a> | <a href=/2>Laws</a> | <a href=/3>Licences</a> | <a href=/4>Contact</a>"
)
FIRST = "Every provider shall keep a register of the devices that it admits to its network."
SECOND = "A device with a foreign identity may stay for ninety days in any period of one year."
THIRD = "The Board may extend the period on request; it decides within thirty days."


def read(markup: str, *, url: str = "https://www.office.example/act.htm") -> Extraction:
    return extract(markup.encode(), url=url, media_type="text/html")


def blocks(found: Extraction) -> list[str]:
    return [found.text[section.start : section.end] for section in found.sections]


def test_a_page_of_the_nineties() -> None:
    found = read(
        f"""<HTML><HEAD><TITLE>Act No. 5</TITLE></HEAD><BODY BGCOLOR=WHITE><CENTER>
        <FONT SIZE=+2><B>Act No. 5</B></FONT><P>{MENU}</CENTER><HR>
        <FONT FACE=Arial><P>1. {FIRST}<P>2. {SECOND}<P>3. {THIRD}<BR><BR>
        <CENTER><I>Given this fifth day of March</I></CENTER></BODY></HTML>"""
    )
    for clause in (f"1. {FIRST}", f"2. {SECOND}", f"3. {THIRD}", "Given this fifth day of March"):
        assert clause in blocks(found)


def test_a_page_that_knows_only_breaks() -> None:
    found = read(
        f"<html><body><div id=c>{FIRST}<br><br>{SECOND}<br/><br/>\n{THIRD}</div></body></html>"
    )
    assert blocks(found) == [FIRST, SECOND, THIRD]


def test_a_page_that_knows_only_divs() -> None:
    inner = "".join(f"<div><div><span>{text}</span></div></div>" for text in (FIRST, SECOND, THIRD))
    assert blocks(read(f"<html><body><div>{inner}</div></body></html>")) == [FIRST, SECOND, THIRD]


def test_a_page_saved_from_a_word_processor() -> None:
    found = read(
        f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal
        {{margin:0}}</style></head><body lang=EN-GB><div class=WordSection1>
        <p class=MsoNormal><b><span style='font-size:14.0pt'>Act No. 5<o:p></o:p></span></b></p>
        <p class=MsoNormal><span lang=EN-US>{FIRST[:30]}</span><span>{FIRST[30:]}<o:p></o:p></span></p>
        <p class=MsoListParagraph><span style='mso-list:Ignore'>a)<span>&nbsp;&nbsp; </span></span>
        {SECOND}<o:p></o:p></p></div></body></html>"""
    )
    assert blocks(found) == ["Act No. 5", FIRST, f"a) {SECOND}"]
    assert found.language == "EN-GB"


def test_clauses_in_a_table_with_their_numbers_in_a_column() -> None:
    rows = "".join(
        f"<tr><td width=5%>({number})</td><td>{text}</td></tr>"
        for number, text in enumerate((FIRST, SECOND, THIRD), 1)
    )
    found = read(f"<html><body><div>{MENU}</div><table>{rows}</table></body></html>")
    assert blocks(found)[-3:] == [f"(1) {FIRST}", f"(2) {SECOND}", f"(3) {THIRD}"]


def test_what_unfolds_keeps_its_headings() -> None:
    parts = "".join(
        f"<h2><button aria-expanded=false>Part {number}</button></h2><div class=collapse>{text}</div>"
        for number, text in enumerate((FIRST, SECOND), 1)
    )
    assert blocks(read(f"<main><h1>Act</h1>{parts}</main>")) == [
        "Act", "Part 1", FIRST, "Part 2", SECOND,
    ]  # fmt: skip


def test_details_are_read_although_closed() -> None:
    found = read(f"<main><details><summary>Part 1</summary><p>{FIRST}</p></details></main>")
    assert blocks(found) == ["Part 1", FIRST]


def test_footnotes_stay_at_the_end() -> None:
    note = "<hr><p><sup>1</sup> As defined in the Act.</p>"
    found = read(f"<main><p>{FIRST}<sup>1</sup></p><p>{SECOND}</p>{note}</main>")
    assert found.text.endswith("1 As defined in the Act.")


def test_right_to_left_text_comes_in_reading_order() -> None:
    found = read(
        "<html dir=rtl lang=ar><body><main><h1>قرار رقم ٥</h1><p>على كل مرخص له أن يسجل الأجهزة "
        "خلال تسعين يوما.</p><ul><li>أولا: الهواتف</li><li>ثانيا: العدادات</li></ul></main></body>"
    )
    assert [block.split()[0] for block in blocks(found)] == ["قرار", "على", "أولا:", "ثانيا:"]


def test_entities_are_characters() -> None:
    found = read("<p>Art.&nbsp;5 &ndash; M2M &amp; IoT &lt;90&nbsp;days&gt; &#8364;5 &eacute;</p>")
    assert found.text == "Art. 5 – M2M & IoT <90 days> €5 é"


def test_superscripts_stay_beside_their_word() -> None:
    assert read("<p>Article 5<sup>bis</sup> of the Act, 10 m<sup>2</sup></p>").text == (
        "Article 5bis of the Act, 10 m2"
    )


def test_a_word_divided_by_soft_hyphens_is_one_word() -> None:
    assert read("<p>Rahmen&shy;geneh&shy;migung, zero&#8203;width</p>").text == (
        "Rahmengenehmigung, zerowidth"
    )


@pytest.mark.parametrize("tag", ["article", "section", "div role=main", "td", "center"])
def test_the_content_is_found_in_any_container(tag: str) -> None:
    name = tag.split()[0]
    wrap = ("<table><tr>", "</tr></table>") if name == "td" else ("", "")
    found = read(
        f"<body><div>{MENU}</div>{wrap[0]}<{tag}><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></{name}>"
        f"{wrap[1]}<div>{MENU}</div></body>"
    )
    assert [text for text in (FIRST, SECOND, THIRD) if text in found.text] == [FIRST, SECOND, THIRD]


def test_two_articles_on_a_page_are_both_read() -> None:
    found = read(
        f"<main><article><h2>Act 1</h2><p>{FIRST}</p></article>"
        f"<article><h2>Act 2</h2><p>{SECOND}</p></article></main>"
    )
    assert blocks(found) == ["Act 1", FIRST, "Act 2", SECOND]


def test_the_address_of_an_authority_is_part_of_its_page_not_of_its_acts() -> None:
    found = read(
        f"<body><main><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></main>"
        "<footer><p>Office of Communications, 1 Main Street, P.O. Box 5</p></footer></body>"
    )
    assert "Main Street" not in found.text
