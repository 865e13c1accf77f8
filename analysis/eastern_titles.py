"""What identifies an act in a Chinese, Japanese or Korean title (folded as by :mod:`analysis.titles`)."""

import re

_HAN = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff"
_HANGUL = "가-힣"
_EASTERN = re.compile(f"[{_HAN}{_HANGUL}]")
#: Days, months and years, but for the year in 2026年第4号.
_DATES = re.compile(
    r"(?:令和|平成|民國|民国|')?\d{1,4} ?[年년](?! ?第)[度도]?(?: ?\d{1,2} ?[月월](?: ?\d{1,2} ?[日일])?)?"
    r"|\d{1,2} ?[月월](?: ?\d{1,2} ?[日일])?|\d{4}\. ?\d{1,2}\.(?: ?\d{1,2}\.?)?"
)
#: 工业和信息化部公告2026年第4号, 総務省令第二十八号, 고시 제2026-21호; not one that the title amends.
_NUMBERED = re.compile(
    rf"(?P<kind>[{_HAN}{_HANGUL}]{{2,24}}?)? ?"
    r"(?P<number>(?:(?:令和|平成|民國|民国)?\d{1,4} ?年|[〔\[(]\d{4}[〕\])])? ?"
    r"(?:第 ?(?:\d{1,4}|[〇一二三四五六七八九十百千]{1,7})|(?<=[〕\])])\d{1,4}) ?[号號]"
    r"|제 ?\d{1,4}(?:-\d{1,4})? ?호)(?! ?[)）」』》]?[の의]? ?(?:一部|을|를|を|等|일부|修|改|废|廢|廃))"
)
_STAGES = re.compile(
    "征求意见稿|徵求意見稿|公开征求|公開徵求|征求意见|意見募集|意见|意見|关于|關於|有关|的通知|通知|公告|公布|发布|發布|發佈|印发"
    "|草案|预告|預告|订定|訂定|修订|修訂|修正|修改|部分条文|部分條文|施行|实施|實施|刊宪|刊憲|条例草案|三读|三讀|通过|通過"
    "|の一部を改正する|の一部改正|一部を改正する|一部改正|改正案|省令案|告示案|省令|告示|の結果|に係る|に関する|について|に対する|の公布|の件"
    "|일부개정|전부개정|개정|제정|행정예고|입법예고|고시|공고|알림|안내|관한|대한|시행|[()（）]안[()（）]"
)
#: Fewer pairs of signs than this say too little.
_FEWEST = 8


def is_eastern(title: str) -> bool:
    """Whether a title is written in Han characters, kana or Hangul, at least in part."""
    return _EASTERN.search(title) is not None


def without_dates(title: str) -> str:
    """The title with its days, months and years left out."""
    return _DATES.sub(" ", title)


def eastern_instrument(title: str) -> str:
    """The act's own number with what stands before it; empty when none shows."""
    for found in _NUMBERED.finditer(title):
        number = found["number"].replace(" ", "").replace("號", "号")
        return f"{found['kind'] or ''} {number}".strip()
    return ""


def eastern_words(title: str) -> frozenset[str]:
    """Pairs of neighbouring signs of what the title is about, and its Korean words."""
    plain = _STAGES.sub(" ", without_dates(title))
    runs = re.findall(rf"[{_HAN}]{{2,}}", plain)
    pairs = {run[at : at + 2] for run in runs for at in range(len(run) - 1)}
    return frozenset(pairs.union(re.findall(rf"[{_HANGUL}]{{2,}}|[a-z]{{3,}}", plain)))


def enough(words: frozenset[str]) -> int:
    """How many words two titles need to be compared: pairs of signs tell less than words."""
    return _FEWEST if any(re.fullmatch(rf"[{_HAN}]{{2}}", word) for word in words) else 3
