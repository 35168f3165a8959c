"""The vocabulary of a service given: what the person replied, and the committee's own list."""

from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.code import Code
from referral_api.domain.codelists.referrals import ServiceType


class ServiceAnswer(Code):
    """What the person replied to a service that was offered."""

    ACCEPTED = "accepted", "Souhaité", "Taken up"
    DECLINED = "declined", "Non souhaité", "Declined"
    LATER = "later", "Plus tard", "Later"
    NOT_AVAILABLE = "not_available", "Indisponible", "Not available"


class SeedService(Code):
    """The services of the committee's report, each made of service types."""

    types: frozenset[ServiceType]

    def __init__(self, _stored: str, _fr: str, _en: str, *types: ServiceType) -> None:
        self.types = frozenset(types)

    SHELTER = (
        "shelter", "Hébergement", "Shelter",
        ServiceType.SHELTER, ServiceType.CHILD_CARE_ARRANGEMENT,
    )  # fmt: skip
    MEDICAL = (
        "medical", "Soins médicaux", "Medical care",
        ServiceType.MEDICAL_CARE, ServiceType.MENTAL_HEALTH_CARE, ServiceType.ONE_STOP_CENTRE,
        ServiceType.REPRODUCTIVE_HEALTH, ServiceType.MEDICAL_CERTIFICATE,
    )  # fmt: skip
    LEGAL = (
        "legal", "Assistance juridique", "Legal assistance",
        ServiceType.LEGAL_AID, ServiceType.CIVIL_DOCUMENTS,
    )  # fmt: skip
    COURT = (
        "court", "Assistance judiciaire", "Court assistance",
        ServiceType.COURT_ASSISTANCE, ServiceType.WITNESS_SUPPORT,
    )  # fmt: skip
    PSYCHOSOCIAL = (
        "psychosocial", "Soutien psychosocial", "Psychosocial support",
        ServiceType.PSYCHOSOCIAL_SUPPORT, ServiceType.MEDIATION,
    )  # fmt: skip
    EDUCATION = "education", "Éducation", "Education", ServiceType.EDUCATION
    TRAINING = (
        "training", "Formation professionnelle", "Vocational training",
        ServiceType.VOCATIONAL_TRAINING, ServiceType.LIVELIHOOD,
    )  # fmt: skip
    REINTEGRATION = (
        "reintegration", "Réintégration sociale", "Social reintegration",
        ServiceType.REINTEGRATION, ServiceType.FAMILY_TRACING, ServiceType.VOLUNTARY_RETURN,
    )  # fmt: skip
    COMPENSATION = (
        "compensation", "Aide et réparation de préjudices", "Help and redress",
        ServiceType.COMPENSATION_SUPPORT, ServiceType.CASH_ASSISTANCE,
    )  # fmt: skip
    OTHER = (
        "other", "Autre aide", "Other help",
        ServiceType.PHYSICAL_PROTECTION, ServiceType.FOOD, ServiceType.NON_FOOD_ITEMS,
        ServiceType.INTERPRETATION, ServiceType.DISABILITY_SUPPORT, ServiceType.TRANSPORT,
        ServiceType.OTHER,
    )  # fmt: skip


_OF_HEALTH = frozenset(
    {
        ServiceType.MEDICAL_CARE, ServiceType.MENTAL_HEALTH_CARE, ServiceType.REPRODUCTIVE_HEALTH,
        ServiceType.MEDICAL_CERTIFICATE,
    }
)  # fmt: skip
_OF_PARTICIPATION = frozenset(
    {
        ServiceType.COURT_ASSISTANCE, ServiceType.WITNESS_SUPPORT,
        ServiceType.COMPENSATION_SUPPORT,
    }
)  # fmt: skip


def section_of(service_type: ServiceType) -> Section:
    """Return the section of a case in which a service of this type is recorded."""
    if service_type in _OF_HEALTH:
        return Section.HEALTH
    return Section.PARTICIPATION if service_type in _OF_PARTICIPATION else Section.PROTECTION
