"""What a site works with: staff, lots, and the keys of passes."""

from django.db import models

from sync.hub.models.columns import code
from sync.hub.models.site import Site


class Staff(models.Model):
    """A person at the tables, as `station.domain.roster.Staff`; `badge` is their id."""

    site = models.ForeignKey(Site, models.CASCADE)
    badge = code()
    name = models.TextField()
    role = code()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "badge"], name="staff_once")]


class Lot(models.Model):
    """A lot that the site has received, as `station.domain.vaccines.Lot`."""

    site = models.ForeignKey(Site, models.CASCADE)
    product = code()
    number = code()
    expiry = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "product", "number"], name="lot_once")
        ]


class IssuerKey(models.Model):
    """A key under which this hub signs passes (`private_key` set), or another issuer's."""

    id = code(primary_key=True)
    issuer = code()
    public_key = models.BinaryField()
    private_key = models.BinaryField(null=True)
    made_at = models.DateTimeField()


class Revocation(models.Model):
    """A pass that was withdrawn; `id` is its number in hex."""

    id = code(primary_key=True)
    revoked_at = models.DateTimeField()
