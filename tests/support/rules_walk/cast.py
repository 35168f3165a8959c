"""The cast of one walk: organisations of nine types, and in each an agent of every role."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.security import issue_access_token
from tests.support.rules_oracle.mechanism import Mechanism
from tests.support.rules_oracle.records import Agent, Organisation
from tests.support.rules_oracle.roles import ROLES
from tests.support.world import World

TYPES = {
    "police": "police", "gendarmerie": "gendarmerie", "prosecutor": "prosecutor", "court": "court",
    "ngo": "ngo", "second ngo": "ngo", "refuge": "shelter", "second refuge": "shelter",
    "clinic": "health", "coordination": "coordination", "oversight": "oversight",
}  # fmt: skip
# Nobody can have called these back.
WITHOUT_TELEPHONE = frozenset({"clinic"})
# They never leave: nobody would be left to take over, or to watch.
STAYING = frozenset({"coordination", "oversight"})
PLACES = {"refuge": 2, "second refuge": 1}
_TWICE = frozenset({"supervisor", "coordinator"})
# Those that may act with the key of their organisation's system too.
_BY_MACHINE = _TWICE
_EVENTS = (
    "INSERT INTO audit_event (id, action, outcome, roles, subject, subject_id, salt)"
    " SELECT gen_random_uuid(), 'test:arrange', 'allowed', '{}', 'capacity', about, ''"
    " FROM unnest($1::uuid[]) about"
)


@dataclass
class Cast:
    """``agents`` may all act; ``ids`` has the organisation of each name."""

    ids: dict[str, UUID]
    agents: list[Agent]
    subjects: dict[Agent, UUID]
    systems: dict[str, UUID]
    tokens: dict[Agent, str]

    def token(self, world: World, agent: Agent) -> str:
        """Issue the token of an agent; by machine, it names the system too. A walk is short."""
        if agent not in self.tokens:
            address = world.process.settings.public_url
            self.tokens[agent] = issue_access_token(
                world.process.signing_key, issuer=address, audience=address,
                subject=self.subjects[agent], lifetime=timedelta(minutes=15),
                client_id=self.systems[agent.organisation] if agent.machine else None,
                now=datetime.now(UTC),
            )  # fmt: skip
        return self.tokens[agent]


async def make_cast(world: World, mechanism: Mechanism) -> Cast:
    """Write a fresh cast, and let the oracle know of it."""
    ids = {name: uuid7() for name in TYPES}
    systems = {name: uuid7() for name in TYPES}
    people: dict[tuple[str, str, int], UUID] = {}
    for name, kind in TYPES.items():
        mechanism.organisations[name] = Organisation(
            name, kind, places=PLACES.get(name), has_telephone=name not in WITHOUT_TELEPHONE
        )
        for role in ROLES[:-1]:
            for number in range(1, 3 if role in _TWICE else 2):
                people[name, role, number] = uuid7()
    await _write(world, ids, systems, people)
    agents = [Agent(*person) for person in people]
    agents += [
        Agent(*person, machine=True) for person in people
        if person[1] in _BY_MACHINE and (person[1] != "coordinator" or person[0] in STAYING)
    ]  # fmt: skip
    subjects = {agent: people[agent.person] for agent in agents}
    for name, system in systems.items():
        agents.append(Agent(name, "partner_system", machine=True))
        subjects[agents[-1]] = system
    return Cast(ids, agents, subjects, systems, {})


async def _write(
    world: World, ids: dict[str, UUID], systems: dict[str, UUID],
    people: dict[tuple[str, str, int], UUID],
) -> None:  # fmt: skip
    async with world.owner.acquire() as connection, connection.transaction():
        everything = [*ids.values(), *systems.values(), *people.values()]
        await connection.execute(_EVENTS, everything)
        await connection.executemany(
            "INSERT INTO organisation (id, name, type, htcds_type, active, duty_telephone, version)"
            " VALUES ($1::uuid, 'Organisation ' || $1::uuid, $2, 'NGO', true, $3, 1)",
            [
                (ids[name], kind, None if name in WITHOUT_TELEPHONE else "+22320000001")
                for name, kind in TYPES.items()
            ],
        )
        await connection.executemany(
            "INSERT INTO agent (id, organisation_id, name, roles, active, version)"
            " VALUES ($1, $2, 'Synthetic agent', $3, true, 1)",
            [(agent, ids[person[0]], [person[1]]) for person, agent in people.items()],
        )
        # Otherwise the first national administrator that signs in would act alone.
        await connection.executemany(
            "INSERT INTO administrator_sign_in (agent_id) VALUES ($1)",
            [(people["coordination", "administrator", 1],)],
        )
        await connection.executemany(
            "INSERT INTO client (id, organisation_id, name, keys, active, version)"
            " VALUES ($1::uuid, $2, 'System ' || $1::uuid, '{}', true, 1)",
            [(system, ids[name]) for name, system in systems.items()],
        )
        await connection.executemany(
            "INSERT INTO capacity (organisation_id, places, held, occupied, version)"
            " VALUES ($1, $2, 0, 0, 1)",
            [(ids[name], places) for name, places in PLACES.items()],
        )
