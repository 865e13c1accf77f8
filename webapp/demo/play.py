"""Plays the demo: serves the world week by week and runs the whole job on it."""

import asyncio
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from sqlalchemy import Engine

from data.db import make_engine
from data.settings import Settings
from data.words import Pace
from webapp.context import Context, system_clock
from webapp.demo.errors import DemoError
from webapp.demo.prepare import FLEET_FILE, feed_token, import_fleet, login_link, prepare
from webapp.demo.server import SampleServer
from webapp.demo.state import DemoState
from webapp.demo.summary import compare_texts, summarise
from webapp.demo.worlds import World
from webapp.digests.building import build_digests
from webapp.jobs import Summary, deliver_due, run_once

WEEK = timedelta(days=7)
#: How often each source is read in a week. The first failure might be a stumble; the
#: second tells that a source is down, and that reading again brings nothing twice.
LOOKS = 2
Tell = Callable[[str], None]


class DemoStoppedError(DemoError):
    """Somebody asked the demo to stop; nothing is lost."""

    code = "demo_stopped"

    def __init__(self) -> None:
        super().__init__("stopped; the same command goes on from here")


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A world with its server, its store and what is remembered of it."""

    world: World
    server: SampleServer
    settings: Settings
    engine: Engine
    state: DemoState
    tell: Tell
    clock: Callable[[], datetime] = system_clock

    def remember(self, **changes: object) -> "Stage":
        """The stage with a changed memory, written down first."""
        return replace(self, state=self.state.save(self.settings.instance, **changes))

    def context(self, week: int) -> Context:
        """For the jobs of ``week``: the weeks lie in the past, the last one is now."""
        ago = WEEK * (self.world.weeks - week)
        return Context(engine=self.engine, settings=self.settings, clock=lambda: self.clock() - ago)

    def put_on(self, week: int) -> None:
        """Serve the sites as they are in ``week``."""
        self.server.serve(
            self.world.site(week, anchor=self.state.anchor, base_url=self.server.base_url)
        )


def open_stage(
    settings: Settings,
    world: World,
    *,
    port: int | None,
    tell: Tell,
    clock: Callable[[], datetime] = system_clock,
) -> Stage:
    """The stage for ``world``, its server bound but not yet answering; enter the server to start it."""
    state = DemoState.open(settings.instance, world=world.name, port=port, today=clock().date())
    server = SampleServer(port=state.port)
    return Stage(
        world=world,
        server=server,
        settings=settings,
        engine=make_engine(settings),
        state=state.save(settings.instance, port=server.port),
        tell=tell,
        clock=clock,
    )


def play(stage: Stage) -> dict[str, Any]:
    """Play the weeks that are still to come, the last one again if all were; give the figures.

    Raises :class:`DemoStoppedError` after SIGTERM or SIGINT; call again to go on.
    """
    begun = monotonic()
    stage.tell("preparing the store and the sample fleet")
    sources = stage.world.sources(stage.server.base_url)
    prepare(stage.engine, stage.settings, sources, now=stage.context(1).clock())
    import_fleet(stage.engine, stage.settings.instance / FLEET_FILE, now=stage.clock())
    for week in range(stage.state.week, stage.world.weeks + 1):
        stage = stage.remember(week=week)
        stage.put_on(week)
        stage.tell(f"week {week} of {stage.world.weeks}: reading {len(sources)} sources")
        done = asyncio.run(_interruptible(stage.context(week), [source.id for source in sources]))
        stage.tell(f"week {week} of {stage.world.weeks}: {_told(done)}")
    return _figures(stage) | {"seconds": round(monotonic() - begun, 1)}


def _told(done: Summary) -> str:
    return (
        f"{done.versions} texts analysed, {done.changes} rule changes, "
        f"{done.raised} alerts, {done.sent} mails"
    )


async def _interruptible(context: Context, source_ids: list[str]) -> Summary:
    loop, work = asyncio.get_running_loop(), asyncio.ensure_future(_week(context, source_ids))

    def stop() -> None:
        context.stop.set()
        work.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    try:
        done = await work
    except asyncio.CancelledError as exc:
        raise DemoStoppedError from exc
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
    if context.stop.is_set():
        raise DemoStoppedError
    return done


async def _week(context: Context, source_ids: list[str]) -> Summary:
    """Read every source, due or not, do all that follows from it, and send a digest."""
    from crawler.runner import crawl_sources

    total = Summary()
    for _ in range(LOOKS):
        await crawl_sources(context.engine, context.settings, source_ids, clock=context.clock)
        total += await run_once(context)
    await asyncio.to_thread(build_digests, context, Pace.DAILY, at_once=True)
    sent = await asyncio.to_thread(deliver_due, context)
    return total + Summary(sent=sent.sent)


def _figures(stage: Stage) -> dict[str, Any]:
    now = stage.clock()
    state = feed_token(stage.engine, stage.state, stage.settings, now=now)
    figures: dict[str, Any] = dict(
        summarise(stage.engine, stage.settings, now=now, feed_token=state.feed_token)
    )
    originals = stage.world.originals(stage.server.base_url)
    return figures | (compare_texts(stage.engine, originals) if originals else {})


def addresses(stage: Stage) -> dict[str, str]:
    """Where a person may look after the play: the web app with a one-time login, and the sites."""
    state = DemoState.open(
        stage.settings.instance, world=stage.world.name, port=None, today=stage.clock().date()
    )
    return {
        "sign in (once)": login_link(stage.engine, stage.settings, now=stage.clock()),
        "feed": f"{stage.settings.base_url}/feed.json?token={state.feed_token}",
        "sample sites": stage.server.base_url,
    }
