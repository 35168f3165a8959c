"""The state of the whole mechanism, and the questions that every rule asks of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from tests.support.rules_oracle.records import (
    Accusation,
    Agent,
    Case,
    Consent,
    Handoff,
    Order,
    Organisation,
    PhoneCall,
    Referral,
    Request,
)
from tests.support.rules_oracle.sections import CEILINGS, CHAINS, PERSON

ASKED = frozenset({"requested", "received"})
SERVING = frozenset({"accepted", "in_progress", "on_hold"})
OPEN_REFERRAL = ASKED | SERVING | {"draft"}
OPEN_HANDOFF = frozenset({"offered", "accepted"})
IN_FORCE = frozenset({"active"})
# Rule 17: what a referral may rest on, and no custody.
HELPING = IN_FORCE | {"provisional"}
HAS_PLACE = frozenset({"held", "occupied"})
_TICK = 1e-6  # hours: no two acts happen at the same instant

Named = TypeVar("Named", Accusation, PhoneCall, Consent, Referral, Handoff, Order, Request)


@dataclass
class Mechanism:
    """``now`` is in hours. What time has decided is written down as it passes."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    consents: dict[str, Consent] = field(default_factory=dict)
    referrals: dict[str, Referral] = field(default_factory=dict)
    handoffs: dict[str, Handoff] = field(default_factory=dict)
    accusations: dict[str, Accusation] = field(default_factory=dict)
    calls: dict[str, PhoneCall] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    now: float = 0.0

    def tick(self) -> None:
        self.now += _TICK

    def type_of(self, organisation: str) -> str:
        return self.organisations[organisation].type

    def is_active(self, organisation: str) -> bool:
        return self.organisations[organisation].active

    def coordinates(self, agent: Agent) -> bool:
        return agent.role == "coordinator" and self.type_of(agent.organisation) == "coordination"

    def custodian(self, case: str, chain: str) -> str | None:
        """The organisation that answers on this chain now."""
        links = self.cases[case].chains[chain]
        return links[-1].organisation if links else None

    def is_custodian(self, organisation: str, case: str) -> bool:
        return any(self.custodian(case, chain) == organisation for chain in CHAINS)

    def answers(self, organisation: str, case: str) -> bool:
        """Rule 1: say whether this organisation answers for the person, not for the inquiry."""
        return (
            self.custodian(case, PERSON) == organisation
            and "protection" in CEILINGS[self.type_of(organisation)]
        )

    def of_case(self, records: dict[str, Named], case: str) -> list[Named]:
        return [record for record in records.values() if record.case == case]

    def lives(self, consent: str | None) -> bool:
        """Say whether a consent may be relied on now."""
        return consent is not None and self.consents[consent].status == "active"

    def helps(self, consent: str | None) -> bool:
        """Say whether a referral may rest on a consent now."""
        return consent is not None and self.consents[consent].status in HELPING

    def covers(
        self, consent: Consent, case: str, recipient: str, purposes: Iterable[str],
        sections: Iterable[str], *, states: frozenset[str] = IN_FORCE,
    ) -> bool:  # fmt: skip
        """Say whether a consent covers a disclosure now: person, recipient, purpose, sections."""
        return (
            consent.status in states
            and consent.case == case
            and recipient in consent.recipients
            and bool(consent.purposes & set(purposes))
            and consent.sections >= set(sections)
        )

    def taken(self, organisation: str) -> int:
        """Count the places of an organisation that are held or occupied."""
        return sum(
            referral.receiver == organisation and referral.place in HAS_PLACE
            for referral in self.referrals.values()
        )
