"""The demo's day in its steps: a hub, its tables, a cut network, a killed desk, an account."""

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path

import msgspec

from station.camera.scene import Scene
from station.demo.accounting import Account
from station.demo.children import Children
from station.demo.closing import settle, wait_until_sent
from station.demo.day import Day, invent_day
from station.demo.hub import Hub
from station.demo.opening import bring_list, open_tables, receive_lots
from station.demo.progress import Progress
from station.demo.relay import Relay
from station.demo.studio import Studio
from station.demo.table import Desk, Table
from station.demo.work import Work

DRAWING_THREADS = 2


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be played, at `now`; each table has one of `desks`. All that comes of it goes
    into `folder`.
    """

    residents: int
    seed: int
    now: datetime
    folder: Path
    desks: tuple[Desk, ...]


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """How the day ended, and where a manager reads about it."""

    account: Account
    log: str
    page: str
    password: str


def play(plan: Plan, children: Children, progress: Progress) -> Played:
    """The whole day. Raises DemoError where it cannot go on."""
    rng = random.Random(plan.seed)  # noqa: S311 - invented people, the same for the same seed
    day = invent_day(rng, plan.now, plan.residents, len(plan.desks))
    hub = Hub(children, plan.folder)
    progress.step("Mở máy chủ của điểm tiêm", "opening the site's hub")
    hub.open()
    progress.step("Nhập danh sách, cấp phiếu hẹn", "importing the list, issuing passes")
    passes = bring_list(hub, day)
    lots = receive_lots(hub, day)
    with Relay.running(hub.port) as relay:
        progress.step("Đăng ký các bàn tiêm", "enrolling the tables' stations")
        url = f"https://127.0.0.1:{relay.port}"
        tables = open_tables(hub, plan.desks, lots, children, url)
        with ThreadPoolExecutor(DRAWING_THREADS) as drawing:
            watch = partial(_watch, children, progress, tables, plan.residents)
            studio = Studio(drawing, Scene(plan.seed))
            _work(Work(tables, studio, passes, watch), day, relay, progress)
        progress.step("Gửi nốt và đối chiếu", "sending the rest, settling the account")
        wait_until_sent(tables)
        account = settle(hub, tables, day.day, plan.residents)
    return Played(
        account=account, log=hub.log(day.day), page=hub.page(day.day), password=hub.password
    )


def _work(work: Work, day: Day, relay: Relay, progress: Progress) -> None:
    progress.step("Cắt mạng, rồi bắt đầu tiêm", "the network is cut, and the work begins")
    relay.cut()
    work.open_desks()
    work.serve(day.apart)
    progress.step("Có mạng lại, tiêm tiếp", "the network is back, and the work goes on")
    relay.mend()
    work.serve_though_one_is_killed(day.together)
    work.close_desks()


def _watch(children: Children, progress: Progress, tables: Sequence[Table], residents: int) -> None:
    """Raises DemoError when somebody has died."""
    children.check()
    ended = [outcome.kind for table in tables for outcome in table.journal.outcomes]
    progress.count(ended.count("dosed"), ended.count("turned_away"), residents)
