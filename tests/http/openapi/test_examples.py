"""The examples of the contract are accepted as they stand, on the demo's data."""

import json
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from referral_api.demo.data import agent
from referral_api.demo.loading import load_demo_data
from referral_api.http.openapi.examples import BODIES, PARAMETERS
from referral_api.main import create_app
from referral_api.security import issue_access_token
from referral_api.settings import Settings
from tests.support.migrated_cluster import start_migrated
from tests.support.programme import KINDS
from tests.support.routes import routes_of

Send = Callable[..., Any]
# Who sends which example, at which version, and the action that the audit log then holds.
_CASE, _REFERRAL = (
    f"/v1/cases/{PARAMETERS['case_id']}",
    f"/v1/referrals/{PARAMETERS['referral_id']}",
)
_HANDOFF = f"/v1/handoffs/{PARAMETERS['handoff_id']}"
_REQUEST = f"/v1/contribution-requests/{PARAMETERS['contribution_request_id']}"
_GIVEN = f"/v1/contributions/{PARAMETERS['contribution_id']}"
_ACTIVITY = f"/v1/prevention-activities/{PARAMETERS['activity_id']}"
_SERVICE = f"/v1/services/{PARAMETERS['service_id']}"
_LOCATION = f"/v1/locations/{PARAMETERS['location_id']}"
_ROAD = f"/v1/road-states/{PARAMETERS['road_state_id']}"
_WALK: list[tuple[str, str, str, str | None, int | None, str]] = [
    ("Sekou", "POST", "/v1/organisations", "OrganisationCreate", None, "organisation:create"),
    ("Sekou", "POST", "/v1/agents", "AgentCreate", None, "agent:create"),
    ("Sekou", "POST", "/v1/clients", "ClientCreate", None, "client:create"),
    ("Awa", "POST", "/v1/cases", "CaseRegister", None, "case:register"),
    ("Awa", "PATCH", _CASE, "CaseUpdate", 1, "case:update"),
    ("Awa", "PUT", f"{_CASE}/identity", "IdentityRecord", 0, "identity:record"),
    ("Bakary", "POST", f"{_CASE}/decisions", "DecisionRecord", 2, "decision:record"),
    ("Awa", "POST", "/v1/consents", "ConsentRecord", None, "consent:record"),
    ("Awa", "POST", "/v1/referrals", "ReferralCreate", None, "referral:create"),
    ("Awa", "POST", f"{_REFERRAL}/send", None, 1, "referral:send"),
    ("Fanta", "POST", f"{_REFERRAL}/acknowledge", None, 2, "referral:acknowledge"),
    ("Fanta", "POST", f"{_REFERRAL}/accept", "ReferralAccept", 3, "referral:accept"),
    ("Fanta", "POST", f"{_REFERRAL}/start", None, 4, "referral:start"),
    ("Fanta", "POST", f"{_REFERRAL}/note", "ReferralNote", 5, "referral:note"),
    ("Fanta", "POST", f"{_REFERRAL}/complete", "ReferralComplete", 6, "referral:complete"),
    ("Coumba", "POST", "/v1/handoffs", "HandoffOffer", None, "handoff:offer"),
    ("Coumba", "POST", f"{_HANDOFF}/withdraw", "HandoffWithdraw", 1, "handoff:withdraw"),
    ("Awa", "POST", "/v1/accusations", "AccusationRecord", None, "accusation:record"),
    ("Coumba", "POST", f"{_CASE}/close", "CaseClose", 3, "case:close"),
    ("Rokia", "POST", "/v1/contribution-requests", "ContributionRequestCreate", None,
     "contribution_request:create"),
    ("Rokia", "PATCH", _REQUEST, "ContributionRequestUpdate", 1, "contribution_request:update"),
    ("Rokia", "POST", f"{_REQUEST}/open", "ContributionCallOpen", 2,
     "contribution_request:open"),
    ("Issa", "POST", "/v1/contributions", "ContributionCreate", None, "contribution:create"),
    ("Issa", "POST", f"{_GIVEN}/correct", "ContributionCorrect", 1, "contribution:correct"),
    ("Issa", "POST", f"{_GIVEN}/withdraw", "ContributionWithdraw", 2, "contribution:withdraw"),
    ("Rokia", "POST", f"{_REQUEST}/withdraw", "ContributionRequestWithdraw", 3,
     "contribution_request:withdraw"),
    *(
        ("Rokia", "POST", kind.path, f"{name}Create", None, f"{kind.subject}:register")
        for kind in KINDS.values()
        for name in ["".join(word.capitalize() for word in kind.subject.split("_"))]
    ),
    ("Fanta", "POST", "/v1/services", "ServiceCreate", None, "service:register"),
    ("Fanta", "PUT", _SERVICE, "ServiceContents", 1, "service:correct"),
    ("Fanta", "PUT", f"{_SERVICE}/places/bed_girls", "PlacesUpdate", 0, "place:update"),
    ("Fanta", "POST", "/v1/locations", "LocationCreate", None, "location:register"),
    ("Fanta", "PUT", _LOCATION, "LocationContents", 1, "location:correct"),
    ("Fanta", "PUT", f"{_LOCATION}/address", "AddressRecord", 0, "location:record_address"),
    ("Rokia", "POST", "/v1/road-states", "RoadStateCreate", None, "road_state:register"),
    ("Rokia", "PUT", _ROAD, "RoadStateContents", 1, "road_state:correct"),
    ("Awa", "POST", "/v1/placements/search", "PlacementNeed", None, "placement:search"),
    ("Rokia", "PUT", _ACTIVITY, "PreventionActivityContents", 1, "prevention_activity:correct"),
    ("Rokia", "POST", f"{_ACTIVITY}/withdraw", "EntryWithdraw", 2, "prevention_activity:withdraw"),
]  # fmt: skip


