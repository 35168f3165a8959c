"""The vocabulary of a family or group that is referred together."""

from referral_api.domain.codelists.code import Code


class GroupStatus(Code):
    """The status of a group that was referred in one act."""

    SENT = "sent", "Envoyé", "Sent"
    ACCEPTED = "accepted", "Accepté", "Accepted"
    PARTLY_ACCEPTED = "partly_accepted", "Accepté en partie", "Accepted in part"
    REJECTED = "rejected", "Refusé", "Refused"


class GroupTie(Code):
    """What a member is to the group."""

    MOTHER = "mother", "Mère", "Mother"
    FATHER = "father", "Père", "Father"
    CHILD = "child", "Enfant", "Child"
    OTHER_ADULT = "other_adult", "Autre adulte", "Other adult"


class PartingReason(Code):
    """Why a child may be received apart from the mother."""

    CHILD_SAFETY = "child_safety", "Sécurité de l'enfant", "Safety of the child"
    BEST_INTEREST = (
        "best_interest",
        "Intérêt supérieur de l'enfant",
        "Best interests of the child",
    )
    HOSPITAL = "hospital", "Hospitalisation", "Hospital"
    WISH = "wish", "Souhait de l'enfant et de la mère", "Wish of the child and the mother"
