"""Where the service is known to depart from the rules. Each is told here once, and counted.

A departure that is mended is deleted here; the walk then holds the rule.
"""

from collections import Counter

from tests.support.rules_oracle.records import Consent

seen: Counter[str] = Counter()


def after_an_error(consent: Consent, right: str) -> str:
    """Rule 3: a refusal that is marked as an error later is told to a former recorder as awaited.

    Return what the service would tell without this departure.
    """
    if consent.status == "entered_in_error" and right == "refused":
        seen["a refusal that became an error is told as awaited"] += 1
        return right
    return "proposed"
