"""Where a planted word may stand: the whole table. Everywhere else it is a leak."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.support.programme import KINDS
from tests.support.routes import Route

# Stored and shown as it was written, by design. The subject of the permission, and the reason.
CLEAR_SUBJECTS: dict[str, str] = {
    **dict.fromkeys((kind.subject for kind in KINDS.values()), "an entry of the programme"),
    "aggregate": "a total, with its source",
    "series_break": "why two numbers are not compared, for every reader of them",
    "cut": "the name of a cut",
    "contribution_request": "what the committee asks, for whom it asks",
    "organisation": "who takes part, for all who refer to it",
    "agent": "who acts, for its own organisation",
    "client": "a partner system",
    "location": "the cercle that a search looks for; the address is apart, and sealed",
    "service": "what the directory publishes",
    "road_state": "what the directory publishes",
    "placement": "the cercle that a place is looked for in, of nobody by name",
    "call": "who of the receiver said it on the telephone, for both parties",
}
# Stored clear in a resource that is sealed otherwise: the end of the member, and the reason.
CLEAR_MEMBERS: dict[str, str] = {
    "/cercle": "plain within its section (a place, §1.2); in no event, figure or export",
    "/legal_basis": "a text of law",
}
# Readings of another name than ``read``, by the permission of the planted act and of the reading.
ALSO_READ_BY: dict[str, frozenset[str]] = {
    "decision:record": frozenset({"decision:list"}),
    # To whoever sent it: such a response is never stored.
    "identity:record": frozenset({"identity:record"}),
    "profile:record": frozenset({"profile:record"}),
    "location:record_address": frozenset({"location:record_address", "location:open_address"}),
    "tip:report": frozenset({"tip:open_source"}),
    "support_plan:draft": frozenset({"support_goal:read"}),
}
# Whoever takes no part and may open it all the same. The contact of a source is not among it.
ONLOOKERS: frozenset[tuple[str, str]] = frozenset({("coordination", "tip:read")})
# A cercle is told by every answer about these to whoever reads the section, or the row; of every
# other resource by its own reading alone, as what is sealed. The coordination follows up some.
CERCLE_TOLD = ("tip", "incident", "exploitation")
FOLLOWED_UP = ("tip", "incident")
# Here stands nothing that anybody wrote, not even what is clear elsewhere.
WORDLESS = (
    "access_grant", "audit_event", "counted_", "duplicate_candidate", "figure_answer",
    "idempotency", "notice", "notice_message", "outgoing_event", "webhook_delivery",
)  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """A marker's member, with the permission of the act that wrote it."""

    act: str
    member: str

    @property
    def subject(self) -> str:
        """Return the kind of resource."""
        return self.act.partition(":")[0]

    @property
    def is_open(self) -> bool:
        """Say whether it is there for every reader of the resource."""
        return self.subject in CLEAR_SUBJECTS and self.act != "location:record_address"

    @property
    def is_clear(self) -> bool:
        """Say whether it is stored as it was written."""
        return self.is_open or self.member.endswith(tuple(CLEAR_MEMBERS))

    def may_be_told(self, reading: str, onlooker: str) -> bool:
        """Say whether the answer of this permission may hold it."""
        if self.is_open or self.member.endswith("/legal_basis"):
            return True
        if self.is_clear and self.subject in CERCLE_TOLD:
            seen = not onlooker or (onlooker == "coordination" and self.subject in FOLLOWED_UP)
            return seen and reading.partition(":")[0] == self.subject
        if onlooker and (onlooker, reading) not in ONLOOKERS:
            return False
        own = f"{self.subject}:read"
        return reading == own or reading in ALSO_READ_BY.get(self.act, frozenset())


def find_planted(routes: Callable[[str], Route], where: tuple[str, str]) -> Planted:
    """Return what a marker is of, by its route and member."""
    return Planted(str(routes(where[0]).act), where[1])
