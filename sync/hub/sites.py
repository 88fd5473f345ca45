"""Sites and what belongs to each: the hub's tables and the feed say the same."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime

import msgspec
from django.db import transaction

from station import campaigns
from station.domain import people, roster, vaccines
from sync.hub.feed import Change, publish_news
from sync.hub.issuer import issuer_keys
from sync.hub.listing import change
from sync.hub.models import FeedHead, Lot, Revocation, Site, Staff, Station


def add_site(site: people.Site, campaign_name: str) -> None:
    """Adds or changes a site, with the campaign that ships under that name."""
    campaign = campaigns.load(campaign_name)
    with transaction.atomic():
        Site.objects.update_or_create(
            id=site.id,
            defaults={
                "name": site.name,
                "timezone": site.timezone,
                "province": site.province,
                "campaign": msgspec.json.encode(campaign),
            },
        )
        FeedHead.objects.get_or_create(site_id=site.id)
        publish_news(site.id, list(_first_things(campaign)))
        _tell_of_each_other(site)


def _first_things(campaign: vaccines.Campaign) -> Iterable[Change]:
    yield change("campaign", campaign)
    yield from (change("product", product) for product in campaign.products)
    yield from (change("issuer_key", key) for key in issuer_keys())
    for number in Revocation.objects.values_list("pk", flat=True):
        yield change("revocation", roster.Revocation(id=number))


def _tell_of_each_other(new: people.Site) -> None:
    """Every site knows the names of all: a resident at the wrong one is sent to the right one."""
    rows = Site.objects.order_by("pk")
    publish_news(new.id, [change("site", site_of(row)) for row in rows])
    for row in rows.exclude(pk=new.id):
        publish_news(row.id, [change("site", new)])


def site_of(row: Site) -> people.Site:
    return people.Site(id=row.id, name=row.name, timezone=row.timezone, province=row.province)


def add_staff(site: Site, person: roster.Staff) -> None:
    with transaction.atomic():
        Staff.objects.update_or_create(
            site=site, badge=person.id, defaults={"name": person.name, "role": person.role}
        )
        publish_news(site.id, [change("staff", person)])


def add_lot(site: Site, product: str, number: str, expiry: date) -> None:
    lot = vaccines.Lot(id=f"{product}-{number}", product=product, number=number, expiry=expiry)
    with transaction.atomic():
        Lot.objects.update_or_create(
            site=site, product=product, number=number, defaults={"expiry": expiry}
        )
        publish_news(site.id, [change("lot", lot)])


def revoke_pass(number: str, now: datetime) -> None:
    """Withdraws a pass: every site's tables refuse it from then on."""
    with transaction.atomic():
        Revocation.objects.get_or_create(id=number, defaults={"revoked_at": now})
        for site in Site.objects.order_by("pk"):
            publish_news(site.id, [change("revocation", roster.Revocation(id=number))])


def add_station(site: Site, name: str, table: int) -> Station:
    """Adds a station under a new id: a new card in an old place is a new ledger."""
    id_ = f"{site.id}-{table}-{secrets.token_hex(3)}"
    with transaction.atomic():
        station = Station.objects.create(id=id_, site=site, table=table, name=name)
        publish_news(site.id, [change("table", roster.Table(id=id_, table=table))])
    return station
