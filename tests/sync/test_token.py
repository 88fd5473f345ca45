"""A token names one station, for one body, for a short time."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from sync.token import TokenError, issue, verify

NOW = datetime(2021, 9, 20, 1, 30, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
BODY = b"body as sent"
ISSUED_S = int(NOW.timestamp())
CLAIMS: dict[str, str | int] = {
    "iss": "s1",
    "aud": "tram-hub",
    "iat": ISSUED_S,
    "exp": ISSUED_S + 120,
    "bsh": "gTzc3M5sUWulNeFVQHnNSMCETI0kIzNgpIgeXnwekPM",
}


def known(station: str) -> Ed25519PublicKey | None:
    return KEY.public_key() if station == "s1" else None


def b64(part: bytes) -> str:
    return urlsafe_b64encode(part).rstrip(b"=").decode()


def signed(claims: dict[str, str | int], alg: str = "Ed25519") -> str:
    """A token made by hand, as another library would."""
    parts = [msgspec.json.encode({"alg": alg}), msgspec.json.encode(claims)]
    text = ".".join(map(b64, parts))
    return f"{text}.{b64(KEY.sign(text.encode()))}"


def check(token: str, body: bytes = BODY, now: datetime = NOW) -> str:
    return verify(token, body, now, known)


def test_a_token_names_its_station() -> None:
    assert check(issue("s1", KEY, BODY, NOW)) == "s1"


def test_a_token_is_for_one_body() -> None:
    with pytest.raises(TokenError, match="another body"):
        check(issue("s1", KEY, BODY, NOW), body=b"another")


def test_a_token_of_another_key_is_refused() -> None:
    with pytest.raises(TokenError, match="bad_signature"):
        check(issue("s1", Ed25519PrivateKey.generate(), BODY, NOW))


def test_a_token_of_an_unknown_station_is_refused() -> None:
    with pytest.raises(TokenError, match="known"):
        check(issue("s2", KEY, BODY, NOW))


@pytest.mark.parametrize("minutes", [-5, 5])
def test_a_token_by_a_wrong_clock_is_refused_with_a_hint_at_the_clock(minutes: int) -> None:
    with pytest.raises(TokenError, match="clock"):
        check(issue("s1", KEY, BODY, NOW), now=NOW + timedelta(minutes=minutes))


def test_a_token_made_by_hand_after_the_page_is_taken() -> None:
    assert check(signed(CLAIMS)) == "s1"


def test_a_token_cannot_make_itself_last_longer_than_five_minutes() -> None:
    with pytest.raises(TokenError, match="expired"):
        check(signed(CLAIMS | {"exp": ISSUED_S + 86_400}), now=NOW + timedelta(minutes=10))


def test_a_token_for_somebody_else_is_refused() -> None:
    with pytest.raises(TokenError, match="tram-hub"):
        check(signed(CLAIMS | {"aud": "another"}))


@pytest.mark.parametrize("alg", ["none", "HS256", "EdDSA", "Ed448"])
def test_only_ed25519_by_its_own_name_is_taken(alg: str) -> None:
    with pytest.raises(TokenError):
        check(signed(CLAIMS, alg))


@pytest.mark.parametrize("missing", sorted(CLAIMS))
def test_a_token_without_one_of_its_claims_is_refused(missing: str) -> None:
    with pytest.raises(TokenError, match=missing):
        check(signed({name: value for name, value in CLAIMS.items() if name != missing}))


@given(st.text(max_size=200))
def test_any_text_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(TokenError):
        check(text)


@given(st.data())
def test_a_token_with_any_letter_changed_is_refused(data: st.DataObject) -> None:
    token = issue("s1", KEY, BODY, NOW)
    # The last letter of a base64 text holds spare bits.
    at = data.draw(st.integers(0, len(token) - 2))
    letter = data.draw(st.sampled_from("Ab3-").filter(lambda one: one != token[at]))
    changed = token[:at] + letter + token[at + 1 :]
    with pytest.raises(TokenError):
        check(changed)
