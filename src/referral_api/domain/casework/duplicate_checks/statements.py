"""What a check asks of the database: which are due, whose turn it is, and the owner's functions."""

from datetime import timedelta

from sqlalchemy import (
    ARRAY,
    Integer,
    Interval,
    LargeBinary,
    Text,
    Uuid,
    bindparam,
    cast,
    column,
    delete,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlmodel import col

from referral_api.database.statements import Statement
from referral_api.domain.identification.duplicates.operations import is_known_pair
from referral_api.domain.identification.identities.indexes import IdentityCheck, IdentityQuota
from referral_api.domain.network.agents.tables import Agent

LEASE = timedelta(seconds=60)
LAST_PAUSE = timedelta(hours=4)
MOST_OPENED = 6  # that ``find_alike`` opens for one check
_AT_ONCE = 50
_TARGET = bindparam("case_id", type_=Uuid())
_CHECK = IdentityCheck.__table__.c  # type: ignore[attr-defined]
_LIMIT = bindparam("for_each_agent", type_=Integer)
_OPENED_TODAY = (
    select(func.coalesce(func.max(col(IdentityQuota.opened)), literal_column("0")))
    .where(
        col(IdentityQuota.agent_id) == col(IdentityCheck.agent_id),
        col(IdentityQuota.day) == func.current_date(),
    )
    .correlate(IdentityCheck)
    .scalar_subquery()
)
# A check that might open fewer than it should waits: whoever is not looked at now never would be.
_HAS_ROOM = or_(_CHECK.only_index, literal_column(str(MOST_OPENED)) <= _LIMIT - _OPENED_TODAY)
_IS_FREE = or_(_CHECK.leased_until.is_(None), _CHECK.leased_until <= func.now())
# The lease and the tokens need not be on disk at once: the check is due until it is done, and what
# was lost before is done again.
_LATE = func.set_config("synchronous_commit", "off", literal_column("true"))
DUE = Statement(
    select(_CHECK.case_id)
    .where(_CHECK.next_at <= func.now(), _IS_FREE, _HAS_ROOM)
    .order_by(_CHECK.next_at)
    .limit(literal_column(str(_AT_ONCE)))
)
TAKE = Statement(
    update(IdentityCheck)
    .where(_CHECK.case_id == _TARGET, _IS_FREE, _HAS_ROOM, col(Agent.id) == _CHECK.agent_id)
    .values(
        leased_until=func.now() + bindparam("lease", type_=Interval), attempts=_CHECK.attempts + 1
    )
    .returning(
        _CHECK.case_id, _CHECK.asked_key, _CHECK.only_index, _CHECK.attempts,
        col(Agent.organisation_id), _LATE,
        # What is opened from now on is opened for the organisation that recorded the identity.
        func.set_config(
            "app.organisation_id", cast(col(Agent.organisation_id), Text), literal_column("true")
        ),
    )
)  # fmt: skip
_MINE = [_CHECK.case_id == bindparam("row_id"), _CHECK.asked_key == bindparam("asked")]
DONE = Statement(delete(IdentityCheck).where(*_MINE))
LATER = Statement(
    update(IdentityCheck)
    .where(*_MINE)
    .values(
        leased_until=None,
        next_at=func.now() + bindparam("pause", type_=Interval),
        attempts=bindparam("attempts", type_=Integer),
    )
)
OWN = Statement(select(literal_column("*")).select_from(func.identity_to_check(_TARGET)))
INDEX = Statement(
    select(
        func.index_identity(
            _TARGET, bindparam("key_id", type_=Text), bindparam("made", type_=ARRAY(LargeBinary))
        )
    )
)
_ALIKE = func.find_alike(
    _TARGET, bindparam("asked", type_=ARRAY(LargeBinary)),
    bindparam("weights", type_=ARRAY(Integer)), _LIMIT,
).table_valued(column("case_id", Uuid), name="alike")  # fmt: skip
ALIKE = Statement(
    select(
        literal_column("alike.*"), is_known_pair(_TARGET, _ALIKE.c.case_id).label("is_known")
    ).select_from(_ALIKE)
)
LEFT = Statement(
    select((_LIMIT - _OPENED_TODAY).label("openings")).where(_CHECK.case_id == _TARGET)
)
AGAIN = Statement(
    select(
        func.index_again(bindparam("key_id", type_=Text), literal_column("1000")).label("queued")
    )
)
