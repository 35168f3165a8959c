"""Figures of the referral network. One row is one figure; filters and dimensions: ``relations``."""

from referral_api.domain.figures.definitions.definition import (
    Definition,
    Measure,
    Once,
    Suppression,
    Unit,
)

_SERVICE = ("service", "priority", "region", "category")
# The regions of the receiver, and the receiver itself.
_RECEIVING = ("region", "served_region", "receiver")
_SENT = ("is_counted", "is_sent")
_9_3 = ("9.3",)

REFERRAL = (
    Definition(
        "referral.sent", "Référencements envoyés", "Referrals sent",
        Unit.REFERRAL, "referrals", _SENT, "sent_at", Once.EACH, _SERVICE,
        standards=("HTCDS", "IC-TIP", "9.3"),
    ),
    Definition(
        "referral.persons", "Personnes référencées", "Persons referred",
        Unit.PERSON, "referrals", _SENT, "sent_at", Once.IN_PERIOD,
        ("category", "region", "service"), standards=("IC-TIP",), version=2,
    ),
    Definition(
        "referral.answers", "Référencements envoyés, selon la réponse",
        "Referrals sent, by their answer",
        Unit.REFERRAL, "referrals", _SENT, "sent_at", Once.EACH,
        ("answer", "service", "priority", *_RECEIVING), standards=_9_3,
    ),
    Definition(
        "referral.acceptance_rate", "Taux d'acceptation", "Acceptance rate",
        Unit.PERCENT, "referrals", (*_SENT, "is_answered_or_late"), "sent_at", Once.EACH,
        ("service", "priority", *_RECEIVING), Suppression.BASE, Measure.SHARE, "is_accepted",
        standards=_9_3,
    ),
    Definition(
        "referral.refused", "Refus, par motif", "Refusals by reason",
        Unit.REFERRAL, "referrals", (*_SENT, "is_refused"), "closed_at", Once.EACH,
        ("reason", "service", *_RECEIVING), standards=_9_3,
    ),
    Definition(
        "referral.expired", "Référencements restés sans réponse", "Referrals without an answer",
        Unit.REFERRAL, "referrals", (*_SENT, "is_expired"), "closed_at", Once.EACH,
        ("service", "priority", *_RECEIVING), standards=_9_3,
    ),
    Definition(
        "referral.lapsed", "Acceptés mais non commencés", "Accepted, never started",
        Unit.REFERRAL, "referrals", (*_SENT, "is_lapsed"), "closed_at", Once.EACH,
        ("service", *_RECEIVING), standards=_9_3,
    ),
    Definition(
        "referral.waiting_at", "Référencements en attente à la date de l'arrêté",
        "Referrals that wait at the cut",
        Unit.REFERRAL, "referrals", (*_SENT, "is_waiting"), None, Once.EACH,
        ("service", "priority", *_RECEIVING), standards=_9_3,
    ),
    Definition(
        "referral.waiting_time_at", "Attente des référencements sans réponse (médiane)",
        "Median wait of referrals that have no answer yet",
        Unit.HOUR, "referrals", (*_SENT, "is_waiting"), None, Once.EACH,
        ("service", "priority", *_RECEIVING), Suppression.BASE, Measure.MEDIAN, "waiting_for",
        standards=_9_3,
    ),
    Definition(
        "referral.time_to_answer", "Délai de réponse (médiane)", "Median time to an answer",
        Unit.HOUR, "referrals", (*_SENT, "is_decided"), "sent_at", Once.EACH,
        ("service", "priority", *_RECEIVING), Suppression.BASE, Measure.MEDIAN, "until_answer",
        standards=_9_3,
    ),
    Definition(
        "referral.time_to_answer_90", "Délai de réponse (90e centile)",
        "Time to an answer, 90th centile",
        Unit.HOUR, "referrals", (*_SENT, "is_decided"), "sent_at", Once.EACH,
        ("service", "priority", *_RECEIVING), Suppression.BASE, Measure.NINETIETH, "until_answer",
        standards=_9_3,
    ),
    Definition(
        "referral.time_to_start", "Délai de démarrage (médiane)", "Median time to the start",
        Unit.HOUR, "referrals", (*_SENT, "is_started"), "accepted_at", Once.EACH,
        ("service", "priority", *_RECEIVING), Suppression.BASE, Measure.MEDIAN, "until_start",
        standards=_9_3,
    ),
    Definition(
        "referral.time_to_start_90", "Délai de démarrage (90e centile)",
        "Time to the start, 90th centile",
        Unit.HOUR, "referrals", (*_SENT, "is_started"), "accepted_at", Once.EACH,
        ("service", "priority", *_RECEIVING), Suppression.BASE, Measure.NINETIETH, "until_start",
        standards=_9_3,
    ),
    Definition(
        "referral.open_at", "Référencements ouverts à la date de l'arrêté, selon l'état",
        "Referrals that are open at the cut, by state",
        Unit.REFERRAL, "referrals", (*_SENT, "is_open_referral"), None, Once.EACH,
        ("status", "waited", "service", "priority", *_RECEIVING), standards=_9_3,
    ),
    Definition(
        "referral.overdue_at", "Référencements en retard à la date de l'arrêté, par échéance",
        "Referrals that are overdue at the cut, by limit",
        Unit.REFERRAL, "referrals", (*_SENT, "is_past_a_limit"), None, Once.EACH,
        ("limit", "service", "priority", *_RECEIVING), standards=_9_3,
    ),
    Definition(
        "referral.failed", "Référencements acceptés qui ont échoué, par motif",
        "Referrals that were accepted and have failed, by reason",
        Unit.REFERRAL, "referrals", (*_SENT, "has_failed"), "closed_at", Once.EACH,
        ("reason", "service", *_RECEIVING), standards=("IC-TIP",),
    ),
    Definition(
        "referral.outcomes", "Résultats des services", "Outcomes of services",
        Unit.REFERRAL, "referrals", (*_SENT, "has_outcome"), "closed_at", Once.EACH,
        ("outcome", "service", "category"), standards=("IC-TIP",),
    ),
)  # fmt: skip
