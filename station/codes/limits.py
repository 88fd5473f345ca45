"""What every code has to keep to before anybody looks at what it says."""

import unicodedata

MAX_PAYLOAD_BYTES = 4296
"""The most characters that one QR code can hold (version 40-L, alphanumeric)."""

MAX_NAME_CHARACTERS = 100
MAX_ID_CHARACTERS = 64

_REFUSED_CATEGORIES = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
_LETTERS = {"Lu", "Ll", "Lt"}
_BETWEEN_LETTERS = set(" '’ʼ‘-.")
_MAX_MARKS_IN_A_ROW = 2


class MalformedError(ValueError):
    """A limit is broken. The text says which and holds nothing of the code: it may be logged."""


def text(payload: bytes) -> str:
    """The text of at most MAX_PAYLOAD_BYTES of strict UTF-8. Raises MalformedError."""
    if len(payload) > MAX_PAYLOAD_BYTES:
        raise MalformedError(f"longer than {MAX_PAYLOAD_BYTES} bytes")
    try:
        decoded = payload.decode()
    except UnicodeDecodeError:
        raise MalformedError("not UTF-8") from None
    return characters(decoded)


def characters(given: str) -> str:
    """`given`, if it is NFC and every character assigned and visible. Raises MalformedError."""
    if given.isascii() and given.isprintable():
        return given
    for character in given:
        if (category := unicodedata.category(character)) in _REFUSED_CATEGORIES:
            raise MalformedError(f"a character of category {category}")
    if not unicodedata.is_normalized("NFC", given):
        raise MalformedError("not in NFC")
    return given


def identifier(given: str) -> str:
    """`given`, if it may be the id of a thing. Raises MalformedError."""
    if not 0 < len(given) <= MAX_ID_CHARACTERS:
        raise MalformedError(f"an id of {len(given)} characters")
    return characters(given)


def name(given: str) -> str:
    """`given`, if it is a name in Latin script such as "H'Hen Niê". Raises MalformedError."""
    if not 0 < len(given) <= MAX_NAME_CHARACTERS:
        raise MalformedError(f"a name of {len(given)} characters")
    characters(given)
    marks = _MAX_MARKS_IN_A_ROW
    for character in given:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > _MAX_MARKS_IN_A_ROW or not (marks or _stands_in_names(character)):
            raise MalformedError("a name that is not written in Latin letters")
    if given != given.strip() or not any(map(_is_latin_letter, given)):
        raise MalformedError("a name that is not written in Latin letters")
    return given


def _stands_in_names(character: str) -> bool:
    return character in _BETWEEN_LETTERS or _is_latin_letter(character)


def _is_latin_letter(character: str) -> bool:
    in_latin = unicodedata.name(character, "").startswith("LATIN ")
    return in_latin and unicodedata.category(character) in _LETTERS
