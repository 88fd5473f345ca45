"""Stations and the codes that make them known."""

from django.db import models

from sync.hub.models.columns import code
from sync.hub.models.site import Site


class Station(models.Model):
    """A station, and how far the hub holds its ledger (`tip_seq`, `tip_hash`)."""

    id = code(primary_key=True)
    site = models.ForeignKey(Site, models.PROTECT)
    table = models.IntegerField()
    name = models.TextField()
    public_key = models.BinaryField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_heard_at = models.DateTimeField(null=True)
    health = models.BinaryField(default=b"")
    tip_seq = models.BigIntegerField(default=0)
    tip_hash = models.BinaryField(default=bytes(32))


class EnrolmentCode(models.Model):
    """A one-time code, kept as its SHA-256 (hex)."""

    code_hash = models.CharField(max_length=64, unique=True)
    station = models.ForeignKey(Station, models.CASCADE)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
