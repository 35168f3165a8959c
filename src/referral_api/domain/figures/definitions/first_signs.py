"""Figures of tips, incidents and contacts. One row is one figure."""

from referral_api.domain.figures.definitions.definition import (
    Definition,
    Measure,
    Once,
    Suppression,
    Unit,
)

_TIP = ("is_tip",)
_INCIDENT = ("region", "detection", "size", "organisation")
_CONTACT = ("region", "sex", "age", "answer", "organisation")
_IC_TIP = ("IC-TIP",)

FIRST_SIGNS = (
    Definition(
        "identification.tips", "Signalements reçus", "Tips received",
        Unit.TIP, "tips", _TIP, "received_at", Once.EACH,
        ("region", "channel", "priority", "organisation"), standards=_IC_TIP,
    ),
    Definition(
        "identification.tip_outcomes", "Suites données aux signalements", "Outcomes of tips",
        Unit.TIP, "tips", _TIP, "outcome_at", Once.EACH,
        ("outcome", "reason", "region", "priority"), standards=_IC_TIP,
    ),
    Definition(
        "identification.time_to_tip_assignment",
        "Délai d'attribution d'un signalement (médiane)",
        "Median time to the assignment of a tip",
        Unit.HOUR, "tips", (*_TIP, "is_tip_assigned"), "received_at", Once.EACH,
        ("region", "priority"), Suppression.BASE, Measure.MEDIAN, "until_assignment",
        standards=_IC_TIP,
    ),
    Definition(
        "identification.incidents", "Événements de traite enregistrés", "Incidents recorded",
        Unit.INCIDENT, "incidents", ("is_incident",), "recorded_at", Once.EACH, _INCIDENT,
        standards=_IC_TIP,
    ),
    Definition(
        "identification.incidents_occurred", "Événements de traite, par date des faits",
        "Incidents by when they occurred",
        Unit.INCIDENT, "incidents", ("is_incident",), "occurred_at", Once.EACH, _INCIDENT,
        standards=_IC_TIP,
    ),
    Definition(
        "identification.contacts", "Contacts sans dossier", "Contacts without a file",
        Unit.CONTACT, "contacts", ("is_contact", "is_not_smuggled"), "met_at", Once.EACH,
        _CONTACT, standards=("9.10",),
    ),
    # No victims, and never added to them.
    Definition(
        "identification.smuggled_helped",
        "Personnes aidées, objet de trafic de migrants, non victimes de traite",
        "Smuggled persons helped, not trafficked",
        Unit.PERSON, "contacts", ("is_contact", "is_smuggled", "is_helped"), "met_at", Once.EACH,
        ("category", "region", "nationality"),
    ),
)  # fmt: skip
