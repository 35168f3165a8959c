"""The vocabulary of prevention: activities, whom they trained, tools and legal texts."""

from referral_api.domain.codelists.code import Code


class PreventionKind(Code):
    """What kind of activity it is."""

    SENSITISATION = "sensitisation", "Sensibilisation", "Sensitisation"
    INFORMATION = "information", "Information", "Information"
    TRAINING = "training", "Formation", "Training"
    PRESS = "press", "Presse", "Press"
    SCHOOL_MODULES = (
        "school_modules",
        "Intégration de modules dans les écoles",
        "Integration of modules in schools",
    )


class PreventionTheme(Code):
    """What the activity was mainly about."""

    LEGAL_TEXTS = "legal_texts", "Textes régissant la lutte", "Legal texts"
    CAUSES = "causes", "Causes et conséquences de la traite", "Causes and consequences"
    REPORTING = "reporting", "Procédures de dénonciation", "How to report"
    IDENTIFICATION = "identification", "Repérage des victimes", "Identification of victims"
    REFERRAL = "referral", "Mécanisme de référencement", "Referral mechanism"
    CARE = "care", "Prise en charge des victimes", "Care of victims"
    RIGHTS = "rights", "Droits des victimes", "Rights of victims"
    GENDER = "gender", "Genre et égalité des sexes", "Gender equality"
    BORDERS = "borders", "Risques aux frontières", "Risks at the borders"
    SAFE_MIGRATION = "safe_migration", "Migration sûre", "Safe migration"
    PROSECUTION = "prosecution", "Enquête et poursuite", "Investigation and prosecution"
    OTHER = "other", "Autre thème", "Other theme"


class ActivityState(Code):
    """Whether an activity has taken place."""

    PLANNED = "planned", "Prévue", "Planned"
    CARRIED_OUT = "carried_out", "Réalisée", "Carried out"
    CANCELLED = "cancelled", "Annulée", "Cancelled"


class ActivityCancellationReason(Code):
    """Why an activity did not take place."""

    INSECURITY = "insecurity", "Insécurité", "Insecurity"
    LACK_OF_MEANS = "lack_of_means", "Moyens insuffisants", "Lack of means"
    HEALTH_SITUATION = "health_situation", "Situation sanitaire", "Health situation"
    WEATHER = "weather", "Intempéries", "Weather"
    NOT_AUTHORISED = "not_authorised", "Autorisation refusée", "Not authorised"
    FACILITATOR_ABSENT = "facilitator_absent", "Animation indisponible", "No facilitator"
    OTHER = "other", "Autre motif", "Other reason"


class ShortfallReason(Code):
    """Why an activity reached fewer people than its target."""

    INSECURITY = "insecurity", "Insécurité ou conflit", "Insecurity or conflict"
    HOUSEHOLD_DUTIES = (
        "household_duties",
        "Charges familiales des femmes et des filles",
        "Household duties of women and girls",
    )
    HOUR_UNSUITABLE = "hour_unsuitable", "Heure inadaptée", "Unsuitable hour"
    DISTANCE = "distance", "Éloignement", "Distance"
    LANGUAGE = "language", "Langue", "Language"
    LACK_OF_MEANS = "lack_of_means", "Moyens insuffisants", "Lack of means"
    WEATHER = "weather", "Intempéries", "Weather"
    OTHER = "other", "Autre motif", "Other reason"
    UNKNOWN = "unknown", "Inconnu", "Unknown"


class FacilitatorSex(Code):
    """Who led an activity."""

    FEMALE = "female", "Femme", "Woman"
    MALE = "male", "Homme", "Man"
    BOTH = "both", "Femmes et hommes", "Women and men"


class Profession(Code):
    """The professions that are trained, and that an organisation employs."""

    POLICE = "police", "Police", "Police"
    GENDARMERIE = "gendarmerie", "Gendarmerie", "Gendarmerie"
    BORDER = "border", "Contrôle des frontières et douanes", "Border control and customs"
    MAGISTRATE = "magistrate", "Magistrature", "Magistracy"
    COURT_CLERK = "court_clerk", "Greffe", "Court registry"
    LAWYER = "lawyer", "Barreau", "Bar"
    SOCIAL_WORK = "social_work", "Travail social", "Social work"
    PSYCHOSOCIAL = "psychosocial", "Soutien psychosocial", "Psychosocial support"
    HEALTH = "health", "Santé", "Health"
    EDUCATION = "education", "Enseignement", "Education"
    LABOUR_INSPECTION = "labour_inspection", "Inspection du travail", "Labour inspection"
    MEDIA = "media", "Presse et médias", "Press and media"
    TRANSPORT = "transport", "Transport", "Transport"
    LOCAL_ELECTED = "local_elected", "Élus locaux", "Local elected office"
    TRADITIONAL_OR_RELIGIOUS = (
        "traditional_or_religious",
        "Autorité traditionnelle ou religieuse",
        "Traditional or religious authority",
    )
    ADMINISTRATION = "administration", "Administration", "Administration"
    ASSOCIATION = "association", "Vie associative", "Associations"
    OTHER = "other", "Autre profession", "Other profession"


class ToolKind(Code):
    """What kind of document was produced."""

    MANUAL = "manual", "Manuel", "Manual"
    FORM = "form", "Fiche ou formulaire", "Form"
    GUIDE = "guide", "Guide", "Guide"
    TRAINING_MODULE = "training_module", "Module de formation", "Training module"
    POSTER = "poster", "Affiche ou dépliant", "Poster or leaflet"
    OTHER = "other", "Autre document", "Other document"


class LegalTextKind(Code):
    """What kind of legal text it is."""

    CONSTITUTION = "constitution", "Constitution", "Constitution"
    CONVENTION = "convention", "Convention ou protocole", "Convention or protocol"
    LAW = "law", "Loi", "Law"
    ORDINANCE = "ordinance", "Ordonnance", "Ordinance"
    DECREE = "decree", "Décret", "Decree"
    ORDER = "order", "Arrêté", "Order"
    CIRCULAR = "circular", "Circulaire", "Circular"
    OTHER = "other", "Autre texte", "Other text"
