from typing import Any

import pytest
from scrapy.settings import Settings as ScrapySettings

from crawler.settings import scrapy_settings, user_agent
from data.settings import Settings


def values(**overrides: Any) -> ScrapySettings:
    return ScrapySettings(scrapy_settings(Settings.load(**overrides)))


def test_by_default_we_are_polite() -> None:
    found = values()
    assert found.getbool("ROBOTSTXT_OBEY")
    assert found.getfloat("DOWNLOAD_DELAY") == 1.0
    assert found.getfloat("DOWNLOAD_DELAY_JITTER") == 0.0
    assert found.getint("CONCURRENT_REQUESTS_PER_DOMAIN") <= 2
    assert found.getbool("AUTOTHROTTLE_ENABLED")
    assert "crawler.middlewares.robots.Robots" in found["DOWNLOADER_MIDDLEWARES_BASE"]


def test_without_a_pause_no_throttle_slows_the_demo_down() -> None:
    assert not values(host_delay=0.0).getbool("AUTOTHROTTLE_ENABLED")


def test_robots_are_left_out_only_when_told_so() -> None:
    found = values(obey_robots=False)
    assert "crawler.middlewares.robots.Robots" not in found["DOWNLOADER_MIDDLEWARES_BASE"]


def test_the_limits_are_the_settings() -> None:
    found = values(max_body_bytes=7, download_timeout=3.5)
    assert (found.getint("DOWNLOAD_MAXSIZE"), found.getfloat("DOWNLOAD_TIMEOUT")) == (7, 3.5)


def test_the_user_agent_says_whom_to_write_to() -> None:
    contact = Settings.load(contact="mailto:crawl@fleet.example")
    assert user_agent(contact) == "Roamwatch/1 (+mailto:crawl@fleet.example)"
    assert user_agent(Settings.load()) == "Roamwatch/1"


def test_there_is_no_door_into_the_process() -> None:
    found = values()
    assert not found.getbool("TELNETCONSOLE_ENABLED")
    assert not found.getbool("REMOTE_CONTROL_ENABLED")
    assert list(found.getwithbase("EXTENSIONS")) == ["scrapy.extensions.throttle.AutoThrottle"]


@pytest.mark.parametrize("scheme", ["data", "file", "ftp", "s3"])
def test_only_the_web_is_fetched(scheme: str) -> None:
    handlers = values().getwithbase("DOWNLOAD_HANDLERS")
    assert handlers[scheme] is None
    assert {name for name, handler in handlers.items() if handler} == {"http", "https"}


def test_no_cookie_and_no_proxy_of_the_environment() -> None:
    found = values()
    assert not found.getbool("COOKIES_ENABLED")
    names = " ".join(map(str, found.getwithbase("DOWNLOADER_MIDDLEWARES")))
    assert "proxy" not in names.lower()
