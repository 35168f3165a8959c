"""Figures of the quality of data and of access. One row is one figure."""

from referral_api.domain.figures.definitions.definition import (
    Definition,
    Measure,
    Once,
    Suppression,
    Unit,
)

_INSIDE = Suppression.INSIDE
_K = ("is_counted",)  # neither a duplicate nor opened in error
_SENT = ("is_counted", "is_sent")
_9_10 = ("9.10",)
_CALLER = ("role", "organisation")

QUALITY = (
    Definition(
        "quality.unknown_rate", "Part des valeurs inconnues", "Share of unknown values",
        Unit.PERCENT, "case_items", _K, "registered_at", Once.EACH,
        ("item", "registrar", "region"), _INSIDE, Measure.SHARE, "is_unknown", _9_10,
    ),
    Definition(
        "quality.late_entry", "Part des faits saisis plus de 30 jours après",
        "Share of facts recorded more than 30 days later",
        Unit.PERCENT, "facts", (), "told_at", Once.EACH, ("resource",),
        _INSIDE, Measure.SHARE, "is_late", _9_10,
    ),
    Definition(
        "quality.entry_lag", "Délai de saisie (médiane)", "Median time to the recording",
        Unit.HOUR, "facts", (), "told_at", Once.EACH, ("resource",),
        _INSIDE, Measure.MEDIAN, "lag", _9_10,
    ),
    Definition(
        "quality.untouched", "Dossiers ouverts sans acte depuis 90 jours",
        "Open cases without a step for 90 days",
        Unit.CASE, "untouched_cases", (*_K, "is_open"), None, Once.EACH,
        ("registrar", "region", "status"), _INSIDE, standards=_9_10,
    ),
    Definition(
        "quality.overdue_referrals", "Référencements sans réponse après l'échéance",
        "Referrals without an answer when it was due",
        Unit.REFERRAL, "referrals", (*_SENT, "is_overdue"), None, Once.EACH,
        ("service", "priority", "region"), _INSIDE, standards=_9_10,
    ),
    Definition(
        "quality.overdue_handoffs", "Passations sans réponse ou sans arrivée après l'échéance",
        "Handoffs without an answer or an arrival when it was due",
        Unit.HANDOFF, "handoffs", (*_K, "is_handoff_overdue"), None, Once.EACH,
        ("status", "custody", "region"), _INSIDE, standards=_9_10,
    ),
    Definition(
        "quality.coverage",
        "Organisations qui enregistrent, qui ne donnent que des totaux, ou muettes",
        "Organisations that register, give totals only, or are silent",
        Unit.ORGANISATION, "coverage", ("is_to_cover",), "period", Once.EACH,
        ("coverage", "organisation", "served_region"), Suppression.NONE, standards=_9_10,
    ),
    Definition(
        "quality.sex_differs", "Personnes dont les dossiers rapprochés se contredisent sur le sexe",
        "Persons whose linked files contradict each other on sex",
        Unit.PERSON, "cases", (*_K, "differs_in_sex"), None, Once.IN_PERIOD,
        ("registrar", "region"), _INSIDE, standards=_9_10,
    ),
    # --- Access
    Definition(
        "access.reads", "Consultations de dossiers", "Readings of cases",
        Unit.EVENT, "events", ("is_reading",), "recorded_at", Once.EACH,
        ("act", *_CALLER, "section"), _INSIDE,
    ),
    Definition(
        "access.refusals", "Refus d'accès, par code", "Refusals, by code",
        Unit.EVENT, "events", ("is_refusal",), "recorded_at", Once.EACH,
        ("refusal", "act", *_CALLER), _INSIDE,
    ),
    Definition(
        "access.emergency", "Aide ouverte d'urgence, selon la confirmation",
        "Help opened in an emergency, by its confirmation",
        Unit.CONSENT, "consents", ("is_stated", "is_emergency"), "stated_at", Once.EACH,
        ("confirmation", "ground"), _INSIDE,
    ),
)  # fmt: skip
