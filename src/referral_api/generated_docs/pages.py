"""The page of pages: their addresses, which operations have none and why, how one signs in."""

from collections.abc import Iterator

from referral_api.domain.network.sign_in import limits
from referral_api.domain.network.sign_in.limits import SignInLimits
from referral_api.generated_docs.markdown import codes, duration, prose, table
from referral_api.pages.acts.left_out import LEFT_OUT
from referral_api.pages.addresses import ADDRESSES, PREFIX
from referral_api.pages.install import all_pages
from referral_api.pages.operation import OPERATIONS
from referral_api.pages.route import OpenPage, Page, VisitorPage
from referral_api.pages.words.catalogues import act_words
from referral_api.permissions import HOLDERS

_SPANS = {
    "pending": "A sign-in that has begun | Une entrée commencée",
    "sealed_form": "A form that is kept while its session was over | Un formulaire gardé",
    "one_time_pin": "A one-time code of a person | Un code à usage unique",
    "device_code": "The code of a new device | Le code d'un nouvel appareil",
    "device_unused": "A device that nobody uses ends after | Un appareil inutilisé finit après",
    "device_whole": "A device ends after | Un appareil finit après",
    "kept": "Ended sessions are kept for | Les sessions finies sont gardées",
}
_EACH = (
    "Each has the permission, the refusals and the events of its operation"
    " ([how and why](../pages.md), [en français](../fr/pages.md))."
)
_ELSEWHERE = (
    "The limits of each way are in [clocks](clocks.md), the states of devices and sessions in"
    " [lifecycles](lifecycles.md)."
)


def write() -> str:
    """Write the page of pages, with the words of both languages."""
    return "\n".join(
        (
            "# Pages (pages)\n",
            f"{_count()} {_EACH}\n",
            "## Addresses with words (adresses en mots)\n",
            "All other addresses are a letter and a code that says nothing.\n",
            table(("Address", "Operation", "En français", "Roles"), _addresses()),
            "## Pages that need no operation (pages sans opération)\n",
            table(("Address", "For whom"), _plain()),
            "## Operations without a page (opérations sans page)\n",
            table(
                ("Operation", "Why"), [(f"`{name}`", why) for name, why in sorted(LEFT_OUT.items())]
            ),
            "## Sign-in (entrer)\n",
            f"{prose(limits)} {_ELSEWHERE}\n",
            table(("Limit", "Limite", "Default"), _spans()),
        )
    )


def _count() -> str:
    shown = sum(isinstance(page, Page) for page in all_pages())
    return f"{shown} operations of the API have a page; {len(LEFT_OUT)} have none."


def _addresses() -> Iterator[tuple[str, ...]]:
    for name, path in sorted(ADDRESSES.items(), key=lambda row: row[1]):
        holders = sorted(HOLDERS[OPERATIONS[name].permission])
        yield f"`{PREFIX}{path}`", f"`{name}`", act_words(name, "fr"), codes(holders)


def _plain() -> Iterator[tuple[str, str]]:
    for page in sorted(all_pages(), key=lambda each: each.path):
        if isinstance(page, OpenPage):
            yield f"`{page.path}`", "anybody (tout le monde)"
        elif isinstance(page, VisitorPage):
            yield f"`{page.path}`", "whoever has signed in (toute personne entrée)"


def _spans() -> Iterator[tuple[str, ...]]:
    for name, words in _SPANS.items():
        english, french = words.split(" | ")
        yield english, french, duration(getattr(SignInLimits(), name))
