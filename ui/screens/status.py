"""The status bar: how fresh the list is, what waits to be sent, network, vial and clock."""

from station.store.status import HubState
from ui.around import Around
from ui.screens.scene import Scene
from ui.views import StatusBar
from ui.words import Words

_NETWORK = {
    HubState.NEVER: ("Never connected", "network_off"),
    HubState.ONLINE: ("Connected", "network"),
    HubState.OFFLINE: ("No network", "network_off"),
    HubState.REFUSED: ("Refused by the hub", "network_off"),
    HubState.REVOKED: ("Revoked by the hub", "network_off"),
}


def bar(scene: Scene) -> StatusBar:
    _, around, words, _ = scene
    network, icon = _NETWORK[around.status.contact.state]
    return StatusBar(
        freshness=freshness(around, words),
        network=words.say(network),
        network_icon=icon,
        vial=vial_in_use(scene),
        clock=_clock(around, words),
        warns=not around.clock_trusted or around.status.as_of is None,
    )


def freshness(around: Around, words: Words) -> str:
    """What a verdict rests on: "List of 07:40 · 3 tables · 12 to send"."""
    parts = [
        _list(around, words),
        words.count("{n} table", "{n} tables", around.status.tables),
        words.count("{n} to send", "{n} to send", around.status.to_send),
    ]
    if around.status.parked:
        parts.append(words.count("{n} returned", "{n} returned", around.status.parked))
    return " · ".join(parts)


def _list(around: Around, words: Words) -> str:
    if around.status.as_of is None:
        return words.say("No list")
    as_of = around.status.as_of.astimezone(words.zone)
    if as_of.date() == around.now.date():
        return words.say("List of {time}", time=words.time(as_of))
    return words.say("List of {day}, {time}", day=words.day(as_of.date()), time=words.time(as_of))


def vial_in_use(scene: Scene) -> str:
    """The product and the doses left, or that no vial is open."""
    desk, around, words, _ = scene
    if desk.vial is None:
        return words.say("No vial open")
    left = words.count("{n} dose left", "{n} doses left", desk.vial.doses_left)
    return f"{around.short_product_name(desk.vial.product)} · {left}"


def _clock(around: Around, words: Words) -> str:
    time = words.time(around.now)
    return time if around.clock_trusted else words.say("{time} unsure", time=time)
