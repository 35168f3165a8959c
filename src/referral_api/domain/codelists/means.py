"""The vocabulary of means: what money is asked for, and what came of the request."""

from referral_api.domain.codelists.code import Code


class MeansKind(Code):
    """What the money is for."""

    TRANSPORT = "transport", "Transport", "Transport"
    FOOD = "food", "Alimentation", "Food"
    HOSPITAL_BILL = "hospital_bill", "Facture d'hôpital", "Hospital bill"
    MEDICINE = "medicine", "Médicaments", "Medicine"
    DOCUMENT = "document", "Document d'état civil ou d'identité", "Civil or identity document"
    CLOTHING_HYGIENE = "clothing_hygiene", "Vêtements et hygiène", "Clothing and hygiene"
    INTERPRETER = "interpreter", "Interprète", "Interpreter"
    OTHER = "other", "Autre besoin", "Other need"


class MeansStatus(Code):
    """The status of a request for means."""

    ASKED = "asked", "Demandés", "Asked"
    GRANTED = "granted", "Accordés", "Granted"
    REFUSED = "refused", "Refusés", "Refused"
    PAID = "paid", "Payés", "Paid"
    WITHDRAWN = "withdrawn", "Retirés", "Withdrawn"
    ENTERED_IN_ERROR = "entered_in_error", "Saisi par erreur", "Entered in error"


class MeansRefusalReason(Code):
    """Why means were refused."""

    NO_MEANS = "no_means", "Moyens insuffisants", "No means"
    NOT_COVERED = "not_covered", "Dépense non prise en charge", "Not covered"
    PAID_BY_ANOTHER = "paid_by_another", "Dépense payée par un tiers", "Paid by another"
    NOT_NEEDED = "not_needed", "Sans besoin", "Not needed"
    OTHER = "other", "Autre motif", "Other reason"
