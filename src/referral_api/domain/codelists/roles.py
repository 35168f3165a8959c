"""The names of the roles that agents hold."""

from referral_api.domain.codelists.code import Code
from referral_api.permissions import Role


class RoleName(Code):
    """The name of a role. Roles and what they may do are in ``permissions``."""

    ADMINISTRATOR = Role.ADMINISTRATOR.value, "Administrateur, administratrice", "Administrator"
    AUDITOR = Role.AUDITOR.value, "Auditeur, auditrice", "Auditor"
    CASE_WORKER = (
        Role.CASE_WORKER.value,
        "Chargé ou chargée d'accompagnement",
        "Case worker",
    )
    COMMUNITY_REPORTER = (
        Role.COMMUNITY_REPORTER.value,
        "Signalant communautaire",
        "Community reporter",
    )
    COORDINATOR = Role.COORDINATOR.value, "Coordinateur, coordinatrice", "Coordinator"
    FIRST_RESPONDER = (
        Role.FIRST_RESPONDER.value,
        "Premier intervenant, première intervenante",
        "First responder",
    )
    IDENTIFICATION_AUTHORITY = (
        Role.IDENTIFICATION_AUTHORITY.value,
        "Autorité d'identification",
        "Identification authority",
    )
    INTAKE_OFFICER = (
        Role.INTAKE_OFFICER.value,
        "Chargé ou chargée d'accueil",
        "Intake officer",
    )
    INVESTIGATOR = Role.INVESTIGATOR.value, "Enquêteur, enquêtrice", "Investigator"
    MAGISTRATE = Role.MAGISTRATE.value, "Magistrat, magistrate", "Magistrate"
    PARTNER_SYSTEM = Role.PARTNER_SYSTEM.value, "Système partenaire", "Partner system"
    SUPERVISOR = Role.SUPERVISOR.value, "Superviseur, superviseure", "Supervisor"
