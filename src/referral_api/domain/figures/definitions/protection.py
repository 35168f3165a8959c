"""Figures of protection. One row is one figure; filters and dimensions: see ``relations``."""

from referral_api.domain.figures.definitions.definition import (
    Definition,
    Measure,
    Once,
    Suppression,
    Unit,
)

_PERSON = ("category", "age", "region", "nationality")
_HANDOFF = ("custody", "priority", "region")
_K = ("is_counted",)  # neither a duplicate nor opened in error
_STATED = (*_K, "is_stated")

PROTECTION = (
    Definition(
        "protection.assisted", "Personnes prises en charge", "Persons assisted",
        Unit.PERSON, "assisted", _K, "started_at", Once.IN_PERIOD, (*_PERSON, "service"),
        standards=("GLOTIP", "IC-TIP", "CTDC", "9.2"),
        lines=("PROT-2021-TOTAL", "PROT-2023-TOTAL"), version=3,
    ),
    Definition(
        "protection.places_at", "Places d'hébergement à la date de l'arrêté",
        "Places of shelters at the cut",
        Unit.PLACE, "places", (), None, Once.EACH, ("place", "unit", "region", "organisation"),
        Suppression.INSIDE, Measure.SUM, "number", standards=("9.4",), version=2,
    ),
    Definition(
        "protection.overflow_at", "Personnes accueillies au-delà des places, à la date de l'arrêté",
        "Persons taken in beyond the places at the cut",
        Unit.PERSON, "people_beyond", (), None, Once.EACH, ("unit", "region", "organisation"),
        Suppression.INSIDE, Measure.SUM, "number", standards=("9.4",),
    ),
    Definition(
        "protection.detected_assisted", "Victimes repérées et assistées",
        "Victims detected and assisted",
        Unit.PERSON, "detected_and_assisted", (*_K, "is_not_ruled_out"), "both_at",
        Once.IN_PERIOD, _PERSON, standards=("IC-TIP",), lines=("PROT-2022-TOTAL",), version=2,
    ),
    Definition(
        "protection.reintegrated", "Réintégrations et accompagnements accomplis",
        "Reintegrations and support completed",
        Unit.CASE, "cases", (*_K, "is_closed", "is_reintegrated"), "closed_at", Once.EACH,
        ("reason", "category", "region"), standards=("9.9",),
    ),
    Definition(
        "protection.closures", "Dossiers clos, par motif", "Cases closed, by reason",
        Unit.CASE, "cases", (*_K, "is_closed"), "closed_at", Once.EACH,
        ("reason", "category", "region"),
    ),
    Definition(
        "protection.consents", "Consentements, selon la réponse", "Consents, by the reply",
        Unit.CONSENT, "consents", _STATED, "stated_at", Once.EACH,
        ("reply", "purpose", "giver", "ground", "category"), standards=("HTCDS",),
    ),
    Definition(
        "protection.consents_refused", "Consentements refusés", "Consents refused",
        Unit.CONSENT, "consents", (*_STATED, "is_consent_refused"), "refused_at", Once.EACH,
        ("purpose", "category"),
    ),
    Definition(
        "protection.consents_withdrawn", "Consentements retirés", "Consents withdrawn",
        Unit.CONSENT, "consents", (*_STATED, "is_consent_withdrawn"), "ended_at", Once.EACH,
        ("purpose", "category"),
    ),
    Definition(
        "protection.handoffs", "Passations de responsabilité proposées, selon leur issue",
        "Handoffs offered, by their outcome",
        Unit.HANDOFF, "handoffs", _K, "offered_at", Once.EACH, ("status", *_HANDOFF, "reason"),
        Suppression.INSIDE,
    ),
    Definition(
        "protection.handoffs_completed", "Passations achevées", "Handoffs completed",
        Unit.HANDOFF, "handoffs", (*_K, "is_handoff_completed"), "closed_at", Once.EACH, _HANDOFF,
        Suppression.INSIDE,
    ),
    Definition(
        "protection.handoffs_declined", "Passations refusées, par motif",
        "Handoffs refused, by reason",
        Unit.HANDOFF, "handoffs", (*_K, "is_handoff_declined"), "closed_at", Once.EACH,
        ("end_reason", *_HANDOFF), Suppression.INSIDE,
    ),
    Definition(
        "protection.handoffs_failed", "Passations échouées, par motif",
        "Handoffs that failed, by reason",
        Unit.HANDOFF, "handoffs", (*_K, "is_handoff_failed"), "closed_at", Once.EACH,
        ("end_reason", *_HANDOFF), Suppression.INSIDE,
    ),
    Definition(
        "protection.handoffs_forced", "Attributions par la coordination, selon leur issue",
        "Assignments by the coordination, by their outcome",
        Unit.HANDOFF, "handoffs", (*_K, "is_forced"), "offered_at", Once.EACH,
        ("status", *_HANDOFF), Suppression.INSIDE,
    ),
    Definition(
        "protection.handoffs_open_at", "Passations ouvertes à la date de l'arrêté, selon l'état",
        "Handoffs that are open at the cut, by state",
        Unit.HANDOFF, "handoffs", (*_K, "is_handoff_open"), None, Once.EACH,
        ("status", "waited", *_HANDOFF), Suppression.INSIDE,
    ),
    Definition(
        "protection.handoffs_expired", "Passations restées sans réponse",
        "Handoffs without an answer",
        Unit.HANDOFF, "handoffs", (*_K, "is_handoff_expired"), "closed_at", Once.EACH, _HANDOFF,
        Suppression.INSIDE,
    ),
    Definition(
        "protection.time_to_handoff_answer", "Délai de réponse à une passation (médiane)",
        "Median time to the answer to a handoff",
        Unit.HOUR, "handoffs", (*_K, "is_handoff_answered"), "offered_at", Once.EACH, _HANDOFF,
        Suppression.BASE, Measure.MEDIAN, "until_answer",
    ),
    Definition(
        "protection.measures", "Mesures de protection décidées", "Protection measures decided",
        Unit.DECISION, "measures", (*_K, "is_measure_decided"), "decided_at", Once.EACH,
        ("kind", "status", "category", "region"), standards=("IC-TIP",),
    ),
    Definition(
        "protection.returns", "Retours volontaires et réunifications",
        "Returns and reunifications",
        Unit.DECISION, "measures", (*_K, "is_return", "is_measure_carried_out"), "carried_out_at",
        Once.EACH, ("kind", "papers", "category", "nationality"), standards=("IC-TIP",),
    ),
)  # fmt: skip
