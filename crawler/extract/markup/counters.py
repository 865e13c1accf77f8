"""Counts of visits: they change with every fetch, and no rule stands in them."""

import re
from dataclasses import replace

from crawler.extract.markup.blocks import Placed

_WORDS = (
    r"(?:page |total )?(?:views?|visits|visitors?|hits|reads|view count)(?: today| so far)?"
    r"|visitas|visualizaciones|lecturas|visualizações|acessos|vues|visites|lectures|consultations"
    r"|aufrufe|besucher|zugriffe|visualizzazioni|görüntülenme(?: sayısı)?|okunma(?: sayısı)?"
    r"|ziyaretçi(?: sayısı)?|(?:количество )?просмотр(?:ов|ы)|посещений|перегляд(?:ів|и)|odsłon[ay]?"
    r"|wyświetleń|zobrazeno|přečteno|vizualizări|προβολές|dilihat|dibaca|pengunjung|lượt xem"
    r"|(?:浏览|阅读|访问|点击|瀏覽|點閱)(?:次数|数|量|人次|次數)?|アクセス数|閲覧数|조회수?|조회"
    r"|(?:عدد )?(?:المشاهدات|الزيارات|الزوار)|مشاهدات|تعداد بازدید|بازدید|จำนวนผู้เข้าชม|เข้าชม"
)
_NUMBER = r"(?:\d{1,3}(?:[.,\u00a0 ]\d{3})+|\d+)(?![\d.,/-]\d)"
_LABELLED = re.compile(
    rf"(?:^|(?<=[\s|·•(\[【]))(?:{_WORDS})\s*[:：]\s*{_NUMBER}\s*[次회回]?[)\]】]?", re.IGNORECASE
)
_ALONE = re.compile(
    rf"^(?:(?:{_WORDS})\s*[:：]?\s*{_NUMBER}[次회回]?|{_NUMBER}\s*(?:{_WORDS}))\W*$", re.IGNORECASE
)
#: In longer blocks such words are what the text is about.
_LONGEST = 200
_EDGES = " |·•-–,;"


def without_counters(placed: list[Placed]) -> list[Placed]:
    """The blocks without counts of visits, in lines of their own or beside a date."""
    kept = []
    for item in placed:
        text = item.block.text
        if len(text) <= _LONGEST and any(letter.isdecimal() for letter in text):
            text = "" if _ALONE.match(text) else _LABELLED.sub("", text).strip(_EDGES)
        if text == item.block.text:
            kept.append(item)
        elif text:
            kept.append(replace(item, block=replace(item.block, text=text)))
    return kept
