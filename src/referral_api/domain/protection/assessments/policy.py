"""Who may write what into an assessment, and which days it may name."""

from datetime import date, timedelta

from referral_api.domain.access.ceilings import INVESTIGATORS
from referral_api.domain.codelists.assessments import AssessmentLevel
from referral_api.domain.protection.assessments.schemas import AssessmentRecord
from referral_api.errors import Forbidden, MalformedInput
from referral_api.permissions import Actor, Role

_ASSESSING = frozenset({Role.CASE_WORKER, Role.INTAKE_OFFICER, Role.SUPERVISOR})


def check_writer(actor: Actor, assessment: AssessmentRecord) -> None:
    """Raise Forbidden if the police, or a role that assesses nothing else, write more than the
    risks of the person.
    """
    if actor.organisation_type not in INVESTIGATORS and _ASSESSING & actor.roles:
        return
    beyond = (
        assessment.needs, assessment.household, assessment.community, assessment.health,
        assessment.person_view,
    )  # fmt: skip
    if assessment.level is not AssessmentLevel.INDIVIDUAL or any(beyond):
        raise Forbidden


def check_contents(assessment: AssessmentRecord, today: date, longest: timedelta) -> None:
    """Refuse days out of order, and factors of another level."""
    level = assessment.level
    wrong = {
        "conducted_on": assessment.conducted_on > today,
        "next_by": not today <= assessment.next_by <= today + longest,
        "household": (level is AssessmentLevel.HOUSEHOLD) != bool(assessment.household),
        "community": (level is AssessmentLevel.COMMUNITY) != bool(assessment.community),
    }
    errors = [
        {"pointer": f"/{name}", "code": "out_of_range" if "_" in name else "invalid_value"}
        for name, found in wrong.items() if found
    ]  # fmt: skip
    if errors:
        raise MalformedInput(errors=errors)
