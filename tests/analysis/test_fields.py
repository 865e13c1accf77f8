"""Words with two trades: what they mean is told by the rest of the text."""

import pytest

from analysis.fields import in_field
from analysis.pipeline import analyse
from data.words import Topic

SETTLEMENT = (
    "O juiz decidiu homologar o acordo entre a seguradora e o segurado. A homologação entra em "
    "vigor na data da publicação. As partes devem cumprir o acordo homologado."
)
MODULES = (
    "A homologação de módulos celulares passa a exigir ensaio em laboratório. A agência decidiu "
    "que os produtos para telecomunicações devem ser homologados antes da venda."
)
FUND = (
    "L'Autorité modifie les conditions de l'agrément des sociétés de gestion. L'agrément doit "
    "être demandé avant le 1er juillet 2026. Le fonds agréé respecte les nouvelles règles."
)


def test_the_homologation_of_a_settlement_is_no_type_approval() -> None:
    assert not in_field(Topic.TYPE_APPROVAL, SETTLEMENT, "pt")
    assert Topic.TYPE_APPROVAL not in analyse(SETTLEMENT, language="pt", country="BR").topics


def test_the_homologation_of_modules_is() -> None:
    assert in_field(Topic.TYPE_APPROVAL, MODULES, "pt")
    assert Topic.TYPE_APPROVAL in analyse(MODULES, language="pt", country="BR").topics


def test_the_approval_of_a_fund_is_not() -> None:
    assert not analyse(FUND, language="fr", country="FR").relevant


def test_a_word_of_the_trade_in_a_title_apart_counts() -> None:
    short = "A homologação passa a valer por cinco anos. A homologação deve ser renovada."
    title = "Produtos para telecomunicações: prazo da homologação"
    assert analyse(short, language="pt", title=title).topics == (Topic.TYPE_APPROVAL,)


def test_a_book_needs_more_than_one_such_word() -> None:
    book = "Il est statué sur l'homologation du plan. " * 2_500
    assert not in_field(Topic.TYPE_APPROVAL, f"{book} Son téléphone sans fil.", "fr")
    assert in_field(Topic.TYPE_APPROVAL, f"{book} {'Un terminal radio est vendu. ' * 4}", "fr")


@pytest.mark.parametrize("topic", [Topic.ROAMING, Topic.DATA_LOCALISATION])
def test_a_topic_that_names_no_trade_takes_every_text(topic: Topic) -> None:
    assert in_field(topic, "anything", "en")


def test_a_language_without_a_list_takes_every_text() -> None:
    assert in_field(Topic.TYPE_APPROVAL, "anything", "sw")
