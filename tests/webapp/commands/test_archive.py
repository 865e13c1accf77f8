"""``roamwatch archive export`` writes a whole WARC file or none."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine
from warcio.archiveiterator import ArchiveIterator

from crawler.archive import Archive
from data.db import writing
from data.models import Snapshot
from data.settings import Settings
from tests.factories import make_document, make_source, make_version
from webapp.cli import main


@pytest.fixture
def run(sqlite_store: Engine, sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROAMWATCH_INSTANCE", str(sqlite_settings.instance))
    monkeypatch.setenv("ROAMWATCH_DATABASE_URL", sqlite_settings.database)
    archive = Archive(sqlite_settings.snapshots)
    with writing(sqlite_store) as session:
        for name in ("tr-a", "de-b"):
            document = make_document(session, make_source(session, name))
            version = make_version(session, document)
            session.get_one(Snapshot, version.snapshot_id).sha256 = archive.put(name.encode())


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["archive", "export", *map(str, words)])


def bodies(file: Path) -> list[bytes]:
    with file.open("rb") as stream:
        return [
            record.content_stream().read()
            for record in ArchiveIterator(stream, check_digests="raise")
            if record.rec_type == "response"
        ]


def test_everything_is_written_and_counted(run: object, tmp_path: Path) -> None:
    file = tmp_path / "all.warc.gz"
    result = call("-o", file, "--json")
    assert result.exit_code == 0
    counts = json.loads(result.stdout)
    assert (counts["responses"], counts["revisits"], counts["broken"]) == (2, 0, 0)
    assert sorted(bodies(file)) == [b"de-b", b"tr-a"]
    assert [path.name for path in tmp_path.glob("*warc*")] == ["all.warc.gz"]
    assert list(tmp_path.glob(".*")) == []


def test_a_source_and_a_day_narrow_it(run: object, tmp_path: Path) -> None:
    file = tmp_path / "one.warc.gz"
    assert call("-o", file, "--source", "de-b").exit_code == 0
    assert bodies(file) == [b"de-b"]
    assert call("-o", file, "--since", "2999-01-01").exit_code == 0
    assert bodies(file) == []


def test_missing_bytes_are_named_and_fail_the_command_but_not_the_rest(
    run: object, sqlite_settings: Settings, tmp_path: Path
) -> None:
    archive = Archive(sqlite_settings.snapshots)
    sha256 = archive.put(b"tr-a")
    next(archive.root.rglob(f"{sha256}*")).unlink()
    file = tmp_path / "x.warc.gz"
    result = call("-o", file)
    assert result.exit_code == 1
    assert f"{sha256} is missing or damaged" in result.stderr
    assert bodies(file) == [b"de-b"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--source", "nobody"), "no source nobody; see roamwatch sources list"),
        (("--since", "yesterday"), "does not match the format"),
    ],
)
def test_wrong_words_are_refused_with_one_sentence(
    run: object, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    result = call("-o", tmp_path / "x", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert list(tmp_path.glob("x*")) == []


def test_a_folder_that_is_not_there_is_said_to_be_so(run: object, tmp_path: Path) -> None:
    result = call("-o", tmp_path / "nowhere" / "x")
    assert result.exit_code == 1
    assert "cannot be written: No such file or directory" in result.stderr
