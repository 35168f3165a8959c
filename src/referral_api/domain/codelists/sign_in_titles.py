"""The titles of the lists of sign-in and of what is printed."""

from referral_api.domain.codelists.title import Title

SIGN_IN_TITLES: dict[str, Title] = {
    "device_reasons": Title("Motifs concernant un appareil", "Reasons concerning a device"),
    "device_statuses": Title("États d'un appareil", "States of a device"),
    "papers": Title("Papiers imprimés", "Printed papers"),
    "pin_weaknesses": Title("Défauts d'un code personnel", "Weaknesses of a PIN"),
    "session_ends": Title("Motifs de fin de session", "Reasons for the end of a session"),
    "session_statuses": Title("États d'une session", "States of a session"),
    "sign_in_refusals": Title(
        "Motifs de refus d'ouverture de session", "Reasons for refusing a sign-in"
    ),
    "sign_in_ways": Title("Moyens d'ouvrir une session", "Ways to sign in"),
}
