"""What is read aloud to the person before the answer, for each purpose of a consent."""

from typing import Any

from referral_api.domain.codelists.consents import ConsentPurpose
from referral_api.pages.words.catalogues import say

_TEXTS = {
    ConsentPurpose.CARE: "May we write down what you tell us, so that we can help you?",
    ConsentPurpose.REFERRAL_SHARING: (
        "May we tell those whom you will hear named what they must know to help you?"
    ),
    ConsentPurpose.JUSTICE: (
        "May what you tell us be used before the courts? The police must by law pass an"
        " investigation to the prosecutor: that does not depend on your answer, nor on ours."
    ),
    ConsentPurpose.ANONYMOUS_STATISTICS: "May we count what has happened, without your name?",
    ConsentPurpose.RESEARCH: "May researchers study what has happened, without your name?",
    ConsentPurpose.FOLLOW_UP_CONTACT: "May we contact you later to ask how you are?",
    ConsentPurpose.TRANSFER_ABROAD: "May we send what you tell us to another country?",
    ConsentPurpose.BACKGROUND_STATISTICS: (
        "May we count what you say of school, work and family, without your name?"
    ),
}


def aloud(purpose: Any, language: str) -> str:
    """Return the text of a purpose."""
    return say(_TEXTS[ConsentPurpose(purpose)], language)
