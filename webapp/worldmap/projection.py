"""The Equal Earth projection: areas stay true, so that no country looks larger than it is.

B. Šavrič, T. Patterson, B. Jenny, "The Equal Earth map projection", International Journal of
Geographical Information Science 33 (2019), doi 10.1080/13658816.2018.1504949.
"""

from math import asin, cos, radians, sin, sqrt

Point = tuple[float, float]

_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = sqrt(3) / 2


def equal_earth(longitude: float, latitude: float) -> Point:
    """Degrees to the plane of a globe of radius 1: x to the east, y to the north."""
    theta = asin(_M * sin(radians(latitude)))
    square = theta * theta
    sixth = square**3
    stretch = _A[0] + 3 * _A[1] * square + sixth * (7 * _A[2] + 9 * _A[3] * square)
    x = radians(longitude) * cos(theta) / (_M * stretch)
    y = theta * (_A[0] + _A[1] * square + sixth * (_A[2] + _A[3] * square))
    return x, y
