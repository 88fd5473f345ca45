"""Reads from the station what surrounds its desk."""

from zoneinfo import ZoneInfo

from station.camera.scanner import CameraState
from station.clock import Clock
from station.domain.events import ClockTrust
from station.domain.people import Site
from station.store.station import StationStore
from ui.around import Around, Last


class Surroundings:
    """Reads the store anew where it changed, and the clock each time."""

    def __init__(self, store: StationStore, clock: Clock, staff: str) -> None:
        self._store = store
        self._clock = clock
        self._staff = staff

    def read(self, camera: CameraState, last: Last | None) -> Around:
        """What surrounds the desk now; the camera and the last result are the kiosk's own."""
        roster, now = self._store.roster, self._clock.read()
        here = self._store.identity.require()
        site = roster.site(here.site) or Site(id=here.site, name="")
        zone = ZoneInfo(site.timezone)
        return Around(
            now=now.at.astimezone(zone),
            zone=zone,
            clock_trusted=now.trust is ClockTrust.TRUSTED,
            table=here.table,
            status=self._store.status.read(),
            camera=camera,
            products={product.id: product for product in roster.products()},
            lots=roster.lots(),
            staff_name=self._name_of(self._staff),
            last=last,
        )

    def _name_of(self, staff: str) -> str:
        return next((who.name for who in self._store.roster.staff() if who.id == staff), staff)
