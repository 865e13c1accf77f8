from datetime import date, timedelta

from data.queries.exposure_history import LiveDay
from webapp.charts import HEIGHT, WIDTH, history_chart

START = date(2026, 11, 1)


def counts(*live: int) -> list[LiveDay]:
    return [LiveDay(day=START + timedelta(days=n), live=one) for n, one in enumerate(live)]


def test_one_day_is_no_line() -> None:
    assert history_chart([], until=START) is None
    assert history_chart(counts(5), until=START + timedelta(days=3)) is None


def test_a_count_holds_until_the_next() -> None:
    chart = history_chart(counts(50, 100), until=START + timedelta(days=2))
    assert chart is not None
    assert chart.line == f"M0.0 62.0H300.0V4.0H{WIDTH}"
    assert chart.area == chart.line + f"V{HEIGHT}H0.0Z"
    assert (chart.top, chart.change) == (100, 50)


def test_nothing_at_all_is_a_line_at_the_bottom() -> None:
    chart = history_chart(counts(0, 0), until=START + timedelta(days=1))
    assert chart is not None
    assert chart.line.startswith(f"M0.0 {float(HEIGHT)}")
