"""What can go wrong with the demo, each in one sentence that says what to do."""

from pathlib import Path

from data.errors import RoamwatchError


class DemoError(RoamwatchError):
    """The demo cannot start or go on."""

    code = "demo"


class SampleError(DemoError):
    """A bundled sample file is not valid; ``path`` names it."""

    code = "demo_sample"

    def __init__(self, path: Path, problem: str) -> None:
        self.path = path
        super().__init__(f"sample {path.parent.name}/{path.name}: {problem}")


class CorpusError(DemoError):
    """A line of a corpus file cannot be used; ``path`` and ``line`` name it."""

    code = "demo_corpus"

    def __init__(self, path: Path, line: int, problem: str) -> None:
        self.path = path
        self.line = line
        super().__init__(f"{path}, line {line}: {problem}")


class PortBusyError(DemoError):
    """Another program listens on a port that the demo needs; ``remedy`` says what to do."""

    code = "demo_port_busy"

    def __init__(self, port: int, remedy: str) -> None:
        self.port = port
        super().__init__(f"port {port} is taken by another program; {remedy}")
