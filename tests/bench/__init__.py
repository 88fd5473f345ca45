"""How fast the station is, against bare references in the same run: `make bench`."""
