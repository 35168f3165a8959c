"""Searches a served app for responses that the contract does not declare."""

import json
import os
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from referral_api.permissions import ROLE_PERMISSIONS, CasePermission, Role
from referral_api.security import issue_access_token
from tests.support.fuzz_findings import Findings
from tests.support.fuzzing import Plan, every_check, search
from tests.support.routes import guarded_routes
from tests.support.scene import Place, Relation, add_client, build_scene
from tests.support.served_app import Ground, open_ground

_LONG = "FUZZ_EXAMPLES" in os.environ
_EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "1"))
_SEED = int(os.environ.get("FUZZ_SEED", random.randrange(10**6) if _LONG else 7))
# The administrator comes last, because it deactivates others.
_ROLES = (
    sorted(Role, key=lambda role: role is Role.ADMINISTRATOR) if _LONG
    else [Role.SUPERVISOR, Role.ADMINISTRATOR]
)  # fmt: skip
_REGISTRARS = (
    [role for role in Role if CasePermission.REGISTER in ROLE_PERMISSIONS[role]] if _LONG
    else [Role.FIRST_RESPONDER]
)  # fmt: skip
_COVERED_SHORTLY = 40  # one operation in so many, others with another seed


@dataclass(frozen=True)
class Caller:
    role: Role
    own: frozenset[str]
    known: Place
    token: Callable[[], str]


@pytest.fixture(scope="module")
async def ground() -> AsyncIterator[Ground]:
    async with open_ground() as ground:
        yield ground


@pytest.fixture(params=_ROLES, ids=str)
async def caller(ground: Ground, request: pytest.FixtureRequest) -> Caller:
    """Somebody of each role, in the middle of a case that others share."""
    role: Role = request.param
    world = ground.world
    scene = await build_scene(world)
    organisation = scene.organisations[Relation.OWN]
    known = scene.places[Relation.OWN]
    known["to_id"] = known["receiver_id"]
    seat = world.seat(role, organisation)
    machine = role is Role.PARTNER_SYSTEM
    subject = await add_client(world, seat) if machine else seat.agent(role)

    def token() -> str:
        # A long search lasts longer than one token.
        return issue_access_token(
            world.process.signing_key, issuer=world.process.settings.public_url,
            audience=world.process.settings.public_url, subject=subject,
            client_id=subject if machine else None, lifetime=timedelta(minutes=15),
            now=datetime.now(UTC),
        )  # fmt: skip

    return Caller(role, frozenset({str(subject), str(seat.id)}), known, token)


@pytest.fixture(scope="module")
def contract(ground: Ground) -> Any:
    return json.loads(json.dumps(ground.app.openapi()))


def _ids(known: Place) -> Place:
    """Leave out what is one of a list: schemathesis cannot look a list up for these."""
    return {name: value for name, value in known.items() if name != "part"}


def _operations(contract: Any) -> dict[str, str]:
    """Each operation's name, with its method and path."""
    return {
        operation["operationId"]: f"{method.upper()} {path}"
        for path, methods in contract["paths"].items()
        for method, operation in methods.items()
    }


def _check(found: Findings, caller: Caller) -> None:
    heading = f"{caller.role}, FUZZ_SEED={_SEED}"
    print(  # noqa: T201 - the table of a long search
        f"{heading}: {dict(found.phases)} answered {dict(sorted(found.statuses.items()))};"
        f" granted after a link {found.reached(1)}, after two in a row {found.reached(2)}"
    )
    assert not found.failures, heading + "".join(
        f"\n\n{' '.join(where)}\n{what}" for where, what in list(found.failures.items())[:5]
    )


@pytest.mark.one_in(10)
def test_no_generated_request_gets_a_response_that_the_contract_does_not_declare(
    ground: Ground, contract: Any, caller: Caller
) -> None:
    acts = ROLE_PERMISSIONS[caller.role]
    labels = _operations(contract)
    chosen = random.Random(_SEED)
    plan = Plan(
        seed=_SEED, examples=_EXAMPLES, scenarios=max(_EXAMPLES, 8), own=caller.own,
        known=_ids(caller.known),
        # A caller with few permissions runs out of steps, which schemathesis reports as an error.
        steps=min(2 * len(acts), 30 if _LONG else 15),
        beyond={route.name for route in guarded_routes(ground.app) if route.act not in acts},
        uncovered=() if _LONG else {name for name in labels if chosen.randrange(_COVERED_SHORTLY)},
    )  # fmt: skip
    found = search(ground.address, contract, caller.token, plan)
    _check(found, caller)
    assert found.phases.keys() == {"examples", "coverage", "fuzzing", "stateful"}
    assert found.asked.keys() == {*labels.values()}
    assert found.checks.keys() == every_check()
    assert found.reached(1)


@pytest.mark.parametrize("caller", _REGISTRARS, ids=str, indirect=True)
def test_a_case_registered_in_one_step_is_read_and_changed_in_the_next(
    ground: Ground, contract: Any, caller: Caller
) -> None:
    acts = ROLE_PERMISSIONS[caller.role]
    may = {route.name for route in guarded_routes(ground.app) if route.act in acts}
    life = {
        name for name, label in _operations(contract).items()
        if name in may and "/v1/cases" in label and name != "list_cases"
    }  # fmt: skip
    plan = Plan(
        seed=_SEED, examples=_EXAMPLES, scenarios=max(_EXAMPLES, 12), steps=15,
        phases=("stateful",), beyond={*_operations(contract)} - life, own=caller.own,
    )  # fmt: skip
    found = search(ground.address, contract, caller.token, plan)
    _check(found, caller)
    followed = [link for _, link in found.followed]
    assert any(link.startswith("POST /v1/cases -> [201]") for link in followed)
    assert any("-> PATCH /v1/cases/{case_id}" in link for link in followed)
    assert found.reached(2)
