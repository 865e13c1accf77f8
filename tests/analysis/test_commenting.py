"""What a consultation asks of those who comment says nothing about how hard the rule is."""

from analysis.acting import direction_features
from analysis.weighing import weigh
from data.words import ChangeKind, Topic
from tests.analysis.made import statement


def test_how_to_send_comments_binds_no_fleet() -> None:
    asks = statement(acts="kind:consultation direction:tightening", place="lead")
    bans = statement(acts="direction:tightening", place="lead", start=300)
    kind = ChangeKind.CONSULTATION
    alone = direction_features(
        weigh(Topic.ROAMING, [asks], 500), kind, topic=Topic.ROAMING, retail=False
    )
    both = direction_features(
        weigh(Topic.ROAMING, [asks, bans], 500), kind, topic=Topic.ROAMING, retail=False
    )
    assert alone["lean in lead"] == 0
    assert both["lean in lead"] > 0


def test_a_ban_that_is_put_to_comments_still_leans() -> None:
    title = statement(acts="kind:consultation direction:tightening", place="title")
    found = direction_features(
        weigh(Topic.ROAMING, [title], 500),
        ChangeKind.CONSULTATION,
        topic=Topic.ROAMING,
        retail=False,
    )
    assert found["lean in title"] > 0
