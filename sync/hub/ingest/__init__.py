"""How a station's events come into the hub: each once, in a transaction, none dropped."""
