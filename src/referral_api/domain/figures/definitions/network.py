"""Figures of what the network offers, and of what it lacks. One row is one figure."""

from referral_api.domain.figures.definitions.definition import (
    Definition,
    Once,
    Suppression,
    Unit,
)

NETWORK = (
    Definition(
        "network.coverage", "Régions desservies par un service en activité, à la date de l'arrêté",
        "Regions that an active service serves at the cut",
        Unit.REGION, "served_regions", ("is_active_service",), None, Once.IN_PERIOD,
        ("service", "category"), Suppression.NONE, standards=("9.4",),
    ),
    Definition(
        "network.unmet_need", "Besoins sans service disponible", "Needs that no service could meet",
        Unit.NEED, "unmet_needs", (), "recorded_at", Once.EACH,
        ("service", "region", "category", "priority"), standards=("9.4",),
    ),
)  # fmt: skip
