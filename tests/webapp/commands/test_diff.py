"""``roamwatch diff``: two files in, passages out."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fpdf import FPDF

from webapp.cli import main

OLD = "Cards may roam for 120 days.\nThe rule holds from 1 May 2027.\nA list is published.\n"
NEW = "Cards may roam for 90 days.\nThe rule holds from 1 June 2027.\nShips are exempt.\n"


def call(*arguments: str | Path) -> Result:
    """Run ``roamwatch diff``."""
    return CliRunner().invoke(main, ["diff", *map(str, arguments)])


def write(
    folder: Path, old: str | bytes, new: str | bytes, suffix: str = ".txt"
) -> tuple[Path, Path]:
    """Two files, old and new."""
    paths = folder / f"old{suffix}", folder / f"new{suffix}"
    for path, text in zip(paths, (old, new), strict=True):
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return paths


def test_json_has_passages_with_offsets_and_values(tmp_path: Path) -> None:
    result = call(*write(tmp_path, OLD, NEW), "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert answer["counts"] == {"added": 1, "removed": 1, "changed": 2, "moved": 0}
    assert answer["noise"] == 0
    first, second = answer["passages"][:2]
    assert set(first) == {
        "kind", "old", "new", "old_start", "old_end", "new_start", "new_end", "numbers", "dates",
    }  # fmt: skip
    assert [(value["old"], value["new"]) for value in first["numbers"]] == [("120", "90")]
    assert [(value["old"], value["new"]) for value in second["dates"]] == [
        ("1 May 2027", "1 June 2027")
    ]
    for passage in answer["passages"]:
        assert OLD[passage["old_start"] : passage["old_end"]] == passage["old"]
        assert NEW[passage["new_start"] : passage["new_end"]] == passage["new"]


def test_people_get_the_lines_taken_out_and_put_in(tmp_path: Path) -> None:
    lines = call(*write(tmp_path, OLD, NEW)).stdout.splitlines()
    assert "- Cards may roam for 120 days." in lines
    assert "+ Cards may roam for 90 days." in lines
    assert "  number: 120 → 90" in lines
    assert "  date: 1 May 2027 → 1 June 2027" in lines
    assert lines[-1] == "1 added, 1 removed, 2 changed, 0 moved; not news: 0"


def test_equal_files_differ_in_nothing_and_that_is_no_failure(tmp_path: Path) -> None:
    result = call(*write(tmp_path, OLD, OLD))
    assert result.exit_code == 0
    assert result.stdout == "0 added, 0 removed, 0 changed, 0 moved; not news: 0\n"


def test_noise_is_counted_and_not_shown(tmp_path: Path) -> None:
    result = call(*write(tmp_path, OLD + "Views: 7\n", OLD + "Views: 8\n"), "--json")
    assert json.loads(result.stdout) == {
        "passages": [],
        "counts": {"added": 0, "removed": 0, "changed": 0, "moved": 0},
        "noise": 1,
    }


def page(rule: str, script: str) -> str:
    """A page as a regulator would serve it."""
    return (
        "<!doctype html><html><head><title>Rules</title></head><body><nav>Home News</nav><main>"
        f"<h1>Rules on foreign cards</h1><p>{rule}</p><p>The authority publishes a list of all "
        "operators that have declared their cards, and keeps it up to date.</p></main>"
        f"<script>var token = '{script}'</script></body></html>"
    )


def test_pages_are_read_as_a_crawl_reads_them(tmp_path: Path) -> None:
    old = page("Foreign cards may stay on a visited network for 120 days in a row.", "a")
    new = page("Foreign cards may stay on a visited network for 90 days in a row.", "b")
    answer = json.loads(call(*write(tmp_path, old, new, ".html"), "--json").stdout)
    (passage,) = answer["passages"]
    assert passage["new"] == "Foreign cards may stay on a visited network for 90 days in a row."


def test_a_page_without_a_telling_name_is_known_by_its_first_signs(tmp_path: Path) -> None:
    old = page("Foreign cards may stay on a visited network for 120 days in a row.", "a")
    new = page("Foreign cards may stay on a visited network for 120 days in a row.", "b")
    answer = json.loads(call(*write(tmp_path, old, new, ""), "--json").stdout)
    assert answer["passages"] == []


def pdf(rule: str) -> bytes:
    """A one-page PDF."""
    made = FPDF()
    made.add_page()
    made.set_font("Helvetica", size=12)
    made.multi_cell(0, 8, rule)
    return bytes(made.output())


def test_pdfs_are_read(tmp_path: Path) -> None:
    files = write(tmp_path, pdf("Handsets are registered within 30 days."),
                  pdf("Handsets are registered within 15 days."), ".pdf")  # fmt: skip
    (passage,) = json.loads(call(*files, "--json").stdout)["passages"]
    assert [(value["old"], value["new"]) for value in passage["numbers"]] == [("30", "15")]


def test_a_scan_is_said_to_have_no_text(tmp_path: Path) -> None:
    empty = FPDF()
    empty.add_page()
    result = call(*write(tmp_path, bytes(empty.output()), pdf("Handsets are registered."), ".pdf"))
    assert result.exit_code == 0
    assert "old.pdf was not read whole: no_text" in result.stderr


def test_old_charsets_are_read(tmp_path: Path) -> None:
    old = "Оператор обязан хранить данные внутри страны в течение тридцати дней."
    files = write(tmp_path, old.encode("cp1251"), old.replace("тридцати", "сорока").encode("utf-8"))
    (passage,) = json.loads(call(*files, "--json").stdout)["passages"]
    assert passage["old"] == old


def test_control_signs_do_not_reach_the_terminal(tmp_path: Path) -> None:
    result = call(*write(tmp_path, OLD, OLD + "A \x1b[31mred\x07 rule follows.\n"))
    assert "\x1b" not in result.stdout
    assert "\x07" not in result.stdout


@pytest.mark.parametrize("arguments", [[], ["one"], ["one", "two"]])
def test_wrong_use_is_status_two_and_one_sentence(arguments: list[str]) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert result.stderr.strip().splitlines()[-1].startswith("Error:")


def test_what_no_format_can_read_is_refused(tmp_path: Path) -> None:
    result = call(*write(tmp_path, b"\x00\x01\x02" * 100, b"\x00\x01\x03" * 100, ".bin"))
    assert result.exit_code == 2
    assert result.stdout == ""
