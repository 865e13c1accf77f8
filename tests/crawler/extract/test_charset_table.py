"""Old charsets, as pages and as plain text, with right, wrong, hidden and missing declarations."""

import unicodedata

import pytest

from crawler.extract import extract
from crawler.extract.charset import decode

#: Language, charset, a text of ours that needs letters of the language.
TABLE = [
    ("ru", "windows-1251",
     "Оператор связи обязан зарегистрировать устройство в "
     "течение тридцати дней; штраф — «пять тысяч»."),
    ("uk", "windows-1251",
     "Оператор зобов’язаний зареєструвати пристрій упродовж "
     "тридцяти днів; ґрунтовні підстави — її заява."),
    ("bg", "windows-1251",
     "Операторът регистрира устройството в срок от "
     "тридесет дни съгласно наредбата на комисията."),
    ("ru", "koi8-r",
     "Постоянный роуминг допускается не более девяноста "
     "дней подряд, затем карта отключается."),
    ("tr", "windows-1254",
     "Kalıcı dolaşımdaki cihazlar doksan gün içinde kayıt altına "
     "alınır; İstanbul'da şubeye başvuru gerekir."),
    ("tr", "iso-8859-9",
     "Şebekeye bağlanan cihazın kimlik numarası "
     "değiştirilemez; aksi hâlde ağır ceza öngörülür."),
    ("ar", "windows-1256",
     "يجب تسجيل الأجهزة المتصلة بالشبكة خلال تسعين "
     "يوماً من أول استخدام وفق اللائحة."),
    ("fa", "windows-1256", "دستگاه بايد ظرف سي روز نزد اپراتور ثبت شود."),
    ("zh", "gb18030", "终端设备应当自首次接入之日起三十日内完成登记，逾期停止服务。"),
    ("zh-TW", "big5", "終端設備應於首次連線之日起三十日內完成登記，逾期停止提供服務。"),
    ("zh-HK", "big5", "持牌人須於九十日內登記所有永久漫遊的裝置，並向通訊事務管理局報告。"),
    ("ja", "shift_jis", "端末は最初の接続から三十日以内に登録しなければならない。違反者には罰金を科す。"),
    ("ja", "euc_jp", "恒久的なローミングは九十日を超えてはならない。事業者は総務大臣に報告する。"),
    ("ko", "euc-kr", "단말기는 최초 접속일부터 삼십 일 이내에 등록하여야 하며 위반 시 과태료를 부과한다."),
    ("th", "windows-874",
     "ผู้ให้บริการต้องลงทะเบียนอุปกรณ์ภายใ"
     "นสามสิบวันนับแต่วันที่ใช้งานครั้งแรก"),
    ("vi", "windows-1258",
     "Thiết bị phải được đăng ký trong vòng ba mươi ngày kể từ "
     "lần sử dụng đầu tiên; nhà mạng báo cáo định kỳ."),
    ("pl", "iso-8859-2",
     "Urządzenie należy zgłosić w ciągu trzydziestu dni; opłatę "
     "uiszcza się na rzecz urzędu, także późną jesienią."),
    ("el", "iso-8859-7",
     "Η συσκευή καταχωρίζεται εντός τριάντα ημερών "
     "από την πρώτη χρήση της στο δίκτυο."),
    ("he", "windows-1255", "יש לרשום את ההתקן בתוך שלושים ימים ממועד השימוש הראשון בו ברשת."),
    ("pt", "windows-1252",
     "A exigência de registo não se aplica às máquinas "
     "já instaladas; são três as exceções."),
]  # fmt: skip
WRONG = ["", "utf-8", "iso-8859-1", "windows-1252", "gb2312", "windows-1251"]
IDS = [f"{language}-{charset}" for language, charset, _ in TABLE]


def encoded(text: str, charset: str) -> bytes:
    """Vietnamese is written in windows-1258 with its tone marks apart."""
    if charset != "windows-1258":
        return text.encode(charset if charset != "windows-874" else "cp874")
    apart = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize(
            "NFC", parts.translate({ord(tone): None for tone in "\u0300\u0301\u0303\u0309\u0323"})
        )
        apart.append(
            base + "".join(one for one in parts if one in "\u0300\u0301\u0303\u0309\u0323")
        )
    return "".join(apart).encode("cp1258")


def page(text: str, *, head: str = "", lang: str = "") -> str:
    filler = f"<p>{text}</p><p>{text}</p>"
    return (
        f"<html{f' lang={lang}' if lang else ''}><head>{head}<title>12</title></head><body><main>"
        f"<article><h1>12</h1>{filler}</article></main></body></html>"
    )


