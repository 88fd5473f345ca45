"""The station: what runs at an injection table, and the domain that the hub shares with it."""
