"""Small index pages of four ordinary entries, for tests of single rules of their reader."""

from crawler.extract.listing import read_listing
from crawler.items import ListedLink

URL = "https://www.office.example/news/index.html"
DAYS = ["5 March 2026", "26 February 2026", "3 February 2026", "12 January 2026"]
TITLES = [
    "Rules for devices that roam for good", "Numbering plan amended after consultation",
    "Notice to importers of handsets", "Annual report on quality of service",
]  # fmt: skip


def read(body: str, *, url: str = URL, **options: object) -> list[ListedLink]:
    return read_listing(f"<html><body>{body}</body></html>", url=url, options=options)


def rows(count: int = 4, *, tag: str = "li", href: str = "/n/{n}-long-name-of-it") -> str:
    return "".join(
        f"<{tag}><a href='{href.format(n=number)}'>{TITLES[number]}</a> <span>{DAYS[number]}</span></{tag}>"
        for number in range(count)
    )


def urls(found: list[ListedLink]) -> list[str]:
    return [link.url for link in found]
