"""The demo's day in its steps: a hub, its tables, a cut network, a killed desk, an account."""

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

import msgspec

from station.camera.scene import Scene
from station.demo.accounting import Account
from station.demo.children import Children
from station.demo.closing import settle, wait_until_sent
from station.demo.day import Day, invent_day
from station.demo.guests import Guests
from station.demo.hub import Hub
from station.demo.opening import bring_list, open_tables, receive_lots
from station.demo.progress import Progress
from station.demo.relay import Relay
from station.demo.studio import Studio
from station.demo.table import Desk, Table
from station.demo.visits import Passes
from station.demo.work import Work

DRAWING_THREADS = 2


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be played, at `now`; each table has one of `desks`.

    `camera` is a real one for the first table. All that comes of the day goes into `folder`.
    """

    residents: int
    seed: int
    now: datetime
    folder: Path
    desks: tuple[Desk, ...]
    camera: str | None


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
    return Story(plan, day, Hub(children, plan.folder), children, progress).played()


class Story:
    """One day at one site."""

    def __init__(
        self, plan: Plan, day: Day, hub: Hub, children: Children, progress: Progress
    ) -> None:
        self._plan = plan
        self._day = day
        self._hub = hub
        self._children = children
        self._tell = progress.step
        self._count = progress.count

    def played(self) -> Played:
        self._tell("Mở máy chủ của điểm tiêm", "opening the site's hub")
        self._hub.open()
        self._tell("Nhập danh sách, cấp phiếu hẹn", "importing the list, issuing passes")
        passes = bring_list(self._hub, self._day)
        with Relay.running(self._hub.port) as relay:
            tables = self._tables(relay)
            with self._guests(tables):
                self._work(tables, passes, relay)
            self._tell("Đối chiếu", "settling the account")
            wait_until_sent(tables)
        return self._settled(tables)

    def _tables(self, relay: Relay) -> Sequence[Table]:
        self._tell("Đăng ký các bàn tiêm", "enrolling the tables' stations")
        lots = receive_lots(self._hub, self._day)
        url = f"https://127.0.0.1:{relay.port}"
        return open_tables(self._hub, self._plan.desks, lots, self._children, url)

    def _work(self, tables: Sequence[Table], passes: Passes, relay: Relay) -> None:
        """The network is cut before the first scan, and comes back halfway."""
        day = self._day
        drawn = slice(0 if self._plan.camera is None else 1, None)
        with ThreadPoolExecutor(DRAWING_THREADS) as drawing:
            studio = Studio(drawing, Scene(self._plan.seed))
            work = Work(tables[drawn], studio, passes, partial(self._watch, tables))
            self._tell("Cắt mạng, rồi bắt đầu tiêm", "the network is cut, then the work begins")
            relay.cut()
            work.open_desks()
            work.serve(day.apart[drawn])
            self._tell("Có mạng lại, tiêm tiếp", "the network is back, and the work goes on")
            relay.mend()
            work.serve_though_one_is_killed(day.together[drawn])
            self._tell("Gửi hết", "everything is sent")
            wait_until_sent(tables)
            work.serve(day.again[drawn])
            work.close_desks()

    @contextmanager
    def _guests(self, tables: Sequence[Table]) -> Iterator[None]:
        """With a real camera, the first table serves whoever comes before it meanwhile."""
        if self._plan.camera is None:
            yield
            return
        if not Path(self._plan.camera).is_dir():
            self._draw_passes()
        guests = Guests(tables[0], self._plan.camera)
        with guests.served():
            yield
            self._tell("Chỉ còn camera của bàn 1", "only the camera of table 1 is left")
            guests.wait(partial(self._watch, tables))

    def _draw_passes(self) -> None:
        pictures = self._hub.draw_passes(self._day.day)
        self._tell(
            f"Giơ các mã trong {pictures} trước camera của bàn 1; Ctrl-C để kết thúc",
            "hold the codes of that folder before the camera of table 1; Ctrl-C ends it",
        )

    def _settled(self, tables: Sequence[Table]) -> Played:
        day = self._day.day
        return Played(
            account=settle(self._hub, tables, day, self._plan.residents),
            log=self._hub.log(day),
            page=self._hub.page(day),
            password=self._hub.password,
        )

    def _watch(self, tables: Sequence[Table]) -> None:
        """Tells how far the day is. Raises DemoError when somebody has died."""
        self._children.check()
        ended = [outcome.kind for table in tables for outcome in table.journal.outcomes]
        self._count(ended.count("dosed"), ended.count("turned_away"), self._plan.residents)
