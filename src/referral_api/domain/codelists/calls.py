"""The vocabulary of a call: what the receiver said on the telephone, and what became of it."""

from referral_api.domain.codelists.code import Code


class CallSubject(Code):
    """The kind of record that a call replies to."""

    REFERRAL = "referral", "Référencement", "Referral"
    HANDOFF = "handoff", "Passation", "Handoff"


class CallAct(Code):
    """The act of the receiver that a call stands for."""

    ACCEPT = "accept", "Acceptation", "Acceptance"
    REJECT = "reject", "Refus d'un référencement", "Refusal of a referral"
    DECLINE = "decline", "Refus d'une passation", "Refusal of a handoff"
    START = "start", "Début du service, ou arrivée", "Start of the service, or arrival"
    CONFIRM_ARRIVAL = "confirm_arrival", "Arrivée de la personne", "Arrival of the person"


class CallStatus(Code):
    """The status of a call. It binds the receiver until the receiver corrects it."""

    BINDING = "binding", "En vigueur, à confirmer", "Binding, to be confirmed"
    CONFIRMED = "confirmed", "Confirmé", "Confirmed"
    CORRECTED = "corrected", "Rectifié", "Corrected"
    STANDING = "standing", "Maintenu sans confirmation", "Stands unconfirmed"


class CallCorrectionReason(Code):
    """Why the receiver corrects a call. What ended with the call says the same."""

    NOT_SAID = "not_said", "Cela n'a pas été dit", "It was not said"
    SAID_OTHERWISE = "said_otherwise", "Autre chose a été dit", "Something else was said"
    NOT_ARRIVED = "not_arrived", "La personne n'est pas arrivée", "The person has not arrived"
    NOT_ENTITLED = (
        "not_entitled",
        "Dit par quelqu'un qui n'est pas habilité à répondre",
        "Said by somebody who may not reply",
    )
    OTHER = "other", "Autre motif", "Other reason"
