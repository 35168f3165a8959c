"""What the oracle keeps in mind: organisations, agents, files, consents, referrals, handoffs.

Everything is named by a short word ("consent 3"), never by an id of the service.
"""

from dataclasses import dataclass, field

from typing_extensions import override


@dataclass
class Organisation:
    name: str
    type: str
    active: bool = True
    places: int | None = None
    has_telephone: bool = True


@dataclass(frozen=True)
class Agent:
    """A person in a role, or a partner system. ``machine`` acts with the key of its system."""

    organisation: str
    role: str
    number: int = 1
    machine: bool = False

    @property
    def person(self) -> tuple[str, str, int]:
        return (self.organisation, self.role, self.number)

    @override
    def __str__(self) -> str:
        second = f" {self.number}" if self.number > 1 else ""
        return f"{self.role}{second} of {self.organisation}{' by machine' * self.machine}"


@dataclass
class Link:
    """A link of a chain of custody. ``by`` is how it came: registered, handed over, assigned."""

    organisation: str
    by: str
    handoff: str | None = None


@dataclass
class Case:
    name: str
    chains: dict[str, list[Link]]
    age_band: str
    in_doubt: bool
    flags: frozenset[str]
    closed: bool = False
    has_identity: bool = False
    dead: bool = False


@dataclass
class Accusation:
    """An organisation of justice accuses the person."""

    name: str
    case: str
    organisation: str
    stands: bool = True


@dataclass
class Order:
    """A magistrate's order that opens her identity to the organisation that inquires."""

    name: str
    case: str
    by: str
    to: str
    valid_until: float | None
    status: str = "active"


@dataclass
class Request:
    """An organisation that sees a case asks to answer for it."""

    name: str
    case: str
    chain: str
    by: str
    decide_by: float
    status: str = "open"


@dataclass
class PhoneCall:
    """What a receiver said on the telephone. ``about`` names a referral or a handoff. It is
    ``owned`` once the receiver of a referral has itself acted on what it says.
    """

    name: str
    case: str
    about: str
    act: str
    on_handoff: bool
    sender: str
    receiver: str
    confirm_by: float
    status: str = "binding"
    owned: bool = False


@dataclass
class Consent:
    """``stood`` is the state in which each former custodian that recorded it last knew it."""

    name: str
    case: str
    by: Agent
    status: str
    recipients: frozenset[str]
    sections: frozenset[str]
    purposes: frozenset[str]
    ground: str | None
    valid_until: float | None
    do_not_contact: bool
    was_active: bool = False
    confirm_by: float | None = None
    confirmed: bool = False
    stood: dict[str, str] = field(default_factory=dict)


@dataclass
class Sheet:
    flags: frozenset[str]
    case_flags: frozenset[str]
    child: bool
    do_not_contact: bool


@dataclass
class Referral:
    """``copies`` is the state that each former sender keeps. ``place`` is that of the person."""

    name: str
    case: str
    sender: str
    receiver: str
    consent: str | None
    sections: frozenset[str]
    priority: str
    place: str
    leaves: str | None
    sheet: Sheet
    status: str = "draft"
    sent: bool = False
    started: bool = False
    departed: bool = False
    expected_by: float | None = None
    decide_by: float | None = None
    start_by: float | None = None
    feedback_by: float | None = None
    acknowledge_by: float | None = None
    answer_by: float | None = None
    asked_to_cancel: bool = False
    sheet_closed: bool = False
    sheet_until: float | None = None
    hold_reason: str | None = None
    cancellation_reason: str | None = None
    end_reason: str | None = None
    outcome: str | None = None
    copies: dict[str, str] = field(default_factory=dict)


@dataclass
class Handoff:
    name: str
    case: str
    chain: str
    giver: str
    receiver: str
    by: Agent
    consent: str | None
    duty: bool
    physical: bool
    assigned: bool
    sections: frozenset[str]
    decide_by: float
    sheet: Sheet
    status: str = "offered"
    departed: bool = False
    end_reason: str | None = None
