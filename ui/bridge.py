"""The one road from other threads to Kivy's."""

from collections.abc import Callable
from typing import ParamSpec

from kivy.clock import Clock

Given = ParamSpec("Given")


def on_main_thread(call: Callable[Given, None]) -> Callable[Given, None]:
    """`call`, to be used from any thread: it runs on Kivy's before the next frame, in order."""

    def from_elsewhere(*given: Given.args, **named: Given.kwargs) -> None:
        Clock.schedule_once(lambda _: call(*given, **named))

    return from_elsewhere
