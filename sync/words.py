"""What the commands say to a technician: Vietnamese first, English too."""

from sync.link import Cause, Denied, Retry, Unauthorised
from sync.outcome import Exchanged, Outcome
from sync.protocol import Refusal

_CAUSES = {
    Cause.UNREACHABLE: (
        "không tới được máy chủ; kiểm tra mạng và địa chỉ",
        "the hub cannot be reached; check the network and the address",
    ),
    Cause.TIMED_OUT: (
        "máy chủ không trả lời kịp; thử lại sau",
        "the hub did not answer in time; try again later",
    ),
    Cause.CUT: (
        "kết nối bị ngắt giữa chừng; thử lại",
        "the connection was cut; try again",
    ),
    Cause.WRONG_CERTIFICATE: (
        "máy trả lời có chứng chỉ khác với máy chủ đã đăng ký; kiểm tra mạng, hoặc đăng ký lại",
        "what answered is not the hub of the enrolment (another certificate); "
        "check the network, or enrol again",
    ),
    Cause.NOT_A_HUB: (
        "máy trả lời không phải máy chủ Trạm; mạng có thể cần đăng nhập",
        "what answered is no hub; the network may want a sign-in",
    ),
    Cause.HUB_FAILED: (
        "máy chủ gặp lỗi; xem nhật ký của máy chủ",
        "the hub failed; see its log",
    ),
    Cause.TOO_LARGE: (
        "máy chủ không nhận gói lớn như vậy",
        "the hub takes no call of that size",
    ),
    Cause.CLOSED: ("đã dừng", "stopped"),
    Cause.NOTHING_TAKEN: (
        "máy chủ không nhận bản ghi nào; xem nhật ký của máy chủ",
        "the hub took no event; see its log",
    ),
}

_REFUSALS = {
    Refusal.TOKEN: (
        "máy chủ không nhận chữ ký của trạm; đăng ký lại",
        "the hub does not take this station's signature; enrol again",
    ),
    Refusal.REVOKED: (
        "trạm đã bị thu hồi; danh sách đã xoá, sổ ghi còn nguyên",
        "this station was revoked; its list is wiped, its ledger is kept",
    ),
    Refusal.UNKNOWN_STATION: (
        "máy chủ không biết trạm này; đăng ký lại",
        "the hub does not know this station; enrol again",
    ),
    Refusal.ENROLMENT_CODE: (
        "mã đăng ký đã dùng hoặc quá hạn; tạo mã mới trên máy chủ",
        "the enrolment code was used or is too old; make a new one on the hub",
    ),
    Refusal.MALFORMED: (
        "máy chủ không hiểu trạm này; một trong hai cần cập nhật",
        "the hub does not understand this station; one of the two needs an update",
    ),
    Refusal.VERSION: (
        "trạm và máy chủ khác phiên bản; cập nhật một trong hai",
        "station and hub speak different versions; update one of them",
    ),
    Refusal.TOO_LARGE: _CAUSES[Cause.TOO_LARGE],
}


def sentence(outcome: Outcome) -> str:
    """Why it did not work and what to do, in both languages, with the cause for the technician."""
    match outcome:
        case Retry(cause=cause, detail=detail):
            return _both(_CAUSES[cause], detail)
        case Denied(refusal=refusal, detail=detail) | Unauthorised(refusal=refusal, detail=detail):
            return _both(_REFUSALS[refusal], detail)
        case Exchanged(sent=sent, received=received):
            return f"đã gửi {sent}, nhận {received} · sent {sent}, received {received}"


def _both(said: tuple[str, str], detail: str) -> str:
    vietnamese, english = said
    return f"{vietnamese} · {english}" + (f" ({detail})" if detail else "")
