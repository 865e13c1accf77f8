"""Settings of signing in by OpenID Connect; a part of :class:`data.settings.Settings`."""

import re
from functools import cached_property
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings

from data.words import Role

#: Where an issuer may speak plain HTTP: what is said there leaves no machine.
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class SignOnSettings(BaseSettings):
    """Who vouches for people besides us, and what is believed of what it says."""

    oidc_issuer: str = Field(
        default="",
        description="Address of an OpenID Connect issuer at which people sign in, exactly as its discovery "
        "document names it; empty: off.",
    )
    oidc_client_id: str = Field(
        default="", description="What the issuer calls this installation; needed with an issuer."
    )
    oidc_client_secret: SecretStr | None = Field(
        default=None,
        description="The client's secret; unset, and no file either: a public client, by PKCE alone.",
    )
    oidc_client_secret_file: Path | None = Field(
        default=None, description="… or the file in which the secret stands, read at each sign-in."
    )
    oidc_button: str = Field(
        default="Sign in with your company account",
        min_length=1,
        max_length=60,
        description="Words of the button on the sign-in page.",
    )
    oidc_domains: str = Field(
        default="",
        description="Domains of e-mail addresses that are let in by the issuer, with blanks between them; "
        "empty: all.",
    )
    oidc_role_claim: str = Field(
        default="",
        description="Claim that decides the role at each sign-in, such as groups or realm_access.roles; "
        "empty: roles are given under People.",
    )
    oidc_roles: dict[Role, tuple[str, ...]] = Field(
        default={role: (role.value,) for role in Role},
        description="Role: values of that claim that give it; the highest counts, without any: no entry. "
        'As JSON: {"admin": ["roamwatch-admins"], "viewer": ["staff"]}.',
    )
    oidc_new_people: bool = Field(
        default=False,
        description="Let in people whom no administrator has added, as viewers unless the claim says more.",
    )
    oidc_trust_email: bool = Field(
        default=False,
        description="Believe addresses of which the issuer says neither that they are verified nor that they "
        "are not: only where people cannot choose their own.",
    )
    oidc_only: bool = Field(
        default=False,
        description="Switch passwords off, as soon as an administrator has signed in by the issuer; one-time "
        "links go on working.",
    )

    @field_validator("oidc_issuer")
    @classmethod
    def _issuer_address(cls, value: str) -> str:
        parts = urlsplit(value)
        plain = parts.scheme == "http" and parts.hostname in _LOOPBACK
        if value and not ((parts.scheme == "https" and parts.hostname) or plain):
            raise ValueError("must begin with https:// (http:// on this machine only)")
        if parts.query or parts.fragment or parts.username or parts.password:
            raise ValueError("must be an address without a query, a fragment or a password")
        return value

    @field_validator("oidc_client_secret")
    @classmethod
    def _sendable(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _sendable(value.get_secret_value()):
            raise ValueError("is empty, or has characters that no issuer gives")
        return value

    @field_validator("oidc_client_secret_file")
    @classmethod
    def _one_secret(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if value is None:
            return None
        if info.data.get("oidc_client_secret") is not None:
            raise ValueError("is given beside the secret itself; leave one of them out")
        try:
            good = _sendable(value.read_text().strip())
        except (OSError, ValueError):
            good = False
        if not good:
            raise ValueError("names no file with a secret that can be read")
        return value

    @field_validator("oidc_domains")
    @classmethod
    def _domain_names(cls, value: str) -> str:
        wrong = [word for word in value.split() if not re.fullmatch(r"[\w-]+(\.[\w-]+)+", word)]
        if wrong:
            raise ValueError(
                f"“{wrong[0]}” is no domain; write them as: company.example more.example"
            )
        return value.lower()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if bool(self.oidc_issuer) != bool(self.oidc_client_id):
            raise ValueError(
                "ROAMWATCH_OIDC_ISSUER and ROAMWATCH_OIDC_CLIENT_ID go together: one of them is not set"
            )
        return self

    @property
    def oidc_secret(self) -> str:
        """The client's secret as it stands now; empty for a public client."""
        if self.oidc_client_secret_file is not None:
            return self.oidc_client_secret_file.read_text().strip()
        return self.oidc_client_secret.get_secret_value() if self.oidc_client_secret else ""

    @cached_property
    def oidc_domain_list(self) -> tuple[str, ...]:
        """The domains of addresses that are let in; none: all."""
        return tuple(self.oidc_domains.split())


def _sendable(secret: str) -> bool:
    return bool(secret) and secret.isascii() and secret.isprintable()
