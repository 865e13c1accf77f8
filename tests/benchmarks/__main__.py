"""Print every benchmark's figures, each in a process of its own: ``make bench [ARGS="crawl web"]``."""

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path


def main(names: list[str]) -> int:
    """Run the named benchmarks (all without names); 1 when one could not run."""
    found = sorted(
        module.name
        for module in pkgutil.iter_modules([str(Path(__file__).parent)])
        if not module.name.startswith("_")
    )
    unknown = sorted(set(names) - set(found))
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(found)}", file=sys.stderr)
        return 2
    status = 0
    for name in names or found:
        status |= subprocess.run(
            [sys.executable, "-m", "tests.benchmarks._one", name], check=False
        ).returncode
    return 1 if status else 0


def run_one(name: str) -> None:
    """Print one benchmark's lines as they come."""
    module = importlib.import_module(f"tests.benchmarks.{name}")
    print(f"== {module.NAME}", flush=True)
    for line in module.run():
        print(f"   {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
