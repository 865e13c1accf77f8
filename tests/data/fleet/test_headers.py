import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.fleet.errors import MissingColumnError
from data.fleet.headers import ALIASES, SEEN, SESSION_END, fold, map_columns

LEAST = ("ICCID", "Status", "Country", "Last Seen")


@pytest.mark.parametrize("header", ["Last MCC", "last_mcc", "LastMCC", " LAST-MCC ", "last.mcc"])
def test_case_blanks_and_punctuation_of_a_header_do_not_matter(header: str) -> None:
    assert fold(header) == "lastmcc"


@pytest.mark.parametrize(
    ("field", "header"),
    [
        ("iccid", "ICC"),
        ("iccid", "SIM"),
        ("iccid", "SIM number"),
        ("iccid", "sim_iccid"),
        ("iccid", "IDENTIFIER"),
        ("iccid", "SIMNumber"),
        ("iccid", "iccid_with_luhn"),
        ("imsi", "IMSI1"),
        ("imsi", "current_imsi"),
        ("imsi", "primaryImsi"),
        ("imsi", "NETWORK IDENTIFIER"),
        ("imsi_2", "IMSI2"),
        ("imsi_2", "imsi_2"),
        ("msisdn", "MDN"),
        ("msisdn", "MOBILE NUMBER"),
        ("msisdn", "phonenumber"),
        ("msisdn", "CLI"),
        ("imei", "Last IMEI"),
        ("imei", "detectedImei"),
        ("imei", "imei_sv"),
        ("status", "SIM Status"),
        ("status", "State"),
        ("status", "Subscription State"),
        ("country", "Last Country"),
        ("country", "LastSeenCountry"),
        ("country", "iso_country"),
        ("country", "country_code"),
        ("mcc", "Last MCC"),
        ("mcc", "PLMN"),
        ("country", "visited_iso2"),
        ("activated", "Activation"),
        ("tadig", "TADIG"),
        ("activated", "Date Activated"),
        ("activated", "activation_date"),
        ("activated", "firstActivatedAt"),
        ("activated", "whenclaimed"),
        ("eid", "EID"),
        ("technology", "SIM Technology"),
    ],
)
def test_headers_of_many_platforms_are_known(field: str, header: str) -> None:
    others = [h for h in LEAST if fold(h) not in ALIASES.get(field, ())]
    columns = map_columns([header, *others])
    assert columns.header(field) == header


@pytest.mark.parametrize(
    "header",
    ["last_seen", "LastSeenAt", "Last Session Start", "last_connect_time", "lastSessionTime"],
)
def test_many_words_say_when_a_sim_was_seen(header: str) -> None:
    assert map_columns(["ICCID", "Status", "Country", header]).seen == (3,)


def test_the_better_of_two_columns_is_read() -> None:
    columns = map_columns([*LEAST, "IMSI", "current_imsi", "Last Country"])
    assert columns.header("imsi") == "current_imsi"
    assert columns.header("country") == "Last Country"
    assert columns.ignored == ("Country", "IMSI")


def test_every_column_that_shows_a_sign_of_life_counts() -> None:
    columns = map_columns([*LEAST, "Last Session Start", "Last Session Stop"])
    assert (columns.seen, columns.session_end) == ((3, 4), (5,))
    assert columns.as_json()["last_seen"] == "Last Seen, Last Session Start, Last Session Stop"


def test_a_place_is_taken_for_a_moment_only_where_nothing_better_stands() -> None:
    assert map_columns(["ICCID", "Status", "Country", "Last Location"]).seen == (3,)
    assert map_columns([*LEAST, "Last Location"]).seen == (3,)


def test_of_a_header_that_stands_twice_the_first_is_read() -> None:
    columns = map_columns([*LEAST, "iccid"])
    assert columns.fields["iccid"] == 0
    assert columns.repeated == ("iccid",)


def test_empty_headers_are_passed_over() -> None:
    assert map_columns([*LEAST, "", ""]).repeated == ()


@pytest.mark.parametrize(
    ("missing", "field"),
    [("ICCID", "iccid"), ("Status", "status"), ("Country", "country"), ("Last Seen", "last_seen")],
)
def test_a_missing_column_is_named_with_the_headers_seen(missing: str, field: str) -> None:
    with pytest.raises(MissingColumnError) as caught:
        map_columns([header for header in LEAST if header != missing] + ["Colour"])
    assert caught.value.code == "missing_column"
    assert caught.value.field == field
    assert "Colour" in caught.value.seen
    assert "Colour" in str(caught.value)


@pytest.mark.parametrize("place", ["MCC", "TADIG", "Last Country"])
def test_one_column_for_the_place_is_enough(place: str) -> None:
    assert map_columns(["ICCID", "Status", place, "Last Seen"]).headers[2] == place


def test_headers_in_a_message_are_cut_and_harmless() -> None:
    with pytest.raises(MissingColumnError) as caught:
        map_columns(["x" * 500, "bad\x00\x1b[31m", ""])
    assert "x" * 50 not in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert "(empty)" in str(caught.value)


def test_no_header_stands_for_two_fields() -> None:
    known = [alias for aliases in ALIASES.values() for alias in aliases]
    known += [*SEEN, *SESSION_END]
    assert len(known) == len(set(known))
    assert all(alias == fold(alias) for alias in known)


@given(st.lists(st.text(max_size=12), max_size=8))
def test_any_headers_are_mapped_or_refused(headers: list[str]) -> None:
    columns = map_columns([*LEAST, *headers])
    assert columns.header("iccid")
    assert set(columns.ignored) <= set(columns.headers)
