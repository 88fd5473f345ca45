"""The name of an event: a UUIDv7 of the station's own best time, which a library would not know."""

import os
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_RANDOM_BYTES = 9


def event_id(at: datetime) -> str:
    """A UUIDv7 (RFC 9562, section 5.7) of the moment `at`, with 72 random bits."""
    millis = max(0, (at - _EPOCH) // _MILLISECOND)
    chance = os.urandom(_RANDOM_BYTES).hex()
    return f"{millis >> 16:08x}-{millis & 0xFFFF:04x}-7{chance[:3]}-8{chance[3:6]}-{chance[6:]}"
