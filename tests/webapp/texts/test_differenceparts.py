from webapp.texts.difference import Line, Run, difference
from webapp.texts.differenceparts import PART_SIZE, DifferencePart, difference_part


def parts(lines: list[Line]) -> list[DifferencePart]:
    first = difference_part(lines, "")
    return [difference_part(lines, str(number + 1)) for number in range(first.parts)]


def text_of(part: DifferencePart, kind: str) -> str:
    return "".join(run.text for line in part.lines if line.kind == kind for run in line.runs)


def test_a_short_difference_is_one_part_as_it_is() -> None:
    lines = difference("for 120 days", "for 90 days")
    assert difference_part(lines, "") == DifferencePart(number=1, parts=1, lines=tuple(lines))


def test_a_change_in_two_megabytes_without_a_space_is_found_and_its_surroundings_left_out() -> None:
    old, new = "y" * 2_000_000, "y" * 1_000_000 + "zz9" + "y" * 1_000_000
    found = difference_part(difference(old, new), "")
    assert found.parts == 1
    changed = [run.text for line in found.lines for run in line.runs if run.changed]
    assert changed == ["zz9"]
    assert sum(len(run.text) for line in found.lines for run in line.runs) < 10_000
    assert sum(run.omitted for run in found.lines[1].runs) > 1_990_000


def test_nothing_that_changed_is_left_out() -> None:
    gone, come = "a b " * 30_000, "c d " * 30_000
    found = parts(difference(f"same\n{gone}", f"same\n{come}"))
    assert "".join(text_of(part, "old") for part in found) == gone
    assert "".join(text_of(part, "new") for part in found) == come
    assert all(
        sum(len(run.text) for line in part.lines for run in line.runs) <= PART_SIZE
        for part in found
    )


def test_a_part_that_there_is_not_is_the_nearest() -> None:
    lines = [Line(kind="new", runs=(Run(text="x" * 100_000, changed=True),))]
    assert [difference_part(lines, asked).number for asked in ("0", "2", "99", "x", "²")] == [
        1, 2, 3, 1, 1,
    ]  # fmt: skip
