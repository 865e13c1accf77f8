"""Scrapy's settings, made from ours: polite, bounded, and without what we do not use."""

from typing import Any

from scrapy.utils.reactor import is_reactor_installed

from data.settings import Settings

#: What robots.txt files may call us.
ROBOT = "Roamwatch"
_OFF = None


def user_agent(settings: Settings) -> str:
    """Who asks, and whom to write to."""
    return f"{ROBOT}/1 (+{settings.contact})" if settings.contact else f"{ROBOT}/1"


def scrapy_settings(settings: Settings) -> dict[str, Any]:
    """The whole of what Scrapy is told."""
    return {
        **_limits(settings),
        **_manners(settings),
        **_parts(settings),
        "USER_AGENT": user_agent(settings),
        "ALLOW_PRIVATE_ADDRESSES": settings.allow_private_addresses,
        # Scrapy runs in any asyncio loop; it only wants to know whether Twisted is about.
        "TWISTED_REACTOR_ENABLED": is_reactor_installed(),
        "COOKIES_ENABLED": False,
        "STATS_DUMP": False,
        "LOG_FORMATTER": "crawler.logs.QuietFormatter",
        "LOG_VERSIONS": [],
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
        "ITEM_PIPELINES": {"crawler.pipelines.RecordingPipeline": 100},
    }


def _limits(settings: Settings) -> dict[str, Any]:
    return {
        "DOWNLOAD_TIMEOUT": settings.download_timeout,
        "DOWNLOAD_MAXSIZE": settings.max_body_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "REDIRECT_MAX_TIMES": 8,
        "CONCURRENT_REQUESTS": 32,
        # Scrapy starts this many tasks per callback; ours yield one item or two.
        "CONCURRENT_ITEMS": 2,
        # Once more for flukes; the schedule sees to what stays broken.
        "RETRY_TIMES": 1,
        "RETRY_HTTP_CODES": [500, 502, 504, 522, 524],
        "RETRY_EXCEPTIONS": ["crawler.errors.ConnectError", "crawler.errors.CutShortError"],
        "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",
        # Lists are read from their top, which is their newest; Scrapy would begin at the end.
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
    }


def _manners(settings: Settings) -> dict[str, Any]:
    polite = settings.host_delay > 0
    return {
        "ROBOTSTXT_OBEY": settings.obey_robots,
        "ROBOTSTXT_USER_AGENT": ROBOT,
        "DOWNLOAD_DELAY": settings.host_delay,
        # The setting promises a least pause, so none may be shortened.
        "DOWNLOAD_DELAY_JITTER": 0.0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 2 if polite else 8,
        "AUTOTHROTTLE_ENABLED": polite,
        "AUTOTHROTTLE_START_DELAY": settings.host_delay,
        "AUTOTHROTTLE_MAX_DELAY": max(30.0, settings.host_delay),
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,"
            "application/pdf;q=0.9,*/*;q=0.5"
        },
    }


def _parts(settings: Settings) -> dict[str, Any]:
    base = "scrapy.downloadermiddlewares"
    handler = "crawler.transport.GuardedHandler"
    return {
        "DOWNLOAD_HANDLERS": {
            "http": handler,
            "https": handler,
            **dict.fromkeys(("data", "file", "ftp", "s3"), _OFF),
        },
        "DOWNLOADER_MIDDLEWARES_BASE": {
            "crawler.middlewares.patience.Patience": 90,
            **({"crawler.middlewares.robots.Robots": 100} if settings.obey_robots else {}),
            f"{base}.defaultheaders.DefaultHeadersMiddleware": 400,
            f"{base}.useragent.UserAgentMiddleware": 500,
            f"{base}.retry.RetryMiddleware": 550,
            "crawler.middlewares.unpacking.Unpacking": 590,
            "crawler.middlewares.redirects.Redirects": 600,
        },
        "SPIDER_MIDDLEWARES_BASE": {},
        "EXTENSIONS_BASE": {"scrapy.extensions.throttle.AutoThrottle": 0},
        # No door for remote commands in a process that reads hostile pages.
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
    }
