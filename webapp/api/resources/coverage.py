"""Who watches the countries with live SIMs."""

from data.coverage import CoverageReport, build_report
from data.queries.coverage import coverage_statements
from webapp.api.operation import Call, operation
from webapp.api.shapes import Empty
from webapp.context import current


@operation("GET", "/coverage")
def coverage(call: Call[Empty, None]) -> CoverageReport:
    """What silence is worth, for each country with live SIMs.

    Who watches it, when it was last verified, and its blind spots. Most SIMs first.
    """
    days = current().settings.live_days
    return build_report(coverage_statements(call.session, now=call.now, live_days=days))
