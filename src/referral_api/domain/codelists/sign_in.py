"""The vocabulary of sign-in: the ways, and the states of devices and of sessions."""

from referral_api.domain.codelists.code import Code


class SignInWay(Code):
    """How a person has proved who she or he is."""

    PIN = "pin", "Appareil de l'unité et code personnel", "Device of the unit and PIN"
    PASSKEY = "passkey", "Clé d'accès", "Passkey"
    PASSWORD = "password", "Mot de passe et code à usage unique", "Password and one-time code"
    ISSUER = "issuer", "Fournisseur d'identité externe", "Outside issuer"


class DeviceStatus(Code):
    """The status of a device of a unit."""

    INVITED = "invited", "Code remis", "Invited"
    REGISTERED = "registered", "Enregistré", "Registered"
    SUSPENDED = "suspended", "Suspendu", "Suspended"
    ENDED = "ended", "Retiré", "Ended"


class DeviceReason(Code):
    """Why a device is suspended or ended."""

    LOST = "lost", "Perdu ou volé", "Lost or stolen"
    COPIED = "copied", "Un cookie a été copié", "A cookie was copied"
    NO_LONGER_NEEDED = "no_longer_needed", "Plus utilisé par l'unité", "No longer needed"
    UNUSED = "unused", "Resté longtemps sans emploi", "Unused for long"
    OLD = "old", "Enregistré depuis longtemps", "Registered long ago"
    CODE_EXPIRED = "code_expired", "Code non employé à temps", "Code not used in time"


class SessionStatus(Code):
    """The status of a session of pages."""

    PENDING = "pending", "En cours d'ouverture", "Pending"
    OPEN = "open", "Ouverte", "Open"
    LOCKED = "locked", "Verrouillée", "Locked"
    ENDED = "ended", "Terminée", "Ended"


class SessionEnd(Code):
    """Why a session has ended."""

    SWITCHED = "switched", "Changement de personne", "Another person"
    HIDDEN = "hidden", "Masquée", "Hidden"
    LEFT = "left", "Fin demandée d'ailleurs", "Ended from elsewhere"
    REPLACED = "replaced", "Remplacée par une nouvelle", "Replaced by a new one"
    TOO_LONG = "too_long", "Durée totale atteinte", "Whole limit reached"
    AGENT = "agent", "Agent désactivé", "Agent deactivated"
    ORGANISATION = "organisation", "Organisation désactivée", "Organisation deactivated"
    ROLES = "roles", "Rôles modifiés", "Roles changed"
    PIN = "pin", "Code personnel changé ou remis à zéro", "PIN changed or reset"
    FACTOR = "factor", "Moyen de preuve changé", "Factor changed"
    DEVICE = "device", "Appareil suspendu ou retiré", "Device suspended or ended"
    ISSUER = "issuer", "Fin dite par le fournisseur d'identité", "Ended by the issuer"


class SignInRefusal(Code):
    """Why a sign-in was refused, for the audit log; the page tells less."""

    WRONG = "wrong", "Preuve fausse", "Wrong proof"
    UNKNOWN = "unknown", "Personne inconnue ici", "Nobody here"
    TRIES = "tries", "Trop d'essais", "Too many tries"
    RESET_NEEDED = "reset_needed", "À remettre à zéro", "Reset needed"
    EXPIRED = "expired", "Code provisoire périmé", "One-time PIN expired"
    ROLE = "role", "Rôle exclu de cette voie", "Role that may not use this way"
    INACTIVE = "inactive", "Agent ou organisation désactivés", "Agent or organisation deactivated"
    DEVICE = "device", "Appareil suspendu ou retiré", "Device suspended or ended"
    COPIED = "copied", "Copie d'un cookie de l'appareil", "Copy of a cookie of the device"
    CODE = "code", "Code d'appareil faux ou périmé", "Wrong or expired code of a device"


class PinWeakness(Code):
    """Why a PIN is refused when it is chosen."""

    LENGTH = "length", "De 6 à 12 chiffres", "6 to 12 digits"
    REPEATED = "repeated", "Chiffres répétés", "Repeated digits"
    RUN = "run", "Suite de chiffres", "A run of digits"
    DATE = "date", "Année ou date", "A year or a date"
    TELEPHONE = "telephone", "Numéro de téléphone", "A telephone number"
    FORMER = "former", "Le même que le précédent", "The same as the former one"


class Paper(Code):
    """What is printed."""

    SHEET = "sheet", "Fiche pour l'accueil", "Sheet for the receiver"
    CONSENT_FORM = "consent_form", "Formulaire de consentement", "Consent form"
    BLANK_REGISTRATION = (
        "blank_registration",
        "Formulaire d'enregistrement vierge",
        "Blank registration form",
    )
    BLANK_CONSENT = (
        "blank_consent",
        "Formulaire de consentement vierge",
        "Blank consent form",
    )
    BLANK_REFERRAL = "blank_referral", "Formulaire de demande vierge", "Blank referral form"
