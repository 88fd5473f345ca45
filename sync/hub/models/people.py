"""Residents, their slots, and the doses that came with the list."""

from django.db import models

from sync.hub.models.columns import code
from sync.hub.models.site import Site


class Resident(models.Model):
    """As `station.domain.people.Resident`."""

    id = code(primary_key=True)
    name = models.TextField()
    birth_year = models.IntegerField()
    birth_date = models.DateField(null=True)
    sex = code()
    citizen_id = models.CharField(max_length=12, null=True, db_index=True)
    phone = code(default="")
    registration = code()


class Session(models.Model):
    """One day's opening of a site, as `station.domain.people.Session`."""

    id = code(primary_key=True)
    site = models.ForeignKey(Site, models.CASCADE)
    day = models.DateField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()


class Appointment(models.Model):
    """A resident's slot, as `station.domain.people.Appointment`."""

    id = code(primary_key=True)
    resident = models.ForeignKey(Resident, models.CASCADE)
    site = models.ForeignKey(Site, models.CASCADE, db_index=False)
    session = models.ForeignKey(Session, models.CASCADE, db_index=False)
    day = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    dose_number = models.IntegerField(default=1)
    product = code(default="")

    class Meta:
        indexes = [models.Index(fields=["site", "day"], name="appointment_by_day")]


class HistoricDose(models.Model):
    """A dose that the list says was given before, anywhere. Ours are events."""

    id = code(primary_key=True)
    resident = models.ForeignKey(Resident, models.CASCADE)
    product = code()
    dose_number = models.IntegerField()
    day = models.DateField()
    lot = code(default="")