@pytest.fixture(scope="module")
async def demo() -> AsyncIterator[tuple[FastAPI, str]]:
    """The service on the demo's data, and the owner's address of its database."""
    folder = Path(tempfile.mkdtemp(prefix="examples-"))
    settings = Settings(referral_data_dir=folder, log_level="ERROR", pool_size=2)
    try:
        with start_migrated(folder) as server:
            owner = server.url("referral_owner")
            load_demo_data(owner, settings.keys)
            app = create_app(settings, server.url("referral_app"))
            async with app.router.lifespan_context(app):
                yield app, owner
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def send(demo: tuple[FastAPI, str]) -> AsyncIterator[Send]:
    app, _ = demo
    process = app.state.process
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://service.test") as client:

        async def send(
            name: str, method: str, path: str, content: Any, version: int | None
        ) -> httpx.Response:
            token = issue_access_token(
                process.signing_key, issuer=process.settings.public_url,
                audience=process.settings.public_url, subject=agent(name).id,
                client_id=None, lifetime=timedelta(minutes=5), now=datetime.now(UTC),
            )  # fmt: skip
            headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}
            if version is not None:
                headers["If-Match"] = f'"{version}"'
            return await client.request(method, path, json=content, headers=headers)

        yield send


async def test_the_examples_are_accepted_one_after_the_other_and_recorded(
    demo: tuple[FastAPI, str], send: Send
) -> None:
    owner = await asyncpg.connect(demo[1])
    for name, method, path, example, version, action in _WALK:
        answer = await send(name, method, path, example and BODIES[example], version)
        assert answer.status_code in {200, 201}, (path, answer.text)
        last = await owner.fetchval(
            "SELECT action FROM audit_event WHERE outcome = 'allowed' AND agent_id IS NOT NULL"
            " ORDER BY id DESC LIMIT 1"
        )
        assert last == action
    await owner.close()


def test_every_example_is_a_body_that_its_operation_takes(demo: tuple[FastAPI, str]) -> None:
    tried = set()
    for route in iter_route_contexts(demo[0].routes):
        for body in getattr(getattr(route, "dependant", None), "body_params", ()):
            model = body.field_info.annotation
            if model.__name__ in BODIES:
                model.model_validate_json(json.dumps(BODIES[model.__name__]))
                tried.add(model.__name__)
    assert tried == BODIES.keys()


def test_only_what_names_a_time_of_today_or_is_a_file_has_none(
    demo: tuple[FastAPI, str],
) -> None:
    app, _ = demo
    paths = app.openapi()["paths"]
    without = set()
    for route in routes_of(app):
        operation = paths.get(route.path, {}).get(route.method.lower(), {})
        for content in operation.get("requestBody", {}).get("content", {}).values():
            if "example" not in content:
                without.add(operation["operationId"])
    assert without == {
        "depart_handoff", "depart_referral", "hold_referral", "issue_token",
        "arrive_stay", "check_in_for_handoff", "check_in_for_stay", "depart_stay", "note_absence",
        "note_return", "record_incident", "record_handoff_call", "record_referral_call",
        "schedule_referral", "record_assessment", "draft_support_plan", "activate_support_plan",
        "revise_support_plan", "suspend_support_plan", "resume_support_plan",
        "create_contribution_by_sheet", "correct_contribution_by_sheet",  # a file
        "begin_import", "check_import",
    }  # fmt: skip
