import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest

from webapp.logs import JsonLines, ShortLines, start_logging


@pytest.fixture(autouse=True)
def _root_as_before() -> Iterator[None]:
    names = ("", "webapp", "crawler", "analysis", "data", "apscheduler.scheduler")
    levels = {name: logging.getLogger(name).level for name in names}
    handlers = logging.getLogger().handlers[:]
    yield
    logging.getLogger().handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def logged(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_each_event_is_one_line_of_json_with_its_facts() -> None:
    stream = io.StringIO()
    start_logging(stream)
    logging.getLogger("webapp.jobs").info("crawl done", extra={"facts": {"documents": 12}})
    (line,) = logged(stream)
    assert (line["event"], line["level"], line["logger"]) == ("crawl done", "info", "webapp.jobs")
    assert line["documents"] == 12
    assert str(line["at"]).endswith("+00:00")


def test_crawled_text_cannot_forge_a_line() -> None:
    stream = io.StringIO()
    start_logging(stream)
    hostile = 'x\n{"level": "info", "event": "all is well"}\r\n'
    logging.getLogger("crawler").warning("title: %s", hostile)
    (line,) = logged(stream)
    assert line["event"] == f"title: {hostile}"


def test_a_failure_brings_its_traceback_in_the_same_line() -> None:
    stream = io.StringIO()
    start_logging(stream)
    try:
        raise ValueError("of no use")
    except ValueError:
        logging.getLogger("webapp").exception("job failed")
    (line,) = logged(stream)
    assert "ValueError: of no use" in str(line["error"])


def test_a_person_at_a_terminal_gets_short_lines_that_cannot_be_forged_either() -> None:
    record = logging.LogRecord("w", logging.INFO, "f", 1, "a\nb", (), None)
    record.facts = {"documents": 12}
    line = ShortLines().format(record)
    assert line.endswith("info    a\\nb  documents=12")
    assert "\n" not in line


def test_a_value_that_is_no_json_is_said_as_text() -> None:
    record = logging.LogRecord("w", logging.INFO, "f", 1, "e", (), None)
    record.facts = {"where": {1, 2}.__class__}
    assert json.loads(JsonLines().format(record))["where"] == "<class 'set'>"


def test_a_short_failure_keeps_its_traceback() -> None:
    try:
        raise KeyError("k")
    except KeyError:
        record = logging.LogRecord("w", logging.ERROR, "f", 1, "e", (), sys.exc_info())
    assert "KeyError: 'k'" in ShortLines().format(record)


def test_libraries_that_speak_of_every_step_are_quiet() -> None:
    stream = io.StringIO()
    start_logging(stream)
    logging.getLogger("apscheduler.executors.default").info("Running job")
    logging.getLogger("apscheduler.scheduler").warning("maximum number of running instances")
    logging.getLogger("fontTools.subset").info("glyf subsetted")
    assert logged(stream) == []
    logging.getLogger("fontTools.subset").warning("no glyphs")
    assert len(logged(stream)) == 1
