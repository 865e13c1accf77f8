"""The guard of outgoing requests for libraries that open their own sockets.

Python tells its audit hooks of each ``connect`` with the very address, after resolution and at
every redirect. Ours looks at it in threads that asked for it, and refuses what is not public:
so no look-up can change its mind between a check and a connection.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from data.errors import BlockedAddressError
from data.net import check_address

_state = threading.local()
_installed = threading.Lock()
_hooked = False


class Refused(OSError):  # noqa: N818  # libraries take it for a failed connection
    """The guard's refusal, as code that only knows OSError understands it."""


@contextmanager
def guarded(*, allow_private: bool) -> Iterator[None]:
    """Within the block this thread connects to public addresses only.

    Raises :class:`Refused` at its end when something was refused, whatever the library made of it.
    """
    _hook()
    _state.on, _state.refused = not allow_private, None
    try:
        yield
    finally:
        _state.on = False
    if _state.refused is not None:
        raise _state.refused


def _hook() -> None:
    global _hooked  # a hook stays for good; one is enough
    with _installed:
        if not _hooked:
            sys.addaudithook(_watch)
            _hooked = True


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "socket.connect" or not getattr(_state, "on", False):
        return
    address = arguments[1]
    # A Unix socket has a path for an address: it leads to this machine.
    host = str(address[0]) if isinstance(address, tuple) else "a local socket"
    try:
        check_address(host, host, allow_private=False)
    except BlockedAddressError as exc:
        _state.refused = Refused(str(exc))
        raise _state.refused from exc
