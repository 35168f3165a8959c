"""The vocabulary of partners, their contributions and the blocks of the report."""

from referral_api.domain.codelists.code import Code


class PartnerCategory(Code):
    """Where a partner belongs."""

    NATIONAL = "national", "Partenaire national", "National partner"
    INTERNATIONAL = "international", "Partenaire international", "International partner"
    STATE = "state", "État", "State"


class PartnerContributionKind(Code):
    """What a partner gave."""

    MONEY = "money", "Argent", "Money"
    TRAINING = "training", "Formation", "Training"
    MISSION = "mission", "Mission", "Mission"
    CARE = "care", "Prise en charge", "Care"
    EQUIPMENT = "equipment", "Équipement", "Equipment"
    PREMISES = "premises", "Locaux", "Premises"
    EXPERTISE = "expertise", "Expertise et partage d'expériences", "Expertise"
    OTHER = "other", "Autre contribution", "Other contribution"


class ReportBlock(Code):
    """The blocks of prose of one pillar and year."""

    PARAGRAPH = "paragraph", "Paragraphe", "Paragraph"
    ACHIEVEMENTS = "achievements", "Acquis", "Achievements"
    CHALLENGES = "challenges", "Défis", "Challenges"
    DIFFICULTIES = "difficulties", "Difficultés", "Difficulties"
    REMARK = "remark", "Observation sur les données", "Observation on the data"
