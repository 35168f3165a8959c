"""Rows of every list whose ids the caller chose, one after the other, and who lists them."""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from referral_api.permissions import Role
from tests.support.contributions import a_quarter, an_open_call
from tests.support.facts import EPISODE, SCREENING
from tests.support.inquiries import a_court_that_sees, an_inquiry, an_order, magistrate, path_of
from tests.support.measures import a_measure, decide
from tests.support.partner import new_key
from tests.support.programme import KINDS, an_entry
from tests.support.tips import a_contact, a_tip, an_incident
from tests.support.world import TestOrganisation, World

# Who lists, and the address; ids that the service made stand among them.
Listed = list[tuple[UUID, str]]
Record = Callable[[World, Sequence[str | None]], Awaitable[tuple[list[str], Listed]]]


def _with(row_id: str | None) -> dict[str, Any]:
    return {} if row_id is None else {"id": row_id}


async def _unit(world: World) -> tuple[TestOrganisation, UUID, UUID]:
    unit = await world.make_organisation("police")
    return unit, unit.agent(Role.SUPERVISOR), world.coordination.agent(Role.COORDINATOR)


async def cases(world: World, ids: Sequence[str | None]) -> tuple[list[str], Listed]:
    """Register cases; the unit lists them, and the coordination among all."""
    unit, supervisor, coordinator = await _unit(world)
    made = [(await world.a_case(unit, **_with(row_id)))["id"] for row_id in ids]
    return made, [
        (supervisor, "/v1/cases?"), (coordinator, "/v1/cases?"),
        (supervisor, "/v1/cases?region=BAMAKO&"),
        (coordinator, f"/v1/cases?custodian={unit.id}&"),
    ]  # fmt: skip


async def consents(world: World, ids: Sequence[str | None]) -> tuple[list[str], Listed]:
    """Record consents of one case."""
    unit, supervisor, _ = await _unit(world)
    case = await world.a_case(unit)
    made = [
        (await world.a_consent(case["id"], world.shelter, by=unit, **_with(row_id)))["id"]
        for row_id in ids
    ]
    return made, [
        (supervisor, "/v1/consents?"), (supervisor, f"/v1/consents?case_id={case['id']}&"),
    ]  # fmt: skip


async def referrals(world: World, ids: Sequence[str | None]) -> tuple[list[str], Listed]:
    """Send referrals to one shelter."""
    unit, supervisor, coordinator = await _unit(world)
    shelter = await world.make_organisation("shelter")
    made = []
    for row_id in ids:
        draft = await world.a_referral(to=shelter, by=unit, **_with(row_id))
        made.append((await world.move(supervisor, "referrals", draft, "send"))["id"])
    intake = shelter.agent(Role.INTAKE_OFFICER)
    return made, [
        (supervisor, "/v1/referrals?"), (intake, "/v1/referrals?"),
        (intake, "/v1/referrals?status=requested&direction=in&"), (coordinator, "/v1/referrals?"),
    ]  # fmt: skip


