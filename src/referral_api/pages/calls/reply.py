"""The form of a reply by telephone: the number of the directory stands beside who said what."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from referral_api.pages.acts.lists import members_of
from referral_api.pages.acts.running import check_ids, run
from referral_api.pages.by_hand import BESIDE, FORMS
from referral_api.pages.forms.reading import Fields
from referral_api.pages.operation import OPERATIONS
from referral_api.pages.visit import Visit

_RECORDS = {"record_referral_call": "read_referral", "record_handoff_call": "read_handoff"}


async def receiver_of(record: str, visit: Visit, _: Fields) -> Mapping[str, Any]:
    """Read who was asked, and the number at which it is called back."""
    reading, organisations = OPERATIONS[record], OPERATIONS["read_organisation"]
    async with visit.open(reading) as call:
        asked = members_of(await run(call, reading, check_ids(reading, visit.ids)))
        ids = {"organisation_id": str(asked.get("receiver_id") or asked["to_id"])}
        receiver = members_of(
            await run(call.beside(organisations), organisations, check_ids(organisations, ids))
        )
    return {"receiver": receiver["name"], "telephone": receiver["duty_telephone"]}


for _act, _record in _RECORDS.items():
    FORMS[_act] = "calls/reply.html"
    BESIDE[_act] = partial(receiver_of, _record)
