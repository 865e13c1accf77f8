"""The bare thing beside our import: polars reads the CSV, and its raw rows are inserted without any check."""

import json
import sys
import time
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import create_engine

from tests.benchmarks._memory import peak


def main(path: str, url: str) -> None:
    """Print seconds, seconds of CPU and MB as JSON."""
    began, cpu = time.monotonic(), time.process_time()
    frame = pl.read_csv(Path(path), infer_schema=False, truncate_ragged_lines=True)
    columns = ", ".join(f'"{name}" text' for name in frame.columns)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE TABLE bare ({columns})")
        if connection.dialect.name == "postgresql":
            driver: Any = connection.connection.dbapi_connection
            with (
                driver.cursor() as cursor,
                cursor.copy("COPY bare FROM STDIN (FORMAT csv)") as copy,
            ):
                copy.write(frame.write_csv(include_header=False))
        else:
            marks = ", ".join("?" * len(frame.columns))
            rows = frame.rows()
            connection.exec_driver_sql(f"INSERT INTO bare VALUES ({marks})", rows)
    figures = {
        "seconds": time.monotonic() - began,
        "cpu": time.process_time() - cpu,
        "megabytes": peak(),
    }
    sys.stdout.write(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
