"""Brazil's gazette: the list within the page, by day or by search."""

from datetime import date

import pytest

from crawler.choosing import concerns_us
from crawler.errors import BadAnswerError
from tests.crawler.spiders.asking import asked, make_task, read
from tests.replica.publishers import dou_page
from tests.replica.server import Page

TASK = make_task("dou", "https://dou.example/leiturajornal", language="pt")
ANATEL = "Ministério das Comunicações/Agência Nacional de Telecomunicações/Conselho Diretor"
ACTS = dou_page(
    [
        ("resolucao-n-780-1", "RESOLUÇÃO Nº 780", ANATEL),
        ("portaria-n-2-2", "PORTARIA Nº 2", "Ministério da Saúde/Gabinete"),
        ("", "sem endereço", ANATEL),
    ]
)


def test_an_act_has_its_page_title_day_and_issuer() -> None:
    first, second = read(TASK, ACTS).entries
    assert first.url == "https://dou.example/web/dou/-/resolucao-n-780-1"
    assert (first.title, first.published_on) == ("RESOLUÇÃO Nº 780", date(2026, 11, 16))
    assert first.issuer == ANATEL
    options = {"departments": ["agencia nacional de telecomunicacoes"]}
    assert [concerns_us(entry, options) for entry in (first, second)] == [True, False]


def test_a_search_page_is_read_by_the_same_list_and_its_marks_go() -> None:
    marked = dou_page([("a", "Sobre <span class='highlight'>roaming</span>", ANATEL)], script="_x_")
    (entry,) = read(TASK, marked).entries
    assert entry.title == "Sobre roaming"


def test_the_empty_list_of_the_search_box_is_not_taken_for_the_days() -> None:
    box = (
        b"<script id='_BuscaDouPortlet_params' type='application/json'>{\"jsonArray\":[]}</script>"
    )
    page = Page(body=ACTS.body.replace(b"<body>", b"<body>" + box))
    assert len(read(TASK, page).entries) == 2


def test_a_page_that_is_cut_off_is_an_error_and_no_empty_day() -> None:
    with pytest.raises(BadAnswerError):
        read(TASK, Page(body=ACTS.body[: ACTS.body.index(b"PORTARIA")]))


def test_each_day_has_its_sections() -> None:
    urls = asked(make_task("dou", TASK.url, options={"sections": ["do1", "do3"], "days": 3}))
    assert len(urls) == 6
    assert urls[0] == "https://dou.example/leiturajornal?data=16-11-2026&secao=do1"
    assert urls[-1] == "https://dou.example/leiturajornal?data=14-11-2026&secao=do3"


def test_a_search_is_asked_for_the_last_month() -> None:
    task = make_task("dou", "https://dou.example/buscar", options={"search": ["roaming", "IMEI"]})
    first, second = asked(task)
    assert first == "https://dou.example/buscar?q=roaming&s=do1&exactDate=mes&sortType=0"
    assert "q=IMEI" in second


def test_a_day_without_an_issue_is_an_empty_list() -> None:
    assert read(TASK, dou_page([])).entries == ()


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body><div id='app'></div></body></html>",
        b"<script id='params'>{\"jsonArray\": broken</script>",
        b'<script id="params">{"jsonArray": 7}</script>',
        b"",
    ],
)
def test_a_page_without_its_list_is_a_typed_error(body: bytes) -> None:
    with pytest.raises(BadAnswerError, match="jsonArray"):
        read(TASK, Page(body=body))
