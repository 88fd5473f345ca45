"""From who comes to a table to what the nurse there has to do with."""

from collections.abc import Iterator, Mapping, Sequence

from station.camera.props import Carrier
from station.demo.hub import IssuedPass
from station.demo.listed import Code, Listed, Part
from station.demo.nurse import Visit
from station.demo.people import without_accents
from station.demo.studio import Holding, Studio

CARRIERS = {
    Code.PASS_ON_PHONE: Carrier.PHONE,
    Code.PASS_ON_PAPER: Carrier.SLIP,
    Code.CITIZEN_CARD: Carrier.CARD,
}
FROM_THE_END = 12
"""Where a pass is forged: inside the signature, which it ends with."""

Passes = Mapping[str, IssuedPass]
"""By the resident's number on the list."""


def visits(studio: Studio, queue: Sequence[Listed], passes: Passes) -> Iterator[Visit]:
    """The visits of `queue` in turn."""
    frames = studio.frames(_holding(one, passes) for one in queue)
    for one, shown in zip(queue, frames, strict=True):
        name = without_accents(one.person.name)
        yield Visit(
            glimpses=shown,
            typed=f"{name} {one.person.birth_date.year}",
            resident=passes[one.number].resident,
        )


def forged(text: str) -> str:
    """A pass that somebody has tampered with; a character of base45 becomes another one."""
    place = len(text) - FROM_THE_END
    return text[:place] + ("1" if text[place] == "0" else "0") + text[place + 1 :]


def _holding(one: Listed, passes: Passes) -> Holding:
    return Holding(
        number=int(one.number.rpartition("-")[2]),
        payload=_payload(one, passes[one.number].text).encode(),
        carrier=CARRIERS[one.code],
    )


def _payload(one: Listed, text: str) -> str:
    if one.code is Code.CITIZEN_CARD:
        return one.person.card
    return forged(text) if one.part is Part.FORGED else text
