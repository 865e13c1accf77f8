from datetime import UTC, date, datetime
from typing import Any

import pytest

from data.models import Alert, Development, Evidence, Fleet, Impact, RuleChange, Source, Version
from data.queries.alert_page import AlertPage
from tests.factories import NOW
from webapp.reading import (
    bars,
    by_jurisdiction,
    cited_files,
    dated,
    evidence_passages,
    headline,
    lag,
    shares,
    what_happened,
)


def change(**values: Any) -> RuleChange:
    defaults = {
        "version_id": 1, "document_id": 1, "analyser": "1", "country": "TR", "topic": "roaming",
        "kind": "amendment", "status": "adopted", "direction": "tightening", "confidence": 0.9,
        "published_on": date(2026, 11, 10), "detected_at": NOW,
    }  # fmt: skip
    return RuleChange(**{**defaults, **values})


def development(**values: Any) -> Development:
    defaults = {
        "key": "k", "jurisdiction": "TR", "topic": "roaming", "title": "t", "kind": "amendment",
        "status": "adopted", "direction": "tightening", "created_at": NOW, "moved_at": NOW,
    }  # fmt: skip
    return Development(**{**defaults, **values})


def page(live: int = 12, **values: Any) -> AlertPage:
    nothing: Any = None
    return AlertPage(
        alert=Alert(
            development_id=1, fleet_id=1, rule_change_id=1, title="t", reason="r", severity="high",
            severity_score=80, live_sims=live, created_at=NOW, updated_at=NOW, seen_moved_at=NOW,
        ),
        development=development(**values),
        fleet=Fleet(name="Meters", created_at=NOW),
        change=change(),
        document=nothing,
        source=Source(
            id="s", authority="TRA", authority_name="Telecom Regulation Authority",
            authority_kind="regulator", country="TR", title="t", kind="feed", url="u", language="en",
        ),
        version=nothing, snapshot=nothing, impact=None, evidence=(), events=(),
    )  # fmt: skip


def test_the_sentence_says_who_did_what_where_and_whom_it_touches() -> None:
    assert what_happened(page()) == (
        "Telecom Regulation Authority amended its rule on permanent roaming in Türkiye, "
        "published 10 Nov 2026. It touches 12 live SIMs of Meters."
    )


@pytest.mark.parametrize(
    ("kind", "status", "verb"),
    [
        ("new_rule", "proposed", "proposes a new rule on"),
        ("new_rule", "adopted", "made a new rule on"),
        ("repeal", "consultation", "proposes to repeal its rule on"),
        ("consultation", "consultation", "opened a consultation on"),
        ("guidance", "in_force", "gave guidance on"),
        ("none", "none", "published on"),
    ],
)
def test_a_proposal_is_never_told_as_done(kind: str, status: str, verb: str) -> None:
    assert f"Authority {verb} permanent roaming" in what_happened(page(kind=kind, status=status))


def test_abbreviations_keep_their_capitals_and_one_sim_is_one() -> None:
    sentence = what_happened(page(1, topic="imei", jurisdiction="EU"))
    assert "on IMEI registration in European Union" in sentence
    assert "touches 1 live SIM of" in sentence


@pytest.mark.parametrize(
    ("published", "text"),
    [
        (date(2026, 11, 16), "found on the day"),
        (date(2026, 11, 15), "found 1 day after publication"),
        (date(2026, 8, 8), "found 100 days after publication"),
        (date(2026, 11, 20), "found before its printed date"),
        (None, "publication date not known"),
    ],
)
def test_our_lag_is_told(published: date | None, text: str) -> None:
    assert lag(published, datetime(2026, 11, 16, 23, 59, tzinfo=UTC)) == text


def test_dates_stand_in_the_order_of_events_and_a_deadline_only_if_there_is_one() -> None:
    names = [item.name for item in dated(change(), development())]
    assert names == ["Decided", "Published", "Detected", "Effective"]
    with_deadline = dated(change(), development(deadline_on=date(2027, 1, 15)))
    assert with_deadline[-1].name == "Deadline"
    assert with_deadline[-1].at == date(2027, 1, 15)
    assert dated(change(), development())[0].at is None


def test_a_groups_act_is_told_once_with_its_members() -> None:
    changes = [
        change(country="DE", via_group="EU"),
        change(country="TR"),
        change(country="FR", via_group="EU"),
        change(country="FR", via_group="EU", topic="esim"),
        change(country="TR", version_id=2),
    ]
    found = [
        (row.via_group or row.country, row.topic, count) for row, count in by_jurisdiction(changes)
    ]
    assert found == [
        ("EU", "roaming", 2),
        ("TR", "roaming", 1),
        ("EU", "esim", 1),
        ("TR", "roaming", 1),
    ]


def test_evidence_stands_in_its_text_with_its_page() -> None:
    text = "Head\n\nA rule of 90 days holds.\n\n" + "Filler. " * 200 + "\n\nA ban of 30 days holds."
    starts = [text.index("A rule"), text.index("A ban")]
    version = Version(
        snapshot_id=1, document_id=1, extractor="1", cause="first", created_at=NOW, title="t",
        language="en", text=text, text_sha256="",
        sections=[{"start": start, "end": start + 24, "kind": "paragraph"} for start in starts],
    )  # fmt: skip
    evidence = [
        Evidence(
            rule_change_id=1, version_id=1, start=start, end=start + 22, page=page, file="a.pdf",
            quote=text[start : start + 22], rule="limits.en",
        )
        for start, page in zip(starts, (2, 7), strict=True)
    ]  # fmt: skip
    found = evidence_passages(version, evidence)
    assert [place for _, place in found] == ["page 2 of a.pdf", "page 7 of a.pdf"]
    assert cited_files(version, evidence) == []
    version.attachments = [
        {"start": 0, "end": starts[1], "name": "a.pdf", "sha256": "1" * 64, "ocr": False},
        {"start": starts[1] + 90, "end": 9999, "name": "b.pdf", "sha256": "2" * 64, "ocr": False},
    ]
    assert cited_files(version, evidence) == [("a.pdf", "1" * 64)]
    marked = [piece.text for passage, _ in found for piece in passage.pieces if piece.span]
    assert marked == [item.quote for item in evidence]


def test_the_longest_bar_comes_first_and_fills_its_place() -> None:
    found = bars({"DE": 1, "TR": 4, "AE": 1})
    assert [(item.value, item.sims, item.share) for item in found] == [
        ("TR", 4, 100.0),
        ("AE", 1, 25.0),
        ("DE", 1, 25.0),
    ]
    assert bars({}) == []
    assert bars({"TR": 0})[0].share == 0.0


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({}, "Türkiye: Permanent roaming – amendment, adopted"),
        (
            {"topic": "imei", "jurisdiction": "EU"},
            "European Union: IMEI registration – amendment, adopted",
        ),
        (
            {"kind": "consultation", "status": "consultation", "topic": "esim"},
            "Türkiye: eSIM – consultation open",
        ),
    ],
)
def test_the_headline_says_where_what_on_and_how_far(values: dict[str, str], text: str) -> None:
    assert headline(development(**values)) == text


def test_the_sims_touched_are_told_by_what_is_known() -> None:
    impact = Impact(
        development_id=1, fleet_id=1, assessed_at=NOW, live_sims=5, foreign_sims=5,
        by_country={"TR": 5}, by_technology={"single": 2, "multi_imsi": 3}, by_home={},
    )  # fmt: skip
    found = shares(impact)
    assert sorted(found) == ["country", "technology"]
    assert [item.value for item in found["technology"]] == ["multi_imsi", "single"]
    assert shares(None) == {}
