"""What the clients do: cases registered, referred with a bed, and handed over."""

import random
from collections.abc import Awaitable, Callable
from typing import Any

from faults.stage import Stage

# Perform one act until it is acknowledged: agent, action, path, content, version → response body.
Perform = Callable[..., Awaitable[dict[str, Any]]]
Story = Callable[[Perform, Stage, random.Random], Awaitable[None]]


async def play(perform: Perform, stage: Stage, chance: random.Random) -> None:
    """Play one of the three stories."""
    case = await _register(perform)
    drawn = chance.random()
    if drawn < 0.35:
        await _refer(perform, stage, case["id"], chance)
    elif drawn < 0.6:
        await _hand_over(perform, stage, case["id"])


async def leave_waiting(perform: Perform, stage: Stage, chance: random.Random) -> None:
    """Send a referral or offer a case, and let nobody answer."""
    case = await _register(perform)
    if chance.random() < 0.5:
        await _send(perform, stage, case["id"])
    else:
        await _offer(perform, stage, case["id"])


async def register_only(perform: Perform, _stage: Stage, _chance: random.Random) -> None:
    """Register a case and leave it at that: each act costs the same."""
    await _register(perform)


async def _register(perform: Perform) -> dict[str, Any]:
    return await perform(
        "officer", "case:register", "/v1/cases",
        {"sex": "female", "age_band": "25_59", "region": "BAMAKO", "languages": ["bam"]},
    )  # fmt: skip


async def _consent(perform: Perform, case_id: str, recipient: object) -> str:
    body = await perform(
        "officer", "consent:record", "/v1/consents",
        {
            "case_id": case_id, "given_by": "self", "method": "written", "language": "bam",
            "purposes": ["care", "referral_sharing", "justice"], "recipients": [str(recipient)],
            "sections": ["identity", "exploitation", "protection", "health", "justice"],
        },
    )  # fmt: skip
    return str(body["id"])


async def _send(perform: Perform, stage: Stage, case_id: str) -> dict[str, Any]:
    shelter = stage.organisations["shelter"]
    row = await perform(
        "officer", "referral:create", "/v1/referrals",
        {
            "case_id": case_id, "receiver_id": str(shelter), "service_type": "shelter",
            "priority": "urgent", "shared_sections": ["identity", "protection"],
            "bed_asked": True, "consent_id": await _consent(perform, case_id, shelter),
        },
    )  # fmt: skip
    path = f"/v1/referrals/{row['id']}/send"
    return await perform("officer", "referral:send", path, None, row["version"])


async def _refer(perform: Perform, stage: Stage, case_id: str, chance: random.Random) -> None:
    row = await _send(perform, stage, case_id)
    path = f"/v1/referrals/{row['id']}"
    row = await perform(
        "intake", "referral:acknowledge", f"{path}/acknowledge", None, row["version"]
    )
    row = await perform("intake", "referral:accept", f"{path}/accept", {}, row["version"])
    if chance.random() < 0.5:
        await perform("intake", "referral:start", f"{path}/start", None, row["version"])


async def _offer(perform: Perform, stage: Stage, case_id: str) -> dict[str, Any]:
    prosecutor = stage.organisations["prosecutor"]
    return await perform(
        "supervisor", "handoff:offer", "/v1/handoffs",
        {
            "case_id": case_id, "kind": "investigation", "to_id": str(prosecutor),
            "priority": "urgent", "reason": "jurisdiction",
            "consent_id": await _consent(perform, case_id, prosecutor),
        },
    )  # fmt: skip


async def _hand_over(perform: Perform, stage: Stage, case_id: str) -> None:
    row = await _offer(perform, stage, case_id)
    path = f"/v1/handoffs/{row['id']}/accept"
    await perform("magistrate", "handoff:accept", path, None, row["version"])
