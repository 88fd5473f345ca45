"""The commands of `tram` that look at a station, or work its desk from a terminal."""
