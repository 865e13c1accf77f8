"""Hundreds of index pages put together at random: every shape of entry in every setting."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from crawler.extract.listing import read_listing

HOST = "https://www.office.example"
WORDS = (
    *("roaming", "devices", "numbering", "plan", "amendment", "consultation", "licence", "of"),
    *("spectrum", "registration", "the", "for", "operators", "quality", "service", "report"),
    *("tariff", "decision", "notice", "guidelines", "emergency", "data", "review"),
)
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
#: Shape of the entries → what holds them, and one of them: {u} address, {t} title, {d} the day,
#: {D} the day in an element, {c} classes, {s} a teaser, {h} the heading's tag.
SHAPES = {
    "list, day first": ("ul", "<li{c}>{D} <a href='{u}'>{t}</a></li>"),
    "list, day last": ("ul", "<li{c}><a href='{u}'>{t}</a>{s}{D}</li>"),
    "cards": (
        "div",
        "<div{c}><a href='{u}'><img src=a.png></a><{h}><a href='{u}'>{t}</a></{h}>{D}{s}"
        "<a href='{u}'>Read more</a></div>",
    ),
    "cards that are links": ("div", "<a href='{u}'{c}><div>{D}<{h}>{t}</{h}>{s}</div></a>"),
    "articles": (
        "div",
        "<article{c}><{h}><a href='{u}'>{t}</a></{h}><p>{d} by <a href='/author/press'>Press</a>"
        "</p>{s}</article>",
    ),
    "rows": ("table", "<tr{c}><td>{d}</td><td><a href='{u}'>{t}</a></td></tr>"),
    "rows with an icon": (
        "table",
        "<tr><td>{t}</td><td>{d}</td><td><a href='{u}'><img src=p.gif alt=PDF></a></td></tr>",
    ),
    "rows with two forms": (
        "table",
        "<tr><td>{t}</td><td>{d}</td><td><a href='{u}'>PDF</a></td>"
        "<td><a href='{u}.docx'>DOC</a></td></tr>",
    ),
    "rows that are links": (
        "table",
        "<tr onclick=\"location='{u}'\"><td>{t}</td><td>{d}</td></tr>",
    ),
    "definitions": ("dl", "<dt>{d}</dt><dd><a href='{u}'>{t}</a></dd>"),
    "flat": ("div", "<{h}><a href='{u}'>{t}</a></{h}>{D}{s}"),
    "flat, day first": ("div", "<p>{d}</p><{h}><a href='{u}'>{t}</a></{h}>{s}"),
    "lines": ("p", "{d} <a href='{u}'>{t}</a><br>"),
    "columns": (
        "div",
        "<div{c}><div>{D}</div><div><a href='{u}'>{t}</a></div></div>",
    ),
    "with annexes": (
        "ul",
        "<li>{D} <b><a href='{u}'>{t}</a></b><ul><li><a href='{u}/a.pdf'>Annex A</a></li>"
        "<li><a href='{u}/b.pdf'>Annex B</a></li></ul></li>",
    ),
    "titles without links": (
        "div",
        "<div{c}><div>{t}</div>{D}<div><a href='{u}'>More details</a></div></div>",
    ),
    "unfolding": (
        "div",
        "<div><button>{t}</button><div>{D}<a href='{u}'>Download</a></div></div>",
    ),
}


@dataclass
class Draft:
    """One page being put together."""

    chance: random.Random
    entries: list[tuple[str, str, date]] = field(default_factory=list)
    form: str = "iso"
    heading: str = "h3"
    day_tag: str = "span"
    has_classes: bool = False
    has_summary: bool = False

    def title(self) -> str:
        """Some words."""
        return " ".join(self.chance.choices(WORDS, k=self.chance.randint(4, 12))).capitalize()

    def written(self, day: date) -> str:
        """A day in the page's form."""
        return {
            "iso": f"{day:%Y-%m-%d}",
            "dots": f"{day:%d.%m.%Y}",
            "slashes": f"{day:%d/%m/%Y}",
            "words": f"{day.day} {MONTHS[day.month - 1]} {day.year}",
            "american": f"{MONTHS[day.month - 1]} {day.day}, {day.year}",
        }[self.form]

    def own_classes(self) -> str:
        """Classes by which a blog tells its posts apart."""
        if not self.has_classes:
            return ""
        kind = self.chance.choice("abc")
        return f" class='post-{self.chance.randint(1, 999)} category-{kind}'"

    def written_entry(self, template: str, url: str, title: str, day: date) -> str:
        """One entry in its shape."""
        return template.format(
            u=url,
            t=title,
            d=self.written(day),
            D=f"<{self.day_tag}>{self.written(day)}</{self.day_tag}>",
            c=self.own_classes(),
            s=f"<p>{self.title()}.</p>" if self.has_summary else "",
            h=self.heading,
        )


def furniture(draft: Draft) -> tuple[str, str]:
    """What stands above and below the list."""
    points = "".join(
        f"<li><a href='/m{number}'>{draft.title() if number % 3 else 'About'}</a></li>"
        for number in range(draft.chance.randint(4, 12))
    )
    menu = draft.chance.choice(
        [
            "<nav><ul>{}</ul></nav>",
            "<header><ul>{}</ul></header>",
            "<div class=main-menu><ul>{}</ul></div>",
        ]
    ).format(points)
    teasers = "".join(
        f"<li><a href='/s{n}'>{draft.title()}</a> {draft.written(date(2026, 10, n + 1))}</li>"
        for n in range(5)
    )
    side = draft.chance.choice(
        ["", "<aside><ul>{}</ul></aside>", "<div class=sidebar><ul>{}</ul></div>"]
    ).format(teasers)
    pages = "".join(f"<a href='?p={number}'>{number}</a>" for number in range(2, 7))
    return (
        menu,
        f"<div class=pages>{pages}<a href='?p=2'>Next</a></div>{side}<footer>{points}</footer>",
    )


def draw(seed: int, shape: str) -> tuple[str, dict[str, date]]:
    """A page, and what it lists."""
    chance = random.Random(f"{seed} {shape}")
    draft = Draft(
        chance=chance,
        form=chance.choice(["iso", "dots", "slashes", "words", "american"]),
        heading=chance.choice(["h2", "h3", "h4"]),
        day_tag=chance.choice(["span", "div", "p", "time", "small"]),
        has_classes=chance.random() < 0.4,
        has_summary=chance.random() < 0.4,
    )
    day = date(2026, 11, 10)
    for _ in range(chance.choice([3, 5, 8, 15])):
        day -= timedelta(days=chance.randint(1, 25))
        draft.entries.append((f"/n/{chance.randint(1000, 99999)}", draft.title(), day))
    holder, template = SHAPES[shape]
    rows = "".join(draft.written_entry(template, *entry) for entry in draft.entries)
    body = f"<{holder}>{rows}</{holder}>"
    menu, rest = furniture(draft)
    page = (
        f"<html lang=en><body>{menu}<div><h1>{draft.title()}</h1>{body}</div>{rest}</body></html>"
    )
    return page, {HOST + url: day for url, _, day in draft.entries}


def misread(shape: str, count: int) -> Iterator[int]:
    """The seeds of pages that are not read exactly."""
    for seed in range(count):
        page, wanted = draw(seed, shape)
        found = read_listing(page, url=f"{HOST}/news")
        if {link.url: link.published_on for link in found} != wanted:
            yield seed


@pytest.mark.parametrize("shape", SHAPES)
def test_nearly_every_page_is_read_exactly_whatever_its_shape(shape: str) -> None:
    assert len(list(misread(shape, 20))) <= 1
