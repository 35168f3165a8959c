"""The words that the library of the command line says itself, in French.

It has them in English only, and takes no catalogue.
"""

import re
from io import StringIO
from typing import Any

from referral_api.cli.language import Spoken, spoken

_FRENCH = [
    (re.compile(pattern, re.MULTILINE), french)
    for pattern, french in (
        (r"^Usage: ", "Utilisation : "),
        (r"COMMAND \[ARGS\]\.\.\.", "COMMANDE [ARGUMENTS]..."),
        (r"^(Options|Arguments):$", r"\1 :"),
        (r"^Commands:$", "Commandes :"),
        (r"\bShow this message and exit\.", "Afficher cette aide et quitter."),
        (r"\[required\]", "[obligatoire]"),
        (r"\[default: ", "[par défaut : "),
        (r"^Try '(.+)' for help\.$", r"« \1 » affiche l'aide."),
        (r"^Error: ", "Erreur : "),
        (r"\bMissing option (.+)\.$", r"il manque l'option \1."),
        (r"\bMissing argument (.+)\.$", r"il manque l'argument \1."),
        (r"\bMissing command\.", "il manque une commande."),
        (r"\bNo such option: ", "option inconnue : "),
        (r"\bNo such command (.+?)\.", r"commande inconnue : \1."),
        (r"\(Possible options: ", "(options possibles : "),
        (r"\bDid you mean (.+)\?$", r"Vouliez-vous dire \1 ?"),
        (r"\bGot unexpected extra argument\(s\) \((.+)\)", r"argument en trop : \1"),
        (r"\bOption (.+) requires an argument\.", r"l'option \1 demande une valeur."),
        (r"\bOption (.+) does not take a value\.", r"l'option \1 ne prend pas de valeur."),
        (r"\bInvalid value for (.+?): ", r"valeur incorrecte pour \1 : "),
        (r"\bInput should be a valid integer\b.*$", "ce n'est pas un nombre entier."),
        (r"\bInput should be .+$", "ce n'est pas une valeur admise."),
    )
]


def say_library_words(text: str) -> str:
    """Return what the library says in the language of the command."""
    if spoken() is Spoken.FRENCH:
        for pattern, french in _FRENCH:
            text = pattern.sub(french, text)
    return text


def translate_help(command: Any) -> None:
    """Let a command and those below it show their help in the language of the command."""
    english = command.get_help
    command.get_help = lambda context: say_library_words(english(context))
    for below in getattr(command, "commands", {}).values():
        translate_help(below)


def describe_usage_error(refused: Any) -> str:
    """Say how the command is used, and what was wrong; it is an exception of the library."""
    said = StringIO()
    refused.show(said)
    return say_library_words(said.getvalue())
