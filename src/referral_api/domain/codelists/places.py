"""The vocabulary of places: that of one referral, whether there are any, and of what unit."""

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


class PlaceUnit(Code):
    """For whom a place is, or for what. Each counts people."""

    BED_UNSPECIFIED = "bed_unspecified", "Place non précisée", "Place, unspecified"
    BED_WOMEN = "bed_women", "Lit femme", "Woman's bed"
    BED_GIRLS = "bed_girls", "Lit fille", "Girl's bed"
    BED_MEN = "bed_men", "Lit homme", "Man's bed"
    BED_BOYS = "bed_boys", "Lit garçon", "Boy's bed"
    FAMILY_ROOM = "family_room", "Chambre familiale", "Family room"
    CONSULTATION_SLOT = "consultation_slot", "Consultation", "Consultation slot"
    TRAINING_SLOT = "training_slot", "Place de formation", "Training slot"


# Where people sleep. Of these the places of an organisation are the sum.
BEDS = (
    PlaceUnit.BED_UNSPECIFIED, PlaceUnit.BED_WOMEN, PlaceUnit.BED_GIRLS, PlaceUnit.BED_MEN,
    PlaceUnit.BED_BOYS, PlaceUnit.FAMILY_ROOM,
)  # fmt: skip


class OverflowReason(Code):
    """Why a supervisor takes in one person more than there are places."""

    DANGER = "danger", "Danger immédiat", "Immediate danger"
    NO_OTHER_PLACE = "no_other_place", "Aucune autre place", "No other place"
    FAMILY_TOGETHER = "family_together", "Famille à ne pas séparer", "A family to keep together"
    SHORT_STAY = "short_stay", "Passage de courte durée", "A short stay"
    OTHER = "other", "Autre motif", "Other reason"
