"""Chinese, Japanese and Korean titles: the act's own number, and what the title is about."""

import pytest

from analysis.titles import alike, numbers, own_instrument


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("工业和信息化部公告2026年第4号", "工业和信息化部公告 2026年第4号"),
        ("総務省令第二十八号", "総務省令 第二十八号"),
        ("과학기술정보통신부고시 제2026-21호", "과학기술정보통신부고시 제2026-21호"),
        ("行政处罚决定书 沪信管罚〔2026〕11号", "沪信管罚 〔2026〕11号"),
    ],
)
def test_an_act_is_named_by_its_number(title: str, number: str) -> None:
    assert own_instrument(title) == number


@pytest.mark.parametrize(
    "title",
    [
        "2026년 3월말 기준 무선통신서비스 가입회선 통계 공개",
        "携帯電話不正利用防止法 2026年4月1日改正の変更点",
        "2026年電訊（登記用戶識別卡）（修訂）規例",
        "令和8年総務省告示第201号の一部を改正する告示",
        "国家通訊傳播委員會第1201次委員會議紀錄",
        "'26년 7월부터 달라지는 제도",
    ],
)
def test_dates_years_and_amended_acts_are_no_number_of_its_own(title: str) -> None:
    assert own_instrument(title) == ""


RULES = "特定無線設備の技術基準適合証明等に関する規則の一部を改正する省令"


@pytest.mark.parametrize(
    ("draft", "final"),
    [
        ("公开征求对《电信网码号资源管理办法（修订征求意见稿）》的意见", "电信网码号资源管理办法"),
        ("預告訂定「境外漫遊門號服務管理辦法」草案", "訂定「境外漫遊門號服務管理辦法」"),
        (f"{RULES}案に関する意見募集", RULES),
    ],
)
def test_a_draft_and_its_act_have_titles_alike(draft: str, final: str) -> None:
    assert alike(draft, final) >= 0.75


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("电信网码号资源管理办法", "电信设备进网管理办法"),
        ("電波法施行規則の一部を改正する省令", "電気通信番号規則の一部を改正する省令"),
        ("2026년 5월 통계", "2026년 6월 통계"),
        ("公告", "公告"),
    ],
)
def test_titles_of_other_acts_are_not_alike(first: str, second: str) -> None:
    assert alike(first, second) < 0.75


def test_numbers_beside_dates_tell_one_batch_from_the_next() -> None:
    assert numbers("关于侵害用户权益行为的APP通报（2026年第3批）") == {"2026", "3"}
    assert numbers("2026年5月公告") == set()
