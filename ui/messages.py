"""The one table of what the kiosk says and shows for each reason, decision and answer.

Texts are the English messages; `locale/vi.po` holds the Vietnamese. `{fields}` are the finding's.
"""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from station.domain.verdict import Decision, Level
from ui.theme import Role


class Sound(StrEnum):
    """The tones of `ui/tones.py`."""

    GO = "go"
    CHECK = "check"
    STOP = "stop"
    RECORDED = "recorded"
    BUSY = "busy"


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """A decision as it fills the screen."""

    word: str
    icon: str
    role: Role
    sound: Sound


class Message(msgspec.Struct, frozen=True):
    """A reason: `short` in a list, `text` says what was found, `advice` what to tell or to do."""

    short: str
    text: str
    advice: str
    icon: str


DECISIONS: Mapping[Decision, Look] = {
    Decision.GO: Look(word="Give the dose", icon="tick", role=Role.GO, sound=Sound.GO),
    Decision.CHECK: Look(word="Check first", icon="warning", role=Role.CHECK, sound=Sound.CHECK),
    Decision.STOP: Look(word="Do not give", icon="stop", role=Role.STOP, sound=Sound.STOP),
}

LEVELS: Mapping[Level, Role] = {
    Level.NOTE: Role.PLAIN,
    Level.CHECK: Role.CHECK,
    Level.STOP: Role.STOP,
}
"""A finding's colour follows its level, which a campaign may change."""

REASONS: Mapping[str, Message] = {
    "pass_forged": Message(
        "forged pass",
        "This pass is not genuine",
        "Ask for an id and find the name on the list.",
        "pass",
    ),
    "pass_revoked": Message(
        "withdrawn pass",
        "This pass was withdrawn",
        "Ask for an id and find the name on the list.",
        "pass",
    ),
    "pass_unknown_issuer": Message(
        "unknown issuer",
        "A pass from an issuer unknown here",
        "Ask for an id and find the name on the list.",
        "pass",
    ),
    "pass_expired": Message(
        "expired pass",
        "The pass expired on {expired_at}",
        "Ask for an id and find the name on the list.",
        "pass",
    ),
    "code_unknown": Message(
        "unknown code", "Not a vaccination code", "Ask for the pass or the citizen id card.", "pass"
    ),
    "already_dosed_today": Message(
        "vaccinated today",
        "Already vaccinated today at {at}, table {table}",
        "Show the way to observation.",
        "syringe",
    ),
    "already_dosed_today.elsewhere": Message(
        "vaccinated today",
        "Already vaccinated today",
        "Ask where, and do not give a second dose.",
        "syringe",
    ),
    "already_arrived": Message(
        "at another table",
        "Table {table} has this resident",
        "Send them to table {table}.",
        "person",
    ),
    "other_site": Message("other site", "Expected at {name}", "Send them to {name}.", "place"),
    "other_day": Message(
        "other day", "Come back on {day}", "The appointment is on that day.", "calendar"
    ),
    "other_day.past": Message(
        "other day", "The appointment was on {day}", "The manager can give a new one.", "calendar"
    ),
    "not_on_list": Message(
        "not on the list", "Not on the list", "Find the name, or call the manager.", "person"
    ),
    "no_appointment": Message(
        "no appointment",
        "On the list, without an appointment",
        "Decide whether there is a place.",
        "calendar",
    ),
    "course_complete": Message(
        "all doses given", "All {doses} doses already given", "No further dose is due.", "syringe"
    ),
    "lot_expired": Message(
        "expired lot", "This lot expired on {expiry}", "Open another vial.", "vial"
    ),
    "earlier_dose_unknown": Message(
        "earlier dose unknown",
        "Expected for dose {planned}, earlier dose not on record",
        "Ask for the paper of the last dose.",
        "syringe",
    ),
    "too_soon": Message(
        "too soon",
        "Come back from {earliest} on",
        "Last dose on {last_dose}; {minimum_days} days must pass.",
        "calendar",
    ),
    "product_not_allowed": Message(
        "other vaccine first",
        "{product} may not follow {previous}",
        "Send them to a table with {previous}.",
        "vial",
    ),
    "product_not_allowed.unavoidable": Message(
        "other vaccine first",
        "{product} after {previous} only if nothing else is left",
        "Decide whether {previous} can be had.",
        "vial",
    ),
    "age": Message(
        "age",
        "{years} years old: this vaccine is for {minimum} and older",
        "Send them to a table with another vaccine.",
        "person",
    ),
    "age.range": Message(
        "age",
        "{years} years old: this vaccine is for {minimum} to {maximum}",
        "Send them to a table with another vaccine.",
        "person",
    ),
    "product_unknown": Message(
        "no rule for the vaccine",
        "No rule for {product}",
        "Choose another vial, or call the manager.",
        "vial",
    ),
    "early": Message(
        "too early", "Early: expected at {starts_at}", "Decide whether there is a place.", "clock"
    ),
    "late": Message(
        "too late", "Late: expected until {ended_at}", "Decide whether there is a place.", "clock"
    ),
    "identity_mismatch": Message(
        "identity unclear", "Code and list differ", "Compare with an id.", "person"
    ),
    "identity_mismatch.birth": Message(
        "identity unclear",
        "Birth date differs between code and list",
        "Compare with an id.",
        "person",
    ),
    "identity_mismatch.sex": Message(
        "identity unclear", "Sex differs between code and list", "Compare with an id.", "person"
    ),
    "identity_mismatch.name": Message(
        "identity unclear", "Name differs between code and list", "Compare with an id.", "person"
    ),
    "clock_not_trusted": Message(
        "clock unsure",
        "This station's clock may be wrong",
        "Look at the date of the last dose on paper.",
        "clock",
    ),
    "roster_stale": Message(
        "old list", "The list is old: {as_of}", "Ask whether anything has changed.", "list"
    ),
    "roster_stale.never": Message(
        "no list", "No list received yet", "Work on paper until the list is here.", "list"
    ),
    "code_unsigned": Message(
        "unsigned code", "The code proves nothing: ask the birth date", "", "person"
    ),
    "found_by_hand": Message("found by name", "Found by name: ask the birth date", "", "search"),
    "sent_back": Message("sent back", "Sent back by the nurse", "", "person"),
}
"""By reason code; after a dot, the variant that `ui/findings.py` picks by the finding's fields."""

WHYS: Mapping[str, str] = {
    "identity_checked": "Identity checked on an id",
    "doctor_agreed": "The doctor agrees",
    "manager_agreed": "The manager agrees",
    "paper_record_seen": "Paper record seen",
    "no_other_product": "No other vaccine to be had",
    "place_is_free": "There is a place now",
}
"""Why a person decided to give a dose after all; the code stands in the event."""

SOUNDS: Mapping[str, Sound] = {sound.value: sound for sound in Sound}
