"""One pull of one account: page by page into the store, each with the place where to go on.

A pull that dies goes on at its last page when it is asked again within a day; after that it
begins anew, because a platform's page tokens do not live for ever. Writing a page twice
changes nothing, so that the end is the same fleet as without the break.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from datetime import datetime

import aiohttp
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from crawler.errors import CrawlError
from crawler.platforms import platforms
from crawler.pulling.account import Begun, PullReport, begin, claimed, end, hold, let_go, rows_of
from crawler.pulling.api import Api, Signature
from crawler.pulling.errors import (
    EndlessError,
    OurFaultError,
    TakenOverError,
    UnreadableAnswerError,
)
from crawler.pulling.records import Page, SimRecord, Span
from crawler.sockets import guarded_connector
from data.db import writing
from data.fleet.pulled import PulledPage, store_page
from data.fleet.states import address_of
from data.sealing import SealError, unseal
from data.settings import Settings

log = logging.getLogger(__name__)
#: Pages in a row that list entries, but no SIM that this pull had not seen.
_SAME_PAGES = 3
_CONNECTIONS = 4


async def pull_account(
    engine: Engine,
    settings: Settings,
    account_id: int,
    *,
    owner: str,
    clock: Callable[[], datetime],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> PullReport | None:
    """Pull one account's SIMs into its fleet; None when somebody else is at it.

    ``owner`` holds the claim on the account, renewed with every page. What goes wrong at the
    platform stands in the report and on the account, and is not raised.
    """
    if not await asyncio.to_thread(claimed, engine, settings, account_id, owner, clock()):
        return None
    begun = await asyncio.to_thread(begin, engine, account_id, clock())
    pull = _Pull(engine, settings, begun, owner=owner, clock=clock, sleep=sleep)
    fault: CrawlError | SealError | None = None
    try:
        await pull.run()
    except TakenOverError:
        return None
    except (CrawlError, SealError) as exc:
        fault = exc
    except DBAPIError:
        raise  # the store is in trouble, not the platform: it goes on later
    except Exception as exc:  # a fault of ours must not hold up the accounts behind it
        log.exception("pull failed", extra={"facts": {"account": account_id}})
        fault = OurFaultError(begun.account.platform, exc)
    report = await asyncio.to_thread(end, engine, begun, pull.pages, fault, clock())
    await asyncio.to_thread(let_go, engine, account_id, owner)
    return report


class _Pull:
    """One pull on its way."""

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        begun: Begun,
        *,
        owner: str,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._engine = engine
        self._settings = settings
        self._begun = begun
        self._owner = owner
        self._clock = clock
        self._sleep = sleep
        self._platform = platforms()[begun.account.platform]
        self._secrets: dict[str, str] = {}
        self.pages = 0

    async def run(self) -> None:
        """Ask page after page and keep each. Raises a :class:`CrawlError` or :class:`SealError`."""
        settings, account = self._settings, self._begun.account
        self._secrets = unseal(account.sealed, settings.signing_key)
        own = address_of(self._platform.name)
        async with aiohttp.ClientSession(
            connector=guarded_connector(
                allow_private=settings.allow_private_addresses, limit=_CONNECTIONS
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=settings.download_timeout),
        ) as session:
            api = Api(
                session,
                account.address or own,
                per_second=self._platform.per_second,
                sign_in=self._sign_in,
                elsewhere=account.address not in ("", own),
                sleep=self._sleep,
            )
            await self._take(api, Span(since=self._begun.since, now=self._begun.started))

    async def _take(self, api: Api, span: Span) -> None:
        watch = _Watch(self._platform.name)
        async with aclosing(self._platform.pages(api, span, self._begun.cursor)) as listed:
            async for page in listed:
                await asyncio.to_thread(self._keep, page)
                self.pages += 1
                watch.see(page)

    async def _sign_in(self, api: Api) -> Signature:
        try:
            return await self._platform.sign_in(api, self._secrets)
        except (KeyError, TypeError, ValueError, AttributeError) as exc:
            raise UnreadableAnswerError(
                self._platform.name, "the answer to signing in holds no token"
            ) from exc

    def _keep(self, page: Page) -> None:
        """A page, the place where to go on and the claim's renewal, in one transaction."""
        pulled = PulledPage(
            headers=SimRecord._fields,
            told=self._platform.told,
            rows=page.records,
            unreadable=[(fault.name, fault.reason) for fault in page.faults],
            stays=page.sightings,
            names=dict(page.names),
        )
        now = self._clock()
        with writing(self._engine) as session:
            account, record = rows_of(session, self._begun)
            if not hold(session, self._settings, account.id or 0, self._owner, now):
                raise TakenOverError(
                    account.platform, "another worker took this pull over; it goes on there"
                )
            store_page(
                session,
                pulled,
                record,
                account_id=account.id or 0,
                platform=account.platform,
                now=now,
            )
            account.cursor = page.next


class _Watch:
    """Notices pages that go on for ever."""

    def __init__(self, platform: str) -> None:
        self._platform = platform
        self._seen: set[int] = set()
        self._tokens: set[str] = set()
        self._same = 0

    def see(self, page: Page) -> None:
        """Raise :class:`EndlessError` when this page shows that there is no end."""
        before = len(self._seen)
        self._seen.update(hash(record.iccid) for record in page.records)
        self._same = self._same + 1 if page.records and len(self._seen) == before else 0
        if self._same >= _SAME_PAGES or page.next in self._tokens:
            raise EndlessError(
                self._platform,
                f"after {len(self._seen):,} SIMs the platform lists the same ones again and again; "
                "the pull was stopped, what it brought is kept",
            )
        if page.next:
            self._tokens.add(page.next)
