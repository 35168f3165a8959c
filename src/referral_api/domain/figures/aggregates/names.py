"""The names of figures that only totals from elsewhere tell: the service counts none of them."""

# Of the prosecution nothing is counted here yet. Each in French and in English.
KNOWN_FROM_ELSEWHERE: dict[str, tuple[str, str]] = {
    "justice.accused": ("Personnes inculpées", "Accused persons"),
    "justice.compensation": ("Victimes indemnisées", "Victims compensated"),
    "justice.convicted": ("Personnes condamnées", "Persons convicted"),
    "justice.convictions": ("Condamnations prononcées", "Convictions"),
    "justice.proceedings_by_stage": ("Affaires à juger", "Proceedings awaiting trial"),
    "justice.proceedings_registered": ("Affaires enregistrées", "Proceedings registered"),
    "justice.prosecuted": ("Personnes poursuivies", "Persons prosecuted"),
    "justice.tried": ("Personnes jugées", "Persons tried"),
    "justice.victims_absent": ("Victimes absentes", "Victims absent"),
    "justice.victims_assisted": ("Victimes assistées d'un avocat", "Victims with counsel"),
    "justice.victims_civil_parties": ("Victimes parties civiles", "Victims as civil parties"),
    "justice.victims_heard": ("Victimes entendues", "Victims heard"),
    "justice.victims_informed": ("Victimes informées", "Victims informed"),
    "prevention.manuals": ("Manuels et outils produits", "Manuals and tools produced"),
    "prevention.reached": ("Personnes touchées par la prévention", "Persons reached"),
    "protection.assisted": ("Personnes prises en charge", "Persons assisted"),
    "protection.detected_assisted": (
        "Victimes repérées et assistées", "Detected and assisted victims",
    ),
}  # fmt: skip
