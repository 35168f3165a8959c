"""Why a page refuses, and what somebody at a browser can do: the API's words are for programs."""

from referral_api.errors import ServiceError
from referral_api.http.i18n import translate
from referral_api.pages.words.catalogues import say

_NOT_UNDERSTOOD = "This page or this form was not understood."
_OPEN_AGAIN = "Go back to the start, and open it from there."
_LOOK = "Look at what stands now, and decide again."

# By the code, or else by the status: why, where the failure's own title is none for people; advice.
WORDS: dict[str, tuple[str, str]] = {
    "already-imported": ("", "Look at that import first."),
    "consent-missing": ("", "Ask the person first."),
    "cursor-before-restore": ("The list has changed meanwhile.", "Begin the list again."),
    "idempotency-key-in-use": (
        "This form is still on its way.", "Wait a moment, then press Send again.",
    ),
    "idempotency-key-reused": (
        "This form was sent before, with other contents.",
        "Look at what stands now. What is still lacking needs a new form.",
    ),
    "invalid-cursor": ("The list has changed meanwhile.", "Begin the list again."),
    "proof-needed": ("", "Prove once more who you are; then the act is done."),
    "report-not-typeset": ("", "Ask again later, or for a shorter period."),
    "report-too-large": ("", "Ask for a shorter period, or shorten the texts of the report."),
    "session-ended": ("", "Sign in again: a form that was under way is kept for a while."),
    "session-locked": ("", "Prove who you are, as the same agent."),
    "sign-in-refused": ("", "Try again with care, or ask your supervisor."),
    "400": (_NOT_UNDERSTOOD, _OPEN_AGAIN),
    "401": ("You are not signed in any more.", "Sign in again."),
    "403": ("", "Another role or organisation may do this."),
    "404": ("", "Nothing is recorded there yet, or it is not open to you."),
    "405": (_NOT_UNDERSTOOD, _OPEN_AGAIN),
    "406": (_NOT_UNDERSTOOD, _OPEN_AGAIN),
    "408": ("The form did not arrive whole.", "On a slow line, wait a moment and send less."),
    "409": ("", _LOOK),
    "412": ("Somebody has changed this since you opened the page.", _LOOK),
    "413": ("What was sent is too large.", "Send less at once."),
    "422": ("Something is missing or cannot be.", "Correct it, and send it again."),
    "428": ("This form is too old.", _OPEN_AGAIN),
    "429": ("Too much was asked in a short time.", "Wait a minute."),
    "431": (_NOT_UNDERSTOOD, _OPEN_AGAIN),
    "500": (
        "The system has failed.",
        "Look at what stands now before you do it again, and tell the operator the number below.",
    ),
    "501": ("This kind of file cannot be made here.", "Ask for another kind of file."),
    "503": (
        "The system has too much to do, or cannot reach its records.",
        "Wait a moment, then look at what stands now.",
    ),
}  # fmt: skip


def why_refused(refusal: ServiceError, language: str) -> str:
    """Say why, in a sentence."""
    words, _ = _words_of(refusal)
    return say(words, language) if words else translate(refusal.title, language)


def advice_after(refusal: ServiceError, language: str) -> str:
    """Say what can be done now, in a sentence."""
    return say(_words_of(refusal)[1], language)


def _words_of(refusal: ServiceError) -> tuple[str, str]:
    return WORDS.get(refusal.code) or WORDS[str(refusal.status)]
