import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.data.fleet.files import HEADERS, csv_of, row
from webapp.cli import main
from webapp.commands.fleet import SHOWN


@pytest.fixture(autouse=True)
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ROAMWATCH_INSTANCE", str(tmp_path / "instance"))
    return tmp_path / "instance"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three good rows, seen yesterday by the clock of the machine, and one bad one."""
    path = tmp_path / "fleet.csv"
    seen = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    rows = [
        row(1, Last_Seen=seen),
        row(2, Last_Seen=seen, IMSI="724010000000001"),
        row(3, Last_Seen=seen, Country="TR"),
        row(4, Last_Seen=seen, ICCID="8.91E+19"),
    ]
    path.write_bytes(csv_of(*rows))
    return path


def run(*words: str, given: bytes = b"") -> Result:
    return CliRunner().invoke(main, ["fleet", *words], input=given)


def test_refused_rows_are_listed_with_their_lines_and_make_the_exit_status_1(file: Path) -> None:
    done = run("import", str(file))
    assert done.exit_code == 1
    assert "line 5, ICCID: refused: the ICCID reads 8.91E+19" in done.stderr
    assert "format the column as text" in done.stderr
    assert "added: 3" in done.stdout
    assert "refused: 1" in done.stdout


def test_a_good_file_exits_with_0(tmp_path: Path) -> None:
    path = tmp_path / "good.csv"
    path.write_bytes(csv_of(row(1), row(2)))
    assert run("import", str(path)).exit_code == 0
    again = run("import", str(path), "--json")
    assert again.exit_code == 0
    assert json.loads(again.stdout)["unchanged"] == 2


def test_the_report_is_one_json_object(file: Path) -> None:
    done = run("import", str(file), "--fleet", "Trackers", "--json")
    report = json.loads(done.stdout)
    assert (report["fleet"], report["filename"]) == ("Trackers", "fleet.csv")
    assert (report["rows"], report["added"], report["refused"]) == (4, 3, 1)
    assert report["errors"][0]["line"] == 5


def test_a_dry_run_writes_nothing(file: Path) -> None:
    done = run("import", str(file), "--dry-run")
    assert "nothing was written" in done.stdout
    assert json.loads(run("exposure", "--json").stdout)["fleets"] == {}


def test_standard_input_is_a_file_too(file: Path) -> None:
    done = run("import", "-", "--json", given=csv_of(row(1)))
    assert done.exit_code == 0
    assert json.loads(done.stdout)["filename"] == "standard input"


def test_a_missing_column_is_wrong_use_with_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(csv_of(row(1), headers=tuple(h for h in HEADERS if h != "ICCID")))
    done = run("import", str(path))
    assert done.exit_code == 2
    assert done.stderr.startswith("roamwatch: the file has no column for the ICCID")
    assert done.stderr.count("\n") == 1


def test_a_workbook_is_wrong_use(tmp_path: Path) -> None:
    path = tmp_path / "fleet.xlsx"
    path.write_bytes(b"PK\x03\x04 and more")
    done = run("import", str(path))
    assert done.exit_code == 2
    assert "workbook is damaged" in done.stderr


def test_an_unknown_platform_is_wrong_use(file: Path) -> None:
    assert run("import", str(file), "--platform", "acme").exit_code == 2


def test_only_the_first_faults_are_listed_and_the_rest_counted(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_bytes(csv_of(*(row(number, ICCID="") for number in range(SHOWN + 7))))
    done = run("import", str(path))
    assert done.stderr.count("refused:") == SHOWN
    assert "… and 7 more" in done.stderr


def test_no_identifier_is_printed(file: Path) -> None:
    done = run("import", str(file))
    assert "894902" not in done.output
    assert "262010" not in done.output


def test_exposure_says_where_live_sims_are_and_which_roam(file: Path) -> None:
    run("import", str(file), "--fleet", "Trackers")
    found = json.loads(run("exposure", "--json").stdout)
    assert found["live_sims"] == 3
    assert found["fleets"] == {"Trackers": 3}
    assert found["countries"] == [
        {"value": "BR", "sims": 2, "foreign": 1},
        {"value": "TR", "sims": 1, "foreign": 1},
    ]
    assert found["homes"][0] == {"value": "DE", "sims": 2, "foreign": 2}


def test_exposure_reads_well(file: Path) -> None:
    run("import", str(file))
    said = run("exposure").stdout.splitlines()
    assert said[0] == "3 live SIMs (seen within 30 days)"
    assert said[1].split() == ["2", "BR", "Brazil,", "1", "roam"]


def test_exposure_of_a_fleet_that_is_not_there_is_wrong_use() -> None:
    done = run("exposure", "--fleet", "Scales")
    assert done.exit_code == 2
    assert "no fleet 'Scales'" in done.stderr


def test_exposure_of_nothing_is_nothing() -> None:
    done = run("exposure", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["live_sims"] == 0


def test_progress_on_a_terminal_stays_out_of_the_result(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # how rich is told that it writes to a terminal
    done = run("import", str(file), "--json")
    assert json.loads(done.stdout)["added"] == 3


def test_notes_about_the_file_go_to_the_side(tmp_path: Path) -> None:
    path = tmp_path / "us.csv"
    path.write_bytes(csv_of(row(1, Last_Seen="11/14/2026")))
    done = run("import", str(path), "--json")
    assert "note: days were read as month/day/year" in done.stderr
    assert json.loads(done.stdout)["notes"]


def test_exposure_counts_one_fleet_when_asked(file: Path) -> None:
    run("import", str(file), "--fleet", "Trackers")
    run("import", str(file), "--fleet", "Meters")
    assert json.loads(run("exposure", "--json").stdout)["live_sims"] == 6
    alone = json.loads(run("exposure", "--fleet", "Meters", "--json").stdout)
    assert (alone["live_sims"], alone["fleets"]) == (3, {"Meters": 3})


def test_a_sim_whose_country_is_not_known_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "sea.csv"
    seen = datetime.now(UTC).isoformat()
    path.write_bytes(csv_of(row(1, Last_Seen=seen, Country="")))
    run("import", str(path))
    assert "country not known" in run("exposure").stdout


def test_replay_counts_what_it_looked_at_and_refuses_a_fleet_that_is_none(file: Path) -> None:
    run("import", str(file), "--fleet", "Meters")
    done = run("replay", "--fleet", "Meters", "--json")
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert (found["fleet"], found["considered"], found["alerts"]) == ("Meters", 0, [])
    for command in ("replay", "exposure", "clocks"):
        refused = run(command, "--fleet", "Nobody")
        assert refused.exit_code == 2
        assert "there is no fleet 'Nobody'; there are: Meters" in refused.stderr


def test_clocks_are_counted_and_told_without_identifiers(file: Path) -> None:
    run("import", str(file), "--fleet", "Meters")
    done = run("clocks", "--json", "--country", "tr")
    assert done.exit_code == 0
    report = json.loads(done.stdout)
    assert report["counted_on"] == datetime.now(UTC).date().isoformat()
    assert {limit["country"] for limit in report["limits"]} <= {"TR"}
    assert "8988" not in done.stdout
    spoken = run("clocks", "--fleet", "Meters")
    assert spoken.exit_code == 0
    assert "over / approaching / within / unknown" in spoken.stdout


@pytest.mark.parametrize("words", [("--country", "XX"), ("--fleet", "Nobody")])
def test_clocks_of_what_is_not_there_are_wrong_use(words: tuple[str, str]) -> None:
    done = run("clocks", *words)
    assert done.exit_code == 2
    assert words[1] in done.stderr
