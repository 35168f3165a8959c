"""Which changes wait for a second administrator, and who that may be. Nothing else decides it.

| Change | Waits |
|---|---|
| A client's keys, registered or changed; a client switched on again | always |
| An agent's outside subjects, mapped or changed | always |
| A far-seeing role (``FAR_SEEING``) given; an agent that holds one switched on again | always |
| An organisation switched off | the oversight body and the coordination |

What takes power away (a role, an agent, a client switched off) waits for nobody. The type of an
organisation never changes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.permissions import FAR_SEEING

Change = Mapping[str, Any]

# Nobody switches off alone who watches over the others, or leads them.
_NOT_SWITCHED_OFF_ALONE = frozenset({OrganisationType.COORDINATION, OrganisationType.OVERSIGHT})


def waits_for_agent(
    change: Change, *, roles: Iterable[str], active: bool, subjects: object
) -> set[str]:
    """Name the fields of a change to an agent that wait; the rest says what the agent is now."""
    held = frozenset(change.get("roles", roles))
    waiting = set()
    if change.get("subjects", subjects) != subjects:
        waiting.add("subjects")
    if FAR_SEEING & (held - frozenset(roles)):
        waiting.add("roles")
    if change.get("active") and not active and FAR_SEEING & held:
        waiting.add("active")
    return waiting


def waits_for_client(change: Change, *, keys: Mapping[str, str], active: bool) -> set[str]:
    """Name the fields of a change to a client that wait."""
    waiting = {"keys"} if change.get("keys", keys) != keys else set()
    if change.get("active") and not active:
        waiting.add("active")
    return waiting


def waits_for_organisation(change: Change, *, kind: str, active: bool) -> set[str]:
    """Name the fields of a change to an organisation that wait."""
    switched_off = change.get("active") is False and active
    return {"active"} if switched_off and kind in _NOT_SWITCHED_OFF_ALONE else set()


@dataclass(frozen=True, slots=True)
class Administrators:
    """The active administrators of an organisation, and the national ones."""

    own: frozenset[UUID]
    national: frozenset[UUID]

    def who_may_confirm(self, *others: UUID) -> frozenset[UUID]:
        """Find the second persons, beside the proposer and the agent concerned (``others``).

        They are of the organisation concerned where it has one left, and else national.
        """
        return self.own.difference(others) or self.national.difference(others)
