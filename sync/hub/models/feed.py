"""The feed: per site, one row a thing, with the revision of its last change."""

from django.db import models

from sync.hub.models.columns import code
from sync.hub.models.site import Site


class FeedHead(models.Model):
    """The last revision given out at a site. Its row lock puts the writers of a feed in line."""

    site = models.OneToOneField(Site, models.CASCADE, primary_key=True)
    revision = models.BigIntegerField(default=0)


class FeedItem(models.Model):
    """A thing as it stands; `body` is null for one that was removed.

    `origin` is the station that knows of this change because it made it.
    """

    site = models.ForeignKey(Site, models.CASCADE, db_index=False)
    kind = code()
    thing = code()
    revision = models.BigIntegerField()
    origin = code(default="")
    body = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "kind", "thing"], name="feed_thing_once"),
        ]
        indexes = [
            models.Index(fields=["site", "revision"], name="feed_by_revision"),
            models.Index(fields=["thing", "kind"], name="feed_by_thing"),
        ]
