"""Secrets at rest: sealed with a key that is derived from the settings' own, never logged, never shown."""

import base64
import hmac
import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from data.errors import RoamwatchError

#: Part the keys from each other and from that which signs sessions, though all come from one secret
#: (RFC 5869).
PLATFORMS = b"roamwatch platform credentials 1"
CHANNELS = b"roamwatch channel secrets 1"
UNSUBSCRIBING = b"roamwatch links to unsubscribe 1"
SECOND_FACTOR = b"roamwatch secrets of authenticator apps 1"
RESETTING = b"roamwatch links to a new password 1"
READDRESSING = b"roamwatch links to a new address 1"
FOUNDING = b"roamwatch setup links 1"
SIGN_ON = b"roamwatch sign-ins under way 1"


class SealError(RoamwatchError):
    """Sealed secrets cannot be opened: the secret key is not the one that sealed them."""

    code = "sealed"


def seal(secrets: Mapping[str, str], key: str, purpose: bytes = PLATFORMS) -> str:
    """Text that only ``key`` opens (Fernet: AES-128-CBC with HMAC-SHA256)."""
    return _fernet(key, purpose).encrypt(json.dumps(dict(secrets)).encode()).decode()


def unseal(sealed: str, key: str, purpose: bytes = PLATFORMS) -> dict[str, str]:
    """What was sealed. Raises :class:`SealError` when it was sealed with another key, or is damaged."""
    try:
        opened: dict[str, str] = json.loads(_fernet(key, purpose).decrypt(sealed.encode()))
    except InvalidToken as exc:
        raise SealError(
            "the stored credentials cannot be opened with this secret key; "
            "enter them again, or start with the key that was in use then"
        ) from exc
    return opened


def sign(text: str, key: str, purpose: bytes) -> str:
    """What only ``key`` makes of a text: 24 characters that may stand in an address (HMAC-SHA256, cut)."""
    mark = hmac.digest(_derived(key, purpose), text.encode(), "sha256")
    return base64.urlsafe_b64encode(mark[:18]).decode()


def _fernet(key: str, purpose: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(key, purpose)))


def _derived(key: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key.encode())
