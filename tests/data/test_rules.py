"""The seed of the ledger: every fact usable, the markets that officers ask about first are there."""

from pathlib import Path

import pytest

from data.rules import FactSource, RuleSeedError, load_facts, rule_facts
from data.words import Stance, Topic

GOOD = """
[[rule]]
id = "tr-imei-1"
country = "TR"
topic = "imei"
stance = "conditional"
summary = "Devices are registered within 120 days."
applies_to = "all"
status = "in_force"
source_kind = "law"
as_of = "2026-11"
confidence = "high"
"""


def put(folder: Path, text: str, name: str = "europe.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_bundled_facts_are_many_and_cover_the_world() -> None:
    facts = rule_facts()
    assert len(facts) > 800
    assert len({fact.country for fact in facts}) > 150
    assert {fact.topic for fact in facts} == set(Topic)


@pytest.mark.parametrize("country", ["EU", "DE", "BE", "US", "CN", "BR", "IN", "AU", "JP", "TR"])
def test_what_the_trade_takes_for_granted_stands_beside_what_was_found(country: str) -> None:
    kinds = {
        fact.source_kind is FactSource.TRADE_VIEW
        for fact in rule_facts()
        if fact.country == country and fact.topic is Topic.ROAMING
    }
    assert kinds == {True, False}


def test_a_fact_with_a_source_names_its_address_or_says_that_there_is_none() -> None:
    for fact in rule_facts():
        if fact.source_kind in (FactSource.LAW, FactSource.REGULATOR):
            assert fact.source_url is not None, fact.id


def test_what_was_looked_for_and_not_found_says_so_and_allows_nothing() -> None:
    nothing = [fact for fact in rule_facts() if fact.stance is Stance.NO_RULE_FOUND]
    assert len(nothing) > 100
    assert all(fact.stance is not Stance.PERMITTED for fact in nothing)


@pytest.mark.parametrize(
    "remark", ["re-read", "this file", "apac:", "europe:", "mea:", "americas:"]
)
def test_no_fact_keeps_a_remark_of_its_making(remark: str) -> None:
    assert [fact.id for fact in rule_facts() if remark in fact.summary] == []


def test_a_good_file_is_read(tmp_path: Path) -> None:
    (fact,) = load_facts(put(tmp_path, GOOD))
    assert (fact.id, fact.stance, fact.limit_days) == ("tr-imei-1", Stance.CONDITIONAL, None)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("conditional", "perhaps", "tr-imei-1, stance"),
        ('country = "TR"', 'country = "ZZ"', "ZZ is no country"),
        ('as_of = "2026-11"', 'as_of = "November"', "as_of"),
        ("confidence", "confidance", "confidence: Field required"),
        ("Devices are registered within 120 days.", "Short", "summary"),
        ("[[rule]]", "[[rule", "not TOML"),
    ],
)
def test_a_fault_names_the_file_and_the_fact(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(RuleSeedError, match=message) as caught:
        load_facts(put(tmp_path, GOOD.replace(old, new)))
    assert "europe.toml" in str(caught.value)


def test_an_id_stands_once_over_all_files(tmp_path: Path) -> None:
    put(tmp_path, GOOD)
    with pytest.raises(RuleSeedError, match="stands twice"):
        load_facts(put(tmp_path, GOOD, "asia.toml"))


def test_what_corrects_a_fact_must_be_a_fact(tmp_path: Path) -> None:
    with pytest.raises(RuleSeedError, match="tr-imei-9"):
        load_facts(put(tmp_path, GOOD + 'superseded_by = "tr-imei-9"\n'))


@pytest.mark.parametrize(
    ("limit", "reason"),
    [
        ('{ shape = "cumulative", days = 90 }', "window_days"),
        ('{ shape = "consecutive", days = 90, window_days = 120 }', "window_days"),
        ('{ shape = "consecutive" }', "needs days"),
        ('{ shape = "sometimes", days = 90 }', "shape"),
        ('{ shape = "consecutive", days = 90, homes = ["XX"] }', "XX is no country"),
        ('{ shape = "consecutive", days = 90, per = "car" }', "per"),
    ],
)
def test_a_limit_that_cannot_be_counted_is_refused_by_name(
    tmp_path: Path, limit: str, reason: str
) -> None:
    with pytest.raises(RuleSeedError, match=reason):
        load_facts(put(tmp_path, GOOD + f"limits = [{limit}]\n"))


def test_limits_may_be_none_looked_for_and_none_or_several(tmp_path: Path) -> None:
    two = '{ shape = "ban" }, { shape = "share", window_days = 120, homes = ["EU"] }'
    for text, count in (("", None), ("limits = []\n", 0), (f"limits = [{two}]\n", 2)):
        (found,) = load_facts(put(tmp_path, GOOD + text))
        assert (None if found.limits is None else len(found.limits)) == count
