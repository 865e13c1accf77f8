import pytest

from data.errors import BlockedAddressError
from data.net import check_address, is_public


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "193.0.6.139",
        "2001:67c:2e8:22::c100:68b",
        "2002:0808:0808::1",
        "64:ff9b::808:808",
    ],
)
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.10",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.2.7",
        "198.18.0.1",
        "224.0.0.251",
        "239.1.1.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::5",
        "fd12:3456::1",
        "ff02::1",
        "2001:db8::1",
    ],
)
def test_private_local_reserved_and_multicast_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:0001::1",
        "2002:c0a8:0101::1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
    ],
)
def test_a_private_address_inside_an_ipv6_one_is_found(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["", "localhost", "2130706433", "0x7f.1", "1.2.3", "8.8.8.8 "])
def test_what_is_no_numeric_address_is_not_public(address: str) -> None:
    assert not is_public(address)


def test_the_guard_names_host_and_address() -> None:
    with pytest.raises(BlockedAddressError) as caught:
        check_address("intranet.example", "10.0.0.7", allow_private=False)
    assert (caught.value.host, caught.value.address) == ("intranet.example", "10.0.0.7")
    assert caught.value.code == "private_address"
    assert str(caught.value).startswith("intranet.example leads to 10.0.0.7, which is not")
    assert str(BlockedAddressError("10.0.0.7", "10.0.0.7")).startswith("10.0.0.7 is not")


def test_the_guard_lets_public_addresses_pass() -> None:
    check_address("example", "8.8.8.8", allow_private=False)


def test_tests_and_demo_may_allow_private_addresses() -> None:
    check_address("localhost", "127.0.0.1", allow_private=True)
