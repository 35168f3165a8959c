"""One case, and organisations in every relation to it: own, granted, expired, none."""

import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.database.database import system_actor
from referral_api.domain.casework.alerts.operations import raise_alert
from referral_api.domain.codelists.alerts import AlertKind
from referral_api.domain.protection.referrals.lifecycle import OPEN
from referral_api.permissions import Role
from tests.support.calls import give_telephone, record
from tests.support.children import STATES as STATES_OF_CHILDREN
from tests.support.children import protect
from tests.support.contributions import a_quarter, an_open_call
from tests.support.directory import DIRECTORY, directory_keeper
from tests.support.facts import facts
from tests.support.imports import an_empty_import
from tests.support.notices import a_notice
from tests.support.programme import KINDS, an_entry
from tests.support.scene_assistance import STATES, assist, first_signs, stay_at
from tests.support.scene_persons import relate
from tests.support.world import TestOrganisation, World

Place = dict[str, str]
KEYS = {
    "keys": [
        {
            "kty": "EC", "crv": "P-256", "kid": "k1", "alg": "ES256",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        }
    ]
}  # fmt: skip


class Relation(StrEnum):
    OWN = "own"  # its custodian
    GRANTED = "granted"  # has accepted a referral
    EXPIRED = "expired"  # had accepted one that has ended
    NONE = "none"  # another organisation


@dataclass
class Tokens:
    """The token of each caller, issued anew before it runs out. ``callers`` are their subjects,
    those of partner systems as clients too.
    """

    world: World
    callers: dict[tuple[Relation, Role], tuple[UUID, UUID | None]]

    def __getitem__(self, caller: tuple[Relation, Role]) -> str:
        return self.world.token(*self.callers[caller])


@dataclass
class Scene:
    """``places`` has the ids that a caller of each relation would try; ``states`` what the
    referral and the handoff among them are.
    """

    organisations: dict[Relation, TestOrganisation]
    tokens: Tokens
    places: dict[Relation, Place]
    states: dict[Relation, dict[str, str]]


