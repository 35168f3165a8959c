"""Figures of what persons are given: stays, services, follow-ups, means. One row is one figure."""

from referral_api.domain.figures.definitions.definition import (
    Definition,
    Measure,
    Once,
    Suppression,
    Unit,
)

_PERSON = ("category", "age", "region", "nationality")
_K = ("is_counted",)
_DUE = (*_K, "is_planned")
_MEANS = ("kind", "region")
_ASKED = (*_K, "is_asked")
_9_2, _9_4, _9_9 = ("9.2",), ("9.4",), ("9.9",)

ASSISTANCE = (
    Definition(
        "protection.services", "Services fournis, par type", "Services given, by type",
        Unit.SERVICE, "services", (*_K, "is_given"), "began_at", Once.EACH,
        ("service", "category", "served_region", "organisation"),
        standards=("IC-TIP", "CTDC", "9.2"),
    ),
    Definition(
        "protection.served", "Personnes ayant reçu un service", "Persons given a service",
        Unit.PERSON, "services", (*_K, "is_given"), "began_at", Once.IN_PERIOD,
        (*_PERSON, "service"), standards=_9_2, version=2,
    ),
    Definition(
        "protection.services_offered", "Services proposés, selon la réponse de la personne",
        "Services offered, by the person's reply",
        Unit.SERVICE, "services", (*_K, "is_offered"), "offered_at", Once.EACH,
        ("reply", "service"), standards=("IC-TIP",),
    ),
    Definition(
        "protection.sheltered", "Personnes hébergées", "Persons sheltered",
        Unit.PERSON, "stays", (*_K, "has_arrived"), "arrived_at", Once.IN_PERIOD,
        (*_PERSON, "place"), standards=("IC-TIP", "CTDC", "9.2"), version=2,
    ),
    Definition(
        "protection.nights", "Nuitées", "Nights",
        Unit.NIGHT, "nights", (*_K, "has_arrived"), "period", Once.EACH, ("category", "region"),
        Suppression.INSIDE, Measure.SUM, "nights", standards=_9_4,
    ),
    Definition(
        "protection.sheltered_at", "Personnes hébergées à la date de l'arrêté",
        "Persons sheltered at the cut",
        Unit.PERSON, "stays", (*_K, "is_here"), None, Once.IN_PERIOD,
        ("category", "place", "region"),
        standards=_9_4, version=2,
    ),
    Definition(
        "protection.late_arrivals_at", "Personnes attendues en retard, à la date de l'arrêté",
        "Persons expected and late at the cut",
        Unit.PERSON, "stays", (*_K, "is_late_to_arrive"), None, Once.IN_PERIOD,
        ("place", "region", "category"), standards=_9_4, version=2,
    ),
    Definition(
        "protection.departures", "Départs des lieux d'accueil, par motif",
        "Departures from stays, by reason",
        Unit.STAY, "stays", (*_K, "has_departed"), "departed_at", Once.EACH,
        ("reason", "outcome", "category"), standards=_9_9,
    ),
    Definition(
        "protection.follow_ups", "Suivis dus, selon leur issue", "Follow-ups due, by their result",
        Unit.FOLLOW_UP, "follow_ups", _DUE, "due_at", Once.EACH,
        ("state", "stage", "outcome", "category"), standards=_9_9,
    ),
    Definition(
        "protection.follow_up_6m", "Suivis à 6 mois", "Follow-ups at 6 months",
        Unit.PERCENT, "follow_ups", (*_DUE, "is_of_6_months"), "due_at", Once.EACH,
        ("category", "region"), Suppression.BASE, Measure.SHARE, "is_reached", standards=_9_9,
    ),
    Definition(
        "protection.follow_up_12m", "Suivis à 12 mois", "Follow-ups at 12 months",
        Unit.PERCENT, "follow_ups", (*_DUE, "is_of_12_months"), "due_at", Once.EACH,
        ("category", "region"), Suppression.BASE, Measure.SHARE, "is_reached", standards=_9_9,
    ),
    Definition(
        "protection.means", "Demandes de moyens, selon leur état", "Requests for means, by state",
        Unit.REQUEST, "means", _ASKED, "asked_at", Once.EACH, (*_MEANS, "status"),
        Suppression.INSIDE, standards=_9_2,
    ),
    Definition(
        "protection.means_asked", "Moyens demandés", "Means asked",
        Unit.CFA_FRANC, "means", _ASKED, "asked_at", Once.EACH, _MEANS, Suppression.INSIDE,
        Measure.SUM, "asked", standards=_9_2,
    ),
    Definition(
        "protection.means_granted", "Moyens accordés", "Means granted",
        Unit.CFA_FRANC, "means", (*_ASKED, "is_granted"), "decided_at", Once.EACH, _MEANS,
        Suppression.INSIDE, Measure.SUM, "granted", standards=_9_2,
    ),
    Definition(
        "protection.means_paid", "Moyens payés", "Means paid",
        Unit.CFA_FRANC, "means", (*_ASKED, "is_paid"), "paid_at", Once.EACH, _MEANS,
        Suppression.INSIDE, Measure.SUM, "paid", standards=_9_2,
    ),
    Definition(
        "protection.means_uncovered", "Moyens demandés et non couverts",
        "Means asked and not covered",
        Unit.CFA_FRANC, "means", _ASKED, "asked_at", Once.EACH, _MEANS, Suppression.INSIDE,
        Measure.SUM, "uncovered", standards=_9_2,
    ),
)  # fmt: skip
