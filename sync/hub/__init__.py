"""The hub: takes the stations' ledgers, publishes the site's list, shows the day. Django inside."""
