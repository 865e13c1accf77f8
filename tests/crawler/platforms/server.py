"""A platform on loopback: answers as it is described, and misbehaves when told to."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.crawler.platforms.described import check, check_request, operation_of
from tests.crawler.platforms.world import FakeSim

Handler = Callable[["FakePlatform", web.Request], web.Response]
Fault = Callable[[web.Request], web.Response | None]


@dataclass
class FakePlatform:
    """What the server knows, and what it was asked."""

    name: str
    handle: Handler
    sims: list[FakeSim]
    page: int = 10
    """Most entries of a page, whatever was asked for."""
    wrong: list[str] = field(default_factory=list)
    """Requests and answers that are not as the vendor describes them."""
    asked: list[str] = field(default_factory=list)
    """Method, path and query of every request."""
    body: bytes = b""
    """Of the request that is being answered."""
    tokens: int = 0
    """How many tokens were given out."""
    fault: Fault | None = None
    """Asked before everything else; an answer of its own goes out instead."""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Any request."""
        self.asked.append(f"{request.method} {request.rel_url}")
        if self.fault is not None and (broken := self.fault(request)) is not None:
            return broken
        body = await request.read()
        self.body = body
        described = operation_of(self.name, request.method, request.path)
        try:
            if described:
                check_request(described, request, body)
            answer = self.handle(self, request)
            if described and answer.status == 200:
                assert isinstance(answer.body, bytes)
                check(described["answer"], json.loads(answer.body), f"answer of {request.path}")
        except AssertionError as exc:
            self.wrong.append(str(exc))
            return web.Response(status=400, text=str(exc))
        return answer

    def signed(self, request: web.Request, header: str, value: str) -> bool:
        """Whether the request carries the newest token."""
        return request.headers.get(header) == value


@asynccontextmanager
async def serving(platform: FakePlatform) -> AsyncIterator[str]:
    """The platform at an address of loopback, while the block lasts."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", platform.answer)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        await server.close()


def reply(value: Any, **headers: str) -> web.Response:
    """JSON."""
    return web.Response(
        body=json.dumps(value).encode(), content_type="application/json", headers=headers
    )


def refused(status: int, **headers: str) -> web.Response:
    """An error as APIs send it."""
    return web.Response(status=status, text=json.dumps({"error": status}), headers=headers)
