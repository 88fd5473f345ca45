"""What the field means: residents, vaccines, events, verdicts. Pure: no I/O and no clock."""
