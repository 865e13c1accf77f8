"""A mail server that counts, in a process of its own: as in life, it shares no interpreter with us."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.webapp.delivery.smtp_server import Mailbox, mail_server


class Counting(Mailbox):
    """Counts instead of keeping, so that memory says nothing of it."""

    taken = 0

    async def handle_DATA(self, *_arguments: object) -> str:  # noqa: N802
        self.taken += 1
        return "250 OK"


@contextmanager
def counting_server() -> Iterator[tuple[int, Callable[[], int]]]:
    """Its port, and a question: how many were taken since it was asked last."""
    command = [sys.executable, "-m", "tests.benchmarks._mail_server"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as server:
        questions, answers = server.stdin, server.stdout
        assert questions is not None
        assert answers is not None

        def taken() -> int:
            questions.write("taken\n")
            return int(answers.readline())

        try:
            yield int(answers.readline()), taken
        finally:
            server.terminate()


def _serve() -> None:
    mailbox = Counting()
    with mail_server(mailbox) as port:
        print(port, flush=True)  # the other process reads it
        for _ in sys.stdin:
            print(mailbox.taken, flush=True)
            mailbox.taken = 0


if __name__ == "__main__":
    _serve()
