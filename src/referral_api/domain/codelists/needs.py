"""Needs, risks and accessibility: the facts that a receiver needs before it learns the identity."""

from referral_api.domain.codelists.code import Code


class Need(Code):
    """A thing that the person lacks or asks for."""

    SAFETY = "safety", "Sécurité", "Safety"
    HOUSING = "housing", "Logement", "Housing"
    FOOD = "food", "Alimentation", "Food"
    CLOTHING_HYGIENE = "clothing_hygiene", "Vêtements et hygiène", "Clothing and hygiene"
    MEDICAL = "medical", "Soins médicaux", "Medical care"
    REPRODUCTIVE_HEALTH = (
        "reproductive_health",
        "Santé sexuelle et reproductive",
        "Sexual and reproductive health",
    )
    PREGNANCY_CARE = "pregnancy_care", "Suivi de grossesse", "Care in pregnancy"
    PSYCHOSOCIAL = "psychosocial", "Soutien psychosocial", "Psychosocial support"
    CHILDCARE = "childcare", "Garde des enfants à charge", "Care for dependent children"
    GUARDIAN = "guardian", "Tuteur ou adulte de confiance", "Guardian or trusted adult"
    FAMILY_TRACING = "family_tracing", "Recherche de la famille", "Family tracing"
    LEGAL_ADVICE = "legal_advice", "Conseil juridique", "Legal advice"
    CIVIL_DOCUMENTS = "civil_documents", "Documents d'état civil", "Civil documents"
    INTERPRETER = "interpreter", "Interprète", "Interpreter"
    SCHOOLING = "schooling", "Scolarité", "Schooling"
    TRAINING_OR_WORK = "training_or_work", "Formation ou travail", "Training or work"
    MONEY = "money", "Aide financière", "Money"
    RETURN_HOME = "return_home", "Retour volontaire", "Voluntary return"
    OTHER = "other", "Autre besoin", "Other need"


class RiskFlag(Code):
    """A danger to the person or to the people who receive the person."""

    TRAFFICKER_SEARCHING = (
        "trafficker_searching",
        "L'auteur présumé recherche la personne",
        "The alleged trafficker is searching for the person",
    )
    TRAFFICKER_IN_FAMILY = (
        "trafficker_in_family",
        "Auteur présumé dans la famille",
        "Alleged trafficker in the family",
    )
    TRAFFICKER_NEARBY = (
        "trafficker_nearby",
        "Auteur présumé à proximité",
        "Alleged trafficker nearby",
    )
    THREATS_TO_FAMILY = "threats_to_family", "Menaces contre les proches", "Threats to relatives"
    COMMUNITY_REPRISAL = (
        "community_reprisal",
        "Représailles de la communauté",
        "Reprisal by the community",
    )
    ARMED_GROUP = "armed_group", "Menace liée à un groupe armé", "Threat from an armed group"
    RE_TRAFFICKING = "re_trafficking", "Risque de nouvelle traite", "Risk of being re-trafficked"
    SELF_HARM = "self_harm", "Risque d'automutilation ou de suicide", "Risk of self-harm or suicide"
    VIOLENCE_AT_HOME = "violence_at_home", "Violences au foyer", "Violence at home"
    UNSAFE_PHONE = "unsafe_phone", "Téléphone peut-être surveillé", "Phone may be monitored"
    URGENT_HEALTH = "urgent_health", "Urgence médicale", "Urgent medical need"
    UNACCOMPANIED_CHILD = "unaccompanied_child", "Enfant non accompagné", "Unaccompanied child"


class AccessibilityNeed(Code):
    """A condition that a place or a conversation must meet for the person to take part."""

    STEP_FREE = "step_free", "Accès de plain-pied", "Step-free access"
    WALKING_AID = "walking_aid", "Aide à la marche ou fauteuil", "Walking aid or wheelchair"
    VISUAL = "visual", "Déficience visuelle", "Visual impairment"
    HEARING = "hearing", "Déficience auditive", "Hearing impairment"
    SIGN_LANGUAGE = "sign_language", "Langue des signes", "Sign language"
    SPEECH = "speech", "Difficulté d'élocution", "Difficulty in speaking"
    PLAIN_EXPLANATION = (
        "plain_explanation",
        "Explications simples et répétées",
        "Plain and repeated explanation",
    )
    PERSONAL_ASSISTANCE = "personal_assistance", "Aide d'une personne", "Personal assistance"
    READ_ALOUD = "read_aloud", "Lecture à voix haute", "Reading aloud"
