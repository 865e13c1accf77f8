"""``roamwatch crawl`` and ``roamwatch sources crawl | check``."""

import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from data.db import writing
from data.models import Source
from data.settings import Settings
from tests.replica.server import Replica, serving
from webapp.cli import main


@pytest.fixture
def replica() -> Iterator[Replica]:
    with serving() as running:
        running.html("/news/1", "Decision 1")
        running.feed("/feed", {"/news/1": "Decision 1"})
        yield running


@pytest.fixture
def sources(
    sqlite_store: Engine,
    sqlite_settings: Settings,
    replica: Replica,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A good source and a dead one, in the store that the commands open."""
    for name, value in (
        ("INSTANCE", str(sqlite_settings.instance)),
        ("ALLOW_PRIVATE_ADDRESSES", "true"),
        ("HOST_DELAY", "0"),
        ("EXTRACTION_PROCESSES", "0"),
    ):
        monkeypatch.setenv(f"ROAMWATCH_{name}", value)
    with writing(sqlite_store) as session:
        for source_id, path in (("good", "/feed"), ("gone", "/nowhere")):
            session.add(
                Source(
                    id=source_id,
                    authority=source_id,
                    authority_name=source_id,
                    authority_kind="telecom_regulator",
                    country="DE",
                    title=source_id,
                    kind="feed",
                    url=replica.url(path),
                    language="en",
                )
            )


def run(*args: str) -> Result:
    return CliRunner().invoke(main, args)


@pytest.mark.usefixtures("sources")
def test_crawl_prints_its_counts_and_exits_1_when_a_source_failed() -> None:
    result = run("crawl", "--all", "--json")
    assert result.exit_code == 1
    counts = json.loads(result.stdout)
    assert (counts["sources"], counts["failed_sources"]) == (2, 1)
    assert (counts["new_documents"], counts["versions"]) == (1, 1)
    assert counts["failures"][0]["error"] == "http_404"


@pytest.mark.usefixtures("sources")
def test_what_was_just_crawled_is_not_due() -> None:
    run("crawl", "--all")
    result = run("crawl", "--due", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["sources"] == 0


@pytest.mark.usefixtures("sources")
def test_a_recheck_asks_the_documents_again(replica: Replica) -> None:
    run("sources", "crawl", "good")
    replica.html("/news/1", "Decision 1", "The text was replaced by quite another one.")
    assert json.loads(run("sources", "crawl", "good", "--json").stdout)["documents"] == 0
    again = json.loads(run("sources", "crawl", "good", "--recheck", "--json").stdout)
    assert (again["documents"], again["changed_documents"], again["versions"]) == (1, 1, 1)


@pytest.mark.usefixtures("sources")
def test_chosen_sources_are_crawled_and_all_went_well() -> None:
    result = run("sources", "crawl", "good")
    assert result.exit_code == 0
    assert "new documents: 1" in result.stdout


@pytest.mark.usefixtures("sources")
def test_a_check_tells_what_each_source_says() -> None:
    result = run("sources", "check")
    assert result.exit_code == 1
    lines = sorted(result.stdout.splitlines())
    assert [line.split()[:4] for line in lines] == [
        ["gone", "failing", "0", "entries"],
        ["good", "healthy", "1", "entries"],
    ]
    assert lines[0].endswith("The server answered 404 (http_404).")
    found = json.loads(run("sources", "check", "good", "--json").stdout)
    assert found["sources"][0].pop("seconds") > 0
    assert found["sources"][0] == {
        "id": "good",
        "outcome": "ok",
        "items": 1,
        "http_status": 200,
        "error": "",
        "message": "",
        "health": "healthy",
        "reason": "",
        "newest": None,
    }


@pytest.mark.usefixtures("sources")
@pytest.mark.parametrize("args", [("crawl",), ("crawl", "--due", "--all")])
def test_a_crawl_of_unclear_sources_is_wrong_use(args: tuple[str, ...]) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert "--due or --all" in result.stderr


@pytest.mark.usefixtures("sources")
def test_an_unknown_source_is_wrong_use_in_one_sentence() -> None:
    result = run("sources", "check", "nowhere")
    assert result.exit_code == 2
    assert result.stderr.strip() == "roamwatch: no source nowhere; see roamwatch sources list"
