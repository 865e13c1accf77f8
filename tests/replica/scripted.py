"""Pages that are nothing until a browser runs their scripts, as several libraries make them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tests.replica.server import Page

_FILL = """
fetch(document.body.dataset.api).then(answer => answer.json()).then(items => {
  const list = document.createElement("ul");
  for (const item of items) {
    const row = document.createElement("li");
    const link = document.createElement("a");
    link.href = item.url; link.textContent = item.title;
    row.append(item.date + " ", link); list.append(row);
  }
  const main = document.createElement("main");
  main.append(list);
  document.getElementById("root").append(main);
});
"""


def shell(api: str = "/api/list", *, script: str = "/bundle.js", more: str = "") -> Page:
    """A frame for a script: an empty root, a note, a bundle."""
    body = (
        "<!doctype html><html lang='en'><head><title>Authority</title>"
        f"<script defer src='{script}'></script></head><body data-api='{api}'>"
        "<noscript>You need to enable JavaScript to run this app.</noscript>"
        f"<div id='root'></div>{more}</body></html>"
    )
    return Page(body=body.encode(), headers={"Set-Cookie": "session=1"}, tagged=True)


def bundle(more: str = "") -> Page:
    """The script that fills it."""
    return Page(body=(_FILL + more).encode(), media_type="text/javascript")


def items(links: Mapping[str, str]) -> Page:
    """What the script asks for: titles by address."""
    found = [
        {"url": url, "title": title, "date": f"{day} November 2026"}
        for day, (url, title) in enumerate(links.items(), 1)
    ]
    return Page(body=json.dumps(found).encode(), media_type="application/json")


def next_page(posts: Sequence[Mapping[str, Any]]) -> Page:
    """A frame whose list stands in it as ``__NEXT_DATA__``."""
    menu = [{"title": "Home page", "href": "/"}, {"title": "About the authority", "href": "/about"}]
    data = {"props": {"pageProps": {"menu": menu, "posts": list(posts)}}, "page": "/news"}
    body = (
        "<!doctype html><html><head><script src='/_next/a.js'></script></head><body>"
        "<div id='__next'></div><script id='__NEXT_DATA__' type='application/json'>"
        f"{json.dumps(data)}</script></body></html>"
    )
    return Page(body=body.encode())
