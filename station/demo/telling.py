"""The account as a person reads it: Vietnamese first, then English."""

from collections.abc import Iterator

from station.demo.accounting import Account, Spread
from station.demo.hub import USER
from station.demo.story import Played

LINES = {
    "residents": ("Người trong danh sách", "residents on the list"),
    "scans": ("Lượt quét", "scans"),
    "recorded": ("Đã ghi mũi tiêm", "doses recorded"),
    "turned_away": ("Đã từ chối", "turned away"),
    "acknowledged": ("Máy chủ đã xác nhận", "acknowledged to the stations"),
    "in_hub": ("Có trên máy chủ", "in the hub"),
    "lost": ("Bị mất", "lost"),
    "duplicates": ("Bị trùng", "duplicated"),
    "to_review": ("Cần xem lại", "to review"),
    "parked": ("Tạm giữ", "parked"),
}


def account_told(account: Account) -> str:
    """A line for each figure, and what they come to."""
    return "\n".join(_lines(account))


def way_to_the_log(played: Played) -> str:
    """Where the daily log's page is, and who may open it."""
    return (
        f"Nhật ký tiêm · the daily log: {played.page}\n"
        f"Đăng nhập · sign in: {USER} / {played.password}"
    )


def _lines(account: Account) -> Iterator[str]:
    for field, (vietnamese, english) in LINES.items():
        yield f"{getattr(account, field):>8}  {vietnamese} · {english}"
    yield _timed(account.scan_to_verdict_ms, "Từ quét đến kết luận", "from scan to verdict")
    yield _timed(account.record_ms, "Ghi bền vững một mũi", "a dose recorded durably")
    yield _verdict(account)


def _timed(spread: Spread, vietnamese: str, english: str) -> str:
    if spread.p50 is None:
        return f"{'–':>8}  {vietnamese} · {english}"
    return f"{spread.p50:>8.1f}  ms, p95 {spread.p95:.1f}: {vietnamese} · {english}"


def _verdict(account: Account) -> str:
    if account.adds_up:
        return "Khớp: không mất, không trùng. · It adds up: nothing lost, nothing twice."
    return (
        "KHÔNG KHỚP: xem thư mục --keep. · IT DOES NOT ADD UP: run again with --keep DIR, "
        "and compare the stations' ledgers with the hub's events."
    )
