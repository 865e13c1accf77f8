"""What becomes of a pull when a SIM platform misbehaves: ``python -m tests.bad_platforms``.

Each fault is played by a server on loopback; the table says how the pull ended, what was kept of
the 45 SIMs, when it is tried again, and what the officer reads.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from crawler.pulling.account import PullReport
from data.db import make_engine, migrate
from data.settings import Settings
from tests.crawler.platforms.fakes import fake
from tests.crawler.platforms.server import FakePlatform, Fault, refused, reply
from tests.crawler.pulls import Pulls

SIMS = 45


@dataclass(frozen=True, kw_only=True)
class Case:
    """A fault, and how the pull must end: its code, and how many SIMs are kept."""

    name: str
    spoil: Callable[[FakePlatform], None]
    code: str
    kept: int
    platform: str = "soracom"


def nth(count: int, answer: Callable[[], web.Response], *, onward: bool = False) -> Fault:
    """A fault of the list's page number ``count``, or of every page from there on."""
    seen = [0]

    def fault(request: web.Request) -> web.Response | None:
        if not request.path.endswith("/sims"):
            return None
        seen[0] += 1
        return answer() if seen[0] == count or (onward and seen[0] > count) else None

    return fault


def _fault(fault: Callable[[], Fault]) -> Callable[[FakePlatform], None]:
    def spoil(platform: FakePlatform) -> None:
        platform.fault = fault()

    return spoil


def _for_ever(platform: FakePlatform) -> None:
    handle = platform.handle

    def again(served: FakePlatform, request: web.Request) -> web.Response:
        answer = handle(served, request)
        if request.path == "/sims":
            answer.headers["x-soracom-next-key"] = "10"
        return answer

    platform.handle = again


def _other_type(platform: FakePlatform) -> None:
    platform.sims[3].extra = {"imei": {"value": "35"}}
    platform.sims[20].extra = {"iccid": ["89"]}


def _halted() -> web.Response:
    return web.Response(text="<title>Sign in</title>", content_type="text/html")


CASES = (
    Case(name="all is well", spoil=lambda _: None, code="", kept=SIMS),
    Case(
        name="429 with Retry-After: 17, once",
        spoil=_fault(lambda: nth(2, lambda: refused(429, **{"Retry-After": "17"}))),
        code="",
        kept=SIMS,
    ),
    Case(
        name="429 with Retry-After: 3600 from page 3 on",
        spoil=_fault(lambda: nth(3, lambda: refused(429, **{"Retry-After": "3600"}), onward=True)),
        code="throttled",
        kept=20,
    ),
    Case(name="503, once", spoil=_fault(lambda: nth(3, lambda: refused(503))), code="", kept=SIMS),
    Case(
        name="dies at page 4 and stays dead",
        spoil=_fault(lambda: nth(4, lambda: refused(500), onward=True)),
        code="unavailable",
        kept=30,
    ),
    Case(
        name="the token ends in the middle",
        spoil=_fault(lambda: nth(3, lambda: refused(401))),
        code="",
        kept=SIMS,
    ),
    Case(
        name="the key is withdrawn in the middle",
        spoil=_fault(lambda: nth(3, lambda: refused(403), onward=True)),
        code="sign_in",
        kept=20,
    ),
    Case(name="pages for ever", spoil=_for_ever, code="endless", kept=20),
    Case(
        name="two entries change a field's type",
        spoil=_other_type,
        code="",
        kept=SIMS - 2,
        platform="onomondo",
    ),
    Case(
        name="the list becomes an object",
        spoil=_fault(lambda: nth(2, lambda: reply({"items": []}), onward=True)),
        code="unreadable_answer",
        kept=10,
    ),
    Case(
        name="a sign-in page instead of JSON",
        spoil=_fault(lambda: nth(2, _halted, onward=True)),
        code="unreadable_answer",
        kept=10,
    ),
    Case(
        name="a redirect to a private address",
        spoil=_fault(
            lambda: nth(
                2, lambda: web.Response(status=302, headers={"Location": "http://10.0.0.1/"})
            )
        ),
        code="refused_request",
        kept=10,
    ),
)


def play(case: Case, pulls: Pulls) -> tuple[PullReport, int]:
    """How the pull ended, and how many SIMs the store holds."""
    platform = fake(case.platform, SIMS)
    case.spoil(platform)
    return pulls.pull(platform, pulls.account(platform)), len(pulls.sims())


def main() -> None:
    """Print the table."""
    print("| fault | ended | SIMs kept | refused | tried again in | the officer reads |")  # noqa: T201
    print("|---|---|---|---|---|---|")  # noqa: T201
    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings.load(instance=Path(folder), allow_private_addresses=True)
            migrate(settings)
            pulls = Pulls(make_engine(settings), settings)
            report, kept = play(case, pulls)
            wait = pulls.stored(report.account).next_pull_at - pulls.now
            ended = report.error_code or "whole"
            row = (case.name, ended, kept, report.refused, wait, report.error or "–")
            print(f"| {' | '.join(map(str, row))} |")  # noqa: T201
            pulls.engine.dispose()


if __name__ == "__main__":
    main()
