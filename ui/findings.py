"""A finding of the rules in words: its variant in the table of messages, its fields filled in."""

from datetime import date, datetime

import msgspec

from station.domain import verdict
from station.domain.verdict import AnyFinding
from ui.around import Around
from ui.messages import LEVELS, REASONS
from ui.theme import Role
from ui.words import Words


class Told(msgspec.Struct, frozen=True, kw_only=True):
    text: str
    advice: str
    icon: str
    role: Role


def told(finding: AnyFinding, words: Words, around: Around) -> Told:
    """What the table of messages says for `finding`, in the language of `words`."""
    message = REASONS[variant(finding, around.now.date())]
    fields = {
        name: _in_words(name, value, words, around)
        for name, value in msgspec.structs.asdict(finding).items()
    }
    return Told(
        text=words.say(message.text, **fields),
        advice=words.say(message.advice, **fields) if message.advice else "",
        icon=message.icon,
        role=LEVELS[finding.level],
    )


def variant(finding: AnyFinding, today: date) -> str:
    """The key of the message: the reason code, and how its fields change the sentence."""
    match finding:
        case verdict.AlreadyDosedToday(table=0):
            return "already_dosed_today.elsewhere"
        case verdict.OtherDay(day=day) if day < today:
            return "other_day.past"
        case verdict.ProductNotAllowed(unavoidable=True):
            return "product_not_allowed.unavoidable"
        case verdict.Age(maximum=int()):
            return "age.range"
        case verdict.RosterStale(as_of=None):
            return "roster_stale.never"
        case verdict.IdentityMismatch(field=field):
            return f"identity_mismatch.{field}"
    return finding.reason


def _in_words(name: str, value: object, words: Words, around: Around) -> object:
    match value:
        case str() if name in ("product", "previous"):
            return around.product_name(value)
        case datetime() if value.astimezone(words.zone).date() == around.now.date():
            return words.time(value)
        case datetime():
            return words.day(value.astimezone(words.zone).date())
        case date() if value.year == around.now.year:
            return words.day(value)
        case date():
            return words.full_day(value)
    return value
