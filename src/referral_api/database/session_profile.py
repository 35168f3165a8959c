"""How long a connection may take: for a request, for maintenance, or for counting."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# A statement is planned once for each connection, perhaps while its table is still empty. The plan
# must hold for a table of any size: it never reads a table whole that has an index.
PLANNING = {
    # Custom plans estimate a keyset page at a tenth of the table and are planned anew each time.
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "jit": "off",  # what has no index looks too expensive, and would be compiled
}
# A purge takes the oldest rows in the order of their index. Where PostgreSQL expects few of them,
# it would fetch all that are old by a bitmap and sort them, for each batch anew.
_IN_ORDER = PLANNING | {"enable_bitmapscan": "off"}
# A figure reads many rows once: it is planned for the question that is asked, and leaves the other
# cores of the server to requests.
_FOR_ONE_QUESTION = {
    "plan_cache_mode": "force_custom_plan",
    "max_parallel_workers_per_gather": "0",
    "work_mem": "64MB",
    "jit": "off",
}


@dataclass(frozen=True, slots=True)
class SessionProfile:
    """The limits of a connection, in seconds.

    The server cancels a slow ``statement``; ``lease`` is for a server that no longer responds.
    ``wait`` is for a connection to become free.
    """

    application_name: str
    statement: float
    lock: float
    idle_in_transaction: float
    lease: float
    wait: float = 1.0
    planning: Mapping[str, str] = field(default_factory=lambda: PLANNING)

    @property
    def settings(self) -> dict[str, str]:
        """What the session is opened with."""
        return {
            "statement_timeout": _milliseconds(self.statement),
            "lock_timeout": _milliseconds(self.lock),
            "idle_in_transaction_session_timeout": _milliseconds(self.idle_in_transaction),
            "timezone": "UTC",
            "application_name": self.application_name,
            # The default scope of a transaction: what its organisation was granted.
            "app.sight": "grants",
            **self.planning,
        }


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f}"


REQUESTS = SessionProfile(
    "referral-api", statement=2.5, lock=1.5, idle_in_transaction=5.0, lease=3.5
)
# It waits for locks no longer than a request does: a request may wait for what it holds meanwhile.
MAINTENANCE = SessionProfile(
    "referral-api maintenance", statement=60.0, lock=1.5, idle_in_transaction=10.0, lease=65.0,
    planning=_IN_ORDER,
)  # fmt: skip
# Idle while a replica counts.
FIGURES = SessionProfile(
    "referral-api figures", statement=60.0, lock=1.5, idle_in_transaction=65.0, lease=70.0,
    wait=10.0, planning=_FOR_ONE_QUESTION,
)  # fmt: skip
