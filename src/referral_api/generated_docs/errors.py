"""The page of errors: every code that a problem can have, with its words."""

from collections.abc import Iterator

from referral_api import errors
from referral_api.generated_docs.markdown import table
from referral_api.http.i18n import translate


def write() -> str:
    """Write every code that a problem can carry."""
    known = {refusal.code: refusal for refusal in _refusals(errors.ServiceError)}
    rows = [
        (refusal.status, f"`{code}`", refusal.title, translate(refusal.title, "fr"))
        for code, refusal in sorted(known.items(), key=lambda item: (item[1].status, item[0]))
    ]
    introduction = (
        "Problems follow RFC 9457. `code` is stable; the title comes in the language of\n"
        "`Accept-Language`. The input is never repeated.\n"
    )
    head = ("Status", "Code", "English", "Français")
    return "\n".join(("# Errors\n", introduction, table(head, rows)))


def _refusals(refusal: type[errors.ServiceError]) -> Iterator[type[errors.ServiceError]]:
    yield refusal
    for narrower in refusal.__subclasses__():
        yield from _refusals(narrower)
