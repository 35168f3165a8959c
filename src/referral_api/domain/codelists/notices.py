"""The vocabulary of notices: what waits for somebody, and how far it has been told."""

from referral_api.domain.codelists.code import Code


class NoticeKind(Code):
    """What waits. A notice says no more than this, and where it is."""

    REFERRAL_ACKNOWLEDGEMENT = (
        "referral_acknowledgement",
        "Accusé de réception d'un référencement attendu",
        "A referral waits to be acknowledged",
    )
    REFERRAL_DECISION = (
        "referral_decision",
        "Réponse à un référencement attendue",
        "A referral waits for an answer",
    )
    REFERRAL_START = (
        "referral_start",
        "Début d'un service accepté attendu",
        "An accepted service waits to begin",
    )
    REFERRAL_FEEDBACK = (
        "referral_feedback",
        "Retour d'information sur un service attendu",
        "Feedback on a service is awaited",
    )
    REFERRAL_CANCELLATION = (
        "referral_cancellation",
        "Réponse à une demande d'annulation attendue",
        "A request for cancellation waits for an answer",
    )
    REFERRAL_ARRIVAL = (
        "referral_arrival",
        "Arrivée prévue non constatée après un référencement",
        "An arrival is overdue after a referral",
    )
    REFERRAL_REVIEW = (
        "referral_review",
        "Réexamen d'un référencement en pause attendu",
        "A referral on hold is due for review",
    )
    REFERRAL_AGAIN = (
        "referral_again",
        "Nouveau référencement proposé aux destinataires que le consentement couvre",
        "A new referral is proposed, to recipients that the consent covers",
    )
    STAY_ARRIVAL = (
        "stay_arrival",
        "Arrivée prévue non constatée dans un lieu d'accueil",
        "An arrival at a place of stay is overdue",
    )
    HANDOFF_DECISION = (
        "handoff_decision",
        "Réponse à une passation attendue",
        "A handoff waits for an answer",
    )
    HANDOFF_ARRIVAL = (
        "handoff_arrival",
        "Arrivée prévue non constatée après une passation",
        "An arrival is overdue after a handoff",
    )
    POLICE_PROTECTION = (
        "police_protection",
        "Une unité de la chaîne pénale est encore responsable de la protection",
        "A unit of the justice chain is still responsible for the protection",
    )
    AGREEMENT_END = (
        "agreement_end",
        "Fin prochaine d'un accord de partenariat",
        "A partner's agreement is ending",
    )
    CONTRIBUTION_CALL = (
        "contribution_call",
        "Contribution demandée non encore reçue",
        "A contribution that was asked for is awaited",
    )


class NoticeStage(Code):
    """How far it has been told, from a reminder to the end of the time."""

    REMINDER = "reminder", "Rappel", "Reminder"
    SUPERVISOR = "supervisor", "Supervision du destinataire", "Supervisor of the receiver"
    REGION = "region", "Coordination régionale", "Regional coordination"
    COUNTRY = "country", "Coordination nationale", "National coordination"
    PASSED = "passed", "Délai dépassé", "Time limit passed"
    PROPOSAL = "proposal", "Proposition", "Proposal"
