"""The station's memory: one encrypted file with the list, the ledger and what is still to send."""
