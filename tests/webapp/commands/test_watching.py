"""``roamwatch sources list | read | coverage``."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from data.catalogue import load_catalogue
from data.catalogue_sync import sync_catalogue
from data.db import writing
from data.models import Fleet, Sim, Source
from data.settings import Settings
from tests.factories import NOW
from tests.replica.scripted import next_page
from webapp.cli import main

PAGE = """<html lang="tr"><meta charset="windows-1254"><body><nav><a href="/iletisim">İletişim</a>
</nav><ul><li>05.03.2026 <a href="d/1.html">Cihazların kaydı hakkında duyuru</a></li>
<li>24.02.2026 <a href="d/2.html">Numaralandırma yönetmeliği değişti</a></li></ul></body></html>"""


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["sources", *args])


def as_json(*args: str) -> dict[str, Any]:
    result = run(*args, "--json")
    assert result.exit_code == 0, result.output
    loaded: dict[str, Any] = json.loads(result.stdout)
    return loaded


@pytest.fixture
def instance(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ROAMWATCH_INSTANCE", str(sqlite_settings.instance))
    return sqlite_settings.instance


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An instance that was never set up."""
    monkeypatch.setenv("ROAMWATCH_INSTANCE", str(tmp_path / "none"))


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "duyurular.html"
    path.write_bytes(PAGE.encode("windows-1254"))
    return path


# list


def test_a_list_that_stands_in_a_page_as_json_is_read_from_there(tmp_path: Path) -> None:
    posts = [
        {"title": f"Decision {n} on devices", "href": f"/news/{n}", "date": f"2026-11-0{n}"}
        for n in (1, 2)
    ]
    path = tmp_path / "next.html"
    path.write_bytes(next_page(posts).body)
    found = as_json("read", str(path), "--url", "https://a.example/news")
    assert [link["url"] for link in found["links"]] == [
        "https://a.example/news/1",
        "https://a.example/news/2",
    ]
    assert found["links"][0]["date"] == "2026-11-01"


def test_list_shows_the_catalogue_before_anything_is_set_up(nowhere: None) -> None:
    found = as_json("list")
    assert found["total"] == len(load_catalogue())
    assert found["counts"]["health"] == {"unproven": found["total"]}


def test_list_counts_what_it_shows(nowhere: None) -> None:
    found = as_json("list")
    for name, counts in found["counts"].items():
        assert sum(counts.values()) == found["total"], name
    assert found["counts"]["certainty"]["proven"] >= 55


def test_list_tells_the_health_of_the_store(instance: Path, sqlite_store: Engine) -> None:
    with writing(sqlite_store) as session:
        sync_catalogue(session, load_catalogue(), now=NOW)
        row = session.get(Source, "us-ofr-fcc")
        assert row is not None
        row.health, row.last_success_at = "healthy", datetime(2026, 11, 1, tzinfo=UTC)
    (found,) = as_json("list", "--health", "healthy")["sources"]
    assert (found["id"], found["kind"]) == ("us-ofr-fcc", "federal_register")
    assert found["last_success_at"] == "2026-11-01T00:00:00+00:00"
    assert found["never_read"] is False


@pytest.mark.parametrize(
    ("option", "value", "column"),
    [("--country", "tr", "country"), ("--kind", "feed", "kind"), ("--country", "EU", "country")],
)
def test_list_filters(nowhere: None, option: str, value: str, column: str) -> None:
    found = as_json("list", option, value)
    assert found["total"] > 0
    assert {row[column].lower() for row in found["sources"]} == {value.lower()}


def test_list_tells_a_source_that_failed_and_was_never_read(
    instance: Path, sqlite_store: Engine
) -> None:
    with writing(sqlite_store) as session:
        sync_catalogue(session, load_catalogue(), now=NOW)
        row = session.get(Source, "us-ofr-fcc")
        assert row is not None
        row.health = "failing"
    (found,) = as_json("list", "--health", "failing")["sources"]
    assert (found["id"], found["never_read"]) == ("us-ofr-fcc", True)


def test_list_says_why_a_source_is_off(nowhere: None) -> None:
    rows = [row for row in as_json("list")["sources"] if not row["enabled"]]
    assert rows
    assert all(row["reason"] for row in rows)


