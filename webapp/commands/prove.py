"""``roamwatch prove``: that the gate loses nothing and quotes are where they say, on any texts."""

from pathlib import Path

import click

from webapp.output import emit, json_option


@click.command()
@click.argument(
    "texts", type=click.Path(path_type=Path, dir_okay=False, exists=True), nargs=-1, required=True
)
@json_option
def prove(texts: tuple[Path, ...], as_json: bool) -> None:
    """Read TEXTS (JSON lines) with and without the gate: both must agree, every quote be in its place."""
    from analysis.evaluate import lines
    from analysis.proof import prove as run

    result = run(line for path in texts for line in lines(path) if line.get("text"))
    wrong = bool(result["differing"] or result["misplaced"])
    if as_json:
        emit(result, as_json=True)
    else:
        emit(
            result
            | {
                "differing": ", ".join(result["differing"]) or "none",
                "misplaced": len(result["misplaced"]),
            },
            as_json=False,
        )
    if wrong:
        raise click.exceptions.Exit(1)


COMMANDS = [prove]
