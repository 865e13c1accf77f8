"""Facts about charsets: what labels mean to browsers, what languages were written in."""

import re

#: What browsers take these labels for (WHATWG Encoding Standard): the larger charset,
#: because that is what such pages really hold.
BROWSER = {
    "ascii": "windows-1252",
    "us-ascii": "windows-1252",
    "iso-8859-1": "windows-1252",
    "iso8859-1": "windows-1252",
    "latin1": "windows-1252",
    "latin-1": "windows-1252",
    "iso-8859-9": "windows-1254",
    "iso8859-9": "windows-1254",
    "latin5": "windows-1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "windows-31j": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "windows-949": "cp949",
    "big5": "big5hkscs",
    "utf8": "utf-8",
    "unicode": "utf-8",
}
_CYRILLIC = ("windows-1251", "koi8-r", "iso-8859-5", "cp866")
_CENTRAL = ("windows-1250", "iso-8859-2")
_WESTERN = ("windows-1252", "iso-8859-15")
_BALTIC = ("windows-1257", "iso-8859-13")
#: Charsets in which a language is written where it is not UTF-8, the usual first.
CHARSETS: dict[str, tuple[str, ...]] = {
    "tr": ("windows-1254",),
    "az": ("windows-1254",),
    "zh": ("gb18030", "big5hkscs"),
    "ja": ("cp932", "euc_jp", "iso2022_jp"),
    "ko": ("cp949",),
    "th": ("cp874",),
    "vi": ("windows-1258",),
    "el": ("windows-1253", "iso-8859-7"),
    "he": ("windows-1255", "iso-8859-8"),
    "ar": ("windows-1256", "iso-8859-6"),
    "fa": ("windows-1256",),
    **dict.fromkeys(("ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "mn", "tg"), _CYRILLIC),
    **dict.fromkeys(("pl", "cs", "sk", "hu", "sl", "hr", "bs", "ro", "sq"), _CENTRAL),
    **dict.fromkeys(("lt", "lv", "et"), _BALTIC),
    **dict.fromkeys(
        ("en", "de", "fr", "es", "pt", "it", "nl", "da", "sv", "no", "nb", "fi", "is", "id"),
        _WESTERN,
    ),
}
#: With the tone marks by themselves, as windows-1258 has them.
_VIETNAMESE = (
    "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
    "\u0300\u0301\u0303\u0309\u0323"
)
_WESTERN_LETTERS = "àâáãäåæçèéêëìíîïñòóôõöøœùúûüÿßºª"
#: Letters beyond ASCII of languages in Latin script, where the charset depends on them.
LETTERS: dict[str, frozenset[str]] = {
    language: frozenset(letters)
    for language, letters in {
        "tr": "çğıİöşüâîû",
        "az": "çğıİöşüə",
        "vi": _VIETNAMESE,
        "is": "áðéíóúýþæö",
        "pl": "ąćęłńóśźż",
        "cs": "áčďéěíňóřšťúůýžäöü",
        "sk": "áäčďéíĺľňóôŕšťúýž",
        "hu": "áéíóöőúüű",
        "sl": "čćđšž",
        "hr": "čćđšž",
        "bs": "čćđšž",
        "ro": "ăâîșțşţ",
        "sq": "çë",
        "lt": "ąčęėįšųūž",
        "lv": "āčēģīķļņšūžō",
        "et": "äõöüšž",
        **dict.fromkeys(
            ("en", "de", "fr", "es", "pt", "it", "nl", "da", "sv", "no", "nb", "fi", "id"),
            _WESTERN_LETTERS,
        ),
    }.items()
}
_IDEOGRAPHS = "\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_BLOCKS = {
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "he": "\u0590-\u05ff",
    "ar": "\u0600-\u06ff",
    "fa": "\u0600-\u06ff",
    "th": "\u0e00-\u0e7f",
    "zh": _IDEOGRAPHS,
    "ja": _IDEOGRAPHS + "\u3040-\u30ff",
    "ko": _IDEOGRAPHS + "\uac00-\ud7af\u3130-\u318f",
    **dict.fromkeys(("ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "mn", "tg"), "\u0400-\u04ff"),
}
#: The letters of languages with a script of their own.
SCRIPTS = {language: re.compile(f"[{block}]") for language, block in _BLOCKS.items()}
#: Letters without which a text is not of the language, though it shares others with it, and
#: their least part of what is beyond ASCII.
TELLING = {
    "ja": (re.compile("[\u3040-\u30ff]"), 0.1),
    "ko": (re.compile("[\uac00-\ud7af]"), 0.5),
    "vi": (re.compile("[ăĂđĐĩĨũŨơƠưƯ\u0300\u0301\u0303\u0309\u0323\u1ea0-\u1ef9]"), 0.3),
}
#: Beyond ASCII, but of no language.
PUNCTUATION = frozenset("«»“”„‘’‚–—…§°№€£©®™·•\u00a0\u00ad×²›‹")
