"""The stations' ledgers as the hub holds them, and what a manager has to look at."""

from django.db import models

from sync.hub.models.columns import code
from sync.hub.models.site import Site
from sync.hub.models.station import Station


class Event(models.Model):
    """An event: its canonical bytes, the hash after it, and the columns that it is found by.

    `at` is as the station wrote it, `repaired_at` the true time where the clock was wrong and
    became known later; `day` is the site's day of the better one. `stands` is False for a dose or
    an arrival that was taken back.
    """

    id = code(primary_key=True)
    station = models.ForeignKey(Station, models.PROTECT, db_index=False)
    seq = models.BigIntegerField()
    site = models.ForeignKey(Site, models.PROTECT, db_index=False)
    table = models.IntegerField()
    kind = code()
    resident = code(default="")
    staff = code(default="")
    at = models.DateTimeField()
    repaired_at = models.DateTimeField(null=True)
    day = models.DateField()
    clock = code()
    boot = code()
    mono_ms = models.BigIntegerField()
    product = code(default="")
    lot = code(default="")
    dose_number = models.IntegerField(default=0)
    corrects = code(default="")
    stands = models.BooleanField(default=True)
    received_at = models.DateTimeField()
    hash = models.BinaryField()
    canonical = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "seq"], name="event_once"),
        ]
        indexes = [
            models.Index(fields=["site", "day", "kind"], name="event_by_day"),
            models.Index(fields=["resident", "kind"], name="event_by_resident"),
            models.Index(
                fields=["corrects"],
                name="event_by_corrected",
                condition=models.Q(kind="corrected"),
            ),
            models.Index(
                fields=["station", "boot"],
                name="event_unsure",
                condition=models.Q(clock="unsure") | models.Q(kind="clock_set"),
            ),
        ]


class ParkedEvent(models.Model):
    """An event that the hub keeps but cannot use, until it is sent again and is good."""

    station = models.ForeignKey(Station, models.PROTECT)
    seq = models.BigIntegerField()
    hash = models.BinaryField()
    body = models.BinaryField()
    reason = code()
    detail = models.TextField()
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["station", "seq"], name="parked_once")]


class ForkedEvent(models.Model):
    """An event of a second ledger under one station's name: a cloned card or a restored backup."""

    station = models.ForeignKey(Station, models.PROTECT)
    seq = models.BigIntegerField()
    hash = models.BinaryField()
    body = models.BinaryField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "seq", "hash"], name="forked_once"),
        ]


class ReviewItem(models.Model):
    """Something for the manager to look at, once a `subject` however often it is seen."""

    site = models.ForeignKey(Site, models.CASCADE)
    kind = code()
    subject = models.CharField(max_length=250)
    day = models.DateField()
    event = code(default="")
    resident = code(default="")
    about = models.JSONField(default=dict)
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], name="review_once"),
        ]
        indexes = [models.Index(fields=["site", "day"], name="review_by_day")]
