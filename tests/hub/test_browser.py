"""The daily log in a real browser: signed in, on a phone, a tablet and a desk, without a murmur."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, sync_playwright

from station.domain.events import TurnedAway
from sync.hub.models import Membership, Site
from tests.hub.ledger import Caller, Ledger, dose
from tests.hub.running import RunningHub
from tests.hub.staging import listed, today

PASSWORD = "mot mat khau dai"  # noqa: S105 - of a user of these tests
WIDTHS = (390, 1024, 1440)


@contextmanager
def new_page() -> Iterator[Page]:
    """A page without a past. The browser has no pin: a person accepts the certificate once.

    Django takes Playwright's event loop for one of its own, so no model is touched meanwhile.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield browser.new_context(ignore_https_errors=True).new_page()
        browser.close()


pytestmark = pytest.mark.parametrize("hub", ["sqlite"], indirect=True)
"""The log that they show is tried on both databases."""


@pytest.fixture
def day(site: Site, station: Caller) -> None:
    ledger = Ledger(station.id)
    people = [listed(site, f"0790870004{n:02}").id for n in range(6)]
    for resident in people:
        dose(ledger, resident)
    dose(ledger, people[0])
    ledger.write(TurnedAway, resident=people[1], code="pass", reasons=("too_soon", "late"))
    ledger.write_bytes(b"{}")
    station.push(ledger)
    user = User.objects.create_user(f"browser-{site.id}", password=PASSWORD)
    Membership.objects.create(user=user, site=site)


@pytest.mark.usefixtures("day")
def test_a_manager_signs_in_looks_at_the_day_and_takes_the_csv_home(
    hub: RunningHub, site: Site
) -> None:
    murmurs: list[str] = []
    with new_page() as page:
        page.on("console", lambda message: murmurs.append(message.text))
        page.on("requestfailed", lambda request: murmurs.append(request.url))
        page.goto(hub.url)
        sign_in(page, f"browser-{site.id}")
        assert page.url == f"{hub.url}/sites/{site.id}/log/{today()}"
        assert page.get_by_role("heading", name="Nhật ký tiêm").is_visible()
        for width in WIDTHS:
            assert_fits(page, width)
        page.get_by_role("button", name="English").click()
        assert page.get_by_role("heading", name="Daily log").is_visible()
        assert murmurs == []
        with page.expect_download() as download:
            page.get_by_role("link", name="CSV").click()
        assert Path(download.value.path()).read_bytes().count(b"\r\n") == 1 + 7 + 1


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()


def assert_fits(page: Page, width: int) -> None:
    """Nothing reaches beyond the page, and all that is touched is as large as a fingertip."""
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for target in page.locator("button, a.button, input:not([type=hidden])").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44
