"""Credentials at rest."""

import pytest

from data.sealing import SealError, seal, unseal


def test_what_was_sealed_comes_back_with_the_same_key_only() -> None:
    sealed = seal({"key": "a secret of ours"}, "k" * 40)
    assert unseal(sealed, "k" * 40) == {"key": "a secret of ours"}
    with pytest.raises(SealError, match="enter them again"):
        unseal(sealed, "l" * 40)


def test_the_seal_shows_nothing_and_differs_each_time() -> None:
    first, second = (seal({"key": "a secret of ours"}, "k" * 40) for _ in range(2))
    assert "secret" not in first
    assert first != second


def test_one_changed_letter_is_noticed() -> None:
    sealed = seal({"key": "value"}, "k" * 40)
    broken = sealed[:30] + ("A" if sealed[30] != "A" else "B") + sealed[31:]
    with pytest.raises(SealError):
        unseal(broken, "k" * 40)
