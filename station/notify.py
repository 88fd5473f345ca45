"""Tells systemd how a process is (sd_notify): one datagram to the socket that it names."""

import os
import socket


def ready() -> None:
    """The process has started and does its work."""
    _send("READY=1")


def alive() -> None:
    """The main loop came by: feeds the watchdog of the unit."""
    _send("WATCHDOG=1")


def stopping() -> None:
    _send("STOPPING=1")


def say(status: str) -> None:
    """One line for `systemctl status`; nothing about a resident belongs in it."""
    _send(f"STATUS={status}")


def _send(message: str) -> None:
    """Does nothing outside systemd. A leading @ names an abstract socket."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sock:
        sock.sendto(message.encode(), address)
