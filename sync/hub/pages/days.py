"""Days in addresses: 2026-11-24."""

from datetime import date


class DayConverter:
    """Days of four-digit years; one that the calendar lacks is no page."""

    regex = r"[1-8]\d\d\d-\d\d-\d\d"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()
