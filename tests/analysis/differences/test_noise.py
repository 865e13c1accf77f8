"""What is no news stays out of the passages; what only looks like it is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.diff import changed_spans, compare, differ

BEFORE = "Every operator keeps a register of foreign modules.\n\n"
BEHIND = "\n\nThe ministry may grant exceptions on request."


def kinds(old: str, new: str) -> list[str]:
    """The kinds of the passages when ``old`` became ``new`` within a page that stayed."""
    return [p.kind for p in compare(BEFORE + old + BEHIND, BEFORE + new + BEHIND)]


def noise(old: str, new: str) -> int:
    """How many differences were only noise."""
    return differ(BEFORE + old + BEHIND, BEFORE + new + BEHIND).noise


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("One rule.  Two   rules.", "One rule. Two rules."),
        ("One rule.\n\n\nTwo rules.", "One rule.\nTwo rules."),
        ("A fee of 1 000 units.", "A fee of 1\u00a0000 units."),
        ("A fee of 1 000 units.", "A fee of 1000 units."),
        ("Une amende : 5 euros !", "Une amende: 5 euros!"),
        ("运营商 应当 登记", "运营商应当登记"),
        ("Line one\r\nline two", "Line one\nline two"),
    ],
)
def test_white_space_is_noise(old: str, new: str) -> None:
    assert kinds(old, new) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It is a “card” – not a ‘phone’…", "It is a \"card\" - not a 'phone'..."),
        ("«Карта» — это модуль", '"Карта" - это модуль'),
        ("„Karte“", "»Karte«"),
        ("Roam\u00ading is free", "Roaming is free"),
        ("Roam\u200bing is\ufeff free", "Roaming is free"),
        ("The ﬁrst oﬃce", "The first office"),
        ("ＩＭＥＩ　１５", "IMEI 15"),
        ("re\u0301gime", "r\u00e9gime"),
        ("roam-\ning is free", "roaming is free"),
    ],
)
def test_typography_is_noise(old: str, new: str) -> None:
    assert kinds(old, new) == []
    assert noise(old, new) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Views: 3,094", "Views: 3,095"),
        ("Page views: 3094", "Page views: 4120"),
        ("Total number of visitors 99", "Total number of visitors 100"),
        ("3094 просмотра", "3101 просмотров"),
        ("浏览次数：123次", "浏览次数：125次"),
        ("المشاهدات: 120", "المشاهدات: 121"),
        ("Visits:\n3094", "Visits:\n3095"),
        ("Görüntülenme: 17", "Görüntülenme: 18"),
    ],
)
def test_counters_are_noise(old: str, new: str) -> None:
    assert kinds(old, new) == []
    assert noise(old, new) >= 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Last updated: 3 May 2026", "Last updated: 9 June 2026"),
        ("This page was last modified on 2026-05-03", "This page was last modified on 2026-06-09"),
        ("Stand: 12.05.2026", "Stand: 13.06.2026"),
        ("Dernière mise à jour : 3 mai 2026", "Dernière mise à jour : 12 juin 2026"),
        ("Última actualización: 3 de mayo de 2026", "Última actualización: 4 de mayo de 2026"),
        ("Son güncelleme: 03.05.2026 10:15", "Son güncelleme: 04.05.2026 09:00"),
        ("最后更新：2026年5月3日", "最后更新：2026年6月3日"),
        ("Последнее обновление: 3 мая 2026", "Последнее обновление: 4 мая 2026"),
        ("Page 1 | Last updated: 3 May 2026", "Page 1 | Last updated: 4 May 2026"),
        ("Served 2026-11-22 10:15:22 UTC to you", "Served 2026-11-23 11:16:00 UTC to you"),
    ],
)
def test_stamps_are_noise(old: str, new: str) -> None:
    assert kinds(old, new) == []
    assert noise(old, new) >= 1


def test_a_stamp_that_comes_or_goes_is_noise() -> None:
    assert kinds("Rule.", "Rule.\nLast updated: 3 May 2026") == []
    assert kinds("Rule.\nLast updated: 3 May 2026", "Rule.") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("See https://a.example/x?sid=8f3ab2&id=4", "See https://a.example/x?sid=77aa&id=4"),
        ("/f.pdf?utm_source=mail", "/f.pdf?utm_source=web"),
        ("/f;jsessionid=A1B2C3", "/f;jsessionid=D4E5F6"),
        ("/f?key=a1b2c3d4e5f6a7b8c9", "/f?key=b1c2d3e4f5a6b7c8d9"),
    ],
)
def test_session_values_are_noise(old: str, new: str) -> None:
    assert kinds(old, new) == []
    assert noise(old, new) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Kenya\nUganda\nTanzania\nRwanda", "Rwanda\nKenya\nTanzania\nUganda"),
        ("Form A\n\nForm B\n\nForm C\n\nForm D", "Form D\n\nForm C\n\nForm B\n\nForm A"),
        ("肯尼亚\n乌干达\n卢旺达", "卢旺达\n肯尼亚\n乌干达"),
    ],
)
def test_a_list_in_another_order_is_noise(old: str, new: str) -> None:
    assert kinds(old, new) == []
    assert noise(old, new) >= 1


def test_an_item_that_joins_a_shuffled_list_is_told() -> None:
    found = compare("Kenya\nUganda\nTanzania\nRwanda", "Rwanda\nUganda\nBurundi\nKenya\nTanzania")
    assert [(p.kind, p.new) for p in found] == [("added", "Burundi")]


ITEMS = ("Foreign cards roam freely", "Handsets are registered", "Data stay inside", "Fees are due")


@pytest.mark.parametrize(
    "form",
    ["{0}. ", "({0}) ", "{0}) ", "§ {0} ", "§ {0}. ", "Article {0}\n", "Article {0}. ", "Madde {0} – ",
     "Статья {0}. ", "第{0}条 ", "{0} ", "1.{0}. ", "[{0}] "],
)  # fmt: skip
def test_numbers_that_only_count_are_noise(form: str) -> None:
    old = "\n".join(form.format(at) + item for at, item in enumerate(ITEMS, 1))
    new = "\n".join(form.format(at) + item for at, item in enumerate(ITEMS, 4))
    assert kinds(old, new) == []
    assert noise(old, new) >= len(ITEMS)


@pytest.mark.parametrize(
    "signs", [("a", "b", "c", "d", "e"), ("i", "ii", "iii", "iv", "v"), "一二三四五"]
)
def test_letters_and_numerals_count_as_well(signs: tuple[str, ...]) -> None:
    old = "\n".join(f"({sign}) {item}" for sign, item in zip(signs, ITEMS, strict=False))
    new = "\n".join(f"({sign}) {item}" for sign, item in zip(signs[1:], ITEMS, strict=False))
    assert kinds(old, new) == []


def test_an_inserted_article_is_the_only_passage_though_all_behind_it_are_renumbered() -> None:
    old = "\n".join(f"Article {at}\n{item}." for at, item in enumerate(ITEMS, 1))
    grown = (*ITEMS[:2], "Meters may stay", *ITEMS[2:])
    new = "\n".join(f"Article {at}\n{item}." for at, item in enumerate(grown, 1))
    (passage,) = compare(old, new)
    assert (passage.kind, passage.new) == ("added", "Article 3\nMeters may stay.")


def test_a_reference_that_follows_its_article_is_noise_and_another_is_not() -> None:
    items = [f"{item}, as well as whatever else there is." for item in ITEMS]
    old = "\n".join(f"Article {at}\n{item}" for at, item in enumerate(items, 1))
    new = "\n".join(f"Article {at}\n{item}" for at, item in enumerate(items, 2))
    said = "\nThe exceptions of Article {0} hold for ships too."
    assert compare(old + said.format(3), new + said.format(4)) == []
    (passage,) = compare(old + said.format(3), new + said.format(1))
    assert [(value.old, value.new) for value in passage.numbers] == [("3", "1")]


LINES = (
    "A licence is granted for the whole territory and for as long as the operator fulfils the\n"
    "conditions of the Act; the authority may at any time ask for proof of it, in writing or\n"
    "otherwise, and Kenya as well as Uganda shall be told of what it found within 30 days."
)


@pytest.mark.parametrize("width", [30, 55, 70, 1000])
def test_lines_that_break_elsewhere_are_noise(width: int) -> None:
    words, lines = LINES.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    assert kinds(LINES, "\n".join(lines)) == []
    changed = "\n".join(lines).replace("30", "60")
    (passage,) = compare(BEFORE + LINES + BEHIND, BEFORE + changed + BEHIND)
    assert [(value.old, value.new) for value in passage.numbers] == [("30", "60")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("90 days is the limit.", "60 days is the limit."),
        ("Within 90 days cards leave.", "Within 60 days cards leave."),
        ("5. Mai 2027 ist der Stichtag.", "6. Mai 2027 ist der Stichtag."),
        ("Visitors: 90 days", "Visitors: 60 days"),
        ("Fee | 120", "Fee | 180"),
        ("Operators must have it updated by 1 May 2027.", "Operators must have it updated by 1 June 2027."),
        ("Effective as of 1 May 2027", "Effective as of 1 June 2027"),
        ("See https://a.example/x?id=4", "See https://a.example/x?id=5"),
        ("Roaming is not banned.", "Roaming is banned."),
        ("Cards may stay.", "Cards shall stay."),
        ("A band of 10² MHz", "A band of 102 MHz"),
        ("Tables 5 12", "Tables 51 2"),
        ("Open from 10:15 to 12:00", "Open from 10:30 to 12:00"),
        ("3094 cards may roam", "3095 cards may roam"),
    ],
)  # fmt: skip
def test_what_only_looks_like_noise_is_told(old: str, new: str) -> None:
    counting = "\n".join(f"{at}. {item}" for at, item in enumerate(ITEMS, 1)) + "\n\n"
    assert kinds(old, new) != []
    assert kinds(counting + old, counting + new) != []
    assert changed_spans(BEFORE + old + BEHIND, BEFORE + new + BEHIND) != []


def test_a_counter_that_falls_is_no_counter() -> None:
    assert kinds("Number of permitted visits: 90", "Number of permitted visits: 90") == []


letters = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Z"]), max_size=120)


@given(letters)
def test_white_space_anywhere_but_between_digits_changes_nothing(text: str) -> None:
    words = [word for word in text.split() if word]
    assert compare(" ".join(words), "\n".join(words)) == []
    assert compare("\n\n".join(words), "  ".join(words)) == []


@given(letters)
def test_a_text_never_differs_from_itself(text: str) -> None:
    assert differ(text, text).noise == 0
    assert compare(text, text) == []
