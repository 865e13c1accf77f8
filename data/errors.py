"""The root of every error of ours. Callers read attributes, never the text."""


class RoamwatchError(Exception):
    """Something went wrong that we know by name.

    ``code`` is a stable machine word (it stands in logs, the database and the API);
    the message is one sentence that says what to do.
    """

    code = "error"


class SettingsError(RoamwatchError):
    """A setting is unknown, unusable or a placeholder; the message names it."""

    code = "settings"


class StoreError(RoamwatchError):
    """The database does not answer; the message says where to look."""

    code = "store"


class CatalogueError(RoamwatchError):
    """A seed file is not valid; the message names file and entry."""

    code = "catalogue"


class BlockedAddressError(RoamwatchError):
    """An outgoing request would reach a private, loopback or link-local address."""

    code = "private_address"

    def __init__(self, host: str, address: str) -> None:
        self.host = host
        self.address = address
        leads = host if host == address else f"{host} leads to {address}, which"
        super().__init__(
            f"{leads} is not a public address; "
            "set ROAMWATCH_ALLOW_PRIVATE_ADDRESSES=true only for tests and the demo"
        )
