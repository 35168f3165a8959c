"""What a walk draws: mostly what makes sense, now and then what does not."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from tests.support.rules_oracle.mechanism import HAS_PLACE, HELPING, Mechanism
from tests.support.rules_oracle.records import Consent
from tests.support.rules_oracle.sections import (
    CHAINS,
    CUSTODY,
    INQUIRY,
    NEEDS_CONSENT,
    PERSON,
    PURPOSES,
    SHARING,
    may_answer,
    opened_by_custody,
)
from tests.support.rules_walk.cast import TYPES

# What Hypothesis drew for a step; the same one draws the same, whatever else is left out.
Draw = Random
FLAGS = ("self_harm", "unsafe_phone", "urgent_health")
_DIES = 0.07
_HELPING = tuple(name for name in TYPES if name not in {"coordination", "oversight"})
_ALL = ("identity", "exploitation", "protection", "health", "justice")
_SECTIONS: tuple[tuple[str, ...], ...] = (
    _ALL, _ALL, _ALL, ("identity", "exploitation", "protection", "health"),
    ("identity", "protection"),
    ("protection", "health"), (),
)  # fmt: skip
_PURPOSES: tuple[tuple[str, ...], ...] = (
    *[("care", "referral_sharing", "justice")] * 5, ("care",), ("referral_sharing",), ("justice",),
    ("research",),
)  # fmt: skip
HOLD_REASONS = ("illness", "awaiting_documents")
CANCEL_REASONS = ("need_resolved", "better_option_found")
STOP_REASONS = ("safety", "consent_withdrawn")
REFUSALS = ("no_capacity", "out_of_area")
CORRECTIONS = ("not_said", "said_otherwise", "not_arrived")
OUTCOMES = ("service_provided", "no_show")


def one_of(draw: Draw, *often: Any) -> Any:
    return draw.choice(often)


def rarely(draw: Draw) -> bool:
    return draw.random() < 0.15


def a_reason(draw: Draw, *usual: str) -> str:
    """A reason; now and then that she has died."""
    return "death" if draw.random() < _DIES else str(one_of(draw, *usual))


def a_call(draw: Draw, subject: str, act: str) -> dict[str, Any]:
    details = {"subject": subject, "act": act}
    if act == "reject":
        details["reason"] = a_reason(draw, *REFUSALS)
    if act == "decline":
        details["reason"] = one_of(draw, *REFUSALS)
    return details


def an_order(draw: Draw, mechanism: Mechanism, case: str) -> dict[str, Any]:
    inquires = mechanism.custodian(case, INQUIRY)
    to = inquires if inquires and not rarely(draw) else one_of(draw, *TYPES)
    return {"to": to, "valid_for": one_of(draw, None, None, 20.0)}


def a_file(draw: Draw) -> dict[str, Any]:
    return {
        "age_band": one_of(draw, "25_59", "25_59", "15_17", "under_6"),
        "in_doubt": rarely(draw), "accused": rarely(draw),
        "flags": _some(draw, FLAGS),
    }  # fmt: skip


def a_consent(draw: Draw, mechanism: Mechanism, case: str) -> dict[str, Any]:
    earlier = [consent.name for consent in mechanism.of_case(mechanism.consents, case)]
    given_by, method = one_of(
        draw, *[("self", "written")] * 5, *[("guardian", "thumbprint")] * 4,
        ("authority_order", "written"),
    )  # fmt: skip
    ground = one_of(draw, *[None] * 7, "court_order", "vital_interest", "vital_interest")
    answer = one_of(draw, *["given"] * 5, "awaited", "refused")
    # One that waits does not run out meanwhile: what its confirmation then is, no rule says.
    waits = ground is not None or answer == "awaited"
    return {
        "answer": answer,
        "recipients": draw.sample(_HELPING, draw.randint(1, 5)),
        "sections": one_of(draw, *_SECTIONS), "purposes": one_of(draw, *_PURPOSES),
        "ground": ground, "given_by": None if ground else given_by,
        "method": None if ground else method,
        "valid_for": None if waits else one_of(draw, None, None, None, 20.0, 100.0),
        "do_not_contact": rarely(draw) and not ground,
        "supersedes": one_of(draw, *earlier) if earlier and rarely(draw) else None,
    }  # fmt: skip


def agrees_to_all(draw: Draw) -> dict[str, Any]:
    """She agrees to all purposes and sections, for some organisations."""
    return {
        "answer": "given", "sections": _ALL, "purposes": _PURPOSES[0], "ground": None,
        "given_by": "guardian", "method": "thumbprint", "recipients": draw.sample(_HELPING, 5),
        "valid_for": one_of(draw, None, None, 100.0),
    }  # fmt: skip


def _a_ground(
    draw: Draw, mechanism: Mechanism, case: str, covers: Callable[[Consent, str], bool]
) -> tuple[str | None, str]:
    """Draw a consent and a receiver: mostly a consent that covers the receiver."""
    known = mechanism.of_case(mechanism.consents, case)
    pairs = [(consent.name, name) for consent in known for name in TYPES if covers(consent, name)]
    if pairs and draw.random() < 0.95:
        found: tuple[str, str] = one_of(draw, *pairs)
        return found
    return one_of(draw, None, *(consent.name for consent in known)), one_of(draw, *TYPES)


def _some(draw: Draw, items: Sequence[str]) -> list[str]:
    return draw.sample(items, draw.randint(0, len(items)))


def a_referral(draw: Draw, mechanism: Mechanism, case: str) -> dict[str, Any]:
    consent, receiver = _a_ground(
        draw, mechanism, case,
        lambda consent, name: mechanism.covers(consent, case, name, SHARING, (), states=HELPING)
        and not mechanism.is_custodian(name, case),
    )  # fmt: skip
    within = sorted(_ALL if consent is None else mechanism.consents[consent].sections)
    placed = [
        referral.name for referral in mechanism.of_case(mechanism.referrals, case)
        if referral.place in HAS_PLACE
    ]  # fmt: skip
    bed_asked = one_of(draw, True, False)
    return {
        "consent": consent, "receiver": receiver, "sections": _some(draw, within),
        "priority": one_of(draw, "urgent", "emergency", "routine"), "bed_asked": bed_asked,
        "leaves": one_of(draw, None, *placed) if bed_asked else None,
        "flags": _some(draw, FLAGS[:2]), "do_not_contact": rarely(draw),
    }  # fmt: skip


def an_accusation(draw: Draw, mechanism: Mechanism, case: str) -> dict[str, Any]:
    """Mostly by who answers on the one chain or the other."""
    near = [name for chain in CHAINS if (name := mechanism.custodian(case, chain))]
    justice = ["police", "gendarmerie", "prosecutor"]
    return {"organisation": one_of(draw, *near, *justice) if not rarely(draw) else "ngo"}


def an_offer(draw: Draw, mechanism: Mechanism, case: str) -> dict[str, Any]:
    chain = one_of(draw, PERSON, PERSON, INQUIRY)
    duty = one_of(draw, True, False) if chain == INQUIRY else rarely(draw) and rarely(draw)
    consent, receiver = _a_ground(
        draw, mechanism, case,
        lambda consent, name: _may_take(mechanism, case, chain, name) and mechanism.covers(
            consent, case, name, PURPOSES[chain],
            NEEDS_CONSENT & CUSTODY[chain] if duty
            else opened_by_custody(mechanism.type_of(name), chain),
        ),
    )  # fmt: skip
    if duty and one_of(draw, True, False):
        consent, receiver = None, one_of(draw, "prosecutor", "court", "gendarmerie", "police")
    return {
        "chain": chain, "consent": consent, "duty": duty,
        "receiver": receiver, "priority": one_of(draw, "urgent", "emergency", "routine"),
        "physical": one_of(draw, True, False), "flags": _some(draw, FLAGS[:2]),
    }  # fmt: skip


def a_question(draw: Draw, *_: object) -> dict[str, Any]:
    return {"chain": one_of(draw, *CHAINS)}


def terms_of(draw: Draw, mechanism: Mechanism, request: str) -> dict[str, Any]:
    """Mostly a consent that covers who asked, or a legal duty for an inquiry."""
    asked = mechanism.requests[request]
    known = mechanism.of_case(mechanism.consents, asked.case)
    able = [
        consent.name for consent in known if mechanism.covers(
            consent, asked.case, asked.by, PURPOSES[asked.chain],
            opened_by_custody(mechanism.type_of(asked.by), asked.chain),
        )
    ]  # fmt: skip
    duty = (asked.chain == INQUIRY and not able) or rarely(draw)
    others = [None, *(consent.name for consent in known)]
    return {
        "duty": duty, "consent": None if duty else one_of(draw, *(able or others)),
        "priority": one_of(draw, "urgent", "emergency"), "physical": one_of(draw, True, False),
        "flags": _some(draw, FLAGS[:2]),
    }  # fmt: skip


def _may_take(mechanism: Mechanism, case: str, chain: str, name: str) -> bool:
    return may_answer(mechanism.type_of(name), chain) and (
        mechanism.is_active(name) and mechanism.custodian(case, chain) != name
    )


def an_assignment(draw: Draw, mechanism: Mechanism, case: str) -> dict[str, Any]:
    chain = one_of(draw, *CHAINS)
    able = [name for name in TYPES if _may_take(mechanism, case, chain, name)]
    return {
        "chain": chain, "receiver": one_of(draw, *(TYPES if rarely(draw) else able)),
        "priority": one_of(draw, "urgent", "emergency"),
    }  # fmt: skip
