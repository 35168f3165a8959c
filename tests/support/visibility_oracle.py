"""The expected response to each caller, derived from the tables that a lawyer reads."""

from referral_api.domain.identification.decisions.lifecycle import DECIDERS
from referral_api.domain.transitions import Side
from referral_api.permissions import ROLE_HOMES, ROLE_PERMISSIONS, Permission, Role
from tests.support.lifecycle_oracle import row_of
from tests.support.route_table import Row
from tests.support.scene import Relation, Scene

_IN, _FORBIDDEN, _HIDDEN = 0, 403, 404

# rule: the status for own, granted, expired and none; 0 is "admitted"
_VISIBILITY: dict[str, tuple[int, int, int, int]] = {
    "open": (_IN, _IN, _IN, _IN),
    "national": (_FORBIDDEN, _FORBIDDEN, _FORBIDDEN, _FORBIDDEN),
    "own_member": (_IN, _HIDDEN, _HIDDEN, _HIDDEN),
    # The coordination reads the answer, and cannot count for another.
    "own_rows": (_IN, _HIDDEN, _HIDDEN, _HIDDEN),
    # Auditors count quality and access, and this figure not at all.
    "figure_of_cases": (_IN, _IN, _IN, _IN),
    "own_organisation": (_IN, _FORBIDDEN, _FORBIDDEN, _FORBIDDEN),
    "case": (_IN, _IN, _HIDDEN, _HIDDEN),
    "seen": (_IN, _IN, _HIDDEN, _HIDDEN),
    # Beside who answers for the person, the coordination names who protects a child.
    "naming": (_IN, _FORBIDDEN, _HIDDEN, _HIDDEN),
    "custodian": (_IN, _FORBIDDEN, _HIDDEN, _HIDDEN),
    # Only who is asked replies.
    "asked": (_FORBIDDEN, _IN, _HIDDEN, _HIDDEN),
    "decision": (_IN, _FORBIDDEN, _HIDDEN, _HIDDEN),
    # No prosecutor and no shelter may ever hold it.
    "background": (_FORBIDDEN, _FORBIDDEN, _HIDDEN, _HIDDEN),
    "offer": (_IN, _FORBIDDEN, _HIDDEN, _HIDDEN),
    # A recipient keeps the record of what was agreed to and records that she withdraws it; only
    # who answers for the person changes it otherwise.
    "recipient": (_IN, _IN, _IN, _HIDDEN),
    "consent": (_IN, _FORBIDDEN, _FORBIDDEN, _HIDDEN),
    "answering": (_IN, _HIDDEN, _HIDDEN, _HIDDEN),
    "registered": (_IN, _HIDDEN, _HIDDEN, _HIDDEN),
    # What one organisation recorded, and the coordination sees.
    "own_act": (_IN, _HIDDEN, _HIDDEN, _HIDDEN),
    # Of a proposal of the coordination.
    "proposing": (_FORBIDDEN, _HIDDEN, _HIDDEN, _HIDDEN),
    "coordination": (_HIDDEN, _HIDDEN, _HIDDEN, _HIDDEN),
    # Both sides of a referral or handoff keep sight of it after its end.
    "party": (_IN, _IN, _IN, _HIDDEN),
    "move": (_IN, _IN, _IN, _HIDDEN),
}
_NOT_THIS_ONE = {(Role.COORDINATOR, "own_rows"), (Role.AUDITOR, "figure_of_cases")}
_FLOW_RULES = frozenset(
    {"answering", "case", "coordination", "party", "move", "naming", "own_act", "proposing",
     "registered"}
)  # fmt: skip
_SIDES = {
    Relation.OWN: (Side.SENDER, Side.CUSTODIAN),
    Relation.GRANTED: (Side.RECEIVER,),
    Relation.EXPIRED: (Side.RECEIVER,),
}


def expected_status(scene: Scene, row: Row, act: Permission, relation: Relation, role: Role) -> int:
    """Return the expected status of a request with a stale version."""
    if act not in ROLE_PERMISSIONS[role]:
        return _FORBIDDEN
    # Coordinators and auditors sit in their own houses, whatever the relation. Other roles
    # grant nothing in a type of organisation that is not their home.
    elsewhere = role in {Role.AUDITOR, Role.COORDINATOR}
    kind = scene.organisations[relation].type
    if not elsewhere and kind not in ROLE_HOMES.get(role, {kind}):
        return _FORBIDDEN
    seen_from = Relation.NONE if elsewhere else relation
    status = _VISIBILITY[row.rule][list(Relation).index(seen_from)]
    if role is Role.COORDINATOR and row.rule in _FLOW_RULES:
        status = _IN
    if (role, row.rule) in _NOT_THIS_ONE:
        return _FORBIDDEN
    if status != _IN:
        return status
    named = DECIDERS["begin_screening"] if row.rule == "decision" else row.roles
    if named is not None and role not in named:
        return _FORBIDDEN
    return row.inside if row.lifecycle is None else _moved(scene, row, act, relation, role)


def _moved(scene: Scene, row: Row, act: Permission, relation: Relation, role: Role) -> int:
    assert row.lifecycle is not None
    act = row.speaks_for or act
    event = next(move.event for move in row.lifecycle.rows if move.permission is act)
    move = row_of(row.lifecycle, event)
    sides = set(_SIDES.get(relation, ()))
    if role is Role.COORDINATOR:
        sides = {Side.COORDINATOR}
    if row.speaks_for is not None:
        sides = set() if Side.RECEIVER in sides else {Side.RECEIVER}
    if not sides & move.sides:
        return _FORBIDDEN
    state = scene.states[relation][act.partition(":")[0]]
    return row.inside if state in move.sources else 409
