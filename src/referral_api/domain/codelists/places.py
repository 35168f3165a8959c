"""The vocabulary of places: the place of one referral, and whether an organisation has any."""

from referral_api.domain.codelists.code import Code


class Bed(Code):
    """The place that goes with a referral to a shelter."""

    NONE = "none", "Aucune place demandée", "No place asked for"
    ASKED = "asked", "Place demandée", "Place asked for"
    HELD = "held", "Place retenue", "Place held"
    OCCUPIED = "occupied", "Place occupée", "Place occupied"
    RELEASED = "released", "Place libérée", "Place released"


class CapacityStatus(Code):
    """Whether a referral is likely to find a place. Never a promise: acceptance holds the place."""

    CAPACITY = "capacity", "Places disponibles", "Places available"
    NO_CAPACITY = "no-capacity", "Aucune place disponible", "No place available"
    UNKNOWN = "unknown", "Inconnu", "Unknown"
