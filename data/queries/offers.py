"""What is known of local service: to be read by checks, and kept by officers."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from data.models import LocalService


def local_services(session: Session) -> Sequence[LocalService]:
    """All of them, by country, then the quickest first."""
    return session.exec(
        select(LocalService).order_by(
            col(LocalService.country), col(LocalService.lead_days), col(LocalService.provider)
        )
    ).all()
