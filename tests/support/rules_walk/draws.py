"""What a walk draws: mostly what makes sense, now and then what does not."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from tests.support.rules_oracle.mechanism import HAS_PLACE, Mechanism
from tests.support.rules_oracle.records import Consent
from tests.support.rules_oracle.sections import CHAINS, INQUIRY, PERSON
from tests.support.rules_walk.cast import TYPES

Draw = Any  # hypothesis.strategies.DataObject, whose draw is untyped
FLAGS = ("self_harm", "unsafe_phone", "urgent_health")
_HELPING = tuple(name for name in TYPES if name not in {"coordination", "oversight"})
_SECTIONS: tuple[tuple[str, ...], ...] = (
    ("identity", "exploitation", "protection", "health", "justice"),
    ("identity", "exploitation", "protection", "health"), ("identity", "protection"),
    ("protection", "health"), (),
)  # fmt: skip
_PURPOSES: tuple[tuple[str, ...], ...] = (
    ("care", "referral_sharing", "justice"), ("care",), ("referral_sharing",), ("justice",),
    ("research",),
)  # fmt: skip
HOLD_REASONS = ("illness", "awaiting_documents")
CANCEL_REASONS = ("need_resolved", "death", "better_option_found")
STOP_REASONS = ("safety", "death", "consent_withdrawn")
REFUSALS = ("no_capacity", "out_of_area")
OUTCOMES = ("service_provided", "no_show")


def one_of(draw: Draw, *often: Any) -> Any:
    """Draw one of these; the first is what a shrunk walk has."""
    return draw.draw(st.sampled_from(often))


def rarely(draw: Draw) -> bool:
    return bool(one_of(draw, *[False] * 5, True))


def a_file(draw: Draw) -> dict[str, Any]:
    return {
        "age_band": one_of(draw, "25_59", "25_59", "15_17", "under_6"),
        "in_doubt": rarely(draw),
        "flags": draw.draw(st.lists(st.sampled_from(FLAGS), unique=True, max_size=2)),
    }  # fmt: skip


def a_consent(draw: Draw, mechanism: Mechanism, case: str) -> dict[str, Any]:
    earlier = [consent.name for consent in mechanism.of_case(mechanism.consents, case)]
    given_by, method = one_of(
        draw, *[("self", "written")] * 4, ("guardian", "thumbprint"), ("authority_order", "written")
    )
    ground = one_of(draw, None, None, None, None, "vital_interest")
    return {
        "answer": one_of(draw, *["given"] * 5, "awaited", "refused"),
        "recipients": draw.draw(
            st.lists(st.sampled_from(_HELPING), unique=True, min_size=1, max_size=4)
        ),
        "sections": one_of(draw, *_SECTIONS), "purposes": one_of(draw, *_PURPOSES),
        "ground": ground, "given_by": None if ground else given_by,
        "method": None if ground else method,
        "valid_for": one_of(draw, None, None, 20.0, 100.0), "do_not_contact": rarely(draw),
        "supersedes": one_of(draw, None, None, *earlier),
    }  # fmt: skip


def _a_consent_of(draw: Draw, mechanism: Mechanism, case: str) -> Consent | None:
    """Mostly one that lives."""
    known = mechanism.of_case(mechanism.consents, case)
    living = [consent for consent in known if consent.status == "active"]
    if rarely(draw) or not living:
        living = known
    return one_of(draw, *living) if living else None


def _a_receiver(draw: Draw, consent: Consent | None) -> str:
    if consent is None or rarely(draw):
        return str(one_of(draw, *TYPES))
    return str(one_of(draw, *sorted(consent.recipients)))


def _some(draw: Draw, items: Sequence[str]) -> list[str]:
    return list(draw.draw(st.lists(st.sampled_from(items), unique=True))) if items else []


def a_referral(draw: Draw, mechanism: Mechanism, case: str) -> dict[str, Any]:
    consent = _a_consent_of(draw, mechanism, case)
    within = sorted(consent.sections) if consent is not None and not rarely(draw) else FLAGS[:0]
    placed = [
        referral.name for referral in mechanism.of_case(mechanism.referrals, case)
        if referral.place in HAS_PLACE
    ]  # fmt: skip
    bed_asked = one_of(draw, True, False)
    return {
        "consent": None if consent is None else consent.name,
        "receiver": _a_receiver(draw, consent), "sections": _some(draw, within),
        "priority": one_of(draw, "urgent", "emergency", "routine"), "bed_asked": bed_asked,
        "leaves": one_of(draw, None, *placed) if bed_asked else None,
        "flags": _some(draw, FLAGS[:2]), "do_not_contact": rarely(draw),
    }  # fmt: skip


def an_offer(draw: Draw, mechanism: Mechanism, case: str) -> dict[str, Any]:
    chain = one_of(draw, PERSON, PERSON, INQUIRY)
    duty = one_of(draw, True, False) if chain == INQUIRY else rarely(draw) and rarely(draw)
    consent = _a_consent_of(draw, mechanism, case)
    if duty and one_of(draw, True, False):
        consent = None
    receiver = _a_receiver(draw, consent)
    if chain == INQUIRY and not rarely(draw):
        receiver = one_of(draw, "prosecutor", "gendarmerie", "police")
    return {
        "chain": chain, "consent": None if consent is None else consent.name, "duty": duty,
        "receiver": receiver, "priority": one_of(draw, "urgent", "emergency", "routine"),
        "physical": one_of(draw, True, False), "flags": _some(draw, FLAGS[:2]),
    }  # fmt: skip


def an_assignment(draw: Draw, mechanism: Mechanism, case: str) -> dict[str, Any]:
    del mechanism, case
    return {
        "chain": one_of(draw, *CHAINS), "receiver": one_of(draw, *TYPES),
        "priority": one_of(draw, "urgent", "emergency"),
    }  # fmt: skip
