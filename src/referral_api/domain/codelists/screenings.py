"""The vocabulary of a screening: how it was held, what was answered, and what it advises."""

from referral_api.domain.codelists.code import Code


class InterpreterKind(Code):
    """Who interpreted the conversation."""

    NONE_NEEDED = "none_needed", "Pas nécessaire", "None needed"
    PROFESSIONAL = "professional", "Professionnel", "Professional"
    STAFF = "staff", "Membre du personnel", "Staff member"
    TELEPHONE = "telephone", "Par téléphone", "By telephone"
    RELATIVE = "relative", "Parent", "Relative"
    ESCORT = "escort", "Personne qui l'accompagnait", "Person who came along"
    NEEDED_NOT_FOUND = "needed_not_found", "Nécessaire, non trouvé", "Needed, not found"


class AnswerBasis(Code):
    """What an answer rests on."""

    OBSERVED = "observed", "Constaté", "Observed"
    DISCLOSED = "disclosed", "Dit par la personne", "Disclosed by the person"
    REPORTED = "reported", "Rapporté par un tiers", "Reported by someone else"


class ScreeningEnd(Code):
    """How the conversation ended."""

    COMPLETED = "completed", "Mené à terme", "Completed"
    PERSON_STOPPED = "person_stopped", "Arrêté à sa demande", "Stopped at the person's request"
    DISTRESS = "distress", "Arrêté : détresse", "Stopped: distress"
    URGENT_CARE = "urgent_care", "Arrêté : soins urgents", "Stopped: urgent care"
    UNSAFE = "unsafe", "Arrêté : danger", "Stopped: danger"
    NO_INTERPRETER = "no_interpreter", "Arrêté : pas d'interprète", "Stopped: no interpreter"
    OTHER = "other", "Autre", "Other"


class ScreeningAdvice(Code):
    """What the answers advise. It proves nothing, and decides nothing."""

    NONE = "none", "Aucun indice relevé", "No indicator noted"
    WEAK = "weak", "Indices faibles", "Weak indicators"
    STRONG = "strong", "Indices forts", "Strong indicators"


class QuestionWeight(Code):
    """How much a yes to a question weighs."""

    STRONG = "strong", "Fort", "Strong"
    MEDIUM = "medium", "Moyen", "Medium"
    WEAK = "weak", "Faible", "Weak"
    CONTEXT = "context", "Sans poids", "No weight"


class ScreeningDimension(Code):
    """What a question is about: six dimensions of the ILO and the EU, and two of ours."""

    DECEPTIVE_RECRUITMENT = (
        "deceptive_recruitment",
        "Recrutement par tromperie",
        "Deceptive recruitment",
    )
    COERCIVE_RECRUITMENT = (
        "coercive_recruitment",
        "Recrutement par contrainte",
        "Coercive recruitment",
    )
    RECRUITMENT_VULNERABILITY = (
        "recruitment_vulnerability",
        "Recrutement par abus de vulnérabilité",
        "Recruitment by abuse of vulnerability",
    )
    EXPLOITATION = "exploitation", "Conditions d'exploitation", "Exploitation"
    COERCION = "coercion", "Contrainte sur place", "Coercion at destination"
    VULNERABILITY = (
        "vulnerability",
        "Abus de vulnérabilité sur place",
        "Abuse of vulnerability at destination",
    )
    SERVILE_STATUS = "servile_status", "Statut servile imposé", "Imposed servile status"
    PRESENTATION = "presentation", "Signes visibles", "Visible signs"


class NoSpecialistReason(Code):
    """Why no specialist of children took part."""

    NOT_AVAILABLE = "not_available", "Personne de disponible", "Nobody available"
    URGENT = "urgent", "Urgence", "Urgent"


class ScreeningWarning(Code):
    """What makes an advice fragile, or a conversation one not to repeat."""

    RELATIVE_INTERPRETS = (
        "relative_interprets",
        "Interprétation par un parent ou par qui accompagnait la personne",
        "Interpreted by a relative or by who came along",
    )
    NOT_PRIVATE = "not_private", "Conversation qui n'était pas privée", "The place was not private"
    ESCORT_PRESENT = (
        "escort_present",
        "Accompagnement à portée de voix",
        "Whoever came along was within hearing",
    )
    DO_NOT_REPEAT = (
        "do_not_repeat",
        "Enfant souvent entendu : ne pas répéter",
        "A child heard often: do not repeat",
    )
    CONSIDER_NON_PUNISHMENT = (
        "consider_non_punishment",
        "Actes imposés : examiner l'absence de poursuites",
        "Acts were imposed: consider non-punishment",
    )
    PARTIAL = (
        "partial",
        "Moins de la moitié des questions répondues",
        "Fewer than half of the questions answered",
    )


class InstrumentAudience(Code):
    """For whom an instrument is made."""

    ADULT = "adult", "Adultes", "Adults"
    CHILD = "child", "Enfants", "Children"
    BOTH = "both", "Adultes et enfants", "Adults and children"
