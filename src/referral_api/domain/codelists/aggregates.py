"""The vocabulary of aggregates: what a total from elsewhere counts, and how exactly it was said."""

from referral_api.domain.codelists.code import Code


class AggregateKind(Code):
    """How exactly a number was said."""

    COUNT = "count", "Nombre", "Count"
    SHARE = "share", "Part", "Share"
    APPROXIMATE = "approximate", "Valeur approchée", "Approximation"


class AggregateUnit(Code):
    """What a total from elsewhere counts. Nothing is added across units."""

    PERSON = "person", "Personnes", "Persons"
    PARTICIPANT = "participant", "Personnes touchées", "Participants"
    MANUAL = "manual", "Manuels et outils", "Manuals and tools"
    PROCEEDING = "proceeding", "Affaires", "Proceedings"
    ACCUSED = "accused", "Personnes mises en cause", "Accused persons"
    CONVICTION = "conviction", "Condamnations", "Convictions"
    PERCENT = "percent", "Pour cent", "Percent"
    OTHER = "other", "Autre unité", "Another unit"
