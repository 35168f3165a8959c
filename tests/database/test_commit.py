"""A commit that fails is never answered as done."""

import json
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from referral_api.database.transaction import Transaction
from referral_api.domain.casework import closing
from referral_api.domain.identification.cases import operations
from referral_api.domain.identification.cases.schemas import CaseClose, CaseRead
from referral_api.permissions import Role
from referral_api.security.vault import Vault, VaultError
from tests.support.rubbish import check_nothing_repeated
from tests.support.world import World

_CASE = {"sex": "female", "age_band": "25_59", "region": "BAMAKO"}


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (asyncpg.PostgresConnectionError("lost"), 503),
        (asyncpg.SerializationError("try again"), 503),
        (asyncpg.DiskFullError("full"), 503),
        (ConnectionResetError("lost"), 503),
        (TimeoutError(), 503),
        (asyncpg.DataCorruptedError("broken"), 500),
        (RuntimeError("a fault of ours"), 500),
    ],
)
async def test_a_failed_commit_is_not_answered_with_success(
    world: World, monkeypatch: pytest.MonkeyPatch, failure: Exception, status: int
) -> None:
    officer, case_id = world.police.agent(Role.FIRST_RESPONDER), str(uuid7())
    await world.a_case()  # the agent is cached now, so the only commit left is that of the change

    async def fail(_: Transaction) -> None:
        raise failure

    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "_commit", fail)
        answer = await world.call(officer, "POST", "/v1/cases", _CASE | {"id": case_id})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    check_nothing_repeated(answer, failure)
    assert not await world.owner.fetch('SELECT 1 FROM "case" WHERE id = $1', UUID(case_id))
    assert not await world.events(case_id=UUID(case_id))
    again = await world.call(officer, "POST", "/v1/cases", _CASE | {"id": case_id})
    assert again.status_code == 201


async def test_a_change_that_recorded_nothing_is_undone_and_answered_as_a_fault(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await world.a_case()
    supervisor = world.police.agent(Role.SUPERVISOR)

    async def close_silently(
        transaction: Transaction, case_id: UUID, _closure: CaseClose, _version: int
    ) -> CaseRead:
        """A faulty operation: it changes a row and records nothing."""
        await transaction._connection.execute(
            "UPDATE \"case\" SET state = 'closed', closure_reason = 'duplicate' WHERE id = $1",
            case_id,
        )
        return CaseRead(**json.loads(json.dumps(case)))

    with monkeypatch.context() as patch:
        patch.setattr(closing, "close_case", close_silently)
        answer = await world.call(
            supervisor, "POST", f"/v1/cases/{case['id']}/close", {"reason": "duplicate"}, version=1
        )
    assert answer.status_code == 500
    assert answer.json()["code"] == "internal-error"
    now = await world.done(supervisor, "GET", f"/v1/cases/{case['id']}")
    assert now["state"] == "open"


async def test_a_request_is_refused_if_its_audit_event_cannot_be_written(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await world.a_case()
    officer = world.police.agent(Role.FIRST_RESPONDER)

    def broken(*_: Any, **__: Any) -> dict[str, Any]:
        raise asyncpg.PostgresConnectionError("lost")

    with monkeypatch.context() as patch:
        patch.setattr(operations, "event_values", broken)
        answer = await world.call(officer, "GET", f"/v1/cases/{case['id']}")
    assert answer.status_code == 503
    assert case["code"] not in answer.text


async def test_a_fault_of_the_service_is_reported_without_data_and_audited(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await world.a_case()
    await world.an_identity(case["id"])

    def broken(*_: object) -> bytes:
        raise VaultError("marker-3141")

    monkeypatch.setattr(Vault, "open", broken)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    answer = await world.call(officer, "GET", f"/v1/cases/{case['id']}/identity")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal-error")
    assert "marker" not in answer.text
    (event,) = await world.events(request_id=answer.headers["x-request-id"])
    assert (event["action"], event["outcome"]) == ("identity:read", "failed")
