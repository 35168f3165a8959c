"""The measured operations: the request, its callers and its row."""

import json
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from bench.dataset import AUDITOR, CASE, INTAKE, OFFICERS, POLICE, REFERRAL, Speaker, numbered

NEW_CASE = {"sex": "female", "age_band": "18_24", "region": "BAMAKO", "languages": ["bam"]}


@dataclass(frozen=True, slots=True)
class Operation:
    """One request. ``{id}`` in the path is a random case of the first speaker, or the next
    referral that waits to be accepted.
    """

    name: str
    method: Literal["GET", "POST"]
    path: str
    speakers: tuple[Speaker, ...]
    body: str = ""
    row: Literal["case", "referral"] = "case"
    if_match: int | None = None
    limit: bool = True  # whether pgbench and a bare loop send its statements too
    reference: bool = False  # whether the ORM-style reference has it

    def path_of(self, row_id: UUID) -> str:
        """Name the row in the path."""
        return self.path.format(id=row_id)

    def headers(self, token: str, key: str) -> dict[str, str]:
        """Give the headers of one request."""
        named = {"Authorization": f"Bearer {token}"}
        if self.method == "POST":
            named |= {"Idempotency-Key": key, "Content-Type": "application/json"}
        if self.if_match is not None:
            named["If-Match"] = f'"{self.if_match}"'
        return named


def case_of_first_officer(number: int) -> UUID:
    """Name the n-th case of the officer that reads, lists and registers."""
    return numbered(CASE, number * POLICE)


def sent_referral(number: int) -> UUID:
    """Name the n-th referral that waits to be accepted."""
    return numbered(REFERRAL, number)


_OFFICER = (OFFICERS[0],)
OPERATIONS = (
    Operation(
        "register", "POST", "/v1/cases", _OFFICER, json.dumps(NEW_CASE), reference=True
    ),
    Operation("read", "GET", "/v1/cases/{id}", _OFFICER, reference=True),
    Operation("page", "GET", "/v1/cases?limit=50", _OFFICER, reference=True),
    Operation(
        "accept", "POST", "/v1/referrals/{id}/accept", tuple(INTAKE), "{}", row="referral",
        if_match=2, limit=False,
    ),
    Operation("search", "GET", "/v1/audit/events?case_id={id}", (AUDITOR,), limit=False),
    Operation(
        "search-agent", "GET", f"/v1/audit/events?agent_id={OFFICERS[0].agent_id}", (AUDITOR,),
        limit=False,
    ),
)  # fmt: skip
