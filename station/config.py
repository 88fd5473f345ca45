"""What a station's owner may set, in `station.toml`. Every key has a default.

An error names the file, the key, the value that stands there, and what is allowed.
"""

import re
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import msgspec

CONFIG_FILE = "station.toml"


class Language(StrEnum):
    """The language that stands first on the screens."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


class Config(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """The settings of one station."""

    camera: Annotated[
        str,
        msgspec.Meta(
            min_length=1,
            description='a device ("/dev/video0"), a stream, a video file or a folder of pictures',
        ),
    ] = "/dev/video0"
    language: Annotated[Language, msgspec.Meta(description='"vi" or "en"')] = Language.VIETNAMESE
    staff: Annotated[
        str | None, msgspec.Meta(description="the id of who works at the table, as the hub has it")
    ] = None


class ConfigError(Exception):
    """The configuration cannot be used; the text says what to change."""


def load_config(path: Path) -> Config:
    """The settings in the file at `path`; the defaults where there is no file."""
    if not path.exists():
        return Config()
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: this is no TOML: {error}.") from error
    try:
        return msgspec.convert(settings, Config)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{path}: {_explained(settings, error)}") from error


def _explained(settings: dict[str, Any], error: msgspec.ValidationError) -> str:
    allowed = _allowed()
    for key in settings:
        if key not in allowed:
            return f'there is no key "{key}"; the keys are {", ".join(allowed)}.'
    place = re.search(r"`\$\.(\w+)", str(error))
    key = place[1] if place else ""
    return f"{key} = {settings.get(key)!r} is not allowed; {key} is {allowed.get(key, error)}."


def _allowed() -> dict[str, str]:
    """What each key may be, in words, from the settings' own annotations."""
    fields = msgspec.json.schema(Config)["$defs"]["Config"]["properties"]
    return {key: field["description"] for key, field in fields.items()}
