"""What the field means: residents, vaccines, events, verdicts. Pure: no I/O, no clock, only msgspec."""
