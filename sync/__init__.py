"""The exchange between a station and its hub, and the hub itself."""
