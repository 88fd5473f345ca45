"""Columns that many tables share."""

from django.db import models

CODE_LENGTH = 100
"""The longest id, product, lot … that the hub looks things up by, in characters."""


def code(*, primary_key: bool = False, default: str | None = None) -> "models.CharField[str, str]":
    """An id or a code of ours or of a station's."""
    if default is None:
        return models.CharField(max_length=CODE_LENGTH, primary_key=primary_key)
    return models.CharField(max_length=CODE_LENGTH, default=default)
