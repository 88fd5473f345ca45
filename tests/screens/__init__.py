"""The window, touched."""
