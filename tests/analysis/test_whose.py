"""Whose rule changes."""

import pytest

from analysis.statements import LEAD, TITLE, Statement
from analysis.weighing import weigh
from analysis.whose import whose
from data.words import Topic
from tests.analysis.made import mark, statement


def codes(*statements: Statement, prior: str = "", by_language: str = "") -> list[str]:
    """The jurisdictions, strongest first."""
    weighed = weigh(Topic.ROAMING, statements, 10_000)
    return [found.code for found in whose(weighed, prior=prior, by_language=by_language)]


def test_the_source_s_own_country_stands() -> None:
    assert codes(statement(countries="BR"), prior="CL") == ["CL"]


def test_a_regulator_reporting_on_another_country_gives_that_country() -> None:
    title = statement(place=TITLE, countries="NG", topics="roaming")
    assert codes(title, statement(place=LEAD, countries="NG"), prior="GB") == ["NG"]


def test_what_happened_in_the_capital_of_another_country_is_that_countrys() -> None:
    """The press names a government by its city, and what it means for readers at home."""
    city = mark("jurisdictions", "NG", rule="city:Abuja")
    title = Statement(-1, -1, TITLE, (city,))
    lead = statement(place=LEAD, countries="NG", start=10)
    more = Statement(100, 200, LEAD, (mark("jurisdictions", "NG", 100, rule="city:Lagos"),))
    home = statement(place=LEAD, countries="CH", acts="modality:duty", start=200)
    assert codes(title, lead, more, home, prior="CH") == ["NG"]
    assert codes(title, home, prior="CH") == ["CH"]


def test_a_title_that_names_both_keeps_the_source_s_country() -> None:
    title = statement(place=TITLE, countries="GB NG")
    assert codes(title, prior="GB") == ["GB"]


def test_without_a_prior_the_authority_decides() -> None:
    lead = statement(place=LEAD, authorities="IN", countries="US")
    assert codes(lead) == ["IN"]


def test_a_group_as_prior_stands_against_a_member_in_passing() -> None:
    lead = statement(place=LEAD, countries="EU", topics="roaming", acts="kind:new_rule")
    assert codes(lead, statement(countries="NL"), prior="EU") == ["EU"]


def test_the_world_is_no_jurisdiction_when_the_text_names_none() -> None:
    assert codes(statement(), prior="INT") == []


def test_the_language_s_country_is_the_last_resort() -> None:
    assert codes(statement(), by_language="TR") == ["TR"]


def test_countries_with_a_binding_sentence_each_are_all_taken() -> None:
    kenya = statement(countries="KE", topics="roaming", acts="kind:new_rule")
    ghana = statement(countries="GH", topics="roaming", acts="kind:new_rule", start=200)
    assert sorted(codes(kenya, ghana, prior="INT")) == ["GH", "KE"]


def test_a_list_of_countries_takes_none_of_them_alone() -> None:
    listed = statement(countries="KE GH NG ZA TZ")
    title = statement(place=TITLE, countries="EG", topics="roaming")
    assert codes(title, listed) == ["EG"]


@pytest.mark.parametrize("old", ["modality:past", "modality:unchanged"])
def test_the_old_rule_s_country_does_not_count(old: str) -> None:
    before = statement(countries="FR", acts=old)
    now = statement(place=LEAD, countries="DE", topics="roaming", acts="kind:new_rule")
    assert codes(before, now) == ["DE"]


def test_initials_that_several_authorities_share_do_not_move_the_source_s_country() -> None:
    title = statement(place=TITLE, authorities="FR", topics="roaming")
    assert codes(title, statement(place=LEAD, authorities="FR"), prior="GA") == ["GA"]


def test_initials_count_where_the_country_is_named_too() -> None:
    title = statement(place=TITLE, authorities="NG", topics="roaming")
    assert codes(title, statement(place=LEAD, countries="NG"), prior="GB") == ["NG"]


def acting(code: str, rule: str, *acts: tuple[str, int], at: int = 0) -> Statement:
    """A first line that names a jurisdiction by ``rule`` at ``at``, with acts at their places."""
    named = mark("jurisdictions", code, at, rule=rule)
    said = [mark("acts", value, start) for value, start in acts]
    return Statement(0, 100, LEAD, (named, *said))


def test_a_group_s_act_told_by_a_member_s_authority_is_the_group_s() -> None:
    lead = acting("EU", "authority:European Commission", ("kind:extension", 40))
    assert codes(lead, statement(authorities="DE"), prior="DE") == ["EU"]


def test_a_group_named_before_the_act_is_the_one_that_acts() -> None:
    told = acting("ECOWAS", "group:CEDEAO", ("status:adopted", 40))
    assert codes(told, prior="TG") == ["ECOWAS"]


def test_a_group_named_behind_the_act_is_its_background() -> None:
    told = acting("EU", "group:European Union", ("kind:repeal", 10), at=60)
    assert codes(told, prior="DE") == ["DE"]


def test_the_group_s_initials_in_an_act_s_number_move_nothing() -> None:
    told = acting("EU", "group:EU", ("kind:new_rule", 40))
    assert codes(told, prior="DE") == ["DE"]


def test_a_group_at_work_beside_the_source_s_own_country_moves_nothing() -> None:
    both = acting("EU", "authority:European Commission", ("kind:new_rule", 40))
    both = Statement(0, 100, LEAD, (*both.marks, mark("jurisdictions", "DE", 20)))
    assert codes(both, prior="DE") == ["DE"]


def test_a_group_that_acts_about_a_third_country_is_the_one_whose_rule_changes() -> None:
    both = acting("EU", "authority:European Commission", ("kind:new_rule", 40))
    both = Statement(0, 100, LEAD, (*both.marks, mark("jurisdictions", "JP", 60)))
    assert codes(both, prior="DE") == ["EU"]


def test_a_group_beside_a_third_country_s_authority_moves_nothing() -> None:
    both = acting("EU", "authority:European Commission", ("kind:new_rule", 40))
    other = mark("jurisdictions", "JP", 60, rule="authority:X")
    assert codes(Statement(0, 100, LEAD, (*both.marks, other)), prior="DE") == ["DE"]


def test_the_readers_country_named_in_passing_yields_to_the_title_s() -> None:
    title = statement(place=TITLE, countries="TR", topics="roaming")
    readers = statement(place=LEAD, countries="AT", start=300)
    assert codes(title, statement(topics="roaming"), readers, prior="AT") == ["TR"]


def test_of_a_recognition_the_rule_is_that_of_who_recognises() -> None:
    title = statement(
        place=TITLE, topics="data_localisation data_localisation:partner", countries="KE"
    )
    lead = statement(place=LEAD, authorities="EU", countries="KE")
    assert codes(title, lead, prior="EU") == ["EU"]
    assert codes(title, lead, prior="FR") == ["EU"]
    assert codes(title, prior="GB") == ["GB"]
    assert codes(title, lead, prior="INT") == ["EU"]


def test_a_recognition_reported_from_outside_is_of_the_country_named_first() -> None:
    title = statement(place=TITLE, topics="data_localisation:partner", countries="KE GH MU")
    assert codes(title, prior="INT") == ["KE"]


def test_countries_that_say_as_much_come_in_the_order_of_the_text() -> None:
    title = statement(place=TITLE, countries="ZM KE GH", topics="roaming")
    assert codes(title) == ["ZM", "KE", "GH"]
