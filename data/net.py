"""The guard of every outgoing request: which addresses we may connect to.

Callers check the address that a socket is about to connect to, not the name: between a
look-up and a connection a name may change its mind (DNS rebinding).
"""

import ipaddress

from data.errors import BlockedAddressError

#: RFC 6052: an IPv4 address stands in the last 32 bits.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the open internet.

    Private, loopback, link-local, shared (RFC 6598), reserved, documentation and
    multicast addresses are not, nor IPv6 addresses that carry such an IPv4 address
    inside (mapped, 6to4, Teredo, NAT64). What is no address at all is not public.
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast for one in _meant_by(parsed))


def _meant_by(address: IpAddress) -> tuple[IpAddress, ...]:
    """The address and those that it carries inside."""
    if isinstance(address, ipaddress.IPv4Address):
        return (address,)
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address, address.sixtofour)
    if address.teredo is not None:
        return (address, *address.teredo)
    if address in _NAT64:
        return (address, ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return (address,)


def check_address(host: str, address: str, *, allow_private: bool) -> None:
    """Raise :class:`~data.errors.BlockedAddressError` unless ``address`` may be connected to.

    ``host`` is the name that led to it, for the message.
    """
    if not allow_private and not is_public(address):
        raise BlockedAddressError(host, address)
