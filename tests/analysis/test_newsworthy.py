"""What tells news from explanation: who acts, on which day, for whom it is written."""

from datetime import date

import pytest

from analysis.newsworthy import news_features
from analysis.pipeline import analyse, read
from analysis.statements import BODY, LEAD, TITLE, Statement
from tests.analysis.made import statement

PUBLISHED = date(2026, 5, 4)


def features(*statements: Statement, published: date | None = PUBLISHED) -> dict[str, float]:
    """The features of these statements."""
    return news_features(statements, published)


@pytest.mark.parametrize(
    ("dates", "acts", "near"),
    [
        ("decided:2026-04-30", "kind:amendment", 1.0),
        ("effective:2027-01-01", "", 1.0),
        ("deadline:--06-29", "", 1.0),
        ("effective:publication+0d", "", 1.0),
        ("none:2026-05-04", "", 0.0),
        ("decided:2021-06-10", "kind:amendment", 0.0),
        ("other:2026-04-30", "kind:amendment", 0.0),
    ],
)
def test_a_day_near_publication_counts_beside_an_act(dates: str, acts: str, near: float) -> None:
    assert features(statement(place=LEAD, dates=dates, acts=acts))["near day"] == near


def test_a_day_deep_in_the_text_is_not_the_news() -> None:
    deep = statement(place=BODY, dates="effective:2026-06-01")
    assert features(deep)["near day"] == 0.0


def test_without_a_day_of_publication_only_a_day_that_is_set_counts() -> None:
    told = statement(place=LEAD, dates="decided:2026-04-30", acts="kind:amendment")
    assert features(told, published=None)["near day"] == 0.0
    until = statement(place=LEAD, dates="deadline:2026-06-30")
    assert features(until, published=None)["near day"] == 1.0


def test_days_of_years_ago_are_stale() -> None:
    old = statement(place=LEAD, dates="decided:2021-06-10 none:2017-06-01~")
    assert features(old)["stale days"] == 1.0
    assert features(old, statement(place=LEAD, dates="none:2026-05-01"))["stale days"] == 0.0
    assert features(old, published=None)["stale days"] == 0.0


def test_an_authority_with_what_it_does_acts() -> None:
    acting = statement(place=TITLE, authorities="IN", acts="kind:new_rule")
    assert features(acting)["authority acts"] == 0.5
    assert features(statement(place=TITLE, authorities="IN"))["authority acts"] == 0.0
    country = statement(place=TITLE, countries="IN", acts="kind:new_rule")
    assert features(country)["authority acts"] == 0.0


def test_the_ministry_acts_though_it_has_no_name() -> None:
    acting = statement(place=LEAD, acts="voice:author status:adopted")
    assert features(acting)["author acts"] == pytest.approx(1 / 3)
    past = statement(place=LEAD, acts="voice:author status:adopted modality:past")
    assert features(past)["author acts"] == 0.0


def test_four_countries_are_compared_three_are_not() -> None:
    assert features(statement(place=LEAD, countries="IN BR NG"))["countries compared"] == 0.0
    assert features(statement(place=LEAD, countries="IN BR NG TR"))["countries compared"] == 1.0


def test_questions_and_words_to_the_reader_are_counted() -> None:
    asks = Statement(0, 20, TITLE, (), asks=True)
    found = features(asks, statement(acts="voice:reader"), statement(acts="voice:reader"))
    assert (found["asks in title"], found["to the reader"]) == (1.0, 0.5)


def test_an_essay_in_which_nothing_moves_says_so() -> None:
    assert features(statement(place=LEAD, topics="roaming"))["nothing moves"] == 1.0
    assert features(statement(place=LEAD, acts="kind:repeal"))["nothing moves"] == 0.0


ESSAY = (
    "What happens when a tracker never goes home? Permanent roaming means that a foreign SIM stays "
    "for good. In many countries regulators prohibit it, and you should ask your carrier before you "
    "ship. Are there exceptions? Some markets allow a stay of 90 days. Talk to us about your fleet."
)
NEWS = (
    "The Commission decided on 30 April 2026 that permanent roaming is prohibited. A foreign SIM may "
    "stay for 90 days. The order takes effect on 1 July 2026. Operators must disconnect SIMs that "
    "stay longer."
)


def test_an_essay_with_the_words_of_the_rule_is_no_change_the_decision_is() -> None:
    assert not analyse(ESSAY, language="en", published=PUBLISHED).changes
    assert analyse(NEWS, language="en", country="GH", published=PUBLISHED).changes


@pytest.mark.parametrize("mark", ["?", "？", "؟"])
def test_a_sentence_that_ends_with_a_question_mark_asks(mark: str) -> None:
    (title, *_) = read(f"Permanent roaming{mark}\nPermanent roaming is here.", "", "en", "")
    assert title.asks


def test_acts_of_three_countries_in_one_text_make_a_digest() -> None:
    told = [
        statement(place=LEAD, countries=code, acts="kind:new_rule", start=100 * place)
        for place, code in enumerate(["KE", "BR", "TR"])
    ]
    assert features(*told)["digest"] == 1.0
    assert features(*told[:2])["digest"] == 0.0


def test_one_act_that_names_many_countries_is_no_digest() -> None:
    told = statement(place=LEAD, countries="GB BR KR JP", acts="kind:new_rule")
    assert features(told)["digest"] == 0.0