async def copies(world: World, ids: Sequence[str | None]) -> tuple[list[str], Listed]:
    """Send referrals of two people by turns; then one of them is handed over, and the copies of
    hers stand where they stood.
    """
    unit, supervisor, _ = await _unit(world)
    shelter, ngo = [await world.make_organisation(kind) for kind in ("shelter", "ngo")]
    people = [(await world.a_case(unit))["id"] for _ in range(2)]
    made = []
    for place, row_id in enumerate(ids):
        draft = await world.a_referral(people[place % 2], to=shelter, by=unit, **_with(row_id))
        made.append((await world.move(supervisor, "referrals", draft, "send"))["id"])
    offer = await world.an_offer(people[0], kind="protection", to=ngo, by=unit)
    await world.move(ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    return made, [(supervisor, "/v1/referrals?")]


async def handoffs(world: World, ids: Sequence[str | None]) -> tuple[list[str], Listed]:
    """Offer people to one NGO."""
    unit, supervisor, coordinator = await _unit(world)
    ngo = await world.make_organisation("ngo")
    made = [
        (await world.an_offer(kind="protection", to=ngo, by=unit, **_with(row_id)))["id"]
        for row_id in ids
    ]
    return made, [
        (supervisor, "/v1/handoffs?"), (ngo.agent(Role.SUPERVISOR), "/v1/handoffs?"),
        (coordinator, "/v1/handoffs?"),
    ]  # fmt: skip


async def handoff_requests(world: World, ids: Sequence[str | None]) -> tuple[list[str], Listed]:
    """Ask for the custody of people whom the NGO has accepted."""
    unit, supervisor, _ = await _unit(world)
    ngo = await world.make_organisation("ngo")
    asker, made = ngo.agent(Role.SUPERVISOR), []
    for row_id in ids:
        draft = await world.a_referral(to=ngo, by=unit, service_type="legal_aid")
        sent = await world.move(supervisor, "referrals", draft, "send")
        await world.move(asker, "referrals", sent, "accept", {})
        body = {
            "case_id": sent["case_id"], "kind": "protection", "reason": "specialised_care",
        } | _with(row_id)  # fmt: skip
        made.append((await world.done(asker, "POST", "/v1/handoff-requests", body))["id"])
    return made, [(asker, "/v1/handoff-requests?"), (supervisor, "/v1/handoff-requests?")]


async def identity_orders(world: World, ids: Sequence[str | None]) -> tuple[list[str], Listed]:
    """Record orders of a court for the prosecutor's office."""
    case = await an_inquiry(world)
    court = await a_court_that_sees(world, case)
    made = [
        (await an_order(
            world, case, court, world.prosecutor, reference=f"N° {number}/2026", **_with(row_id)
        ))["id"]
        for number, row_id in enumerate(ids)
    ]  # fmt: skip
    path = f"{path_of(case)}?"
    return made, [(magistrate(court), path), (world.ngo.agent(Role.CASE_WORKER), path)]


async def accusations(world: World, ids: Sequence[str | None]) -> tuple[list[str], Listed]:
    """Record that a prosecutor's office accuses people."""
    unit, supervisor, coordinator = await _unit(world)
    made = []
    for row_id in ids:
        body = {
            "case_id": (await world.a_case(unit))["id"],
            "organisation_id": str(world.prosecutor.id),
        } | _with(row_id)  # fmt: skip
        made.append((await world.done(supervisor, "POST", "/v1/accusations", body))["id"])
    return made, [(supervisor, "/v1/accusations?"), (coordinator, "/v1/accusations?")]


async def agents(world: World, ids: Sequence[str | None]) -> tuple[list[str], Listed]:
    """Add agents to an NGO."""
    body = {"name": "Agente Fictive", "roles": ["case_worker"], "subjects": []}
    return await _network(world, "agents", body, ids)


async def clients(world: World, ids: Sequence[str | None]) -> tuple[list[str], Listed]:
    """Register systems of an NGO."""
    body = {"name": "Système fictif", "jwks": new_key().public_jwks()}
    return await _network(world, "clients", body, ids)


async def _network(
    world: World, resource: str, body: dict[str, Any], ids: Sequence[str | None]
) -> tuple[list[str], Listed]:
    ngo = await world.make_organisation("ngo")
    administrator = world.coordination.agent(Role.ADMINISTRATOR)
    body |= {"organisation_id": str(ngo.id)}
    made = [
        (await world.done(administrator, "POST", f"/v1/{resource}", body | _with(row_id)))["id"]
        for row_id in ids
    ]
    return made, [
        (ngo.agent(Role.ADMINISTRATOR), f"/v1/{resource}?"),
        (administrator, f"/v1/{resource}?organisation_id={ngo.id}&"),
        (administrator, f"/v1/{resource}?"),
    ]


async def organisations(world: World, ids: Sequence[str | None]) -> tuple[list[str], Listed]:
    """Add organisations."""
    administrator, made = world.coordination.agent(Role.ADMINISTRATOR), []
    for row_id in ids:
        body = {
            "name": f"Organisation {secrets.token_hex(6)}", "type": "ngo", "htcds_type": "NGO",
            "regions": ["SIKASSO"], "languages": ["bam"],
        } | _with(row_id)  # fmt: skip
        made.append((await world.done(administrator, "POST", "/v1/organisations", body))["id"])
    return made, [
        (administrator, "/v1/organisations?"),
        (world.ngo.agent(Role.CASE_WORKER), "/v1/organisations?region=SIKASSO&"),
    ]  # fmt: skip


async def contributions(world: World, ids: Sequence[str | None]) -> tuple[list[str], Listed]:
    """Give contributions of one structure, for one quarter after the other."""
    home = await world.make_organisation("ngo")
    supervisor, made = home.agent(Role.SUPERVISOR), []
    for row_id in ids:
        body = a_quarter(**_with(row_id))
        made.append((await world.done(supervisor, "POST", "/v1/contributions", body))["id"])
    coordinator = world.coordination.agent(Role.COORDINATOR)
    return made, [
        (supervisor, "/v1/contributions?"),
        (coordinator, f"/v1/contributions?organisation_id={home.id}&"),
    ]


async def contribution_requests(
    world: World, ids: Sequence[str | None]
) -> tuple[list[str], Listed]:
    """Record requests, and call one structure."""
    home = await world.make_organisation("ngo")
    made = [(await an_open_call(world, home, **_with(row_id)))["id"] for row_id in ids]
    coordinator = world.coordination.agent(Role.COORDINATOR)
    path = "/v1/contribution-requests"
    return made, [
        (home.agent(Role.SUPERVISOR), f"{path}?"),
        (home.agent(Role.SUPERVISOR), f"{path}?waiting=true&"), (coordinator, f"{path}?"),
    ]  # fmt: skip


async def prevention_activities(
    world: World, ids: Sequence[str | None]
) -> tuple[list[str], Listed]:
    """Enter activities of an NGO; it lists its own, and the coordination all."""
    ngo, kind = await world.make_organisation("ngo"), KINDS["prevention_activity"]
    by = ngo.agent(Role.CASE_WORKER)
    made = [(await an_entry(world, kind, by, **_with(row_id)))["id"] for row_id in ids]
    coordinator = world.coordination.agent(Role.COORDINATOR)
    return made, [
        (by, f"{kind.path}?"), (coordinator, f"{kind.path}?"),
        (coordinator, f"{kind.path}?organisation_id={ngo.id}&region=SIKASSO&since=2023-01-01&"),
    ]  # fmt: skip


async def _reported(
    world: World, ids: Sequence[str | None], path: str, body: dict[str, Any]
) -> tuple[list[str], Listed]:
    """Record rows of one organisation; the coordination sees them too."""
    agent = (await world.make_organisation("ngo")).agent(Role.SUPERVISOR)
    made = [
        (await world.done(agent, "POST", path, body | _with(row_id)))["id"] for row_id in ids
    ]  # fmt: skip
    return made, [(agent, f"{path}?"), (world.coordination.agent(Role.COORDINATOR), f"{path}?")]


async def tips(world: World, ids: Sequence[str | None]) -> tuple[list[str], Listed]:
    return await _reported(world, ids, "/v1/tips", a_tip())


async def incidents(world: World, ids: Sequence[str | None]) -> tuple[list[str], Listed]:
    return await _reported(world, ids, "/v1/incidents", an_incident())


async def contacts(world: World, ids: Sequence[str | None]) -> tuple[list[str], Listed]:
    return await _reported(world, ids, "/v1/contacts", a_contact())


async def stays(world: World, ids: Sequence[str | None]) -> tuple[list[str], Listed]:
    """Let an NGO expect the persons for whom it answers."""
    ngo = await world.make_organisation("ngo")
    agent, coordinator = ngo.agent(Role.SUPERVISOR), world.coordination.agent(Role.COORDINATOR)
    made = []
    for row_id in ids:
        body = {"case_id": (await world.a_case(ngo))["id"], "unit": "bed_women"} | _with(row_id)
        made.append((await world.done(agent, "POST", "/v1/stays", body))["id"])
    return made, [(agent, "/v1/stays?"), (coordinator, "/v1/stays?status=expected&")]


async def services_given(world: World, ids: Sequence[str | None]) -> tuple[list[str], Listed]:
    """Record services of one person."""
    ngo = await world.make_organisation("ngo")
    agent, case_id = ngo.agent(Role.SUPERVISOR), (await world.a_case(ngo))["id"]
    path, made = f"/v1/cases/{case_id}/services-given", []
    for row_id in ids:
        body = {
            "service_type": "food", "offered_on": "2026-01-15", "answer_of_person": "later",
            "region": "GAO",
        } | _with(row_id)  # fmt: skip
        made.append((await world.done(agent, "POST", path, body))["id"])
    return made, [(agent, f"{path}?"), (world.coordination.agent(Role.COORDINATOR), f"{path}?")]


async def screenings(world: World, ids: Sequence[str | None]) -> tuple[list[str], Listed]:
    """Screen one person again and again."""
    return await _of_case(world, "screenings", SCREENING, ids)


async def exploitations(world: World, ids: Sequence[str | None]) -> tuple[list[str], Listed]:
    """Record episodes of one person."""
    return await _of_case(world, "exploitations", EPISODE, ids)


async def _of_case(
    world: World, resource: str, body: dict[str, Any], ids: Sequence[str | None]
) -> tuple[list[str], Listed]:
    ngo = await world.make_organisation("ngo")
    agent, case_id = ngo.agent(Role.CASE_WORKER), (await world.a_case(ngo))["id"]
    path = f"/v1/cases/{case_id}/{resource}"
    made = [(await world.done(agent, "POST", path, body | _with(row_id)))["id"] for row_id in ids]
    return made, [(agent, f"{path}?")]


async def means(world: World, ids: Sequence[str | None]) -> tuple[list[str], Listed]:
    """Ask for means for one person."""
    ngo = await world.make_organisation("ngo")
    agent, case_id = ngo.agent(Role.SUPERVISOR), (await world.a_case(ngo))["id"]
    path, made = f"/v1/cases/{case_id}/means", []
    for row_id in ids:
        body = {"asked_of_id": str(ngo.id), "kind": "food", "asked": 1} | _with(row_id)
        made.append((await world.done(agent, "POST", path, body))["id"])
    return made, [(agent, f"{path}?")]


async def measures(world: World, ids: Sequence[str | None]) -> tuple[list[str], Listed]:
    """Propose measures for one person."""
    ngo = await world.make_organisation("ngo")
    agent, case_id = ngo.agent(Role.SUPERVISOR), (await world.a_case(ngo))["id"]
    path, made = f"/v1/cases/{case_id}/measures", []
    for row_id in ids:
        body = a_measure("emergency_shelter") | _with(row_id)
        made.append((await world.done(agent, "POST", path, body))["id"])
    return made, [(agent, f"{path}?"), (world.coordination.agent(Role.COORDINATOR), f"{path}?")]


async def reconsiderations(world: World, ids: Sequence[str | None]) -> tuple[list[str], Listed]:
    """Contest one decision again and again."""
    police = await world.make_organisation("police")
    agent, case_id = police.agent(Role.SUPERVISOR), (await world.a_case(police))["id"]
    decision = await decide(world, police, case_id, "begin_screening", "not_presume")
    path, made = f"/v1/cases/{case_id}/reconsiderations", []
    body = {
        "decision_id": decision["id"], "asked_by": "person", "new_facts": "no",
        "asked_on": str(datetime.now(UTC).date()),
    }  # fmt: skip
    for row_id in ids:
        asked = await world.done(agent, "POST", path, body | _with(row_id))
        await world.done(agent, "POST", f"{path}/{asked['id']}/withdraw", version=1)
        made.append(asked["id"])
    return made, [(agent, f"{path}?")]


LISTS: dict[str, Record] = {
    made.__name__: made
    for made in (
        cases, consents, referrals, copies, handoffs, handoff_requests, identity_orders,
        accusations, agents, clients, organisations, contributions, contribution_requests,
        prevention_activities, stays, services_given, means, tips, incidents, contacts,
        screenings, exploitations, measures, reconsiderations,
    )
}  # fmt: skip
