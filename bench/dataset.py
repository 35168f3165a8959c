"""The synthetic data set: every row is numbered, so that its id can be computed."""

from dataclasses import dataclass
from uuid import UUID

from referral_api.permissions import Role

POLICE = 10  # organisations; case n belongs to number n modulo POLICE
SHELTERS = 20  # referral n asks number n modulo SHELTERS
EVENTS_OF_A_CASE = 11  # the registration and ten later acts
CASE, ORGANISATION, AGENT, CUSTODY, GRANT, EVENT, CONSENT, REFERRAL = range(8)


def name_prefix(kind: int) -> str:
    """Give the first part of the name of every row of a kind."""
    return f"0190000{kind:x}-0000-7000-8000-"


def numbered(kind: int, number: int) -> UUID:
    """Name the n-th row of a kind: a UUIDv7 older than any that is made now."""
    return UUID(f"{name_prefix(kind)}{number:012x}")


@dataclass(frozen=True, slots=True)
class Speaker:
    """An organisation with its one agent."""

    number: int
    type: str
    role: Role

    @property
    def organisation_id(self) -> UUID:
        """The organisation."""
        return numbered(ORGANISATION, self.number)

    @property
    def agent_id(self) -> UUID:
        """Its agent."""
        return numbered(AGENT, self.number)


OFFICERS = [Speaker(n, "police", Role.FIRST_RESPONDER) for n in range(POLICE)]
INTAKE = [Speaker(POLICE + n, "shelter", Role.INTAKE_OFFICER) for n in range(SHELTERS)]
AUDITOR = Speaker(POLICE + SHELTERS, "oversight", Role.AUDITOR)
COORDINATOR = Speaker(POLICE + SHELTERS + 1, "coordination", Role.COORDINATOR)
SPEAKERS = [*OFFICERS, *INTAKE, AUDITOR, COORDINATOR]
