"""The catalogue: what ours holds."""

from urllib.parse import urlsplit

import pytest

from data.catalogue import SourceEntry, load_catalogue
from data.countries import is_country, is_group
from data.words import Certainty, SourceKind, SourceRole

ENTRIES = load_catalogue()
BY_ID = {entry.id: entry for entry in ENTRIES}


def faults_of(one: SourceEntry) -> list[str]:
    parts = urlsplit(one.url)
    notes = ("probed", "newest", "checked", "403", "cloudflare", "javascript", "wordpress")
    rules = {
        "country": is_country(one.country) or is_group(one.country),
        "https where proven": parts.scheme == "https" or one.certainty != Certainty.PROVEN,
        "an address, no template": not {"{", "}", " ", "<"} & set(one.url),
        "language": len(one.language) >= 2,
        "reason when disabled": one.enabled or bool(one.reason),
        "silence longer than rhythm": one.rhythm_days <= one.max_silence_days,
        "only the Federal Register has its spider": one.kind != SourceKind.FEDERAL_REGISTER
        or parts.hostname == "www.federalregister.gov",
        "title without notes": not any(word in one.title.lower() for word in notes),
        "title trimmed": one.title == one.title.strip(),
    }
    return [f"{one.id}: {rule}" for rule, kept in rules.items() if not kept]


def test_every_entry_keeps_the_contract() -> None:
    assert [fault for one in ENTRIES for fault in faults_of(one)] == []


def test_no_address_is_watched_twice() -> None:
    watched = [one.url.rstrip("/") for one in ENTRIES if one.enabled]
    assert len(watched) == len(set(watched))


def test_most_addresses_are_encrypted() -> None:
    plain = [one.id for one in ENTRIES if one.url.startswith("http:")]
    assert len(plain) < 0.06 * len(ENTRIES)


@pytest.mark.parametrize(
    "authority",
    [
        ("INT", "GSMA"), ("INT", "ITU"), ("EU", "BEREC"), ("EU", "EC"), ("DE", "BNetzA"),
        ("BE", "BIPT"), ("FR", "ARCEP"), ("US", "FCC"), ("US", "OFR"), ("CN", "MIIT"),
        ("BR", "ANATEL"), ("IN", "TRAI"), ("IN", "DoT"), ("AU", "ACMA"), ("JP", "MIC"),
        ("TR", "BTK"), ("GB", "Ofcom"),
    ],
)  # fmt: skip
def test_the_main_authorities_are_watched(authority: tuple[str, str]) -> None:
    assert any((one.country, one.authority) == authority and one.enabled for one in ENTRIES)


def test_the_federal_register_is_read_through_its_api() -> None:
    assert BY_ID["us-ofr-fcc"].kind == SourceKind.FEDERAL_REGISTER
    assert "federal-communications-commission" in BY_ID["us-ofr-fcc"].url


GAZETTES = {
    "es-boe-open-data": SourceKind.BOE,
    "pl-dz-u-journal-laws-api": SourceKind.DZIENNIK_USTAW,
    "ru-pravo-gov-documents-api": SourceKind.PRAVO,
    "br-dou-diario-oficial-daily-issue": SourceKind.DOU,
}


@pytest.mark.parametrize(("source", "kind"), sorted(GAZETTES.items()))
def test_gazettes_are_read_through_their_apis_and_only_what_concerns_us(
    source: str, kind: SourceKind
) -> None:
    one = BY_ID[source]
    assert (one.kind, one.enabled) == (kind, True)
    assert one.options.keys() & {"words", "departments", "search"}
    assert one.certainty == Certainty.SEEN, "public programs read it; we have not seen it answer"


def test_every_kind_is_used() -> None:
    assert {one.kind for one in ENTRIES if one.enabled} == {kind.value for kind in SourceKind}


def test_press_and_vendors_never_count_as_primary() -> None:
    for one in ENTRIES:
        if one.authority_kind in ("trade_press", "vendor"):
            assert one.role == SourceRole.SECONDARY


def test_every_telecom_regulator_is_watched() -> None:
    regulators = [one for one in ENTRIES if one.authority_kind == "telecom_regulator"]
    watched = {(one.country, one.authority_name) for one in regulators if one.enabled}
    assert {(one.country, one.authority_name) for one in regulators} == watched
    assert len(watched) >= 150


def test_the_catalogue_spans_the_world() -> None:
    countries = {one.country for one in ENTRIES if one.enabled and is_country(one.country)}
    assert len(countries) >= 155
    assert sum(one.certainty == Certainty.PROVEN for one in ENTRIES) >= 55
