"""Ethnic group and descent: with a consent of their own, and erased with it."""

from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import refused
from tests.support.facts import malformed
from tests.support.world import TestOrganisation, World

_SAID: dict[str, Any] = {
    "self_declared": True, "ethnic_groups": ["soninke"], "descent_status": "refused",
}  # fmt: skip


async def _with_consent(
    world: World, by: TestOrganisation, consent: dict[str, Any] | None = None, **fields: Any
) -> tuple[str, dict[str, Any]]:
    case_id = (await world.a_case(by, **fields))["id"]
    agreed = await world.a_consent(
        case_id, by, by=by, purposes=["background_statistics"], sections=[], **(consent or {})
    )
    return f"/v1/cases/{case_id}/profile/background", agreed


async def test_what_the_person_declares_is_sealed_and_erased_when_the_consent_is_withdrawn(
    world: World,
) -> None:
    path, consent = await _with_consent(world, world.ngo)
    worker = world.ngo.agent(Role.CASE_WORKER)
    assert (await world.call(worker, "GET", path)).status_code == 404
    made = await world.done(worker, "PUT", path, _SAID, version=0)
    assert (made["ethnic_groups"], made["descent_status"]) == (["soninke"], "refused")
    again = await world.done(worker, "PUT", path, _SAID | {"ethnic_groups": []}, version=1)
    assert (again["ethnic_groups"], again["version"]) == ([], 2)
    assert (await world.done(worker, "GET", path))["descent_status"] == "refused"
    case_id = UUID(path.split("/")[3])
    stored = "SELECT b::text FROM background b WHERE case_id = $1"
    assert "refused" not in await world.owner.fetchval(stored, case_id)
    sections = {event["section"] for event in await world.events(case_id=case_id)}
    assert "background" in sections
    await world.move(worker, "consents", consent, "withdraw")
    row = await world.owner.fetchrow(
        "SELECT sealed, erased_at FROM background WHERE case_id = $1", case_id
    )
    assert row is not None
    assert row["sealed"] is None
    assert row["erased_at"] is not None
    await refused(world, 409, "consent-missing", worker, "GET", path)


async def test_a_renewed_consent_keeps_what_was_declared(world: World) -> None:
    path, consent = await _with_consent(world, world.ngo)
    worker = world.ngo.agent(Role.CASE_WORKER)
    await world.done(worker, "PUT", path, _SAID, version=0)
    await world.a_consent(
        path.split("/")[3], world.ngo, by=world.ngo, purposes=["background_statistics"],
        sections=[],
    )  # fmt: skip
    await world.move(worker, "consents", consent, "withdraw")
    assert (await world.done(worker, "GET", path))["descent_status"] == "refused"


async def test_of_a_child_only_with_who_speaks_for_it_and_its_own_assent(world: World) -> None:
    worker = world.ngo.agent(Role.CASE_WORKER)
    path, _ = await _with_consent(world, world.ngo, age_band="12_14")
    body = _SAID | {"child_assents": "yes"}
    await refused(world, 409, "consent-missing", worker, "PUT", path, body, version=0)
    path, _ = await _with_consent(world, world.ngo, {"given_by": "mother"}, age_band="12_14")
    await refused(world, 409, "consent-missing", worker, "PUT", path, _SAID, version=0)
    assert (await world.done(worker, "PUT", path, body, version=0))["version"] == 1


async def test_nobody_else_records_or_reads_it_whatever_they_hold(world: World) -> None:
    path, _ = await _with_consent(world, world.police)
    officer = world.police.agent(Role.SUPERVISOR)
    await refused(world, 403, "forbidden", officer, "PUT", path, _SAID, version=0)
    case_id = (await world.a_case(world.ngo))["id"]
    path, worker = f"/v1/cases/{case_id}/profile/background", world.ngo.agent(Role.CASE_WORKER)
    await refused(world, 409, "consent-missing", worker, "PUT", path, _SAID, version=0)
    await world.a_consent(case_id, world.ngo, by=world.ngo, purposes=["care"], sections=[])
    await refused(world, 409, "consent-missing", worker, "PUT", path, _SAID, version=0)


async def test_a_referral_that_shares_the_section_opens_nothing(world: World) -> None:
    path, _ = await _with_consent(world, world.ngo)
    case_id = path.split("/")[3]
    await world.done(world.ngo.agent(Role.CASE_WORKER), "PUT", path, _SAID, version=0)
    other = await world.make_organisation("ngo")
    agreed = await world.a_consent(case_id, other, by=world.ngo, sections=["background"])
    referral = await world.a_referral(
        case_id, to=other, by=world.ngo, consent_id=agreed["id"], shared_sections=["background"]
    )
    sent = await world.move(world.ngo.agent(Role.SUPERVISOR), "referrals", referral, "send")
    await world.move(other.agent(Role.INTAKE_OFFICER), "referrals", sent, "accept", {})
    reader = other.agent(Role.CASE_WORKER)
    await refused(world, 403, "forbidden", reader, "GET", path)


@pytest.mark.parametrize("groups", [["bambara", "bambara"], ["none_claimed", "peul"]])
async def test_groups_that_contradict_each_other_are_refused(
    world: World, groups: list[str]
) -> None:
    path, _ = await _with_consent(world, world.ngo)
    worker = world.ngo.agent(Role.CASE_WORKER)
    body = _SAID | {"ethnic_groups": groups}
    await malformed(world, worker, "PUT", path, body, "/ethnic_groups", version=0)


async def test_an_installation_that_is_not_authorised_records_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = world.process.settings.model_copy(update={"background_enabled": False})
    monkeypatch.setattr(type(world.process), "settings", settings, raising=False)
    path, _ = await _with_consent(world, world.ngo)
    worker = world.ngo.agent(Role.CASE_WORKER)
    await refused(world, 409, "conflict", worker, "PUT", path, _SAID, version=0)
