"""The projection against what its authors say of it."""

from math import isclose, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.worldmap.projection import equal_earth

LONGITUDES = st.floats(-180, 180)
LATITUDES = st.floats(-90, 90)


def test_the_middle_of_the_world_is_the_middle_of_the_picture() -> None:
    assert equal_earth(0, 0) == (0, 0)


def test_the_world_is_twice_as_wide_as_high_by_the_published_ratio() -> None:
    wide, high = equal_earth(180, 0)[0], equal_earth(0, 90)[1]
    assert wide / high == pytest.approx(2.05458, abs=1e-4)


@given(LONGITUDES, LATITUDES)
def test_east_and_west_and_north_and_south_are_mirrors(longitude: float, latitude: float) -> None:
    x, y = equal_earth(longitude, latitude)
    assert equal_earth(-longitude, latitude) == (-x, y)
    assert equal_earth(longitude, -latitude) == (x, -y)


@given(LATITUDES, LATITUDES)
def test_further_north_is_never_lower(one: float, other: float) -> None:
    south, north = sorted((one, other))
    assert equal_earth(10, south)[1] <= equal_earth(10, north)[1]


@pytest.mark.parametrize("latitude", [0, 20, 45, 70])
def test_a_square_degree_keeps_its_area_everywhere(latitude: float) -> None:
    """On a globe of radius 1 a small cell's area is its width times the difference of the sines."""
    step = 0.01
    (x0, y0), (x1, _) = equal_earth(0, latitude), equal_earth(step, latitude)
    y1 = equal_earth(0, latitude + step)[1]
    on_globe = radians(step) * (sin(radians(latitude + step)) - sin(radians(latitude)))
    assert isclose((x1 - x0) * (y1 - y0), on_globe, rel_tol=1e-3)
