"""``roamwatch evaluate`` and ``roamwatch train``: how right the analysis is, and its trained part."""

from pathlib import Path
from typing import Any

import click

from webapp.output import emit, json_option

_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command()
@click.argument("gold", type=_FILE, nargs=-1, required=True)
@click.option("--texts", type=_FILE, help="JSON lines with id and text, where GOLD has none.")
@click.option(
    "--split",
    help="Only the lines of one part: train, dev or test.",
)
@click.option("--markdown", "as_markdown", is_flag=True, help="Tables as they stand in the README.")
@json_option
def evaluate(
    gold: tuple[Path, ...],
    texts: Path | None,
    split: str | None,
    as_markdown: bool,
    as_json: bool,
) -> None:
    """Compare the analysis with the labelled publications in GOLD (one or more files of JSON lines)."""
    from analysis.evaluate import evaluate as run
    from analysis.evaluate import read_gold

    items = [item for path in gold for item in read_gold(path, texts)]
    parts = sorted({str(item.gold["split"]) for item in items if item.gold.get("split")})
    if split is not None and split not in parts:
        known = f"there are {', '.join(parts)}" if parts else "no line names a part"
        raise click.UsageError(f"no line is of the part “{split}”; {known}")
    report = run(item for item in items if split is None or item.gold.get("split") == split)
    if as_json:
        emit(report, as_json=True)
        return
    if as_markdown:
        from webapp.accuracy import markdown

        click.echo("\n".join(markdown(report)))
        return
    _table("overall", {"all": report["overall"]})
    _table("language", report["languages"])
    click.echo(f"{'topic':20} {'precision':>9} {'recall':>7} {'F1':>7}   tp  fp  fn   F1 95 %")
    for name, count in report["topics"].items():
        click.echo(f"{name:20} {_counts(count)}")
    _reliability(report["reliability"])
    for error in report["errors"]:
        told = f"{error['id']}: {error['field']} is {error['gold']}, read as {error['predicted']}"
        click.echo(f"{told}. {' '.join(error['reason'])}")


def _table(name: str, rows: dict[str, Any]) -> None:
    for row, score in rows.items():
        click.echo(f"{name} {row}: {score['items']} items")
        click.echo(f"  {'topics':18} {_counts(score['topics'])}")
        click.echo(f"  {'changes':18} {_counts(score['changes'])}")
        for field, value in score.items():
            if isinstance(value, dict) and "accuracy" in value:
                click.echo(
                    f"  {field:18} {_percent(value['accuracy'])}  {value['right']} of {value['of']}"
                    f"  {_interval(value['interval'])}"
                )


def _reliability(rows: list[dict[str, Any]]) -> None:
    click.echo("confidence of the changes told, and how many were right")
    for row in rows:
        bounds = f"{row['from']:.1f} to {row['to']:.1f}"
        click.echo(
            f"  {bounds:18} said {_percent(row['said'])}, right {_percent(row['accuracy'])}"
            f"  {row['right']} of {row['of']}  {_interval(row['interval'])}"
        )


def _counts(count: dict[str, Any]) -> str:
    shares = " ".join(f"{_percent(count[key]):>8}" for key in ("precision", "recall", "f1"))
    numbers = f"{count['tp']:4} {count['fp']:3} {count['fn']:3}"
    return f"{shares} {numbers}   {_interval(count['intervals']['f1'])}"


def _interval(bounds: tuple[float, float] | None) -> str:
    return f"[{_percent(bounds[0])}, {_percent(bounds[1])}]" if bounds else ""


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f}%"


@click.command()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False),
    help="Write the weights here instead of over the shipped file.",
)  # fmt: skip
@click.option(
    "--check",
    is_flag=True,
    help="Write nothing; fail if training gives other weights than shipped.",
)
@click.option(
    "--compare",
    is_flag=True,
    help="Print what rules, classifier, features and gate are worth.",
)
@json_option
def train(output: Path | None, check: bool, compare: bool, as_json: bool) -> None:
    """Fit the models again on the training part of the bundled gold and on the lessons.

    The model of wording is written beside the weights.
    """
    if compare:
        _compare(as_json=as_json)
        return
    from analysis.train import gold_items, lesson_items, made
    from analysis.weights import FILE

    trained = made(gold_items(), lesson_items())
    same = trained.is_in(FILE)
    if not check:
        trained.write(output or FILE)
    emit({"examples": trained.counts, "same_as_shipped": same}, as_json=as_json)
    if check and not same:
        raise click.ClickException(
            "training gives other weights than the shipped file; run roamwatch train and commit it"
        )


def _compare(*, as_json: bool) -> None:
    """A Markdown table, as it stands in CONTRIBUTING."""
    from analysis.ablation import compare
    from analysis.train import gold_items

    rows = list(compare(gold_items("train"), gold_items("dev")))
    if as_json:
        told = {
            r.name: {"topics": r.topics.as_json(), "changes": r.changes.as_json()} for r in rows
        }
        emit(told, as_json=True)
        return
    click.echo("| decision by | topics P | topics R | topics F1 | change P | change R |")
    click.echo("|---|---|---|---|---|---|")
    for row in rows:
        topics, changes = row.topics.as_json(), row.changes.as_json()
        shares = [topics["precision"], topics["recall"], topics["f1"]]
        shares += [changes["precision"], changes["recall"]]
        click.echo(f"| {row.name} | " + " | ".join(map(_percent, shares)) + " |")


COMMANDS = [evaluate, train]
