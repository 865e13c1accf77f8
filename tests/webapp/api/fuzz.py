"""Schemathesis against the served description: ``python -m tests.webapp.api.fuzz [EXAMPLES]``.

No operation has an exception: what no schema can say is a 409 that the description tells.

The filled store behind the real web server on loopback; every check, all phases (examples, coverage,
fuzzing, stateful). Each request has a new token, because one operation revokes the token that asks.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from data.db import make_engine, migrate, writing
from data.settings import Settings
from tests.e2e.server import serving
from tests.factories import NOW
from tests.webapp.world import fill
from webapp import create_app

ROOT = Path(__file__).parents[3]
#: Where the hooks find the store.
INSTANCE = "API_FUZZ_INSTANCE"


def main(arguments: list[str]) -> int:
    """Run it; the exit code is Schemathesis's own."""
    examples = arguments[0] if arguments else "50"
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.load(instance=Path(folder), api_per_minute=10_000_000)
        migrate(settings)
        engine = make_engine(settings)
        with writing(engine) as session:
            fill(session, now=NOW)
        with serving(create_app(settings, engine, lambda: NOW)) as address:
            return subprocess.run(
                [
                    sys.executable, "-m", "schemathesis.cli",
                    "run",
                    f"{address}/api/v1/openapi.json", "--url", f"{address}/api/v1",
                    "--checks", "all", "--max-examples", examples, "--request-timeout", "60",
                    *arguments[1:],
                ],
                env=os.environ
                | {
                    INSTANCE: folder,
                    "PYTHONPATH": str(ROOT),
                    "SCHEMATHESIS_HOOKS": "tests.webapp.api.fuzz_hooks",
                },
                cwd=folder,  # it keeps what failed beside where it runs
                check=False,
            ).returncode  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
