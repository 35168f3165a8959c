"""Asking a standby whether it holds all that was written until a place."""

from sqlalchemy import Text, bindparam, cast, false, func, select

from referral_api.database.statements import Statement
from referral_api.database.tables import WalPosition

# NULL, and so no, on a server that is no standby.
HOLDS = Statement(
    select(
        func.coalesce(
            func.pg_last_wal_replay_lsn() >= cast(cast(bindparam("wal"), Text), WalPosition),
            false(),
        ).label("holds")
    )
)