def test_list_for_people_ends_with_the_counts(nowhere: None) -> None:
    result = run("list", "--country", "GB")
    assert result.exit_code == 0
    assert "gb-ofcom-feed" in result.output
    assert result.output.splitlines()[-1].endswith("sources in 1 countries and groups")


# read


def test_read_prints_the_entries_of_a_saved_page(saved: Path, nowhere: None) -> None:
    found = as_json("read", str(saved), "--url", "https://www.kurum.example.tr/duyurular/")
    assert [set(link) for link in found["links"]] == [{"url", "title", "date", "certainty"}] * 2
    assert found["links"][0]["url"] == "https://www.kurum.example.tr/duyurular/d/1.html"
    assert found["links"][0]["title"] == "Cihazların kaydı hakkında duyuru"
    assert [link["date"] for link in found["links"]] == ["2026-03-05", "2026-02-24"]
    assert all(0.5 <= link["certainty"] <= 1 for link in found["links"])


def test_read_prints_a_line_per_entry_for_people(saved: Path, nowhere: None) -> None:
    result = run("read", str(saved), "--url", "https://www.kurum.example.tr/duyurular/")
    assert result.exit_code == 0
    assert result.output.splitlines()[0].startswith("2026-03-05  ")
    assert result.output.splitlines()[-1] == "2 entries"


def test_read_of_a_page_without_entries_prints_none(tmp_path: Path, nowhere: None) -> None:
    path = tmp_path / "empty.html"
    path.write_text("<html><body><p>Nothing is listed here.</p></body></html>")
    assert as_json("read", str(path), "--url", "https://a.example/") == {"links": []}


@pytest.mark.parametrize("url", ["", "a.example", "ftp://a.example/", "https://"])
def test_read_refuses_what_is_no_address(saved: Path, nowhere: None, url: str) -> None:
    result = run("read", str(saved), "--url", url)
    assert result.exit_code == 2
    assert "--url" in result.output


def test_read_refuses_a_missing_file_and_a_missing_address(saved: Path, nowhere: None) -> None:
    assert run("read", "no-such-file.html", "--url", "https://a.example/").exit_code == 2
    assert run("read", str(saved)).exit_code == 2


# coverage


@pytest.fixture
def fleet(sqlite_store: Engine) -> None:
    """Two live SIMs in Türkiye, which a healthy source watches, one in Brazil, which none does."""
    now = datetime.now(UTC)
    with writing(sqlite_store) as session:
        sync_catalogue(session, [one for one in load_catalogue() if one.country == "TR"], now=NOW)
        source = session.get(Source, "tr-rg-feed")
        regulator = session.get(Source, "tr-btk-laws")
        assert source is not None
        assert regulator is not None
        for row in (source, regulator):
            row.health, row.last_success_at = "healthy", now
        session.add(Fleet(id=1, name="Fleet", created_at=now))
        session.flush()
        for number, country in enumerate(("TR", "TR", "BR")):
            iccid = f"894900000000000{number:05d}"
            session.add(
                Sim(
                    fleet_id=1,
                    iccid=iccid,
                    iccid_key=iccid,
                    state="active",
                    visited_country=country,
                    last_seen_at=now,
                    updated_at=now,
                )
            )


def test_coverage_names_the_watchers_and_the_blind_spots(instance: Path, fleet: None) -> None:
    found = as_json("coverage")
    assert (found["watched"], found["blind"]) == (1, 1)
    turkey, brazil = found["countries"]
    assert (turkey["country"], turkey["live_sims"], turkey["blind_spots"]) == ("TR", 2, [])
    assert "tr-rg-feed" in [source["id"] for source in turkey["sources"]]
    assert turkey["verified_at"]
    assert (brazil["country"], brazil["blind_spots"]) == ("BR", ["no_source"])
    assert brazil["verified_at"] is None


def test_coverage_for_people_says_blind_in_words(instance: Path, fleet: None) -> None:
    result = run("coverage")
    assert result.exit_code == 0
    assert (
        "BR        1 live SIMs, 0 sources, verified never  BLIND: No primary source watches it"
        in result.output
    )
    assert result.output.splitlines()[-1] == "2 countries with live SIMs, 1 with blind spots"


def test_coverage_needs_a_store(nowhere: None) -> None:
    result = run("coverage")
    assert result.exit_code == 2
    assert "roamwatch init" in result.output
