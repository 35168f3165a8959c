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
    TIP_ASSIGNMENT = (
        "tip_assignment",
        "Signalement à attribuer",
        "A tip waits to be assigned",
    )
    TIP_ACTION = (
        "tip_action",
        "Première action sur un signalement attendue",
        "A tip waits for the first act",
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
    POSSIBLE_DUPLICATE = (
        "possible_duplicate",
        "Une personne enregistrée ailleurs a peut-être déjà un dossier",
        "A person registered elsewhere may have a file already",
    )
    MEASURE_TELLING = (
        "measure_telling",
        "Décision sur une mesure non encore expliquée à la personne",
        "A decision on a measure waits to be told to the person",
    )
    MEASURE_ANSWER = (
        "measure_answer",
        "Avis de non-sanction resté sans réponse",
        "A non-punishment notice waits for an answer",
    )
    MEASURE_DETERMINATION = (
        "measure_determination",
        "Intérêt supérieur à déterminer après un placement d'urgence",
        "An emergency placement waits for the determination of best interests",
    )
    MEASURE_REVIEW = (
        "measure_review",
        "Réexamen d'une mesure attendu",
        "A measure is due for review",
    )
    RECONSIDERATION_DECISION = (
        "reconsideration_decision",
        "Décision sur une demande de réexamen attendue",
        "A request for reconsideration waits for a decision",
    )
    CHILD_PROTECTION_MISSING = (
        "child_protection_missing",
        "Aucune organisation de protection de l'enfant n'est désignée",
        "No organisation of child protection is named",
    )
    ASSESSMENT_FIRST = (
        "assessment_first",
        "Première évaluation des besoins et des risques attendue",
        "The first assessment of needs and risks is awaited",
    )
    ASSESSMENT_NEXT = (
        "assessment_next",
        "Nouvelle évaluation des besoins et des risques attendue",
        "The next assessment of needs and risks is due",
    )
    PLAN_FOR_HIGH_RISK = (
        "plan_for_high_risk",
        "Risque élevé : plan d'accompagnement attendu",
        "High risk: a support plan is awaited",
    )
    PLAN_REVIEW = (
        "plan_review",
        "Réexamen d'un plan d'accompagnement attendu",
        "A support plan is due for review",
    )
    BEST_INTERESTS_FIRST = (
        "best_interests_first",
        "Première évaluation de l'intérêt supérieur d'un enfant attendue",
        "The first best-interests assessment of a child is awaited",
    )
    DEVICE_COPIED = (
        "device_copied",
        "Appareil suspendu : son cookie a été copié",
        "A device is suspended: its cookie was copied",
    )


class NoticeStage(Code):
    """How far it has been told, from a reminder to the end of the time."""

    REMINDER = "reminder", "Rappel", "Reminder"
    SUPERVISOR = "supervisor", "Supervision du destinataire", "Supervisor of the receiver"
    REGION = "region", "Coordination régionale", "Regional coordination"
    COUNTRY = "country", "Coordination nationale", "National coordination"
    PASSED = "passed", "Délai dépassé", "Time limit passed"
    PROPOSAL = "proposal", "Proposition", "Proposal"
