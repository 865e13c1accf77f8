"""``roamwatch diff``: what changed between two files, passage by passage."""

import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from webapp.output import emit, json_option

_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
_SIGNS = {"old": "-", "new": "+"}


@click.command()
@click.argument("old", type=_FILE)
@click.argument("new", type=_FILE)
@json_option
def diff(old: Path, new: Path, as_json: bool) -> None:
    """Print what NEW adds, removes, changes and moves against OLD; noise is only counted.

    HTML, PDF and the like are read as a crawl reads them: offsets are those of the clean text.
    Plain text is taken as it is. The status is 0 whether or not they differ.
    """
    from analysis.diff import differ

    found = differ(_read(old), _read(new))
    if as_json:
        emit(found.as_json(), as_json=True)
        return
    result = found.as_json()
    for passage in result["passages"]:
        for line in _lines(passage):
            click.echo(line)
    counts = ", ".join(f"{count} {kind}" for kind, count in result["counts"].items())
    click.echo(f"{counts}; not news: {result['noise']}")


def _read(path: Path) -> str:
    from crawler.extract import extract, formats
    from crawler.extract.charset import decode

    body = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or ""
    readable = any(
        form.name != "plain" and (form.sniff(body[:2048]) or media_type in form.media_types)
        for form in formats()
    )
    if not readable and b"\0" not in body[:2048]:
        return decode(body)
    extraction = extract(body, url=path.absolute().as_uri(), media_type=media_type)
    if extraction.problem:
        click.echo(f"roamwatch: {path.name} was not read whole: {extraction.problem}", err=True)
    return extraction.text


def _lines(passage: dict[str, Any]) -> Iterator[str]:
    """A passage for people: its kind and places, the old and new words, the values that changed."""
    places = ", ".join(
        f"{side} {passage[f'{side}_start']}:{passage[f'{side}_end']}"
        for side in _SIGNS
        if passage[side]
    )
    yield f"@@ {passage['kind']}, {places}"
    for side, sign in _SIGNS.items():
        for line in passage[side].splitlines():
            yield f"{sign} {_printable(line)}"
    for name in ("numbers", "dates"):
        for value in passage[name]:
            yield f"  {name[:-1]}: {value['old'] or 'none'} → {value['new'] or 'none'}"
    yield ""


def _printable(line: str) -> str:
    """No control sign of a crawled text reaches the terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in line)


COMMANDS = [diff]
