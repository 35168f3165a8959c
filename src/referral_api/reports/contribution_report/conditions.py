"""The conditions and dates of definitions in words. One that is not listed is named by its code."""

from collections.abc import Iterable

from referral_api.reports.contribution_report.speaker import Speaker, Words

_CONDITIONS: dict[str, Words] = {
    "is_counted": ("hors doublons et erreurs", "without duplicates and errors"),
    "is_of_doubtful_age": ("âge inconnu ou douteux", "of unknown or doubtful age"),
    "presumes": ("présumées par une décision", "presumed by a decision"),
    "identifies": ("identifiées par une décision", "identified by a decision"),
    "detects": ("présumées ou identifiées", "presumed or identified"),
    "is_identified": ("identification en vigueur", "identification in force"),
    "is_not_ruled_out": ("non écartées depuis", "not ruled out since"),
    "is_not_retained": ("non retenues", "not retained"),
    "is_sent": ("référencement envoyé", "referral sent"),
    "is_started": ("service commencé", "service begun"),
    "is_refused": ("refusé", "refused"),
    "is_expired": ("resté sans réponse", "without an answer"),
    "is_lapsed": ("accepté et non commencé", "accepted and not begun"),
    "is_decided": ("accepté ou refusé", "accepted or refused"),
    "is_answered_or_late": ("répondu ou hors délai", "answered or out of time"),
    "has_outcome": ("résultat connu", "with an outcome"),
    "is_carried_out": ("activité réalisée", "activity carried out"),
    "is_training": ("formation", "training"),
    "is_partner_in_period": (
        "accord ou contribution dans la période", "agreement or contribution in the period",
    ),
    "is_money": ("en argent", "in money"),
}  # fmt: skip
_DATES: dict[str, Words] = {
    "registered_at": ("de l'enregistrement", "of the registration"),
    "decided_at": ("de la décision", "of the decision"),
    "started_at": ("du début du service", "of the beginning of the service"),
    "sent_at": ("de l'envoi", "of the sending"),
    "accepted_at": ("de l'acceptation", "of the acceptance"),
    "closed_at": ("de la fin", "of the end"),
    "held_on": ("de l'activité", "of the activity"),
    "published_on": ("de la publication", "of the publication"),
    "starts_on": ("du début", "of the beginning"),
    "told_at": ("du fait", "of the fact"),
    "year": ("de l'année", "of the year"),
    "period": ("de la période", "of the period"),
}
_NO_CONDITION: Words = ("sans condition", "without a condition")
_AT_THE_CUT: Words = ("de l'arrêté", "of the cut")


def conditions(names: Iterable[str], speaker: Speaker) -> str:
    """Write the conditions of a row that counts."""
    said = [speaker.say(_CONDITIONS.get(name, (name, name))) for name in names]
    return ", ".join(said) or speaker.say(_NO_CONDITION)


def reference_date(name: str | None, speaker: Speaker) -> str:
    """Write by which date a row falls in a period."""
    return speaker.say(_AT_THE_CUT if name is None else _DATES.get(name, (name, name)))
