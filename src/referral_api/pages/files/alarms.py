"""The alarms of a list of files: what the coordination is told of, and the 72 hours of the police.

The coordination reads its alerts. A unit reads its notices; the chain of custody of a file says
which of them is about it, and is read only where there is one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from fastapi import Response

from referral_api.domain.codelists.alerts import AlertKind, AlertStatus
from referral_api.domain.codelists.handoffs import CustodyKind
from referral_api.domain.codelists.notices import NoticeKind
from referral_api.domain.codelists.status import CaseState
from referral_api.pages.acts.due import end_of
from referral_api.pages.acts.lists import members_of, show_list
from referral_api.pages.acts.rows import Alarm
from referral_api.pages.acts.running import check_ids, run, run_to_end
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.rendering import code_label
from referral_api.pages.visit import PageContext, Visit
from referral_api.pages.words.catalogues import say
from referral_api.pages.words.formats import write_instant, write_rest

# More than wait anywhere at one time.
_MOST = 1000
_OPEN = (AlertStatus.RAISED, AlertStatus.TAKEN_UP)
Found = Mapping[str, tuple[Alarm, ...]]


async def show_files(visit: Visit, operation: Operation) -> Response:
    """Show the list of files, each with its alarms."""
    return await show_list(visit, operation, find_alarms=find_alarms)


async def find_alarms(visit: Visit, call: PageContext, cases: Sequence[Mapping[str, Any]]) -> Found:
    """Return the alarms of these files."""
    if not cases:
        return {}
    if visit.may(OPERATIONS["list_alerts"].permission):
        return await _of_alerts(visit, call)
    reads = (OPERATIONS["list_notices"], OPERATIONS["read_custody"])
    if all(visit.may(each.permission) for each in reads):
        return await _of_notices(visit, call, cases)
    return {}


async def _of_alerts(visit: Visit, call: PageContext) -> Found:
    found: dict[str, list[Alarm]] = defaultdict(list)
    since = say("since %(time)s", visit.language)
    for status in _OPEN:
        alerts, _ = await run_to_end(call, OPERATIONS["list_alerts"], {"status": status}, _MOST)
        for alert in map(members_of, alerts):
            raised = write_instant(end_of(alert["raised_at"]), visit.language)
            what = code_label(AlertKind(alert["kind"]), visit.language)
            found[str(alert["case_id"])].append(
                Alarm(what, since.replace("%(time)s", raised), is_late=True)
            )
    return {case_id: tuple(alarms) for case_id, alarms in found.items()}


async def _of_notices(visit: Visit, call: PageContext, cases: Sequence[Mapping[str, Any]]) -> Found:
    own = str(visit.session.actor.organisation_id)
    notices, _ = await run_to_end(call, OPERATIONS["list_notices"], {"unread": "true"}, _MOST)
    limits = {
        end_of(notice["due_at"])
        for notice in map(members_of, notices)
        if notice["kind"] == NoticeKind.POLICE_PROTECTION and str(notice["concerned_id"]) == own
    }
    found: dict[str, tuple[Alarm, ...]] = {}
    for case in cases:
        if not limits:
            break
        if str(case["protection_custodian_id"]) == own and case["state"] == CaseState.OPEN:
            case_id = str(case["id"])
            for limit in limits & {*await _limits_of(visit, call, case_id)}:
                found[case_id] = (_alarm(visit, limit),)
                limits.discard(limit)
    return found


async def _limits_of(visit: Visit, call: PageContext, case_id: str) -> Iterable[datetime]:
    """Return when the police would have kept the protection too long, from each link of it."""
    reading = OPERATIONS["read_custody"]
    ids = check_ids(reading, {"case_id": case_id})
    chains = members_of(await run(call.beside(reading), reading, ids))
    return [
        end_of(link["since"]) + visit.process.settings.police_protection
        for link in chains["items"]
        if link["kind"] == CustodyKind.PROTECTION
    ]


def _alarm(visit: Visit, limit: datetime) -> Alarm:
    what = say("Hand over the protection of the person", visit.language)
    return Alarm(what, write_rest(limit, visit.now, visit.language), limit < visit.now)
