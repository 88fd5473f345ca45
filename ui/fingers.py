"""Real touches on the window's widgets, found by their stable names."""

from kivy.base import EventLoop
from kivy.input.motionevent import MotionEvent
from kivy.uix.widget import Widget

from ui.panel import Panel
from ui.widgets import Touch


class Finger(MotionEvent):
    """One finger on the glass, at a place in pixels from the lower left."""

    def __init__(self, x: float, y: float) -> None:
        width, height = EventLoop.window.system_size
        at = {"x": x / (width - 1), "y": y / (height - 1)}
        super().__init__("remote", 1, at, is_touch=True, type_id="touch")
        self.profile = ["pos"]

    def depack(self, args: dict[str, float]) -> None:
        self.sx, self.sy = args["x"], args["y"]
        super().depack(args)


def tap(x: float, y: float) -> None:
    """Touches the window there, as its touch screen would report it."""
    finger = Finger(x, y)
    EventLoop.post_dispatch_input("begin", finger)
    EventLoop.post_dispatch_input("end", finger)


def offered(panel: Panel) -> dict[str, Touch]:
    """What can be touched now, by name."""
    if panel.settling:
        return {}
    touches = [widget for widget in panel.screen.walk(restrict=True) if isinstance(widget, Touch)]
    return {touch.name: touch for touch in touches if touch.action and touch.action.possible}


def touch(widget: Widget) -> None:
    """Taps the middle of `widget`."""
    tap(*middle(widget))


def middle(widget: Widget) -> tuple[float, float]:
    """Where `widget` is in the window, in pixels from the lower left."""
    x, y = widget.to_window(*widget.center)
    return x, y
