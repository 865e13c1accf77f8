"""A process that pulls one account once: ``python -m tests.crawler.pulling.pull_once ACCOUNT``.

It exists to be killed. Settings come from the environment.
"""

import asyncio
import sys
from datetime import UTC, datetime

from crawler.pulling.pull import pull_account
from data.db import make_engine
from data.settings import Settings


def main() -> int:
    """0 when the pull came to its end."""
    settings = Settings.load()
    engine = make_engine(settings)
    report = asyncio.run(
        pull_account(
            engine,
            settings,
            int(sys.argv[1]),
            owner=sys.argv[2],
            clock=lambda: datetime.now(UTC),
        )
    )
    engine.dispose()
    return 0 if report is not None and report.finished else 1


if __name__ == "__main__":
    sys.exit(main())
