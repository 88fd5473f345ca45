"""The pages: who may see them, and that they hold to their own rules; with Django's test client."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from sync.hub.models import Membership, Site
from tests.hub.ledger import Caller, Ledger, dose
from tests.hub.staging import listed, stage_site, today

PASSWORD = "mot mat khau dai"  # noqa: S105 - of a user of these tests

pytestmark = pytest.mark.parametrize("hub", ["sqlite"], indirect=True)
"""The log that they show is tried on both databases."""


@pytest.fixture
def manager(site: Site) -> User:
    user = User.objects.create(username=f"manager-{site.id}")
    Membership.objects.create(user=user, site=site)
    return user


@pytest.fixture
def form(manager: User) -> dict[str, str]:
    """What the manager fills in to sign in."""
    manager.set_password(PASSWORD)
    manager.save()
    return {"username": manager.username, "password": PASSWORD}


@pytest.fixture
def browser(manager: User) -> Client:
    client = Client(HTTP_HOST="hub.local")
    client.defaults["wsgi.url_scheme"] = "https"
    client.force_login(manager)
    return client


def log_of(site: Site) -> str:
    return f"/sites/{site.id}/log/{today()}"


def test_a_stranger_is_asked_to_sign_in(site: Site) -> None:
    for path in ("/", f"/sites/{site.id}/log", log_of(site), log_of(site) + ".csv"):
        answer = Client().get(path, secure=True)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in?next=")


def test_to_sign_in_leads_to_the_log_of_the_one_site(form: dict[str, str], site: Site) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get("/sign-in", secure=True)
    token = client.cookies["csrftoken"].value
    refused = client.post("/sign-in", form | {"csrfmiddlewaretoken": "x" * 32}, secure=True)
    filled = form | {"csrfmiddlewaretoken": token}
    answer = client.post(
        "/sign-in", filled, secure=True, follow=True, headers={"referer": "https://testserver/"}
    )
    assert (page.status_code, refused.status_code) == (200, 403)
    assert answer.redirect_chain[-1][0] == log_of(site)


def test_a_wrong_password_is_told_without_saying_which_was_wrong(form: dict[str, str]) -> None:
    wrong = form | {"password": "falsch"}
    nobody = {"username": "nobody", "password": "falsch"}
    pages = [Client().post("/sign-in", tried, secure=True) for tried in (wrong, nobody)]
    assert ["Tên hoặc mật khẩu không đúng" in page.content.decode() for page in pages] == [True] * 2


def test_another_sites_log_is_not_there(browser: Client, site: Site) -> None:
    other = stage_site(f"{site.id}-other")
    for path in (f"/sites/{other.id}/log", log_of(other), log_of(other) + ".csv"):
        assert browser.get(path, secure=True).status_code == 404
    assert browser.get(log_of(site), secure=True).status_code == 200


def test_of_several_sites_one_is_chosen(browser: Client, manager: User, site: Site) -> None:
    other = stage_site(f"{site.id}-second")
    Membership.objects.create(user=manager, site=other)
    page = browser.get("/", secure=True).content.decode()
    assert f"/sites/{site.id}/log" in page
    assert f"/sites/{other.id}/log" in page


def test_a_user_without_a_site_is_told_what_to_do(site: Site) -> None:
    client = Client()
    client.force_login(User.objects.create(username=f"new-{site.id}"))
    assert "Hãy hỏi người quản trị" in client.get("/", secure=True).content.decode()


def test_it_is_vietnamese_first_and_english_when_chosen(browser: Client, site: Site) -> None:
    first = browser.get(log_of(site), secure=True, headers={"accept-language": "en"})
    assert "Nhật ký tiêm" in first.content.decode()
    chosen = browser.post("/language", {"language": "en", "next": log_of(site)}, secure=True)
    assert chosen["Location"] == log_of(site)
    assert "Daily log" in browser.get(log_of(site), secure=True).content.decode()
    assert "Kind,Time" in browser.get(log_of(site) + ".csv", secure=True).content.decode()


def test_what_a_station_sent_cannot_become_markup(
    browser: Client, site: Site, station: Caller
) -> None:
    ledger = Ledger(station.id)
    dose(ledger, listed(site, "079087000301").id, lot="<b>lot</b>", staff="<i>x</i>")
    station.push(ledger)
    page = browser.get(log_of(site), secure=True).content.decode()
    assert "<b>lot" not in page
    assert "&lt;b&gt;lot" in page


def test_pages_allow_nothing_but_their_own_styles_and_are_not_kept(
    browser: Client, site: Site
) -> None:
    page = browser.get(log_of(site), secure=True)
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert page["Cache-Control"] == "no-store"
    assert page["X-Frame-Options"] == "DENY"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert int(page["Strict-Transport-Security"].removeprefix("max-age=")) >= 365 * 24 * 3600
    assert "<script" not in page.content.decode()
    assert "style=" not in page.content.decode()


def test_cookies_travel_over_https_alone_and_no_script_reads_them(form: dict[str, str]) -> None:
    client = Client()
    client.post("/sign-in", form, secure=True)
    client.get("/sign-in", secure=True)
    for name in ("sessionid", "csrftoken"):
        assert client.cookies[name]["secure"]
        assert client.cookies[name]["httponly"]


def test_to_sign_out_takes_a_post(browser: Client, site: Site) -> None:
    assert browser.get("/sign-out", secure=True).status_code == 405
    assert browser.post("/sign-out", secure=True).status_code == 302
    assert browser.get(log_of(site), secure=True).status_code == 302


@pytest.mark.parametrize("day", ["2026-02-30", "0001-01-01", "9999-12-31", "today"])
def test_a_day_that_is_none_is_no_page(browser: Client, site: Site, day: str) -> None:
    assert browser.get(f"/sites/{site.id}/log/{day}", secure=True).status_code == 404


@pytest.mark.parametrize("asked", ["", "?day=", "?day=nonsense", "?day=2026-02-30"])
def test_todays_log_is_shown_for_whatever_is_no_day(
    browser: Client, site: Site, asked: str
) -> None:
    answer = browser.get(f"/sites/{site.id}/log{asked}", secure=True)
    assert answer["Location"] == log_of(site)


def test_the_csv_has_a_name_without_a_person_in_it(browser: Client, site: Site) -> None:
    answer = browser.get(log_of(site) + ".csv", secure=True)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == (
        f'attachment; filename="nhat-ky-{site.id}-{today()}.csv"'
    )
