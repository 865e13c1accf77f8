import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from data.fleet.identifiers import (
    CellError,
    Iccid,
    clean,
    is_scientific,
    luhn_ok,
    nineteen_are_checked,
    read_eid,
    read_iccid,
    read_imei,
    read_imsi,
    read_msisdn,
)

BARE = "8949020000012345678"  # 19 digits
FULL = BARE + luhn.calc_check_digit(BARE)  # 20 with its check digit
BARE18 = BARE[:18]
FULL19 = BARE18 + luhn.calc_check_digit(BARE18)

digits = st.text(alphabet="0123456789", min_size=1, max_size=40)


def attempt(text: str, *, nineteen_checked: bool = True) -> Iccid | CellError:
    """The ICCID, or the error that refused it."""
    try:
        return read_iccid(text, nineteen_checked=nineteen_checked)
    except CellError as exc:
        return exc


def code_of(text: str) -> str:
    with pytest.raises(CellError) as caught:
        read_iccid(text)
    return caught.value.code


# Luhn


@given(digits)
def test_our_check_agrees_with_python_stdnum(number: str) -> None:
    assert luhn_ok(number) == luhn.is_valid(number)


@given(digits)
def test_a_calculated_check_digit_passes_and_any_other_fails(number: str) -> None:
    right = luhn.calc_check_digit(number)
    for digit in "0123456789":
        assert luhn_ok(number + digit) == (digit == right)


# ICCID


def test_the_key_is_the_number_without_its_check_digit() -> None:
    found = read_iccid(FULL)
    assert (found.digits, found.key, found.check_failed) == (FULL, BARE, False)


def test_a_wrong_check_digit_is_marked_and_the_key_stays() -> None:
    wrong = FULL[:-1] + str((int(FULL[-1]) + 1) % 10)
    assert read_iccid(wrong).check_failed
    assert read_iccid(wrong).key == BARE


def test_nineteen_digits_with_check_digit_have_a_key_of_eighteen() -> None:
    found = read_iccid(FULL19, nineteen_checked=True)
    assert (found.key, found.other, found.check_failed) == (BARE18, FULL19, False)


def test_nineteen_bare_digits_are_their_own_key() -> None:
    found = read_iccid(BARE, nineteen_checked=False)
    assert (found.key, found.check_failed) == (BARE, False)


def test_a_bare_number_that_passes_the_check_by_chance_can_also_be_read_the_other_way() -> None:
    found = read_iccid(FULL19, nineteen_checked=False)
    assert (found.key, found.other) == (FULL19, BARE18)


def test_a_full_number_is_found_under_the_key_that_its_bare_form_was_given() -> None:
    lucky = FULL19 + luhn.calc_check_digit(FULL19)
    assert read_iccid(lucky).other == read_iccid(FULL19, nineteen_checked=True).key


def test_eighteen_digits_are_bare() -> None:
    assert read_iccid(BARE18).key == BARE18


@given(st.text(alphabet="0123456789", min_size=19, max_size=19))
def test_a_number_is_matched_whether_the_file_had_the_check_digit_or_not(bare: str) -> None:
    full = read_iccid(bare + luhn.calc_check_digit(bare))
    short = attempt(bare, nineteen_checked=False)
    if isinstance(short, CellError):
        assert short.code == "iccid_rounded"
    else:
        assert short.key == full.key


@pytest.mark.parametrize(
    "text",
    [
        f" {FULL} ",
        f'="{FULL}"',
        f'"{FULL}"',
        f"'{FULL}",
        "8949 0200 0001 2345 678" + FULL[-1],
        "8949-0200-0001-2345-678" + FULL[-1],
        FULL + "F",
        FULL + "ff",
        "\u00a0" + FULL,
    ],
)
def test_blanks_quotes_and_padding_around_the_digits_do_not_matter(text: str) -> None:
    assert read_iccid(text).digits == FULL


@pytest.mark.parametrize("text", ["", "   ", '=""', "'"])
def test_a_row_without_iccid_is_refused(text: str) -> None:
    assert code_of(text) == "iccid_missing"


@pytest.mark.parametrize("text", ["8.91E+19", "8,91E+19", "8.94902E+19", "9E19", '"8.91e+19"'])
def test_scientific_notation_is_refused_by_name_with_the_remedy(text: str) -> None:
    with pytest.raises(CellError, match="format the column as text") as caught:
        read_iccid(text)
    assert caught.value.code == "iccid_scientific"
    assert clean(text)[:3] in str(caught.value)


@pytest.mark.parametrize("text", ["89490200000123400000", "8949020000012340000"])
def test_digits_that_a_spreadsheet_rounded_to_fifteen_are_refused(text: str) -> None:
    assert not luhn_ok(text)
    assert code_of(text) == "iccid_rounded"


