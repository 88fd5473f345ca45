"""The kiosk: the window that a nurse works with."""
