"""Counts of visits make no new version of a watched page."""

import pytest

from crawler.extract import extract

BODY = "<p>Devices that are used for more than ninety days shall be registered.</p>" * 5


def text(line: str) -> str:
    markup = f"<html><body><main><h1>Notice</h1>{line}{BODY}</main></body></html>"
    return extract(markup.encode(), url="https://a.example/", media_type="text/html").text


@pytest.mark.parametrize(
    "line",
    [
        "Views: {n}", "{n} views", "Hits: {n}", "Visitors today: {n}", "Total visits: {n}",
        "Visitas: {n}", "Görüntülenme sayısı: {n}", "Просмотров: {n}", "浏览次数：{n}次", "조회수 {n}",
        "アクセス数：{n}", "عدد المشاهدات: {n}", "Lượt xem: {n}", "Aufrufe: {n}", "Dibaca: {n}",
    ],
)  # fmt: skip
def test_a_count_in_a_line_of_its_own_goes(line: str) -> None:
    first, second = (text(f"<p>{line.format(n=number)}</p>") for number in ("12", "1,304"))
    assert first == second == text("")


@pytest.mark.parametrize(
    "line",
    [
        "发布时间：2026-03-05 浏览次数：{n}", "Published: 5 March 2026 | Views: {n}",
        "작성일: 2026.03.05 조회: {n}", "Дата: 05.03.2026 Просмотров: {n}",
    ],
)  # fmt: skip
def test_a_count_beside_a_date_goes_and_the_date_stays(line: str) -> None:
    first, second = (text(f"<p>{line.format(n=number)}</p>") for number in ("12", "1304"))
    assert first == second
    assert "2026" in first


def test_a_date_behind_a_count_is_no_part_of_it() -> None:
    assert text("<p>Views: 12 05.03.2026</p>").startswith("Notice\n\n05.03.2026\n\n")


@pytest.mark.parametrize(
    "line",
    [
        "In 2026 the Authority received 12 views on the consultation, all of which it weighed.",
        "Views of 12 stakeholders",
        "The number of visits by inspectors rose to 300.",
        "Review: 12 measures",
        "访问控制：12项要求",
        "Article 12",
    ],
)
def test_what_merely_speaks_of_views_stays(line: str) -> None:
    assert line in text(f"<p>{line}</p>")