def test_zeros_at_the_end_of_a_true_number_are_no_rounding() -> None:
    bare = next(
        number
        for number in (f"8949020000{n:05d}0000" for n in range(100))
        if luhn.calc_check_digit(number) == "0"
    )
    assert read_iccid(bare + "0").key == bare


@pytest.mark.parametrize(
    "text", ["8949", "8" * 17, "8" * 21, "89490200000x2345678", "not a number"]
)
def test_what_cannot_be_an_iccid_is_refused(text: str) -> None:
    assert code_of(text) == "bad_iccid"


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    found = attempt(text)
    if isinstance(found, CellError):
        assert found.code in {"iccid_missing", "iccid_scientific", "iccid_rounded", "bad_iccid"}
    else:
        assert re.fullmatch("[0-9]{18,20}", found.digits)
        assert found.digits.startswith(found.key)


@given(st.text(alphabet="0123456789", min_size=17, max_size=21))
def test_no_message_repeats_an_iccid(number: str) -> None:
    found = attempt(number)
    assert not isinstance(found, CellError) or number not in str(found)


def test_a_file_whose_nineteen_digits_pass_the_check_has_check_digits() -> None:
    bare = [f"894902{n:012d}" for n in range(50)]
    assert nineteen_are_checked([number + luhn.calc_check_digit(number) for number in bare])


def test_a_file_whose_nineteen_digits_mostly_fail_the_check_is_bare() -> None:
    assert not nineteen_are_checked([f"894902{n:013d}" for n in range(50)])


def test_other_lengths_say_nothing_about_nineteen_digits() -> None:
    assert nineteen_are_checked([FULL, BARE18, "8.91E+19", ""])


# IMSI


@pytest.mark.parametrize(
    "text", ["262011234567890", " 262011234567890", "26201123456789", "'262011234567890"]
)
def test_an_imsi_has_fourteen_or_fifteen_digits(text: str) -> None:
    assert read_imsi(text) == clean(text)


def test_no_imsi_is_no_fault() -> None:
    assert read_imsi("") == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2.62E+14", "imsi_scientific"),
        ("2620112345678901", "bad_imsi"),
        ("26201", "bad_imsi"),
        ("abc", "bad_imsi"),
    ],
)
def test_what_cannot_be_an_imsi_is_named(text: str, code: str) -> None:
    with pytest.raises(CellError) as caught:
        read_imsi(text)
    assert caught.value.code == code


# IMEI


def test_an_imei_has_a_check_digit_when_it_has_fifteen_digits() -> None:
    assert read_imei("490154203237518") == ("490154203237518", True)
    assert read_imei("490154203237519") == ("490154203237519", False)


@pytest.mark.parametrize("text", ["49015420323751", "4901542032375101"])
def test_bare_imei_and_imeisv_have_none(text: str) -> None:
    assert read_imei(text) == (text, True)


@pytest.mark.parametrize("text", ["", "0", "000000000000000"])
def test_zeros_are_no_imei(text: str) -> None:
    if text == "0":
        with pytest.raises(CellError):
            read_imei(text)
    else:
        assert read_imei(text) == ("", True)


# EID


def eid(body: str) -> str:
    return body + f"{98 - int(body + '00') % 97:02d}"


@given(st.text(alphabet="0123456789", min_size=30, max_size=30))
def test_an_eid_leaves_one_when_divided_by_97(body: str) -> None:
    number = eid(body)
    assert read_eid(number) == (number, True)


def test_a_wrong_eid_is_marked_and_kept() -> None:
    number = eid("89049032000000000000000000000012"[:30])
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert read_eid(wrong) == (wrong, False)


def test_an_eid_of_another_length_is_none() -> None:
    with pytest.raises(CellError) as caught:
        read_eid("8904")
    assert caught.value.code == "bad_eid"


# MSISDN


@pytest.mark.parametrize(
    "text", ["+49 151 2345678", "491512345678", "+49(151)2345678", "49-151-2345678"]
)
def test_a_number_is_kept_as_digits(text: str) -> None:
    assert read_msisdn(text) == "491512345678"


def test_an_international_number_of_fifteen_digits_fits() -> None:
    assert read_msisdn("882360001234567") == "882360001234567"


def test_a_number_in_scientific_notation_is_named() -> None:
    with pytest.raises(CellError) as caught:
        read_msisdn("4.91512E+11")
    assert caught.value.code == "msisdn_scientific"


@given(st.floats(min_value=1e15, max_value=1e22))
def test_every_way_to_print_a_big_number_is_seen(number: float) -> None:
    assert is_scientific(f"{number:.3E}")
    assert is_scientific(f"{number:.2e}".replace(".", ","))


@given(digits)
def test_plain_digits_are_never_scientific(number: str) -> None:
    assert not is_scientific(number)
