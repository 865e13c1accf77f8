from pathlib import Path

import pytest

from data.errors import SettingsError
from data.settings import PREFIX, Settings
from data.words import Role

WHOLE = {"OIDC_ISSUER": "https://id.company.example/realms/main", "OIDC_CLIENT_ID": "roamwatch"}


def load(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in (WHOLE | values).items():
        monkeypatch.setenv(PREFIX + name, value)
    return Settings.load()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("OIDC_ISSUER", "http://id.company.example", "must begin with https"),
        ("OIDC_ISSUER", "id.company.example", "must begin with https"),
        ("OIDC_ISSUER", "https://", "must begin with https"),
        ("OIDC_ISSUER", "https://id.company.example/?a=b", "without a query"),
        ("OIDC_ISSUER", "https://me:word@id.company.example", "without a query"),
        ("OIDC_ISSUER", "", "go together"),
        ("OIDC_CLIENT_ID", "", "go together"),
        ("OIDC_CLIENT_SECRET", "", "is empty"),
        ("OIDC_CLIENT_SECRET", "two\nlines", "has characters"),
        ("OIDC_CLIENT_SECRET_FILE", "/nowhere/at/all", "names no file"),
        ("OIDC_BUTTON", "", "at least 1"),
        ("OIDC_DOMAINS", "company.example, other.example", "is no domain"),
        ("OIDC_ROLES", '{"boss": ["x"]}', "admin"),
    ],
)
def test_an_unusable_value_is_refused_in_one_sentence(
    name: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingsError, match=message) as caught:
        load(monkeypatch, **{name: value})
    assert PREFIX + "OIDC" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_issuer_on_this_machine_may_speak_plain_http(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(monkeypatch, OIDC_ISSUER="http://localhost:8080").oidc_issuer


def test_the_secret_may_stand_in_a_file_and_change_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "secret"
    file.write_text("first words\n")
    settings = load(monkeypatch, OIDC_CLIENT_SECRET_FILE=str(file))
    assert settings.oidc_secret == "first words"
    file.write_text("other words\n")
    assert settings.oidc_secret == "other words"
    with pytest.raises(SettingsError, match="leave one of them out") as caught:
        load(monkeypatch, OIDC_CLIENT_SECRET="hush")
    assert "hush" not in str(caught.value)


def test_domains_and_roles_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, OIDC_DOMAINS="Company.example other.example")
    assert settings.oidc_domain_list == ("company.example", "other.example")
    assert settings.oidc_roles[Role.ADMIN] == ("admin",)
    settings = load(monkeypatch, OIDC_ROLES='{"officer": ["a", "b"]}')
    assert settings.oidc_roles == {Role.OFFICER: ("a", "b")}
    assert settings.oidc_secret == ""
