"""Codes in residents' hands: bytes in, what they are out. Start at `reader.read`."""
