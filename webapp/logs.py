"""Log lines: JSON, one event each, so that machines can read them; short text on a terminal.

Facts go in by ``extra={"facts": {...}}``. What strangers wrote cannot forge a line:
line breaks are escaped in both forms.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

#: Our own packages tell what they do; libraries only what is wrong.
_OURS = ("webapp", "crawler", "analysis", "data")
#: That a crawl is longer than the pause between two looks is no event.
_SILENT = ("apscheduler.scheduler",)


class JsonLines(logging.Formatter):
    """``{"at", "level", "logger", "event", …facts, "error"}``."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON."""
        facts = getattr(record, "facts", {})
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **facts,
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class ShortLines(logging.Formatter):
    """``08:00:00 info  event  fact=value`` for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, then the traceback if there is one."""
        facts = getattr(record, "facts", {})
        told = "".join(f"  {name}={value}" for name, value in facts.items())
        at = datetime.fromtimestamp(record.created, UTC)
        text = f"{at:%H:%M:%S} {record.levelname.lower():7} {record.getMessage()}{told}"
        text = text.replace("\r", "\\r").replace("\n", "\\n")
        return f"{text}\n{self.formatException(record.exc_info)}" if record.exc_info else text


def start_logging(stream: TextIO | None = None) -> None:
    """Send the process's log to ``stream`` (standard error by default)."""
    target = stream if stream is not None else sys.stderr
    handler = logging.StreamHandler(target)
    handler.setFormatter(ShortLines() if target.isatty() else JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    for name in _SILENT:
        logging.getLogger(name).setLevel(logging.ERROR)
