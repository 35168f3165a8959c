"""The documents that prove an identity."""

from referral_api.domain.codelists.code import Code


class DocumentKind(Code):
    """The kind of document that proves the identity."""

    BIRTH_CERTIFICATE = "birth_certificate", "Acte de naissance", "Birth certificate"
    SUPPLEMENTARY_JUDGMENT = (
        "supplementary_judgment",
        "Jugement supplétif d'acte de naissance",
        "Supplementary birth judgment",
    )
    NATIONAL_ID = "national_id", "Carte nationale d'identité", "National identity card"
    NINA = "nina", "Carte ou fiche NINA", "NINA card"
    FAMILY_BOOKLET = "family_booklet", "Livret de famille", "Family booklet"
    PASSPORT = "passport", "Passeport", "Passport"
    CONSULAR_CARD = "consular_card", "Carte consulaire", "Consular card"
    REFUGEE_CARD = "refugee_card", "Carte de réfugié", "Refugee card"
    RESIDENCE_PERMIT = "residence_permit", "Titre de séjour", "Residence permit"
    OTHER = "other", "Autre document", "Other document"


class DocumentHeld(Code):
    """A kind of document that the person holds, or that there is none. No number is asked."""

    BIRTH_CERTIFICATE = "birth_certificate", "Acte de naissance", "Birth certificate"
    SUPPLEMENTARY_JUDGMENT = (
        "supplementary_judgment",
        "Jugement supplétif d'acte de naissance",
        "Supplementary birth judgment",
    )
    NATIONAL_ID = "national_id", "Carte nationale d'identité", "National identity card"
    NINA = "nina", "Carte ou fiche NINA", "NINA card"
    FAMILY_BOOKLET = "family_booklet", "Livret de famille", "Family booklet"
    PASSPORT = "passport", "Passeport", "Passport"
    CONSULAR_CARD = "consular_card", "Carte consulaire", "Consular card"
    REFUGEE_CARD = "refugee_card", "Carte de réfugié", "Refugee card"
    RESIDENCE_PERMIT = "residence_permit", "Titre de séjour", "Residence permit"
    OTHER = "other", "Autre document", "Other document"
    NONE = "none", "Aucun document", "No document"
    UNKNOWN = "unknown", "Inconnu", "Unknown"
    NOT_ASKED = "not_asked", "Non demandé", "Not asked"
