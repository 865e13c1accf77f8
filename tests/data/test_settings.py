from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.errors import SettingsError
from data.settings import PREFIX, Settings


def test_an_unknown_name_is_refused_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROAMWATCH_SMTP_ADRESS", "smtp://mail.example")
    with pytest.raises(
        SettingsError, match=r"unknown setting ROAMWATCH_SMTP_ADRESS; known: .*SMTP_URL"
    ):
        Settings.load()


@pytest.mark.parametrize(
    "value",
    [
        "changeme",
        "change-me-change-me-change-me-change-me",
        "my-secret-key-my-secret-key-my-secret-key",
        "00000000000000000000000000000000000000",
        "tooshort",
    ],
)
def test_a_placeholder_secret_is_refused_without_being_shown(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROAMWATCH_SECRET_KEY", value)
    with pytest.raises(SettingsError) as caught:
        Settings.load()
    assert "ROAMWATCH_SECRET_KEY" in str(caught.value)
    assert value not in str(caught.value)


def test_a_secret_is_made_once_and_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    first = Settings.load(instance=tmp_path / "x").signing_key
    assert len(first) >= 32
    assert Settings.load(instance=tmp_path / "x").signing_key == first
    assert (tmp_path / "x" / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kept", ["", "\n", "cut-in-the-midst"])
def test_a_key_file_that_is_empty_or_cut_is_refused(tmp_path: Path, kept: str) -> None:
    (tmp_path / "secret_key").write_text(kept)
    with pytest.raises(SettingsError, match="empty or cut"):
        _ = Settings.load(instance=tmp_path).signing_key


def test_of_several_who_make_a_key_one_makes_it_for_all(tmp_path: Path) -> None:
    def key(_place: int) -> str:
        return Settings.load(instance=tmp_path).signing_key

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(key, range(16)))
    assert len(keys) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["secret_key"]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("SMTP_URL", "http://mail.example", "must start with smtp"),
        ("BASE_URL", "javascript:alert(1)", "must be an http"),
        ("LIVE_DAYS", "soon", "valid integer"),
        ("LIVE_DAYS", "0", "greater than or equal to 1"),
        ("INSTANT_SEVERITY", "loud", "high"),
        ("ESCALATE_DAYS", "tomorrow", "is no JSON"),
    ],
)
def test_an_unusable_value_is_refused_in_one_sentence(
    name: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingsError, match=message) as caught:
        Settings.load()
    assert PREFIX + name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_every_setting_says_what_it_does() -> None:
    silent = [name for name, field in Settings.model_fields.items() if not field.description]
    assert silent == []


def test_the_readme_names_every_setting() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    missing = [n for n in Settings.model_fields if f"`{PREFIX}{n.upper()}`" not in readme]
    assert missing == []


def test_the_base_address_follows_the_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROAMWATCH_WEB_PORT", "9001")
    assert Settings.load().base_url == "http://127.0.0.1:9001"
    monkeypatch.setenv("ROAMWATCH_BASE_URL", "https://roamwatch.example")
    assert Settings.load().base_url == "https://roamwatch.example"
    monkeypatch.delenv("ROAMWATCH_BASE_URL")
    monkeypatch.setenv("ROAMWATCH_WEB_PORT", "soon")
    with pytest.raises(SettingsError, match="WEB_PORT"):
        Settings.load()


def test_the_base_address_loses_its_final_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROAMWATCH_BASE_URL", "https://roamwatch.example/")
    assert Settings.load().base_url == "https://roamwatch.example"
