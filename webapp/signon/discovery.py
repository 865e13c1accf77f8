"""What an issuer says of itself (OpenID Connect Discovery 1.0), held to what the operator set. Pure."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from webapp.signon.refusals import SignOnError


class Discovery(BaseModel):
    """The part of a discovery document that signing in needs."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)

    def auth_method(self, secret: str) -> str:
        """How the client proves itself at the token endpoint."""
        if not secret:
            return "none"
        offered = self.token_endpoint_auth_methods_supported
        basic = "client_secret_basic" in offered or "client_secret_post" not in offered
        return "client_secret_basic" if basic else "client_secret_post"


def read_discovery(document: Mapping[str, Any], issuer: str) -> Discovery:
    """The document, if it is this issuer's and names addresses that we use. Raises :class:`SignOnError`."""
    try:
        found = Discovery.model_validate(document)
    except ValidationError as exc:
        fields = ", ".join(sorted({str(error["loc"][0]) for error in exc.errors()}))
        raise SignOnError("misconfigured", f"the discovery document is wrong in: {fields}") from exc
    if found.issuer != issuer:
        raise SignOnError(
            "misconfigured",
            f"the discovery document is of “{found.issuer[:200]}”; ROAMWATCH_OIDC_ISSUER is “{issuer}”, "
            "and must be the same to the last character",
        )
    # Only an issuer on this machine may speak plain HTTP, and only such a one may name addresses that do.
    schemes = ("https", urlsplit(issuer).scheme)
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"):
        url = getattr(found, name)
        if (url or name != "userinfo_endpoint") and not _usable(url, schemes):
            raise SignOnError(
                "misconfigured", f"the discovery document's {name} is no https:// address"
            )
    return found


def _usable(url: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
