"""Tips that wait to be assigned, and those that wait for the first act, in SQL."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, func

from referral_api.database.statements import one_of
from referral_api.domain.casework.clocks.waiting import LONGEST, Waiting, waits, whole_time
from referral_api.domain.codelists.notices import NoticeKind as Kind
from referral_api.domain.events.clocks.table import BY_LIMIT, CLOCKS
from referral_api.domain.identification.tips.lifecycle import TIPS
from referral_api.domain.identification.tips.tables import Tip


def _tips() -> Iterator[tuple[Kind, Select[Any]]]:
    tip = Tip.__table__.c  # type: ignore[attr-defined]
    for row in TIPS.delays:
        kind = BY_LIMIT["tip", row.deadline or ""]
        limit, concerned = tip[row.deadline], tip[CLOCKS[kind].waits_for[0]]
        yield kind, waits(
            tip.id, limit, concerned, concerned, tip.place_region,
            whole_time(tip.urgency, CLOCKS[kind]), limit <= func.now() + LONGEST,
            concerned.is_not(None),
            one_of(tip.status, sorted(row.sources)), *(tip[name].is_(None) for name in row.unless),
        )  # fmt: skip


TIP_WAITING: Waiting = tuple(_tips())
