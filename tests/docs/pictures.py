"""Takes the pictures in docs/pictures anew: `python -m tests.docs.pictures`, after the gallery.

The manager's page is one of the demo's day, in a real browser on a hub that is really served.
"""

import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.hub.running import RunningHub

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs/pictures"
GALLERY = ROOT / "build/screens/vi-800x480"
KIOSK = {
    "kiosk-go": "found-go",
    "kiosk-stop": "found-stop-too-soon",
    "kiosk-recorded": "recorded",
}
SITE = "HN-CAUGIAY-07"
CHROMIUM = "/usr/bin/chromium"


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    for picture, screen in KIOSK.items():
        shutil.copyfile(GALLERY / f"{screen}.png", PICTURES / f"{picture}.png")
    with tempfile.TemporaryDirectory() as folder:
        day = Path(folder) / "day"
        _play_a_day(day)
        _picture_the_log(RunningHub(day / "hub"))


def _play_a_day(folder: Path) -> None:
    options = "--json", "--residents", "60", "--seed", "1", "--keep", str(folder)
    tram = Path(sys.executable).with_name("tram")
    subprocess.run([tram, "demo", *options], check=True, stdout=subprocess.DEVNULL)


def _picture_the_log(hub: RunningHub) -> None:
    password = secrets.token_urlsafe()
    hub.run("user", "add", "lan", "--site", SITE, stdin=f"{password}\n")
    hub.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(
                viewport={"width": 1000, "height": 900}, ignore_https_errors=True, locale="vi-VN"
            )
            _sign_in(page, hub.url, password)
            page.goto(f"{hub.url}/sites/{SITE}/log")
            page.screenshot(path=PICTURES / "daily-log.png")
            browser.close()
    finally:
        hub.stop()


def _sign_in(page: Page, url: str, password: str) -> None:
    page.goto(f"{url}/sign-in")
    page.fill("[name=username]", "lan")
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda now: not now.endswith("/sign-in"))


if __name__ == "__main__":
    main()
