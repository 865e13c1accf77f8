"""Pages are read in the charset they are written in, whatever they or their servers say."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.charset import decode

TEXTS = {
    "tr": "Yurt dışından getirilen cihazların kaydı için öngörülen süre değiştirildi; İstanbul.",
    "ru": "Приказ о регистрации устройств вступает в силу с первого марта для всех операторов.",
    "zh": "关于加强物联网卡安全管理工作的通知，自二〇二六年三月起施行。",
    "ja": "国際ローミングに関する省令の一部を改正する案について、意見を募集します。",
    "ko": "단말기 식별번호 등록 제도의 개정안을 행정예고합니다.",
    "de": "Die geänderte Verfügung gilt für Rufnummern außerhalb des Bundesgebiets.",
    "fr": "Décision relative à l’itinérance permanente des équipements, publiée le 3 août.",
    "es": "Resolución sobre el registro de equipos terminales móviles; ¿qué cambia este año?",
    "pl": "Rozporządzenie w sprawie rejestracji urządzeń końcowych wchodzi w życie w środę.",
    "cs": "Vyhláška o číslovacích plánech nabývá účinnosti příští měsíc; žádosti řeší úřad.",
    "el": "Απόφαση για την εγγραφή των συσκευών κινητής τηλεφωνίας.",
    "ar": "قرار بشأن تسجيل الأجهزة المتنقلة والتجوال الدولي",
    "he": "החלטה בדבר נדידה קבועה של כרטיסים",
    "th": "ประกาศเรื่องการลงทะเบียนผู้ใช้บริการโทรศัพท์เคลื่อนที่",
    "lt": "Taisyklių pakeitimai dėl judriojo ryšio paslaugų įsigalios birželį; žr. čia.",
}
CHARSETS = [
    ("tr", "windows-1254"), ("tr", "iso-8859-9"), ("ru", "windows-1251"), ("ru", "koi8-r"),
    ("zh", "gb18030"), ("zh", "gbk"), ("ja", "shift_jis"), ("ja", "euc_jp"),
    ("ja", "iso2022_jp"), ("ko", "euc-kr"), ("de", "windows-1252"), ("fr", "windows-1252"),
    ("es", "iso-8859-1"), ("pl", "windows-1250"), ("pl", "iso-8859-2"), ("cs", "windows-1250"),
    ("el", "windows-1253"), ("ar", "windows-1256"), ("he", "windows-1255"), ("th", "cp874"),
    ("lt", "windows-1257"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "charset"), CHARSETS)
@pytest.mark.parametrize("declared", ["right", "", "utf-8", "iso-8859-1", "no-such-charset"])
def test_a_known_language_is_read_whatever_is_declared(
    language: str, charset: str, declared: str
) -> None:
    label = charset if declared == "right" else declared
    body = TEXTS[language].encode(charset)
    assert decode(body, declared=label, language=language) == TEXTS[language]


@pytest.mark.parametrize(("language", "charset"), CHARSETS)
def test_a_right_declaration_needs_no_language(language: str, charset: str) -> None:
    assert decode(TEXTS[language].encode(charset), declared=charset) == TEXTS[language]


@pytest.mark.parametrize("language", sorted(TEXTS))
@pytest.mark.parametrize("declared", ["", "iso-8859-1", "windows-1254", "gb2312", "shift_jis"])
def test_utf8_wins_over_every_declaration(language: str, declared: str) -> None:
    assert decode(TEXTS[language].encode(), declared=declared) == TEXTS[language]


def test_the_page_itself_may_declare() -> None:
    page = f'<html><head><meta charset="windows-1251"></head><p>{TEXTS["ru"]}'
    assert decode(page.encode("windows-1251")) == page


def test_the_old_way_of_declaring_is_read_too() -> None:
    page = f'<meta http-equiv=Content-Type content="text/html; charset=GB2312"><p>{TEXTS["zh"]}'
    assert decode(page.encode("gb18030")) == page


def test_the_page_s_own_language_counts_more_than_the_source_s() -> None:
    page = f'<html lang="tr"><p>{TEXTS["tr"]}'
    assert decode(page.encode("windows-1254"), declared="iso-8859-1", language="en") == page


def test_foreign_names_do_not_overrule_a_declaration() -> None:
    page = '<html lang="en"><p>Contact: Ayşe Işık, Üsküdar'
    assert decode(page.encode("windows-1254"), declared="windows-1254") == page


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_a_byte_order_mark_decides(mark: bytes) -> None:
    names = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le"}
    body = mark + TEXTS["zh"].encode(names.get(mark, "utf-16-be"))
    assert decode(body, declared="windows-1252") == TEXTS["zh"]


def test_ascii_that_claims_to_be_utf16_is_ascii() -> None:
    assert decode(b"<p>plain", declared="utf-16") == "<p>plain"


def test_utf8_with_a_broken_byte_stays_utf8() -> None:
    body = (TEXTS["tr"] * 5).encode().replace("ş".encode(), b"\xc5", 1)
    text = decode(body, declared="windows-1254", language="tr")
    assert text.count("�") == 1
    assert "değiştirildi" in text


def test_a_text_cut_within_a_character_is_read() -> None:
    body = (TEXTS["zh"] * 9).encode("gb18030")[:-1]
    assert decode(body, declared="gb2312").startswith(TEXTS["zh"] * 8)


@pytest.mark.parametrize(
    "label", ["utf-7", "idna", "unicode_escape", "base64", "undefined", "rot13"]
)
def test_codecs_that_are_no_charsets_are_not_used(label: str) -> None:
    assert decode(b"+ADw-script+AD4- \\u003c", declared=label) == "+ADw-script+AD4- \\u003c"


@given(body=st.binary(max_size=300), declared=st.sampled_from(["", "utf-8", "gb2312", "euc-kr"]))
def test_decoding_never_fails(body: bytes, declared: str) -> None:
    assert isinstance(decode(body, declared=declared, language="tr"), str)
