"""Words of index pages: generic texts, links to other pages, labels of days."""

import pytest

from crawler.extract.listing.words import is_generic, is_paging, label_kind


@pytest.mark.parametrize(
    "text",
    ["Read more", "READ MORE »", "… more", "Lire la suite", "Leer más...", "Devamı >>", "详情",
     "もっと見る", "المزيد", "подробнее", "PDF", "[ Download ]", "Weiterlesen", "→", "", "12"],
)  # fmt: skip
def test_generic_texts_are_known(text: str) -> None:
    assert is_generic(text)


@pytest.mark.parametrize(
    "text", ["Roaming", "Decision 12", "Read-out of the meeting", "更多监管措施"]
)
def test_titles_are_not_generic(text: str) -> None:
    assert not is_generic(text)


@pytest.mark.parametrize("text", ["1", "27", "«", "Next", "next page ›", "下一页", "Siguiente"])
def test_links_to_other_pages_are_known(text: str) -> None:
    assert is_paging(text)


@pytest.mark.parametrize("text", ["2026", "1235123", "Next generation networks", "Page of honour"])
def test_titles_do_not_turn_pages(text: str) -> None:
    assert not is_paging(text)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Published:", "published"),
        ("Posted on", "published"),
        ("Fecha de publicación", "published"),
        ("Yayın tarihi", "published"),
        ("Дата публикации", "published"),
        ("发布时间", "published"),
        ("تاريخ النشر", "published"),
        ("Datum", "date"),
        ("Date:", "date"),
        ("Closing date", "other_day"),
        ("Date of entry into force", "other_day"),
        ("Fecha límite", "other_day"),
        ("Son başvuru tarihi", "other_day"),
        ("截止日期", "other_day"),
        ("Frist bis", "other_day"),
        ("Last updated", "updated"),
        ("Güncelleme", "updated"),
        ("Comments by 1 May. Published", "published"),
        ("Published. Comments by", "other_day"),
        ("Biscuit", ""),
        ("Friend of the office", ""),
        ("Ответственный документ", ""),
    ],
)
def test_labels_say_which_day_it_is_the_nearest_decides(label: str, kind: str) -> None:
    assert label_kind(label) == kind


def test_stems_of_another_language_do_not_count_where_the_language_is_known() -> None:
    assert label_kind("Terminales", "pl") == "other_day"
    assert label_kind("Terminales", "es") == ""
