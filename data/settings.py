"""Settings: environment variables with the prefix ``ROAMWATCH_``, checked once at start."""

import os
import re
import secrets
from functools import cached_property
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import SettingsConfigDict
from pydantic_settings import SettingsError as SettingsSourceError

from data.errors import SettingsError
from data.signon_settings import SignOnSettings
from data.words import Severity

PREFIX = "ROAMWATCH_"
#: Variables of ours that are not settings: they steer the tests and benchmarks.
NOT_SETTINGS = frozenset(
    {"ROAMWATCH_REQUIRE_SERVICES", "ROAMWATCH_TEST_POSTGRES_URL", "ROAMWATCH_BENCH_TEXTS"}
)
SHORTEST_KEY = 32
_PLACEHOLDER = re.compile(
    r"change.?me|secret|password|example|default|placeholder|x{4,}|0{8,}|1234", re.IGNORECASE
)


class Settings(SignOnSettings):
    """Everything that an operator may turn, with the value that suits one machine."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    instance: Path = Field(
        default=Path("instance"), description="Folder for database, snapshots, outbox and secrets."
    )
    database_url: str = Field(
        default="",
        description="SQLAlchemy address; empty means SQLite in the instance folder. "
        "PostgreSQL: postgresql+psycopg://user@host/name",
    )
    catalogue: Path | None = Field(
        default=None,
        description="Folder with TOML files of sources to watch; unset: the bundled catalogue.",
    )
    secret_key: SecretStr | None = Field(
        default=None,
        description="Signs sessions and tokens; at least 32 characters. Unset: made once "
        "and kept in the instance folder, readable by its owner only.",
    )
    base_url: str = Field(
        default="http://127.0.0.1:8040",
        description="Address under which people reach the web app; unset: the port on this machine.",
    )
    web_host: str = Field(default="127.0.0.1", description="Interface the web app listens on.")
    web_port: int = Field(default=8040, ge=0, le=65535, description="Port of the web app.")
    api_per_minute: int = Field(
        default=600, gt=0, description="Requests per minute that one token may make of the API."
    )
    smtp_url: SecretStr | None = Field(
        default=None,
        description="smtp://user:password@host:port or smtps://…; unset: mails become .eml "
        "files in the instance folder under outbox/.",
    )
    mail_from: str = Field(
        default="roamwatch@localhost", description="Sender address of every mail."
    )
    unsubscribe_mail: str = Field(
        default="",
        description="Address of somebody who reads requests to unsubscribe; named in each mail "
        "beside the link that does it without anybody.",
    )
    contact: str = Field(
        default="",
        description="Address or URL in the crawler's user agent, so that a webmaster can reach you.",
    )
    allow_private_addresses: bool = Field(
        default=False,
        description="Let outgoing requests reach private and loopback addresses (tests, demo).",
    )
    obey_robots: bool = Field(default=True, description="Follow robots.txt.")
    max_body_bytes: int = Field(
        default=25 * 1024 * 1024,
        gt=0,
        description="Largest response taken, in bytes after decompression.",
    )
    max_attachments: int = Field(
        default=10,
        ge=0,
        le=100,
        description="Files (PDF, DOCX, XLSX …) of one document's page that are fetched with it; 0: none.",
    )
    download_timeout: float = Field(
        default=60.0, gt=0, description="Longest a single request may take, in seconds."
    )
    host_delay: float = Field(
        default=1.0, ge=0, description="Least pause between two requests to one host, in seconds."
    )
    live_days: int = Field(
        default=30,
        ge=1,
        le=3650,
        description="A SIM that can connect is live when seen within this many days.",
    )
    lease_seconds: int = Field(
        default=300, ge=1, description="How long a worker's claim on a piece of work holds."
    )
    extraction_processes: int = Field(
        default=1,
        ge=0,
        description="Processes that turn fetched bytes into text; 0 does it inside the crawler, "
        "where a hostile PDF can take it down.",
    )
    extraction_timeout: float = Field(
        default=120.0, gt=0, description="Longest that reading one document may take, in seconds."
    )
    ocr_pages: int = Field(
        default=20,
        ge=0,
        description="Pages of a scanned PDF that Tesseract reads, where it is installed; 0: none.",
    )
    ocr_seconds: float = Field(
        default=180.0, gt=0, description="Longest that Tesseract may take for one file, in seconds."
    )
    keep_days: int | None = Field(
        default=None,
        ge=30,
        description="Raw bytes of superseded snapshots older than this many days may be removed, never "
        "those that a finding rests on; unset: all are kept.",
    )
    keep_unused_days: int = Field(
        default=180,
        ge=7,
        description="… and only when they were not seen again, opened or exported for this many days.",
    )
    tick_seconds: float = Field(
        default=15.0,
        ge=0.05,
        le=3600,
        description="How often the worker asks the store for work, in seconds.",
    )
    analysis_processes: int = Field(
        default=1, ge=0, description="Size of the analysis process pool; 0 runs in-process."
    )
    analysis_timeout: float = Field(
        default=300.0, gt=0, description="Longest that reading one text may take, in seconds."
    )
    instant_severity: Severity = Field(
        default=Severity.HIGH,
        description="Least severity that is mailed at once; the rest waits for the digest.",
    )
    escalate_days: dict[Severity, tuple[int, ...]] = Field(
        default={Severity.HIGH: (1, 3), Severity.MEDIUM: (3, 7)},
        description="Severity: days after which an alert that nobody took is told to administrators "
        'who see its fleet, once each. As JSON: {"high": [1, 3], "medium": [3, 7]}; {}: never.',
    )
    growth_percent: int = Field(
        default=50,
        ge=1,
        description="An alert is told again, and opened again, when live SIMs grew by this many percent …",
    )
    growth_sims: int = Field(
        default=10, ge=1, description="… and by at least this many SIMs since it was told last."
    )
    silence_days: int = Field(
        default=183, ge=1, le=366, description="Longest that a silence may last, in days."
    )
    digest_hour: int = Field(
        default=7,
        ge=0,
        le=23,
        description="Hour at which digests come, by each reader's own clocks (UTC until they choose).",
    )

    @model_validator(mode="before")
    @classmethod
    def _base_on_the_port(cls, values: dict[str, object]) -> dict[str, object]:
        port = str(values.get("web_port", ""))
        if "base_url" in values or not port.isdecimal() or not int(port):
            return values
        return values | {"base_url": f"http://127.0.0.1:{port}"}

    @field_validator("secret_key")
    @classmethod
    def _refuse_placeholders(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        text = value.get_secret_value()
        if len(text) < SHORTEST_KEY or _PLACEHOLDER.search(text):
            raise ValueError(
                "looks like a placeholder or is shorter than 32 characters; "
                "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
            )
        return value

    @field_validator("smtp_url")
    @classmethod
    def _smtp_scheme(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and urlsplit(value.get_secret_value()).scheme not in ("smtp", "smtps"):
            raise ValueError("must start with smtp:// or smtps://")
        return value

    @field_validator("base_url")
    @classmethod
    def _http_base(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must be an http:// or https:// address")
        return value.rstrip("/")

    @classmethod
    def load(cls, **overrides: object) -> Self:
        """Read the environment; raise :class:`SettingsError` in one sentence per fault."""
        known = {PREFIX + name.upper() for name in cls.model_fields} | NOT_SETTINGS
        unknown = sorted(
            n for n in os.environ if n.upper().startswith(PREFIX) and n.upper() not in known
        )
        if unknown:
            raise SettingsError(
                f"unknown setting {', '.join(unknown)}; known: {', '.join(sorted(known - NOT_SETTINGS))}"
            )
        try:
            return cls(**overrides)  # type: ignore[arg-type]  # pydantic checks each value
        except SettingsSourceError as exc:  # it names the setting in its text only
            name = "".join(re.findall(r'field "(\w+)"', str(exc))).upper()
            raise SettingsError(
                f"{PREFIX}{name} is no JSON; the README shows how it is written"
            ) from exc
        except ValidationError as exc:
            faults = "; ".join(
                f"{PREFIX + str(e['loc'][0]).upper() + ' ' if e['loc'] else ''}"
                f"{e['msg'].removeprefix('Value error, ')}"
                for e in exc.errors()
            )
            raise SettingsError(faults) from exc

    @property
    def database(self) -> str:
        """The SQLAlchemy address in force."""
        return self.database_url or f"sqlite:///{self.instance.absolute() / 'roamwatch.db'}"

    @property
    def snapshots(self) -> Path:
        """Folder of the content-addressed raw snapshots."""
        return self.instance / "snapshots"

    @property
    def outbox(self) -> Path:
        """Folder for mails where no SMTP server is set."""
        return self.instance / "outbox"

    @cached_property
    def signing_key(self) -> str:
        """The secret key in force: the setting, or one made once in the instance folder."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value()
        path = self.instance / "secret_key"
        if not path.exists():
            self.instance.mkdir(parents=True, exist_ok=True)
            _make_key(path)
        return _kept_key(path)


def _make_key(path: Path) -> None:
    """Make a key, whole or not at all; whoever of several processes is first makes it for all."""
    own = path.with_name(f"secret_key.{secrets.token_hex(8)}")
    with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(own, path)
    except FileExistsError:
        return  # another process was first: its key is the one
    finally:
        own.unlink()


def _kept_key(path: Path) -> str:
    """The key made earlier. Raises :class:`~data.errors.SettingsError` when it is cut or empty."""
    key = path.read_text().strip()
    if len(key) < SHORTEST_KEY:
        raise SettingsError(
            f"{path} is empty or cut: nothing may be signed with it. Put it back from a backup; or "
            "remove it, and a new one is made: people sign in again, and credentials of fleets and "
            "channels have to be entered again"
        )
    return key
