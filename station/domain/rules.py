"""The rules engine, for the table and for the hub: one situation in, one verdict out."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import cached_property

import msgspec

from station.domain import verdict as found
from station.domain.code import (
    CitizenCard,
    Code,
    ForeignPass,
    ForgedPass,
    Search,
    SignedPass,
    UnknownCode,
)
from station.domain.names import fold
from station.domain.people import Appointment, Resident, Sex, Site
from station.domain.roster import Arrival, GivenDose
from station.domain.vaccines import Campaign, OtherProduct, ProductRule
from station.domain.verdict import AnyFinding, Level, Verdict


class Situation(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Everything that a verdict depends on.

    `now` is aware and in the site's own zone. `product` and `expiry` are of the vial in use, None
    before one is chosen. `arrivals` and `doses` are the resident's, from any station; `sites`:
    names by id.
    """

    now: datetime
    clock_trusted: bool
    site: Site
    station: str
    code: Code
    product: str | None = None
    expiry: date | None = None
    resident: Resident | None = None
    appointments: tuple[Appointment, ...] = ()
    doses: tuple[GivenDose, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    roster_as_of: datetime | None = None
    sites: dict[str, str] = {}

    @property
    def today(self) -> date:
        return self.now.date()

    def is_today(self, at: datetime) -> bool:
        """Whether `at` falls on today by the site's calendar."""
        return at.astimezone(self.now.tzinfo).date() == self.today

    @cached_property
    def dosed_today(self) -> tuple[GivenDose, ...]:
        return tuple(dose for dose in self.doses if dose.day == self.today)

    @cached_property
    def earlier_doses(self) -> tuple[GivenDose, ...]:
        """Doses of other days, the oldest first; a clock in the past puts them in its future."""
        return tuple(sorted((d for d in self._known if d.day != self.today), key=lambda d: d.day))

    @cached_property
    def _known(self) -> tuple[GivenDose, ...]:
        """Each dose once: one that we recorded comes back under another id with the next list."""
        return tuple({(dose.day, dose.product): dose for dose in self.doses}.values())

    @property
    def planned_dose_number(self) -> int:
        """As the appointment here today says it; 1 without one."""
        slots = [slot for slot in self.appointments if slot.site == self.site.id]
        return max((slot.dose_number for slot in slots if slot.day == self.today), default=1)

    @property
    def next_dose_number(self) -> int:
        """The list's plan counts where an earlier dose was never put on record."""
        return max(len(self._known) + 1, self.planned_dose_number)


def judge(campaign: Campaign, situation: Situation) -> Verdict:
    """The verdict on `situation` by the rules of `campaign` in force on that day."""
    if refused := _refused_code(situation.code):
        return Verdict.of([_graded(campaign, refused)])
    findings = [
        _graded(campaign, finding) for rule in _RULES for finding in rule(campaign, situation)
    ]
    if not situation.clock_trusted:
        findings = [_unsure(finding) for finding in findings]
    return Verdict.of(findings)


def _graded(campaign: Campaign, finding: AnyFinding) -> AnyFinding:
    level = campaign.levels.get(finding.reason, finding.level)
    return msgspec.structs.replace(finding, level=level)


_DEPENDS_ON_THE_DATE = (
    found.AlreadyDosedToday,
    found.Age,
    found.Early,
    found.Late,
    found.LotExpired,
    found.OtherDay,
    found.PassExpired,
    found.ProductNotAllowed,
    found.ProductUnknown,
    found.TooSoon,
)


def _unsure(finding: AnyFinding) -> AnyFinding:
    """A station that boots in the past must not refuse by a date that may be wrong."""
    if isinstance(finding, _DEPENDS_ON_THE_DATE) and finding.level is Level.STOP:
        return msgspec.structs.replace(finding, level=Level.CHECK)
    return finding


def _refused_code(code: Code) -> AnyFinding | None:
    match code:
        case ForgedPass():
            return found.PassForged(level=Level.STOP)
        case ForeignPass():
            return found.PassUnknownIssuer(level=Level.STOP)
        case UnknownCode():
            return found.CodeUnknown(level=Level.STOP)
        case _:
            return None


def _pass(_: Campaign, situation: Situation) -> Iterator[AnyFinding]:
    match situation.code:
        case SignedPass(claims=claims, expired=expired, revoked=revoked):
            if revoked:
                yield found.PassRevoked(level=Level.STOP)
            if expired:
                yield found.PassExpired(level=Level.STOP, expired_at=claims.expires_at)
        case CitizenCard():
            yield found.CodeUnsigned(level=Level.NOTE)
        case Search():
            yield found.FoundByHand(level=Level.NOTE)


def _identity(_: Campaign, situation: Situation) -> Iterator[AnyFinding]:
    resident = situation.resident
    if resident is None:
        return
    for field in _differing(situation.code, resident):
        yield found.IdentityMismatch(level=Level.CHECK, field=field)


def _differing(code: Code, resident: Resident) -> Iterator[str]:
    match code:
        case SignedPass(claims=said):
            yield from _differing_person(said.name, said.birth_date, said.birth_year, resident)
        case CitizenCard(sex=sex) as said:
            yield from _differing_person(said.name, said.birth_date, said.birth_year, resident)
            if Sex.UNKNOWN not in (sex, resident.sex) and sex is not resident.sex:
                yield "sex"


def _differing_person(
    name: str, birth_date: date | None, birth_year: int, resident: Resident
) -> Iterator[str]:
    """Names are compared as they sound without accents: lists are typed from paper."""
    if fold(name) != fold(resident.name):
        yield "name"
    both_dates = birth_date is not None and resident.birth_date is not None
    if birth_year != resident.birth_year or (both_dates and birth_date != resident.birth_date):
        yield "birth"


def _expected(_: Campaign, situation: Situation) -> Iterator[AnyFinding]:
    """On the list, here, today: the first that fails says where or when to go."""
    if situation.resident is None:
        yield _expected_by_pass(situation)
        return
    here = [slot for slot in situation.appointments if slot.site == situation.site.id]
    if any(slot.day == situation.today for slot in here):
        return
    elsewhere = [slot for slot in situation.appointments if slot.site != situation.site.id]
    if today_elsewhere := [slot for slot in elsewhere if slot.day == situation.today]:
        yield _other_site(situation, today_elsewhere[0].site)
    elif here:
        yield found.OtherDay(level=Level.STOP, day=_nearest(here, situation.today).day)
    elif elsewhere:
        yield _other_site(situation, _nearest(elsewhere, situation.today).site)
    else:
        yield found.NoAppointment(level=Level.CHECK)


def _expected_by_pass(situation: Situation) -> AnyFinding:
    """A resident unknown here may hold a pass that says where they belong."""
    match situation.code:
        case SignedPass(claims=claims) if claims.site != situation.site.id:
            return _other_site(situation, claims.site)
        case SignedPass(claims=claims) if claims.day != situation.today:
            return found.OtherDay(level=Level.STOP, day=claims.day)
        case _:
            return found.NotOnList(level=Level.STOP)


def _other_site(situation: Situation, site: str) -> AnyFinding:
    name = situation.sites.get(site, site)
    return found.OtherSite(level=Level.STOP, site=site, name=name)


def _nearest(slots: list[Appointment], today: date) -> Appointment:
    """The next slot from today on, or else the last one missed."""
    return min(slots, key=lambda slot: (slot.day < today, abs((slot.day - today).days)))


def _slot(campaign: Campaign, situation: Situation) -> Iterator[AnyFinding]:
    slots = [
        slot
        for slot in situation.appointments
        if slot.site == situation.site.id and slot.day == situation.today
    ]
    if not slots:
        return
    starts_at = min(slot.starts_at for slot in slots)
    ends_at = max(slot.ends_at for slot in slots)
    if situation.now < starts_at - timedelta(minutes=campaign.tolerances.early_minutes):
        yield found.Early(level=Level.CHECK, starts_at=starts_at)
    if situation.now > ends_at + timedelta(minutes=campaign.tolerances.late_minutes):
        yield found.Late(level=Level.CHECK, ended_at=ends_at)


def _at_another_table(_: Campaign, situation: Situation) -> Iterator[AnyFinding]:
    """Of two tables that claim one resident, the earlier claim holds, whatever came in between."""
    if situation.dosed_today:
        return
    today = [arrival for arrival in situation.arrivals if situation.is_today(arrival.at)]
    first = min(today, key=lambda arrival: (arrival.at, arrival.id), default=None)
    if first is not None and first.station != situation.station:
        yield found.AlreadyArrived(level=Level.STOP, table=first.table, at=first.at)


def _dosed_today(_: Campaign, situation: Situation) -> Iterator[AnyFinding]:
    for dose in situation.dosed_today[:1]:
        at = dose.at or datetime.combine(dose.day, datetime.min.time(), situation.now.tzinfo)
        yield found.AlreadyDosedToday(level=Level.STOP, at=at, table=dose.table)


def _history(_: Campaign, situation: Situation) -> Iterator[AnyFinding]:
    """An interval that begins with a dose nobody recorded cannot be checked by rules."""
    known = len(situation.earlier_doses)
    if not situation.dosed_today and situation.planned_dose_number > known + 1:
        yield found.EarlierDoseUnknown(
            level=Level.CHECK, planned=situation.planned_dose_number, known=known
        )


def _lot(_: Campaign, situation: Situation) -> Iterator[AnyFinding]:
    if situation.expiry is not None and situation.expiry < situation.today:
        yield found.LotExpired(level=Level.STOP, expiry=situation.expiry)


def _product(campaign: Campaign, situation: Situation) -> Iterator[AnyFinding]:
    """Age, course, product and interval, for the product in use."""
    if situation.resident is None or situation.product is None:
        return
    rule = campaign.rule_for(situation.product, situation.today, situation.site.province)
    if rule is None:
        yield found.ProductUnknown(level=Level.STOP, product=situation.product)
        return
    yield from _age(rule, situation.resident, situation.today)
    if situation.earlier_doses:
        yield from _after(campaign, situation, rule)


def _age(rule: ProductRule, resident: Resident, today: date) -> Iterator[AnyFinding]:
    years = resident.age_on(today)
    too_old = rule.maximum_age is not None and years > rule.maximum_age
    if years < rule.minimum_age or too_old:
        yield found.Age(
            level=Level.STOP, years=years, minimum=rule.minimum_age, maximum=rule.maximum_age
        )


def _after(campaign: Campaign, situation: Situation, rule: ProductRule) -> Iterator[AnyFinding]:
    last = situation.earlier_doses[-1]
    before = campaign.rule_for(last.product, situation.today, situation.site.province)
    course = before.doses if before else rule.doses
    if len(situation.earlier_doses) >= course:
        yield found.CourseComplete(level=Level.STOP, doses=len(situation.earlier_doses))
        return
    allowed = _allowed_after(before, rule, situation.today)
    if allowed is None:
        yield found.ProductNotAllowed(level=Level.STOP, product=rule.product, previous=last.product)
        return
    if allowed.only_if_unavoidable:
        yield found.ProductNotAllowed(
            level=Level.CHECK, product=rule.product, previous=last.product, unavoidable=True
        )
    earliest = last.day + timedelta(days=allowed.minimum_days)
    if situation.today < earliest:
        yield found.TooSoon(
            level=Level.STOP,
            earliest=earliest,
            last_dose=last.day,
            minimum_days=allowed.minimum_days,
        )


def _allowed_after(
    before: ProductRule | None, rule: ProductRule, today: date
) -> OtherProduct | None:
    """How `rule`'s product may follow the one before; None where it may not."""
    if before is None:
        return None
    if before.product == rule.product:
        return OtherProduct(product=rule.product, minimum_days=before.minimum_days or 0)
    for other in before.followed_by:
        if other.product == rule.product and (other.effective_from or today) <= today:
            return other
    return None


def _freshness(campaign: Campaign, situation: Situation) -> Iterator[AnyFinding]:
    if not situation.clock_trusted:
        yield found.ClockNotTrusted(level=Level.CHECK)
    as_of = situation.roster_as_of
    stale_after = timedelta(hours=campaign.tolerances.roster_stale_hours)
    if as_of is None or situation.now - as_of > stale_after:
        yield found.RosterStale(level=Level.CHECK, as_of=as_of)


_RULES: tuple[Callable[[Campaign, Situation], Iterator[AnyFinding]], ...] = (
    _pass,
    _identity,
    _expected,
    _slot,
    _at_another_table,
    _dosed_today,
    _history,
    _lot,
    _product,
    _freshness,
)
