"""The kinds of measures: the members that each has of its own, and its rules. One table."""

from dataclasses import dataclass

from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.measures import MeasureKind as Kind


@dataclass(frozen=True, slots=True)
class Rules:
    """``needs`` and ``may``: the members of its own; those of another kind are refused.

    ``before``: what must be on file before it is granted. ``seen_by_custody``: both organisations
    that answer for the person or the inquiry know of it, whatever sections they read.
    ``by_clock``: it begins by itself. ``followed``: the act from which follow-ups are counted.
    """

    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    section: Section = Section.PROTECTION
    seen_by_custody: bool = True
    by_clock: bool = False
    only_if_wanted: bool = False
    followed: str = ""


_CONSENT, _RISK, _BID = "consent", "risk_assessment", "best_interests_determination"
RULES: dict[Kind, Rules] = {
    Kind.RECOVERY_PERIOD: Rules(
        may=("days", "starts_on"), before=("screening",), by_clock=True,
    ),
    Kind.EMERGENCY_SHELTER: Rules(may=("stay_id",), seen_by_custody=False),
    Kind.SAFETY_MEASURE: Rules(
        needs=("safety_measures",), may=("details",), before=("risk_or_urgency",),
    ),
    Kind.GUARDIAN_APPOINTMENT: Rules(
        needs=("guardian_id",), may=("family_check",), before=("child", "no_known_concern"),
    ),
    Kind.STAY_PERMIT: Rules(
        needs=("permit_kind",), may=("reference", "valid_until"), before=("foreign",),
        by_clock=True, only_if_wanted=True,
    ),
    Kind.VOLUNTARY_RETURN: Rules(
        needs=("destination", "return_kind"),
        may=("travel_on", "escort", "receiver", "travel_document"),
        before=("wish", _CONSENT, _RISK, _BID), seen_by_custody=False, only_if_wanted=True,
        followed="end",
    ),
    Kind.FAMILY_REUNIFICATION: Rules(
        needs=("relative_kind",), may=("relative", "tracing_id", "family_check"),
        before=("wish", _CONSENT, _RISK, "safe_family", _BID), seen_by_custody=False,
        only_if_wanted=True, followed="start",
    ),
    Kind.CHILD_PLACEMENT: Rules(
        needs=("care_arrangement", "carer_check"), may=("carer", "tracing_id"),
        before=("child", _RISK, "safe_carer", _BID), followed="start",
    ),
    Kind.NON_PUNISHMENT_NOTICE: Rules(
        needs=("addressed_to_organisation_id", "exploitation_ids"),
        may=("offence_text_id", "facts"), section=Section.JUSTICE, by_clock=True,
    ),
    Kind.WITNESS_PROTECTION: Rules(
        needs=("witness_protections",), may=("court_id",), before=("asked",),
        section=Section.JUSTICE,
    ),
}  # fmt: skip
SEEN_BY_CUSTODY = tuple(kind for kind, rules in RULES.items() if rules.seen_by_custody)
# Members whose words are sealed, all together.
SEALED = ("details", "reference", "receiver", "relative", "carer", "facts", "note")
OWN = tuple(sorted({name for rules in RULES.values() for name in (*rules.needs, *rules.may)}))