async def _propose(
    world: World, own: TestOrganisation, client_id: UUID
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Subscribe to webhooks, and propose a client, as one administrator."""
    proposer = await world.make_agent(own, Role.ADMINISTRATOR)
    told = {"client_id": str(client_id), "url": "https://partner.example/hook"}
    subscription = await world.done(proposer, "POST", "/v1/webhook-subscriptions", told)
    body = {"organisation_id": str(own.id), "name": "System", "jwks": KEYS}
    return subscription, await world.done(proposer, "POST", "/v1/clients", body)


async def _many(world: World, own: TestOrganisation) -> dict[str, str]:
    """Draw a pad of codes, and import a table without a good row."""
    by = own.agent(Role.SUPERVISOR)
    pad = await world.done(by, "POST", "/v1/case-code-pads", {"size": 1})
    table = await world.done(by, "POST", "/v1/imports", an_empty_import())
    return {"code_pad_id": pad["id"], "import_id": table["id"]}


async def _enter_directory(world: World, own: TestOrganisation) -> dict[str, str]:
    entries = {}
    for kind in DIRECTORY.values():
        by = own.agent(Role.SUPERVISOR) if kind.own else directory_keeper(world, kind)
        entries[kind.parameter] = (await world.done(by, "POST", kind.path, kind.body({})))["id"]
    return entries


async def _record_all(
    world: World, own: TestOrganisation, granted: TestOrganisation, case_id: str
) -> dict[str, str]:
    """What is recorded of the person beside referrals and custody; ids by their parameter."""
    recorded = await assist(world, own, granted, case_id)
    recorded |= await first_signs(world, own, case_id)
    recorded |= await protect(world, own, case_id)
    recorded |= await relate(world, own, case_id)
    recorded |= await facts(world, own.agent(Role.FIRST_RESPONDER), case_id)
    return recorded


async def build_scene(world: World) -> Scene:
    organisations = {
        Relation.OWN: await world.make_organisation("prosecutor"),
        Relation.GRANTED: await world.make_organisation("shelter"),
        Relation.EXPIRED: await world.make_organisation("shelter"),
        Relation.NONE: await world.make_organisation("ngo"),
    }
    own, granted, expired = list(organisations.values())[:3]
    officer = own.agent(Role.FIRST_RESPONDER)
    case_id = (await world.a_case(own))["id"]
    await world.an_identity(case_id, own)
    decisions = f"/v1/cases/{case_id}/decisions"
    await world.done(officer, "POST", decisions, {"event": "begin_screening"})
    consent = await world.a_consent(case_id, granted, expired, by=own)
    for organisation in organisations.values():
        await world.set_places(organisation, 10)

    referrals, handoffs, requests, calls = {}, {}, {}, {}
    await give_telephone(world, granted, expired)
    for relation, receiver in ((Relation.EXPIRED, expired), (Relation.GRANTED, granted)):
        referrals[relation], calls[relation] = await _accepted_referral(
            world, case_id, consent["id"], own, receiver
        )
        supervisor = own.agent(Role.SUPERVISOR)
        request = {"case_id": case_id, "kind": "protection", "reason": "protective_shelter"}
        asker = receiver.agent(Role.SUPERVISOR)
        requests[relation] = await world.done(asker, "POST", "/v1/handoff-requests", request)
        if relation is Relation.EXPIRED:
            requests[relation] = await world.move(
                supervisor, "handoff-requests", requests[relation], "refuse",
                {"reason": "no_capacity"},
            )  # fmt: skip
            referrals[relation] = await world.move(
                receiver.agent(Role.INTAKE_OFFICER), "referrals", referrals[relation], "complete",
                {"outcome": "service_provided"},
            )  # fmt: skip
        offer = {
            "case_id": case_id, "kind": "protection", "to_id": str(receiver.id),
            "priority": "urgent", "reason": "protective_shelter", "consent_id": consent["id"],
        }  # fmt: skip
        handoffs[relation] = await world.done(supervisor, "POST", "/v1/handoffs", offer)
        if relation is Relation.EXPIRED:
            handoffs[relation] = await world.move(
                supervisor, "handoffs", handoffs[relation], "withdraw",
                {"reason": "situation_changed"},
            )  # fmt: skip
    stays = {
        relation: await stay_at(
            world, own, host, referrals[relation], cancelled=relation is Relation.EXPIRED
        )
        for relation, host in ((Relation.EXPIRED, expired), (Relation.GRANTED, granted))
    }
    recorded = await _record_all(world, own, granted, case_id)
    client_id = await add_client(world, own)
    subscription, proposed = await _propose(world, own, client_id)
    body = {"case_id": case_id, "organisation_id": str(world.prosecutor.id)}
    officer_of_own = own.agent(Role.FIRST_RESPONDER)
    accusation = await world.done(officer_of_own, "POST", "/v1/accusations", body)
    alert_id = await an_alert(world, own, UUID(case_id))
    body = {"to_id": str(own.id), "reference": "1/2026", "ordered_on": "2026-01-05"}
    magistrate = own.agent(Role.MAGISTRATE)
    order = await world.done(magistrate, "POST", f"/v1/cases/{case_id}/identity-orders", body)
    call_of_own = await an_open_call(world, own)
    supervisor_of_own = own.agent(Role.SUPERVISOR)
    given = await world.done(supervisor_of_own, "POST", "/v1/contributions", a_quarter())
    entries = {
        kind.parameter: (
            await an_entry(world, kind, own.agent(Role.SUPERVISOR) if kind.own else None)
        )["id"]
        for kind in KINDS.values()
    }
    entries |= await _enter_directory(world, own)
    counted = "/v1/figures/identification.status_at"
    answer, many = await world.done(supervisor_of_own, "GET", counted), await _many(world, own)
    coordinator = world.coordination.agent(Role.COORDINATOR)
    cut = await world.done(coordinator, "POST", "/v1/cuts", {"label": "Arrêté"})
    places, states = {}, {}
    for relation in Relation:
        party = relation if relation is Relation.EXPIRED else Relation.GRANTED
        places[relation] = {
            "case_id": case_id, "consent_id": consent["id"],
            "referral_id": referrals[party]["id"], "handoff_id": handoffs[party]["id"],
            "request_id": requests[party]["id"], "call_id": calls[party]["id"],
            "receiver_id": str(granted.id),
            "organisation_id": str(own.id), "own_organisation_id": str(own.id),
            "agent_id": str(officer), "client_id": str(client_id),
            "accusation_id": accusation["id"], "accuser_id": str(world.prosecutor.id),
            "alert_id": str(alert_id), "subscription_id": subscription["id"],
            "notice_id": await a_notice(world, own, UUID(referrals[party]["id"])),
            "contribution_request_id": call_of_own["id"], "contribution_id": given["id"],
            "answer_id": answer["id"],
            "cut_id": cut["id"], **many,
            "code": "identification.registered", "unit": "bed_girls", "part": "unmet-needs",
            "pending_change_id": proposed["pending_change_id"], "order_id": order["id"],
            **entries, **recorded, **stays[party][0],
        }  # fmt: skip
        states[relation] = {
            "referral": referrals[party]["status"],
            "handoff": handoffs[party]["status"],
            "handoff_request": requests[party]["status"],
            "call": calls[party]["status"],
            "stay": stays[party][1],
            **STATES,
            **STATES_OF_CHILDREN,
        }
    assert states[Relation.GRANTED]["referral"] in OPEN
    callers = {
        (relation, role): await _caller(world, organisation, role)
        for relation, organisation in organisations.items()
        for role in Role
    }
    return Scene(organisations, Tokens(world, callers), places, states)


async def an_alert(world: World, organisation: TestOrganisation, case_id: UUID) -> UUID:
    """Raise an alert of an event, as the service does; return its id."""
    actor = system_actor(organisation.id)
    async with world.process.database.transaction(actor, "system") as transaction:
        await raise_alert(
            transaction, AlertKind.SECOND_PERSON_MISSING, case_id=case_id, about_id=uuid7(),
            organisation_id=organisation.id,
        )  # fmt: skip
    found: UUID = await world.owner.fetchval(
        "SELECT id FROM alert WHERE case_id = $1 ORDER BY id DESC LIMIT 1", case_id
    )
    return found


async def _accepted_referral(
    world: World, case_id: str, consent_id: str, sender: TestOrganisation,
    receiver: TestOrganisation,
) -> tuple[dict[str, Any], dict[str, Any]]:  # fmt: skip
    """Refer the person, and record that the receiver accepts by telephone."""
    officer = sender.agent(Role.FIRST_RESPONDER)
    body = {
        "case_id": case_id, "receiver_id": str(receiver.id), "service_type": "shelter",
        "priority": "urgent", "consent_id": consent_id, "bed_asked": True,
        "shared_sections": ["identity", "protection"],
    }  # fmt: skip
    referral = await world.done(officer, "POST", "/v1/referrals", body)
    referral = await world.move(officer, "referrals", referral, "send")
    call = await record(world, officer, "referrals", referral, "accept")
    return await world.done(officer, "GET", f"/v1/referrals/{referral['id']}"), call


async def add_client(world: World, organisation: TestOrganisation) -> UUID:
    """Register a partner system straight in the database."""
    client_id = uuid7()
    await world.arrange(
        client_id,
        "INSERT INTO client (id, organisation_id, name, keys, active, version)"
        " VALUES ($1, $2, $3, '{}', true, 1)",
        client_id, organisation.id, f"System {secrets.token_hex(4)}",
    )  # fmt: skip
    return client_id


async def _caller(
    world: World, organisation: TestOrganisation, role: Role
) -> tuple[UUID, UUID | None]:
    if role is not Role.PARTNER_SYSTEM:
        return world.seat(role, organisation).agent(role), None
    client_id = await add_client(world, organisation)
    return client_id, client_id
