"""The pattern language: what matches, what does not, what is refused."""

import pytest

from analysis.folding import fold
from analysis.matching import Matcher, longest
from analysis.patterns import PatternError, parse

SLOTS = {"n": r"\d+", "unit": r"days?|months?"}


def found(pattern: str, text: str) -> list[str]:
    """The raw slices that one pattern matches."""
    folded = fold(text)
    matcher = Matcher([(pattern, None)], SLOTS)
    return [text[slice(*folded.span(hit.start, hit.end))] for hit in matcher.find(folded, text)]


@pytest.mark.parametrize(
    ("pattern", "text", "match"),
    [
        ("roaming", "no Roaming here", ["Roaming"]),
        ("permanent roaming", "permanent\n  roaming", ["permanent\n  roaming"]),
        ("e-SIM", "an e SIM, an e-sim", ["e SIM", "e-sim"]),
        ("roaming*", "Roamingverbot", ["Roamingverbot"]),
        ("*verbot", "Roamingverbot gilt", ["Roamingverbot"]),
        ("постоянн* роуминг*", "о постоянном роуминге", ["постоянном роуминге"]),
        ("(data|traffic) limit", "traffic limit", ["traffic limit"]),
        ("the (old )?rule", "the rule and the old rule", ["the rule", "the old rule"]),
        ("the (old)? rule", "the rule and the old rule", ["the rule", "the old rule"]),
        ("(very )?strict", "very strict", ["very strict"]),
        ("rule(|s)", "rules, rule", ["rules", "rule"]),
        ("come(s)? into (force|effect (today)?)", "comes into effect", ["comes into effect"]),
        ("data ... abroad", "data may be sent abroad", ["data may be sent abroad"]),
        ("tritt ... kraft", "tritt am 1. August in Kraft", ["tritt am 1. August in Kraft"]),
        ("legt ... fest", "legt nach Art. 5 Abs. 2 fest", ["legt nach Art. 5 Abs. 2 fest"]),
        ("more ... days", "more than 1.500 days", ["more than 1.500 days"]),
        ("data ... abroad", "data is kept. Abroad it is not.", []),
        ("data ... abroad", "data is kept since 2026. Abroad it is not.", []),
        ("<n> consecutive <unit>", "for 90 consecutive days", ["90 consecutive days"]),
        ("=eSIM", "eSIM esim ESIM", ["eSIM"]),
        ("=CEIR", "the CEIR.", ["CEIR"]),
        ("SGP.32", "SGP.32 and SGP.02", ["SGP.32"]),
        ("تجوال دولي", "التجوال الدولي وبالتجوال الدولي", ["التجوال الدولي", "وبالتجوال الدولي"]),
        ("إلغاء", "للإلغاء وإلغاء", ["للإلغاء", "وإلغاء"]),
        ("المغرب", "بالمغرب وللمغرب عند مغرب", ["بالمغرب", "وللمغرب"]),
        ("(يتم|تتم)", "وسيتم ثم تتم ويستمر", ["وسيتم", "تتم"]),
        ("قرار*", "بقرارات لا استقرار", ["بقرارات"]),
        ("=IMEI", "رقم الـIMEI وIMEI", ["IMEI", "IMEI"]),
        ("漫游 ... 注销", "漫游的卡，一律注销", ["漫游的卡，一律注销"]),
        ("境外(SIM|物联网)卡", "境外 SIM 卡和境外物联网卡", ["境外 SIM 卡", "境外物联网卡"]),
        ("停止<n>(天|日)", "停止 90 日", ["停止 90 日"]),
        ("漫游", "永久漫游", ["漫游"]),
        ("eSIM", "使用eSIM卡", ["eSIM"]),
        ("kayıtlı", "KAYITLI cihaz", ["KAYITLI"]),
        ("roaming", "roam\u00ading", ["roam\u00ading"]),
    ],
)
def test_a_pattern_matches(pattern: str, text: str, match: list[str]) -> None:
    assert found(pattern, text) == match


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("ban", "urban banner"),
        ("sim", "simple"),
        ("=eSIM", "esim. kuten"),
        ("data ... abroad", "data stay. They go abroad"),
        ("data ... abroad", "data " + "x " * 40 + "abroad"),
        ("in ... force", "inside the enforcement"),
        ("permanent roaming", "permanent\n\nroaming"),
        ("SGP.32", "32 of them"),
        ("<n> consecutive <unit>", "consecutive days"),
    ],
)
def test_a_pattern_does_not_match(pattern: str, text: str) -> None:
    assert found(pattern, text) == []


@pytest.mark.parametrize("pattern", ["(a", "a)", "*", "<n>", "(a)?", "()"])
def test_a_pattern_that_cannot_be_looked_for_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        parse(pattern).literals()


def test_an_unknown_slot_is_refused_by_name() -> None:
    with pytest.raises(PatternError, match="<weeks>"):
        Matcher([("within <weeks> weeks", None)], SLOTS)


def test_slots_come_out_as_groups() -> None:
    folded = fold("within 6 months")
    (hit,) = Matcher([("within <n> <unit>", "x")], SLOTS).find(folded, "within 6 months")
    assert dict(hit.groups) == {"n": "6", "unit": "months"}
    assert hit.payload == "x"


def test_many_patterns_are_found_in_one_pass() -> None:
    text = "IMEI blocking and roaming"
    hits = Matcher([("imei", 1), ("imei block*", 2), ("roaming", 3)]).find(fold(text), text)
    assert sorted(hit.payload for hit in hits) == [1, 2, 3]


def test_longest_keeps_what_lies_in_no_other() -> None:
    text = "shall not be required"
    hits = Matcher([("required", 1), ("not be required", 2)]).find(fold(text), text)
    assert [hit.payload for hit in longest(hits)] == [2]


def test_a_match_is_reported_once_though_its_key_stands_in_it_twice() -> None:
    assert found("roaming ... roaming", "roaming or roaming") == ["roaming or roaming"]


def test_no_patterns_find_nothing() -> None:
    assert not Matcher[None]([]).any(fold("text"), "text")


def test_the_key_begins_no_farther_from_the_match_than_the_pattern_says() -> None:
    keys = parse("(very )?old <n> permanent* rule").literals()
    assert set(keys) == {"permanent"}
    assert keys["permanent"] >= len("very old 90 ")
