"""Whole publications in Chinese, Japanese and Korean, from the raw text to the changes."""

import json
from datetime import date

import pytest

from analysis.lexicon import SEED
from analysis.pipeline import analyse

TAIWAN = """國家通訊傳播委員會令

中華民國 115 年 4 月 22 日

訂定「境外漫遊門號服務管理辦法」。

第 二 條　境外 SIM 卡連續使用逾一百八十日者，電信事業應停止提供漫遊服務。

第 九 條　本辦法自一百十五年七月一日施行。"""

JAPAN = """訪日外国人が持ち込む端末の利用に係る省令の改正について

総務省は、本日、技術基準適合証明を受けていない端末の使用期間を改める省令を公布しました。

改正後は、入国の日から１８０日以内に限り端末を使用できます。この省令は、令和８年１２月１日から施行します。"""

KOREA = """외국 유심 탑재 단말의 상시 로밍 제한 고시 제정

과학기술정보통신부고시 제2026-9호

제2조 외국 사업자의 유심을 탑재한 단말장치는 연속하여 90일을 초과하여 로밍할 수 없다.

부칙
이 고시는 공포 후 3개월이 경과한 날부터 시행한다."""


@pytest.mark.parametrize(
    ("text", "country", "topic", "effective", "days"),
    [
        (TAIWAN, "TW", "roaming", "2026-07-01", 180),
        (JAPAN, "JP", "type_approval", "2026-12-01", 180),
        (KOREA, "KR", "roaming", "2026-07-23", 90),
    ],
)
def test_a_notice_gives_country_date_and_limit(
    text: str, country: str, topic: str, effective: str, days: int
) -> None:
    reading = analyse(text, country=country, published=date(2026, 4, 22))
    (change,) = [found for found in reading.changes if found.topic == topic]
    assert change.country == country
    assert change.effective_on == date.fromisoformat(effective)
    assert [limit.days for limit in change.limits] == [days]


@pytest.mark.parametrize("code", ["zh", "ja", "ko"])
def test_every_quote_is_a_slice_of_its_text(code: str) -> None:
    lines = (SEED / "gold" / f"{code}.jsonl").read_text("utf-8").splitlines()
    quotes = 0
    for item in map(json.loads, lines):
        for change in analyse(item["text"], title=item["title"], language=code).changes:
            for quote in change.evidence:
                assert item["text"][quote.start : quote.end] == quote.quote
                quotes += 1
    assert quotes > 30


@pytest.mark.parametrize("code", ["zh", "ja", "ko"])
def test_the_language_of_a_publication_is_told_without_a_hint(code: str) -> None:
    lines = (SEED / "gold" / f"{code}.jsonl").read_text("utf-8").splitlines()
    assert {analyse(json.loads(line)["text"]).language for line in lines} == {code}
