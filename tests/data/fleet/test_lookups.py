"""Every batch finds its SIMs by an index, however often PostgreSQL has prepared the statement."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from tests.data.fleet.files import HEADERS, csv_of
from tests.data.fleet.loading import counts, load
from tests.data.fleet.test_identity import chip

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
FLEET = csv_of(*(chip(number, number) for number in range(300)), headers=(*HEADERS, "EID"))


def lookups(store: Engine) -> list[str]:
    """The statements by which an import of other chips looks for its SIMs, as the driver gets them."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "unnest" in statement and "FROM sim" in statement:
            found.append(statement)

    event.listen(store, "before_cursor_execute", note)
    new = (chip(number, number) for number in range(1000, 1010))
    load(store, csv_of(*new, headers=(*HEADERS, "EID")), NOW)
    event.remove(store, "before_cursor_execute", note)
    return found


@pytest.mark.parametrize(
    ("column", "index"), [("iccid_key", "uq_sim_fleet_id_iccid_key"), ("eid", "ix_sim_eid")]
)
def test_a_generic_plan_looks_each_value_up(store: Engine, column: str, index: str) -> None:
    if store.dialect.name != "postgresql":
        pytest.skip("SQLite plans every statement anew")
    load(store, FLEET, NOW)
    statement = next(one for one in lookups(store) if f"sim.{column} = " in one)
    for name, number in (("param_1", "$1"), ("fleet_id_1", "$2"), ("param_2", "$3")):
        statement = statement.replace(f"%({name})s", number)
    with store.connect() as connection:
        connection.execute(text("SET LOCAL plan_cache_mode = force_generic_plan"))
        connection.exec_driver_sql(f"PREPARE lookup AS {statement}")
        lines = connection.exec_driver_sql("EXPLAIN EXECUTE lookup('1', 1, 0)")
        plan = "\n".join(line for (line,) in lines)
        connection.exec_driver_sql("DEALLOCATE lookup")
    assert index in plan
    assert "Seq Scan on sim" not in plan


def test_chips_are_found_after_many_batches(store: Engine) -> None:
    """Prepared statements change their plan after some runs; what they find stays."""
    load(store, FLEET, NOW)
    for start in range(0, 300, 20):
        moved = (chip(number, 5000 + number) for number in range(start, start + 20))
        report = load(store, csv_of(*moved, headers=(*HEADERS, "EID")), NOW)
        assert counts(report) == (0, 20, 0, 0)
