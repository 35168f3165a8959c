"""The types of organisation that take part, and their names in the IOM case standard."""

from referral_api.domain.codelists.code import Code


class HtcdsOrganisationType(Code):
    """The codes of ``org_Type`` in HTCDS 2.0, spelt as the standard spells them."""

    NGO = "NGO", "ONG", "NGO"
    LAW_ENFORCEMENT = "LawEnforcement", "Forces de l'ordre", "Law enforcement"
    HEALTH_SERVICE = (
        "HealthServiceOrganisation",
        "Structure de santé",
        "Health service organisation",
    )
    CENTRAL_GOVERNMENT = (
        "CentralGovernmentOrganisation",
        "Administration centrale",
        "Central government organisation",
    )
    LOCAL_GOVERNMENT = (
        "LocalGovernmentOrganisation",
        "Collectivité ou administration locale",
        "Local government organisation",
    )
    IMMIGRATION_SERVICE = "ImmigrationService", "Service d'immigration", "Immigration service"
    LEGAL_SERVICE = "LegalService", "Service juridique", "Legal service"
    CORPORATE_BUSINESS = "CorporateBusiness", "Entreprise", "Corporate business"
    SCHOOL_OR_COLLEGE = "SchoolOrCollege", "École", "School or college"


_CENTRAL = HtcdsOrganisationType.CENTRAL_GOVERNMENT
_ENFORCEMENT = HtcdsOrganisationType.LAW_ENFORCEMENT
_HEALTH = HtcdsOrganisationType.HEALTH_SERVICE
_LEGAL = HtcdsOrganisationType.LEGAL_SERVICE
_LOCAL = HtcdsOrganisationType.LOCAL_GOVERNMENT
_NGO = HtcdsOrganisationType.NGO


class OrganisationType(Code):
    """The mechanism's own types. The ceiling of each type bounds what it may ever see.

    ``htcds`` is the nearest code of the standard, or None where the standard has no near one.
    """

    htcds: HtcdsOrganisationType | None

    def __init__(
        self, _stored: str, _fr: str, _en: str, htcds: HtcdsOrganisationType | None
    ) -> None:
        self.htcds = htcds

    POLICE = "police", "Police (dont la BRTMTEH)", "Police (including the BRTMTEH)", _ENFORCEMENT
    GENDARMERIE = "gendarmerie", "Brigades de gendarmerie", "Gendarmerie brigades", _ENFORCEMENT
    BORDER_SERVICE = "border_service", "Police des frontières", "Border police", _ENFORCEMENT
    PROSECUTOR = "prosecutor", "Parquet", "Prosecutor's office", None
    COURT = "court", "Juridiction", "Court", None
    NGO = "ngo", "ONG ou association", "NGO or association", _NGO
    SHELTER = "shelter", "Centre d'hébergement", "Shelter", None
    HEALTH = "health", "Structure de santé", "Health facility", _HEALTH
    LEGAL_AID = "legal_aid", "Structure d'assistance juridique", "Legal aid organisation", _LEGAL
    CHILD_PROTECTION = (
        "child_protection",
        "Service de protection de l'enfant (DNPEF)",
        "Child protection service (DNPEF)",
        _CENTRAL,
    )
    SOCIAL_SERVICE = "social_service", "Service social local", "Local social service", _LOCAL
    LABOUR_INSPECTION = (
        "labour_inspection",
        "Inspection du travail",
        "Labour inspectorate",
        _CENTRAL,
    )
    STATE_SERVICE = "state_service", "Autre service de l'État", "Other state service", _CENTRAL
    COORDINATION = "coordination", "Organe de coordination", "Coordination body", None
    INTERNATIONAL = (
        "international",
        "Organisation internationale",
        "International organisation",
        None,
    )
    WATCH_COMMITTEE = "watch_committee", "Comité de veille", "Watch committee", None
    ONE_STOP_CENTRE = (
        "one_stop_centre",
        "Centre de prise en charge intégrée (One Stop Center)",
        "One-stop centre",
        None,
    )
    TRADITIONAL_OR_RELIGIOUS_AUTHORITY = (
        "traditional_or_religious_authority",
        "Autorité traditionnelle ou religieuse",
        "Traditional or religious authority",
        None,
    )
    LOCAL_AUTHORITY = "local_authority", "Collectivité territoriale", "Local authority", _LOCAL
    CONSULATE = "consulate", "Ambassade ou consulat", "Embassy or consulate", None
    HOTLINE = "hotline", "Ligne verte", "Hotline", None
    OVERSIGHT = "oversight", "Organe de contrôle (CNDH, APDP)", "Oversight body (CNDH, APDP)", None


class PendingChangeStatus(Code):
    """The status of a change that two administrators make."""

    PROPOSED = "proposed", "Proposée", "Proposed"
    CONFIRMED = "confirmed", "Confirmée", "Confirmed"
    REFUSED = "refused", "Refusée", "Refused"
    WITHDRAWN = "withdrawn", "Retirée", "Withdrawn"
    EXPIRED = "expired", "Expirée", "Expired"


class PendingChangeSubject(Code):
    """What a change that two administrators make is about."""

    AGENT = "agent", "Agent", "Agent"
    CLIENT = "client", "Système partenaire", "Partner system"
    ORGANISATION = "organisation", "Organisation", "Organisation"
