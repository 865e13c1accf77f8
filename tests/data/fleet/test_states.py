import pytest

from data.fleet.errors import FleetFileError
from data.fleet.headers import fold
from data.fleet.states import detect_platform, platforms, title, vocabulary, words_of
from data.words import CAN_CONNECT, SimState


def state(platform: str, word: str) -> SimState | None:
    return vocabulary(platform).get(fold(word))


@pytest.mark.parametrize(
    ("platform", "word", "expected"),
    [
        ("1nce", "Enabled", SimState.ACTIVE),
        ("1nce", "Disabled", SimState.SUSPENDED),
        ("emnify", "Issued", SimState.STOCK),
        ("emnify", "1", SimState.ACTIVE),
        ("emnify", "Factory Test", SimState.TEST),
        ("soracom", "ready", SimState.READY),
        ("soracom", "inactive", SimState.SUSPENDED),
        ("soracom", "standby", SimState.SUSPENDED),
        ("kore", "new", SimState.STOCK),
        ("telnyx", "data_limit_exceeded", SimState.SUSPENDED),
        ("telnyx", "enabling", SimState.UNKNOWN),
        ("hologram", "LIVE", SimState.ACTIVE),
        ("hologram", "DEAD", SimState.TERMINATED),
        ("hologram", "INACTIVE", SimState.UNKNOWN),
        ("onomondo", "true", SimState.ACTIVE),
        ("cisco", "Test Ready", SimState.TEST),
        ("cisco", "ACTIVATION_READY", SimState.READY),
        ("cisco", "Deactivated", SimState.SUSPENDED),
        ("cisco", "Purged", SimState.TERMINATED),
        ("gdsp", "Active.Live", SimState.ACTIVE),
        ("gdsp", "Inactive.Stopped", SimState.UNKNOWN),
        ("thingspace", "Pre-active", SimState.READY),
        ("oneglobal", "PROVISIONED", SimState.UNKNOWN),
        ("aeris", "ACTIVE_NO_BILLING", SimState.ACTIVE),
        ("soracom", "Purged", None),
    ],
)
def test_each_platform_has_its_own_words(
    platform: str, word: str, expected: SimState | None
) -> None:
    assert state(platform, word) == expected


@pytest.mark.parametrize("word", ["inactive", "Deactivated", "PROVISIONED"])
def test_a_word_of_several_meanings_is_unknown_without_a_platform(word: str) -> None:
    assert state("", word) is SimState.UNKNOWN


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Active", "active"),
        ("enabled", "active"),
        ("Suspended", "suspended"),
        ("retired", "terminated"),
    ],
)
def test_a_word_of_one_meaning_needs_no_platform(word: str, expected: str) -> None:
    assert state("", word) == expected


def test_numbers_mean_nothing_without_a_platform() -> None:
    assert state("", "1") is None


def test_every_state_but_unknown_has_words() -> None:
    found = {value for platform in platforms() for value in vocabulary(platform).values()}
    assert found == set(SimState)


def test_no_platform_takes_an_unclear_word_as_able_to_connect() -> None:
    for platform in platforms():
        for word in ("provisioned", "scheduled", "livepending", "enabling", "activesleep"):
            assert vocabulary(platform).get(word) not in CAN_CONNECT


def test_an_unknown_platform_is_refused_with_the_known_ones() -> None:
    with pytest.raises(FleetFileError, match="soracom") as caught:
        vocabulary("acme")
    assert caught.value.code == "unknown_platform"


def test_every_platform_has_a_name_for_people() -> None:
    assert all(title(platform) for platform in platforms())


@pytest.mark.parametrize(
    ("headers", "words", "expected"),
    [
        (["iccid", "current_mcc", "current_mnc"], ["enabled"], "telnyx"),
        (["ICCID", "Rate Plan", "Date Shipped"], ["Activated"], "cisco"),
        (["ICCID"], ["Test Ready", "Activated"], "cisco"),
        (["ICCID", "Status"], ["active", "suspended"], ""),
        (["iccid_with_luhn"], ["Activated"], ""),
        (["whenclaimed", "last_connect_time"], [], "hologram"),
        (["ICCID"], ["Test Ready", "Factory Test"], ""),
        ([], [], ""),
        (["ICCID"], ["1", "0"], ""),
    ],
)
def test_a_platform_is_known_by_headers_and_words_or_not_at_all(
    headers: list[str], words: list[str], expected: str
) -> None:
    assert detect_platform(headers, words) == expected


def test_a_named_platform_is_taken_at_its_word_and_a_detected_one_is_not() -> None:
    assert "purged" not in words_of("soracom", detected=False)
    assert words_of("soracom", detected=True)["purged"] is SimState.TERMINATED
    assert words_of("soracom", detected=True)["inactive"] is SimState.SUSPENDED
