"""What the hub has of the ledger, what it could not use, and what is still to be sent."""

from collections.abc import Sequence
from typing import NamedTuple

from station.store.database import Database
from station.store.errors import NotOurLedgerError
from station.store.ledger import BEGINNING, Entry, Ledger, Mark


class ParkedEvent(NamedTuple):
    """An event that the hub keeps but cannot use: its reason code, and what is wrong."""

    seq: int
    reason: str
    detail: str = ""


class Outbox:
    """The ledger as seen from the hub."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._ledger = ledger

    def acknowledged(self) -> Mark:
        """The last event that the hub holds durably; (0, zeros) is none."""
        row = self._database.row("SELECT acknowledged_seq, acknowledged_hash FROM ledger")
        return Mark(*row) if row else BEGINNING

    def epoch(self) -> str | None:
        """The hub database that acknowledged."""
        return self._database.value("SELECT epoch FROM ledger")

    def backlog(self) -> int:
        """How many events the hub has not acknowledged."""
        count = self._database.value(
            "SELECT ifnull((SELECT max(seq) FROM event), 0) - acknowledged_seq FROM ledger"
        )
        return count or 0

    def batch(self, limit: int) -> list[Entry]:
        """The oldest events that the hub has not acknowledged, at most `limit`, in order."""
        return self._ledger.entries(self.acknowledged().seq, limit)

    def settle(
        self,
        acknowledged: Mark,
        parked: Sequence[ParkedEvent],
        settled: Sequence[int],
        epoch: str,
    ) -> None:
        """Takes in what the hub says of the ledger, in one transaction.

        Within an epoch the acknowledgement only moves forward, whatever order answers come in. A
        new epoch, a hub restored from a backup, may move it back: those events are sent again.
        Raises NotOurLedgerError where the hub names a place that this ledger does not hold.
        """
        with self._database.writing():
            self._move(acknowledged, epoch)
            self._database.write_many(
                "INSERT INTO parked (seq, reason, detail) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET reason = excluded.reason, detail = excluded.detail,"
                " resend = 0",
                parked,
            )
            self._database.write_many(
                "DELETE FROM parked WHERE seq = ?", ((seq,) for seq in settled)
            )

    def _move(self, acknowledged: Mark, epoch: str) -> None:
        if self._ledger.mark(acknowledged.seq) != acknowledged:
            raise NotOurLedgerError(
                f"{self._database.path}: the hub acknowledged event {acknowledged.seq}, which "
                "this ledger does not hold with that hash; nothing was taken as sent. "
                "If this card was restored from a backup, enrol the station anew."
            )
        before = self.acknowledged()
        if epoch == self.epoch() and acknowledged.seq <= before.seq:
            return
        self._database.write(
            "UPDATE ledger SET acknowledged_seq = ?, acknowledged_hash = ?, epoch = ?",
            (*acknowledged, epoch),
        )
        self._database.write("DELETE FROM parked WHERE seq > ?", (acknowledged.seq,))

    def parked(self) -> list[ParkedEvent]:
        """The events that the hub could not use, in order."""
        rows = self._database.rows("SELECT seq, reason, detail FROM parked ORDER BY seq")
        return [ParkedEvent(*row) for row in rows]

    def ask_resend(self, seqs: Sequence[int]) -> None:
        """Marks parked events to be offered to the hub again."""
        with self._database.writing():
            self._database.write_many(
                "UPDATE parked SET resend = 1 WHERE seq = ?", ((seq,) for seq in seqs)
            )

    def resend_batch(self, limit: int) -> list[Entry]:
        """Parked events that are to be offered again, at most `limit`, in order."""
        rows = self._database.rows(
            "SELECT seq, id, canonical, hash FROM event WHERE seq IN"
            " (SELECT seq FROM parked WHERE resend ORDER BY seq LIMIT ?) ORDER BY seq",
            (limit,),
        )
        return [Entry(*row) for row in rows]
