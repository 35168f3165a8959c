"""The vocabulary of persons and their files: duplicates, links, and who belongs together."""

from referral_api.domain.codelists.code import Code


class CandidateStatus(Code):
    """The status of a possible duplicate."""

    OPEN = "open", "À examiner", "To be looked at"
    LINKED = "linked", "Dossiers rapprochés", "Files linked"
    DISMISSED = "dismissed", "Écarté", "Dismissed"


class Likeness(Code):
    """How much two identities are alike. It is a hint, and decides nothing."""

    STRONG = "strong", "Forte ressemblance", "Strong likeness"
    PROBABLE = "probable", "Ressemblance probable", "Probable likeness"


class LinkStatus(Code):
    """The status of a link between two files of one person."""

    PROPOSED = "proposed", "Proposé", "Proposed"
    CONFIRMED = "confirmed", "Confirmé", "Confirmed"
    REFUSED = "refused", "Refusé", "Refused"
    WITHDRAWN = "withdrawn", "Retiré", "Withdrawn"
    UNDO_PROPOSED = "undo_proposed", "Séparation proposée", "Undoing proposed"
    UNDONE = "undone", "Défait", "Undone"


class LinkGround(Code):
    """What says that two files are of one person, or that they are not."""

    PERSON_SAYS = "person_says", "La personne le dit", "The person says so"
    DOCUMENTS = "documents", "Documents", "Documents"
    MET_AGAIN = (
        "met_again",
        "Personne reconnue par qui l'avait rencontrée",
        "Recognised by somebody who had met the person",
    )
    COMPARED = (
        "compared",
        "Dossiers comparés par les deux organisations",
        "Files compared by both organisations",
    )
    OTHER = "other", "Autre fondement", "Other ground"


class RelationKind(Code):
    """What another person is to the person of a file."""

    PARENT = "parent", "Mère ou père", "Parent"
    CHILD = "child", "Enfant", "Child"
    SIBLING = "sibling", "Frère ou sœur", "Sibling"
    SPOUSE = "spouse", "Conjoint", "Spouse"
    OTHER_RELATIVE = "other_relative", "Autre parenté", "Other relative"
    FOUND_TOGETHER = "found_together", "Personnes trouvées ensemble", "Found together"

    @property
    def seen_from_the_other(self) -> "RelationKind":
        """What the person of the file is to the other person."""
        turned = {RelationKind.PARENT: RelationKind.CHILD, RelationKind.CHILD: RelationKind.PARENT}
        return turned.get(self, self)
