"""Ethnic group and descent, as the person declares them. Never what others say."""

from referral_api.domain.codelists.code import Code


class EthnicGroup(Code):
    """An ethnic group. None is named after servile status."""

    BAMBARA = "bambara", "Bambara", "Bambara"
    BOBO_BWA = "bobo_bwa", "Bobo ou Bwa", "Bobo or Bwa"
    BOZO_SOMONO = "bozo_somono", "Bozo, Somono, Sorko", "Bozo, Somono, Sorko"
    DIAWARA = "diawara", "Diawara", "Diawara"
    DOGON = "dogon", "Dogon", "Dogon"
    KHASSONKE = "khassonke", "Khassonké", "Khassonke"
    MALINKE = "malinke", "Malinké", "Malinke"
    MAURE_ARAB = "maure_arab", "Maure ou Arabe", "Moor or Arab"
    MINIANKA = "minianka", "Minianka", "Minianka"
    PEUL = "peul", "Peul", "Fulani"
    SENOUFO = "senoufo", "Sénoufo", "Senufo"
    SONGHOY = "songhoy", "Songhoy", "Songhay"
    SONINKE = "soninke", "Soninké ou Sarakolé", "Soninke or Sarakole"
    TAMASHEQ = "tamasheq", "Tamasheq", "Tamasheq"
    OTHER_MALI = "other_mali", "Autre groupe du Mali", "Other group of Mali"
    OTHER_COUNTRY = "other_country", "Groupe d'un autre pays", "Group of another country"
    NONE_CLAIMED = "none_claimed", "Ne se réclame d'aucun", "Claims none"
    UNKNOWN = "unknown", "Inconnu", "Unknown"
    NOT_ASKED = "not_asked", "Non demandé", "Not asked"


class DescentStatus(Code):
    """Whether others impose a status by descent."""

    NOT_CONCERNED = "not_concerned", "Ne se pose pas", "Not concerned"
    IMPOSED_ON_PERSON = (
        "imposed_on_person",
        "Statut servile imposé par d'autres",
        "Servile status imposed by others",
    )
    IMPOSED_ON_FAMILY = (
        "imposed_on_family",
        "Statut imposé à sa famille",
        "Status imposed on the family",
    )
    REFUSED = "refused", "Statut que la personne refuse", "Status the person refuses"
    UNKNOWN = "unknown", "Inconnu", "Unknown"
    NOT_ASKED = "not_asked", "Non demandé", "Not asked"
