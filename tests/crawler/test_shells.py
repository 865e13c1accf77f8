"""Which pages are only frames for scripts."""

import pytest

from crawler.shells import shell_in
from tests.replica.scripted import next_page, shell
from tests.replica.server import article, listing

SCRIPT = "<script src='/main.1f3a.js'></script>"
TEXT = "<p>The authority decided that devices that roam permanently shall be registered.</p>"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (f"<div id='root'></div>{SCRIPT}", '<div id="root">'),
        (f"<div id='app'><p>Loading…</p></div>{SCRIPT}", '<div id="app">'),
        (f"<app-root></app-root>{SCRIPT}", "<app-root>"),
        (f"<div id='__next'></div>{SCRIPT}", '<div id="__next">'),
        (
            f"<noscript>Bitte JavaScript aktivieren.</noscript><p>…</p>{SCRIPT}",
            "asks for JavaScript",
        ),
        (f"<noscript>يرجى تفعيل جافا سكريبت</noscript>{SCRIPT}", "asks for JavaScript"),
        (f"<p>Menu</p>{SCRIPT}{SCRIPT}", "no text"),
        (f"<script>{'x = 1; ' * 500}</script>", "no text"),
    ],
)
def test_a_frame_is_known_by_what_it_waits_for(body: str, why: str) -> None:
    assert why in shell_in(f"<!doctype html><html><body>{body}</body></html>")


@pytest.mark.parametrize(
    "page",
    [
        "",
        "   ",
        "<html><body><p>Nothing published yet.</p></body></html>",
        f"<html><body><div id='root'>{TEXT * 8}</div>{SCRIPT}</body></html>",
        f"<html><body><div id='app'>{'<a href=/x>On</a>' * 15}</div>{SCRIPT}</body></html>",
        f"<html><body><noscript>Enable JavaScript for statistics.</noscript>{TEXT * 8}{SCRIPT}</body>",
        f"<html><body>{TEXT}{SCRIPT}</body></html>",
        "<html><body><div id='root'></div></body></html>",
        article("Decision").decode(),
        listing({f"/{n}": f"Decision number {n}" for n in range(5)}).decode(),
    ],
)
def test_an_ordinary_page_is_none_however_short(page: str) -> None:
    assert shell_in(page) == ""


def test_the_replicas_frames_are_frames() -> None:
    assert shell_in(shell().body.decode())
    assert shell_in(next_page([]).body.decode())
