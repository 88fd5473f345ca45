"""What the hub calls things, in the reader's language; `locale` has the Vietnamese."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Promise] = {
    "pass_forged": _("forged pass"),
    "pass_unknown_issuer": _("pass of an unknown issuer"),
    "pass_revoked": _("withdrawn pass"),
    "pass_expired": _("expired pass"),
    "code_unknown": _("unknown code"),
    "not_on_list": _("not on the list"),
    "already_dosed_today": _("already vaccinated today"),
    "already_arrived": _("at another table"),
    "other_site": _("expected at another site"),
    "other_day": _("expected on another day"),
    "no_appointment": _("no appointment"),
    "course_complete": _("all doses given"),
    "lot_expired": _("expired lot"),
    "earlier_dose_unknown": _("earlier dose not on record"),
    "too_soon": _("too soon after the last dose"),
    "product_not_allowed": _("product may not follow the last one"),
    "age": _("age outside the product's range"),
    "product_unknown": _("no rule for the product"),
    "early": _("before the slot"),
    "late": _("after the slot"),
    "identity_mismatch": _("code and list differ"),
    "clock_not_trusted": _("station's clock unsure"),
    "roster_stale": _("list out of date"),
    "code_unsigned": _("unsigned code"),
    "found_by_hand": _("found by name"),
    "sent_back": _("sent back by the nurse"),
}
"""The reasons of verdicts and refusals, by their codes."""

REVIEWS: dict[str, Promise] = {
    "two_doses": _("two doses on one day"),
    "override": _("a stop was set aside"),
    "against_rules": _("dose against the rules"),
    "unsure_clock": _("time of the dose unsure"),
    "fork": _("two ledgers under one station's name"),
    "broken_chain": _("records do not fit their signature"),
}
"""What a manager has to look at, by kind."""

PARKED: dict[str, Promise] = {
    "unreadable": _("cannot be read"),
    "invalid": _("a field is wrong"),
    "wrong_station": _("names another station"),
    "wrong_seq": _("names another number"),
    "duplicate_id": _("its id was used before"),
    "damaged": _("damaged on the station"),
}
"""Why an event is parked."""

COLUMNS: tuple[Promise, ...] = (
    _("Kind"),
    _("Time"),
    _("Table"),
    _("Name"),
    _("Born"),
    _("Product"),
    _("Lot"),
    _("Dose"),
    _("Staff"),
    _("Reasons"),
    _("Time is sure"),
    _("Record"),
)
"""The columns of the log's CSV."""

GIVEN = _("given")
TAKEN_BACK = _("taken back")
TURNED_AWAY = _("turned away")
YES, NO = _("yes"), _("no")


def reasons_text(codes: tuple[str, ...]) -> str:
    """The reasons in words; a code of a newer station stands as it is."""
    return ", ".join(str(REASONS.get(code, code)) for code in codes)
