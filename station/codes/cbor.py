"""CBOR as our codes use it: integers, texts, byte strings, arrays and maps, in one exact form."""

from collections.abc import Iterator, Mapping
from typing import NoReturn

import cbor2

from station.codes.limits import MalformedError

MAX_DEPTH = 8


class _NoTags(Mapping[int, NoReturn]):
    """Refuses each tag when cbor2 asks for its decoder, before a regex, set or bignum is built."""

    def __getitem__(self, tag: int) -> NoReturn:
        raise MalformedError("a CBOR tag")

    def __iter__(self) -> Iterator[int]:
        return iter(())

    def __len__(self) -> int:
        return 0


def dump(value: object) -> bytes:
    """`value` in its canonical form."""
    return cbor2.dumps(value, canonical=True)


def load(encoded: bytes) -> object:
    """The one value in `encoded`.

    Raises MalformedError for other types, tags, nesting beyond MAX_DEPTH, indefinite lengths,
    duplicate keys, and whatever would not be encoded as it stands: trailing bytes, longer forms.
    """
    try:
        value = cbor2.loads(
            encoded,
            max_depth=MAX_DEPTH,
            allow_indefinite=False,
            allow_duplicate_keys=False,
            semantic_decoders=_NoTags(),
        )
    except cbor2.CBORDecodeError:
        raise MalformedError("not CBOR of the kind that codes use") from None
    _check_types(value)
    if cbor2.dumps(value) != encoded:
        raise MalformedError("CBOR with trailing bytes or in a longer form")
    return value


def _check_types(value: object) -> None:
    match value:
        case list():
            for item in value:
                _check_types(item)
        case dict():
            for key, item in value.items():
                _check_scalar(key)
                _check_types(item)
        case _:
            _check_scalar(value)


def _check_scalar(value: object) -> None:
    if type(value) not in (int, str, bytes):
        raise MalformedError(f"CBOR of the type {type(value).__name__}")
