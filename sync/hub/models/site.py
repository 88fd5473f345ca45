"""Sites, who may see them, and the identity of this database."""

from django.conf import settings
from django.db import models

from sync.hub.models.columns import code


class Epoch(models.Model):
    """One row: the name of this database's life. A restored database gets a new one."""

    name = code()
    since = models.DateTimeField()


class Site(models.Model):
    """An injection site, as `station.domain.people.Site`.

    `campaign` is the JSON of the `station.domain.vaccines.Campaign` whose rules hold there.
    """

    id = code(primary_key=True)
    name = models.TextField()
    timezone = code()
    province = models.CharField(max_length=3, null=True)
    campaign = models.BinaryField()


class Membership(models.Model):
    """A user may see a site."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    site = models.ForeignKey(Site, models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "site"], name="membership_once")]