@pytest.mark.parametrize(("language", "charset", "text"), TABLE, ids=IDS)
@pytest.mark.parametrize("wrong", WRONG)
def test_a_page_is_read_whatever_it_says_of_its_charset(
    language: str, charset: str, text: str, wrong: str
) -> None:
    meta = f'<meta charset="{wrong}">' if wrong else ""
    body = encoded(page(text, head=meta), charset)
    found = extract(body, url="u", media_type="text/html", charset=wrong, language=language).text
    assert text in found


@pytest.mark.parametrize(("language", "charset", "text"), TABLE, ids=IDS)
@pytest.mark.parametrize("wrong", ["", "utf-8", "iso-8859-1"])
def test_plain_text_is_read_whatever_is_said_of_its_charset(
    language: str, charset: str, text: str, wrong: str
) -> None:
    body = encoded(f"{text}\n\n{text}", charset)
    found = extract(body, url="u", media_type="text/plain", charset=wrong, language=language)
    assert found.text == f"{text}\n\n{text}"


@pytest.mark.parametrize(("language", "charset", "text"), TABLE, ids=IDS)
def test_a_right_declaration_is_enough_without_any_language(
    language: str, charset: str, text: str
) -> None:
    for body in (page(text, head=f'<meta charset="{charset}">'), page(text)):
        said = "" if "meta" in body else charset
        found = extract(encoded(body, charset), url="u", media_type="text/html", charset=said)
        assert text in found.text


@pytest.mark.parametrize(("language", "charset", "text"), TABLE, ids=IDS)
def test_the_page_s_own_language_helps_where_the_source_has_another(
    language: str, charset: str, text: str
) -> None:
    body = encoded(page(text, lang=language), charset)
    assert text in extract(body, url="u", media_type="text/html", language="en").text


@pytest.mark.parametrize(
    "hidden",
    [
        '<!-- <meta charset="windows-1251"> -->',
        "<!--\n<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>\n-->",
        "<script>document.write('<meta charset=gb2312>')</script>",
        "<title>How to write &lt;meta&gt; charset=big5</title>",
        "<noscript><meta charset=shift_jis></noscript><style>a{}/* <meta charset=euc-kr> */</style>",
    ],
)
def test_a_declaration_in_a_comment_or_a_script_is_none(hidden: str) -> None:
    text = "Die Verfügung über Rufnummern gilt für Geräte außerhalb des Bundesgebiets."
    body = f'<html><head>{hidden}<meta charset="windows-1252"></head><body><p>{text}'
    assert text in decode(body.encode("windows-1252"))


def test_a_declaration_behind_a_long_head_is_found() -> None:
    head = "<script>" + "x = 1;\n" * 1_500 + "</script>"
    text = "Приказ о регистрации устройств вступает в силу."
    body = f'<html><head>{head}<meta charset="windows-1251"></head><p>{text}'
    assert text in decode(body.encode("windows-1251"))


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("media_type", ["text/html", "text/plain"])
def test_marked_and_unmarked_unicode_is_read_against_every_declaration(
    mark: str, media_type: str
) -> None:
    text = "Приказ о регистрации устройств, 関する省令, değişikliği."
    body = (page(text) if media_type == "text/html" else text).encode(mark)
    found = extract(body, url="u", media_type=media_type, charset="windows-1251")
    assert text in found.text


def twice(text: str, through: str) -> bytes | None:
    """UTF-8 taken for ``through`` and encoded again; None where that has no letter for a byte."""
    try:
        return text.encode().decode(through).encode()
    except UnicodeDecodeError:
        return None


DAMAGED = [
    pytest.param(language, body, f"{text} {text}", id=f"{language}-{through}")
    for language, _, text in TABLE
    for through in ("windows-1252", "latin-1", "windows-1251", "windows-1254")
    if (body := twice(f"{text} {text}", through)) is not None
]


@pytest.mark.parametrize(("language", "body", "text"), DAMAGED)
def test_utf8_that_was_encoded_twice_is_mended(language: str, body: bytes, text: str) -> None:
    assert decode(body, language=language) == text


def test_damaged_lines_are_mended_in_a_page_whose_frame_is_right() -> None:
    right = "Опубликовано ведомством"
    text = "Порядок регистрации устройств"
    body = right.encode() + b"\n" + (twice(text, "latin-1") or b"")
    assert decode(body, language="ru") == f"{right}\n{text}"


def test_a_text_that_only_speaks_of_such_damage_is_left_alone() -> None:
    text = "Falsch dekodiert sieht „für“ so aus: fÃ¼r. Die Behörde weist darauf hin; Änderungen folgen."
    assert decode(text.encode(), language="de") == text


@pytest.mark.parametrize(("language", "charset", "text"), TABLE, ids=IDS)
def test_what_is_right_is_never_mended(language: str, charset: str, text: str) -> None:
    assert decode(text.encode(), language=language) == text
