import io
import json
from datetime import datetime

import pytest
from sqlalchemy import Engine

from data.fleet.csvfile import Row
from data.fleet.errors import FleetFileError
from data.fleet.jsonlines import flatten
from data.fleet.opening import open_file, rows_of
from tests.data.fleet.files import SEEN, iccid
from tests.data.fleet.loading import counts, load, sims


def sim(number: int, **changed: object) -> dict[str, object]:
    values: dict[str, object] = {
        "iccid": iccid(number),
        "imsi": 262010000000000 + number,
        "status": "Active",
        "location": {"country": "BR"},
        "last_seen": SEEN,
    }
    return values | changed


def lines(*objects: object) -> bytes:
    return "".join(json.dumps(one) + "\n" for one in objects).encode()


def load_rows(content: bytes) -> list[Row]:
    with open_file(io.BytesIO(content)) as file:
        return list(rows_of(file))


def test_each_line_is_a_sim(store: Engine, now: datetime) -> None:
    report = load(store, lines(sim(1), sim(2)), now)
    assert counts(report) == (2, 0, 0, 0)
    assert report.columns["country"] == "location.country"
    assert (sims(store)[0].imsi, sims(store)[0].visited_country) == ("262010000000001", "BR")
    assert "the file was read as JSON lines" in report.notes


def test_names_may_come_later_and_values_may_be_null(store: Engine, now: datetime) -> None:
    bare = {name: value for name, value in sim(1).items() if name != "imsi"}
    report = load(store, b"\xef\xbb\xbf" + lines(bare, sim(2, imsi=None), sim(3)), now)
    assert counts(report) == (3, 0, 0, 0)
    assert [one.imsi for one in sims(store)] == ["", "", "262010000000003"]


def test_a_broken_line_costs_itself_alone(store: Engine, now: datetime) -> None:
    content = lines(sim(1)) + b"{]\n[1]\n\n" + lines(sim(2)) + lines(sim(3))[:-20]
    report = load(store, content, now)
    assert counts(report) == (2, 0, 0, 3)
    assert [(error.line, error.code) for error in report.errors] == [
        (2, "bad_json"),
        (3, "bad_json"),
        (6, "cut_off"),
    ]


def test_digits_that_became_a_float_are_refused(store: Engine, now: datetime) -> None:
    report = load(store, lines(sim(1, iccid=8.949020000000001e19)), now)
    assert report.codes == {"iccid_scientific": 1}


def test_objects_are_flattened_and_lists_joined() -> None:
    found = dict(flatten({"a": {"b": {"c": 1}}, "d": [1, "x", {"e": 2}], "f": True, "g": None}))
    assert found == {"a.b.c": "1", "d": "1 x", "f": "true", "g": ""}


def test_a_line_nested_beyond_measure_is_no_object(store: Engine, now: datetime) -> None:
    deep = b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"\n"
    report = load(store, lines(sim(1)) + deep, now)
    assert counts(report) == (1, 0, 0, 1)


@pytest.mark.parametrize("content", [b"[]", b'[\n{"iccid": "1"}\n]', b"{\n}", b'{"a"'])
def test_json_in_one_piece_is_refused_with_what_to_do(content: bytes) -> None:
    with pytest.raises(FleetFileError, match="one object per line") as caught:
        load_rows(content)
    assert caught.value.code == "not_a_csv"
