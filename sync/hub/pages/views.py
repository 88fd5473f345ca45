"""The pages: which sites one sees, a day's log, and its CSV."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from sync.hub.daily_log import daily_log
from sync.hub.log_csv import log_as_csv
from sync.hub.models import Site, Station
from sync.hub.pages.days import DayConverter

_DAY = timedelta(days=1)


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The sites that one sees; where it is only one, its log of today."""
    sites = list(_sites_of(request).order_by("name"))
    if len(sites) == 1:
        return redirect("today", sites[0].id)
    return render(request, "hub/sites.html", {"sites": sites})


@require_safe
@login_required
def today(request: HttpRequest, site: str) -> HttpResponse:
    """Leads to the log of `?day=`, or of today by the site's calendar."""
    at = _site_of(request, site)
    asked = _day(request.GET.get("day", ""))
    return redirect("log", at.id, asked or datetime.now(UTC).astimezone(_zone(at)).date())


@require_safe
@login_required
def log(request: HttpRequest, site: str, day: date) -> HttpResponse:
    at = _site_of(request, site)
    shown = {
        "log": daily_log(at, day),
        "yesterday": day - _DAY,
        "tomorrow": day + _DAY,
        "stations": Station.objects.filter(site=at).order_by("table", "pk"),
    }
    with timezone.override(_zone(at)):
        return render(request, "hub/log.html", shown)


@require_safe
@login_required
def log_csv(request: HttpRequest, site: str, day: date) -> HttpResponse:
    at = _site_of(request, site)
    name = f"nhat-ky-{at.id}-{day}.csv"
    return HttpResponse(
        log_as_csv(daily_log(at, day)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, name) or "attachment"},
    )


def _sites_of(request: HttpRequest) -> QuerySet[Site]:
    return Site.objects.filter(membership__user=request.user.pk)


def _site_of(request: HttpRequest, site: str) -> Site:
    """A site that one may not see is not there."""
    return get_object_or_404(_sites_of(request), pk=site)


def _day(text: str) -> date | None:
    try:
        return DayConverter().to_python(text) if re.fullmatch(DayConverter.regex, text) else None
    except ValueError:
        return None


def _zone(site: Site) -> ZoneInfo:
    return ZoneInfo(site.timezone)
