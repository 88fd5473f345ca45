"""What the hub keeps. Ledgers are only added to; everything else may be corrected."""

from sync.hub.models.feed import FeedHead, FeedItem
from sync.hub.models.ledger import Event, ForkedEvent, ParkedEvent, ReviewItem
from sync.hub.models.people import Appointment, HistoricDose, Resident, Session
from sync.hub.models.site import Epoch, Membership, Site
from sync.hub.models.station import EnrolmentCode, Station
from sync.hub.models.stock import IssuerKey, Lot, Revocation, Staff

__all__ = [
    "Appointment",
    "EnrolmentCode",
    "Epoch",
    "Event",
    "FeedHead",
    "FeedItem",
    "ForkedEvent",
    "HistoricDose",
    "IssuerKey",
    "Lot",
    "Membership",
    "ParkedEvent",
    "Resident",
    "ReviewItem",
    "Revocation",
    "Session",
    "Site",
    "Staff",
    "Station",
]
