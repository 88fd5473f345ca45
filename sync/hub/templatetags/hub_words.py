"""The codes of the ledger in words."""

from django import template
from django.utils.functional import Promise

from sync.hub import words

register = template.Library()


@register.filter
def reasons(codes: tuple[str, ...]) -> str:
    return words.reasons_text(codes)


@register.filter
def review(kind: str) -> Promise | str:
    return words.REVIEWS.get(kind, kind)


@register.filter
def parked(reason: str) -> Promise | str:
    return words.PARKED.get(reason, reason)
