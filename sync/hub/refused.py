"""Calls that the hub does not take."""

from sync.protocol import Refusal

STATUS = {
    Refusal.TOKEN: 401,
    Refusal.REVOKED: 403,
    Refusal.UNKNOWN_STATION: 401,
    Refusal.ENROLMENT_CODE: 403,
    Refusal.MALFORMED: 400,
    Refusal.VERSION: 426,
    Refusal.TOO_LARGE: 413,
}
"""The HTTP status of each refusal."""


class RefusalError(Exception):
    """`detail` says what is wrong with the call and what to do."""

    def __init__(self, refusal: Refusal, detail: str) -> None:
        super().__init__(f"{refusal.value}: {detail}")
        self.refusal = refusal
        self.detail = detail
